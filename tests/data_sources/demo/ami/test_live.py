"""Quarter hours land as they pass: once each, the same as in the day made as a whole, and the day is closed later."""

from __future__ import annotations

import datetime as dt

import pyarrow.compute as pc
import pytest

from data_sources.demo.ami.day import HEADS, is_made, make_day
from data_sources.demo.ami.live import LiveIntervals
from data_sources.demo.ami.utility import DemoUtility
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse

DAY = dt.date(2026, 11, 10)
COLUMNS = "meter_id, interval_start_at, energy_delivered_kwh, energy_received_kwh, reactive_kvarh, voltage_v, quality"
COUNT = (
    "SELECT COUNT(*) AS n, COUNT(DISTINCT meter_id * 100000000::bigint + DATE_PART('epoch_second', interval_start_at)"
    "/ 900) AS keys, MAX(interval_start_at) AS last FROM ami_interval_readings"
)


def at(hour: int, minute: int, day: int = 10) -> dt.datetime:
    """UTC of a local time (winter)."""
    return dt.datetime(2026, 11, day, hour, minute, 30, tzinfo=dt.timezone(dt.timedelta(hours=-6)))


def rows(warehouse: Warehouse) -> tuple[int, int, dt.datetime]:
    found = DuckSource(warehouse).run(COUNT, {}).to_pylist()[0]
    return found["n"], found["keys"], found["last"]


@pytest.fixture
def following(ami_source: PostgresSource, own_history: Warehouse) -> LiveIntervals:
    return LiveIntervals(ami_source, own_history, 1)


def test_intervals_land_once_and_are_those_of_the_day(
    following: LiveIntervals, own_history: Warehouse, ami_source: PostgresSource
) -> None:
    assert following.step(at(1, 31)) == 6  # a longer gap, written at once
    assert following.step(at(1, 31)) == 0
    assert following.step(at(1, 45)) == 1  # through the landing
    assert following.step(at(2, 16)) == 2
    count, keys, last = rows(own_history)
    assert count == keys
    assert last == dt.datetime(2026, 11, 10, 8, 0)  # the one that ended at 02:15
    source = DuckSource(own_history)
    landed = source.run(f"SELECT {COLUMNS} FROM ami_interval_readings ORDER BY 1, 2", {})
    heads = source.run(f"SELECT feeder_id, interval_start_at FROM {HEADS} ORDER BY 1, 2", {})
    assert len(heads) == 8 * 9
    hours = source.run("SELECT SUM(intervals_received + intervals_missing)::bigint AS n FROM feeder_interval_load", {})
    assert hours["n"].to_pylist() == [count]
    make_day(ami_source, own_history, 1, DAY)
    whole = DuckSource(own_history).run(f"SELECT {COLUMNS} FROM ami_interval_readings ORDER BY 1, 2", {})
    both = whole.join(
        landed.select(["meter_id", "interval_start_at"]), ["meter_id", "interval_start_at"], join_type="inner"
    )
    assert both.sort_by([("meter_id", "ascending"), ("interval_start_at", "ascending")]).equals(landed)


def test_what_comes_late_is_not_there_yet(
    following: LiveIntervals, own_history: Warehouse, utility: DemoUtility
) -> None:
    following.step(at(12, 1))
    found = DuckSource(own_history).run(f"SELECT {COLUMNS} FROM ami_interval_readings", {})
    expected = 48 * len(utility.meter_ids)
    assert 0.95 * expected < len(found) < expected
    assert "estimated" not in pc.unique(found["quality"]).to_pylist()


def test_a_pause_over_midnight_loses_nothing_and_the_old_day_is_closed(
    following: LiveIntervals, own_history: Warehouse, utility: DemoUtility
) -> None:
    following.step(at(23, 31))
    following.step(at(0, 46, day=11))
    assert not is_made(own_history.manifest(), 1, DAY)
    count, keys, _ = rows(own_history)
    assert count == keys > 0.95 * 99 * len(utility.meter_ids)
    following.step(at(5, 31, day=11))
    assert is_made(own_history.manifest(), 1, DAY)
    found = (
        DuckSource(own_history)
        .run("SELECT reading_day, COUNT(*) AS n FROM ami_interval_readings GROUP BY 1 ORDER BY 1", {})
        .to_pylist()
    )
    assert found[0]["n"] == 96 * len(utility.meter_ids)
    assert found[1]["n"] > 0.95 * 22 * len(utility.meter_ids)
