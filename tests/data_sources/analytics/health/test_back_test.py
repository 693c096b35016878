"""Judging a ranking: a published area, the extremes, ties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.health.back_test import back_test


def test_hanley_and_mcneil_example() -> None:
    """Radiology 143, 1982, table I: 58 normal and 51 abnormal images in five ratings: area 0.893, standard error 0.032."""
    normal, abnormal = [33, 6, 6, 11, 2], [3, 2, 2, 11, 33]
    rating = np.repeat([0.0, 1, 2, 3, 4, 0, 1, 2, 3, 4], [*normal, *abnormal])
    found = back_test(rating, np.repeat([False, True], [58, 51]))
    assert round(found.area, 3) == 0.893
    assert round(found.area_error, 3) == 0.032


def test_the_best_ranking_there_is() -> None:
    failed = np.arange(1000) >= 950
    found = back_test(np.arange(1000.0), failed)
    assert (found.area, found.lift) == pytest.approx((1.0, 10.0))
    assert np.interp(0.05, found.share, found.gained) == pytest.approx(1.0)
    assert (found.ranked, found.failed) == (1000, 50)


def test_what_tells_nothing_is_chance() -> None:
    found = back_test(np.zeros(1000), np.arange(1000) % 7 == 0)
    assert (found.area, found.lift) == pytest.approx((0.5, 1.0))
    assert found.gained == pytest.approx(found.share)


def test_what_was_not_known_stands_last() -> None:
    found = back_test(np.array([0.3, np.nan, 0.1, 0.2]), np.array([True, False, False, False]))
    assert found.area == 1.0
    assert back_test(np.array([0.3, np.nan]), np.array([False, True])).area == 0.0


def test_there_must_be_both() -> None:
    for failed in (np.zeros(3, bool), np.ones(3, bool)):
        with pytest.raises(ValueError, match="there must be both"):
            back_test(np.arange(3.0), failed)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=60))
def test_area_is_the_share_of_pairs_put_right(rows: list[tuple[int, bool]]) -> None:
    score, failed = np.array([a for a, _ in rows], float), np.array([b for _, b in rows])
    if failed.all() or not failed.any():
        return
    pairs = score[failed][:, None] - score[~failed][None, :]
    assert back_test(score, failed).area == pytest.approx(((pairs > 0) + 0.5 * (pairs == 0)).mean())
