"""What becomes of readings that land: new, corrected, superseded, rejected; days open and closed; two at once."""

from __future__ import annotations

import datetime as dt
import multiprocessing
from pathlib import Path

import pytest

from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import Landed, land
from data_sources.pipeline.landing.load_record import LoadSource
from data_sources.pipeline.rollups.rollups import rebuild_rollups, rollup_tables
from data_sources.pipeline.rollups.settling import settle_day, upkeep
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.small import NOON, make_warehouse, missing, reading, rows_of, table, tables_of

DAY = NOON.date().isoformat()
LATER = dt.timedelta(days=2)


def take(warehouse: Warehouse, *rows: dict[str, object], at: dt.datetime, **more: object) -> tuple[int, ...]:
    landed: Landed = land(warehouse, KnownMeters.of(warehouse), table(*rows), ingested_at=at, **more)
    return landed.new, landed.corrected, landed.superseded, landed.rejected


def minutes(count: float) -> dt.datetime:
    return NOON + dt.timedelta(minutes=count)


def energies(warehouse: Warehouse) -> list[float | None]:
    return [
        row["energy_delivered_kwh"]
        for row in rows_of(warehouse, "ami_interval_readings", "meter_id, interval_start_at")
    ]


def test_versions_of_one_reading(tmp_path: Path) -> None:
    """Missing < estimated < actual = edited; among equals the latest; an estimate never replaces an actual read."""
    warehouse = make_warehouse(tmp_path)
    assert take(warehouse, missing(1, NOON), at=minutes(20)) == (1, 0, 0, 0)
    assert take(warehouse, reading(1, NOON, 1.0, quality="estimated"), at=minutes(30)) == (0, 1, 0, 0)
    assert take(warehouse, reading(1, NOON, 2.0), at=minutes(40)) == (0, 1, 0, 0)
    assert take(warehouse, reading(1, NOON, 3.0, quality="estimated"), at=minutes(50)) == (0, 0, 1, 0)
    assert take(warehouse, missing(1, NOON), at=minutes(60)) == (0, 0, 1, 0)
    assert energies(warehouse) == [2.0]
    assert take(warehouse, reading(1, NOON, 4.0, quality="edited"), at=minutes(70)) == (0, 1, 0, 0)
    assert take(warehouse, reading(1, NOON, 5.0), at=minutes(65)) == (0, 0, 1, 0)  # sent earlier, came later
    assert energies(warehouse) == [4.0]
    assert warehouse.manifest().notes["superseded"] == "3"


def test_versions_within_one_batch(tmp_path: Path) -> None:
    """The better quality counts, among equals the later row."""
    warehouse = make_warehouse(tmp_path)
    rows = [reading(1, NOON, 1.0), reading(1, NOON, 2.0), reading(1, NOON, 3.0, quality="estimated")]
    assert take(warehouse, *rows, at=minutes(20)) == (1, 0, 2, 0)
    assert energies(warehouse) == [2.0]


