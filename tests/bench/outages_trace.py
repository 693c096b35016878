"""Who loses supply when a device opens, for the bench of outages: by phase, as the network is switched now.

Devices are drawn at random of all closed ones (most are fuses with a few transformers; `breaker` is of whole feeders); a
switching state is built once (`supply_state_ms`) and asked many times, as in the server. networkx gets the same: three directed forests, one a phase, made once (`networkx_state_s`), then
`nx.descendants` of the fed node on each, with customers, critical customers, kVA and transformers summed. Answers must
agree.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import networkx as nx
import numpy as np

from data_sources.analytics.phases import PhaseForests
from data_sources.network.downstream import Downstream, SupplyBook, downstream, supply_book
from data_sources.network.graph import Network, load_network
from data_sources.postgres.source import PostgresSource
from tests.bench.report import Report, percentile

ASKS = 2000


def measure_trace(source: PostgresSource, utility_id: int, report: Report) -> None:
    """Traces of single devices, beside networkx."""
    network = load_network(source, utility_id)
    book = supply_book(network)
    closed = np.flatnonzero(~network.devices["is_normally_open"])
    rng = np.random.default_rng(5)
    rows = rng.choice(closed, ASKS)
    moved = network.normally_open | {int(network.devices.ids[closed[7]])}
    downstream(network, "device", int(network.devices.ids[rows[0]]))  # compiled
    report.put("supply_state_ms", _milliseconds(lambda: book.state(moved)))
    found, took = [], []
    for row in rows.tolist():
        began = time.perf_counter()
        found.append(downstream(network, "device", int(network.devices.ids[row]), moved))
        took.append((time.perf_counter() - began) * 1000)
    report.put_times("trace", took)
    is_head = network.devices["kind"][rows] == "breaker"
    report.put("trace_breaker_p50_ms", percentile(np.array(took)[is_head].tolist(), 50))
    report.put("trace_max_ms", max(took))
    began = time.perf_counter()
    peer = _Peer(network, book, book.forests(moved))
    report.put("networkx_state_s", time.perf_counter() - began)
    peers = _beside(peer, rows, found)
    report.put_times("networkx_trace", peers)
    report.put("networkx_trace_breaker_p50_ms", percentile(np.array(peers)[is_head].tolist(), 50))


def _beside(peer: _Peer, rows: np.ndarray, found: list[Downstream]) -> list[float]:
    took = []
    for row, ours in zip(rows.tolist(), found, strict=False):
        began = time.perf_counter()
        theirs = peer.ask(row)
        took.append((time.perf_counter() - began) * 1000)
        if ours.is_energized:
            assert theirs[:2] == (ours.customers, len(ours.transformer_ids)), row
            assert theirs[2] == len(ours.critical_customers)
            assert np.isclose(theirs[3], ours.rated_kva)
    return took


class _Peer:
    """networkx: a directed forest a phase, what hangs on each node of it, and kVA by transformer."""

    def __init__(self, network: Network, book: SupplyBook, forests: PhaseForests) -> None:
        self.network = network
        self.graphs, self.hung = [], []
        points, critical = book.points, np.diff(book.points.first_critical)
        self.kva = network.transformers["rated_kva"].astype(np.float64).tolist()
        for bit, forest in zip((1, 2, 4), forests, strict=False):
            fed = np.flatnonzero(forest.parent_node >= 0)
            self.graphs.append(nx.DiGraph(zip(forest.parent_node[fed].tolist(), fed.tolist(), strict=True)))
            hung: dict[int, list[tuple[str, int]]] = {}
            for point in np.flatnonzero(points.phases & bit).tolist():
                hung.setdefault(int(points.node[point]), []).append(("p", point))
            for unit in np.flatnonzero(book.unit_phases & bit).tolist():
                hung.setdefault(int(network.transformers["node"][unit]), []).append(("t", unit))
            self.hung.append(hung)
        self.child = [forest.child for forest in forests[:3]]
        self.customers, self.critical = points.customers.tolist(), critical.tolist()

    def ask(self, device: int) -> tuple[int, int, int, float]:
        """(customers, transformers, critical customers, kVA) below a device."""
        edge = int(self.network.device_segment[device])
        mask = int(self.network.devices["phase_mask"][device]) or 7
        lost: set[tuple[str, int]] = set()
        for bit, graph, child, hung in zip((1, 2, 4), self.graphs, self.child, self.hung, strict=True):
            node = int(child[edge])
            if mask & bit and node in graph:
                for below in (node, *nx.descendants(graph, node)):
                    lost.update(hung.get(below, ()))
        points = [number for kind, number in lost if kind == "p"]
        units = [number for kind, number in lost if kind == "t"]
        return (
            sum(self.customers[point] for point in points), len(units), sum(self.critical[point] for point in points),
            sum(self.kva[unit] for unit in units),
        )  # fmt: skip


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
