"""Load of the next 1 to 7 days with quantiles, from one to four weeks of load, the clock and the temperature.

Method
    1. The models of `models`: what the weekday and the temperature do, plus a same-time mean of what is left;
       and the baseline, the mean of the last 7 days at the same time of day.
    2. They are averaged, those that lately erred less counting more: each forecasts from up to 14 earlier days too.
       With few such days the baseline keeps part of the weight.
    3. The band is conformal (Vovk et al. 2005; Lei et al. 2018, split conformal, on time-ordered errors): 80 % of the
       errors made from those earlier days were smaller, by hour of the day (2 hours to both sides) and scaled to the
       horizon. It is as wide above as below: a few weeks cannot tell a lasting skew from a passing bias.

Assumptions
    Evenly spaced intervals (15 to 60 minutes); the near future is like the weeks before. Temperatures ahead are given,
    forecast (each earlier day then sees the issue that was the latest there), or the mean of the last 7 days at the
    same time is taken for them, in the errors too.

Known drawbacks
    Holidays are not known. After a change of the clocks the same time of day is an hour off for some days, as it is in
    the baseline. Given the observed temperatures, scores are those of a perfect weather forecast. A temperature outside
    the range of the history is extrapolated in a straight line. With less than two weeks the weekday effect is nearly
    all shrunk away and the band rests on few days, so it is widened by 1 + 0.5 / days of errors.

Source: T. Hong, S. Fan, "Probabilistic electric load forecasting: a tutorial review", Int. J. Forecasting 32 (2016),
for the regression on calendar and temperature interactions and for pinball loss; J. M. Bates, C. W. J. Granger, "The
combination of forecasts", Operational Research Quarterly 20 (1969).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data_sources.analytics.clock import DAY_S
from data_sources.analytics.forecast.models import History, lay_out
from data_sources.analytics.forecast.weather import Issues, same_time_mean, weather_of

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]

LEVELS: Final = (0.1, 0.5, 0.9)
MAX_ERROR_ORIGINS: Final = 14
LEAST_ERROR_DAYS: Final = 1  # of history before an earlier day that errors are counted from
TRUST_POWER: Final = 8
BASELINE_ORIGINS: Final = 0.5  # errors of that many days for the baseline, against those that there are
NEAR_HOURS: Final = 2.0
WIDER_ORIGINS: Final = 0.5  # how few days of errors widen the band


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


def forecast(
    start_at: ArrayLike,
    load_kw: ArrayLike,
    *,
    horizon_steps: int,
    time_zone: str = "UTC",
    temperature_c: ArrayLike | None = None,
    issues: Issues | None = None,
) -> Forecast:
    """The next intervals after a history.

    Args:
        start_at: evenly spaced starts of intervals, UTC, ascending, shape (n,).
        load_kw: mean load of each; NaN where unknown, shape (n,).
        horizon_steps: how many intervals to forecast.
        time_zone: IANA name of the load's clock.
        temperature_c: of the history and of the future, shape (n + horizon_steps,), or of the history only, shape
            (n,); gaps are filled between neighbours; None leaves temperature out.
        issues: weather forecasts, for the future where its temperatures are not given; those issued after the last
            interval are not looked at.

    Raises:
        ValueError: less than one day of known load, or intervals that are not even or do not divide a day.
    """
    start, load = np.asarray(start_at).astype("datetime64[s]"), np.asarray(load_kw, np.float64)
    step = _step_s(start, load)
    future = start[-1] + np.arange(1, horizon_steps + 1) * np.timedelta64(step, "s")
    steps, at = DAY_S // step, np.concatenate([start, future])
    known_days = float(np.isfinite(load).sum()) / steps
    if known_days < 1.0:
        raise ValueError(f"A forecast needs at least one day of load; {known_days:.1f} days are known.")
    warm = None if temperature_c is None else np.asarray(temperature_c, np.float64)
    weather = None if warm is None else weather_of(warm, at, len(load), steps, issues)
    history = lay_out(at, load, steps, time_zone, weather)
    past = _past_errors(history, horizon_steps)
    weight = _weights(past)
    mean = weight @ history.predictions(len(history.y), horizon_steps)
    slots, days = np.arange(horizon_steps) % steps, _days_ahead(horizon_steps, steps)
    reach = _reach(weight @ past.errors, past, slots, days, steps)
    base = baseline(load, steps, horizon_steps)
    return Forecast(future, mean - reach, mean, mean + reach, base, known_days, past.origins)


def baseline(load_kw: ArrayLike, day_steps: int, horizon_steps: int) -> Floats:
    """Mean of the last 7 days at the same time of day, repeated; NaN where none of them is known.

    Args:
        load_kw: history, ascending in time, NaN where unknown.
        day_steps: intervals a day.
        horizon_steps: how many intervals to answer.
    """
    return same_time_mean(np.asarray(load_kw, np.float64), day_steps, horizon_steps)


def _step_s(start: Instants, load: Floats) -> int:
    if len(start) < 2 or len(start) != len(load):
        raise ValueError("A forecast needs times and loads of one length, at least two.")
    gaps = np.unique(np.diff(start).astype(np.int64))
    if len(gaps) != 1 or gaps[0] <= 0 or DAY_S % gaps[0]:
        raise ValueError("A forecast needs evenly spaced intervals that divide a day; fill gaps with NaN.")
    return int(gaps[0])


class _Past(NamedTuple):
    """Errors that would have been made from earlier days on."""

    errors: Floats  # one row a model, shape (models, n)
    ahead: Floats  # days, 1 for the first, shape (n,)
    slot: NDArray[np.int64]  # of the day, counted from the forecast's first, shape (n,)
    origins: int


def _past_errors(history: History, horizon: int) -> _Past:
    """Errors of the same models seen from up to 14 earlier days."""
    steps, end = history.steps, len(history.y)
    days = [
        end - k for k in range(1, MAX_ERROR_ORIGINS + 1) if (end - k) * steps - history.pad >= LEAST_ERROR_DAYS * steps
    ]
    errors, ahead, slots = [np.zeros((history.models, 0))], [np.zeros(0)], [np.zeros(0, np.int64)]
    for day in days:
        if not np.isfinite(history.y[:day]).any():
            continue
        reach = min(horizon, (end - day) * steps)
        error = history.y[day:].ravel()[:reach] - history.predictions(day, reach)
        known = np.isfinite(error[0])
        errors.append(error[:, known])
        ahead.append(_days_ahead(reach, steps)[known])
        slots.append(np.arange(reach)[known] % steps)
    return _Past(np.concatenate(errors, axis=1), np.concatenate(ahead), np.concatenate(slots), len(errors) - 1)


def _weights(past: _Past) -> Floats:
    """How much each model counts: by how little it erred; the baseline where nothing is known."""
    base = np.zeros(len(past.errors))
    base[-1] = 1.0
    if not past.errors.shape[1]:
        return base
    size = np.maximum(np.abs(past.errors).mean(axis=1), 1e-9)
    trust = (size.min() / size) ** TRUST_POWER
    return np.asarray(
        (past.origins * trust / trust.sum() + BASELINE_ORIGINS * base) / (past.origins + BASELINE_ORIGINS)
    )


def _reach(errors: Floats, past: _Past, future_slot: NDArray[np.int64], future_ahead: Floats, day_steps: int) -> Floats:
    """How far P10 and P90 lie from the forecast; NaN where no errors are known."""
    if not len(errors):
        return np.full(len(future_slot), np.nan)
    size = np.abs(errors)
    scale = _growth(size, past.ahead)
    scaled = size / scale[past.ahead.astype(np.int64) - 1]
    table = np.array([_near_size(scaled, past.slot, k, day_steps) for k in range(day_steps)])
    spread = scale[np.minimum(future_ahead.astype(np.int64), len(scale)) - 1] * (1.0 + WIDER_ORIGINS / past.origins)
    return np.asarray(spread * table[future_slot])


def _growth(size: Floats, ahead: Floats) -> Floats:
    """Typical error by day ahead relative to all, never falling with the horizon, shape (days,)."""
    overall = max(float(np.mean(size)), 1e-12)
    by_day = [size[ahead == day] for day in range(1, int(ahead.max()) + 1)]
    means = [float(np.mean(found)) / overall if len(found) else 0.0 for found in by_day]
    return np.maximum(np.maximum.accumulate(means), 0.2)


def _near_size(size: Floats, slot: NDArray[np.int64], wanted: int, day_steps: int) -> float:
    """Below it lie 80 % of the errors made near one time of day."""
    gap = np.abs((slot - wanted + day_steps // 2) % day_steps - day_steps // 2)
    near = size[gap <= NEAR_HOURS * day_steps / 24.0]
    return float(np.quantile(near if len(near) >= 5 else size, LEVELS[2] - LEVELS[0]))


def _days_ahead(steps: int, day_steps: int) -> Floats:
    """1 for the first day, 2 for the second, …, shape (steps,)."""
    return np.asarray(np.arange(steps) // day_steps + 1, np.float64)
