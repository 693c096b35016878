"""Interruptions of a transformer, or of anybody on a feeder, over the period of some readings; from both sources.

PostgreSQL's rows come first: an outage that it holds counts there alone, so that what began a moment ago, or was just
restored, is told at once; the warehouse has the rest, and whatever PostgreSQL no longer holds.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from data_sources.query import Query
from data_sources.source import Sources


def interruptions_near(
    sources: Sources, utility_id: int, feeder_id: int, transformer_id: int, from_at: dt.datetime, to_at: dt.datetime
) -> tuple[pa.Table, tuple[Query, ...]]:
    """Who lost supply there, and when.

    Args:
        sources: both, or the live one alone.
        utility_id: of the feeder.
        feeder_id: the feeder, or the one that the transformer hangs on.
        transformer_id: the transformer; 0 for the feeder.
        from_at: beginning of the period, aware.
        to_at: its end, not in it.

    Returns:
        outage_id, is_own_transformer (false where only the feeder is known), started_at, restored_at (NULL while it
        lasts), cause, customers_interrupted (of the whole outage), in order of time; and the statements behind it.

    Raises:
        SourceUnavailable: a source cannot be reached.
    """
    binds = {
        "utility_id": utility_id, "feeder_id": feeder_id, "transformer_id": transformer_id, "from_at": from_at,
        "to_at": to_at,
    }  # fmt: skip
    asked = [Query.of("place_interruptions", **binds)]
    found = sources.live.fetch(asked[0])
    if sources.history is not None:
        asked.append(Query.of("ami_meter_outages", **binds))
        past = sources.history.fetch(asked[1])
        is_new = ~np.isin(past["outage_id"].to_numpy(), found["outage_id"].to_numpy())
        found = pa.concat_tables([past.filter(pa.array(is_new)), found])
    return found.sort_by([("started_at", "ascending"), ("outage_id", "ascending")]), tuple(asked)
