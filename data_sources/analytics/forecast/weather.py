"""Which temperatures a load forecast may count on ahead: the true ones, those of a weather forecast, or a guess.

The guess is the mean of the last 7 days at the same time. A weather forecast errs more the further ahead it looks, and
a load model that takes it at its word overreacts. So its departure from the guess is taken at a share, by day ahead,
that past issues show to be right (least squares against what was observed, as in model output statistics: Glahn and
Lowry 1972); without past issues, whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]

GUESS_DAYS: Final = 7
TRUST_ISSUES: Final = 7.0  # issues that must speak against taking a forecast whole before half of it is given up
NEIGHBOUR: Final = 0.6  # what the day before or after ahead counts for


@dataclass(frozen=True, slots=True, eq=False)
class Issues:
    """Weather forecasts, of several issues; arrays of one length, by issue, then by time.

    Attributes:
        issued_at: when it became known, datetime64[s] UTC.
        forecast_at: the instant it is about, at most some hours apart within an issue.
        temperature_c: forecast.
    """

    issued_at: Instants
    forecast_at: Instants
    temperature_c: Floats

    def latest(self, known_at: np.datetime64) -> np.datetime64 | None:
        """When the latest issue that was known at an instant was issued."""
        end = int(np.searchsorted(self.issued_at, known_at, side="right"))
        return self.issued_at[end - 1] if end else None

    def at(self, known_at: np.datetime64, wanted: Instants) -> Floats:
        """Temperatures of the latest issue known at an instant; NaN before its first and after its last."""
        end = int(np.searchsorted(self.issued_at, known_at, side="right"))
        if not end:
            return np.full(len(wanted), np.nan)
        begin = int(np.searchsorted(self.issued_at, self.issued_at[end - 1], side="left"))
        seconds = self.forecast_at[begin:end].astype(np.int64)
        return np.interp(wanted.astype(np.int64), seconds, self.temperature_c[begin:end], left=np.nan, right=np.nan)


def same_time_mean(values: Floats, day_steps: int, horizon: int, days: int = GUESS_DAYS) -> Floats:
    """Mean of the last days at the same time of day, repeated; NaN where none of them is known."""
    last = values[-days * day_steps :]
    padded = np.concatenate([np.full(-len(last) % day_steps, np.nan), last]).reshape(-1, day_steps)
    known = np.isfinite(padded)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, padded, 0.0).sum(axis=0) / known.sum(axis=0)
    return np.asarray(np.resize(mean, horizon))


@dataclass(frozen=True, slots=True, eq=False)
class Weather:
    """Temperatures as one would have known them at any step of a history.

    Attributes:
        temperature_c: of the history, and of the future where that is given; no gaps.
        at: instants of history and future.
        day_steps: intervals a day.
        issues: weather forecasts; None for the guess.
        shares: of a forecast's departure from the guess, by day ahead; see the module.
    """

    temperature_c: Floats
    at: Instants
    day_steps: int
    issues: Issues | None = None
    shares: Floats | None = None

    def ahead(self, origin: int, horizon: int) -> Floats:
        """Temperatures of the steps after an origin, from what was known there."""
        if len(self.temperature_c) == len(self.at):
            return self.temperature_c[origin : origin + horizon]
        guess = same_time_mean(self.temperature_c[:origin], self.day_steps, horizon)
        guess = np.where(np.isfinite(guess), guess, self.temperature_c[:origin].mean())
        if self.issues is None:
            return guess
        told = self.issues.at(self.at[origin], self.at[origin : origin + horizon]) - guess
        days = np.arange(horizon) // self.day_steps
        share = 1.0 if self.shares is None else self.shares[np.minimum(days, len(self.shares) - 1)]
        return guess + share * np.where(np.isfinite(told), told, 0.0)


def weather_of(
    temperature_c: Floats, at: Instants, history: int, day_steps: int, issues: Issues | None
) -> Weather | None:
    """The weather of a history; None where no temperature is known.

    Args:
        temperature_c: of the history, or of history and future; gaps are filled between neighbours.
        at: instants of history and future.
        history: steps of the history.
        day_steps: intervals a day.
        issues: weather forecasts.

    Raises:
        ValueError: temperatures cover neither.
    """
    if len(temperature_c) not in (history, len(at)):
        raise ValueError("Temperatures must cover the history, or the history and the horizon.")
    known = np.isfinite(temperature_c)
    if not known.any():
        return None
    filled = np.interp(np.arange(len(temperature_c)), np.flatnonzero(known), temperature_c[known])
    plain = Weather(filled, at, day_steps, issues)
    if issues is None or len(filled) > history:
        return plain
    return Weather(filled, at, day_steps, issues, _shares(plain, history, len(at) - history))


def _shares(plain: Weather, history: int, horizon: int) -> Floats:
    """Share of a forecast's departure from the guess that came true, 0 to 1, by day ahead; close to 1 without proof."""
    steps, days = plain.day_steps, -(-horizon // plain.day_steps)
    told, came, count = np.zeros(days), np.zeros(days), np.zeros(days)
    guess_only = Weather(plain.temperature_c, plain.at, steps)
    for origin in range(history - steps, steps - 1, -steps):
        reach = min(days, (history - origin) // steps)
        guess = guess_only.ahead(origin, reach * steps)
        departure = (plain.ahead(origin, reach * steps) - guess).reshape(reach, steps)
        truth = (plain.temperature_c[origin : origin + reach * steps] - guess).reshape(reach, steps)
        told[:reach] += (departure**2).mean(axis=1)
        came[:reach] += (departure * truth).mean(axis=1)
        count[:reach] += (departure != 0.0).any(axis=1)
    near = NEIGHBOUR ** np.abs(np.arange(days)[:, None] - np.arange(days))
    told, came, count = near @ told, near @ came, near @ count
    prior = TRUST_ISSUES * told / np.maximum(count, 1e-9)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(told > 0.0, np.clip((came + prior) / (told + prior), 0.0, 1.0), 1.0)
