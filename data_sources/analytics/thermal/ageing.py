"""How fast paper ages at a temperature, and what a period has cost of its life.

Thermally upgraded paper ages at rate 1 at a hot spot of 110 °C (IEEE C57.91-2011, clause 5.2; IEC 60076-7, clause 6.3,
the same formula), normal Kraft paper at 98 °C (IEC 60076-7, clause 6.3). Percent are of IEEE's normal life of 180,000
hours at rate 1, for both papers; IEC names no life of its own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NORMAL_LIFE_HOURS = 180_000.0
"""IEEE C57.91-2011, clause 5: life at 110 °C by the functional life tests of distribution transformers, 20.55 years."""


def upgraded_ageing(hot_spot_c: Floats) -> Floats:
    """Ageing acceleration factor FAA of thermally upgraded paper, any shape: hours of life an hour."""
    rate: Floats = np.exp(15000 / 383 - 15000 / (np.asarray(hot_spot_c, np.float64) + 273))
    return rate


def kraft_ageing(hot_spot_c: Floats) -> Floats:
    """Relative ageing rate V of normal Kraft paper, any shape: doubles every 6 K."""
    rate: Floats = np.exp2((np.asarray(hot_spot_c, np.float64) - 98) / 6)
    return rate


def equivalent_ageing(aged_hours: Floats, hours: Floats) -> Floats:
    """Equivalent ageing factor FEQA of periods: hours of life an hour; NaN where no hour is known."""
    aged, known = np.asarray(aged_hours, np.float64), np.asarray(hours, np.float64)
    factor: Floats = np.full(np.broadcast(aged, known).shape, np.nan)
    np.divide(aged, known, out=factor, where=known > 0)
    return factor


def loss_of_life_pct(aged_hours: Floats) -> Floats:
    """Percent of normal life that hours of ageing are."""
    return np.asarray(aged_hours, np.float64) * 100 / NORMAL_LIFE_HOURS
