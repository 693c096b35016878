"""T_MED by the 2.5-beta method, and the days and parts that follow."""

from __future__ import annotations

import datetime as dt
import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.reliability.indices import Served, indices
from data_sources.analytics.reliability.major_events import (
    daily_saidi,
    local_days,
    major_event_days,
    months_of,
    t_med,
    threshold,
    thresholds,
    years_of,
)
from data_sources.analytics.reliability.parts import LOSS_OF_SUPPLY, OWN, PLANNED, WITHOUT_MAJOR, parts
from tests.data_sources.analytics.reliability.rows import interruptions

CHICAGO = "America/Chicago"


def day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def test_ieee_1366_example_of_t_med() -> None:
    """alpha -3.30, beta 1.90: T_MED 4.2631 minutes."""
    assert t_med(-3.30, 1.90) == pytest.approx(4.2631, abs=5e-5)


def test_a_threshold_is_that_of_the_logarithms_without_days_of_zero() -> None:
    days = [0.02, 0.5, 0.0, 0.1, 3.0, 0.0, 0.04]
    logs = [math.log(one) for one in days if one]
    found = threshold(np.array(days))
    assert found is not None
    assert (found.alpha, found.beta) == pytest.approx((statistics.mean(logs), statistics.stdev(logs)))
    assert found.minutes == pytest.approx(math.exp(statistics.mean(logs) + 2.5 * statistics.stdev(logs)))
    assert found.days == 5


def test_a_year_is_judged_by_the_five_before_it() -> None:
    first, last = day("2014-01-01"), day("2021-12-31")
    saidi = np.random.default_rng(3).lognormal(-3, 1.5, last - first + 1)
    found = thresholds(saidi, first)
    assert found[2014] is None  # nothing before it
    for year, begin in ((2015, 2014), (2019, 2014), (2020, 2015), (2021, 2016)):
        own = saidi[day(f"{begin}-01-01") - first : day(f"{year}-01-01") - first]
        assert found[year] == threshold(own), year


def test_the_days_above_the_threshold_of_their_year_are_major() -> None:
    first = day("2020-12-30")
    saidi = np.array([1.0, math.e, 50.0, 0.5, 60.0])  # the threshold of 2021 is exp(0.5 + 2.5 * 0.7071) = 9.66
    found = major_event_days(saidi, first, thresholds(saidi, first))
    assert found.tolist() == [False, False, True, False, True]


def test_minutes_accrue_to_the_local_day_an_interruption_began_on() -> None:
    """Three days out from 23:30 in Chicago on 2 June, which is 3 June in UTC: all of it on 2 June."""
    rows = interruptions([(3 * 1440, 100), (4, 900)], start=dt.datetime(2025, 6, 3, 4, 30), seconds=[0, 0])
    own = local_days(rows.started_at, CHICAGO)
    assert own.tolist() == [day("2025-06-02")] * 2
    found = daily_saidi(rows, own, day("2025-06-01"), 4, 1000)
    assert found.tolist() == [0, 432, 0, 0]
    assert daily_saidi(rows, own, day("2025-06-03"), 4, 1000).sum() == 0


def test_the_hour_that_comes_twice_is_two_hours_long_and_one_day() -> None:
    """From 00:30 to 03:30 on the day the clock goes back are four hours, all of that day."""
    at = np.array(["2025-11-02T05:30", "2025-11-02T06:30", "2025-11-02T07:30", "2025-11-03T05:59"], "datetime64[s]")
    assert local_days(at, CHICAGO).tolist() == [day("2025-11-02")] * 4


def test_months_and_years_of_days() -> None:
    days = np.array([day("1970-01-31"), day("2024-02-29"), day("2025-12-31")])
    assert months_of(days).tolist() == [0, 54 * 12 + 1, 55 * 12 + 11]
    assert years_of(days).tolist() == [1970, 2024, 2025]


def test_parts_of_a_year() -> None:
    rows = interruptions(
        [(60, 10), (60, 20), (60, 40), (60, 80)], is_planned=[False, True, False, False],
        is_loss_of_supply=[False, False, True, False],
    )  # fmt: skip
    masks = parts(rows, np.array([False, False, False, True]))
    counted = {name: rows.customers[mask].sum() for name, mask in masks.items()}
    assert list(counted.values()) == [150, 70, 20, 40, 10]
    assert [name for name, mask in masks.items() if mask[1]] == ["all_in", WITHOUT_MAJOR, PLANNED]
    assert masks[LOSS_OF_SUPPLY].tolist() == [False, False, True, False]
    assert masks[OWN].tolist() == [True, False, False, False]


@given(st.lists(st.tuples(st.floats(0, 900), st.integers(0, 500), st.booleans()), max_size=20))
def test_all_in_is_never_less_than_without_major_event_days(rows: list[tuple[float, int, bool]]) -> None:
    one = interruptions([row[:2] for row in rows])
    masks = parts(one, np.array([row[2] for row in rows], np.bool_))
    whole, less = (indices(one.take(mask), Served(1000), 8760) for mask in (masks["all_in"], masks[WITHOUT_MAJOR]))
    assert whole.saidi_minutes[0] >= less.saidi_minutes[0]
    assert whole.saifi[0] >= less.saifi[0]
