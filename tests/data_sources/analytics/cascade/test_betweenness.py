"""Betweenness by hand on trees and stars, and against networkx on anything; Motter-Lai on the IEEE 118-bus case."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.cascade.betweenness import Central
from data_sources.analytics.cascade.motter_lai import motter_lai

CASE = json.loads((Path(__file__).parent / "ieee118.json").read_text())
IEEE118 = np.array(CASE["edges"])


def central(node_count: int, edges: list[tuple[int, int]]) -> Central:
    ends = np.array(edges, np.int64).reshape(-1, 2)
    return Central(node_count, ends[:, 0], ends[:, 1])


def test_a_star_by_hand() -> None:
    """All pairs of five leaves meet in the middle: 5 x 4 / 2."""
    star = central(6, [(0, leaf) for leaf in range(1, 6)])
    assert star.between.tolist() == [10, 0, 0, 0, 0, 0]
    assert star.with_ends.tolist() == [15, 5, 5, 5, 5, 5]
    assert star.core_nodes == 0


def test_a_tree_by_hand() -> None:
    """0-1-2-3 with 4 and 5 on 2: through 2 go the pairs of {0, 1}, {3}, {4}, {5}: 2 + 2 + 2 + 1 + 1 + 1."""
    tree = central(6, [(0, 1), (1, 2), (2, 3), (2, 4), (5, 2)])
    assert tree.between.tolist() == [0, 4, 9, 0, 0, 0]


def test_a_ring_and_what_hangs_on_it_by_hand() -> None:
    """Ring 0-1-2-3, 4 hanging on 0: 0 takes 4 to the other three, and half of 1 to 3; 2 half of 1 to 3."""
    ring = central(5, [(0, 1), (1, 2), (2, 3), (3, 0), (0, 4)])
    assert ring.between.tolist() == [3.5, 1.0, 0.5, 1.0, 0]
    assert ring.core_nodes == 4


def test_parts_apart_parallel_edges_and_edges_to_themselves() -> None:
    parts = central(6, [(0, 1), (1, 0), (1, 2), (2, 2), (3, 4)])
    assert parts.between.tolist() == [0, 1, 0, 0, 0, 0]
    assert parts.component_size.tolist() == [3, 3, 3, 2, 2, 1]


@given(st.integers(1, 14), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=30))
def test_as_networkx_has_it(nodes: int, drawn: list[tuple[int, int]]) -> None:
    edges = [(a, b) for a, b in drawn if a < nodes and b < nodes and a != b]
    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(edges)
    found = central(nodes, edges)
    for values, with_ends in ((found.between, False), (found.with_ends, True)):
        expected = nx.betweenness_centrality(graph, normalized=False, endpoints=with_ends)
        assert np.allclose(values, [expected[node] for node in range(nodes)])


@given(st.data())
def test_long_chains_as_networkx_has_them(data: st.DataObject) -> None:
    """A network of feeders: a tree, mostly of long rows, with a few ties; junctions far apart, rings, rows that end."""
    nodes = data.draw(st.integers(3, 40))
    reach = data.draw(st.integers(1, 4))
    edges = [(max(0, node - data.draw(st.integers(1, reach))), node) for node in range(1, nodes)]
    ends = st.integers(0, nodes - 1)
    edges += [(a, b) for a, b in data.draw(st.lists(st.tuples(ends, ends), max_size=5)) if a != b]
    expected = nx.betweenness_centrality(nx.Graph(edges), normalized=False)
    assert np.allclose(central(nodes, edges).between, [expected[node] for node in range(nodes)])


def test_the_ieee_118_bus_case_as_networkx_has_it() -> None:
    assert (CASE["nodes"], IEEE118.shape) == (118, (179, 2))
    graph = nx.Graph(IEEE118.tolist())
    expected = nx.betweenness_centrality(graph, normalized=False, endpoints=True)
    assert np.allclose(Central(118, *IEEE118.T).with_ends, [expected[node] for node in range(118)])


@pytest.mark.parametrize(
    ("tolerance", "largest"), [(0, 17), (0.1, 19), (0.2, 33), (0.3, 34), (0.5, 37), (0.8, 37), (1, 38), (2, 117)]
)
def test_motter_lai_on_ieee_118(tolerance: float, largest: int) -> None:
    """Issue 10: the most loaded node fails, whatever is over (1 + tolerance) of its first load fails, until none is."""
    found = motter_lai(118, *IEEE118.T, tolerance)
    assert found.largest_component == largest
    assert found.wave[np.argmax(found.load)] == 0
    assert (found.wave == 0).sum() == 1


def test_motter_lai_on_a_star_by_hand() -> None:
    """Without its middle a star of five has five parts of one; without a leaf it has one part of five."""
    ends = np.zeros(5, np.int64), np.arange(1, 6)
    assert motter_lai(6, *ends, 0.0).largest_component == 1
    found = motter_lai(6, *ends, 0.0, first=3)
    assert found.largest_component == 5
    assert found.wave.tolist() == [-1, -1, -1, 0, -1, -1]
