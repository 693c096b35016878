"""What flows in the demo is what a utility of its size would see, and follows from the seed alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pytest

from data_sources.demo.ami.calendar import calendar_of, day_starts
from data_sources.demo.ami.flow import flow
from data_sources.demo.ami.intervals import feeder_intervals
from data_sources.demo.ami.outages import Supply
from data_sources.demo.ami.utility import DemoUtility

SUMMER, SPRING = dt.date(2026, 7, 15), dt.date(2026, 4, 15)


@dataclass(frozen=True)
class Day:
    """Shapes (intervals,), (meters, intervals) or (transformers, intervals)."""

    head_kw: np.ndarray
    true_kw: np.ndarray
    loss_kw: np.ndarray
    transformer_kva: np.ndarray
    voltage_pct: np.ndarray
    hour: np.ndarray


def made(utility: DemoUtility, day: dt.date) -> Day:
    calendar = calendar_of(day, utility.time_zone, utility.seed)
    supply = Supply.whole(len(utility.transformers), len(calendar.starts))
    found = list(feeder_intervals(utility, calendar, supply))
    kva = [np.hypot(one.demand.transformer_kw, one.demand.transformer_kvar) for one in found]
    volts = np.concatenate([one.readings.voltage_v for one in found])
    return Day(
        head_kw=np.sum([one.flow.head_kw for one in found], axis=0),
        true_kw=np.concatenate([one.demand.net_kw for one in found]),
        loss_kw=np.sum([one.flow.losses_kw for one in found], axis=0),
        transformer_kva=np.concatenate(kva),
        voltage_pct=100 * volts / utility.nominal_v[:, None],
        hour=calendar.hour,
    )


@pytest.fixture(scope="module")
def year(utility: DemoUtility) -> list[Day]:
    """Every fortnight and a day of a year, so that all weekdays come."""
    return [made(utility, dt.date(2025, 8, 1) + dt.timedelta(days=15 * k)) for k in range(24)]


@pytest.fixture(scope="module")
def summer(utility: DemoUtility) -> Day:
    return made(utility, SUMMER)


def test_peak_and_load_factor_are_those_of_a_hot_city(utility: DemoUtility, year: list[Day], summer: Day) -> None:
    customers = np.count_nonzero(utility.meters["is_active"].to_numpy(zero_copy_only=False))
    load = np.concatenate([day.head_kw[:92] for day in [*year, summer]])
    assert 3.0 < load.max() / customers < 5.0
    assert 0.35 < load.mean() / load.max() < 0.6
    assert 16 < summer.hour[summer.head_kw.argmax()] < 20


def test_a_meters_mean_month_is_the_one_in_its_record(utility: DemoUtility, year: list[Day]) -> None:
    month = np.mean([day.true_kw.mean(axis=1) for day in year], axis=0) * 730.5
    recorded = utility.meters["monthly_kwh"].to_numpy()
    assert month.sum() / recorded.sum() == pytest.approx(1, abs=0.06)
    assert np.percentile(month / recorded, [10, 50, 90]) == pytest.approx([0.9, 1, 1.1], abs=0.15)


def test_transformers_are_loaded_as_planned(utility: DemoUtility, summer: Day) -> None:
    rated = utility.transformers["rated_kva"].to_numpy()
    hourly = summer.transformer_kva.reshape(len(rated), -1, 4).mean(axis=2).max(axis=1) / rated
    assert 0.40 < np.median(hourly) < 0.75
    assert 0.02 < (hourly > 1).mean() < 0.10


def test_what_enters_is_what_is_used_and_lost(summer: Day, year: list[Day]) -> None:
    for day in (summer, year[0], year[12]):
        used = day.true_kw.sum(axis=0)
        service = day.head_kw - used - day.loss_kw  # what the service drops lose
        assert (service > -1e-6 * day.head_kw).all()
        assert service.sum() / day.head_kw.sum() < 0.012
        assert 0.03 < 1 - used.sum() / day.head_kw.sum() < 0.06


def test_voltage_leaves_range_a_at_the_peak_of_summer_and_rarely_range_b(summer: Day) -> None:
    lowest = np.nanmin(np.where(np.isnan(summer.voltage_pct), 100, summer.voltage_pct), axis=1)
    assert 0.005 < (lowest < 95).mean() < 0.2
    assert (lowest < 91.67).mean() < 0.01
    assert 99 < np.nanmean(summer.voltage_pct) < 103


def test_solar_houses_export_in_a_mild_noon_and_never_at_night(utility: DemoUtility) -> None:
    day = made(utility, SPRING)
    has_solar = utility.traits.solar_kw > 0
    assert (day.true_kw[has_solar][:, 46:54] < 0).mean() > 0.3
    assert (day.true_kw[:, :20] >= 0).all()
    assert (day.true_kw[~has_solar] >= 0).all()


def test_an_interval_alone_is_the_same_as_in_its_day(utility: DemoUtility) -> None:
    calendar = calendar_of(SUMMER, utility.time_zone, utility.seed)
    supply = Supply.whole(len(utility.transformers), len(calendar.starts))
    whole = next(feeder_intervals(utility, calendar, supply))
    alone = next(feeder_intervals(utility, calendar, supply, 70, 72))
    for name in whole.readings._fields:
        np.testing.assert_array_equal(getattr(alone.readings, name), getattr(whole.readings, name)[:, 70:72])
    np.testing.assert_array_equal(alone.flow.head_kw, whole.flow.head_kw[70:72])


def test_neighbours_under_one_transformer_share_their_voltage(utility: DemoUtility) -> None:
    """Which is what finds a meter recorded at the wrong transformer."""
    days = [made(utility, dt.date(2026, 11, 9) + dt.timedelta(days=k)).voltage_pct for k in range(3)]
    volts = np.nan_to_num(np.concatenate(days, axis=1) - np.nanmean(np.concatenate(days, axis=1), axis=0), nan=0.0)
    wrong = np.flatnonzero(utility.true != utility.recorded)
    better = []
    for meter in wrong:
        right = utility.true == utility.recorded
        mates = [np.flatnonzero(right & (utility.true == at)) for at in (utility.true[meter], utility.recorded[meter])]
        if all(len(group) for group in mates):
            near, far = (np.corrcoef(volts[meter], volts[group].mean(axis=0))[0, 1] for group in mates)
            better.append(near > far)
    assert len(better) > 20
    assert np.mean(better) > 0.9


def test_the_flow_of_one_line_is_the_one_of_the_text_book() -> None:
    """10 kW and 4 kvar on phase A over R = X = 0.0002 per unit a kW: drop (R P + X Q), loss R (P^2 + Q^2)."""
    kw, kvar = np.array([[10.0]], np.float32), np.array([[4.0]], np.float32)
    found = flow(
        kw, kvar, np.zeros((1, 1), np.float32), np.array([1]), np.array([[1.0, 0.0, 0.0]]), np.array([1e9]),
        np.array([-1, 0]), np.array([0.0, 2e-4]), np.array([0.0, 2e-4]), np.array([1.0]), 1e12, 0.0,
    )  # fmt: skip
    core = found.losses_kw[0] - 2e-4 * 0.0
    transformer_kw = 1e9 * 0.0028  # a huge transformer, so that its own impedance drops nothing
    p, q = 10 + transformer_kw, 4 + 1e9 * 0.007
    assert core == pytest.approx(transformer_kw + 2e-4 * (p**2 + q**2), rel=1e-6)
    assert found.head_kw[0] == pytest.approx(p + 2e-4 * (p**2 + q**2), rel=1e-6)


def test_days_on_which_the_clocks_change_have_92_and_100_quarter_hours() -> None:
    assert len(day_starts(dt.date(2026, 3, 8), "America/Chicago")) == 92
    assert len(day_starts(dt.date(2026, 11, 1), "America/Chicago")) == 100
    assert len(day_starts(dt.date(2026, 11, 2), "America/Chicago")) == 96
    assert str(day_starts(dt.date(2026, 11, 1), "America/Chicago")[0]) == "2026-11-01T05:00:00"
