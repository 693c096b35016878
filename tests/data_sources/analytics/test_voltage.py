"""Episodes outside the service ranges, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.ansi_c84 import limits_pct, sides
from data_sources.analytics.voltage import episodes

T0 = np.datetime64("2026-07-15T00:00:00", "s")


def quarter_hours(count: int) -> np.ndarray:
    return T0 + np.arange(count) * np.timedelta64(15, "m")


def test_episodes_by_hand() -> None:
    pct = [100, 94, 93, 94.5, 100, np.nan, 106, 107, 94, np.nan, 94]
    found = episodes(quarter_hours(11), 15, pct)
    assert found.started_at.tolist() == quarter_hours(11)[[1, 6, 8, 10]].tolist()
    assert found.ended_at.tolist() == (quarter_hours(11)[[3, 7, 8, 10]] + np.timedelta64(15, "m")).tolist()
    assert found.minutes.tolist() == [45, 30, 15, 15]
    assert found.is_high.tolist() == [False, True, False, False]
    assert found.worst_pct.tolist() == [93, 107, 94, 94]


def test_a_hole_in_the_times_ends_an_episode() -> None:
    at = quarter_hours(4)[[0, 1, 3]]
    assert episodes(at, 15, [90, 90, 90]).minutes.tolist() == [30, 15]


def test_nothing_and_disorder() -> None:
    assert len(episodes([], [], []).minutes) == 0
    with pytest.raises(ValueError, match="order of time"):
        episodes(quarter_hours(2)[::-1], 15, [1, 2])


@given(st.lists(st.one_of(st.floats(80, 120), st.just(float("nan"))), min_size=1, max_size=60))
def test_minutes_of_episodes_are_the_minutes_outside(pct: list[float]) -> None:
    found = episodes(quarter_hours(len(pct)), 15, pct)
    assert found.minutes.sum() == 15 * np.count_nonzero(sides(pct, "A"))
    assert (found.ended_at > found.started_at).all()
    low, high = limits_pct("A")
    assert ((found.worst_pct < low) | (found.worst_pct > high)).all()
