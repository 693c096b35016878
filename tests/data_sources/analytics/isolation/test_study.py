"""Isolation studies of two small feeders by hand, and their invariants on random ones."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.isolation.circuit import SwitchedNetwork
from data_sources.analytics.isolation.conductors import Floats
from data_sources.analytics.isolation.flow import LineData
from data_sources.analytics.isolation.judge import StudyRules
from data_sources.analytics.isolation.study import IsolationStudy, study
from data_sources.analytics.topology import Topology
from tests.data_sources.analytics.isolation.two_feeders import network


def sheet(found: IsolationStudy) -> list[tuple[str, int, int]]:
    """(action, device, customers restored) of each step."""
    return [(step.action, step.device, step.customers_restored) for step in found.steps]


def test_a_fault_between_two_switches_is_isolated_and_fed_from_both_sides() -> None:
    """Fault on 3-4: nodes 3, 4 and 8 stay dark; 1, 2 and 7 come back by the breaker, 5 and 6 over the tie to 13."""
    found = study(network(), 3)
    assert (found.tripped, found.customers_lost, found.customers_restored) == (0, 16, 10)
    assert sheet(found) == [("open", 1, 0), ("close", 0, 6), ("open", 2, 0), ("close", 3, 4)]
    assert [step.purpose for step in found.steps] == ["isolate above", "close again", "isolate below", "pick up"]
    assert [step.customers_out for step in found.steps] == [16, 10, 10, 6]
    assert [(left.device, left.customers, left.reason) for left in found.unserved] == [(1, 6, "faulted")]


def test_loads_after_each_step_by_hand() -> None:
    """Feeder 1 carries 30 kW until the tie closes, then 50; feeder 0 its 30 kW from the second step on."""
    loads = [[round(load.load_kw, 6) for load in step.loads] for step in study(network(), 3).steps]
    assert loads == [[0, 30], [30, 30], [30, 30], [30, 50]]


def test_a_fault_before_every_switch_leaves_the_breaker_open() -> None:
    """Fault on 1-2: all behind the first switch hangs on one tie; the breaker stays open."""
    found = study(network(), 1)
    assert found.customers_restored == 10
    assert sheet(found)[0] == ("open", 1, 0)
    assert sheet(found)[1][0] == "close"
    assert sheet(found)[1][2] == 10
    assert all(step.device != 0 for step in found.steps)


def test_a_fault_at_the_end_has_only_the_side_before_it() -> None:
    found = study(network(), 5)
    assert sheet(found) == [("open", 2, 0), ("close", 0, 12)]


def test_a_load_too_large_for_one_part_is_shed_at_a_switch() -> None:
    """50 kW behind the first switch, 25 to spare: 5 and 6 (20 kW) over the tie to 13; 3, 4 and 8 stay dark."""
    found = study(network(limit_kw=55.0), 1)
    assert sheet(found) == [("open", 2, 0), ("close", 3, 4)]
    assert [(left.customers, left.reason) for left in found.unserved] == [(6, "faulted"), (6, "capacity")]


def two_helpers(spare: tuple[float, float]) -> SwitchedNetwork:
    """As `network`, but 12 hangs on a feeder of its own: its line is cut at 12-13, 13 gets a source 9 (edge 10)."""
    base = network()
    from_node = base.topology.from_node.copy()
    from_node[10] = 9
    closed = base.topology.is_closed
    return base._replace(
        topology=Topology(14, from_node, base.topology.to_node, closed, [0, 9, 10]),
        feeder_of=np.where(np.arange(14) == 13, 2, base.feeder_of), head_nodes=np.array([0, 10, 9]),
        limit_kw=np.array([1000.0, 20 + spare[0], 10 + spare[1]]),
    )  # fmt: skip


def test_a_load_is_split_over_two_ties_when_neither_can_carry_it_all() -> None:
    """Fault on 1-2, 50 kW behind the first switch: 30 to spare at 12, 20 at 13: 3, 4, 8 on the one, 5, 6 the other."""
    found = study(two_helpers((30.0, 20.0)), 1)
    assert found.customers_restored == 10
    assert sheet(found) == [("open", 1, 0), ("open", 2, 0), ("close", 4, 6), ("close", 3, 4)]
    purposes = [step.purpose for step in found.steps]
    assert purposes == ["isolate below", "split", "pick up", "pick up"]
    assert study(two_helpers((29.0, 20.0)), 1).customers_restored == 4


def test_voltage_keeps_a_tie_open() -> None:
    """5 ohms an edge at 10 kV: in the end 50 kW fall over four edges; far more resistance, and range B is left."""
    assert study(network(r_ohm=5.0), 3).customers_restored == 10
    low = study(network(r_ohm=250.0), 3)
    assert sheet(low) == [("open", 1, 0), ("close", 0, 6)]
    assert [(left.customers, left.reason) for left in low.unserved][1] == (4, "voltage")
    free = study(network(r_ohm=250.0), 3, StudyRules(is_voltage_checked=False))
    assert free.customers_restored == 10


def test_the_voltage_told_is_that_of_the_worst_customer() -> None:
    """After the tie is closed 50, 40, 30, 20 and 10 kW flow to 11, 12, 13, 6 and 5: 2 R sum / (1000 x 100 kV2)."""
    found = study(network(r_ohm=5.0), 3, StudyRules(power_factor=1.0))
    assert found.steps[-1].lowest_node == 5
    assert found.steps[-1].lowest_voltage_pct == pytest.approx(100 * (1.04**2 - 2 * 5 * 150 / 1e5) ** 0.5)


def test_a_line_rating_keeps_a_tie_open() -> None:
    """50 kW at 10 kV and 0.95: 3.04 A, through edge 8; before the fault it carried 1.82 A, edge 0 4.86 A."""
    assert study(network(rated_a=3.1), 3).customers_restored == 10
    tight = study(network(rated_a=3.0), 3)
    assert tight.customers_restored == 6
    assert tight.unserved[1].reason == "loading"
    assert study(network(rated_a=3.1), 3).steps[-1].highest_loading_pct == pytest.approx(100 * 3.0387 / 3.1, rel=1e-3)


def test_cold_load_pick_up_takes_more() -> None:
    """20 kW behind the second switch count double; 30 to spare are not enough."""
    assert study(network(limit_kw=60.0), 3).customers_restored == 10
    assert study(network(limit_kw=60.0), 3, StudyRules(pickup_factor=2.0)).customers_restored == 6


def test_a_switch_on_the_faulted_segment_isolates_it_above() -> None:
    """Fault on 2-3 behind its own switch: that switch opens, the breaker closes again."""
    found = study(network(), 2)
    assert sheet(found)[:2] == [("open", 1, 0), ("close", 0, 6)]


def test_dead_and_looped_segments_are_refused() -> None:
    with pytest.raises(ValueError, match="carries no supply"):
        study(network(), 11)
    looped = network()
    closed = looped.topology.is_closed.copy()
    closed[11] = True
    looped = looped._replace(topology=Topology(14, looped.topology.from_node, looped.topology.to_node, closed, [0, 10]))
    with pytest.raises(ValueError, match="lies in a loop"):
        study(looped, 3)


@st.composite
def circuits(draw: st.DrawFn) -> tuple[SwitchedNetwork, int]:
    """Random radial feeders from three sources, switches anywhere, up to five ties between anything."""
    count = draw(st.integers(6, 24))
    parent = [draw(st.integers(0, node - 1)) for node in range(3, count)]
    edges = [(up, node) for node, up in enumerate(parent, start=3)]
    ends = st.integers(0, count - 1)
    joined = draw(st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]), max_size=5))
    a, b = (np.array([pair[k] for pair in edges + joined]) for k in (0, 1))
    closed = np.arange(len(a)) < len(edges)
    topology = Topology(count, a, b, closed, [0, 1, 2])
    switch_edges = np.array(draw(st.lists(st.integers(0, len(edges) - 1), unique=True, max_size=8)), np.int64)
    root = topology.root
    rows = len(a)
    load: Floats = np.array(draw(st.lists(st.sampled_from([0.0, 10.0, 50.0]), min_size=count, max_size=count)))
    load[:3] = 0.0
    circuit = SwitchedNetwork(
        topology, np.where(np.arange(count) < 3, -1, root), np.array([0, 1, 2]),
        np.array(draw(st.lists(st.sampled_from([60.0, 200.0, 1000.0]), min_size=3, max_size=3))),
        np.arange(len(switch_edges)), switch_edges, 100 + np.arange(len(joined)), np.arange(len(edges), rows),
        np.arange(200, 200 + len(edges)), np.flatnonzero(np.isin(a[: len(edges)], (0, 1, 2))),
        load, (load > 0).astype(np.int64) * 3,
        LineData(np.full(rows, draw(st.sampled_from([0.0, 5.0, 60.0]))), np.zeros(rows), np.full(rows, 10.0),
              np.zeros(rows), np.full(rows, 3)),
    )  # fmt: skip
    trips = circuit.trip_edges
    return circuit._replace(trips=200 + np.arange(len(trips))), draw(st.integers(0, len(edges) - 1))


def energised(circuit: SwitchedNetwork, closed: np.ndarray) -> tuple[set[int], bool]:
    """(nodes with supply, whether there is a loop or two sources meet), without our own topology."""
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(circuit.topology.node_count))
    graph.add_edges_from(
        (int(circuit.topology.from_node[e]), int(circuit.topology.to_node[e])) for e in np.flatnonzero(closed)
    )
    graph.add_edges_from(("source", int(head)) for head in circuit.head_nodes)
    fed = nx.node_connected_component(graph, "source")
    part = graph.subgraph(fed)
    return {node for node in fed if node != "source"}, part.number_of_edges() != part.number_of_nodes() - 1


@given(circuits())
def test_no_step_makes_a_loop_or_feeds_the_fault(case: tuple[SwitchedNetwork, int]) -> None:
    circuit, fault = case
    found = study(circuit, fault)
    edge_of = dict(zip(circuit.switches.tolist(), circuit.switch_edges.tolist(), strict=True))
    edge_of |= dict(zip(circuit.ties.tolist(), circuit.tie_edges.tolist(), strict=True))
    edge_of |= dict(zip(circuit.trips.tolist(), circuit.trip_edges.tolist(), strict=True))
    state = circuit.topology.is_closed.copy()
    state[edge_of[found.tripped]] = False
    lost = set(circuit.topology.downstream(edge_of[found.tripped]).tolist())
    out = found.customers_lost
    lower = int(circuit.topology.child[fault])
    for step in found.steps:
        state[edge_of[step.device]] = step.action == "close"
        fed, is_meshed = energised(circuit, state)
        assert not is_meshed
        assert lower not in fed
        assert not (state[fault] and int(circuit.topology.parent_node[lower]) in fed)
        left = sum(int(circuit.customers[node]) for node in lost - fed)
        assert (step.customers_out, step.customers_restored) == (left, out - left)
        assert step.customers_restored >= 0
        out = left
    assert found.customers_restored == found.customers_lost - out
    assert sum(left.customers for left in found.unserved) == out


@given(circuits())
def test_no_feeder_is_overloaded_that_was_not(case: tuple[SwitchedNetwork, int]) -> None:
    circuit, fault = case
    sums = circuit.topology.running_sum(circuit.load_kw)
    before = [sums[circuit.topology.stop[head]] - sums[circuit.topology.start[head]] for head in circuit.head_nodes]
    for step in study(circuit, fault).steps:
        for load in step.loads:
            assert load.load_kw <= max(load.limit_kw, before[load.feeder]) + 1e-6
