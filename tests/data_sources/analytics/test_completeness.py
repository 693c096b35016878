"""Completeness laid out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.completeness import Totals, matrix

D = np.datetime64("2026-11-01", "D")


def test_a_missing_row_is_a_gap_and_not_zero() -> None:
    counts = {
        "expected": [960, 960, 480],
        "received": [960, 480, 0],
        "estimated": [96, 0, 0],
        "late": [0, 48, 0],
        "explained": [0, 0, 96],
    }
    found = matrix([7, 7, 3], [D, D + 2, D], counts, D, D + 3)
    assert found.row_ids.tolist() == [3, 7]
    assert len(found.days) == 3
    np.testing.assert_array_equal(found.received_pct, [[0, np.nan, np.nan], [100, np.nan, 50]])
    np.testing.assert_array_equal(found.estimated_pct, [[np.nan, np.nan, np.nan], [10, np.nan, 0]])
    np.testing.assert_array_equal(found.late_pct, [[np.nan, np.nan, np.nan], [0, np.nan, 10]])
    np.testing.assert_array_equal(found.missing_pct, [[80, np.nan, np.nan], [0, np.nan, 50]])


def test_days_outside_are_left_out_and_more_than_expected_is_100_pct() -> None:
    counts = {"expected": [10, 10], "received": [11, 10], "estimated": [0, 0], "late": [0, 0], "explained": [0, 0]}
    found = matrix([1, 1], [D, D + 9], counts, D, D + 1)
    assert found.received_pct.tolist() == [[100.0]]


def test_shares_of_totals_by_hand() -> None:
    totals = Totals(expected=1000, received=900, estimated=90, missing=100, late=45)
    assert totals.received_pct == pytest.approx(90.0)
    assert totals.measured_pct == pytest.approx(81.0)
    assert totals.estimated_pct == pytest.approx(10.0)
    assert totals.late_pct == pytest.approx(5.0)
    assert Totals(0, 0, 0, 0, 0).received_pct is None
