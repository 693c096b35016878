"""Health score: the weighted mean of the parts that are known, with the band that the unknown ones leave.

An inspection tells less the older it is: of the weight of the condition half goes every HALF_LIFE_YEARS, and what goes
counts as not known; so does half of it where nobody says when the condition was found. The band is what the score would
be were all that is not known the worst, or the best. A mean hides a single bad part (CIGRE TB 858 calls it masking):
the score is never more than HEADROOM above the condition that was inspected, as CNAIM caps it by its collars. Half-
life, headroom and that half are our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data_sources.analytics.health.classes import PARTS
from data_sources.analytics.health.parts import Floats

HALF_LIFE_YEARS: Final = 8.0
HEADROOM: Final = 30.0
UNDATED_SHARE: Final = 0.5
CONDITION: Final = PARTS.index("condition")
KIN: Final = PARTS.index("kin")


@dataclass(frozen=True, slots=True, eq=False)
class HealthScores:
    """Scores of assets, each 0 (failed) to 100 (new), shape (assets,); NaN where no part is known.

    Where the failures of its kin are all that is known, nothing is known of the asset itself: the score is NaN, and the
    band is what they leave.

    Attributes:
        score: of what is known.
        low: were everything that is not known the worst.
        high: were it the best.
    """

    score: Floats
    low: Floats
    high: Floats


def health(parts: Floats, weights: Floats, inspection_age_years: Floats) -> HealthScores:
    """Scores.

    Args:
        parts: 0 to 100, NaN not known, shape (assets, parts) in the order of `PARTS`.
        weights: of each asset's class, the same shape; a row sums to 1.
        inspection_age_years: since the condition was inspected, shape (assets,); NaN where nobody says when.
    """
    known, stale = known_weights(parts, weights, inspection_age_years)
    told = known.sum(axis=1)
    total = (known * np.nan_to_num(parts)).sum(axis=1)
    score = np.divide(total, told, out=np.full(len(told), np.nan), where=told > 0)
    is_unseen = np.isnan(parts[:, CONDITION])
    cap = np.where(is_unseen, 100.0, np.minimum(parts[:, CONDITION] + HEADROOM, 100.0))
    low = np.where(told > 0, total, np.nan)
    high = np.where(told > 0, total + 100 * (weights.sum(axis=1) - told), np.nan)
    # An old inspection says less of what might be better by now: a defect may have been mended.
    loose = np.where(is_unseen, 100.0, cap * stale + 100 * (1 - stale))
    of_itself = np.delete(known, KIN, axis=1).sum(axis=1)
    score = np.where(of_itself > 0, score, np.nan)
    return HealthScores(np.minimum(score, cap), np.minimum(low, cap), np.minimum(high, loose))


def known_weights(parts: Floats, weights: Floats, inspection_age_years: Floats) -> tuple[Floats, Floats]:
    """By how much each part counts, and the share of the condition's weight that its age leaves.

    Args:
        parts: as of `health`.
        weights: likewise.
        inspection_age_years: likewise.

    Returns:
        Weights, 0 of what is not known, shape (assets, parts); the share, shape (assets,).
    """
    known = np.where(np.isnan(parts), 0.0, weights)
    stale = 0.5 ** (np.maximum(inspection_age_years, 0.0) / HALF_LIFE_YEARS)
    stale = np.where(np.isnan(stale), UNDATED_SHARE, stale)
    known[:, CONDITION] *= stale
    return known, stale
