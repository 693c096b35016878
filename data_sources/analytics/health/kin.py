"""Whether the kin of an asset failed more than their class does at their ages: same feeder, same years of making.

Observed over expected failures, drawn towards 1 by the mean of a gamma distribution (Poisson counts, gamma rates): as
if STRENGTH failures had been seen where STRENGTH were expected. STRENGTH is our own.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.health.parts import Floats

STRENGTH: Final = 5.0
Ints = NDArray[np.int64]


def kin_ratio(group: Ints, expected: Floats, failed_group: Ints) -> Floats:
    """Of each unit: failures of its group over those expected, drawn towards 1; shape (units,).

    Args:
        group: of each unit, 0 and up; -1: none that is known, and so is the ratio (NaN).
        expected: failures expected of each unit in the time of the record.
        failed_group: the group of each unit that failed, shape (failures,); -1 likewise.
    """
    count = int(max(group.max(initial=-1), failed_group.max(initial=-1))) + 1
    observed = np.bincount(failed_group[failed_group >= 0], minlength=count)
    reckoned = np.bincount(group[group >= 0], expected[group >= 0], minlength=count)
    ratio = np.append((observed + STRENGTH) / (reckoned + STRENGTH), np.nan)
    return np.asarray(ratio[group])
