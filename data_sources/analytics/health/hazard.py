"""Weibull hazards over age: what was seen of units, and what follows of a hazard that is known with its uncertainty.

With cumulative hazard H(t) = exp(b z) (t / scale)^shape a unit of age u fails before it is v with probability
1 - exp(-(H(v) - H(u))). Bands are those of the delta method, on ln(H(v) - H(u)) and on the logarithms of shape, scale
and effects. How a hazard is fitted stands in `fitting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from data_sources.analytics.health.parts import Floats

AGE_STEP: Final = 10.0
"""Years of age that are told together of what was seen."""
Z95: Final = float(stats.norm.ppf(0.975))
YOUNGEST: Final = 1e-3
"""Years; what failed on its first day failed at this age."""
AGES_HELD: Final = (0.025, 0.975)
"""Shares of units of unknown age between which the ages lie that their band covers."""
SHAPE, SCALE = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """What was seen of units.

    Attributes:
        entry: age in years from which a unit is seen, shape (spells,).
        exit: age to which, shape (spells,).
        is_failed: whether it ended in a failure, shape (spells,).
        factors: z, shape (spells, factors); 0 where nothing is known.
        weight: how many such spells there are, shape (spells,).
    """

    entry: Floats
    exit: Floats
    is_failed: NDArray[np.bool_]
    factors: Floats
    weight: Floats

    @classmethod
    def joined(cls, parts: Sequence[Spells]) -> Spells:
        """All spells of several, one at least."""
        columns = ([getattr(part, one.name) for part in parts] for one in fields(cls))
        return cls(*(np.concatenate(column) for column in columns))

    def __post_init__(self) -> None:
        """Refuse spells that run backwards.

        Raises:
            ValueError: one ends before it begins, or begins before the unit was there.
        """
        if (self.exit < self.entry).any() or (self.entry < 0).any():
            raise ValueError("a spell of a unit must begin at an age of 0 or more and end later")

    @property
    def by_age(self) -> Floats:
        """Of each AGE_STEP years of age in which units were seen: from, to, failures, unit-years; shape (ages, 4)."""
        top = np.ceil(self.exit.max(initial=0.0) / AGE_STEP) * AGE_STEP
        low = np.arange(0.0, top, AGE_STEP)[:, None]
        seen = np.clip(np.minimum(self.exit, low + AGE_STEP) - np.maximum(self.entry, low), 0, None) @ self.weight
        last = np.maximum(np.ceil(self.exit / AGE_STEP) - 1, 0) * AGE_STEP  # of the ages in which it ended
        is_here = (last == low) & self.is_failed
        found = np.column_stack([low[:, 0], low[:, 0] + AGE_STEP, is_here @ self.weight, seen])
        return np.asarray(found[seen > 0])

    @property
    def failures(self) -> float:
        """How many."""
        return float(self.weight[self.is_failed].sum())

    @property
    def unit_years(self) -> float:
        """How long all units were seen."""
        return float((self.weight * (self.exit - self.entry)).sum())


@dataclass(frozen=True, slots=True, eq=False)
class LikelyAges:
    """How old the units of a class are of which nobody says it.

    Attributes:
        years: ages, ascending, shape (ages,).
        log_share: logarithm of the share of the units that came so long ago, shape (ages,).
        lived: cumulative hazard of those that came then while they were seen, factors at 0, shape (ages,).
        tilt: by how much more of them are old, for a factor of 1 and a decade, in logarithms; shape (factors,).
    """

    years: Floats
    log_share: Floats
    lived: Floats
    tilt: Floats

    def shares(self, z: Floats, ratio: float) -> Floats:
        """Of those that still stand, the share of each age, shape (ages,).

        Args:
            z: factors of the units, shape (factors,).
            ratio: of their hazard to that of a unit whose factors are 0.
        """
        at = self.log_share + float(z @ self.tilt) * self.years / 10.0 - ratio * self.lived
        found = np.exp(at - at.max())
        return np.asarray(found / found.sum())


def _held(years: Floats, shares: Floats) -> tuple[float, float]:
    """Ages between which 95 % of units are."""
    below = np.cumsum(shares)
    low, high = (years[min(int(np.searchsorted(below, edge)), len(below) - 1)] for edge in AGES_HELD)
    return float(low), float(high)


NOBODY: Final = LikelyAges(np.empty(0), np.empty(0), np.empty(0), np.empty(0))


@dataclass(frozen=True, slots=True, eq=False)
class Hazard:
    """A Weibull hazard.

    Attributes:
        estimate: ln shape, ln scale, b of each factor; shape (2 + factors,).
        covariance: of these.
        failures: on which it rests.
        unit_years: likewise.
        is_assumed: a prior of shape and scale was weighed in, as there are too few failures.
        by_age: what was seen of each age: from, to (years), failures, unit-years; shape (ages, 4). Units of unknown age
            are spread over the ages they are likely to have had.
        is_shape_assumed: a prior of the shape was weighed in, as too few ages are known; so it is where the whole is
            assumed.
        undated_failures: of the failures, those of units of unknown age.
        likely_ages: of the units of unknown age that stand now; none where it was not asked for.
        usual_ratio: of the hazard of the units that were seen, in the mean, to that of one whose factors are 0.
    """

    estimate: Floats
    covariance: Floats
    failures: float
    unit_years: float
    is_assumed: bool
    by_age: Floats = field(default_factory=lambda: np.empty((0, 4)))
    is_shape_assumed: bool = False
    undated_failures: float = 0.0
    likely_ages: LikelyAges = NOBODY
    usual_ratio: float = 1.0

    @property
    def usual_factors(self) -> Floats:
        """The least factors by which a unit fails as those that were seen did in the mean, shape (factors,)."""
        effects = self.estimate[2:]
        return np.asarray(effects * (np.log(self.usual_ratio) / max(float(effects @ effects), 1e-12)))

    @property
    def shape(self) -> float:
        """Of the hazard over age; above 1 it rises."""
        return float(np.exp(self.estimate[SHAPE]))

    @property
    def scale_years(self) -> float:
        """Age at which 63 % have failed, where all factors are 0."""
        return float(np.exp(self.estimate[SCALE]))

    @property
    def effects(self) -> Floats:
        """The hazard's ratio for a factor of 1, of each factor."""
        return np.asarray(np.exp(self.estimate[2:]))

    def band(self, which: int) -> tuple[float, float]:
        """95 % band of exp(estimate[which]), normal in the logarithm."""
        at, deviation = float(self.estimate[which]), Z95 * float(np.sqrt(self.covariance[which, which]))
        return float(np.exp(at - deviation)), float(np.exp(at + deviation))

    def expected(self, entry: Floats, exit_: Floats, factors: Floats) -> Floats:
        """Failures expected of units between two ages, shape (units,); factors of shape (units, factors)."""
        return np.asarray(np.exp(factors @ self.estimate[2:]) * hazard_between(self.estimate, entry, exit_))

    def probability(
        self, age: Floats, factors: Floats, spread: Floats | None = None, years: float = 1.0
    ) -> tuple[Floats, Floats, Floats]:
        """That units of an age fail within some years, given that they have not: (best, low, high).

        Args:
            age: in years, shape (units,); NaN where not known, and so is the answer.
            factors: shape (units, factors).
            spread: one standard deviation of each factor, 0 where it is known, likewise; None: all are.
            years: how far ahead.

        Returns:
            Best, and the 95 % band of how well the class's curve and the unit's factors are known; each (units,).
        """
        begin = np.maximum(age, YOUNGEST)
        hazard = self.expected(begin, begin + years, factors)
        deviation = self._deviation(begin, begin + years, factors)
        if spread is not None:
            deviation = np.sqrt(np.square(deviation) + np.square(spread) @ np.square(self.estimate[2:]))
        best, low, high = (-np.expm1(-hazard * np.exp(side * Z95 * deviation)) for side in (0.0, -1.0, 1.0))
        return best, low, high

    def probability_at_unknown_age(
        self, factors: Floats, spread: Floats | None = None
    ) -> tuple[Floats, Floats, Floats]:
        """That units of which nobody knows how old they are fail within a year: (mean, low, high), each (units,).

        The mean over `likely_ages`; the band reaches from the low end of the band at the youngest of the ages that hold
        95 % of the units to the high end at the oldest of them.

        Args:
            factors: shape (units, factors).
            spread: as of `probability`.

        Raises:
            ValueError: no ages are told.
        """
        ages = self.likely_ages.years
        if not len(ages):
            raise ValueError("nothing tells how old the units of this class may be")
        both = np.hstack([factors, np.zeros_like(factors) if spread is None else spread])
        kinds, kind = np.unique(both, axis=0, return_inverse=True)
        found = np.empty((3, len(kinds)))
        for row, one in enumerate(kinds):
            z, around = one.reshape(2, -1)
            shares = self.likely_shares(z)
            best, low, high = self.probability(ages, np.tile(z, (len(ages), 1)), np.tile(around, (len(ages), 1)))
            inside = slice(*np.searchsorted(ages, _held(ages, shares)) + np.array([0, 1]))
            found[:, row] = shares @ best, low[inside].min(), high[inside].max()
        mean, lowest, highest = found[:, kind.ravel()]
        return mean, lowest, highest

    def likely_shares(self, z: Floats) -> Floats:
        """Of units of unknown age, with these factors, that still stand: the share of each of `likely_ages`."""
        return self.likely_ages.shares(z, float(np.exp(z @ self.estimate[2:])))

    def _deviation(self, entry: Floats, exit_: Floats, factors: Floats) -> Floats:
        """One standard deviation of ln(H(exit) - H(entry)), by the delta method."""
        k, scale = self.shape, self.scale_years
        end, begin = (exit_ / scale) ** k, (entry / scale) ** k
        by_shape = k * (end * np.log(exit_ / scale) - begin * np.log(entry / scale)) / (end - begin)
        gradient = np.column_stack([by_shape, np.full_like(by_shape, -k), factors])
        return np.asarray(np.sqrt(np.einsum("ui,ij,uj->u", gradient, self.covariance, gradient)))


def hazard_between(at: Floats, entry: Floats, exit_: Floats) -> Floats:
    """H(exit) - H(entry) where all factors are 0."""
    k, scale = np.exp(at[SHAPE]), np.exp(at[SCALE])
    return np.asarray((exit_ / scale) ** k - (entry / scale) ** k)
