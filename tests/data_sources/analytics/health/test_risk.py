"""Risk, kin, vegetation and strength of poles: answers worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data_sources.analytics.health.classes import CLASSES
from data_sources.analytics.health.hazard import Hazard, LikelyAges
from data_sources.analytics.health.kin import STRENGTH, kin_ratio
from data_sources.analytics.health.poles import strength_today_pct
from data_sources.analytics.health.risk import (
    Affected,
    RiskParameters,
    factors,
    replacement_costs,
    risk,
)
from data_sources.analytics.health.vegetation import contact_risk, required_clearance_m, vegetation

NAN = float("nan")


def test_risk_is_probability_times_consequence() -> None:
    """2 % a year, 10 customers for 4 hours: 48 customer-minutes; US$ 51 an hour and 1.5 * 3,000 for the unit: 94.08."""
    found = risk(
        np.array([0.02]), Affected(np.array([10.0]), np.zeros(1), np.array([51.0])), np.array([4.0]), np.array([3000.0]), 1.5
    )  # fmt: skip
    assert found.customer_minutes == pytest.approx([48.0])
    assert found.cost == pytest.approx([0.02 * (51 * 4 + 4500)])


def test_replacement_costs_by_class_and_kva() -> None:
    number = np.array([[one.name for one in CLASSES].index(name) for name in ("pole-mount transformer", "wood pole")])
    assert replacement_costs(number, np.array([50.0, NAN]), RiskParameters()) == pytest.approx([2500 + 45 * 50, 4500])


def test_what_is_not_known_of_a_factor_is_as_is_usual() -> None:
    usual = np.tile([100.0, 50.0], (3, 1))
    found = factors(np.array([75.0, 50.0, NAN]), np.array([100.0, 150.0, NAN]), usual)
    assert found == pytest.approx(np.array([[0, 0], [1, 1], [-1, -1]]))


def test_an_unknown_age_has_a_wide_band() -> None:
    hazard = Hazard(np.array([np.log(3.0), np.log(55.0), 0.0, 0.0]), np.eye(4) * 1e-6, 99, 99, False)
    ages = np.arange(0.5, 56.0)
    evenly = LikelyAges(ages, np.zeros(56), np.zeros(56), np.zeros(2))
    best, low, high = replace(hazard, likely_ages=evenly).probability_at_unknown_age(np.zeros((1, 2)))
    young, old = hazard.probability(np.array([1.5, 54.5]), np.zeros((2, 2)))[0]  # which hold 95 % of 56 ages
    assert best[0] == pytest.approx(hazard.probability(ages, np.zeros((56, 2)))[0].mean())
    assert low[0] == pytest.approx(young, rel=0.05)
    assert high[0] == pytest.approx(old, rel=0.05)
    assert low[0] < best[0] < high[0]


def test_kin_are_drawn_towards_their_class() -> None:
    """Twelve failures where 3 were expected: (12 + 5) / (3 + 5); a group of one without a failure says little."""
    group = np.array([0, 0, 0, 1, -1])
    found = kin_ratio(group, np.array([1.0, 1.0, 1.0, 0.1, 1.0]), np.array([0] * 12 + [-1]))
    assert found[:4] == pytest.approx([17 / 8] * 3 + [STRENGTH / (STRENGTH + 0.1)])
    assert np.isnan(found[4])


def test_vegetation_by_its_formula() -> None:
    """12.47 kV, trunk 5 m away, canopy 2 m, 12 m high: 0.7 (1 - 3 / 15.6) + 0.3 * 0.4 = 0.685: high."""
    clearance = required_clearance_m(np.array([12.47, 138.0, 7.2, 345.0, 75.235]))
    assert clearance == pytest.approx([2.4, 4.6, 2.4, 4.6, 3.5])
    assert contact_risk(np.array([5.0]), np.array([2.0]), np.array([12.0]), np.array([2.4])) == pytest.approx(
        [0.7 * (1 - 3 / 15.6) + 0.12]
    )
    assert contact_risk(np.array([60.0]), np.array([2.0]), np.array([30.0]), np.array([2.4])) == pytest.approx([0.3])
    assert contact_risk(np.array([1.0]), np.array([9.0]), np.array([30.0]), np.array([2.4])) == pytest.approx([1.0])


def places(**columns: list[float]) -> tuple[np.ndarray, ...]:
    names = ("distance_m", "canopy_radius_m", "tree_height_m", "growth_m_per_year", "years", "voltage_kv")
    return tuple(np.array(columns[name], float) for name in names)


def test_growth_since_the_survey_and_until_the_trim() -> None:
    """8 m off, canopy of 2 m, 0.5 m a year, four years ago: 4 m are left, of which 2.4 are needed: 3.2 years."""
    found = vegetation(*places(
        distance_m=[8, 4, 8, 8, NAN], canopy_radius_m=[2, 2, 2, 2, 2], tree_height_m=[10] * 5,
        growth_m_per_year=[0.5, 0.5, NAN, 0.0, 0.5], years=[4] * 5, voltage_kv=[12.47] * 5,
    ))  # fmt: skip
    assert found.clearance_m[:4] == pytest.approx([4, 0, 6, 6])
    assert found.trim_in_years[[0, 1, 3]] == pytest.approx([3.2, 0, 100])
    assert np.isnan(found.trim_in_years[[2, 4]]).all()
    assert found.level[4] == "unknown"
    assert np.isnan(found.risk[4])


def test_levels_begin_at_their_bounds() -> None:
    height = np.full(4, 30.0)
    needed = 1.1 * 30 + 2.4
    wanted = np.array([0.3499, 0.3501, 0.6001, 0.8001])
    distance = (1 - (wanted - 0.3) / 0.7) * needed
    found = vegetation(distance, np.zeros(4), height, np.zeros(4), np.zeros(4), np.full(4, 12.47))
    assert found.level == ["low", "moderate", "high", "critical"]


def test_strength_goes_on_falling_as_it_fell() -> None:
    """85 % after 30 years is half a percent a year: ten years later 80."""
    found = strength_today_pct(np.array([85.0, 85.0, NAN, 66.0]), np.array([30.0, NAN, 30.0, 40.0]), np.full(4, 10.0))
    assert found[[0, 1, 3]] == pytest.approx([80, 85, 57.5])
