"""Topology against networks drawn by hand and, on random ones, against networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.analytics.topology import Topology


def build(edges: list[tuple[int, int, bool]], roots: list[int], node_count: int) -> Topology:
    ends = np.array([(a, b) for a, b, _ in edges], dtype=np.int64).reshape(-1, 2)
    return Topology(node_count, ends[:, 0], ends[:, 1], [closed for *_, closed in edges], roots)


def feeder_pair() -> Topology:
    """Two feeders, 0-1-2-3 with a lateral 2-4-5, and 6-7-8; a tie 3-8 open; node 9 alone."""
    edges = [(0, 1, True), (2, 1, True), (2, 3, True), (2, 4, True), (4, 5, True),
             (6, 7, True), (7, 8, True), (3, 8, False)]  # fmt: skip
    return build(edges, [0, 6], 10)


def test_supply_parents_and_depth_by_hand() -> None:
    topology = feeder_pair()
    assert topology.is_reached.tolist() == [True] * 9 + [False]
    assert topology.parent_edge.tolist() == [-1, 0, 1, 2, 3, 4, -1, 5, 6, -1]
    assert topology.depth.tolist() == [0, 1, 2, 3, 3, 4, 0, 1, 2, -1]
    assert topology.root.tolist() == [0] * 6 + [6] * 3 + [-1]
    assert topology.loop_edges.tolist() == []


def test_downstream_and_upstream_by_hand() -> None:
    topology = feeder_pair()
    assert sorted(topology.downstream(1)) == [2, 3, 4, 5]
    assert sorted(topology.downstream(3)) == [4, 5]
    assert sorted(topology.downstream_edges(1)) == [1, 2, 3, 4]
    assert topology.downstream(7).tolist() == []
    assert topology.upstream(5).tolist() == [4, 3, 1, 0]
    assert topology.upstream(0).tolist() == []
    assert sorted(topology.below(0)) == [0, 1, 2, 3, 4, 5]
    assert topology.below(9).tolist() == [9]


def test_customers_downstream_are_differences_of_a_running_sum() -> None:
    topology = feeder_pair()
    sums = topology.running_sum([0, 1, 2, 3, 4, 5, 0, 7, 8, 9])
    assert topology.downstream_sums(sums, range(8)).tolist() == [15, 14, 3, 9, 5, 15, 8, 0]


def test_labels_are_handed_down_until_the_next_one() -> None:
    topology = feeder_pair()
    assert topology.label([0, 3, 7], [100, 103, 107]).tolist() == [-1, 100, 100, 100, 103, 103, -1, -1, -1, -1]


def test_parallel_units_are_one_edge_and_no_loop() -> None:
    topology = build([(0, 1, True), (0, 1, True), (1, 0, True), (1, 2, True)], [0], 3)
    assert topology.loop_edges.tolist() == []
    assert topology.is_bridge.all()
    assert [sorted(topology.downstream(e)) for e in range(4)] == [[1, 2], [1, 2], [1, 2], [2]]


def test_a_loop_is_found_and_its_edges_cut_nothing_off() -> None:
    topology = build([(0, 1, True), (1, 2, True), (2, 3, True), (3, 1, True), (3, 4, True), (3, 1, True)], [0], 5)
    assert topology.loop_edges.tolist() == [2]
    assert topology.is_bridge.tolist() == [True, False, False, False, True, False]
    assert sorted(topology.downstream(0)) == [1, 2, 3, 4]
    assert topology.downstream(1).tolist() == []
    assert sorted(topology.below(3)) == [3, 4]


def test_a_closed_tie_between_two_sources_is_a_loop() -> None:
    topology = build([(0, 1, True), (1, 2, True), (2, 3, True)], [0, 3], 4)
    assert len(topology.loop_edges) == 1
    assert not topology.is_bridge.any()


def test_an_edge_onto_itself_is_a_loop() -> None:
    assert build([(0, 1, True), (1, 1, True)], [0], 2).loop_edges.tolist() == [1]


def test_wrong_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        build([(0, 2, True)], [0], 2)
    with pytest.raises(ValueError, match="one shape"):
        Topology(2, [0], [1], [True, False], [0])


def test_no_edges_and_no_roots() -> None:
    topology = build([], [], 3)
    assert not topology.is_reached.any()
    assert topology.order.tolist() == []


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[tuple[int, int, bool]], list[int], int]:
    node_count = draw(st.integers(1, 25))
    node = st.integers(0, node_count - 1)
    edges = draw(st.lists(st.tuples(node, node, st.booleans()), max_size=40))
    return edges, draw(st.lists(node, max_size=3, unique=True)), node_count


def supplied(edges: list[tuple[int, int, bool]], roots: list[int], without: frozenset[int] = frozenset()) -> set[int]:
    graph = nx.Graph()
    graph.add_nodes_from(roots)
    graph.add_edges_from((a, b) for a, b, closed in edges if closed and frozenset((a, b)) != without)
    return set().union(*(nx.node_connected_component(graph, root) for root in roots)) if roots else set()


@given(networks())
@settings(max_examples=300, deadline=None)
def test_supply_and_downstream_agree_with_networkx(case: tuple[list[tuple[int, int, bool]], list[int], int]) -> None:
    edges, roots, node_count = case
    topology = build(edges, roots, node_count)
    all_fed = supplied(edges, roots)
    assert set(np.flatnonzero(topology.is_reached)) == all_fed
    for number, (a, b, closed) in enumerate(edges):
        lost = all_fed - supplied(edges, roots, frozenset((a, b))) if closed and a != b else set()
        assert set(topology.downstream(number)) == lost


@given(networks())
@settings(max_examples=200, deadline=None)
def test_slices_paths_sums_and_loops_are_consistent(case: tuple[list[tuple[int, int, bool]], list[int], int]) -> None:
    edges, roots, node_count = case
    topology = build(edges, roots, node_count)
    sums = topology.running_sum(np.arange(node_count))
    for number in range(len(edges)):
        assert topology.downstream_sums(sums, [number])[0] == topology.downstream(number).sum()
    for node in np.flatnonzero(topology.is_reached):
        assert len(topology.upstream(int(node))) == topology.depth[node]
        inside = set(topology.order[topology.start[node] : topology.stop[node]])
        assert all(other in inside for other in np.flatnonzero(topology.parent_node == node))
    merged = nx.Graph((a, b) for a, b, closed in edges if closed and topology.is_reached[a])
    merged.add_edges_from(("source", root) for root in roots)
    independent = merged.number_of_edges() - merged.number_of_nodes() + nx.number_connected_components(merged)
    assert len(topology.loop_edges) == independent
