"""Ageing of paper: published values, and what a period costs."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.thermal.ageing import (
    equivalent_ageing,
    kraft_ageing,
    loss_of_life_pct,
    upgraded_ageing,
)


@pytest.mark.parametrize(
    ("hot_spot_c", "faa"), [(98, 0.2817), (110, 1.0), (117, 2.0197), (120, 2.7089), (130, 6.9842), (140, 17.1995)]
)
def test_ageing_acceleration_of_ieee_c57_91(hot_spot_c: float, faa: float) -> None:
    """IEEE C57.91, table of the ageing acceleration factor, to its four decimals."""
    assert round(float(upgraded_ageing(np.float64(hot_spot_c))), 4) == faa


@pytest.mark.parametrize(("hot_spot_c", "rate"), [(80, 0.125), (98, 1.0), (110, 4.0), (140, 128.0)])
def test_relative_ageing_of_kraft_paper_of_iec_60076_7(hot_spot_c: float, rate: float) -> None:
    """IEC 60076-7, table of relative ageing rates, paper not upgraded."""
    assert kraft_ageing(np.float64(hot_spot_c)) == pytest.approx(rate, rel=1e-12)


def test_a_day_at_the_reference_temperature_costs_a_day() -> None:
    """IEEE C57.91: 24 hours at 110 °C are 24 / 180,000 of normal life, 0.0133 %."""
    assert loss_of_life_pct(np.array([24.0]))[0] == pytest.approx(0.013333, abs=1e-6)


def test_equivalent_ageing_is_over_known_hours_and_unknown_without_any() -> None:
    found = equivalent_ageing(np.array([12.0, 0.0]), np.array([24.0, 0.0]))
    assert found[0] == 0.5
    assert np.isnan(found[1])
