"""Load shapes by hand, against numpy's percentiles, and energy that no resampling may lose."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.analytics.loadshape import (
    bucket_starts,
    change_pct,
    interval_kw,
    level,
    power_factor,
    resample,
    shifted,
)

T0 = np.datetime64("2026-07-15T05:00:00", "s")  # midnight in Chicago (CDT)


def quarter_hours(count: int, start: np.datetime64 = T0) -> np.ndarray:
    return start + np.arange(count) * np.timedelta64(15, "m")


def test_kwh_become_kw_by_the_interval_length() -> None:
    assert interval_kw([0.5, 0.5, 0.5], [15, 30, 60]).tolist() == [2.0, 1.0, 0.5]


def test_power_factor_of_sums_is_not_the_mean_of_power_factors() -> None:
    # 3-4-5 triangle: 30 kWh and 40 kvarh give 0.6; an hour of 30/0 and one of 0/40 average to 0.5.
    assert power_factor(30.0, 40.0) == pytest.approx(0.6)
    shape = resample(
        T0 + np.arange(2) * np.timedelta64(1, "h"), 60, [30.0, 0.0], None, [0.0, 40.0], resolution="day",
        time_zone="America/Chicago",
    )  # fmt: skip
    assert shape.power_factor.tolist() == pytest.approx([0.6])
    assert np.isnan(power_factor(0.0, 0.0))


def test_bands_of_an_hour_by_hand() -> None:
    shape = resample(quarter_hours(4), 15, [0.25, 0.5, 0.75, 1.0], resolution="hour")
    assert shape.mean_kw.tolist() == [2.5]
    assert (shape.min_kw[0], shape.max_kw[0]) == (1.0, 4.0)
    assert shape.p5_kw.tolist() == pytest.approx([np.quantile([1, 2, 3, 4], 0.05)])
    assert shape.p95_kw.tolist() == pytest.approx([np.quantile([1, 2, 3, 4], 0.95)])
    assert shape.coverage.tolist() == [1.0]


def test_gaps_stay_gaps() -> None:
    energy = np.array([1.0] * 4 + [np.nan] * 4 + [1.0, np.nan, np.nan, 1.0])
    shape = resample(quarter_hours(12), 15, energy, resolution="hour", to_at=T0 + np.timedelta64(4, "h"))
    assert shape.coverage.tolist() == [1.0, 0.0, 0.5, 0.0]
    assert np.isnan(shape.mean_kw).tolist() == [False, True, False, True]
    assert shape.delivered_kwh[2] == 2.0
    nothing = resample([], 15, [], resolution="hour", from_at=T0, to_at=T0 + np.timedelta64(2, "h"))
    assert np.isnan(nothing.mean_kw).tolist() == [True, True]


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-08T06:00", 23), ("2026-11-01T05:00", 25), ("2026-07-15T05:00", 24)]
)
def test_local_days_of_23_24_and_25_hours(day: str, hours: int) -> None:
    """US daylight saving of 2026: 8 March and 1 November (Energy Policy Act of 2005)."""
    start = np.datetime64(day, "s")
    at = quarter_hours(4 * hours, start)
    shape = resample(at, 15, np.ones(len(at)), resolution="day", time_zone="America/Chicago")
    assert shape.start_at.tolist() == [start.item()]
    assert shape.coverage.tolist() == [1.0]
    assert shape.delivered_kwh.tolist() == [4.0 * hours]
    following = bucket_starts(at[-1:] + np.timedelta64(15, "m"), "day", "America/Chicago")
    assert following[0] == start + np.timedelta64(hours, "h")


def test_export_lowers_the_net_load() -> None:
    shape = resample(quarter_hours(4), 15, [0, 0, 1, 1], [1, 1, 0, 0], resolution="hour")
    assert (shape.mean_kw[0], shape.min_kw[0], shape.max_kw[0]) == (0.0, -4.0, 4.0)


def test_years_are_364_days_apart_so_that_weekdays_meet() -> None:
    before = shifted([np.datetime64("2026-07-15T12:00:00")])
    assert before[0] == np.datetime64("2025-07-16T12:00:00")  # both Wednesdays


def test_level_and_changes_by_hand() -> None:
    shape = resample(quarter_hours(8), 15, [1, 1, 1, 1, 2, 2, 2, 2], resolution="hour")
    found = level(shape)
    assert (found.energy_kwh, found.peak_kw, found.load_factor) == (12.0, 8.0, 0.75)
    assert change_pct(110.0, 100.0) == pytest.approx(10.0)
    assert change_pct(1.0, 0.0) is None
    assert change_pct(float("nan"), 1.0) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.floats(0, 50), st.just(float("nan"))), min_size=1, max_size=300),
    st.sampled_from(["15min", "hour", "day"]),
    st.integers(0, 95),
)
def test_energy_is_conserved_and_bands_are_ordered(energy: list[float], resolution: str, offset: int) -> None:
    at = quarter_hours(len(energy), T0 + offset * np.timedelta64(15, "m"))
    shape = resample(at, 15, energy, resolution=resolution, time_zone="America/Chicago")  # type: ignore[arg-type]
    assert np.nansum(shape.delivered_kwh) == pytest.approx(np.nansum(energy))
    known = np.isfinite(shape.mean_kw)
    bands = [part[known] for part in (shape.min_kw, shape.p5_kw, shape.p95_kw, shape.max_kw)]
    assert all((low <= high + 1e-9).all() for low, high in itertools.pairwise(bands))
    assert (shape.min_kw[known] - 1e-9 <= shape.mean_kw[known]).all()
    assert (shape.mean_kw[known] <= shape.max_kw[known] + 1e-9).all()
    assert ((shape.coverage >= 0) & (shape.coverage <= 1)).all()
