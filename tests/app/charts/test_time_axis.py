"""The time axis: ticks of the utility's own clock at true instants, over both changes of daylight saving."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from bokeh.events import RangesUpdate
from bokeh.plotting import figure
from hypothesis import given
from hypothesis import strategies as st

from app.charts.time_axis import TimeAxis, day_ticker, instant_of, ticks, utc_ms, when

CHICAGO = "America/Chicago"
ZONES = st.sampled_from([CHICAGO, "UTC", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "No/Such_Zone"])


def at(text: str) -> np.datetime64:
    return np.datetime64(text, "s")


def seen(first: str, end: str, zone: str = CHICAGO) -> list[str]:
    """Names of the ticks between two UTC instants, from left to right."""
    found = ticks(at(first), at(end), zone)
    low, high = utc_ms([at(first), at(end)])
    return [name for place, name in sorted(found.items()) if low <= place <= high]


def test_a_day_of_spring_has_no_two_o_clock() -> None:
    assert seen("2026-03-08T06:00", "2026-03-08T12:00") == [
        "8 Mar",
        "01:00",
        "03:00",
        "04:00",
        "05:00",
        "06:00",
        "07:00",
    ]


def test_a_day_of_autumn_has_one_o_clock_twice_and_says_which() -> None:
    found = seen("2026-11-01T05:00", "2026-11-01T10:00")
    assert found == ["1 Nov", "01:00 CDT", "01:00 CST", "02:00", "03:00", "04:00"]


def test_midnight_is_named_by_its_day_and_weeks_begin_on_monday() -> None:
    assert seen("2026-11-20T06:00", "2026-11-22T06:00") == [
        "20 Nov", "06:00", "12:00", "18:00", "21 Nov", "06:00", "12:00", "18:00", "22 Nov"
    ]  # fmt: skip
    assert seen("2026-10-20T00:00", "2026-12-01T00:00") == ["26 Oct", "2 Nov", "9 Nov", "16 Nov", "23 Nov", "30 Nov"]


def test_years_are_named_by_month_then_by_year() -> None:
    assert seen("2026-01-01T06:00", "2026-07-01T05:00")[:3] == ["Jan 2026", "Feb 2026", "Mar 2026"]
    assert seen("2020-01-01T06:00", "2026-01-01T06:00") == ["2020", "2021", "2022", "2023", "2024", "2025", "2026"]


def test_of_centuries_few_years_are_named() -> None:
    """Ten years apart they would lie over each other."""
    assert seen("1900-01-01T06:00", "2199-12-31T06:00") == ["1970", "2020"]
    assert seen("1970-01-01T06:00", "2058-01-01T06:00") == ["1970", "1990", "2010", "2030", "2050"]


def test_an_hour_is_named_to_the_minute() -> None:
    assert seen("2026-11-22T20:00", "2026-11-22T20:30")[:3] == ["22 Nov 14:00", "14:05", "14:10"]  # no midnight is seen


@given(
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2036, 1, 1)), st.integers(60, 4 * 366 * 86_400), ZONES,
    st.integers(3, 20),
)  # fmt: skip
def test_every_tick_is_a_round_time_of_the_zone_s_own_clock(
    start: dt.datetime, span: int, name: str, target: int
) -> None:
    first = np.datetime64(start, "s")
    found = ticks(first, first + np.timedelta64(span, "s"), name, target)
    zone = ZoneInfo(name) if name != "No/Such_Zone" else ZoneInfo("UTC")
    low, high = utc_ms([first, first + np.timedelta64(span, "s")])
    assert sum(low <= place <= high for place in found) <= 2 * target + 3
    for place, text in found.items():
        local = dt.datetime.fromtimestamp(place / 1000, zone)
        assert local.second == 0
        assert f"{local:%H:%M}" in text or (local.hour, local.minute) in ((0, 0), (1, 0))  # a day that begins at 1:00


def test_words_of_the_tooltip_name_the_zone() -> None:
    moments = np.array(["2026-03-08T07:00", "2026-03-08T08:00"], "datetime64[s]")
    assert when(moments, CHICAGO) == ["Sun 8 Mar 01:00 CST", "Sun 8 Mar 03:00 CDT"]


def test_charts_that_share_a_range_share_their_ticks_and_follow_the_hand() -> None:
    one = figure(x_axis_type="datetime", x_range=(0, 1))
    other = figure(x_axis_type="datetime", x_range=one.x_range)
    axis = TimeAxis(one, other)
    axis.look_at(at("2026-11-22T06:00"), at("2026-11-23T06:00"), CHICAGO)
    assert (one.x_range.start, one.x_range.end) == tuple(utc_ms([at("2026-11-22T06:00"), at("2026-11-23T06:00")]))
    assert one.xaxis[0].ticker.ticks == other.xaxis[0].ticker.ticks
    before = list(one.xaxis[0].ticker.ticks)
    low, high = utc_ms([at("2026-11-22T12:00"), at("2026-11-22T13:00")])
    one._trigger_event(RangesUpdate(one, x0=low, x1=high, y0=0, y1=1))
    assert one.xaxis[0].ticker.ticks != before
    assert "06:15" in one.xaxis[0].major_label_overrides.values()


@pytest.mark.parametrize("ms", [0.0, 1_793_000_123_456.0])
def test_a_place_of_the_axis_is_an_instant(ms: float) -> None:
    assert utc_ms(instant_of(ms)) == pytest.approx(ms, abs=500.0)


def test_a_day_whose_midnight_is_left_out_is_named_at_its_first_moment() -> None:
    """Santiago, 6 September 2026: 23:59 is followed by 01:00 (FAULTS L)."""
    assert seen("2026-09-06T00:00", "2026-09-06T12:00", "America/Santiago") == [
        "20:00", "22:00", "6 Sep", "02:00", "04:00", "06:00", "08:00",
    ]  # fmt: skip


def test_a_midnight_that_comes_twice_names_its_day_once() -> None:
    """Havana, 1 November 2026: 00:59 is followed by 00:00 (FAULTS L: an axis says a day twice)."""
    found = seen("2026-11-01T02:00", "2026-11-01T08:00", "America/Havana")
    assert found == ["22:00", "23:00", "1 Nov", "00:00 CST", "01:00", "02:00", "03:00"]


def test_an_axis_of_days_has_no_tick_between_two_midnights() -> None:
    """FAULTS L: over two days Bokeh's own ticker put "19 Nov" at midnight and at noon."""
    ticker = day_ticker()
    finest, *whole = ticker.tickers
    assert [type(one).__name__ for one in whole] == ["DaysTicker"] * 4 + ["MonthsTicker"] * 4 + ["YearsTicker"]
    assert finest.interval < 1  # ms: no span of whole days chooses it
