"""The isolation study of an outage as things stand: from the switching before it, with the loads of now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from data_sources.analytics.isolation.study import IsolationStudy
from data_sources.errors import FluxError, SourceUnavailable
from data_sources.network.graph import Network
from data_sources.network.isolation import isolation_study
from data_sources.network.rows import Floats
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Outage
from data_sources.outages.store import fetch_outage, load_state
from data_sources.query import Query
from data_sources.source import Source


@dataclass(frozen=True, slots=True, eq=False)
class OutageStudy:
    """A study, and what it was made from.

    Attributes:
        outage_id: the outage.
        segment_id: the faulted line.
        network: of its utility.
        before: ids of the devices that were open before the outage.
        study: the steps.
        as_of: when the switching state was read, UTC.
    """

    outage_id: int
    segment_id: int
    network: Network
    before: frozenset[int]
    study: IsolationStudy
    as_of: dt.datetime

    @property
    def feeder_name(self) -> str:
        """Name of the feeder with the fault."""
        feeders = self.network.rows.feeders
        return str(feeders["feeder_name"][feeders.index(int(self.network.edge_feeder[self.study.fault_edge]))])


def study_of_outage(
    source: Source, utility_id: int, outage_id: int, segment_id: int | None
) -> OutageStudy | str | None:
    """The study, why there is none, or None where nothing says which line has the fault.

    Args:
        source: the live database.
        utility_id: whose outage.
        outage_id: the outage; its own switching is taken back before the study begins.
        segment_id: the faulted line; None for the one at the outage's device.

    Raises:
        SourceUnavailable: the source is away; worth another try.
    """
    as_of = dt.datetime.now(dt.UTC)
    state = load_state(source, utility_id)
    network, outage = state.network, fetch_outage(source, state.network, outage_id)
    if segment_id is None and outage.device < 0:
        return None
    number = segment_id
    if number is None:
        number = int(network.segments.ids[network.device_segment[outage.device]])
    before = _before(network, state.open_devices, outage)
    if elsewhere := _elsewhere(network, outage, before, number):
        return elsewhere
    others = [one for one in state.outages if one.outage_id != outage_id]
    busy = OperatingState(network, state.open_devices, others).busy_feeders()
    try:
        found = isolation_study(network, number, before, present_loads(source, network), idle_feeders=busy)
    except SourceUnavailable:
        raise
    except (FluxError, ValueError) as error:
        return str(error)
    return OutageStudy(outage_id, number, network, frozenset(before), found, as_of)


def _elsewhere(network: Network, outage: Outage, before: set[int], segment_id: int) -> str | None:
    """Why a line is none of an outage's: not behind its device, as built or as it was before, or not on its feeder."""
    if segment_id not in network.segments.ids:
        return f"There is no segment {segment_id}."
    edge, feeders = network.segments.index(segment_id), network.rows.feeders
    if outage.device < 0:
        name = str(feeders["feeder_name"][outage.feeder])
        is_there, what = network.edge_feeder[edge] == feeders.ids[outage.feeder], f"on feeder {name}"
    else:
        head = int(network.device_segment[outage.device])
        ways = (network.topology(), network.topology(before))
        is_there = edge == head or any(edge in topology.downstream_edges(head) for topology in ways)
        what = f"behind {network.devices['device_name'][outage.device]}"
    if is_there:
        return None
    return (
        f"Line {segment_id} is not {what}, so outage {outage.outage_id} is not about it: give a line that lost supply."
    )


def _before(network: Network, opened: set[int], outage: Outage) -> set[int]:
    """Which devices were open before the outage."""
    moved_open = {key for key, is_open in outage.switched.items() if is_open}
    before = (opened - moved_open) | (outage.switched.keys() - moved_open)
    own = {int(network.devices.ids[outage.device])} if outage.device >= 0 else set()
    return before - (own - network.normally_open)


def present_loads(source: Source, network: Network) -> Floats:
    """What each transformer takes; one without supply as much of its rating as those with supply in the mean.

    Args:
        source: the live database.
        network: of its utility.

    Returns:
        Loads in kW, shape (transformers,).

    Raises:
        SourceUnavailable: the source is away.
    """
    rows = source.fetch(Query.of("sim_transformer_status", utility_id=network.utility_id))
    rated = network.transformers["rated_kva"].astype(np.float64)
    load, is_live = np.zeros(len(rated)), np.zeros(len(rated), np.bool_)
    units = network.transformers.indexes(rows["transformer_id"].to_numpy())
    load[units] = np.nan_to_num(rows["load_kw"].to_numpy(zero_copy_only=False).astype(np.float64))
    is_live[units] = rows["is_energized"].to_numpy(zero_copy_only=False).astype(np.bool_)
    share = load[is_live].sum() / rated[is_live].sum() if is_live.any() else 0.5
    return np.where(is_live, load, rated * share)
