"""Indices and predictive studies, for the bench of outages.

`indices_1200k_ms` is SAIFI, SAIDI, CAIDI, ASAI, MAIFI, MAIFI_E, ASIFI and ASIDI of 1.2 million interruptions of five years
by feeder and local month: local months, momentary events, sums. The rows are drawn at random over the utility's feeders
and transformers. pandas, beside it, is given the local months and only sums sustained customers and minutes.
`predict_ms` is SAIFI, SAIDI and ENS of every load point of the network as built.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from data_sources.analytics.reliability.indices import ReliabilityIndices, Served, indices
from data_sources.analytics.reliability.interruptions import Interruptions, Ints
from data_sources.analytics.reliability.major_events import local_days, months_of
from data_sources.network.graph import load_network
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.studies.reliability.live_network import named_live
from data_sources.studies.reliability.rates import FailureRates
from data_sources.studies.reliability.study import run_study
from tests.bench.report import Report, percentile

ROUNDS = 9
ROWS = 1_200_000
ZONE = "America/Chicago"


def measure_indices(source: PostgresSource, utility_id: int, report: Report) -> None:
    """Indices by feeder and month beside pandas, and a predictive study."""
    network = load_network(source, utility_id)
    rows, feeder, feeders = _rows(len(network.rows.feeders), len(network.transformers))
    found = _by_month(rows, feeder, feeders)
    report.put("indices_1200k_ms", _p50(lambda: _by_month(rows, feeder, feeders)))
    cell = feeder * 1000 + months_of(local_days(rows.started_at, ZONE)) % 1000
    frame = pd.DataFrame({"cell": cell, "minutes": rows.minutes, "customers": rows.customers})
    report.put("pandas_two_sums_ms", _p50(lambda: _pandas(frame)))
    peer = _pandas(frame)
    assert np.isclose(found.interruptions.sum(), peer["customers"].sum())
    assert np.isclose(found.customer_minutes.sum(), peer["customer_minutes"].sum())
    report.note(f"{ROWS:,} interruptions, {len(found.saifi):,} cells of feeder and month; pandas gave the same sums")
    loads = source.fetch(Query.of("reliability_loads", utility_id=utility_id))
    named = named_live(network, loads, FailureRates())
    whole = run_study(named).whole.indices
    report.put("predict_ms", _p50(lambda: run_study(named_live(network, loads, FailureRates()))))
    report.note(
        f"predicted: SAIFI {whole.saifi:.3f}, SAIDI {whole.saidi_h * 60:.1f} min, {len(named.load_names):,} load points"
    )


def _rows(feeders: int, transformers: int) -> tuple[Interruptions, Ints, int]:
    """(interruptions, the feeder of each, feeders): three in five momentary."""
    rng = np.random.default_rng(10)
    at = np.datetime64("2021-01-01", "s") + rng.integers(0, 5 * 365 * 86_400, ROWS).astype("timedelta64[s]")
    minutes = np.where(rng.random(ROWS) < 0.6, rng.uniform(0.1, 5, ROWS), rng.lognormal(4.2, 1, ROWS))
    device = rng.integers(0, transformers, ROWS)
    customers = rng.integers(1, 30, ROWS).astype(np.float64)
    return Interruptions(at, minutes, customers, rng.uniform(10, 500, ROWS), device), device % feeders, feeders


def _by_month(rows: Interruptions, feeder: Ints, feeders: int) -> ReliabilityIndices:
    month = months_of(local_days(rows.started_at, ZONE))
    first, count = int(month.min()), int(month.max() - month.min()) + 1
    return indices(rows, Served(1400, 3000), 730, feeder * count + month - first, feeders * count)


def _pandas(frame: pd.DataFrame) -> pd.DataFrame:
    lasting = frame[frame["minutes"] > 5]
    minutes = lasting.assign(customer_minutes=lasting["minutes"] * lasting["customers"])
    return minutes.groupby("cell")[["customers", "customer_minutes"]].sum()


def _p50(work: Callable[[], object]) -> float | None:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return percentile(took, 50)