def test_offsets_come_with_the_rows_and_without(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    take(warehouse, reading(1, NOON), at=minutes(20), offsets={"a": "5"})
    assert take(warehouse, reading(99, NOON), at=minutes(21), offsets={"a": "6"}) == (0, 0, 0, 1)
    assert warehouse.manifest().offsets == {"a": "6"}


def test_rollups_of_the_open_day_follow_each_batch(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    take(warehouse, reading(1, NOON, 1.0), reading(2, NOON, 2.0), at=minutes(20))
    take(warehouse, reading(1, minutes(15), 4.0), at=minutes(35))
    take(warehouse, reading(1, NOON, 8.0), at=minutes(40))
    hours = rows_of(warehouse, "transformer_hourly_load", "hour_start_at")
    assert [(row["energy_delivered_kwh"], row["intervals_received"]) for row in hours] == [(14.0, 3)]
    load = rows_of(warehouse, "feeder_interval_load", "interval_start_at")
    assert [row["energy_delivered_kwh"] for row in load] == [10.0, 4.0]
    assert rows_of(warehouse, "meter_day", "meter_id") == []  # the daily ones wait a little
    assert upkeep(warehouse, minutes(45)) == [f"refreshed {DAY}"]
    assert [row["energy_delivered_kwh"] for row in rows_of(warehouse, "meter_day", "meter_id")] == [12.0, 2.0]
    assert upkeep(warehouse, minutes(60)) == []


def test_a_late_correction_of_a_settled_day_changes_its_feeder_only(tmp_path: Path) -> None:
    """Three feeders' rollups after a correction are those of a rebuild from scratch."""
    warehouse = make_warehouse(tmp_path, 24)
    take(warehouse, *(reading(meter, minutes(15 * k)) for meter in range(1, 25) for k in range(4)), at=minutes(90))
    settle_day(warehouse, DAY)
    assert {part.role for part in warehouse.manifest().of("ami_interval_readings")} == {"settled"}
    assert take(warehouse, reading(9, NOON, 7.0), reading(9, minutes(60), 2.0), at=NOON + LATER) == (1, 1, 0, 0)
    patched = tables_of(warehouse, *rollup_tables())
    by_meter = {row["meter_id"]: row for row in patched["meter_day"]}
    assert (by_meter[9]["energy_delivered_kwh"], by_meter[9]["intervals_late"]) == (10.5, 2)
    rebuild_rollups(warehouse, DAY)
    assert tables_of(warehouse, *rollup_tables()) == patched


def test_yesterday_stays_open_until_it_is_settled(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    take(warehouse, reading(1, NOON), at=minutes(20))
    take(warehouse, reading(2, NOON), at=NOON + dt.timedelta(hours=13))  # after midnight there
    assert len(warehouse.manifest().of("transformer_hourly_load")) == 1
    assert upkeep(warehouse, NOON + dt.timedelta(hours=17)) == [f"refreshed {DAY}"]  # 5 hours after midnight
    assert upkeep(warehouse, NOON + dt.timedelta(hours=19)) == [f"settled {DAY}"]
    assert {part.scope for part in warehouse.manifest().of("transformer_hourly_load")} == {"day"}


def test_readings_join_a_day_that_was_written_whole(tmp_path: Path) -> None:
    """A day that was settled up to now and goes on: its rollups are split by the hour, and nothing is lost."""
    warehouse = make_warehouse(tmp_path)
    take(warehouse, *(reading(1, minutes(15 * k), 1.0) for k in range(-8, 2)), at=minutes(31))
    settle_day(warehouse, DAY)
    take(warehouse, reading(1, minutes(30), 1.0), reading(2, minutes(30), 1.0), at=minutes(50))
    hours = rows_of(warehouse, "transformer_hourly_load", "hour_start_at")
    assert [row["energy_delivered_kwh"] for row in hours] == [4.0, 4.0, 4.0]
    assert len(rows_of(warehouse, "feeder_interval_load", "1, 2, 3, 4")) == 11
    settle_day(warehouse, DAY)
    assert [row["energy_delivered_kwh"] for row in rows_of(warehouse, "transformer_hourly_load", "hour_start_at")] == [
        4.0
    ] * 3


def test_old_days_are_rolled_up_as_a_whole(tmp_path: Path) -> None:
    """An import of past days makes one file a day and rollup, not one an hour."""
    warehouse = make_warehouse(tmp_path)
    days = [NOON - dt.timedelta(days=count) for count in (30, 31)]
    take(warehouse, *(reading(1, day + dt.timedelta(hours=hour)) for day in days for hour in range(6)), at=NOON)
    assert len(warehouse.manifest().of("transformer_hourly_load")) == 2
    assert [row["intervals_received"] for row in rows_of(warehouse, "meter_day", "reading_day")] == [6, 6]


def _land_many(root: str, start: int) -> None:
    warehouse = Warehouse(Path(root))
    for number in range(6):
        rows = [reading(meter, minutes(15 * (number % 3)), start + number) for meter in range(1, 13)]
        take(warehouse, *rows, at=minutes(60 + 10 * number + start))


@pytest.mark.timeout(60)
def test_two_processes_land_the_same_readings(tmp_path: Path) -> None:
    """Twelve meters, three intervals, twelve versions of each: one remains, the latest, and no commit is lost."""
    warehouse = make_warehouse(tmp_path)
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=_land_many, args=(str(tmp_path), start)) for start in (0, 1)]
    for one in both:
        one.start()
    for one in both:
        one.join()
        assert one.exitcode == 0
    rows = rows_of(warehouse, "ami_interval_readings", "interval_start_at, meter_id")
    assert [row["energy_delivered_kwh"] for row in rows] == [4.0] * 12 + [5.0] * 12 + [6.0] * 12
    load = rows_of(warehouse, "feeder_interval_load", "interval_start_at, feeder_id")
    assert [row["energy_delivered_kwh"] for row in load] == [32.0, 16.0, 40.0, 20.0, 48.0, 24.0]
    assert warehouse.manifest().version == 1 + 12


def test_a_batch_that_cannot_be_written_leaves_no_file(tmp_path: Path) -> None:
    """A full disk stayed full: the files written before the one that failed waited for the upkeep."""
    warehouse = make_warehouse(tmp_path)
    source = LoadSource("20260708-170000-000000", "f.csv", "CSV")
    take(warehouse, reading(1, NOON, 1.0), at=minutes(20), source=source)
    folder, aside = tmp_path / "transformer_hourly_load", tmp_path / "aside"
    before, seen = sorted(tmp_path.rglob("*.parquet")), warehouse.manifest()
    folder.rename(aside)
    folder.write_text("no folder")  # root may write everywhere, and no disk is filled for a test
    with pytest.raises(OSError, match="transformer_hourly_load"):
        take(warehouse, reading(1, NOON, 2.0), reading(2, NOON, 1.0), at=minutes(40), source=source)
    folder.unlink()
    aside.rename(folder)
    assert sorted(tmp_path.rglob("*.parquet")) == before
    assert warehouse.manifest() == seen
    assert take(warehouse, reading(1, NOON, 2.0), at=minutes(40), source=source) == (0, 1, 0, 0)
