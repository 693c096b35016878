"""Zones: instants, local days and wall clocks, over the hours that come twice and those that never are."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics import clock

CHICAGO = "America/Chicago"
ZONES = st.sampled_from([CHICAGO, "UTC", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns"])
INSTANTS = st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2037, 1, 1))


def test_instants_are_held_as_naive_utc() -> None:
    aware = dt.datetime(2026, 11, 22, 14, 5, tzinfo=dt.timezone(-dt.timedelta(hours=6)))
    assert clock.naive_utc(aware) == dt.datetime(2026, 11, 22, 20, 5)
    assert clock.naive_utc(dt.datetime(2026, 11, 22, 20, 5)) == dt.datetime(2026, 11, 22, 20, 5)
    assert clock.utc64(aware) == np.datetime64("2026-11-22T20:05:00")
    assert clock.aware_utc(np.datetime64("2026-11-22T20:05:00", "us")) == aware


@pytest.mark.parametrize(("day", "hours"), [("2026-03-08", 23), ("2026-11-01", 25), ("2026-07-01", 24)])
def test_a_local_day_has_23_24_or_25_hours(day: str, hours: int) -> None:
    first = dt.date.fromisoformat(day)
    begin, end = (clock.midnight_utc(at, CHICAGO) for at in (first, first + dt.timedelta(days=1)))
    assert end - begin == dt.timedelta(hours=hours)
    assert clock.local_day(begin, CHICAGO) == first
    assert clock.local_day(begin - dt.timedelta(seconds=1), CHICAGO) == first - dt.timedelta(days=1)


def test_the_first_of_an_hour_that_comes_twice() -> None:
    at = clock.utc_of(dt.date(2026, 11, 1), dt.time(1, 30), CHICAGO)
    assert at == dt.datetime(2026, 11, 1, 6, 30)


@given(INSTANTS, ZONES)
def test_arrays_and_single_times_agree(at: dt.datetime, zone: str) -> None:
    whole = at.replace(microsecond=0)
    local = clock.local_seconds(np.array([whole], "datetime64[s]"), zone)
    assert local.astype("datetime64[s]")[0].astype(object) == clock.local_time(whole, zone).replace(tzinfo=None)


@given(INSTANTS, ZONES)
def test_there_and_back_shows_the_same_clock(at: dt.datetime, zone: str) -> None:
    local = clock.local_seconds(np.array([at], "datetime64[s]"), zone)
    back = clock.utc_seconds(local, zone).astype("datetime64[s]")
    assert clock.local_seconds(back, zone).tolist() == local.tolist()


@given(
    st.sampled_from([CHICAGO, "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca"]), INSTANTS
)
def test_offsets_of_many_instants_are_those_of_each(zone: str, start: dt.datetime) -> None:
    """Side by side over half a year, as a year's outages lie: by the day, and by the quarter hour where it changes."""
    seconds = clock.seconds_of([np.datetime64(start, "s")])[0] + np.arange(0, 190 * 86_400, 3 * 3600)
    own = [dt.datetime.fromtimestamp(int(at), clock.ZoneInfo(zone)).utcoffset() for at in seconds]
    expected = [int(one.total_seconds()) for one in own if one is not None]
    assert clock.utc_offsets(seconds, zone).tolist() == expected


def test_where_midnight_lies_within_an_hour_of_utc_both_days_have_a_share() -> None:
    """Calcutta's midnight is 18:30 UTC: the hour of 18:00 belongs to the day before, half of it read on each."""
    hours = clock.hours_of(dt.date(2026, 7, 6), "Asia/Calcutta")
    assert hours[0] == np.datetime64("2026-07-05T19", "h")
    assert hours[-1] == np.datetime64("2026-07-06T18", "h")
