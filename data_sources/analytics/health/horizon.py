"""Probabilities of failure over several years, of those within one.

A unit whose condition and load make its hazard r times that of its class fails within a year with probability
1 - exp(-r (H(a + 1) - H(a))), with H(t) = (t / scale)^shape and a its age: so r is known, and with it what follows for
any number of years. Condition and load are held as they are now. Of a unit of unknown age the hazard itself is held.
"""

from __future__ import annotations

import numpy as np

from data_sources.analytics.health.parts import Floats


def probability_within(years: float, probability: Floats, age_years: Floats, shape: Floats, scale: Floats) -> Floats:
    """That units fail within some years, given that they have not yet, shape (units,).

    Args:
        years: how many, above 0.
        probability: within one year; NaN where not known, and so is the answer.
        age_years: of each unit; NaN where not known.
        shape: of the hazard of its class.
        scale: characteristic life of its class, years.
    """
    age = np.nan_to_num(age_years)
    one = np.power((age + 1) / scale, shape) - np.power(age / scale, shape)
    many = np.power((age + years) / scale, shape) - np.power(age / scale, shape)
    ratio = np.where(np.isnan(age_years), years, many / one)
    with np.errstate(divide="ignore"):
        return np.asarray(-np.expm1(np.log1p(-probability) * ratio))


def probability_of_new(years: float, shape: Floats, scale: Floats) -> Floats:
    """That new units of a class fail within some years, shape (units,)."""
    return np.asarray(-np.expm1(-np.power(years / scale, shape)))
