"""Load of the next 1 to 7 days with quantiles, from two to four weeks of load, the clock and the temperature.

Method
    1. Ridge regression of the load on the columns of `forecast_features`; a ridge shrinks what few days cannot tell (a
       Sunday seen twice) towards what all days tell. Recent days weigh more, in three degrees (half-lives of 7, 28
       and 100 days): the three are averaged, those that lately erred less counting more;
       without known temperatures of the future the baseline is one of them.
    2. The mean residual of the last day is carried on and fades within days (recent level); of the last week, and
       longer, where the temperatures to come are not known.
    3. Quantiles are conformal (Vovk et al. 2005; Lei et al. 2018, split conformal, on time-ordered errors): the same
       model is fitted as of up to 14 earlier days, and the quantiles of its errors on the days after them, by hour of
       the day (2 hours to both sides) and scaled to the horizon, are added to the forecast. P50 so is a median
       forecast, which is what an absolute error rewards.
    4. Baseline: the mean of the last 7 days at the same time of day.

Assumptions
    Evenly spaced intervals (15 to 60 minutes); the near future is like the weeks before. Temperatures of the future are
    given (forecast or observed), or the mean of the last 7 days at the same time is taken for them, in the errors too.

Known drawbacks
    Holidays are not known. Fed observed temperatures in a back-test, scores are those of a perfect weather forecast: a
    real one costs some of the advantage, more with the horizon. A temperature outside the range of the history is
    extrapolated in a straight line. With less than two weeks the weekday effect is nearly all shrunk away and the
    quantiles rest on few days, so they are widened by 1 + 1.5 / days of errors.

Source: T. Hong, S. Fan, "Probabilistic electric load forecasting: a tutorial review", Int. J. Forecasting 32 (2016),
for the regression on calendar and temperature interactions and for pinball loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data_sources.analytics.clock import DAY_S, local_seconds
from data_sources.analytics.forecast_features import columns

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]

LEVELS: Final = (0.1, 0.5, 0.9)
HALF_LIVES_DAYS: Final = (7.0, 28.0, 100.0)
MAX_ERROR_ORIGINS: Final = 14
BASELINE_DAYS: Final = 7
# Days whose mean residual is carried on, the share of it, and the days in which it fades: what the weather does not
# explain is short-lived; a change that the weather would have explained lasts as the weather does.
KNOWN_WEATHER_LEVEL: Final = (1, 0.3, 2.0)
UNKNOWN_WEATHER_LEVEL: Final = (7, 1.0, 60.0)
NEAR_HOURS: Final = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """A forecast; arrays of one length.

    Attributes:
        start_at: starts of the intervals, datetime64[s] UTC.
        p10_kw: exceeded nine times of ten.
        p50_kw: as often above as below.
        p90_kw: exceeded one time of ten.
        baseline_kw: mean of the last 7 days at the same time.
        history_days: days of load it rests on.
        error_days: days of errors the quantiles rest on; under 7 they are a guess.
    """

    start_at: Instants
    p10_kw: Floats
    p50_kw: Floats
    p90_kw: Floats
    baseline_kw: Floats
    history_days: float
    error_days: int


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """History and future laid out once; every fit is a slice of it."""

    y: Floats  # NaN where unknown, history only
    at: Instants  # history and future
    time_zone: str
    temperature_c: Floats | None  # of the history, and of the future where it is given
    x: Floats  # columns of the history, and of the future where its temperatures are given
    penalty: Floats
    grams: Floats  # sums over each day that every fit adds up
    moments: Floats
    slot: NDArray[np.int64]  # time of day in steps, local
    day_steps: int

    @property
    def knows_weather(self) -> bool:
        """Temperatures of the future are given."""
        return self.temperature_c is not None and len(self.temperature_c) == len(self.at)

    def ahead(self, origin: int, horizon: int) -> Floats:
        """Columns of the steps after an origin, as one would have made them there."""
        end = origin + horizon
        if self.knows_weather or self.temperature_c is None:
            return self.x[origin:end]
        # The future is a guess, from every origin anew; a day before it is kept for the means over 24 hours.
        begin = max(0, origin - self.day_steps)
        guess = baseline(self.temperature_c[:origin], self.day_steps, horizon)
        warm = np.concatenate([self.temperature_c[begin:origin], guess])
        made, _ = columns(self.at[begin:end], self.time_zone, warm, DAY_S // self.day_steps)
        return made[origin - begin :]


def forecast(
    start_at: ArrayLike,
    load_kw: ArrayLike,
    *,
    horizon_steps: int,
    time_zone: str = "UTC",
    temperature_c: ArrayLike | None = None,
) -> Forecast:
    """The next intervals after a history.

    Args:
        start_at: evenly spaced starts of intervals, UTC, ascending, shape (n,).
        load_kw: mean load of each; NaN where unknown, shape (n,).
        horizon_steps: how many intervals to forecast.
        time_zone: IANA name of the load's clock.
        temperature_c: of the history and of the future, shape (n + horizon_steps,), or of the history only, shape
            (n,); gaps are filled between neighbours; None leaves temperature out.

    Raises:
        ValueError: less than one day of known load, or intervals that are not even or do not divide a day.
    """
    start, load = np.asarray(start_at).astype("datetime64[s]"), np.asarray(load_kw, np.float64)
    problem, future = _lay_out(start, load, horizon_steps, time_zone, temperature_c)
    n, steps = len(load), problem.day_steps
    known_days = float(np.isfinite(load).sum()) / steps
    if known_days < 1.0:
        raise ValueError(f"A forecast needs at least one day of load; {known_days:.1f} days are known.")
    past = _past_errors(problem, n, horizon_steps)
    weight = _weights(past.errors)
    mean = weight @ _predictions(problem, n, horizon_steps)
    errors, ahead, slot, origins = weight @ past.errors, past.ahead, past.slot, past.origins
    offsets = _offsets(errors, ahead, slot, problem.slot[n:], _days_ahead(horizon_steps, steps), steps, origins)
    low, middle, high = (mean + offset for offset in offsets)
    base = baseline(load, steps, horizon_steps)
    return Forecast(future, low, middle, high, base, known_days, origins)


def baseline(load_kw: ArrayLike, day_steps: int, horizon_steps: int) -> Floats:
    """Mean of the last 7 days at the same time of day, repeated; NaN where none of them is known.

    Args:
        load_kw: history, ascending in time, NaN where unknown.
        day_steps: intervals a day.
        horizon_steps: how many intervals to answer.
    """
    y = np.asarray(load_kw, np.float64)[-BASELINE_DAYS * day_steps :]
    padded = np.concatenate([np.full(-len(y) % day_steps, np.nan), y]).reshape(-1, day_steps)
    known = np.isfinite(padded)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, padded, 0.0).sum(axis=0) / known.sum(axis=0)
    return np.asarray(np.resize(mean, horizon_steps))


def _lay_out(
    start: Instants, load: Floats, horizon: int, zone: str, temperature_c: ArrayLike | None
) -> tuple[_Problem, Instants]:
    if len(start) < 2 or len(start) != len(load):
        raise ValueError("A forecast needs times and loads of one length, at least two.")
    gaps = np.unique(np.diff(start).astype(np.int64))
    if len(gaps) != 1 or gaps[0] <= 0 or DAY_S % gaps[0]:
        raise ValueError("A forecast needs evenly spaced intervals that divide a day; fill gaps with NaN.")
    step = int(gaps[0])
    future = start[-1] + np.arange(1, horizon + 1) * np.timedelta64(step, "s")
    both = np.concatenate([start, future])
    warm = None if temperature_c is None else _without_gaps(np.asarray(temperature_c, np.float64), len(load), len(both))
    slot = local_seconds(both, zone) % DAY_S // step
    covered = len(both) if warm is None or len(warm) == len(both) else len(load)
    x, penalty = columns(both[:covered], zone, warm, step)
    grams, moments = _day_sums(x[: len(load)], load, DAY_S // step)
    return _Problem(load, both, zone, warm, x, penalty, grams, moments, slot, DAY_S // step), future


def _without_gaps(temperature_c: Floats, history: int, length: int) -> Floats | None:
    if len(temperature_c) not in (history, length):
        raise ValueError("Temperatures must cover the history, or the history and the horizon.")
    known = np.isfinite(temperature_c)
    if not known.any():
        return None
    return np.interp(np.arange(len(temperature_c)), np.flatnonzero(known), temperature_c[known])


def _predictions(problem: _Problem, origin: int, horizon: int) -> Floats:
    """Mean forecasts of the steps after `origin`, seen from there, one row a model, shape (models, horizon)."""
    future = problem.ahead(origin, horizon)
    rows = [_ridge(problem, origin, future, days) for days in HALF_LIVES_DAYS]
    if not problem.knows_weather:
        usual = float(np.nanmean(problem.y[:origin]))
        base = baseline(problem.y[:origin], problem.day_steps, horizon)
        rows.append(np.where(np.isfinite(base), base, usual))
    return np.stack(rows)


def _ridge(problem: _Problem, origin: int, future: Floats, half_life_days: float) -> Floats:
    steps = problem.day_steps
    blocks = len(problem.grams) - (len(problem.y) - origin) // steps
    weight = 0.5 ** (np.arange(blocks)[::-1] / half_life_days)
    # One day of evidence is the unit of the penalties, whatever the interval.
    gram = np.tensordot(weight, problem.grams[:blocks], axes=1) + np.diag(problem.penalty * steps + 1e-6)
    beta = np.linalg.solve(gram, weight @ problem.moments[:blocks])
    days, kept, fades = KNOWN_WEATHER_LEVEL if problem.knows_weather else UNKNOWN_WEATHER_LEVEL
    last = slice(max(0, origin - days * steps), origin)
    residual = problem.y[last] - problem.x[last] @ beta
    known = np.isfinite(residual)
    lately = float(residual[known].mean()) if known.any() else 0.0
    ahead_days = np.arange(1, len(future) + 1) / steps
    return np.asarray(future @ beta + kept * lately * np.exp(-ahead_days / fades))


def _day_sums(x: Floats, y: Floats, day_steps: int) -> tuple[Floats, Floats]:
    """Sums of x x' and x y over each day, counted back from the end; unknown y left out; (days, k, k), (days, k)."""
    pad = -len(y) % day_steps
    known = np.isfinite(y)
    full_x = np.concatenate([np.zeros((pad, x.shape[1])), x * known[:, None]]).reshape(-1, day_steps, x.shape[1])
    full_y = np.concatenate([np.zeros(pad), np.where(known, y, 0.0)]).reshape(-1, day_steps, 1)
    turned = full_x.transpose(0, 2, 1)
    return turned @ full_x, (turned @ full_y)[:, :, 0]


