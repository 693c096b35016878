"""The predictive study against a failure after failure played through on small random networks."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.reliability.predict import (
    INTERRUPTS,
    ISOLATES,
    NO_DEVICE,
    StudyNetwork,
    predicted,
    study,
    topology_of,
)


@st.composite
def networks(draw: Any) -> StudyNetwork:
    """Trees below one or two sources, any devices, some ties, a load at every node."""
    sources = draw(st.integers(1, 2))
    nodes = draw(st.integers(sources + 1, 14))
    parents = [draw(st.integers(0, node - 1)) for node in range(sources, nodes)]
    count = len(parents)
    ends = np.array([parents, range(sources, nodes)])
    swapped = np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    ends[:, swapped] = ends[::-1, swapped]
    hours = st.sampled_from([0.05, 1.0, 5.0, 30.0])
    ties = draw(st.lists(st.tuples(st.integers(0, nodes - 1), st.integers(-1, nodes - 1)), max_size=3))

    def column(values: Any, length: int = count) -> Any:
        return np.array(draw(st.lists(values, min_size=length, max_size=length)))

    return StudyNetwork(
        node_count=nodes, from_node=ends[0], to_node=ends[1], failures=column(st.floats(0.001, 1)),
        repair_h=column(hours), switching_h=column(hours),
        device=column(st.sampled_from([NO_DEVICE, ISOLATES, INTERRUPTS])), sources=np.arange(sources),
        ties=np.array(ties, np.int64).reshape(-1, 2), load_node=np.arange(nodes), customers=np.ones(nodes),
        load_kw=np.ones(nodes), transformer_failures=column(st.floats(0, 1), nodes), transformer_h=column(hours, nodes),
    )  # fmt: skip


def played(network: StudyNetwork) -> tuple[np.ndarray, np.ndarray]:
    """Every failure, one after the other: (interruptions, hours) of each node."""
    tree = nx.Graph()
    tree.add_nodes_from(range(network.node_count))
    for edge, (a, b) in enumerate(zip(network.from_node.tolist(), network.to_node.tolist(), strict=True)):
        tree.add_edge(a, b, edge=edge)
    above = {}  # node: (node above, edge)
    for source in network.sources.tolist():
        for up, down in nx.bfs_edges(tree, source):
            above[down] = (up, tree.edges[up, down]["edge"])
    fed_by = {edge: node for node, (_, edge) in above.items()}
    below = {node: _below(above, node) for node in range(network.node_count)}
    times, hours = np.zeros(network.node_count), np.zeros(network.node_count)
    for edge in range(len(network.failures)):
        for node, wait in _waits(network, above, below, fed_by[edge]).items():
            lasted = network.repair_h[edge] if wait else min(network.switching_h[edge], network.repair_h[edge])
            if lasted > 5 / 60:
                times[node] += network.failures[edge]
                hours[node] += network.failures[edge] * lasted
    lasting = network.transformer_h > 5 / 60
    return (
        times + network.transformer_failures * lasting,
        hours + network.transformer_failures * network.transformer_h * lasting,
    )


def _below(above: dict[int, tuple[int, int]], node: int) -> set[int]:
    found = {node}
    while more := {down for down, (up, _) in above.items() if up in found} - found:
        found |= more
    return found


def _waits(
    network: StudyNetwork, above: dict[int, tuple[int, int]], below: dict[int, set[int]], node: int
) -> dict[int, bool]:  # fmt: skip
    """Who is interrupted by a failure of the section that feeds a node, and whether they wait for its repair."""

    def up_to(node: int, kinds: tuple[int, ...]) -> int:
        while node in above and network.device[above[node][1]] not in kinds:
            node = above[node][0]
        return node

    dark, cut = below[up_to(node, (INTERRUPTS,))], up_to(node, (ISOLATES, INTERRUPTS))
    zone = {one for one in below[cut] if up_to(one, (ISOLATES, INTERRUPTS)) == cut}
    waits = {}
    for one in dark:
        if one not in below[cut]:
            waits[one] = False
        elif one in zone:
            waits[one] = True
        else:
            head = one
            while above[head][0] not in zone:
                head = above[head][0]
            waits[one] = not any(
                own in below[head] and other not in below[cut]
                for tie in network.ties.tolist() for own, other in (tie, tie[::-1]) if own >= 0
            )  # fmt: skip
    return waits


@given(networks())
def test_every_load_point_is_that_of_failures_played_through(network: StudyNetwork) -> None:
    points = study(network, topology_of(network))
    times, hours = played(network)
    np.testing.assert_allclose(points.interruptions, times, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(points.hours, hours, rtol=1e-9, atol=1e-12)


@given(networks(), st.randoms())
def test_the_order_of_sections_changes_nothing(network: StudyNetwork, random: Any) -> None:
    order = list(range(len(network.failures)))
    random.shuffle(order)
    per_section = ("from_node", "to_node", "failures", "repair_h", "switching_h", "device")
    values = {name: getattr(network, name) for name in StudyNetwork.__slots__}
    mixed = StudyNetwork(**values | {name: values[name][order] for name in per_section})
    one, other = (predicted(each, study(each, topology_of(each)))[0] for each in (network, mixed))
    assert one.saidi_h == pytest.approx(other.saidi_h)
    assert one.saifi == pytest.approx(other.saifi)


def test_who_is_fed_by_no_source_is_left_out() -> None:
    network = StudyNetwork(
        3, np.array([0]), np.array([1]), np.array([0.1]), np.array([5.0]), np.array([1.0]), np.array([INTERRUPTS]),
        np.array([0]), np.zeros((0, 2), np.int64), np.array([1, 2]), np.array([10.0, 90.0]), np.array([2.0, 7.0]),
        np.zeros(2), np.zeros(2),
    )  # fmt: skip
    points = study(network, topology_of(network))
    assert np.isnan(points.hours).tolist() == [False, True]
    (found,) = predicted(network, points)
    assert (found.customers, found.saifi, found.saidi_h) == pytest.approx((10, 0.1, 0.5))
    assert (found.caidi_h, found.ens_mwh) == pytest.approx((5, 0.001))
    assert found.asai == pytest.approx(1 - 0.5 / 8760)
    fed, nobody = predicted(network, points, np.array([0, 1]), 2)
    assert fed == found
    assert np.isnan([nobody.saifi, nobody.caidi_h]).all()
