"""Load shapes by hand, against numpy's percentiles, and energy that no resampling may lose."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.analytics.loadshape import (
    Cut,
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
    following = Cut(0, 0, "America/Chicago").starts(at[-1:] + np.timedelta64(15, "m"))
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


def constant(meters: list[tuple[int, float]], first: np.datetime64, hours: int) -> tuple[np.ndarray, ...]:
    """Starts, lengths and energies of meters of constant power, kW, each read at its own length."""
    parts = []
    for minutes, kw in meters:
        start = first + np.arange(hours * 60 // minutes) * np.timedelta64(minutes, "m")
        parts.append((start, np.full(len(start), minutes), np.full(len(start), kw * minutes / 60)))
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


@pytest.mark.parametrize("resolution", ["15min", "hour", "day"])
def test_power_of_meters_of_different_lengths_is_summed(resolution: str) -> None:
    """FAULTS H2: two meters of 1 kW, one read every 15 minutes, one every 60, are 2 kW at every resolution."""
    at, minutes, energy = constant([(15, 1.0), (60, 1.0)], T0, 48)
    shape = resample(at, minutes, energy, resolution=resolution, time_zone="America/Chicago")  # type: ignore[arg-type]
    for values in (shape.mean_kw, shape.min_kw, shape.p5_kw, shape.p95_kw, shape.max_kw):
        np.testing.assert_allclose(values, 2.0)
    assert shape.delivered_kwh.sum() == pytest.approx(96.0)
    assert shape.coverage.tolist() == [1.0] * len(shape.start_at)


@pytest.mark.parametrize("minutes", [10, 15, 30, 60])
def test_a_load_has_a_point_for_each_of_the_meters_own_intervals(minutes: int) -> None:
    """FAULTS H3: between the points of hourly or half-hourly meters there are no gaps."""
    at, lengths, energy = constant([(minutes, 1.0)], T0, 24)
    shape = resample(at, lengths, energy, resolution="15min", from_at=T0, to_at=T0 + np.timedelta64(1, "D"))
    assert shape.minutes.tolist() == [float(minutes)] * (24 * 60 // minutes)
    np.testing.assert_allclose(shape.mean_kw, 1.0)


def test_minutes_become_quarters_of_an_hour() -> None:
    at, lengths, energy = constant([(1, 1.0)], T0, 1)
    energy[:5] *= 4
    shape = resample(at, lengths, energy, resolution="15min")
    assert shape.mean_kw.tolist() == pytest.approx([2.0, 1.0, 1.0, 1.0])
    assert shape.max_kw.tolist() == pytest.approx([4.0, 1.0, 1.0, 1.0])


def test_the_end_waits_for_the_longest_interval() -> None:
    """The hourly meter's newest hours are not there yet: the quarters since are no load of both."""
    at, lengths, energy = constant([(15, 1.0), (60, 1.0)], T0, 5)
    came = (lengths == 15) | (at < T0 + np.timedelta64(2, "h"))
    shape = resample(at[came], lengths[came], energy[came], resolution="15min")
    np.testing.assert_allclose(shape.mean_kw, [2.0] * 8 + [np.nan] * 12)
    assert shape.delivered_kwh.sum() == pytest.approx(7.0)


def test_hours_are_those_of_the_clock_on_the_wall() -> None:
    midnight = np.datetime64("2026-07-14T18:30:00", "s")  # in Kolkata, UTC+5:30
    shape = resample(quarter_hours(8, midnight), 15, [1, 1, 1, 1, 2, 2, 2, 2], resolution="hour",
                     time_zone="Asia/Kolkata")  # fmt: skip
    assert shape.start_at.tolist() == [midnight.item(), (midnight + np.timedelta64(1, "h")).item()]
    assert shape.mean_kw.tolist() == [4.0, 8.0]


ZONES = {"America/Chicago": ("2026-03-07T06:00", "2026-10-31T05:00"), "Asia/Kolkata": ("2026-07-14T18:30",),
         "Australia/Sydney": ("2026-04-03T13:00", "2026-10-02T14:00")}  # fmt: skip
DAYS = [(zone, first) for zone, instants in ZONES.items() for first in instants]  # the clock changes on the second day


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([1, 5, 10, 15, 30, 60]), st.floats(0.1, 50)), min_size=1, max_size=4),
    st.sampled_from(DAYS),
    st.sampled_from(["15min", "hour", "day"]),
)
def test_constant_power_of_any_mix_of_lengths_stays_what_it_is(
    meters: list[tuple[int, float]], day: tuple[str, str], resolution: str
) -> None:
    """FAULTS H2, H3 as a rule: that power at every resolution, and its energy, on days of 23 and 25 hours too."""
    zone, first = day
    midnights = Cut(0, 0, zone).between(np.datetime64(first, "s"), np.datetime64(first, "s") + np.timedelta64(60, "h"))
    hours = int((midnights[-1] - midnights[0]) / np.timedelta64(1, "h"))
    at, minutes, energy = constant(meters, midnights[0], hours)
    shape = resample(at, minutes, energy, resolution=resolution, time_zone=zone, from_at=midnights[0],
                     to_at=midnights[-1])  # type: ignore[arg-type]  # fmt: skip
    power = sum(kw for _, kw in meters)
    for values in (shape.mean_kw, shape.min_kw, shape.max_kw):
        np.testing.assert_allclose(values, power)
    assert shape.delivered_kwh.sum() == pytest.approx(power * hours)
    np.testing.assert_allclose(shape.delivered_kwh, power * shape.minutes / 60)


def test_a_meter_may_change_its_length() -> None:
    at, lengths, energy = constant([(30, 1.0)], T0, 12)
    later, short, rest = constant([(5, 1.0)], T0 + np.timedelta64(12, "h"), 12)
    shape = resample(np.concatenate([at, later]), np.concatenate([lengths, short]), np.concatenate([energy, rest]),
                     resolution="hour")  # fmt: skip
    np.testing.assert_allclose(shape.mean_kw, [1.0] * 24)
    assert shape.coverage.tolist() == [1.0] * 24