class _Past(NamedTuple):
    """Errors that would have been made from earlier days on."""

    errors: Floats  # one row a model, shape (models, n)
    ahead: Floats  # days, 1 for the first, shape (n,)
    slot: NDArray[np.int64]  # shape (n,)
    origins: int


def _past_errors(problem: _Problem, n: int, horizon: int) -> _Past:
    """Errors of the same models seen from up to 14 earlier days."""
    steps = problem.day_steps
    origins = [n - k * steps for k in range(1, MAX_ERROR_ORIGINS + 1) if n - k * steps >= steps]
    # Early origins saw little; keep those with at least half of the history where that leaves a week of them.
    origins = [o for o in origins if o >= n // 2] if len(origins) > BASELINE_DAYS else origins
    models = len(HALF_LIVES_DAYS) + (not problem.knows_weather)
    errors, ahead, slots = [np.zeros((models, 0))], [np.zeros(0)], [np.zeros(0, np.int64)]
    for origin in origins:
        if not np.isfinite(problem.y[:origin]).any():
            continue
        reach = min(horizon, n - origin)
        error = problem.y[origin : origin + reach] - _predictions(problem, origin, reach)
        known = np.isfinite(error[0])
        errors.append(error[:, known])
        ahead.append(_days_ahead(reach, steps)[known])
        slots.append(problem.slot[origin : origin + reach][known])
    return _Past(np.concatenate(errors, axis=1), np.concatenate(ahead), np.concatenate(slots), len(errors) - 1)


def _weights(errors: Floats) -> Floats:
    """How much each model counts: by the eighth power of how little it erred; alike where nothing is known."""
    if not errors.shape[1]:
        return np.full(len(errors), 1.0 / len(errors))
    size = np.maximum(np.abs(errors).mean(axis=1), 1e-9)
    trust = (size.min() / size) ** 8
    return np.asarray(trust / trust.sum())


def _offsets(
    errors: Floats, ahead: Floats, slot: NDArray[np.int64], future_slot: NDArray[np.int64], future_ahead: Floats,
    day_steps: int, origins: int,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """What to add to the mean forecast for each of `LEVELS`; nothing where no errors are known."""
    if not len(errors):
        unknown = np.full(len(future_slot), np.nan)
        return unknown, np.zeros(len(future_slot)), unknown.copy()
    # A bias of the last weeks (it grew warmer, say) does not go on: only the shape of the errors is kept.
    errors = errors - errors.mean()
    scale = _growth(errors, ahead)
    scaled = errors / scale[np.minimum(ahead.astype(np.int64), len(scale)) - 1]
    table = np.array([_near_quantiles(scaled, slot, k, day_steps) for k in range(day_steps)])
    middle = table[future_slot, 1]
    spread = scale[np.minimum(future_ahead.astype(np.int64), len(scale)) - 1] * (1.0 + 1.5 / origins)
    low = middle - spread * np.maximum(middle - table[future_slot, 0], 0.0)
    high = middle + spread * np.maximum(table[future_slot, 2] - middle, 0.0)
    return low, middle, high


def _growth(errors: Floats, ahead: Floats) -> Floats:
    """Typical error by day ahead relative to all, never falling with the horizon, shape (days,)."""
    days = int(ahead.max())
    overall = max(float(np.mean(np.abs(errors))), 1e-12)
    sizes = [
        np.mean(np.abs(errors[ahead == day])) / overall if (ahead == day).any() else 0.0 for day in range(1, days + 1)
    ]
    return np.maximum(np.maximum.accumulate(sizes), 0.2)


def _near_quantiles(errors: Floats, slot: NDArray[np.int64], wanted: int, day_steps: int) -> Floats:
    """Quantiles of the errors made near one time of day."""
    gap = np.abs((slot - wanted + day_steps // 2) % day_steps - day_steps // 2)
    near = errors[gap <= NEAR_HOURS * day_steps / 24.0]
    return np.quantile(near if len(near) >= 5 else errors, LEVELS)


def _days_ahead(steps: int, day_steps: int) -> Floats:
    """1 for the first day, 2 for the second, …, shape (steps,)."""
    return np.asarray(np.arange(steps) // day_steps + 1, np.float64)
