"""Health by the month: the first assessment of each is kept for good, of every utility but a demo."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_sources.pipeline.dimensions import with_tables, write_table
from data_sources.pipeline.health_months import export_health
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.studies.assets.writing import write_assessment
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.data_sources.towns import load_town

LATE_IN_JULY = dt.datetime(2026, 8, 1, 3, 0, tzinfo=dt.UTC)  # the 31st in Chicago
AUGUST, LATER = (dt.datetime(2026, 8, day, 20, 0, tzinfo=dt.UTC) for day in (2, 9))
POLE = 22


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source, 1)
    run(empty_source, "UPDATE flux.utilities SET is_demo = false, seed = NULL")
    return empty_source


def run(source: PostgresSource, text: str) -> None:
    with source.connection() as connection:
        connection.execute(text.encode())


def health(warehouse: Warehouse, asset_id: int = POLE) -> dict[dt.date, float]:
    history = DuckSource(warehouse)
    query = Query.of("health_history_of_asset", asset_kind="pole", asset_id=asset_id)
    rows = history.fetch(query).to_pylist()
    history.close()
    return {row["assessed_on"]: row["health_score"] for row in rows}


def score(source: PostgresSource) -> float:
    rows = source.fetch(Query.of("asset_health", utility_id=1)).to_pylist()
    return next(row["health_score"] for row in rows if (row["asset_kind"], row["asset_id"]) == ("pole", POLE))


def test_the_first_assessment_of_a_month_is_kept(town: PostgresSource, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "history")
    assert not export_health(town, warehouse)  # nothing was assessed yet
    write_assessment(town, 1, LATE_IN_JULY)
    july = score(town)
    assert export_health(town, warehouse)
    assert not export_health(town, warehouse)
    run(
        town,
        "INSERT INTO flux.inspections (utility_id, asset_kind, asset_id, inspected_on, result, condition_score) "
        f"VALUES (1, 'pole', {POLE}, '2026-08-02', 'poor', 20)",
    )
    write_assessment(town, 1, AUGUST)
    august = score(town)
    assert august < july
    assert export_health(town, warehouse)
    write_assessment(town, 1, LATER)
    assert not export_health(town, warehouse)
    assert health(warehouse) == pytest.approx({dt.date(2026, 7, 31): july, dt.date(2026, 8, 2): august})


def test_what_is_unknown_is_no_row(town: PostgresSource, tmp_path: Path) -> None:
    run(town, f"UPDATE flux.poles SET installed_year = 0, health_score = 'NaN' WHERE pole_id = {POLE}")
    write_assessment(town, 1, AUGUST)
    warehouse = Warehouse(tmp_path / "history")
    assert export_health(town, warehouse)
    assert health(warehouse) == {}
    assert len(health(warehouse, POLE + 1)) == 1


def test_months_stay_beside_a_demo_s_and_go_with_their_network(town: PostgresSource, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "history")
    write_assessment(town, 1, LATE_IN_JULY)
    assert export_health(town, warehouse)
    of_demo = town.fetch(Query.of("asset_health", utility_id=1)).select(["asset_kind", "asset_id", "health_score"])
    days = [dt.date(2025, 1, 1)] * of_demo.num_rows
    of_demo = of_demo.filter(of_demo["asset_id"].to_numpy() != POLE)
    part = write_table(warehouse, "asset_health_history", of_demo.append_column("assessed_on", [days[: len(of_demo)]]))
    warehouse.commit(with_tables([part]))
    assert list(health(warehouse)) == [dt.date(2026, 7, 31)]
    run(town, "UPDATE flux.utilities SET loaded_at = loaded_at + interval '1 day'")  # the network was loaded anew
    write_assessment(town, 1, AUGUST)
    assert export_health(town, warehouse)
    assert list(health(warehouse)) == [dt.date(2026, 8, 2)]


def test_a_demo_has_its_own(town: PostgresSource, tmp_path: Path) -> None:
    run(town, "UPDATE flux.utilities SET is_demo = true, seed = 1")
    write_assessment(town, 1, AUGUST)
    assert not export_health(town, Warehouse(tmp_path / "history"))
