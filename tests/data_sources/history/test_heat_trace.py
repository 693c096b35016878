"""Traces of one transformer by hand: what settles, what ages, what is missing, and how long which load lasted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from data_sources.analytics.thermal.constants import POLE_TOP
from data_sources.history.heat_trace import HeatTrace, heat_trace
from data_sources.network.metered_fleet import MeteredFleet
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import READINGS, definitions
from tests.data_sources.history.conftest import put, rows

FIRST = dt.datetime(2026, 7, 6)
FLEET = MeteredFleet(1, np.array([7]), np.array([1]), np.array([50.0]), (POLE_TOP,), np.array([0]))
HOUR = dt.timedelta(hours=1)


def history(root: Path, kva: np.ndarray, minutes: int = 15) -> DuckSource:
    """One meter behind transformer 7 that takes so many kVA from FIRST on, at power factor 0.8, in air of 30 °C."""
    warehouse, count = Warehouse(root), len(kva)
    at = np.datetime64(FIRST, "s") + np.arange(count) * np.timedelta64(minutes, "m")
    hours = np.datetime64(FIRST, "s") + np.arange(count * minutes // 60 + 1) * np.timedelta64(1, "h")
    kwh = kva * minutes / 60
    put(warehouse, "meters", rows(
        "meters", meter_id=[1], utility_id=1, feeder_id=1, transformer_id=7, meter_name="M", phases="A",
        nominal_voltage_v=240.0, customer_class="residential", has_solar=False, has_ev=False, is_active=True,
    ))  # fmt: skip
    put(warehouse, "weather", rows(
        "weather", utility_id=1, observed_at=hours, temperature_c=30.0, humidity_pct=50.0, wind_mps=1.0,
        is_simulated=True,
    ))  # fmt: skip
    put(warehouse, READINGS, rows(
        READINGS, meter_id=1, interval_start_at=at, interval_minutes=minutes, reading_day=FIRST.date(),
        energy_delivered_kwh=0.8 * kwh, energy_received_kwh=0.0, reactive_kvarh=0.6 * kwh, voltage_v=240.0,
        quality=np.where(np.isnan(kwh), "missing", "actual"), ingested_at=at,
    ))  # fmt: skip
    select = definitions()["transformer_hourly_load"].rollup
    assert select is not None
    put(warehouse, "transformer_hourly_load", DuckSource(warehouse, threads=1).run(select, {}))
    put(warehouse, "meter_day", rows("meter_day", **dict.fromkeys(definitions()["meter_day"].schema.names, 0) | {
        "meter_id": 1, "transformer_id": 7, "feeder_id": 1,
        "reading_day": np.array([FIRST.date()], "datetime64[D]"),
    }))  # fmt: skip
    return DuckSource(warehouse, threads=1)


def traced(source: DuckSource, from_at: dt.datetime, hours: float) -> HeatTrace:
    found = heat_trace(source, FLEET, 7, from_at, from_at + hours * HOUR, "UTC")
    assert found is not None
    return found


def test_rated_load_at_30_degrees_ages_an_hour_an_hour(tmp_path: Path) -> None:
    """IEEE C57.91: 80 K of hot spot over 30 °C are 110 °C, where upgraded paper ages at rate 1."""
    found = traced(history(tmp_path, np.full(4 * 96, 50.0)), FIRST + dt.timedelta(days=3), 24)
    assert found.rows["load_pct"].to_pylist() == pytest.approx([100.0] * 96)
    assert found.rows["hot_spot_c"].to_pylist() == pytest.approx([110.0] * 96, abs=0.05)
    assert found.rows["top_oil_c"].to_pylist() == pytest.approx([95.0] * 96, abs=0.05)
    assert found.aged_hours == pytest.approx(24, rel=0.005)
    assert found.loss_of_life_pct == pytest.approx(100 * 24 / 180_000, rel=0.005)
    assert (found.known_hours, found.unknown_hours, found.step_minutes) == (24, 0, 15)
    assert not any(found.rows["is_settling"].to_pylist())
    assert found.source == POLE_TOP.source


def test_idle_it_settles_at_its_no_load_rise(tmp_path: Path) -> None:
    """R = 5: of the losses a sixth is left, and 65 K times (1/6) ** 0.8 = 15.5 K of rise."""
    found = traced(history(tmp_path, np.zeros(4 * 96)), FIRST + dt.timedelta(days=3), 1)
    assert found.rows["hot_spot_c"].to_pylist() == pytest.approx([30 + 65 * (1 / 6) ** 0.8] * 4, abs=0.05)


def test_a_gap_is_a_gap(tmp_path: Path) -> None:
    kva = np.full(3 * 96, 40.0)
    kva[2 * 96 + 8 : 2 * 96 + 12] = np.nan
    found = traced(history(tmp_path, kva), FIRST + dt.timedelta(days=2), 6)
    missing = [None] * 4
    for name in ("load_pct", "top_oil_c", "hot_spot_c", "aging_factor"):
        values = found.rows[name].to_pylist()
        assert values[8:12] == missing
        assert None not in values[:8] + values[12:]
    assert (found.known_hours, found.unknown_hours, found.hours_without_weather) == (5, 1, 0)


def test_a_start_that_is_assumed_is_said(tmp_path: Path) -> None:
    """Readings begin with the period: with 2 h, less than 5 % of the oil's heat rests on the start by 2 h x ln 20 = 6 h."""
    found = traced(history(tmp_path, np.full(96, 50.0)), FIRST, 12)
    settling = found.rows["is_settling"].to_pylist()
    assert settling[:16] == [True] * 16
    assert settling[24:] == [False] * 24


