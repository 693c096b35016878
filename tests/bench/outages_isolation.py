"""Isolation studies, for the bench of outages: faults on segments drawn at random behind breakers and reclosers.

`isolation_p50_ms` is a whole study: the area cut out of the network as it is switched, every part behind the fault
handed to ties within capacity, line ratings and voltage, loads and voltages after each step. Loads are 60 % of each
transformer's design peak. Beside it, what share of the customers is back before the repair, and why others are not.
"""

from __future__ import annotations

import time

import numpy as np

from data_sources.analytics.isolation.study import IsolationStudy
from data_sources.network.graph import Network, load_network
from data_sources.network.isolation import isolation_study
from data_sources.postgres.source import PostgresSource
from tests.bench.report import Report

FAULTS, LOAD_SHARE = 200, 0.6


def measure_isolation(source: PostgresSource, utility_id: int, report: Report) -> None:
    """Studies of trunk faults."""
    network = load_network(source, utility_id)
    load_kw = network.transformers["peak_load_kw"].astype(np.float64) * LOAD_SHARE
    faults = np.random.default_rng(3).permutation(_trunk(network))[: FAULTS + 1]
    took, studies = [], []
    for segment in faults.tolist():
        began = time.perf_counter()
        segment_id = int(network.segments.ids[segment])
        studies.append(isolation_study(network, segment_id, network.normally_open, load_kw))
        took.append((time.perf_counter() - began) * 1000)
    report.put_times("isolation", took[1:])
    _tell(studies, report)


def _trunk(network: Network) -> np.ndarray:
    child = network.topology().child[: len(network.segments)]
    fed = np.flatnonzero(child >= 0)
    device = network.protecting_device()[child[fed]]
    return fed[(device >= 0) & (network.devices["kind"][device] != "fuse")]


def _tell(studies: list[IsolationStudy], report: Report) -> None:
    lost, restored = (sum(getattr(one, f"customers_{name}") for one in studies) for name in ("lost", "restored"))
    reasons: dict[str, int] = {}
    for one in studies:
        for left in one.unserved:
            reasons[left.reason] = reasons.get(left.reason, 0) + left.customers
    report.put("isolation_restored_pct", 100 * restored / lost)
    report.note(f"{len(studies)} trunk faults: {restored:,} of {lost:,} customers back before the repair")
    report.note("left out: " + ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items())))
