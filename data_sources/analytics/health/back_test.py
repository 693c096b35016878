"""How well a ranking would have done: assets ranked by what was known then, against what failed since.

Lift is the share of the failures among the first tenth of the ranking over a tenth; the gain curve is that share for
every part of the ranking; the area under the ROC curve is the chance that one that failed stood above one that did not
(Hanley and McNeil, Radiology 143, 1982, with their standard error). Equal scores share their places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from data_sources.analytics.health.hazard import Z95
from data_sources.analytics.health.parts import Floats

POINTS: Final = 101
FIRST: Final = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class BackTest:
    """What came of a ranking.

    Attributes:
        ranked: assets.
        failed: of them, since.
        share: of the ranking, from its top, shape (POINTS,).
        gained: share of the failures in it, shape (POINTS,).
        area: under the ROC curve; 0.5 is chance.
        area_error: one standard error of it.
    """

    ranked: int
    failed: int
    share: Floats
    gained: Floats
    area: float
    area_error: float

    @property
    def lift(self) -> float:
        """At the first tenth; 1 is chance, 10 the most there can be."""
        return float(np.interp(FIRST, self.share, self.gained)) / FIRST

    @property
    def area_band(self) -> tuple[float, float]:
        """95 % band of the area."""
        return max(self.area - Z95 * self.area_error, 0.0), min(self.area + Z95 * self.area_error, 1.0)


def back_test(score: Floats, has_failed: NDArray[np.bool_]) -> BackTest:
    """Judge a ranking.

    Args:
        score: the higher the likelier to fail, shape (assets,); what was not known then has the lowest place (NaN).
        has_failed: since, shape (assets,).

    Raises:
        ValueError: nothing failed, or everything did: then there is nothing to judge.
    """
    failed = int(has_failed.sum())
    if failed in (0, len(has_failed)):
        raise ValueError("a ranking is judged by what failed and what did not: there must be both")
    known = np.where(np.isnan(score), -np.inf, score)
    share = np.linspace(0, 1, POINTS)
    area = _area(known, has_failed)
    return BackTest(
        len(known), failed, share, _gained(known, has_failed, share), area, _error(area, failed, len(known) - failed)
    )


def _area(score: Floats, has_failed: NDArray[np.bool_]) -> float:
    failed, others = int(has_failed.sum()), int((~has_failed).sum())
    ranks = stats.rankdata(score)[has_failed].sum()
    return float((ranks - failed * (failed + 1) / 2) / (failed * others))


def _error(area: float, failed: int, others: int) -> float:
    """By Hanley and McNeil's formula."""
    both_failed, both_others = area / (2 - area), 2 * area**2 / (1 + area)
    variance = area * (1 - area) + (failed - 1) * (both_failed - area**2) + (others - 1) * (both_others - area**2)
    return float(np.sqrt(variance / (failed * others)))


def _gained(score: Floats, has_failed: NDArray[np.bool_], share: Floats) -> Floats:
    """Within equal scores the failures lie evenly."""
    _, group = np.unique(-score, return_inverse=True)
    ends = np.concatenate([[0], np.cumsum(np.bincount(group))]) / len(score)
    found = np.concatenate([[0], np.cumsum(np.bincount(group, has_failed))]) / has_failed.sum()
    return np.asarray(np.interp(share, ends, found))
