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


def test_health_was_better_the_longer_ago(ami_source: PostgresSource, utility: DemoUtility) -> None:
    poles = ami_source.fetch(Query.of("hist_poles", utility_id=1))
    today = dt.date(2026, 11, 12)
    failures, orders = (
        ami_source.fetch(Query.of(name, utility_id=1)) for name in ("asset_failures", "hist_work_orders")
    )
    found = asset_tables(poles, utility.transformers, failures, orders, today, 7)
    health = found["asset_health_history"].to_pandas()
    assert health["assessed_on"].max() == dt.date(2026, 11, 1)
    assert health["health_score"].between(1, 100).all()
    by_month = health.pivot_table(index=["asset_kind", "asset_id"], columns="assessed_on", values="health_score")
    whole = by_month.dropna().to_numpy()
    assert len(whole) > 0.85 * len(by_month) == 0.85 * 2_800
    assert np.median(whole[:, 0] - whole[:, -1]) > 0.5
    _before_a_failure_health_was_that_of_what_failed(by_month, failures)


def test_the_history_has_the_orders_of_the_live_database(ami_source: PostgresSource, history: Warehouse) -> None:
    orders = ami_source.fetch(Query.of("hist_work_orders", utility_id=1))
    (part,) = history.manifest().of("sap_work_orders")
    kept = pq.read_table(history.root / part.path, partitioning=None)
    assert kept.num_rows == orders.num_rows > 4_000
    for name in ("work_order_id", "asset_kind", "asset_id", "status", "work_type"):
        assert kept[name].to_pylist() == orders[name].to_pylist(), name
    status = np.array(kept["status"])
    assert (status == "completed").mean() > 0.95
    assert kept["completed_at"].null_count == kept["labour_hours"].null_count == (status != "completed").sum()


def _before_a_failure_health_was_that_of_what_failed(by_month: pd.DataFrame, failures: pa.Table) -> None:
    """A pole or transformer that was changed a year ago was no good one two years ago."""
    last = failures.to_pandas().groupby(["asset_kind", "asset_id"])["failed_at"].max().dt.date
    recent = last[last > dt.date(2025, 3, 1)]
    assert len(recent) > 10
    for asset, day in recent.items():
        months = by_month.loc[asset]
        assert (months[[month for month in months.index if month < day]] < 45).all()
        assert (months[[month for month in months.index if month > day]] > 60).all()
