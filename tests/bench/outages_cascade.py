"""Cascades and betweenness, for the bench of outages.

`cascade_p50_ms` is a whole scenario: open devices and loads, grid, conditions, a bank that fails, waves to the end, rows
for the map. The bank and the scenario change each time; what the server keeps (the network, its sections, loads that
did not change) is kept. `cascade_first_ms` is the first one, when nothing but the network is. `betweenness_ms` is of every node of the network
as built with its open ties, each substation joined to the heads of its feeders, exactly. Both peers then get one part
of 2,000 nodes of it (the nearest ones to the middle substation), ours and networkx's in turn; they must agree.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import networkx as nx
import numpy as np

from data_sources.analytics.cascade.betweenness import Central
from data_sources.analytics.cascade.conditions import SCENARIOS
from data_sources.analytics.topology_kernels import adjacency, search
from data_sources.cache import CachedSource
from data_sources.network.graph import Network, load_network
from data_sources.postgres.feed import Feed
from data_sources.postgres.source import PostgresSource
from data_sources.source import Source
from data_sources.studies.cascade.study import CascadeStudy
from tests.bench.report import Report, percentile

ROUNDS = 20
PART = 2000


def measure_cascade(source: PostgresSource, utility_id: int, report: Report) -> None:
    """Scenarios, the ranking, and betweenness beside networkx."""
    network = load_network(source, utility_id)
    _scenarios(source, utility_id, report)
    node_count, ends = _joined(network)
    Central(3, [0, 1], [1, 2])  # compiled
    report.put("betweenness_ms", _milliseconds(lambda: Central(node_count, ends[0], ends[1])))
    core = Central(node_count, ends[0], ends[1]).core_nodes
    report.note(
        f"betweenness: {node_count:,} nodes, {ends.shape[1]:,} edges; {core:,} nodes lie on a loop or between two"
    )
    _beside_networkx(node_count, ends, report)


def _scenarios(source: PostgresSource, utility_id: int, report: Report) -> None:
    feed = Feed(source)
    feed.start()
    try:
        cached = CachedSource(source, feed)
        names = list(SCENARIOS)
        took = [
            _milliseconds(lambda turn=turn: _scenario(cached, utility_id, names[turn % len(names)], turn))
            for turn in range(ROUNDS + 1)
        ]
        report.put("cascade_first_ms", took[0])
        report.put("cascade_p50_ms", percentile(took[1:], 50))
        for name in names:
            report.note(_told(CascadeStudy.of(cached, utility_id, SCENARIOS[name], "mean"), name))
    finally:
        feed.stop()


def _scenario(source: Source, utility_id: int, name: str, turn: int) -> None:
    study = CascadeStudy.of(source, utility_id, SCENARIOS[name], "mean")
    bank = study.ground.bank[turn % len(study.ground.bank)]
    study.changes(study.cascade.fail(np.array([bank])))


def _told(study: CascadeStudy, name: str) -> str:
    """What becomes of the candidate ranked first."""
    first = study.nodes(())
    spread = study.cascade.fail(first)
    customers, kilowatts = study.lost(spread)
    zero = study.named(int(first[0]))[1]
    return f"{name}: {zero} fails, {customers:,} customers and {kilowatts / 1000:.1f} MW lost, {spread.waves} waves"


def _joined(network: Network) -> tuple[int, np.ndarray]:
    """Nodes with one more a substation, and edges, shape (2, edges)."""
    feeders, nodes = network.rows.feeders, len(network.rows.nodes)
    yard = nodes + network.rows.substations.indexes(feeders["substation_id"])
    a = np.concatenate([network.from_node, feeders["head_node"]])
    return nodes + len(network.rows.substations), np.stack([a, np.concatenate([network.to_node, yard])])


def _beside_networkx(node_count: int, ends: np.ndarray, report: Report) -> None:
    first, neighbour, edge = adjacency(node_count, ends[0], ends[1])
    middle = np.array([node_count - 1])
    part = search(first, neighbour, edge, np.ones(ends.shape[1], np.bool_), middle)[0][:PART]
    number = np.full(node_count, -1)
    number[part] = np.arange(len(part))
    inner = number[ends][:, (number[ends] >= 0).all(axis=0)]
    graph = nx.Graph(inner.T.tolist())
    ours, theirs = [], []
    for _ in range(3):
        ours.append(_milliseconds(lambda: Central(len(part), inner[0], inner[1])))
        theirs.append(_milliseconds(lambda: nx.betweenness_centrality(graph, normalized=False)))
    expected = nx.betweenness_centrality(graph, normalized=False)
    found = Central(len(part), inner[0], inner[1]).between
    assert np.allclose(found, [expected[node] for node in range(len(part))])
    report.put("betweenness_2k_ms", percentile(ours, 50))
    report.put("networkx_betweenness_2k_ms", percentile(theirs, 50))
    report.note(f"the part: {len(part):,} nodes, {inner.shape[1]:,} edges; both gave the same")


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
