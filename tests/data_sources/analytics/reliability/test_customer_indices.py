"""Indices over customers, by a worked example: five interruptions of three of ten customers."""

from __future__ import annotations

import math

import pytest

from data_sources.analytics.reliability.customers import customer_indices

CUSTOMER = ["ann", "ann", "ann", "bea", "cem", "dan"]
MINUTES = [60.0, 90.0, 330.0, 540.0, 30.0, 4.0]  # dan's is momentary


def test_indices_over_customers() -> None:
    found = customer_indices(CUSTOMER, MINUTES, 10, n=(1, 2, 3, 4), s_hours=(5, 5.5, 9), t_hours=(8, 9))
    assert found.customers_interrupted == 3
    assert found.caifi == pytest.approx(5 / 3)
    assert found.ctaidi_minutes == pytest.approx(1050 / 3)
    assert found.cemi == {1: 0.3, 2: 0.1, 3: 0.1, 4: 0.0}  # n or more
    assert found.celid_s == {5: 0.2, 5.5: 0.2, 9: 0.1}  # ann's longest is 5.5 hours, bea's 9
    assert found.celid_t == {8: 0.2, 9: 0.1}  # ann's sum is 8 hours


def test_nobody_interrupted() -> None:
    found = customer_indices([], [], 10, n=(1,))
    assert math.isnan(found.caifi)
    assert math.isnan(found.ctaidi_minutes)
    assert found.cemi == {1: 0.0}
