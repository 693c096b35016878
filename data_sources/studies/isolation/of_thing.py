"""The isolation study of a fault that somebody supposes at a thing: from the switching and the loads of now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from data_sources.analytics.isolation.study import IsolationStudy
from data_sources.errors import FluxError, SourceUnavailable
from data_sources.network.graph import Network
from data_sources.network.isolation import isolation_study
from data_sources.network.trace import trace
from data_sources.outages.operating import OperatingState
from data_sources.outages.store import load_state
from data_sources.source import Source
from data_sources.studies.isolation.of_outage import present_loads


@dataclass(frozen=True, slots=True, eq=False)
class SupposedFault:
    """A study of a fault that there is not.

    Attributes:
        segment_id: the line that is taken for faulted.
        network: of its utility.
        study: the steps.
        as_of: when the switching state was read, UTC.
    """

    segment_id: int
    network: Network
    study: IsolationStudy
    as_of: dt.datetime

    @property
    def feeder_name(self) -> str:
        """Name of the feeder with the fault."""
        feeders = self.network.rows.feeders
        return str(feeders["feeder_name"][feeders.index(int(self.network.edge_feeder[self.study.fault_edge]))])


def study_of_thing(source: Source, utility_id: int, kind: str, asset_id: int) -> SupposedFault | str:
    """The study of a fault on the line at which a thing is, or why there is none.

    Args:
        source: the live database.
        utility_id: whose thing.
        kind: "segment", "device", "transformer", "pole" or "meter".
        asset_id: of the thing.

    Raises:
        SourceUnavailable: the source is away; worth another try.
    """
    as_of = dt.datetime.now(dt.UTC)
    state = load_state(source, utility_id)
    network = state.network
    try:
        number = _line_at(network, kind, asset_id, state.open_devices)
        busy = OperatingState(network, state.open_devices, state.outages).busy_feeders()
        loads = present_loads(source, network)
        found = isolation_study(network, number, state.open_devices, loads, idle_feeders=busy)
    except SourceUnavailable:
        raise
    except (FluxError, ValueError) as error:
        return str(error)
    return SupposedFault(number, network, found, as_of)


def _line_at(network: Network, kind: str, asset_id: int, opened: set[int]) -> int:
    """Id of the line at a thing: itself, the one that a device stands on, else the last one on the way to it.

    Raises:
        ValueError: no line leads to it.
    """
    if kind == "segment":
        return asset_id
    if kind == "device":
        return int(network.segments.ids[network.device_segment[network.devices.index(asset_id)]])
    way = trace(network, kind, asset_id, "upstream", opened).segment_ids
    if not len(way):
        raise ValueError("No line is known that leads to it.")
    return int(way[0])
