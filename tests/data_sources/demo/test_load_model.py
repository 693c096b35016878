"""The load model: smooth, right at the design hour, and its clock keeps Central time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from data_sources.demo import load_model
from data_sources.demo.weather.hours import hourly_weather, year_of_weather


def test_clock_agrees_with_the_time_zone_database() -> None:
    at = np.datetime64("2026-01-01T00", "s") + np.arange(0, 365 * 24) * np.timedelta64(3_600, "s")
    hour, weekday = load_model.local_clock(at)
    zone = ZoneInfo("America/Chicago")
    local = [value.item().replace(tzinfo=dt.UTC).astimezone(zone) for value in at]
    assert np.array_equal(hour, [moment.hour for moment in local])
    assert np.array_equal(weekday, [moment.weekday() for moment in local])


@pytest.mark.parametrize("kind", load_model.CLASSES)
def test_design_hour_is_one_and_days_are_smooth(kind: str) -> None:
    assert load_model.hourly_multiplier(17.5, 2, 37.5, kind) == pytest.approx(1.0)
    minutes = np.arange(0, 24 * 60) / 60.0
    day = load_model.hourly_multiplier(minutes, 2, 30.0, kind)
    assert np.abs(np.diff(day)).max() < 0.006
    assert day.min() > 0.1


def test_heat_and_cold_raise_the_load_of_homes() -> None:
    mild, hot, cold = (float(load_model.hourly_multiplier(18.0, 2, celsius, "residential")) for celsius in (18, 36, -2))
    assert hot > 2.0 * mild
    assert cold > 1.3 * mild


def test_design_peaks_add_up() -> None:
    peak = load_model.design_peaks(np.array([0, 0, 1]), np.array([0, 1, 2]), np.array([1_000.0, 500.0, 9e4]), 3)
    assert peak[0] == pytest.approx(1_000 / 730.5 / 0.398 + 500 / 730.5 / 0.591)
    assert peak[2] == 0.0


def test_weather_of_a_day_does_not_depend_on_the_as_of_date() -> None:
    early = hourly_weather(dt.date(2026, 3, 1), 7)
    late = hourly_weather(dt.date(2026, 11, 22), 7)
    assert np.array_equal(early[1], late[1][: len(early[1])])
    assert len(year_of_weather(2024, 7)[0]) == 366 * 24
