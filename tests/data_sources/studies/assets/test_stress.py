"""How hard transformers were used, from a history of files: a year's loss of life from known hours, voltage from its days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from data_sources.pipeline.thermal.files import HeatFiles
from data_sources.postgres.source import PostgresSource
from data_sources.studies.assets.ground import StandingAssets
from data_sources.studies.assets.stress import YEAR_HOURS, HistoryStress, NoStress
from data_sources.warehouse.duckdb import DuckSource
from tests.data_sources.history_rows import table, write_warehouse
from tests.data_sources.pipeline.thermal.heat_world import FIRST, HeatWorld, day_after
from tests.handmade import insert_utility

NOW = dt.datetime(2026, 3, 8, 12, tzinfo=dt.UTC)


def heat(history: DuckSource) -> HeatFiles:
    return HeatFiles(history.warehouse, history)


def transformers(*ids: int) -> StandingAssets:
    count = len(ids)
    return StandingAssets(
        is_pole=np.zeros(count, bool), ids=np.array(ids), number=np.zeros(count, np.int64),
        feeder_ids=np.ones(count, np.int64), installed_year=np.full(count, 2000), rated_kva=np.full(count, 50.0),
        node=np.zeros(count, np.int64),
    )  # fmt: skip


def thermal_day(transformer_id: int, day: dt.date, **values: float) -> dict[str, object]:
    row = {"aged_hours": 6.0, "hot_spot_max_c": 88.0, "top_oil_max_c": 70.0, "peak_load_pct": 93.0, "known_hours": 24}
    counts = (
        "unknown_hours",
        "hours_without_weather",
        "partial_hours",
        "settling_hours",
        "hours_above_110_c",
        "hours_above_140_c",
    )
    return {
        "transformer_id": transformer_id, "utility_id": 1, "feeder_id": 1, "reading_day": day, **row,
        **dict.fromkeys(counts, 0), **values,
    }  # fmt: skip


@pytest.fixture
def history(tmp_path: Path) -> DuckSource:
    source = write_warehouse(tmp_path)
    days = [NOW.date() - dt.timedelta(days=k) for k in range(1, 11)]
    rows = [thermal_day(1, day) for day in days]
    rows += [thermal_day(1, days[0] - dt.timedelta(days=400), hot_spot_max_c=150.0)]  # longer than a year ago
    rows += [thermal_day(2, days[0], peak_load_pct=140.0), thermal_day(999, days[0])]  # one day; one that is not there
    part = source.warehouse.write("transformer_thermal_day", table("transformer_thermal_day", rows), role="table")
    source.warehouse.commit(lambda manifest: manifest.with_table("transformer_thermal_day", part))
    return source


def test_a_year_from_the_hours_that_are_known(history: DuckSource) -> None:
    """Six hours of life a day are a quarter of normal ageing: 0.25 * 8,766 / 180,000 = 1.2175 % a year."""
    found = HistoryStress(heat(history), 1).of(transformers(1, 2, 3), NOW)
    assert found.loss_of_life_pct[0] == pytest.approx(100 * 0.25 * YEAR_HOURS / 180_000)
    assert np.isnan(found.loss_of_life_pct[1:]).all()  # a day is no year
    assert found.peak_load_pct[:2] == pytest.approx([93, 140])
    assert found.hot_spot_max_c[0] == pytest.approx(88)
    assert np.isnan(found.peak_load_pct[2])


def test_voltage_outside_range_a(history: DuckSource) -> None:
    """A whole day of one of transformer 3's meters of those that were metered; nothing where none was."""
    found = HistoryStress(heat(history), 1).of(transformers(1, 3, 777), NOW)
    assert found.voltage_exceptions_pct[:2] == pytest.approx([0, 100 * 1440 / 12780])
    assert np.isnan(found.voltage_exceptions_pct[2])


def test_its_mark_follows_what_the_days_were_made_of(empty_source: PostgresSource, tmp_path: Path) -> None:
    """Another day, another load or another weather is another mark; a look at which nothing is due is none."""
    insert_utility(empty_source)
    world = HeatWorld(empty_source, tmp_path / "warehouse")
    marks = [HistoryStress(world.store, 1).mark()]
    world.weather(FIRST, 4)
    for day, load in ((0, 0.8), (1, 0.8), (0, 0.9)):
        world.loads(day_after(FIRST, day), load)
        world.keep()
        marks.append(HistoryStress(world.store, 1).mark())
    world.weather(FIRST, 4, degrees=35.0)
    world.keep()
    marks.append(HistoryStress(world.store, 1).mark())
    assert marks[0] == HistoryStress(world.store, 2).mark() == NoStress().mark() == ""  # as where there is no history
    assert len(set(marks)) == 5
    assert [mark[:10] for mark in marks[1:]] == ["2026-07-06", "2026-07-07", "2026-07-07", "2026-07-07"]
    assert world.keep() == []
    assert HistoryStress(world.store, 1).mark() == marks[-1]
