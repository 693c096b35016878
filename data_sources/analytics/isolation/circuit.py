"""What an isolation study is made from, cut down to the faulted feeder and those that could help it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from data_sources.analytics.isolation.conductors import Floats
from data_sources.analytics.isolation.flow import LineData
from data_sources.analytics.topology import Bools, Ints, Topology


class SwitchedNetwork(NamedTuple):
    """A network as it is switched before the fault. Devices are named by row.

    Attributes:
        topology: who feeds whom.
        feeder_of: row of the feeder that feeds each node, or -1, shape (nodes,).
        head_nodes: where each feeder starts, shape (feeders,).
        limit_kw: what each feeder may carry, shape (feeders,); nothing where it must not help.
        switches: closed devices that can be opened by hand or remotely, shape (switches,).
        switch_edges: their edges.
        ties: open devices that can be closed, shape (ties,).
        tie_edges: their edges.
        trips: closed devices that trip on a fault, shape (trips,).
        trip_edges: their edges.
        load_kw: at each node, shape (nodes,).
        customers: likewise.
        lines: of the edges.
    """

    topology: Topology
    feeder_of: Ints
    head_nodes: Ints
    limit_kw: Floats
    switches: Ints
    switch_edges: Ints
    ties: Ints
    tie_edges: Ints
    trips: Ints
    trip_edges: Ints
    load_kw: Floats
    customers: Ints
    lines: LineData


class FaultArea(NamedTuple):
    """The part of a network that matters, on numbers of its own; `edges` tells the network's.

    Attributes:
        topology: as switched before the fault.
        edges: the network's number of each edge here, ascending.
        nodes: the network's number of each node here, ascending.
        fault: the faulted edge.
        tripped: row of the device that trips, or -1 where nothing between fault and source does.
        tripped_edge: its edge, or the feeder's first.
        lost: nodes that lose supply when it does.
        switch_edges: edges with a closed device that can be opened, in the lost part, each once.
        switches: the device of each.
        tie_edges: edges of open devices that can be closed, one end at least in the lost part.
        ties: the device of each.
        feeder_of: row of the feeder of each node, or -1.
        feeders: rows of the feeders here.
        head_nodes: of these, in that order.
        limit_kw: likewise.
        load_kw: at each node.
        customers: likewise.
        lines: of the edges.
    """

    topology: Topology
    edges: Ints
    nodes: Ints
    fault: int
    tripped: int
    tripped_edge: int
    lost: Ints
    switch_edges: Ints
    switches: Ints
    tie_edges: Ints
    ties: Ints
    feeder_of: Ints
    feeders: Ints
    head_nodes: Ints
    limit_kw: Floats
    load_kw: Floats
    customers: Ints
    lines: LineData

    def switched(self, opened: Ints, closed: Ints) -> Topology:
        """The forest after some edges opened and some closed."""
        state = self.topology.is_closed.copy()
        state[opened] = False
        state[closed] = True
        return Topology(len(self.nodes), self.topology.from_node, self.topology.to_node, state, self.head_nodes)


def fault_area(network: SwitchedNetwork, fault_edge: int) -> FaultArea:
    """Cut the area out: the faulted feeder and the feeders at the other ends of its ties.

    Raises:
        ValueError: the edge carries no supply, or it lies in a loop (studies are for radial circuits).
    """
    topology = network.topology
    if topology.child[fault_edge] < 0:
        raise ValueError("The segment carries no supply as the network is switched: there is nothing to isolate.")
    if not topology.is_bridge[fault_edge]:
        raise ValueError(
            "The segment lies in a loop as the network is switched: two ways lead to it, so that opening one of them "
            "isolates nothing. Open one first; studies are for radial circuits."
        )
    feeder = int(network.feeder_of[topology.child[fault_edge]])
    tie_feeders = network.feeder_of[np.stack([topology.from_node, topology.to_node])[:, network.tie_edges]]
    feeders = np.unique(tie_feeders[:, (tie_feeders == feeder).any(axis=0)])
    feeders = np.union1d(feeders[feeders >= 0], [feeder])
    is_wanted = np.zeros(len(network.head_nodes) + 1, np.bool_)
    is_wanted[feeders] = True  # the last one stays False: nodes without a feeder
    is_inside = is_wanted[network.feeder_of]
    is_inside[network.head_nodes[feeders]] = True
    return _cut(network, fault_edge, feeders, is_inside)


def _cut(network: SwitchedNetwork, fault_edge: int, feeders: Ints, is_inside: Bools) -> FaultArea:
    whole = network.topology
    edges = np.flatnonzero(is_inside[whole.from_node] & is_inside[whole.to_node])
    nodes = np.flatnonzero(is_inside)
    local_node = np.cumsum(is_inside) - 1
    heads = local_node[network.head_nodes[feeders]]
    topology = Topology(
        len(nodes), local_node[whole.from_node[edges]], local_node[whole.to_node[edges]], whole.is_closed[edges], heads
    )
    fault = int(np.searchsorted(edges, fault_edge))
    way = topology.upstream(int(topology.child[fault]))
    trip_edges, trips = _local(edges, network.trip_edges, network.trips)
    on_way = np.flatnonzero(np.isin(way, trip_edges))
    tripped_edge = int(way[on_way[0]] if len(on_way) else way[-1])
    lost = topology.downstream(tripped_edge)
    if np.isin(topology.from_node[topology.loop_edges], lost).any():
        raise ValueError("The part that loses supply holds a loop; studies are for radial circuits.")
    is_lost = np.zeros(len(nodes), np.bool_)
    is_lost[lost] = True
    switch_edges, switches = _local(edges, network.switch_edges, network.switches)
    below = is_lost[np.maximum(topology.child[switch_edges], 0)] & (topology.child[switch_edges] >= 0)
    tie_edges, ties = _local(edges, network.tie_edges, network.ties)
    touches = is_lost[topology.from_node[tie_edges]] | is_lost[topology.to_node[tie_edges]]
    return FaultArea(
        topology, edges, nodes, fault,
        int(trips[np.flatnonzero(trip_edges == tripped_edge)[0]]) if len(on_way) else -1, tripped_edge, lost,
        switch_edges[below], switches[below], tie_edges[touches], ties[touches], network.feeder_of[nodes], feeders,
        heads, network.limit_kw[feeders], network.load_kw[nodes], network.customers[nodes], network.lines.take(edges),
    )  # fmt: skip


def _local(edges: Ints, theirs: Ints, devices: Ints) -> tuple[Ints, Ints]:
    """(edge here, device) of those devices whose edge is here, one device an edge."""
    found = np.minimum(np.searchsorted(edges, theirs), len(edges) - 1)
    here = np.flatnonzero(edges[found] == theirs) if len(edges) else np.empty(0, np.int64)
    local, first = np.unique(found[here], return_index=True)
    return local, devices[here[first]]
