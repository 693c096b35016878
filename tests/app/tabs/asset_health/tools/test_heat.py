"""A transformer's heat and an asset's health over time: the numbers of the models and records that the page shows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from app.assistant.context import ToolContext
from app.assistant.refusals import NoAnswer, RefusalReason
from app.tabs.asset_health.tools.heat import HEALTH_HISTORY, HOT_SPOT_TRACE, LIFE_OF_PERIOD
from data_sources.history.heat_trace import heat_trace
from data_sources.network.metered_fleet import metered_fleet
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.app.assistant.asking import ZONE, turn
from tests.data_sources.history.conftest import put, rows
from tests.data_sources.history.test_heat_trace import history

NOW = dt.datetime(2026, 7, 11, 5, 0, tzinfo=dt.UTC)  # midnight in Chicago
UNIT = 7


@pytest.fixture
def loaded(tmp_path: Path) -> DuckSource:
    return history(tmp_path, np.full(6 * 96, 20.0))


def asked(town: PostgresSource, past: DuckSource) -> ToolContext:
    return turn(town, past, now=NOW)


def name_of(town: PostgresSource, kind: str = "transformer") -> str:
    with town.connection() as connection:
        text = f"SELECT {kind}_name FROM flux.{kind}s WHERE {kind}_id = %s"
        ((name,),) = connection.execute(text.encode(), (UNIT,)).fetchall()
    return str(name)


def test_a_trace_is_that_of_the_model(town: PostgresSource, loaded: DuckSource) -> None:
    found = HOT_SPOT_TRACE.call(asked(town, loaded), {"name": name_of(town), "period": "2026-07-09"})
    first, end = (dt.datetime(2026, 7, day, tzinfo=ZoneInfo(ZONE)) for day in (9, 10))
    trace = heat_trace(loaded, metered_fleet(town, 1), UNIT, first, end, ZONE)
    assert trace is not None
    assert found.table.equals(trace.rows)
    assert found.table.num_rows == 96
    assert found.chart is not None
    assert found.chart.y == ("hot_spot_c", "top_oil_c", "ambient_c")
    assert {found.column(name).unit for name in found.chart.y} == {"°C"}
    assert found.period == "2026-07-09"
    assert "DuckDB" in found.source
    assert {one.query.name for one in found.asked} >= {"thermal_transformers"}


def test_a_trace_that_nobody_can_draw(town: PostgresSource, loaded: DuckSource) -> None:
    with pytest.raises(NoAnswer, match="at most 366 days"):
        HOT_SPOT_TRACE.call(asked(town, loaded), {"name": name_of(town), "period": "2024-01-01..2026-01-01"})
    with pytest.raises(NoAnswer) as caught:
        HOT_SPOT_TRACE.call(turn(town), {"name": name_of(town)})
    assert caught.value.reason is RefusalReason.NO_SOURCE


def test_life_lost_in_a_period_is_the_sum_of_its_days(town: PostgresSource, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    days = np.arange(np.datetime64("2026-06-28"), np.datetime64("2026-07-05"))
    aged = np.arange(7.0) + 10
    put(warehouse, "transformer_thermal_day", rows(
        "transformer_thermal_day", transformer_id=UNIT, utility_id=1, feeder_id=1, reading_day=days, aged_hours=aged,
        hot_spot_max_c=90 + aged, top_oil_max_c=70.0, peak_load_pct=80.0, known_hours=24, unknown_hours=0,
        hours_without_weather=0, implausible_hours=0, partial_hours=0, settling_hours=0, hours_above_110_c=1, hours_above_140_c=0,
    ))  # fmt: skip
    past = DuckSource(warehouse, threads=1)
    found = LIFE_OF_PERIOD.call(asked(town, past), {"name": name_of(town), "period": "2026-06-30..2026-07-02"})
    (row,) = found.table.to_pylist()
    assert row == {
        "loss_of_life_pct": pytest.approx(100 * (12 + 13 + 14) / 180_000), "hot_spot_max_c": 104.0,
        "hours_above_110_c": 3, "aged_hours": 39.0, "known_hours": 72,
    }  # fmt: skip
    none = LIFE_OF_PERIOD.call(asked(town, past), {"name": name_of(town), "period": "2025"})
    assert none.table.num_rows == 0
    assert none.note.startswith("No temperature of these days was computed.")


def test_health_over_the_years_begins_with_the_present(demo: PostgresSource, tmp_path: Path) -> None:
    warehouse, days = Warehouse(tmp_path), np.array(["2023-01-31", "2024-01-31"], "datetime64[D]")
    put(warehouse, "asset_health_history", rows(
        "asset_health_history", asset_kind="pole", asset_id=UNIT, assessed_on=days, health_score=[71.0, 70.0]
    ))  # fmt: skip
    found = HEALTH_HISTORY.call(turn(demo, DuckSource(warehouse, threads=1)), {"name": name_of(demo, "pole")})
    with demo.connection() as connection:
        text = b"SELECT health_score FROM flux.asset_health WHERE asset_kind = 'pole' AND asset_id = 7"
        ((score,),) = connection.execute(text).fetchall()
    assert found.table["health_score"].to_pylist() == pytest.approx([score, 70.0, 71.0])
    assert found.table["is_present"].to_pylist() == [True, False, False]
    assert found.as_of is not None
