"""Dimensions are the live database's rows; health and orders of the assets are plausible and fit together."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_sources.demo.ami.assets import asset_tables
from data_sources.demo.ami.prepare import prepare_history
from data_sources.demo.ami.utility import DemoUtility
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import arrow_schema


@pytest.mark.parametrize(
    ("table", "rows"),
    [("utilities", 1), ("substations", 3), ("feeders", 8), ("transformers", 1_700), ("poles", 1_100), ("meters", 11_000),
     ("customers", 12_600)],
)  # fmt: skip
def test_dimensions_are_whole(history: Warehouse, table: str, rows: int) -> None:
    (part,) = history.manifest().of(table)
    assert part.rows == rows
    assert pq.read_schema(history.root / part.path).remove_metadata().equals(arrow_schema(table))


def test_absent_values_are_null_again(history: Warehouse) -> None:
    def column(table: str, name: str) -> int:
        files = [history.root / part.path for part in history.manifest().of(table)]
        return pq.read_table(files, columns=[name], partitioning=None)[name].null_count

    assert column("transformers", "pole_id") > 0
    assert column("customers", "critical_kind") > 12_000
    assert column("outage_events", "transformer_id") > 0


def test_nothing_is_written_anew_while_it_is_the_same(ami_source: PostgresSource, own_history: Warehouse) -> None:
    before = own_history.manifest()
    prepare_history(ami_source, own_history, 1)
    after = own_history.manifest()
    assert after.parts == before.parts


def test_health_was_better_and_low_health_brings_repairs(ami_source: PostgresSource, utility: DemoUtility) -> None:
    poles = ami_source.fetch(Query.of("hist_poles", utility_id=1))
    today = dt.date(2026, 11, 12)
    failures = ami_source.fetch(Query.of("asset_failures", utility_id=1))
    found = asset_tables(poles, utility.transformers, failures, 1, today, 7)
    health = found["asset_health_history"].to_pandas()
    assert health["assessed_on"].max() == dt.date(2026, 11, 1)
    assert health["health_score"].between(1, 100).all()
    by_month = health.pivot_table(index=["asset_kind", "asset_id"], columns="assessed_on", values="health_score")
    whole = by_month.dropna().to_numpy()
    assert len(whole) > 0.85 * len(by_month) == 0.85 * 2_800
    assert np.median(whole[:, 0] - whole[:, -1]) > 0.5
    _before_a_failure_health_was_that_of_what_failed(by_month, failures)
    orders = found["sap_work_orders"]
    kind, status = np.array(orders["work_type"]), np.array(orders["status"])
    assert set(kind) == {"inspection", "repair", "replacement", "vegetation"}
    assert (status == "completed").mean() > 0.85
    assert orders["completed_at"].null_count == (status != "completed").sum()
    completed = orders.filter(status == "completed")
    assert (completed["completed_at"].to_numpy() > completed["created_at"].to_numpy()).all()
    repaired = np.array(orders["asset_kind"]) == "pole"
    ids = np.unique(orders["asset_id"].to_numpy()[repaired & (kind == "repair")])
    score = dict(zip(poles["pole_id"].to_pylist(), poles["health_score"].to_pylist(), strict=True))
    assert np.mean([score[one] for one in ids]) < np.mean(list(score.values()))


def _before_a_failure_health_was_that_of_what_failed(by_month: pd.DataFrame, failures: pa.Table) -> None:
    """A pole or transformer that was changed a year ago was no good one two years ago."""
    last = failures.to_pandas().groupby(["asset_kind", "asset_id"])["failed_at"].max().dt.date
    recent = last[last > dt.date(2025, 3, 1)]
    assert len(recent) > 10
    for asset, day in recent.items():
        months = by_month.loc[asset]
        assert (months[[month for month in months.index if month < day]] < 45).all()
        assert (months[[month for month in months.index if month > day]] > 60).all()
