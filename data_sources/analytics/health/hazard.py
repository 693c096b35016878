"""Weibull hazards over age, by maximum likelihood from a record that began later than the units.

A unit is seen from its age when the record began, or from new where it was installed later (left truncation: those that
had failed before are in no record), until it failed or the record ended (right censoring). With cumulative hazard
H(t) = exp(b z) (t / scale)^shape, a spell from age u to age v adds to the log-likelihood

    d ln h(v) - (H(v) - H(u))            h = dH/dt, d = 1 where it ends in a failure

(Meeker and Escobar, Statistical Methods for Reliability Data, 1998, chapters 8 and 11, with proportional hazards in z).
A unit may be cut into several spells with factors z of their own, and spells that are alike may be one with a weight.
A class's prior is normal in ln shape, ln scale and b. That of b is always weighed in, so that a dozen failures cannot
make the worse condition the safer one, and hundreds decide alone; that of shape and scale only where the record holds
few failures. Bands are those of the
delta method, on ln(H(v) - H(u)) and on the logarithms of shape, scale and effects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from data_sources.analytics.health.classes import HazardPrior
from data_sources.analytics.health.parts import Floats

LEAST_FAILURES: Final = 10
"""Below it the prior of shape and scale is weighed in and the hazard is called assumed: own choice."""
AGE_STEP: Final = 10.0
"""Years of age that are told together of what was seen."""
Z95: Final = float(stats.norm.ppf(0.975))
YOUNGEST: Final = 1e-3
"""Years; what failed on its first day failed at this age."""
SHAPE, SCALE = 0, 1
_STEP: Final = 1e-4
_CLOSE: Final = 1e-9
_MOST_STEPS: Final = 100
_LONGEST: Final = 1.0
"""Of a step, in logarithms."""


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
class Hazard:
    """A Weibull hazard.

    Attributes:
        estimate: ln shape, ln scale, b of each factor; shape (2 + factors,).
        covariance: of these.
        failures: on which it rests.
        unit_years: likewise.
        is_assumed: a prior of shape and scale was weighed in, as there are too few failures.
        by_age: what was seen of each age: from, to (years), failures, unit-years; shape (ages, 4).
    """

    estimate: Floats
    covariance: Floats
    failures: float
    unit_years: float
    is_assumed: bool
    by_age: Floats = field(default_factory=lambda: np.empty((0, 4)))

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
        return np.asarray(np.exp(factors @ self.estimate[2:]) * _hazard_between(self.estimate, entry, exit_))

    def probability(self, age: Floats, factors: Floats, years: float = 1.0) -> tuple[Floats, Floats, Floats]:
        """That units of an age fail within some years, given that they have not: (best, low, high).

        Args:
            age: in years, shape (units,); NaN where not known, and so is the answer.
            factors: shape (units, factors).
            years: how far ahead.

        Returns:
            Best, and the 95 % band of how well the class's curve is known; each of shape (units,).
        """
        begin = np.maximum(age, YOUNGEST)
        hazard = self.expected(begin, begin + years, factors)
        deviation = self._deviation(begin, begin + years, factors)
        best, low, high = (-np.expm1(-hazard * np.exp(side * Z95 * deviation)) for side in (0.0, -1.0, 1.0))
        return best, low, high

    def _deviation(self, entry: Floats, exit_: Floats, factors: Floats) -> Floats:
        """One standard deviation of ln(H(exit) - H(entry)), by the delta method."""
        k, scale = self.shape, self.scale_years
        end, begin = (exit_ / scale) ** k, (entry / scale) ** k
        by_shape = k * (end * np.log(exit_ / scale) - begin * np.log(entry / scale)) / (end - begin)
        gradient = np.column_stack([by_shape, np.full_like(by_shape, -k), factors])
        return np.asarray(np.sqrt(np.einsum("ui,ij,uj->u", gradient, self.covariance, gradient)))


def fit_hazard(spells: Spells, prior: HazardPrior | None = None) -> Hazard:
    """The most likely hazard.

    Args:
        spells: what was seen.
        prior: of the class; that of shape and scale is weighed in where there are fewer than LEAST_FAILURES failures.
            None: never.

    Raises:
        ValueError: no failure was seen and there is no prior.
    """
    is_assumed = prior is not None and spells.failures < LEAST_FAILURES
    if not is_assumed and spells.failures == 0:
        raise ValueError("no failure was seen: without a prior a hazard needs one at least")
    objective = _Objective(spells, prior, is_assumed=is_assumed)
    estimate = objective.lowest()
    covariance = np.asarray(np.linalg.inv(objective.curvature(estimate)), np.float64)
    return Hazard(estimate, covariance, spells.failures, spells.unit_years, is_assumed, spells.by_age)


class _Objective:
    """Minus the logarithm of likelihood and prior, over (ln shape, ln scale, b …)."""

    def __init__(self, spells: Spells, prior: HazardPrior | None, *, is_assumed: bool) -> None:
        """Keeps what is asked again and again."""
        self._spells = spells
        failed = spells.is_failed
        self._failed_weight, self._failed_factors = spells.weight[failed], spells.factors[failed]
        self._log_failed = np.log(np.maximum(spells.exit[failed], YOUNGEST))
        self._seen, self._exit = np.maximum(spells.entry, YOUNGEST), np.maximum(spells.exit, YOUNGEST)
        count = spells.factors.shape[1]
        self._mean, self._precision = np.zeros(2 + count), np.zeros(2 + count)
        # A factor that never varies says nothing of its effect: it is held at 0, loosely.
        self._precision[2:] = (spells.factors == spells.factors[:1]).all(axis=0)
        if prior is not None:
            self._mean[2:] = prior.effects[:count]
            self._precision[2:] = 1 / np.square(prior.effects_deviation[:count])
        if prior is not None and is_assumed:
            self._mean[:2] = np.log([prior.shape, prior.scale_years])
            self._precision[:2] = 1 / np.square(np.log([prior.shape_factor, prior.scale_factor]))
        self._is_assumed = is_assumed

    def start(self) -> Floats:
        """The prior, or a shape of 2 with the scale that is most likely for it."""
        at = self._mean.copy()
        if not self._is_assumed:
            total = float((self._spells.weight * (self._exit**2 - self._seen**2)).sum())
            at[:2] = np.log(2.0), np.log(total / self._spells.failures) / 2
        return at

    def value(self, at: Floats) -> float:
        """At a point."""
        between = self._between(at)
        log_rate = at[SHAPE] - np.exp(at[SHAPE]) * at[SCALE] + (np.exp(at[SHAPE]) - 1) * self._log_failed
        log_rate = log_rate + self._failed_factors @ at[2:]
        prior = 0.5 * float(self._precision @ (at - self._mean) ** 2)
        return float(between.sum() - self._failed_weight @ log_rate) + prior

    def gradient(self, at: Floats) -> Floats:
        """Its slopes."""
        k, failed = np.exp(at[SHAPE]), self._failed_weight
        between, stretch = self._between(at), np.exp(self._spells.factors @ at[2:]) * self._spells.weight
        log_end, log_begin = np.log(self._exit) - at[SCALE], np.log(self._seen) - at[SCALE]
        moved = stretch * k * (np.exp(k * log_end) * log_end - np.exp(k * log_begin) * log_begin)
        by_shape = moved.sum() - failed @ (1 + k * (self._log_failed - at[SCALE]))
        by_scale = k * (failed.sum() - between.sum())
        by_factor = between @ self._spells.factors - failed @ self._failed_factors
        return np.asarray(np.array([by_shape, by_scale, *by_factor]) + self._precision * (at - self._mean))

    def _between(self, at: Floats) -> Floats:
        stretch = np.exp(self._spells.factors @ at[2:]) * self._spells.weight
        return np.asarray(stretch * _hazard_between(at, self._seen, self._exit))

    def lowest(self) -> Floats:
        """Where it is lowest, by damped Newton steps."""
        at = self.start()
        lowest = self.value(at)
        with np.errstate(over="ignore", invalid="ignore"):  # a step too far is seen by its value, and halved
            for _ in range(_MOST_STEPS):
                step = _newton(self.curvature(at), self.gradient(at))
                while not self.value(at + step) <= lowest and np.abs(step).max() > _CLOSE:
                    step = step / 2
                if np.abs(step).max() <= _CLOSE:
                    break
                at = at + step
                lowest = self.value(at)
        return at

    def curvature(self, at: Floats) -> Floats:
        """Second derivatives, from differences of the slopes."""
        steps = np.eye(len(at)) * _STEP
        rows = [(self.gradient(at + step) - self.gradient(at - step)) / (2 * _STEP) for step in steps]
        found = np.array(rows)
        return np.asarray((found + found.T) / 2)


def _newton(curvature: Floats, slopes: Floats) -> Floats:
    """A step downhill, wherever it is: curvatures below 0 count as above."""
    values, vectors = np.linalg.eigh(curvature)
    step = -vectors @ ((vectors.T @ slopes) / np.maximum(np.abs(values), 1e-8))
    return np.asarray(step * min(1.0, _LONGEST / max(float(np.abs(step).max()), 1e-300)))


def _hazard_between(at: Floats, entry: Floats, exit_: Floats) -> Floats:
    """H(exit) - H(entry) where all factors are 0."""
    k, scale = np.exp(at[SHAPE]), np.exp(at[SCALE])
    return np.asarray((exit_ / scale) ** k - (entry / scale) ** k)
