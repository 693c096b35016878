"""Condition and loading of units as factors of their hazards; what is not known of one is as it is of its class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data_sources.analytics.health.classes import CLASSES
from data_sources.analytics.health.risk import EQUAL, STEPS, factors
from data_sources.network.rows import Floats, Ints
from data_sources.studies.assets.record import AssetRecord

PRIOR_UNITS: Final = 5.0
"""Few are looked at because they look bad: a handful does not tell what the others are like; own choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """What is usual of each class: where nothing is known of a unit, it is reckoned as that.

    Attributes:
        values: mean condition (of 100) and mean peak load (percent of rating) of the units of which it is known, and of
            PRIOR_UNITS of 75 and 100; shape (classes, factors).
        spread: one standard deviation of the factors of all these, those of the PRIOR_UNITS being 1 apart; shape
            (classes, factors).
    """

    values: Floats
    spread: Floats

    @classmethod
    def of(cls, record: AssetRecord, peak_load_pct: Floats) -> Usual:
        """Of the assets that stand at the end of a record.

        Args:
            record: of the utility.
            peak_load_pct: of each asset, shape (assets,); NaN not known.
        """
        standing = np.arange(len(record.assets))
        known = np.column_stack([record.inspected(record.now, standing).condition, peak_load_pct])
        values, spread = np.tile(EQUAL, (len(CLASSES), 1)), np.ones((len(CLASSES), len(EQUAL)))
        z = factors(known[:, 0], known[:, 1], known)
        for number, factor in np.ndindex(values.shape):
            own = z[(record.assets.number == number) & ~np.isnan(z[:, factor]), factor]
            whole = len(own) + PRIOR_UNITS
            mean = own.sum() / whole  # of z, so that an outlier counts as it does in a hazard
            values[number, factor] += STEPS[factor] * mean
            spread[number, factor] = np.sqrt((np.square(own - mean).sum() + PRIOR_UNITS) / whole)
        return cls(values, spread)


def unit_factors(
    record: AssetRecord, peak_load_pct: Floats, usual: Usual, units: Ints, at: float
) -> tuple[Floats, Floats]:
    """Factors of units as they were known at a moment, and one standard deviation of those that were not known.

    Args:
        record: of the utility.
        peak_load_pct: of each asset, shape (assets,); NaN not known.
        usual: of their classes.
        units: of the record, shape (units,).
        at: the moment, in years.

    Returns:
        Both of shape (units, factors).
    """
    asset = record.units.asset[units]
    condition, load = record.inspected(at, units).condition, peak_load_pct[asset]
    number = record.assets.number[asset]
    is_unknown = np.isnan(np.column_stack([condition, load]))
    return factors(condition, load, usual.values[number]), np.where(is_unknown, usual.spread[number], 0.0)
