"""A fleet before and after, by hand: two transformers at rated load in air of 30 °C, one of them unknown for a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data_sources.analytics.clock import hours_of
from data_sources.analytics.thermal.constants import POLE_TOP
from data_sources.analytics.thermal.fleet import ThermalLoads, thermal_totals
from data_sources.analytics.thermal.what_if import HeatScenario
from data_sources.errors import FluxError, JobFailed
from data_sources.jobs.frames import JobStep
from data_sources.jobs.process import JobProcess
from data_sources.network.metered_fleet import MeteredFleet
from data_sources.studies.thermal.what_if import (
    TASK,
    TRANSFORMERS,
    FleetImpact,
    WhatIfJob,
    impact_of,
    peak_days,
    what_if_steps,
)
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.data_sources.history.conftest import put, rows

ZONE = "America/Chicago"
FIRST = dt.date(2026, 7, 6)
DAYS = tuple(FIRST + dt.timedelta(days=number) for number in range(3))
FLEET = MeteredFleet(
    1, np.array([1, 2, 3]), np.array([1, 1, 1]), np.array([50.0, 50.0, 50.0]), (POLE_TOP,), np.zeros(3, np.int64)
)


@pytest.fixture
def history(tmp_path: Path) -> DuckSource:
    """Transformers 1 and 2 at 50 of 50 kVA; of 3 nothing was read. Four days, the third of most energy."""
    warehouse = Warehouse(tmp_path)
    days = [FIRST + dt.timedelta(days=number) for number in range(4)]
    hours = np.concatenate([hours_of(day, ZONE) for day in days]).astype("datetime64[s]")
    put(warehouse, "transformers", rows(
        "transformers", transformer_id=[1, 2, 3], utility_id=1, feeder_id=1, pole_id=1, transformer_name="T",
        kind="service", phases="A", rated_kva=50.0, installed_year=2000, health_score=90.0, lon=0.0, lat=0.0,
    ))  # fmt: skip
    put(warehouse, "feeders", rows(
        "feeders", feeder_id=[1], utility_id=1, substation_id=1, feeder_name="F", voltage_kv=12.5, rated_kva=8e3,
        peak_load_kw=5e3,
    ))  # fmt: skip
    put(warehouse, "feeder_day", rows(
        "feeder_day", feeder_id=1, reading_day=np.array(days, "datetime64[D]"), meters=3, intervals_expected=1,
        intervals_received=1, intervals_estimated=0, intervals_edited=0, intervals_missing=0, intervals_late=0,
        energy_delivered_kwh=[1.0, 2.0, 9.0, 4.0], energy_received_kwh=0.0, minutes_below_a=0, minutes_above_a=0,
        minutes_below_b=0, minutes_above_b=0, minutes_expected=1440,
    ))  # fmt: skip
    put(warehouse, "weather", rows(
        "weather", utility_id=1, observed_at=hours, temperature_c=30.0, humidity_pct=50.0, wind_mps=1.0,
        is_simulated=True,
    ))  # fmt: skip
    put(warehouse, "transformer_hourly_load", rows(
        "transformer_hourly_load", transformer_id=np.repeat([1, 2], len(hours)), feeder_id=1,
        hour_start_at=np.tile(hours, 2), reading_day=np.tile(np.repeat(np.array(days, "datetime64[D]"), 24), 2),
        energy_delivered_kwh=40.0, energy_received_kwh=0.0, reactive_kvarh=30.0, load_kva=50.0, intervals_received=4,
        intervals_estimated=0, minutes_received=60,
    ))  # fmt: skip
    return DuckSource(warehouse, threads=1)


def impact(history: DuckSource, scenario: HeatScenario, days: tuple[dt.date, ...] = DAYS) -> FleetImpact:
    return impact_of(list(what_if_steps(history, WhatIfJob(FLEET, ZONE, days, scenario)))[-1].tables[TRANSFORMERS])


def test_the_days_end_with_the_one_of_most_energy(history: DuckSource) -> None:
    assert peak_days(history, 1) == DAYS
    assert peak_days(history, 1, 2) == DAYS[1:]
    assert peak_days(history, 1, 9) == DAYS
    assert peak_days(history, 2) == ()


def test_nothing_assumed_is_the_same_twice(history: DuckSource) -> None:
    """Rated load at 30 °C: 110 °C of hot spot and an hour of life an hour, of two transformers for 72 hours."""
    found = impact(history, HeatScenario())
    assert found.before == found.after
    assert (found.known, found.unknown) == (2, 1)
    assert found.before.aged_hours == pytest.approx(144, rel=0.002)
    assert found.before.hot_spot_max_c == pytest.approx(110, abs=0.05)
    assert (found.before.above_140_c, found.before.overloaded) == (0, 0)


def test_a_hotter_summer(history: DuckSource) -> None:
    """5 K more: 115 °C, at which IEEE's upgraded paper ages at exp(15000 / 383 - 15000 / 388) = 1.656."""
    found = impact(history, HeatScenario(warmer_k=5))
    assert found.after.hot_spot_max_c == pytest.approx(115, abs=0.05)
    assert found.after.aged_hours == pytest.approx(144 * np.exp(15000 / 383 - 15000 / 388), rel=0.002)
    assert (found.after.above_110_c, found.after.above_140_c, found.after.overloaded) == (2, 0, 0)


