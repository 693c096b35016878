"""Probabilities over several years of those within one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.health.horizon import probability_of_new, probability_within


def within(years: float, probability: float, age: float, shape: float, scale: float) -> float:
    columns = (np.array([value]) for value in (probability, age, shape, scale))
    return float(probability_within(years, *columns)[0])


def test_a_weibull_unit_by_hand() -> None:
    """Shape 2, scale 10, age 3: H(4) - H(3) = 0.16 - 0.09 = 0.07, H(8) - H(3) = 0.64 - 0.09 = 0.55."""
    assert within(5, 1 - np.exp(-0.07), 3, 2, 10) == pytest.approx(1 - np.exp(-0.55))
    # three times the hazard of its class, as a bad inspection makes it
    assert within(5, 1 - np.exp(-0.21), 3, 2, 10) == pytest.approx(1 - np.exp(-1.65))
    assert probability_of_new(5, np.array([2.0]), np.array([10.0]))[0] == pytest.approx(1 - np.exp(-0.25))


def test_a_unit_of_unknown_age_keeps_its_hazard() -> None:
    assert within(3, 0.1, np.nan, 4, 80) == pytest.approx(1 - 0.9**3)
    assert np.isnan(within(3, np.nan, 20, 4, 80))


@given(st.floats(0.0001, 0.5), st.floats(0, 90), st.floats(1, 6), st.floats(20, 150))
def test_one_year_is_what_it_was_and_more_years_never_less(p: float, age: float, shape: float, scale: float) -> None:
    assert within(1, p, age, shape, scale) == pytest.approx(p)
    assert p <= within(5, p, age, shape, scale) + 1e-12 <= within(20, p, age, shape, scale) + 2e-12 <= 1 + 3e-12
