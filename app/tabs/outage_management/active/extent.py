"""What of the network an outage concerns, for the map: worked out in a worker, by a trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from data_sources.errors import FluxError, SourceUnavailable
from data_sources.network.graph import load_network, load_open_devices
from data_sources.network.trace import Trace, trace
from data_sources.source import Source

Row = Mapping[str, Any]


def extent_of(source: Source, utility_id: int, row: Row) -> Trace | None:
    """The lines an outage leaves without supply now; of one that has not begun, those that it would.

    Args:
        source: the live database.
        utility_id: whose outage.
        row: of unclosed_outages.sql or outage_facts.sql.

    Raises:
        SourceUnavailable: the source is away; worth another try.
    """
    kind = "device" if row["device_id"] is not None else "transformer"
    if row[f"{kind}_id"] is None:
        return None
    try:
        network, opened = load_network(source, utility_id), load_open_devices(source, utility_id)
        found = trace(network, kind, row[f"{kind}_id"], "downstream", opened)
    except SourceUnavailable:
        raise
    except FluxError:
        return None
    if row["confirmed_at"] is None:
        return found
    edges = network.segments.indexes(found.segment_ids)
    reached = network.topology(opened).is_reached
    is_dark = ~(reached[network.from_node[edges]] & reached[network.to_node[edges]])
    return replace(found, segment_ids=np.asarray(found.segment_ids)[is_dark])
