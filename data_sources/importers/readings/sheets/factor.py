"""Reactive energy from a power factor, for files that have no column of kvarh.

    reactive_kvarh = ±|net kWh| * tan(arccos |power factor|)

The sign is the factor's, by the convention that a lagging (inductive) factor is positive and a leading one negative.
A meter that writes the direction of the energy into that sign (IEC 62053-23's quadrants) cannot be told from one that
leads: load its kvarh instead. deploy/snowflake (views, COPY, task) has the same formula and the same limits.

A factor up to 1.01 is a fraction and one from 10 to 101 is in percent, each value by itself: a little above one is a
meter's rounding. Every other value tells nothing (a meter without load writes 0), and a factor of 0 is no energy of
any size: those readings are kept without reactive energy, since their kWh are sound.
"""

from __future__ import annotations

import numpy as np

from data_sources.importers.readings.arrays import Bools, Floats

LEAST, MOST = 0.01, 1.01
LEAST_PERCENT, MOST_PERCENT = 10.0, 101.0


def reactive_kvarh(net_kwh: Floats, factor: Floats) -> Floats:
    """Reactive energy of intervals, lagging positive; NaN where the energy or the factor tells none.

    Args:
        net_kwh: delivered less received energy, shape (n,).
        factor: -1 to 1, or -100 to 100 in percent; negative where it leads; shape (n,).
    """
    size = np.abs(factor)
    is_percent = (size >= LEAST_PERCENT) & (size <= MOST_PERCENT)
    cosine = np.minimum(np.where(is_percent, size / 100, size), 1.0)
    kvarh = np.sign(factor) * np.abs(net_kwh) * np.tan(np.arccos(cosine))
    return np.where(tells(factor), kvarh, np.nan)


def tells(factor: Floats) -> Bools:
    """Which factors reactive energy follows from."""
    size = np.abs(factor)
    return ((size >= LEAST) & (size <= MOST)) | ((size >= LEAST_PERCENT) & (size <= MOST_PERCENT))
