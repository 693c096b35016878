"""Meters that were there to be read on a day: by hand, and that a digest tells days apart exactly where they differ."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data_sources.pipeline.thermal.expected import ExpectedMeters

FIRST = dt.date(2026, 7, 6)
DAYS = [FIRST + dt.timedelta(days=number) for number in range(12)]


def expected(*spans: tuple[int, int, int, int]) -> ExpectedMeters:
    """Spans of (transformer of three, meters, first day, last day)."""
    at, meters, first, last = np.array(spans, np.int64).reshape(-1, 4).T
    begin = np.datetime64(FIRST, "D")
    return ExpectedMeters(3, at, meters, begin + first, begin + last)


def test_meters_come_and_go() -> None:
    found = expected((0, 2, 0, 9_000), (0, 1, 3, 5), (2, 4, 5, 5))
    assert [found.on(day).tolist() for day in DAYS[2:7]] == [[2, 0, 0], [3, 0, 0], [3, 0, 0], [3, 0, 4], [2, 0, 0]]
    steps = np.array([DAYS[4], DAYS[5], DAYS[5], DAYS[6]], "datetime64[D]")
    assert found.of_steps(steps).tolist() == [[3, 3, 3, 2], [0, 0, 0, 0], [0, 4, 4, 0]]


def test_nothing_recorded_expects_nothing() -> None:
    found = expected()
    assert found.on(FIRST).tolist() == [0, 0, 0]
    assert found.period(DAYS[0]) == found.period(DAYS[9])


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_digests_differ_where_meters_do(spans: list[tuple[int, int, int, int]]) -> None:
    found = expected(*((at, meters, *sorted(days)) for at, meters, *days in spans))
    for day, after in pairwise(DAYS):
        is_same = found.on(day).tolist() == found.on(after).tolist()
        assert (found.digest(day) == found.digest(after)) == is_same
        assert is_same or found.period(day) != found.period(after)
