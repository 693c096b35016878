"""Rates, floods and bad actors, worked by hand after ANSI/ISA-18.2-2016, clause 16."""

from __future__ import annotations

import numpy as np

from data_sources.analytics.alarms.rates import (
    MINUTE_MS,
    SHARE_GUIDE,
    TEN_MINUTES_MS,
    Flood,
    chattering,
    floods,
    in_tens,
    per_hour,
    top_points,
)

HOUR = 60 * MINUTE_MS


def at(*counts: int) -> np.ndarray:
    """So many annunciations in the middle of each ten minutes."""
    return np.repeat(np.arange(len(counts)) * TEN_MINUTES_MS + MINUTE_MS, counts)


def test_isa_18_2_a_flood_begins_at_ten_in_ten_minutes_and_ends_below_five() -> None:
    times = at(9, 10, 6, 5, 4, 9, 12)
    assert floods(times, 0, 7 * TEN_MINUTES_MS) == [
        Flood(TEN_MINUTES_MS, 4 * TEN_MINUTES_MS, 21), Flood(6 * TEN_MINUTES_MS, 7 * TEN_MINUTES_MS, 12),
    ]  # fmt: skip


def test_two_operators_take_twice_as_many() -> None:
    assert floods(at(19, 20), 0, 2 * TEN_MINUTES_MS, operators=2) == [Flood(TEN_MINUTES_MS, 2 * TEN_MINUTES_MS, 20)]


def test_tens_are_half_open_and_cut_at_the_end() -> None:
    times = np.array([0, TEN_MINUTES_MS - 1, TEN_MINUTES_MS, 15 * MINUTE_MS, -1])
    assert in_tens(times, 0, 15 * MINUTE_MS).tolist() == [2, 1]
    assert in_tens(times, 5, 5).tolist() == []


def test_chatter_is_three_of_one_point_within_a_minute() -> None:
    points = np.array([1, 1, 1, 2, 2, 2, 3, 3])
    times = np.array([0, 30_000, 59_999, 0, 30_000, 60_000, 0, 1])
    assert chattering(points, times).tolist() == [1]
    assert chattering(points[:2], times[:2]).tolist() == []


def test_the_worst_points_first() -> None:
    points, counts = top_points(np.array([5, 3, 5, 4, 3, 5]), 2)
    assert (points.tolist(), counts.tolist()) == ([5, 3], [3, 2])


def test_per_hour_and_operator() -> None:
    """Table 7: 144 of a day are six an hour, for one operator."""
    assert per_hour(144, 0, 24 * HOUR) == 6.0
    assert per_hour(144, 0, 24 * HOUR, operators=2) == 3.0
    assert np.isnan(per_hour(1, 5, 5))


def test_the_share_guide_is_that_of_three_priorities_with_a_highest_one_apart() -> None:
    assert [SHARE_GUIDE[one] for one in ("low", "medium", "high")] == [80, 15, 5]
    assert SHARE_GUIDE["critical"] <= 1
