"""Rows of inspections and failures as the statements answer them, and assets at one place, for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from data_sources.analytics.health.classes import CLASSES
from data_sources.statements import statement
from data_sources.studies.assets.ground import StandingAssets

WOOD = [one.name for one in CLASSES].index("wood pole")


def poles(installed_year: Sequence[int], feeder: Sequence[int] | None = None) -> StandingAssets:
    """Wood poles 1, 2, 3 …, all at one node."""
    count = len(installed_year)
    return StandingAssets(
        is_pole=np.ones(count, bool), ids=np.arange(1, count + 1), number=np.full(count, WOOD),
        feeder_ids=np.array(feeder) if feeder is not None else np.ones(count, np.int64),
        installed_year=np.array(installed_year, np.int64), rated_kva=np.full(count, np.nan), node=np.zeros(count, np.int64),
    )  # fmt: skip


def record_tables(
    inspections: Sequence[tuple[int, dt.date | None, float]] = (), failures: Sequence[tuple[int, int, dt.datetime]] = ()
) -> dict[str, pa.Table]:
    """(pole, day, condition) and (pole, installed year, moment)."""
    seen = [
        {"is_pole": True, "asset_id": pole, "inspected_on": day or dt.date.min, "result": "good", "condition_score": score,
         "remaining_strength_pct": float("nan"), "is_simulated": True}
        for pole, day, score in sorted(inspections, key=lambda row: (row[0], row[1] or dt.date.min))
    ]  # fmt: skip
    gone = [
        {"is_pole": True, "asset_id": pole, "installed_year": year, "failed_at": at, "outage_hours": float("nan"),
         "is_simulated": True}
        for pole, year, at in sorted(failures, key=lambda row: row[2])
    ]  # fmt: skip
    return {
        name: pa.Table.from_pylist(rows, statement(f"health_{name}").result)
        for name, rows in (("inspections", seen), ("failures", gone))
    }
