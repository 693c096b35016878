"""What the steps of an isolation study do to the lines that lost supply: out, back, or fed from elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data_sources.analytics.isolation.study import IsolationStudy
from data_sources.analytics.topology import Topology
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Ints

FAULTED, OUT, BACK, PICKED_UP = 1, 2, 3, 4
"""What a segment is: with the fault between open switches, without supply, fed as before, fed over a tie."""
NO_FEEDER: Final = -1


class SwitchingState(NamedTuple):
    """The lines that lost supply, after some steps.

    Attributes:
        segments: rows of the network's segments, shape (lost,).
        codes: what each is now, shape (lost,).
        feeder_ids: of the feeder that feeds each, NO_FEEDER without supply, shape (lost,).
        transformers: rows of transformers without supply, shape (dark,).
    """

    segments: Ints
    codes: Ints
    feeder_ids: Ints
    transformers: Ints


class _LostSupply(NamedTuple):
    """What lost supply: nodes, shape (nodes,); segments; which of these conducted before, shape (segments,)."""

    nodes: Bools
    segments: Ints
    was_live: Bools


def switching_states(network: Network, before: Collection[int], study: IsolationStudy) -> tuple[SwitchingState, ...]:
    """The states of a study: after the device tripped, then after each step.

    Args:
        network: of the utility.
        before: ids of the devices that were open before the fault.
        study: of it.
    """
    whole = network.topology(before)
    tripped = tripped_edge(network, whole, study)
    closed = network.is_closed(before)
    closed[tripped] = False
    first = network.forest(closed)
    lost_nodes = whole.is_reached & ~first.is_reached
    segments = _segments_of(network, lost_nodes, np.append(network.device_segment[_devices(study)], tripped))
    was_live = network.is_closed(before)[segments] & whole.is_reached[network.segments["from_node"][segments]]
    lost = _LostSupply(lost_nodes, segments, was_live)
    states = [_state(network, study, closed, first, lost)]
    for step in study.steps:
        edge = int(network.device_segment[step.device]) if step.device >= 0 else tripped
        closed[edge] = step.action == "close"
        states.append(_state(network, study, closed, network.forest(closed), lost))
    return tuple(states)


def tripped_edge(network: Network, before: Topology, study: IsolationStudy) -> int:
    """The edge of the device that trips; the first one of the feeder where none does."""
    if study.tripped >= 0:
        return int(network.device_segment[study.tripped])
    heads = network.head_edges(before)
    return int(before.label(heads, heads)[before.child[study.fault_edge]])


def _devices(study: IsolationStudy) -> list[int]:
    return [step.device for step in study.steps if step.device >= 0]


def _segments_of(network: Network, lost: Bools, more: Ints) -> Ints:
    """Segments with an end that lost supply, and those of the devices, shape (segments,)."""
    ends = network.segments["from_node"], network.segments["to_node"]
    found = np.flatnonzero(lost[ends[0]] | lost[ends[1]])
    return np.unique(np.append(found, more[more < len(network.segments)]))


def _state(
    network: Network, study: IsolationStudy, closed: Bools, after: Topology, lost: _LostSupply
) -> SwitchingState:
    segments, is_fed = lost.segments, after.is_reached
    a, b = network.segments["from_node"][segments], network.segments["to_node"][segments]
    is_live = is_fed[a] & is_fed[b] & closed[segments]
    feeder_ids = np.where(is_live, network.feeding(after)[b], NO_FEEDER)
    own = int(network.edge_feeder[study.fault_edge])
    codes = np.where(is_live, np.where(feeder_ids == own, BACK, PICKED_UP), OUT)
    faulted = _with_fault(network, study.fault_edge, closed, lost.nodes & ~is_fed)
    # A switch stands at the upper end of its line: open towards supply, its line belongs to what is below.
    is_within = (faulted[a] | is_fed[a]) & (faulted[b] | is_fed[b]) & (faulted[a] | faulted[b]) & lost.was_live
    codes[(~is_live & is_within) | (segments == study.fault_edge)] = FAULTED
    node = network.transformers["node"]
    dark = np.flatnonzero(lost.nodes[node] & ~is_fed[node])
    return SwitchingState(segments, codes.astype(np.int64), feeder_ids.astype(np.int64), dark)


def _with_fault(network: Network, fault: int, closed: Bools, dark: Bools) -> Bools:
    """Nodes without supply that closed edges join to the fault, shape (nodes,)."""
    edges = np.flatnonzero(closed & dark[network.from_node] & dark[network.to_node])
    count = len(dark)
    a, b = network.from_node[edges], network.to_node[edges]
    _, part = connected_components(coo_array((np.ones(len(edges)), (a, b)), (count, count)), directed=False)
    ends = [int(node) for node in (network.from_node[fault], network.to_node[fault]) if dark[node]]
    return dark & np.isin(part, part[ends])
