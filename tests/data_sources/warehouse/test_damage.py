"""A file that was cut short takes its own day away and nothing else; that is said, and mended where it can be (M20)."""

from __future__ import annotations

import datetime as dt
import os
import resource
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from data_sources.errors import QueryError, SourceUnavailable
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.rollups.mending import mend
from data_sources.pipeline.rollups.rollups import Effort, rollup_tables
from data_sources.pipeline.rollups.settling import settle_day, upkeep
from data_sources.pipeline.rollups.weeks import copy_weeks
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import BY_METER, READINGS
from tests.data_sources.pipeline.small import NOON, make_warehouse, reading, table, tables_of

DAYS = [(NOON + dt.timedelta(days=number)).date().isoformat() for number in range(3)]
LATER = NOON + dt.timedelta(days=30)
BY_DAY = "SELECT reading_day, SUM(energy_delivered_kwh) AS kwh FROM feeder_day GROUP BY 1 ORDER BY 1"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    made = make_warehouse(tmp_path)
    for number in range(len(DAYS)):
        at = NOON + dt.timedelta(days=number)
        rows = [reading(meter, at + dt.timedelta(minutes=15 * slot)) for meter in range(1, 13) for slot in range(4)]
        land(made, KnownMeters.of(made), table(*rows), ingested_at=at + dt.timedelta(hours=2))
    for day in DAYS:
        settle_day(made, day)
    return made


def path_of(warehouse: Warehouse, name: str, day: str) -> Path:
    (part,) = warehouse.manifest().of(name, day=day)
    return warehouse.root / part.path


