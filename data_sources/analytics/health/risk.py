"""Risk of assets: probability of failure within a year times what a failure does, in customer-minutes and in US$.

Money counts what the interruption costs customers, by class and hour, and what the replacement after a failure costs
the utility. Critical customers weigh several times in money; customer-minutes are those that SAIDI counts, unweighted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.health.classes import CLASSES, FACTORS
from data_sources.analytics.health.parts import Floats

CUSTOMER_CLASSES: Final = ("residential", "commercial", "industrial")
OLDEST_SHARE: Final = 1.25
"""Where no age of a class is known, an asset may be of any up to this share of its class's expected life."""
EQUAL: Final = np.array([75.0, 100.0])
"""Condition and peak load, percent of rating, at which the factors of a hazard are 0; a factor is 1 a STEP further."""
STEPS: Final = np.array([-25.0, 50.0])
MOST_LOAD: Final = 2.0
"""Of the factor of loading, up and down."""


def _hours() -> dict[str, float]:
    return {
        "pole-mount transformer": 4.0, "pad-mount transformer": 6.0, "substation transformer": 24.0, "regulator": 4.0,
        "wood pole": 6.0, "steel pole": 8.0, "concrete pole": 8.0, "other pole": 7.0,
    }  # fmt: skip


def _costs() -> dict[str, tuple[float, float]]:
    return {
        "pole-mount transformer": (2_500.0, 45.0), "pad-mount transformer": (8_000.0, 60.0),
        "substation transformer": (150_000.0, 35.0), "regulator": (20_000.0, 10.0), "wood pole": (4_500.0, 0.0),
        "steel pole": (7_500.0, 0.0), "concrete pole": (7_000.0, 0.0), "other pole": (6_000.0, 0.0),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class RiskParameters:
    """What a failure does; every value can be another utility's own.

    Attributes:
        outage_hours: until service is back after a failure, by class of asset, where the record does not say.
        replacement_cost: US$ of a planned replacement, and US$ for each kVA, by class of asset.
        unplanned_factor: what a replacement after a failure costs over a planned one.
        customer_hour_cost: US$ of an hour without supply, by class of customer.
        critical_weight: how many customers a critical one counts as, in money.
        sources: of each, for people.
    """

    outage_hours: Mapping[str, float] = field(default_factory=_hours)
    replacement_cost: Mapping[str, tuple[float, float]] = field(default_factory=_costs)
    unplanned_factor: float = 1.5
    customer_hour_cost: Mapping[str, float] = field(
        default_factory=lambda: {"residential": 5.1, "commercial": 647.0, "industrial": 17_804.0}
    )
    critical_weight: float = 10.0
    sources: Mapping[str, str] = field(
        default_factory=lambda: {
            "outage_hours": "Mean of the failures on record where there are ten or more, else assumed.",
            "replacement_cost": "Assumed, of the order of installed costs in the United States.",
            "unplanned_factor": "Assumed: overtime, and a crew called out.",
            "customer_hour_cost": "Sullivan, Schellenberg, Blundell: Updated value of service reliability estimates, "
                                  "LBNL-6941E, 2015: US$ of 2013 of a first hour without supply.",
            "critical_weight": "Own choice.",
        }
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Affected:
    """Who loses supply when an asset fails, each of shape (assets,).

    Attributes:
        customers: active ones.
        critical: of them, critical ones.
        hour_cost: US$ of an hour without supply for all of them, a critical one weighted.
    """

    customers: Floats
    critical: Floats
    hour_cost: Floats


@dataclass(frozen=True, slots=True, eq=False)
class AssetRisk:
    """Of assets, each of shape (assets,).

    Attributes:
        customer_minutes: expected a year.
        cost: US$ expected a year.
        replacement_cost: US$ of a planned replacement.
    """

    customer_minutes: Floats
    cost: Floats
    replacement_cost: Floats


def risk(
    probability: Floats, affected: Affected, hours: Floats, replacement_cost: Floats, unplanned_factor: float
) -> AssetRisk:
    """Probability times consequence.

    Args:
        probability: of a failure within a year, shape (assets,).
        affected: who loses supply.
        hours: until it is back, shape (assets,).
        replacement_cost: of a planned replacement, US$.
        unplanned_factor: what one after a failure costs over it.
    """
    minutes = probability * affected.customers * hours * 60
    cost = probability * (affected.hour_cost * hours + replacement_cost * unplanned_factor)
    return AssetRisk(minutes, cost, replacement_cost)


def replacement_costs(number: NDArray[np.int64], rated_kva: Floats, parameters: RiskParameters) -> Floats:
    """US$ of a planned replacement, by number of class and kVA (NaN: not known, and then of the fixed part)."""
    fixed, each = np.array([parameters.replacement_cost[one.name] for one in CLASSES]).T
    return np.asarray(fixed[number] + each[number] * np.nan_to_num(rated_kva))


def factors(condition: Floats, peak_load_pct: Floats, usual: Floats) -> Floats:
    """Z of a hazard, shape (assets, factors): 1 is 25 points of condition worse than 75, or 50 % of load above rated.

    Args:
        condition: of 100, shape (assets,); NaN not known.
        peak_load_pct: percent of rating, likewise.
        usual: condition and load that what is not known is reckoned as, shape (assets, factors).
    """
    known = np.column_stack([condition, peak_load_pct])
    found = (np.where(np.isnan(known), usual, known) - EQUAL) / STEPS
    found[:, 1] = np.clip(found[:, 1], -MOST_LOAD, MOST_LOAD)
    assert found.shape[1] == len(FACTORS)
    return np.asarray(found)
