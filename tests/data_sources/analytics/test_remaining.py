"""What is left of work of which some has passed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from data_sources.analytics.remaining import left_minutes


def test_nothing_has_passed() -> None:
    assert left_minutes(60, 0.6, 0) == 60
    assert left_minutes(60, 0.0, 25) == 35
    assert left_minutes(60, 0.0, 99) == 0


def test_the_median_of_what_is_left_as_drawn() -> None:
    drawn = 60 * np.exp(0.6 * np.random.default_rng(1).standard_normal(400_000))
    for passed in (10.0, 60.0, 150.0):
        left = np.median(drawn[drawn > passed]) - passed
        assert left_minutes(60, 0.6, passed) == pytest.approx(left, rel=0.03)


def test_work_far_beyond_its_time_is_still_some() -> None:
    assert 0 < left_minutes(8, 0.6, 60 * 24) < math.inf