def days_shown(source: DuckSource) -> list[str]:
    return [row["reading_day"].isoformat() for row in source.run(BY_DAY, {}).to_pylist()]


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def spoil(path: Path) -> None:
    """Its length and both its ends stay; what is between them does not."""
    whole = bytearray(path.read_bytes())
    whole[4 : len(whole) // 2] = b"\xff" * (len(whole) // 2 - 4)
    path.write_bytes(whole)


@pytest.mark.parametrize("harm", [cut_short, spoil, Path.unlink])
def test_a_damaged_day_is_missing_and_said_and_the_others_stay(warehouse: Warehouse, harm: object) -> None:
    harm(path_of(warehouse, "feeder_day", DAYS[1]))  # type: ignore[operator]
    source = DuckSource(warehouse, threads=1)
    assert days_shown(source) == [DAYS[0], DAYS[2]]
    health = source.health()
    assert health.is_up
    assert DAYS[1] in health.message
    assert DAYS[0] not in health.message
    assert days_shown(source) == [DAYS[0], DAYS[2]]
    source.close()


def test_a_file_that_is_there_again_is_read_again(warehouse: Warehouse) -> None:
    path = path_of(warehouse, "feeder_day", DAYS[1])
    aside = path.with_suffix(".aside")
    source = DuckSource(warehouse, threads=1)
    path.rename(aside)
    assert days_shown(source) == [DAYS[0], DAYS[2]]
    aside.rename(path)
    assert source.health().message == ""
    assert days_shown(source) == DAYS
    source.close()


def test_what_ails_the_process_is_no_damage(warehouse: Warehouse) -> None:
    """Without a file descriptor left no file can be opened: that was remembered of each of them for ever."""
    source = DuckSource(warehouse, threads=1)
    assert days_shown(source) == DAYS
    names, limits = [path_of(warehouse, "meter_day", day) for day in DAYS], resource.getrlimit(resource.RLIMIT_NOFILE)
    text = "SELECT reading_day, COUNT(*) AS n FROM meter_day GROUP BY 1 ORDER BY 1"
    taken = [os.open(names[0], os.O_RDONLY)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (taken[0] + 8, limits[1]))
    try:
        with suppress(OSError):
            while True:
                taken.append(os.dup(taken[0]))
        with pytest.raises((SourceUnavailable, QueryError)):
            source.run(text, {})
    finally:
        for one in taken:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert [row["n"] for row in source.run(text, {}).to_pylist()] == [12, 12, 12]
    assert source.health().message == ""
    source.close()


@pytest.mark.parametrize("harm", [cut_short, spoil, Path.unlink])
def test_all_who_meet_the_same_damage_at_once_are_answered(warehouse: Warehouse, harm: object) -> None:
    """The first was asked again, the others failed: what they met was known by then."""
    harm(path_of(warehouse, "feeder_day", DAYS[1]))  # type: ignore[operator]
    source, begun = DuckSource(warehouse, threads=1), threading.Barrier(8)

    def ask(_number: int) -> list[str]:
        begun.wait()
        return days_shown(source)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [[DAYS[0], DAYS[2]]] * 8
    source.close()


def test_a_question_asked_wrongly_is_not_asked_again(warehouse: Warehouse) -> None:
    """A wrong pattern had every file of the span read to its end, each time."""
    source = DuckSource(warehouse, threads=1)
    path = path_of(warehouse, "feeder_day", DAYS[2])
    path.write_bytes(b"PAR1" + b"\xff" * 20 + path.read_bytes()[24:])  # which only who reads its rows finds
    with pytest.raises(QueryError, match="missing \\)"):
        source.run("SELECT COUNT(*) AS n FROM feeder_day WHERE REGEXP_LIKE(CAST(reading_day AS VARCHAR), '(')", {})
    assert source.health().message == ""
    source.close()


def test_what_was_made_of_readings_is_made_again(warehouse: Warehouse) -> None:
    whole = tables_of(warehouse, *rollup_tables())
    source = DuckSource(warehouse, threads=1)
    for name in rollup_tables():
        cut_short(path_of(warehouse, name, DAYS[1]))
    assert days_shown(source) == [DAYS[0], DAYS[2]]
    assert f"remade {DAYS[1]}" in upkeep(warehouse, LATER)
    assert days_shown(source) == DAYS
    assert source.health().message == ""
    assert tables_of(warehouse, *rollup_tables()) == whole
    source.close()


def test_readings_cannot_be_made_again(warehouse: Warehouse) -> None:
    cut_short(path_of(warehouse, READINGS, DAYS[0]))
    cut_short(path_of(warehouse, "feeder_day", DAYS[0]))
    assert mend(warehouse, Effort()) == []
    source = DuckSource(warehouse, threads=1)
    counted = source.run(f"SELECT reading_day, COUNT(*) AS n FROM {READINGS} GROUP BY 1 ORDER BY 1", {}).to_pylist()
    assert [(row["reading_day"].isoformat(), row["n"]) for row in counted] == [(DAYS[1], 48), (DAYS[2], 48)]
    assert DAYS[0] in source.health().message
    source.close()


def test_a_damaged_copy_of_a_week_loses_nothing(warehouse: Warehouse) -> None:
    copy_weeks(warehouse, LATER.date().isoformat(), only_whole=False)
    (copy,) = warehouse.manifest().of(BY_METER)
    cut_short(warehouse.root / copy.path)
    source = DuckSource(warehouse, threads=1)
    text = f"SELECT COUNT(*) AS n FROM {READINGS} WHERE meter_id = :meter_id"
    assert source.run(text, {"meter_id": 3}).to_pylist() == [{"n": 12}]
    assert source.health().message == ""
    source.close()
    mend(warehouse, Effort())
    assert copy_weeks(warehouse, LATER.date().isoformat(), only_whole=False) == [copy.day]


def test_without_the_record_of_the_meters_nothing_is_answered(warehouse: Warehouse) -> None:
    (meters,) = warehouse.manifest().of("meters")
    cut_short(warehouse.root / meters.path)
    source = DuckSource(warehouse, threads=1)
    with pytest.raises(SourceUnavailable):
        source.run("SELECT COUNT(*) AS n FROM meters", {})
    assert not source.health().is_up
    source.close()
