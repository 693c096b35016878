"""An oracle for isolation studies: the simpler planner that came before them.

Upstream, the nearest switch before the fault opens and the tripped device closes again. Downstream, the first switch
behind the fault opens on each branch, and behind it one tie closes: the one into that section from the feeder with most
to spare, if that is enough. Sections are not split, and spare power is all that counts. A study gives back no less.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.topology import NOBODY, Bools, Ints, Topology

Floats = NDArray[np.float64]


class FaultedCircuit(NamedTuple):
    """What a plan is made from: the state after the device tripped.

    Attributes:
        normal: the forest as built.
        fault_edge: where the fault is.
        tripped_edge: of the device that opened.
        switch_edges: of the closed devices that may be opened, shape (switches,).
        tie_ends: the two nodes that each open tie would join, shape (ties, 2).
        feeding: row of the feeder that feeds each node now, or -1, shape (nodes,).
        spare_kw: what each feeder can take on, negative or nothing where it must not help, shape (feeders,).
        load_kw: what hangs on each node, shape (nodes,).
        customers: likewise.
    """

    normal: Topology
    fault_edge: int
    tripped_edge: int
    switch_edges: Ints
    tie_ends: Ints
    feeding: Ints
    spare_kw: Floats
    load_kw: Floats
    customers: Ints


class SwitchingPlan(NamedTuple):
    """Indexes of the switches to open and the ties to close; `recloses`: the tripped device closes again."""

    opens: Ints
    closes: Ints
    recloses: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (len(self.opens) or self.recloses)


def plans(circuit: FaultedCircuit) -> list[SwitchingPlan]:
    """What could be done, best first: both sides, the upstream side alone, the downstream side alone; none empty."""
    above, (opens, closes) = switch_before(circuit), feeds_behind(circuit)
    before = np.array([above] if above >= 0 else [], np.int64)
    found = (
        SwitchingPlan(np.concatenate([before, opens]), closes, above >= 0),
        SwitchingPlan(before, closes[:0], above >= 0),
        SwitchingPlan(opens, closes, False),
    )
    return [plan for plan in found if not plan.is_empty]


def switch_before(circuit: FaultedCircuit) -> int:
    """Index of the nearest switch between the tripped device and the fault, the faulted edge included; -1: none."""
    normal = circuit.normal
    way = normal.upstream(int(normal.child[circuit.fault_edge]))
    tripped = np.flatnonzero(way == circuit.tripped_edge)
    way = way[: tripped[0]] if len(tripped) else way
    on_way = way[np.isin(way, circuit.switch_edges)]
    return int(np.flatnonzero(circuit.switch_edges == on_way[0])[-1]) if len(on_way) else -1


def switches_behind(circuit: FaultedCircuit) -> Ints:
    """Indexes of the switches behind the fault with no other switch between."""
    normal, fault = circuit.normal, circuit.fault_edge
    if not normal.is_bridge[fault]:
        return np.zeros(0, np.int64)
    edges = np.append(circuit.switch_edges, fault)  # the fault last: it is nearer than a switch on its own edge
    nearest = normal.label(edges, edges)
    fed = normal.child[circuit.switch_edges]
    above = nearest[normal.parent_node[np.maximum(fed, 0)]]
    is_first = (fed >= 0) & (above == fault) & (circuit.switch_edges != fault)
    return np.flatnonzero(is_first)


def feeds_behind(circuit: FaultedCircuit) -> tuple[Ints, Ints]:
    """Switches to open behind the fault, and for each the tie to close; what a feeder takes on is no longer spare."""
    normal, spare = circuit.normal, circuit.spare_kw.copy()
    opens, closes = [], []
    for switch in switches_behind(circuit).tolist():
        section = normal.downstream(int(circuit.switch_edges[switch]))
        needed = float(circuit.load_kw[section].sum())
        tie, helper = best_tie(circuit, section, spare)
        if tie >= 0 and needed <= spare[helper] and circuit.customers[section].sum() > 0:
            spare[helper] -= needed
            opens.append(switch)
            closes.append(tie)
    return np.array(opens, np.int64), np.array(closes, np.int64)


def best_tie(circuit: FaultedCircuit, section: Ints, spare_kw: Floats) -> tuple[int, int]:
    """(tie, feeder that helps): into the section from the feeder with most to spare, the first of equals; (-1, -1)."""
    is_inside = np.zeros(circuit.normal.node_count, np.bool_)
    is_inside[section] = True
    inside = is_inside[circuit.tie_ends]
    outer = np.where(inside[:, 0], circuit.tie_ends[:, 1], circuit.tie_ends[:, 0])
    helper = circuit.feeding[outer]
    fits = (inside[:, 0] != inside[:, 1]) & (helper >= 0)
    fits[fits] = spare_kw[helper[fits]] > 0
    if not fits.any():
        return NOBODY, NOBODY
    rows = np.flatnonzero(fits)
    tie = int(rows[np.argmax(spare_kw[helper[rows]])])
    return tie, int(helper[tie])


def is_sound(after: Topology, fault_edge: int, lost_nodes: Ints, customers: Ints) -> bool:
    """Whether a switching state is radial with the fault dead, and gives back some of the lost customers but not all.

    Args:
        after: the forest in that state.
        fault_edge: where the fault is.
        lost_nodes: nodes of what is out of supply, shape (lost,).
        customers: of each, likewise.
    """
    ends: Bools = after.is_reached[[after.from_node[fault_edge], after.to_node[fault_edge]]]
    is_fault_live = bool(ends.any()) if after.is_closed[fault_edge] else bool(ends.all())
    left = int(customers[~after.is_reached[lost_nodes]].sum())
    return not len(after.loop_edges) and not is_fault_live and 0 < left < int(customers.sum())
