"""Readings of many days in one batch: the same rows as day by day, kept at once or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.rollups.days import GROUP_ROWS, by_day, together
from data_sources.pipeline.rollups.rollups import rebuild_rollups, rollup_tables
from data_sources.pipeline.rollups.settling import settle_day
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import READINGS
from tests.data_sources.pipeline.small import NOON, make_warehouse, reading, table, tables_of

LATER = NOON + dt.timedelta(days=100)
DAYS = [NOON + dt.timedelta(days=number) for number in range(12)]
TABLES = (READINGS, *rollup_tables())


def take(warehouse: Warehouse, rows: list[dict[str, object]], at: dt.datetime = LATER) -> tuple[int, int]:
    landed = land(warehouse, KnownMeters.of(warehouse), table(*rows), ingested_at=at)
    return landed.new, landed.corrected


def readings_of(day: dt.datetime, kwh: float) -> list[dict[str, object]]:
    return [
        reading(meter, day + dt.timedelta(minutes=15 * number), kwh + meter / 8)
        for meter in range(1, 25)
        for number in range(3)
    ]


def corrections(number: int, day: dt.datetime) -> list[dict[str, object]]:
    """Of another feeder each day, and one new reading."""
    meter = 1 + 8 * (number % 3)
    return [reading(meter, day, 9.0), reading(meter + 1, day + dt.timedelta(hours=3), 2.0)]


def test_many_days_at_once_are_the_same_as_one_by_one(tmp_path: Path) -> None:
    at_once, one_by_one = make_warehouse(tmp_path / "a", 24), make_warehouse(tmp_path / "b", 24)
    shuffled = [row for number in range(6) for day in DAYS for row in readings_of(day, 1.0)[number::6]]
    assert take(at_once, shuffled) == (12 * 72, 0)
    assert sum(take(one_by_one, readings_of(day, 1.0))[0] for day in DAYS) == 12 * 72
    assert tables_of(at_once, *TABLES) == tables_of(one_by_one, *TABLES)
    assert at_once.manifest().version == 2  # the meters, and one commit
    for warehouse in (at_once, one_by_one):
        settle_day(warehouse, DAYS[3].date())
    changed = [row for number, day in enumerate(DAYS) for row in corrections(number, day)]
    after = LATER + dt.timedelta(hours=1)
    assert take(at_once, changed, after) == (12, 12)
    for number, day in enumerate(DAYS):
        assert take(one_by_one, corrections(number, day), after) == (1, 1)
    patched = tables_of(at_once, *TABLES)
    assert patched == tables_of(one_by_one, *TABLES)
    for day in DAYS:
        rebuild_rollups(at_once, day.date())
    assert tables_of(at_once, *TABLES) == patched


def test_a_file_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path, 24)
    (tmp_path / "feeder_day").touch()  # the last rollup's folder cannot be made
    before = warehouse.manifest()
    with pytest.raises(OSError, match="feeder_day"):
        take(warehouse, [row for day in DAYS for row in readings_of(day, 1.0)])
    assert warehouse.manifest() == before
    (tmp_path / "feeder_day").unlink()
    assert take(warehouse, [row for day in DAYS for row in readings_of(day, 1.0)]) == (12 * 72, 0)
    assert len(tables_of(warehouse, "feeder_day")["feeder_day"]) == 12 * 3


def test_days_are_taken_together_up_to_so_many_readings() -> None:
    sizes = {"2026-01-01": 2, "2026-01-02": GROUP_ROWS, "2026-01-03": GROUP_ROWS - 5, "2026-01-04": 5, "2026-01-05": 1}
    parts = tuple(Part(f"{day}.parquet", rows, "landed", day) for day, rows in sizes.items())
    manifest = Manifest(parts={READINGS: parts})
    assert list(together(manifest, reversed(sizes))) == [
        ["2026-01-01"], ["2026-01-02"], ["2026-01-03", "2026-01-04"], ["2026-01-05"],
    ]  # fmt: skip
    assert list(together(manifest, [])) == []


def test_rows_apart_by_day_keep_their_order() -> None:
    days = [dt.date(2026, 1, 2), dt.date(2026, 1, 1), dt.date(2026, 1, 2), dt.date(2026, 1, 1)]
    rows = pa.table({"reading_day": pa.array(days, pa.date32()), "n": [1, 2, 3, 4]})
    assert {day: part["n"].to_pylist() for day, part in by_day(rows).items()} == {
        "2026-01-01": [2, 4], "2026-01-02": [1, 3],
    }  # fmt: skip
    assert by_day(rows.slice(0, 0)) == {}
