"""A load taken back: only what it brought goes, what it replaced stands again, and the rollups follow."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing import load_record
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.landing.load_record import KNOWN_FILES, LoadSource, loaded_on, loads_of, with_file
from data_sources.pipeline.landing.unloading import Unloaded, unload
from data_sources.pipeline.rollups.rollups import rebuild_rollups, rollup_tables
from data_sources.pipeline.rollups.settling import settle_day
from data_sources.warehouse.files import Manifest, Warehouse
from data_sources.warehouse.schema import READINGS
from tests.data_sources.pipeline.small import NOON, make_warehouse, missing, reading, table, tables_of

LATER = NOON + dt.timedelta(days=100)
DAYS = [NOON + dt.timedelta(days=number) for number in range(3)]
TABLES = (READINGS, *rollup_tables())


def take(warehouse: Warehouse, rows: list[dict[str, object]], hours: float, load: str = "") -> None:
    source = LoadSource(load, f"{load}.csv", "CSV, long") if load else None
    at = LATER + dt.timedelta(hours=hours)
    land(warehouse, KnownMeters.of(warehouse), table(*rows), ingested_at=at, source=source)


def undo(warehouse: Warehouse, load: str) -> tuple[int, int, int, int, int]:
    done: Unloaded = unload(warehouse, load, now=LATER + dt.timedelta(days=1))
    return done.removed, done.restored, done.corrected_since, done.lost, done.days


def a_day(day: dt.datetime, kwh: float, meters: range = range(1, 25)) -> list[dict[str, object]]:
    return [reading(meter, day + dt.timedelta(minutes=15 * n), kwh + meter / 8) for meter in meters for n in range(2)]


def assert_rollups_follow(warehouse: Warehouse) -> None:
    """They are those of a build from scratch."""
    found = tables_of(warehouse, *rollup_tables())
    for day in {part.day for part in warehouse.manifest().of(READINGS)}:
        rebuild_rollups(warehouse, day)
    assert tables_of(warehouse, *rollup_tables()) == found


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """Three days of 24 meters on three feeders, landed without a load."""
    made = make_warehouse(tmp_path, 24)
    take(made, [row for day in DAYS for row in a_day(day, 1.0)], 0)
    return made


@pytest.mark.parametrize("is_settled", [False, True])
def test_new_and_corrected_readings_go_and_the_old_ones_stand_again(warehouse: Warehouse, is_settled: bool) -> None:
    before = tables_of(warehouse, *TABLES)
    wrong = [*a_day(DAYS[1], 7.0, range(3, 13)), *a_day(DAYS[1] + dt.timedelta(hours=1), 7.0, range(1, 3))]
    take(warehouse, wrong, 1, "wrong")
    assert tables_of(warehouse, *TABLES) != before
    if is_settled:  # what lay beneath the corrections is merged away
        settle_day(warehouse, DAYS[1].date())
    version = warehouse.manifest().version
    assert undo(warehouse, "wrong") == (24, 20, 0, 0, 1)
    assert warehouse.manifest().version == version + 1
    assert tables_of(warehouse, *TABLES) == before
    settle_day(warehouse, DAYS[1].date())
    assert tables_of(warehouse, *TABLES) == before


@pytest.mark.parametrize("is_settled", [False, True])
def test_a_later_correction_stays(warehouse: Warehouse, is_settled: bool) -> None:
    take(warehouse, a_day(DAYS[0], 7.0, range(1, 3)), 1, "wrong")
    take(warehouse, [reading(1, DAYS[0], 9.0)], 2)
    if is_settled:
        settle_day(warehouse, DAYS[0].date())
    assert undo(warehouse, "wrong") == (3, 3, 1, 0, 1)
    rows = tables_of(warehouse, READINGS)[READINGS]
    assert [row["energy_delivered_kwh"] for row in rows if row["reading_day"] == DAYS[0].date()][:4] == [
        9.0, 1.125, 1.25, 1.25,
    ]  # fmt: skip
    assert_rollups_follow(warehouse)


def test_a_load_of_new_days_leaves_nothing_behind(warehouse: Warehouse) -> None:
    before = warehouse.manifest()
    rows = tables_of(warehouse, *TABLES)
    year = [NOON - dt.timedelta(days=number) for number in range(10, 40)]
    take(warehouse, [row for day in year for row in a_day(day, 5.0, range(1, 2))], 1, "wrong")
    assert undo(warehouse, "wrong") == (60, 0, 0, 0, 30)
    assert tables_of(warehouse, *TABLES) == rows
    assert warehouse.manifest().parts | {load_record.REPLACED: ()} == before.parts | {load_record.REPLACED: ()}
    assert {key for key in warehouse.manifest().notes if not key.startswith("load:")} == set(before.notes)


def test_two_batches_of_one_load_and_gaps(warehouse: Warehouse) -> None:
    """Its second file corrected its first: neither remains. A reported gap that it filled is a gap again."""
    take(warehouse, [missing(1, DAYS[2] + dt.timedelta(hours=2))], 0.5)
    before = tables_of(warehouse, *TABLES)
    filled = reading(1, DAYS[2] + dt.timedelta(hours=2), 3.0)
    take(warehouse, [*a_day(DAYS[2], 7.0), filled], 1, "wrong")
    take(warehouse, a_day(DAYS[2], 8.0), 2, "wrong")
    assert undo(warehouse, "wrong") == (49, 49, 0, 0, 1)
    assert tables_of(warehouse, *TABLES) == before


@pytest.mark.parametrize("is_settled", [False, True])
def test_a_reading_that_another_load_holds_too_stays(warehouse: Warehouse, is_settled: bool) -> None:
    """Case L1: two loads of the same readings; the one that brought them took them away though the other stood."""
    before = tables_of(warehouse, *TABLES)
    later = DAYS[1] + dt.timedelta(hours=3)
    take(warehouse, a_day(later, 7.0, range(1, 13)), 1, "first")
    take(warehouse, a_day(later, 7.0, range(5, 17)), 2, "second")
    take(warehouse, a_day(later, 7.0, range(11, 13)), 3, "third")
    assert [(load.new, load.corrected, load.shared) for load in loads_of(warehouse.manifest())] == [
        (24, 0, 0), (8, 0, 16), (0, 0, 4),
    ]  # fmt: skip
    assert "8 new and 0 corrected readings, 16 there already, 2026-" in loads_of(warehouse.manifest())[1].sentence()
    if is_settled:
        settle_day(warehouse, DAYS[1].date())
    done = unload(warehouse, "first", now=LATER + dt.timedelta(days=1))
    assert (done.removed, done.restored, done.corrected_since, done.handed) == (8, 0, 0, 16)
    assert "16 that another load holds too stay as that one's" in done.sentence()
    assert_rollups_follow(warehouse)
    stands = {row["meter_id"]: row["energy_delivered_kwh"] for row in tables_of(warehouse, READINGS)[READINGS]
              if row["interval_start_at"] == later}  # fmt: skip
    assert stands == {meter: 7.0 + meter / 8 for meter in range(5, 17)}
    done = unload(warehouse, "third", now=LATER + dt.timedelta(days=1))
    assert (done.removed, done.handed) == (0, 4)
    assert undo(warehouse, "second") == (24, 0, 0, 0, 1)
    assert tables_of(warehouse, *TABLES) == before


def test_what_replaced_a_shared_reading_gives_it_back(warehouse: Warehouse) -> None:
    take(warehouse, [reading(1, DAYS[1], 7.0)], 1, "first")
    take(warehouse, [reading(1, DAYS[1], 7.0)], 2, "second")
    take(warehouse, [reading(1, DAYS[1], 8.0)], 3, "third")
    undo(warehouse, "first")
    assert undo(warehouse, "third")[:2] == (0, 0)
    rows = tables_of(warehouse, READINGS)[READINGS]
    assert next(row for row in rows if row["meter_id"] == 1 and row["interval_start_at"] == DAYS[1])[
        "energy_delivered_kwh"
    ] == 7.0  # fmt: skip


def test_equal_readings_of_a_load_are_no_corrections(warehouse: Warehouse) -> None:
    """Case M6: two runs at once of one file; the second compared before the first had landed, and "corrected" all."""
    source, at = LoadSource("second", "a.csv", "CSV"), LATER + dt.timedelta(hours=1)
    rows = table(*a_day(DAYS[1], 1.0), reading(1, DAYS[1] + dt.timedelta(hours=1), 3.0))
    done = land(warehouse, KnownMeters.of(warehouse), rows, ingested_at=at, source=source)
    assert (done.new, done.corrected, done.superseded) == (1, 0, 0)
    assert done.unchanged is not None
    assert len(done.unchanged) == 48


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
@pytest.mark.parametrize("is_settled", [False, True])
def test_loads_over_each_other_are_taken_back_in_any_order(
    warehouse: Warehouse, order: tuple[str, str], is_settled: bool
) -> None:
    before = tables_of(warehouse, *TABLES)
    take(warehouse, a_day(DAYS[0], 7.0), 1, "first")
    take(warehouse, a_day(DAYS[0], 8.0), 2, "second")
    for load in order:
        if is_settled:
            settle_day(warehouse, DAYS[0].date())
        undo(warehouse, load)
    # What the second replaced was of the first: with both gone the readings before them stand, merged away or not.
    assert tables_of(warehouse, *TABLES) == before


def test_the_open_day_is_rolled_up_by_the_hour(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path, 24)

    def take_now(rows: list[dict[str, object]], minutes: int, source: LoadSource | None = None) -> None:
        at = NOON + dt.timedelta(minutes=minutes)
        land(warehouse, KnownMeters.of(warehouse), table(*rows), ingested_at=at, source=source)

    take_now(a_day(NOON, 1.0), 40)
    before = tables_of(warehouse, READINGS, "feeder_interval_load", "transformer_hourly_load")
    wrong = [*a_day(NOON, 7.0, range(1, 5)), *a_day(NOON - dt.timedelta(hours=3), 7.0)]
    take_now(wrong, 41, LoadSource("wrong", "wrong.csv", "CSV"))
    done = unload(warehouse, "wrong", now=NOON + dt.timedelta(minutes=42))
    assert (done.removed, done.restored) == (56, 8)
    assert tables_of(warehouse, *before) == before


def test_what_is_no_longer_kept_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    take(warehouse, a_day(DAYS[0], 7.0, range(1, 3)), 1, "load-00")
    settle_day(warehouse, DAYS[0].date())
    for number in range(1, load_record.KEPT_LOADS + 1):
        take(warehouse, [reading(24, DAYS[2], float(number))], 1 + number, f"load-{number:02}")
    kept = {part.role for part in warehouse.manifest().of(load_record.REPLACED)}
    assert kept == {f"load-{number:02}" for number in range(1, load_record.KEPT_LOADS + 1)}
    done = unload(warehouse, "load-00", now=LATER + dt.timedelta(days=1))
    assert (done.removed, done.restored, done.lost) == (4, 0, 4)
    assert "what 4 readings were before is no longer kept and cannot come back" in done.sentence()
    assert_rollups_follow(warehouse)


def test_a_file_is_known_again_until_its_load_is_taken_back(warehouse: Warehouse) -> None:
    """The manifest, written at each commit, kept one note a file for ever, and said "loaded before" after an unload."""
    take(warehouse, a_day(DAYS[1], 7.0, range(1, 3)), 1, "first")
    warehouse.commit(lambda manifest: with_file(manifest, "abc", "first", LATER))
    warehouse.commit(lambda manifest: with_file(manifest, "def", "second", LATER))
    assert loaded_on(warehouse.manifest(), "abc") == LATER.date().isoformat()
    unload(warehouse, "first", now=LATER)
    assert [loaded_on(warehouse.manifest(), name) for name in ("abc", "def", "ghi")] == ["", "2026-10-16", ""]


def test_the_oldest_files_are_forgotten() -> None:
    manifest = Manifest()
    for number in range(KNOWN_FILES + 2):
        manifest = with_file(manifest, f"{number:04}", "load", LATER + dt.timedelta(seconds=number))
    assert len(manifest.notes) == KNOWN_FILES
    assert [loaded_on(manifest, f"{number:04}") != "" for number in (0, 1, 2)] == [False, False, True]


def test_loads_are_listed_and_chosen_by_their_beginning(warehouse: Warehouse) -> None:
    take(warehouse, a_day(DAYS[1], 7.0, range(1, 3)), 1, "20261128-0101")
    take(warehouse, a_day(DAYS[2], 7.0, range(1, 3)), 2, "20261128-0102")
    first, _ = loads_of(warehouse.manifest())
    assert first.sentence() == (
        "20261128-0101: 0 new and 4 corrected readings, 2026-07-09 to 2026-07-09, from 20261128-0101.csv (CSV, long)"
    )
    with pytest.raises(ImportRefused, match="2 loads begin with 2026"):
        unload(warehouse, "2026")
    with pytest.raises(ImportRefused, match="There is no load yesterday"):
        unload(warehouse, "yesterday")
    unload(warehouse, "20261128-0102", now=LATER)
    with pytest.raises(ImportRefused, match="Load 20261128-0102 was taken back on 2026-10-16 already"):
        unload(warehouse, "20261128-0102")
    assert loads_of(warehouse.manifest())[1].sentence().endswith("; taken back 2026-10-16 17:00 UTC")
