"""Year over year: what is compared when last year is there, there in part, or not there at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scope_bar.ground import Ground
from app.tabs.ami_analytics.years import view as years
from app.tabs.ami_analytics.years.rows import compared, days_there, figures, mean_temperatures
from data_sources.analytics.loadshape import Level
from data_sources.history.loads import YearOverYear
from data_sources.history.scope import floats, table
from tests.data_sources.history_rows import DAYS, ZONE, write_warehouse

pytestmark = pytest.mark.filterwarnings("ignore:Arrow output on a DB-API result")
DAY = dt.timedelta(days=1)


def two_years(this: list[float], before: list[float], now_read: float = 1.0, before_read: float = 1.0) -> YearOverYear:
    at = np.datetime64("2026-03-07T06:00", "s") + np.arange(len(this)) * np.timedelta64(3600, "s")
    rows = table({"start_at": at, "this_kw": np.array(this, float), "before_kw": np.array(before, float)})
    return YearOverYear(rows, Level(100.0, 9.0, 0.5), Level(80.0, 8.0, 0.4), 25.0, 12.5, 25.0, now_read, before_read)


def test_two_whole_periods_are_compared_as_they_are() -> None:
    found = compared(two_years([1, 2], [3, 4]), 1.0)
    assert found.is_whole
    assert (found.now.energy_kwh, found.before.energy_kwh) == (100.0, 80.0)


def test_only_hours_that_both_years_have_count_when_last_year_is_there_in_part() -> None:
    found = compared(two_years([1, 2, 3, 100], [2, 2, 4, np.nan], 1.0, 0.75), 1.0)
    assert not found.is_whole
    assert found.points == 3
    assert (found.now.energy_kwh, found.before.energy_kwh) == (6.0, 8.0)
    assert (found.now.peak_kw, found.before.peak_kw) == (3.0, 4.0)
    assert found.now.load_factor == pytest.approx(2 / 3)


def test_nothing_last_year_is_no_change() -> None:
    found = compared(two_years([1, 2], [np.nan, np.nan], 1.0, 0.0), 1.0)
    shown = figures(found, (10.0, None), 0, 14)
    assert [figure.value for figure in shown[:3]] == ["100", "9.0", "0.500"]
    assert {figure.note for figure in shown[:3]} == {"nothing a year earlier"}
    assert (shown[4].value, shown[4].unit, shown[4].tone) == ("0", "of 14", "warning")


def test_changes_are_told_absolute_and_in_percent() -> None:
    shown = figures(compared(two_years([1], [1]), 1.0), (12.0, 15.5), 14, 14)
    assert shown[0].note == "+20 kWh (+25.0 %) against 80 kWh"
    assert shown[1].note == "+1.0 kW (+12.5 %) against 8.0 kW"
    assert shown[2].note == "+0.100 (+25.0 %) against 0.400"
    assert shown[3].note == "−3.5 °C against 15.5 °C"


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6) | st.just(float("nan"))), min_size=1, max_size=50))
def test_hours_without_last_year_never_change_the_comparison(pairs: list[tuple[float, float]]) -> None:
    this, before = [list(values) for values in zip(*pairs, strict=True)]
    one = compared(two_years(this, before, 1.0, 0.5), 1.0)
    other = compared(two_years([*this, 7e6], [*before, float("nan")], 1.0, 0.5), 1.0)
    np.testing.assert_equal([*vars_of(one.now), *vars_of(one.before)], [*vars_of(other.now), *vars_of(other.before)])


def vars_of(level: Level) -> tuple[float, float, float]:
    return level.energy_kwh, level.peak_kw, level.load_factor


def test_days_of_last_year_are_those_364_days_earlier() -> None:
    first = dt.date(2026, 11, 9)
    there = [dt.date(2025, 11, 10) + k * DAY for k in range(3)]
    assert days_there([*there, dt.date(2025, 11, 9)], first, first + 14 * DAY) == 3


def test_the_earlier_period_begins_at_local_midnight_whatever_the_clocks_did() -> None:
    ground = Ground(1, "utility", 0, DAYS[0], DAYS[-1] + DAY, ZONE.key)  # over the change of clocks of 2026
    first, end = years.earlier_period(ground)
    assert first == dt.datetime(2025, 3, 8, 6)  # before the change of 2025, which was on 9 March
    assert end == dt.datetime(2025, 3, 11, 5)


def test_a_real_history_without_last_year(tmp_path: Path) -> None:
    source = write_warehouse(tmp_path)
    ground = Ground(1, "feeder", 1, DAYS[0], DAYS[0] + DAY, ZONE.key)
    answer = years._fetch(source, ground)
    rows = years.joined(answer, ground)
    assert rows.num_rows == 24
    assert np.isfinite(floats(rows["this_kw"])).all()
    assert np.isnan(floats(rows["before_kw"])).all()
    assert rows["this_temperature_c"][0].as_py() == pytest.approx(15.0)
    assert days_there(answer.days, ground.first_day, ground.end_day) == 0


def test_temperatures_are_of_the_hours_that_both_years_have() -> None:
    rows = table(
        {
            "this_kw": np.array([1.0, 1.0, np.nan]),
            "before_kw": np.array([1.0, np.nan, 1.0]),
            "this_temperature_c": np.array([10.0, 30.0, 40.0]),
            "before_temperature_c": np.array([12.0, np.nan, 50.0]),
        }
    )
    assert mean_temperatures(rows) == (10.0, 12.0)
    assert mean_temperatures(rows.slice(1)) == (35.0, 50.0)  # no hour in common: each year's own
