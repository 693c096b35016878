"""Units of which nobody knows when they came, and what they say of a hazard: a mixture over the years it may have been.

A unit's year of coming is a missing covariate. With L(j) the likelihood of what was seen of a unit if it came in year j
(see `fitting`), and p(j) the share of the units like it that came then, it adds

    ln sum_j p(j) L(j)                   p(j) = exp(s_j + g z a_j) / sum

to the log-likelihood, and a unit of known year adds ln p(j): the shares s and the tilt g, by which those of worse
condition may be the older ones (a_j: decades of age, z: as the unit was seen first), are estimated together with the
hazard (Ibrahim, Incomplete data in generalized linear models, Journal of the American Statistical Association 85,
1990). So a failure of unknown age is a failure, and a unit of unknown age was seen for as long as the others. It is
right where a year is missing at random: whether it is known may depend on class, condition and whether the unit failed,
not on the age itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from data_sources.analytics.health.hazard import SCALE, SHAPE, LikelyAges, Spells
from data_sources.analytics.health.parts import Floats

LEAST_AGE: Final = 0.25
"""Years; what failed in the year in which it came was this old."""
SPREAD_UNITS: Final = 5.0
"""As if so many units of known year were spread evenly over the years that are thought of; own choice."""
TILT_DEVIATION: Final = 0.5
"""One standard deviation of the prior of the tilt, whose mean is 0; own choice."""
DECADE: Final = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Undated:
    """What was seen of units of one class that came nobody knows when, and when others of it came.

    Attributes:
        edges: years in which one window of the record ends and the next begins, ascending, shape (windows + 1,).
        factors: z of each unit in each window, shape (units, windows, factors); 0 after its failure.
        failed_at: year of its failure, NaN for what stands to the end, shape (units,).
        weight: how many such units there are, shape (units,).
        came: years in which one may have come, their middles, ascending, shape (years,).
        known_factors: z, as they were seen first, of units of known year, shape (cells, factors).
        known: how many of each cell came in each year, shape (cells, years). Those that took the place of a failed one
            are left out: the year of such a one is always known.
        thought: years that are thought of, where none is known, shape (years,).
    """

    edges: Floats
    factors: Floats
    failed_at: Floats
    weight: Floats
    came: Floats
    known_factors: Floats
    known: Floats
    thought: NDArray[np.bool_]

    @property
    def has_units(self) -> bool:
        """Whether there is any such unit."""
        return len(self.weight) > 0

    @property
    def failures(self) -> float:
        """How many of them failed."""
        return float(self.weight[~np.isnan(self.failed_at)].sum())

    @property
    def spread(self) -> Floats:
        """SPREAD_UNITS over the years that are thought of, shape (years,)."""
        return np.asarray(SPREAD_UNITS * self.thought / self.thought.sum())

    def start(self) -> Floats:
        """No tilt, and the shares of the units of known year: shape (factors + years,)."""
        counted = self.known.sum(axis=0) + self.spread
        return np.concatenate([np.zeros(self.known_factors.shape[1]), np.log(counted / counted.sum())])

    def at(self, estimate: Floats, rest: Floats) -> UndatedAt:
        """What these units say of a hazard (ln shape, ln scale, b …) and a rest (tilts, shares)."""
        return UndatedAt(self, estimate, rest)


class UndatedAt:
    """What units say at one point.

    Args:
        units: those of unknown year, and those of known one.
        estimate: ln shape, ln scale, b of each factor.
        rest: tilt of each factor, logarithm of the share of each year.
    """

    def __init__(self, units: Undated, estimate: Floats, rest: Floats) -> None:
        """Reckons L of each unit and year."""
        self._units, self._k = units, float(np.exp(estimate[SHAPE]))
        self._scale, effects = float(np.exp(estimate[SCALE])), estimate[2:]
        count = len(effects)
        self._tilt, shares = rest[:count], rest[count:]
        self._decades = (units.edges[0] - units.came) / DECADE
        first = units.factors[:, 0] if units.factors.shape[1] else np.zeros((len(units.weight), count))
        cells = np.concatenate([units.known_factors, np.zeros((1, count)), first])
        log_share = shares + (cells @ self._tilt)[:, None] * self._decades
        log_share = log_share - _log_sum(log_share)[:, None]
        self._cells, self._split = cells, len(units.known) + 1
        self._counts = np.concatenate([units.known, units.spread[None]])
        self._share, self._log_share = np.exp(log_share), log_share
        self._reckon(effects)
        joint = self._log_likelihood + log_share[self._split :]
        self._total = _log_sum(joint)
        self.belongs: Floats = np.exp(joint - self._total[:, None])
        """Chance that a unit of unknown year came in each, given what was seen of it, shape (units, years)."""

    def _reckon(self, effects: Floats) -> None:
        """Logarithm of L, shape (units, years)."""
        units = self._units
        begin = np.clip(units.edges[:-1, None] - units.came, 0.0, None)
        end = np.clip(units.edges[1:, None] - units.came, 0.0, None)
        self._hazard, self._slope = self._between(begin, end)
        is_failed = ~np.isnan(units.failed_at)
        last = np.clip(np.searchsorted(units.edges, units.failed_at) - 1, 0, max(len(units.edges) - 2, 0))
        whole = ~is_failed[:, None] | (np.arange(len(units.edges) - 1) < last[:, None])
        self._stretch = np.exp(units.factors @ effects) * whole
        self._rows = np.flatnonzero(is_failed)
        self._z = units.factors[self._rows, last[self._rows]]
        at, self._low = units.failed_at[self._rows, None], units.edges[last[self._rows], None]
        is_later = np.floor(units.came) > np.floor(at)
        self._log_age = np.log(np.where(is_later, self._scale, np.maximum(at - units.came, LEAST_AGE)) / self._scale)
        partly, slope = self._between(np.clip(self._low - units.came, 0.0, None), np.clip(at - units.came, 0.0, None))
        own = np.exp(self._z @ effects)[:, None]
        self._partly, self._partly_slope = own * partly, own * slope
        self._log_likelihood = -(self._stretch @ self._hazard)
        rate = np.log(self._k / self._scale) + (self._k - 1) * self._log_age
        ended = (self._z @ effects)[:, None] + rate - self._partly
        self._log_likelihood[self._rows] += np.where(is_later, -np.inf, ended)

    def _between(self, begin: Floats, end: Floats) -> tuple[Floats, Floats]:
        """H(end) - H(begin) where all factors are 0, and its slope over ln shape."""
        k, u, v = self._k, begin / self._scale, end / self._scale
        low, high = u**k, v**k
        return high - low, np.asarray(k * (xlogy(high, v) - xlogy(low, u)), np.float64)

    @property
    def value(self) -> float:
        """Minus the log-likelihood."""
        known = (self._counts * self._log_share[: self._split]).sum()
        tilt = 0.5 * float(np.square(self._tilt / TILT_DEVIATION).sum())
        return tilt - float(self._units.weight @ self._total) - float(known)

    @property
    def gradient(self) -> Floats:
        """Slopes of `value`, shape (2 + factors + factors + years,)."""
        found = self._units.weight[:, None] * self.belongs
        whole = np.concatenate([self._counts.sum(axis=1), self._units.weight])
        over = whole[:, None] * self._share - np.concatenate([self._counts, found])
        by_tilt = (over @ self._decades) @ self._cells + self._tilt / TILT_DEVIATION**2
        return np.concatenate([self._by_hazard(found), by_tilt, over.sum(axis=0)])

    def _by_hazard(self, found: Floats) -> Floats:
        units = self._units
        seen, own = self._stretch.T @ found, found[self._rows]
        between = (seen * self._hazard).sum() + (own * self._partly).sum()
        by_shape = (seen * self._slope).sum() + (own * (self._partly_slope - 1 - self._k * self._log_age)).sum()
        by_factor = np.einsum("uw,uwf->f", self._stretch * (found @ self._hazard.T), units.factors)
        by_factor = by_factor + ((own * self._partly).sum(axis=1) - own.sum(axis=1)) @ self._z
        return np.array([by_shape, self._k * (own.sum() - between), *by_factor])

    @property
    def curvature_of_shares(self) -> Floats:
        """Second derivatives over the shares' logarithms, shape (years, years); of their sum, which is free, 1."""
        weight, found = self._units.weight[:, None], self.belongs
        whole = np.concatenate([self._counts.sum(axis=1), self._units.weight])[:, None]
        share = whole * self._share
        all_of_them = np.diag(share.sum(axis=0)) - self._share.T @ share
        missing = np.diag((weight * found).sum(axis=0)) - found.T @ (weight * found)
        return np.asarray(all_of_them - missing + 1.0)

    def spells(self) -> Spells:
        """The units as spells of known age, each spread over the ages that it is thought to have had, factors at 0."""
        units, found = self._units, self._units.weight[:, None] * self.belongs
        whole, own = (self._stretch > 0).T @ found, found[self._rows]
        at = units.failed_at[self._rows, None]
        entry, exit_ = (
            np.concatenate([np.clip(year - units.came, 0.0, None).ravel() for year in pair])
            for pair in ((units.edges[:-1, None], self._low), (units.edges[1:, None], at))
        )
        weight = np.concatenate([whole.ravel(), own.ravel()])
        is_failed = np.repeat([False, True], [whole.size, own.size])
        kept = (weight > 0) & ((exit_ > entry) | is_failed)
        none = np.zeros((int(kept.sum()), units.factors.shape[2]))
        return Spells(entry[kept], exit_[kept], is_failed[kept], none, weight[kept])

    def likely_ages(self) -> LikelyAges:
        """Of the units of unknown year that stand to the end."""
        years = np.maximum(self._units.edges[-1] - self._units.came, 0.0)
        lived = self._hazard.sum(axis=0)
        return LikelyAges(years[::-1], self._log_share[self._split - 1][::-1], lived[::-1], self._tilt)


def _log_sum(rows: Floats) -> Floats:
    """Logarithm of the sum of each row's exponentials."""
    top = rows.max(axis=1, initial=-1e300)
    return np.asarray(top + np.log(np.exp(rows - top[:, None]).sum(axis=1)))
