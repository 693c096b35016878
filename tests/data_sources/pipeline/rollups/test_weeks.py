"""Weeks at rest are copied by meter; answers are the same with a copy, without, and while one is out of date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.rollups.settling import settle_day, upkeep
from data_sources.pipeline.rollups.weeks import copy_weeks
from data_sources.warehouse.copies import files_of
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.pruning import Span
from data_sources.warehouse.schema import BY_METER, READINGS
from tests.data_sources.pipeline.small import NOON, make_warehouse, reading, rows_of, table

MONDAY = dt.datetime(2026, 7, 6, 17, 0)
LATER = "2026-08-01"
WHOLE_WEEK = Span("2026-07-06", "2026-07-12")


def land_days(warehouse: Warehouse, days: range, kwh: float = 1.0) -> None:
    for number in days:
        at = MONDAY + dt.timedelta(days=number)
        rows = [reading(meter, at, kwh + number) for meter in range(1, 13)]
        land(warehouse, KnownMeters.of(warehouse), table(*rows), ingested_at=at + dt.timedelta(hours=2 + kwh))
        settle_day(warehouse, at.date())


def roles(warehouse: Warehouse, span: Span = WHOLE_WEEK) -> list[str]:
    return sorted(part.role for part in files_of(warehouse.manifest(), READINGS, span))


@pytest.fixture
def week(tmp_path: Path) -> Warehouse:
    warehouse = make_warehouse(tmp_path)
    land_days(warehouse, range(7))
    return warehouse


def energies(warehouse: Warehouse) -> list[object]:
    rows = rows_of(warehouse, READINGS, "meter_id, interval_start_at")
    return [(row["meter_id"], row["interval_start_at"], row["energy_delivered_kwh"]) for row in rows]


def test_a_copy_stands_in_for_the_weeks_files(week: Warehouse) -> None:
    before = energies(week)
    assert copy_weeks(week, LATER) == ["2026-07-06"]
    assert roles(week) == ["copy"]
    assert energies(week) == before
    assert copy_weeks(week, LATER) == []


def test_a_question_about_few_days_reads_the_days_files(week: Warehouse) -> None:
    copy_weeks(week, LATER)
    assert roles(week, Span("2026-07-08", "2026-07-10")) == ["settled"] * 3
    assert roles(week, Span("2026-07-08", "2026-07-11")) == ["copy"]


def test_a_week_that_lacks_days_waits_while_more_may_come(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    land_days(warehouse, range(3))
    assert copy_weeks(warehouse, "2026-07-12", only_whole=False) == []  # not over
    assert copy_weeks(warehouse, LATER) == []
    assert copy_weeks(warehouse, LATER, only_whole=False) == ["2026-07-06"]
    land_days(warehouse, range(3, 4))
    assert copy_weeks(warehouse, LATER, only_whole=False) == ["2026-07-06"]
    assert roles(warehouse, Span("2026-07-06", "2026-07-09")) == ["copy"]


def test_what_lands_late_counts_beside_the_copy_and_is_copied_once_settled(week: Warehouse) -> None:
    copy_weeks(week, LATER)
    at = MONDAY + dt.timedelta(days=2)
    new = reading(4, at + dt.timedelta(minutes=15), 9.0)
    land(week, KnownMeters.of(week), table(reading(3, at, 7.5), new), ingested_at=at + dt.timedelta(days=9))
    assert roles(week) == ["copy", "landed", "override"]
    after = energies(week)
    assert len(after) == 7 * 12 + 1
    assert (3, at, 7.5) in after

    settle_day(week, at.date())  # the copy is of files that are gone: passed over
    assert roles(week) == ["settled"] * 7
    assert energies(week) == after

    done = upkeep(week, NOON + dt.timedelta(days=30))
    assert "copied the week of 2026-07-06" in done
    assert roles(week) == ["copy"]
    assert energies(week) == after


def test_a_copy_of_days_that_are_gone_is_forgotten(week: Warehouse) -> None:
    copy_weeks(week, LATER)
    gone = week.manifest().of(READINGS, day="2026-07-06")
    week.commit(lambda manifest: manifest.without(READINGS, gone))
    assert roles(week) == ["settled"] * 6
    copy_weeks(week, LATER)
    assert week.manifest().of(BY_METER) == ()


def test_a_day_settled_anew_while_its_week_is_copied_makes_the_copy_void(week: Warehouse) -> None:
    """The copy is written from the files as they were, and is not committed over newer ones."""
    seen = week.manifest()

    class Late(Warehouse):
        """Settles a day anew between the look at the manifest and the commit."""

        def commit(self, change):  # type: ignore[no-untyped-def]
            if week.manifest().version == seen.version:
                at = MONDAY + dt.timedelta(days=1)
                late = table(reading(1, at, 5.0))
                land(week, KnownMeters.of(week), late, ingested_at=at + dt.timedelta(days=9))
                settle_day(week, at.date())
            return super().commit(change)

    assert copy_weeks(Late(week.root), LATER) == []
    assert roles(week) == ["settled"] * 7
    assert (1, MONDAY + dt.timedelta(days=1), 5.0) in energies(week)


def test_one_meter_reads_a_week_out_of_one_file(week: Warehouse) -> None:
    copy_weeks(week, LATER)
    text = f"SELECT energy_delivered_kwh AS kwh FROM {READINGS} WHERE meter_id = :meter_id ORDER BY interval_start_at"
    source = DuckSource(week)
    for part in week.manifest().of(READINGS):
        (week.root / part.path).unlink()  # only the copy is there
    assert source.run(text, {"meter_id": 5})["kwh"].to_pylist() == [float(k) for k in range(1, 8)]
