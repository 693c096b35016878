"""Hazards fitted by maximum likelihood to a record that began later than the units.

A unit is seen from its age when the record began, or from new where it was installed later (left truncation: those that
had failed before are in no record), until it failed or the record ended (right censoring). With cumulative hazard
H(t) = exp(b z) (t / scale)^shape, a spell from age u to age v adds to the log-likelihood

    d ln h(v) - (H(v) - H(u))            h = dH/dt, d = 1 where it ends in a failure

(Meeker and Escobar, Statistical Methods for Reliability Data, 1998, chapters 8 and 11, with proportional hazards in z).
A unit may be cut into several spells with factors z of their own, and spells that are alike may be one with a weight.
What units of unknown age add stands in `undated`.
A class's prior is normal in ln shape, ln scale and b. That of b is always weighed in, so that a dozen failures cannot
make the worse condition the safer one, and hundreds decide alone; that of scale only where the record holds few
failures. Where few of those that failed, or of those that did not, are of known age, the record tells how many fail,
not how that grows with age: the shape is then held at its prior, whose deviation goes into all bands (a cut of the
model, Plummer, Cuts in Bayesian graphical models, Statistics and Computing 25, 2015).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from data_sources.analytics.health.classes import HazardPrior
from data_sources.analytics.health.hazard import NOBODY, SCALE, SHAPE, YOUNGEST, Hazard, Spells, hazard_between
from data_sources.analytics.health.parts import Floats
from data_sources.analytics.health.undated import Undated, UndatedAt

LEAST_FAILURES: Final = 10
"""Below it the prior of shape and scale is weighed in and the hazard is called assumed: own choice."""
_STEP: Final = 1e-4
_CLOSE: Final = 1e-9
_MOST_STEPS: Final = 100
_LONGEST: Final = 1.0
"""Of a step, in logarithms."""
_HELD: Final = 1e8
"""Precision of what is not to move."""


def fit_hazard(spells: Spells, prior: HazardPrior | None = None, undated: Undated | None = None) -> Hazard:
    """The most likely hazard.

    Args:
        spells: what was seen of units of known age.
        prior: of the class; that of shape and scale is weighed in where there are fewer than LEAST_FAILURES failures.
            None: never.
        undated: what was seen of units of unknown age; None: there is none.

    Raises:
        ValueError: no failure was seen and there is no prior.
    """
    objective = _Objective(spells, prior, undated)
    if prior is None and objective.failures == 0:
        raise ValueError("no failure was seen: without a prior a hazard needs one at least")
    at = objective.lowest()
    return objective.found(at, objective.covariance(at))


class _Objective:
    """Minus the logarithm of likelihood and prior, over (ln shape, ln scale, b …).

    Where there are units of unknown age, tilts and shares follow (see `undated`).
    """

    def __init__(self, spells: Spells, prior: HazardPrior | None, undated: Undated | None) -> None:
        """Keeps what is asked again and again."""
        self._spells, self._told = spells, undated
        self.undated = undated if undated is not None and undated.has_units else None
        self.failures = spells.failures + (self.undated.failures if self.undated else 0.0)
        failed = spells.is_failed
        self._failed_weight, self._failed_factors = spells.weight[failed], spells.factors[failed]
        self._log_failed = np.log(np.maximum(spells.exit[failed], YOUNGEST))
        self._seen_from, self._exit = np.maximum(spells.entry, YOUNGEST), np.maximum(spells.exit, YOUNGEST)
        count = spells.factors.shape[1]
        self._own = 2 + count
        self._mean, self._precision = np.zeros(2 + count), np.zeros(2 + count)
        # A factor that never varies says nothing of its effect: it is held at 0, loosely.
        self._precision[2:] = (spells.factors == spells.factors[:1]).all(axis=0)
        if prior is not None:
            self._mean[2:] = prior.effects[:count]
            self._precision[2:] = 1 / np.square(prior.effects_deviation[:count])
        self.is_assumed = prior is not None and self.failures < LEAST_FAILURES
        self._is_held = prior is not None and not self.is_assumed and not self._knows_ages()
        self.is_shape_assumed = self.is_assumed or self._is_held
        if prior is not None and self.is_shape_assumed:
            self._mean[SHAPE], self._precision[SHAPE] = np.log(prior.shape), 1 / np.square(np.log(prior.shape_factor))
        if prior is not None and self.is_assumed:
            self._mean[SCALE], self._precision[SCALE] = (
                np.log(prior.scale_years),
                1 / np.square(np.log(prior.scale_factor)),
            )
        self._shape_variance = 1 / self._precision[SHAPE] if self._is_held else 0.0
        if self._is_held:
            self._precision[SHAPE] = _HELD

    def _knows_ages(self) -> bool:
        """Whether enough is known of the ages of those that failed, and of those that did not."""
        if self.undated is None:
            return True
        others = self.undated.known.sum() - self._spells.failures
        return bool(min(self._spells.failures, others) >= LEAST_FAILURES)

    def start(self) -> Floats:
        """The prior, or a shape of 2 (or that of the prior) with the scale that is most likely for it."""
        at = self._mean.copy()
        if not self.is_assumed:
            at[SHAPE] = at[SHAPE] if self.is_shape_assumed else np.log(2.0)
            at[SCALE] = np.log(100.0)
            k, seen = float(np.exp(at[SHAPE])), self._seen(self._with_rest(at))
            entry, exit_ = (np.maximum(age, YOUNGEST) for age in (seen.entry, seen.exit))
            at[SCALE] = np.log(float((seen.weight * (exit_**k - entry**k)).sum()) / self.failures) / k
        return self._with_rest(at)

    def _with_rest(self, at: Floats) -> Floats:
        return at if self.undated is None else np.concatenate([at, self.undated.start()])

    def _others(self, at: Floats) -> UndatedAt:
        """What units of unknown age say."""
        assert self.undated is not None
        return self.undated.at(at[: self._own], at[self._own :])

    def _seen(self, at: Floats) -> Spells:
        """All that was seen; units of unknown age where they are thought to belong."""
        return self._spells if self.undated is None else Spells.joined([self._spells, self._others(at).spells()])

    def covariance(self, at: Floats) -> Floats:
        """Of the estimate: the inverse of the information; of a shape that is held, with what its prior leaves open."""
        curvature = self.curvature(at)
        if not self._is_held:
            return np.asarray(np.linalg.inv(curvature), np.float64)
        others = np.linalg.inv(curvature[1:, 1:])
        moved = np.concatenate([[1.0], -others @ curvature[1:, SHAPE]])  # of all, by the shape
        found = self._shape_variance * np.outer(moved, moved)
        found[1:, 1:] += others
        return np.asarray(found)

    def found(self, at: Floats, covariance: Floats) -> Hazard:
        """The hazard, with what it rests on."""
        seen, told, ages = self._seen(at), self._told, NOBODY
        if told is not None:
            ages = told.at(at[: self._own], told.start() if self.undated is None else at[self._own :]).likely_ages()
        return Hazard(
            at[: self._own], covariance[: self._own, : self._own], self.failures, seen.unit_years, self.is_assumed,
            seen.by_age, self.is_shape_assumed, self.undated.failures if self.undated else 0.0, ages,
            self._usual_ratio(at, seen),
        )  # fmt: skip

    def _usual_ratio(self, at: Floats, seen: Spells) -> float:
        """Of the hazard of all that was seen to that with factors at 0; where the record decides, by its failures."""
        entry, exit_ = (np.maximum(age, YOUNGEST) for age in (seen.entry, seen.exit))
        of_none = float(seen.weight @ hazard_between(at, entry, exit_))
        if not self.is_assumed and of_none > 0:
            return self.failures / of_none
        own = float(self._spells.weight @ hazard_between(at, self._seen_from, self._exit))
        return float(self._between(at[: self._own]).sum()) / own if own > 0 else 1.0

    def value(self, at: Floats) -> float:
        """At a point."""
        others = self._others(at).value if self.undated else 0.0
        at = at[: self._own]
        between = self._between(at)
        log_rate = at[SHAPE] - np.exp(at[SHAPE]) * at[SCALE] + (np.exp(at[SHAPE]) - 1) * self._log_failed
        log_rate = log_rate + self._failed_factors @ at[2:]
        prior = 0.5 * float(self._precision @ (at - self._mean) ** 2)
        return float(between.sum() - self._failed_weight @ log_rate) + prior + others

    def gradient(self, at: Floats) -> Floats:
        """Its slopes."""
        found = self._others(at).gradient if self.undated else np.zeros(len(at))
        found[: self._own] += self._by_dated(at[: self._own])
        return found

    def _by_dated(self, at: Floats) -> Floats:
        """Slopes of what units of known age say, and of the prior."""
        k, failed = np.exp(at[SHAPE]), self._failed_weight
        between, stretch = self._between(at), np.exp(self._spells.factors @ at[2:]) * self._spells.weight
        log_end, log_begin = np.log(self._exit) - at[SCALE], np.log(self._seen_from) - at[SCALE]
        moved = stretch * k * (np.exp(k * log_end) * log_end - np.exp(k * log_begin) * log_begin)
        by_shape = moved.sum() - failed @ (1 + k * (self._log_failed - at[SCALE]))
        by_scale = k * (failed.sum() - between.sum())
        by_factor = between @ self._spells.factors - failed @ self._failed_factors
        return np.asarray(np.array([by_shape, by_scale, *by_factor]) + self._precision * (at - self._mean))

    def _between(self, at: Floats) -> Floats:
        stretch = np.exp(self._spells.factors @ at[2:]) * self._spells.weight
        return np.asarray(stretch * hazard_between(at, self._seen_from, self._exit))

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
        """Second derivatives, from differences of the slopes; over the shares of years in closed form."""
        numeric = len(at) if self.undated is None else len(at) - len(self.undated.came)
        steps = np.eye(len(at))[:numeric] * _STEP
        rows = np.array([(self.gradient(at + step) - self.gradient(at - step)) / (2 * _STEP) for step in steps])
        found = np.zeros((len(at), len(at)))
        found[:numeric] = rows
        found[numeric:, :numeric] = rows[:, numeric:].T
        found[:numeric, :numeric] = (rows[:, :numeric] + rows[:, :numeric].T) / 2
        if self.undated is not None:
            found[numeric:, numeric:] = self._others(at).curvature_of_shares
        return found


def _newton(curvature: Floats, slopes: Floats) -> Floats:
    """A step downhill, wherever it is: curvatures below 0 count as above."""
    values, vectors = np.linalg.eigh(curvature)
    step = -vectors @ ((vectors.T @ slopes) / np.maximum(np.abs(values), 1e-8))
    return np.asarray(step * min(1.0, _LONGEST / max(float(np.abs(step).max()), 1e-300)))
