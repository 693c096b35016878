"""The parts of a health score, each from 0 (failed) to 100 (new); NaN where what it rests on is not known.

Age follows the initial health score of the DNO Common Network Asset Indices Methodology (CNAIM v2.1, section 6.1):
0.5 when new, growing exponentially to 5.5 at the expected life; 10 is the end. The other scales are our own, straight
between the points named here.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NEW_SCORE: Final = 0.5
LIFE_SCORE: Final = 5.5
END_SCORE: Final = 10.0
RESULTS: Final = {"good": 90.0, "fair": 65.0, "poor": 35.0, "replace": 10.0}
"""Condition where an inspection gave a word and no score: own choice."""
STRENGTH: Final = ((100 / 3, 0.0), (200 / 3, 25.0), (100.0, 100.0))
"""Remaining strength of a pole in percent of the required one, and condition; below two thirds a
wood pole is to be replaced or reinforced (NESC, rule 261)."""
LOADING: Final = ((80.0, 100.0), (100.0, 85.0), (120.0, 65.0), (150.0, 35.0), (200.0, 0.0))
"""Peak load in percent of rated kVA, and its part."""
VOLTAGE: Final = ((0.0, 100.0), (1.0, 80.0), (5.0, 40.0), (10.0, 0.0))
"""Percent of metered time outside range A of ANSI C84.1, and its part."""
KIN_EQUAL: Final = 75.0
KIN_PER_DOUBLING: Final = 35.0


def age_part(age_years: Floats, expected_life_years: Floats) -> Floats:
    """By age alone, shape (assets,)."""
    rate = np.log(LIFE_SCORE / NEW_SCORE) / expected_life_years
    score = NEW_SCORE * np.exp(rate * np.maximum(age_years, 0.0))
    return np.asarray(100 * (1 - np.minimum(score - NEW_SCORE, END_SCORE - NEW_SCORE) / (END_SCORE - NEW_SCORE)))


def condition_part(result: NDArray[np.object_], score: Floats, strength_pct: Floats) -> Floats:
    """By the latest inspection: the worse of its score (its word, where it has none) and a pole's strength.

    Args:
        result: 'good', 'fair', 'poor', 'replace' or '' where nothing was inspected, shape (assets,).
        score: 0 to 100, NaN where not said.
        strength_pct: of the required strength, NaN where not said.
    """
    known, row = np.unique(np.asarray(result, str), return_inverse=True)
    by_word = np.array([RESULTS.get(word, np.nan) for word in known.tolist()])[row]
    return np.fmin(np.where(np.isnan(score), by_word, score), strength_part(strength_pct))


def strength_part(strength_pct: Floats) -> Floats:
    """By a pole's remaining strength alone."""
    return _between(STRENGTH, strength_pct)


def loading_part(peak_load_pct: Floats) -> Floats:
    """By the highest load on record, in percent of rated kVA."""
    return _between(LOADING, peak_load_pct)


def life_part(loss_of_life_pct: Floats, age_years: Floats) -> Floats:
    """By insulation life left, had every year of its age cost what the last one did (IEEE C57.91, percent a year)."""
    return np.asarray(np.clip(100 - loss_of_life_pct * np.maximum(age_years, 0.0), 0.0, 100.0))


def voltage_part(exceptions_pct: Floats) -> Floats:
    """By the share of metered time outside range A."""
    return _between(VOLTAGE, exceptions_pct)


def kin_part(failure_ratio: Floats) -> Floats:
    """By failures of its kin over those expected of its class at their ages (see `kin`); 75 where they are equal."""
    return np.asarray(np.clip(KIN_EQUAL - KIN_PER_DOUBLING * np.log2(failure_ratio), 0.0, 100.0))


def _between(points: tuple[tuple[float, float], ...], values: Floats) -> Floats:
    """Straight lines between points; NaN stays NaN."""
    x, y = zip(*points, strict=True)
    return np.asarray(np.where(np.isnan(values), np.nan, np.interp(values, x, y)))