def test_growth_overloads(history: DuckSource) -> None:
    """1.3 of the rating settles at 30 + 65 x ((1 + 5 x 1.69) / 6) ** 0.8 + 15 x 1.3 ** 1.6 = 146 °C."""
    found = impact(history, HeatScenario(growth_pct=30))
    assert found.after.hot_spot_max_c == pytest.approx(30 + 65 * (9.45 / 6) ** 0.8 + 15 * 1.3**1.6, abs=0.1)
    assert (found.after.above_110_c, found.after.above_140_c, found.after.overloaded) == (2, 2, 2)
    assert (found.before.above_140_c, found.before.overloaded) == (0, 0)


def test_vehicles_charge_on_the_local_clock(history: DuckSource) -> None:
    """One hour of 7.2 kW at 18:00 in Chicago: 40 and 7.2 kW with 30 kvar are 55.9 kVA, 112 % of the rating."""
    steps = list(what_if_steps(history, WhatIfJob(FLEET, ZONE, DAYS, HeatScenario(vehicles=1, vehicle_kwh=7.2))))
    assert [(step.done, step.total) for step in steps] == [(1, 3), (2, 3), (3, 3)]
    rows = steps[-1].tables[TRANSFORMERS]
    assert rows["transformer_id"].to_pylist() == [1, 2, 3]
    peak = 100 * np.hypot(47.2, 30) / 50
    assert rows["peak_load_pct_after"].to_pylist() == [pytest.approx(peak), pytest.approx(peak), None]
    loads = np.ones((3, 24), np.float32)
    loads[2] = np.nan
    loads[:2, 18] = peak / 100  # the first hour of the local day is its first step
    one = ThermalLoads(np.tile(loads, 3), np.full(72, 30, np.float32), 60)
    assert np.array(rows["aged_hours_after"].to_pylist()[:2]) == pytest.approx(
        thermal_totals(FLEET.thermal, one).aged_hours[:2], rel=1e-5
    )


def test_days_apart_begin_anew(history: DuckSource) -> None:
    assert impact(history, HeatScenario(), (DAYS[0], DAYS[2])).before.aged_hours == pytest.approx(96, rel=0.002)


def test_no_days_are_refused(history: DuckSource) -> None:
    with pytest.raises(FluxError, match="from 1 to 400 days of readings, not 0"):
        list(what_if_steps(history, WhatIfJob(FLEET, ZONE, (), HeatScenario())))


def test_it_runs_in_a_process_of_its_own(history: DuckSource) -> None:
    steps: list[JobStep] = []
    job = WhatIfJob(FLEET, ZONE, DAYS, HeatScenario(growth_pct=30))
    JobProcess(TASK, history, job).run(steps.append)
    assert impact_of(steps[-1].tables[TRANSFORMERS]) == impact(history, HeatScenario(growth_pct=30))
    with pytest.raises(JobFailed, match="from 1 to 400 days"):
        JobProcess(TASK, history, replace(job, days=())).run(steps.append)
