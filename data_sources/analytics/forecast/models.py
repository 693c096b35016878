"""The models behind a load forecast, each able to answer as of any day of the history.

What the weekday and the temperature do is estimated by ridge regression within each time of day (its mean over the
days taken off load and columns alike), with a weaker and a stronger penalty; the penalty shrinks what few days cannot
tell to nothing. The load less that is averaged by time of day over the days, recent ones weighing more, in three
degrees, and smoothed over the day as far as its noise asks for. Their sum is a model; with all penalties infinite it
is a same-time mean like the baseline, which is a model itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.forecast.features import clock_columns, temperature_columns, waves
from data_sources.analytics.forecast.weather import Weather, same_time_mean

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]

HALF_LIVES_DAYS: Final = (2.0, 4.0, 8.0)
WEEKLY_PENALTY: Final = 18.0  # days of evidence
TEMPERATURE_PENALTIES: Final = (0.03, 0.3)
HARMONICS: Final = 6  # daily waves that the day of a noisy load is smoothed to


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """A history laid out in days counted back from its end; every fit is a slice of it.

    Attributes:
        y: load, shape (days, steps), NaN where unknown.
        pad: steps before the first that fill the first day.
        weather: None leaves temperature out.
        clock: weekday columns of history and future, shape (n, k).
        daily: waves for the temperature columns of the same.
        x: columns of the history, shape (days, steps, k).
        grams: sums of x x' up to and with each day, shape (days, k, k).
        moments: of x y, shape (days, k).
        sums: of x, shape (days, steps, k).
        loads: of y, shape (days, steps).
        counts: of known y, shape (days, steps).
    """

    y: Floats
    pad: int
    weather: Weather | None
    clock: Floats
    daily: Floats
    x: Floats
    grams: Floats
    moments: Floats
    sums: Floats
    loads: Floats
    counts: Floats

    @property
    def steps(self) -> int:
        """Intervals a day."""
        return int(self.y.shape[1])

    @property
    def models(self) -> int:
        """Rows of `predictions`; the last one is the baseline."""
        return len(HALF_LIVES_DAYS) * (1 if self.weather is None else len(TEMPERATURE_PENALTIES)) + 1

    def predictions(self, day: int, horizon: int) -> Floats:
        """What each model says at the start of a day (counted from the first) of the steps after, (models, horizon)."""
        known = self.y[:day]
        usual = float(np.nanmean(known))
        future = self._ahead(day * self.steps - self.pad, horizon)
        rows = []
        for beta in self._effects(day):
            left = known - self.x[:day] @ beta
            rows += [np.resize(profile, horizon) + future @ beta for profile in _profiles(left)]
        base = same_time_mean(known.ravel(), self.steps, horizon)
        rows.append(base)
        return np.where(np.isfinite(rows), rows, usual)

    def _ahead(self, origin: int, horizon: int) -> Floats:
        """Columns of the steps after an origin, as one would have made them there."""
        clock = self.clock[origin : origin + horizon]
        if self.weather is None:
            return clock
        begin = max(0, origin - self.steps)  # a day before it is kept for the means over 24 hours
        warm = np.concatenate([self.weather.temperature_c[begin:origin], self.weather.ahead(origin, horizon)])
        made = temperature_columns(warm, self.daily[begin : origin + horizon], self.steps)
        return np.concatenate([clock, made[origin - begin :]], axis=1)

    def _effects(self, day: int) -> list[Floats]:
        """Coefficients of the columns from the days before `day`, one array a penalty."""
        count = np.maximum(self.counts[day - 1], 1.0)[:, None]
        sums, loads = self.sums[day - 1], self.loads[day - 1][:, None]
        gram = self.grams[day - 1] - (sums / count).T @ sums
        moment = self.moments[day - 1] - ((sums / count).T @ loads)[:, 0]
        weekly = np.full(self.clock.shape[1], WEEKLY_PENALTY)
        warm = len(moment) - len(weekly)
        penalties = TEMPERATURE_PENALTIES if warm else (0.0,)
        # One day of evidence is the unit of the penalties, whatever the interval.
        return [
            np.linalg.solve(gram + self.steps * np.diag(np.append(weekly, np.full(warm, penalty))), moment)
            for penalty in penalties
        ]


def lay_out(at: Instants, load: Floats, day_steps: int, time_zone: str, weather: Weather | None) -> History:
    """The history of a load, ready to be asked.

    Args:
        at: instants of history and future.
        load: of the history, NaN where unknown, shape (n,).
        day_steps: intervals a day.
        time_zone: IANA name of the load's clock.
        weather: of the same instants.
    """
    pad, n = -len(load) % day_steps, len(load)
    clock, daily = clock_columns(at, time_zone)
    x = clock[:n]
    if weather is not None:
        x = np.concatenate([x, temperature_columns(weather.temperature_c[:n], daily[:n], day_steps)], axis=1)
    y = np.concatenate([np.full(pad, np.nan), load]).reshape(-1, day_steps)
    by_day = np.concatenate([np.zeros((pad, x.shape[1])), x]).reshape(-1, day_steps, x.shape[1])
    known = np.isfinite(y)
    seen, full = by_day * known[:, :, None], np.where(known, y, 0.0)
    turned = seen.transpose(0, 2, 1)
    sums = [turned @ seen, (turned @ full[:, :, None])[:, :, 0], seen, full, known.astype(np.float64)]
    return History(y, pad, weather, clock, daily, by_day, *(np.cumsum(part, axis=0) for part in sums))


def _profiles(left: Floats) -> list[Floats]:
    """Means by time of day with each half-life, smoothed over the day, shape (steps,) each; days to average in rows."""
    known = np.isfinite(left)
    values, age = np.where(known, left, 0.0), np.arange(len(left))[::-1]
    made = []
    for half_life in HALF_LIVES_DAYS:
        weight = 0.5 ** (age / half_life)
        seen = np.maximum(weight @ known, 1e-9)
        mean = weight @ values / seen
        spread = weight @ (known * (values - mean) ** 2) / seen
        days = seen**2 / np.maximum(weight**2 @ known, 1e-9)  # that many equal ones would tell as much
        made.append(_smooth(mean, spread / np.maximum(days - 1.0, 0.5), np.asarray(known.any(axis=0))))
    return made


def _smooth(mean: Floats, noise: Floats, known: NDArray[np.bool_]) -> Floats:
    """A day's mean drawn to its first waves by the share of what is left that is noise (James and Stein 1961)."""
    filled = np.where(known, mean, mean[known].mean() if known.any() else 0.0)
    basis = _basis(len(mean))
    smooth = basis @ (np.linalg.pinv(basis) @ filled)
    rough = float(np.mean((filled - smooth)[known] ** 2)) if known.any() else 0.0
    free = 1.0 - basis.shape[1] / len(mean)
    kept = max(0.0, 1.0 - free * float(noise[known].mean()) / rough) if rough > 0.0 else 0.0
    return np.where(known, smooth + kept * (filled - smooth), smooth)


@cache
def _basis(steps: int) -> Floats:
    turn = np.arange(steps) / steps
    return np.concatenate([np.ones((steps, 1)), waves(turn, min(HARMONICS, (steps - 1) // 2))], axis=1)
