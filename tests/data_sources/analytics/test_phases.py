"""Phases followed one by one on networks drawn by hand, and on random ones against networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.phases import PHASE_BITS, UNKNOWN, Hanging, PhaseForests, belonging, conducting
from data_sources.analytics.topology import Topology

A, B, C, ABC = 1, 2, 4, 7


def forests(
    edges: list[tuple[int, int, int]], nodes: int, roots: list[int], opened: dict[int, int] | None = None
) -> PhaseForests:
    """Edges as (from, to, phases), open phases by edge."""
    ends = np.array([edge[:2] for edge in edges], np.int64).reshape(-1, 2)
    carried = np.array([edge[2] for edge in edges], np.uint8)
    interrupted = np.zeros(len(edges), np.uint8)
    for edge, phases in (opened or {}).items():
        interrupted[edge] = phases
    closed = [*conducting(carried, interrupted), interrupted == 0]
    return PhaseForests(*(Topology(nodes, ends[:, 0], ends[:, 1], state, roots) for state in closed))


# 0 =ABC= 1 =ABC= 2 -A- 3, 2 -BC- 4, and from 1 a secondary (no phase) to 5.
LINE = [(0, 1, ABC), (1, 2, ABC), (2, 3, A), (2, 4, B | C), (1, 5, 0)]


AMOUNTS = np.array([[1.0], [2.0], [4.0], [8.0], [16.0], [32.0]])


def hang(opened: dict[int, int] | None = None) -> Hanging:
    """Things: 0 on A at 3, 1 on B at 4, 2 on BC at 4, 3 on ABC at 2, 4 without a phase at 5, 5 on C at 3 (a mistake)."""
    node, phases = np.array([3, 4, 4, 2, 5, 3]), np.array([A, B, B | C, ABC, 0, C], np.uint8)
    as_built = forests(LINE, 6, [0])
    belongs = belonging(as_built, node, phases)
    return Hanging(forests(LINE, 6, [0], opened), node, belongs, AMOUNTS)


def test_things_belong_to_the_phases_that_reach_them() -> None:
    node, phases = np.array([3, 4, 4, 2, 5, 3]), np.array([A, B, B | C, ABC, 0, C], np.uint8)
    assert belonging(forests(LINE, 6, [0]), node, phases).tolist() == [A, B, B | C, ABC, UNKNOWN, UNKNOWN]


def test_one_phase_of_three_opens() -> None:
    """B opens on 1-2: the single-phase load on B is out, loads on BC and ABC in part, and no phase is told of two."""
    lost = hang().below(np.array([1]), B)
    assert lost.things.tolist() == [1, 2, 3, 5]
    assert lost.phases.tolist() == [B, B, B, UNKNOWN]
    assert lost.by_phase[:, 0].tolist() == [0, 2 + 4 + 8, 0, 32]
    assert (lost.total[0], lost.in_part[0]) == (2 + 4 + 8 + 32, 4 + 8)


def test_all_phases_open() -> None:
    lost = hang().below(np.array([0]))
    assert lost.things.tolist() == [0, 1, 2, 3, 4, 5]
    assert (lost.total[0], lost.in_part[0]) == (63, 0)
    assert lost.by_phase[:, 0].tolist() == [1 + 8, 2 + 4 + 8, 4 + 8, 16 + 32]


def test_what_is_out_already_is_not_lost_again() -> None:
    """With A open on 1-2, the rest of that device's phases take B and C alone."""
    lost = hang({1: A}).below(np.array([0]))
    assert lost.phases[lost.things == 3].tolist() == [B | C]
    assert 0 not in lost.things


def test_parallel_single_phase_units_feed_a_phase_each() -> None:
    """Regulators beside each other (IEEE 9500): without looking at phases they are one edge, by phase each is alone."""
    units = [(0, 1, A), (0, 1, B), (1, 0, C), (1, 2, ABC)]
    node, phases = np.array([2, 2]), np.array([A, ABC], np.uint8)
    state = forests(units, 3, [0])
    hanging = Hanging(state, node, belonging(state, node, phases), np.ones((2, 1)))
    assert hanging.below(np.array([0])).phases.tolist() == [A, A]
    assert hanging.below(np.array([2])).things.tolist() == [1]


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[tuple[int, int, int]], int, list[int]]:
    count = draw(st.integers(2, 15))
    node = st.integers(0, count - 1)
    return draw(st.lists(st.tuples(node, node, st.integers(1, 7)), max_size=30)), count, [0]


@given(networks())
def test_every_cut_agrees_with_networkx(case: tuple[list[tuple[int, int, int]], int, list[int]]) -> None:
    """One thing on all phases at each node: it loses just the phases that no way from the root carries any more."""
    edges, count, roots = case
    state = forests(edges, count, roots)
    nodes = np.arange(count)
    belongs = belonging(state, nodes, np.full(count, ABC, np.uint8))
    hanging = Hanging(state, nodes, belongs, np.ones((count, 1)))
    for number, (a, b, _) in enumerate(edges):
        lost = hanging.below(np.array([number]))
        for bit in (A, B, C):
            before = _fed(edges, bit, roots[0], frozenset())
            after = _fed(edges, bit, roots[0], frozenset((a, b))) if edges[number][2] & bit and a != b else before
            assert set(lost.things[(lost.phases & bit) > 0].tolist()) == before - after


def _fed(edges: list[tuple[int, int, int]], bit: int, root: int, without: frozenset[int]) -> set[int]:
    graph = nx.Graph((a, b) for a, b, carried in edges if carried & bit and frozenset((a, b)) != without)
    graph.add_node(root)
    return set(nx.node_connected_component(graph, root))


def test_bits_are_powers_of_two() -> None:
    assert list(PHASE_BITS.values()) == [1, 2, 4, 8]
