"""The tree of protective devices, by hand and on random forests."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.prediction.tree import DEVICE, TRANSFORMER, protection_tree
from data_sources.analytics.topology import Topology
from tests.data_sources.analytics.prediction.small_tree import (
    BREAKER,
    DEVICE_EDGE,
    FROM,
    FUSE_1,
    FUSE_2,
    IS_ACTIVE,
    METER_UNIT,
    RECLOSER,
    SWITCH,
    TO,
    UNIT_NODE,
    small_tree,
)  # fmt: skip


def test_nodes_parents_and_slices_by_hand() -> None:
    tree = small_tree()
    names = {BREAKER: "B", FUSE_1: "F1", RECLOSER: "R", FUSE_2: "F2"}
    name = [names[row] if kind == DEVICE else f"T{row}" for kind, row in zip(tree.kind, tree.row.tolist(), strict=True)]
    above = {name[node]: name[up] if up >= 0 else "" for node, up in enumerate(tree.parent.tolist())}
    assert above == {
        "B": "", "F1": "B", "T0": "F1", "T1": "F1", "R": "B", "T4": "R", "F2": "R", "T2": "F2", "T3": "F2",
    }  # fmt: skip
    recloser = int(tree.node_of_device[RECLOSER])
    assert sorted(tree.transformers_below(recloser)) == [2, 3, 4]
    assert sorted(tree.meters_below(recloser)) == list(range(6, 15))
    assert tree.customers_below(recloser) == 6
    assert tree.child_count[recloser] == 2
    assert tree.node_of_device[SWITCH] == -1


def test_a_switch_known_to_be_open_is_a_node_too() -> None:
    tree = small_tree(with_switch=True)
    switch = int(tree.node_of_device[SWITCH])
    assert tree.row[tree.parent[switch]] == FUSE_1
    assert tree.transformers_below(switch).tolist() == [1]


def test_a_device_in_a_loop_is_left_out_and_a_dark_transformer_stands_alone() -> None:
    """A seventh edge 3-6 closes a loop through F1, R and F2; node 7 has no supply."""
    ends = np.append(FROM, 3), np.append(TO, 6)
    topology = Topology(8, *ends, np.ones(7, bool), [0])
    rows = np.arange(4)
    tree = protection_tree(
        topology,
        rows,
        DEVICE_EDGE[rows],
        5,
        np.append(UNIT_NODE, 7),
        np.append(METER_UNIT, 5),
        np.append(IS_ACTIVE, True),
    )
    assert tree.row[tree.kind == DEVICE].tolist() == [BREAKER]
    alone = int(tree.node_of_transformer[5])
    assert tree.parent[alone] == -1
    assert set(tree.roots.tolist()) == {int(tree.node_of_device[BREAKER]), alone}


@st.composite
def forests(draw: st.DrawFn) -> tuple[Topology, np.ndarray, np.ndarray]:
    count = draw(st.integers(2, 20))
    parent = [draw(st.integers(0, node - 1)) for node in range(1, count)]
    topology = Topology(count, parent, np.arange(1, count), np.ones(count - 1, bool), [0])
    edges = draw(st.lists(st.integers(0, count - 2), unique=True, max_size=8))
    return topology, np.array(edges, np.int64), np.array(draw(st.lists(st.integers(0, count - 1), min_size=1)))


@given(forests())
def test_below_is_what_the_topology_says(case: tuple[Topology, np.ndarray, np.ndarray]) -> None:
    topology, edges, unit_node = case
    rows, units = np.arange(len(edges)), np.arange(len(unit_node))
    tree = protection_tree(topology, rows, edges, len(edges), unit_node, units, np.ones(len(units), bool))
    assert np.bincount(tree.row[tree.kind == TRANSFORMER], minlength=len(units)).tolist() == [1] * len(units)
    for row, edge in enumerate(edges.tolist()):
        lost = np.flatnonzero(np.isin(unit_node, topology.downstream(edge)))
        node = int(tree.node_of_device[row])
        assert np.array_equal(np.sort(tree.transformers_below(node)), lost)
        assert np.array_equal(np.sort(tree.meters_below(node)), lost)
        assert all(node < child < tree.stop[node] for child in np.flatnonzero(tree.parent == node))
