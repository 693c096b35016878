"""What is left of work of which some has passed."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri


def left_minutes(median: float, sigma: float, passed: float) -> float:
    """Median of what is left of a lognormal time of which some has passed.

    Args:
        median: of the whole time, minutes.
        sigma: of its logarithm; 0 for a sure one.
        passed: minutes.
    """
    if passed <= 0:
        return median
    if sigma <= 0:
        return max(median - passed, 0.0)
    lasts = float(ndtr(-np.log(passed / median) / sigma))  # the share that lasts longer; half of those are the median
    middle = median * float(np.exp(-sigma * ndtri(lasts / 2)))
    return max(middle - passed, 0.0)