def test_load_duration_by_hand(tmp_path: Path) -> None:
    """Of a day a quarter at 60 kVA, half at 30, the rest at 10, of 50: 120, 60 and 20 %."""
    day = np.repeat([10.0, 30.0, 60.0, 30.0], 24)
    found = traced(history(tmp_path, day), FIRST, 24).load_duration
    time, load = (np.asarray(found[name]) for name in ("time_pct", "load_pct"))
    assert len(time) == 96
    assert time[-1] == 100
    for at, expected in ((24, 120.0), (25, 60.0), (72, 60.0), (73, 20.0), (96, 20.0)):
        assert load[at - 1] == pytest.approx(expected)
        assert time[at - 1] == pytest.approx(100 * at / 96)


def test_long_periods_come_by_the_hour_and_agree(tmp_path: Path) -> None:
    source = history(tmp_path, 25 + 20 * np.sin(np.arange(70 * 96) / 96 * 2 * np.pi))
    fine = traced(source, FIRST + dt.timedelta(days=3), 24)
    coarse = traced(source, FIRST, 70 * 24)
    assert (fine.step_minutes, coarse.step_minutes) == (15, 60)
    ends = [value for place, value in enumerate(fine.rows["hot_spot_c"].to_pylist()) if place % 4 == 3]
    assert coarse.rows["hot_spot_c"].to_pylist()[72:96] == pytest.approx(ends, abs=2.5)
    assert coarse.known_hours == 70 * 24


def test_half_hours_are_steps_of_their_own(tmp_path: Path) -> None:
    found = traced(history(tmp_path, np.full(96, 50.0), minutes=30), FIRST, 24)
    assert found.step_minutes == 30
    assert found.rows["load_pct"].to_pylist() == pytest.approx([100.0] * 48)


def test_one_that_has_no_meters_has_no_trace(tmp_path: Path) -> None:
    assert heat_trace(history(tmp_path, np.full(4, 1.0)), FLEET, 8, FIRST, FIRST + HOUR, "UTC") is None


def test_only_whole_steps_are_counted(tmp_path: Path) -> None:
    """From 10:07 to 12:07 the quarters of 10:15 to 11:45 are whole: the running one is neither known nor unknown."""
    source = history(tmp_path, np.full(3 * 96, 40.0))
    found = traced(source, FIRST + dt.timedelta(days=2, hours=10, minutes=7), 2)
    starts = found.rows["start_at"].to_pylist()
    assert (starts[0].time(), starts[-1].time()) == (dt.time(10, 15), dt.time(11, 45))
    assert (found.known_hours, found.unknown_hours) == (1.75, 0)


def test_a_period_shorter_than_a_step_holds_none(tmp_path: Path) -> None:
    found = traced(history(tmp_path, np.full(3 * 96, 40.0)), FIRST + dt.timedelta(days=2, minutes=1), 0.2)
    assert (len(found.rows), len(found.load_duration)) == (0, 0)
    assert (found.known_hours, found.unknown_hours, found.loss_of_life_pct) == (0, 0, 0)
