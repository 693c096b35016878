"""Risk ranking of 154,000 assets, and a replacement plan of them, for the bench of assets.

A utility of one node with two poles to three transformers, twelve years of a record (0.6 % of the assets fail a year,
each is inspected every eight years): what an assessment does after its rows are fetched, hazards fitted anew, without
the tracing of customers.
"""

from __future__ import annotations

import time

import numpy as np
import pyarrow as pa

from data_sources.analytics.health.classes import CLASSES
from data_sources.analytics.health.plan import replacement_plan
from data_sources.analytics.health.risk import Affected, RiskParameters
from data_sources.statements import statement
from data_sources.studies.assets.assessment import judge
from data_sources.studies.assets.ground import StandingAssets
from data_sources.studies.assets.stress import NoStress
from tests.bench.report import Report

NOW, SINCE, RUNS = 2026.9, 2014.0, 4
BUDGET = 10_000_000.0


def measure_risk(transformers: int, report: Report) -> None:
    """Best of some runs: from rows to every asset's health, probability, risk and their order."""
    found, tables, who = _world(transformers)
    took = []
    for _run in range(RUNS):
        began = time.perf_counter()
        judged = judge(found, tables, NOW, who, lambda assets: NoStress().of(assets, None), RiskParameters())
        order = np.argsort(-judged.risk.cost)
        took.append(time.perf_counter() - began)
    report.put("risk_s", min(took[1:]))
    report.note(f"{len(order):,} assets, {len(judged.record.failed_at):,} failures on record")


def measure_plan(transformers: int, report: Report) -> None:
    """A plan for ten million of all assets."""
    found, _, _ = _world(transformers)
    rng = np.random.default_rng(5)
    cost = np.where(found.is_pole, 4500.0, 2500 + 45 * np.nan_to_num(found.rated_kva))
    gain = rng.lognormal(2, 2, len(found))
    began = time.perf_counter()
    plan = replacement_plan(gain, cost, BUDGET)
    report.put("replacement_plan_s", time.perf_counter() - began)
    report.put("replacement_plan_gap", plan.gap)


def _world(transformers: int) -> tuple[StandingAssets, dict[str, pa.Table], Affected]:
    rng = np.random.default_rng(3)
    count = transformers + transformers * 2 // 3
    is_pole = np.arange(count) >= transformers
    names = [one.name for one in CLASSES]
    number = np.where(is_pole, names.index("wood pole"), rng.integers(0, 2, count))
    ids = np.where(is_pole, np.arange(count) - transformers, np.arange(count)) + 1
    found = StandingAssets(
        is_pole=is_pole, ids=ids, number=number, feeder_ids=rng.integers(1, 421, count),
        installed_year=rng.integers(1950, 2026, count),
        rated_kva=np.where(is_pole, np.nan, rng.choice([10.0, 25, 50, 75, 100], count)), node=np.zeros(count, np.int64),
    )  # fmt: skip
    customers = rng.integers(1, 40, count).astype(np.float64)
    return found, _record(rng, found), Affected(customers, np.zeros(count), customers * 5.1)


def _record(rng: np.random.Generator, found: StandingAssets) -> dict[str, pa.Table]:
    seen = rng.integers(0, len(found), len(found) * 12 // 8)
    gone = rng.integers(0, len(found), int(len(found) * 12 * 0.006))
    epoch = np.datetime64("1970-01-01", "s")
    at = rng.uniform(SINCE, NOW, len(gone))
    moments = epoch + ((at - 1970) * 365.2425 * 86400).astype(np.int64)
    days = ((rng.uniform(SINCE, NOW, len(seen)) - 1970) * 365.2425).astype(np.int32)
    tables = {
        "inspections": {
            "is_pole": found.is_pole[seen], "asset_id": found.ids[seen],
            "inspected_on": pa.array(days).cast(pa.date32()), "result": ["fair"] * len(seen),
            "condition_score": rng.uniform(5, 100, len(seen)), "remaining_strength_pct": np.full(len(seen), np.nan),
            "is_simulated": np.ones(len(seen), bool),
        },
        "failures": {
            "is_pole": found.is_pole[gone], "asset_id": found.ids[gone],
            "installed_year": rng.integers(1940, 2010, len(gone)),
            "failed_at": pa.array(moments).cast(pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC")),
            "outage_hours": rng.uniform(1, 8, len(gone)), "is_simulated": np.ones(len(gone), bool),
        },
    }  # fmt: skip
    return {name: pa.table(rows).cast(statement(f"health_{name}").result) for name, rows in tables.items()}
