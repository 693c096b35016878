"""How good a forecast was: rolling back-test against the 7-day same-time mean, scored by day ahead.

Method
    From each origin the forecast sees only what was there before it, and is compared with what came after. MAE and
    WAPE (sum of absolute errors over sum of loads; a mean of ratios, MAPE, blows up near zero and is given beside it),
    pinball loss averaged over P10, P50 and P90, and the share of actual values between P10 and P90 (80 % is right).
    Skill is 1 - MAE / MAE of the baseline: above 0 the forecast is better.

Known drawbacks
    Origins a day apart share most of their history: their errors are not independent. Observed temperatures given for
    the future are a perfect weather forecast; `issues` are what was known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data_sources.analytics.forecast.ahead import LEVELS, forecast
from data_sources.analytics.forecast.weather import Issues

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """Forecasts and what came; arrays of one length, one entry an origin and step.

    Attributes:
        origin_at: start of the first interval that was not known.
        start_at: the interval forecast.
        day_ahead: 1 for the first 24 hours, ….
        actual_kw: what came; NaN where unknown.
        p10_kw: forecast.
        p50_kw: forecast.
        p90_kw: forecast.
        baseline_kw: the 7-day same-time mean.
        error_days: days of errors that the quantiles rest on.
    """

    origin_at: Instants
    start_at: Instants
    day_ahead: NDArray[np.int64]
    actual_kw: Floats
    p10_kw: Floats
    p50_kw: Floats
    p90_kw: Floats
    baseline_kw: Floats
    error_days: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Score:
    """Scores of one day ahead (0: all together). Energies of errors in kW, shares in %."""

    day_ahead: int
    count: int
    mae_kw: float
    wape_pct: float
    mape_pct: float
    pinball_kw: float
    coverage_pct: float
    baseline_mae_kw: float
    baseline_wape_pct: float
    skill_pct: float


def backtest(
    start_at: ArrayLike,
    load_kw: ArrayLike,
    origins: Sequence[int],
    *,
    history_steps: int,
    horizon_steps: int,
    time_zone: str = "UTC",
    temperature_c: ArrayLike | None = None,
    is_future_known: bool = True,
    issues: Issues | None = None,
) -> Backtest:
    """Forecast from each origin and keep what came beside it.

    Args:
        start_at: evenly spaced, UTC, shape (n,).
        load_kw: NaN where unknown, shape (n,).
        origins: indexes of first unknown intervals; each needs history before and at least one step after.
        history_steps: steps of history each forecast may see, at most.
        horizon_steps: steps to forecast, at most.
        time_zone: IANA name.
        temperature_c: of all instants, shape (n,); None leaves temperature out.
        is_future_known: give the future's temperatures to the forecast (a perfect weather forecast), or not.
        issues: weather forecasts for a future that is not known: each origin sees those issued before it, as
            `forecast` does; None lets it guess.

    Raises:
        ValueError: no origin leaves both history and future.
    """
    start, load = np.asarray(start_at).astype("datetime64[s]"), np.asarray(load_kw, np.float64)
    warm = None if temperature_c is None else np.asarray(temperature_c, np.float64)
    parts = [
        _one(
            start,
            load,
            origin,
            history_steps,
            min(horizon_steps, len(load) - origin),
            time_zone,
            warm,
            is_future_known,
            issues,
        )
        for origin in origins
        if 0 < origin < len(load)
    ]
    if not parts:
        raise ValueError("A back-test needs an origin with history before it and load after it.")
    return Backtest(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def daily_origins(count: int, day_steps: int, history_days: int, horizon_days: int, at_most: int = 0) -> list[int]:
    """Origins a day apart that have the whole history before and the whole horizon after; the newest if limited."""
    last, first = count - horizon_days * day_steps, history_days * day_steps
    found = list(range(last, first - 1, -day_steps))[::-1]
    return found[-at_most:] if at_most else found


def scores(test: Backtest) -> list[Score]:
    """Scores of all steps together (day_ahead 0), then by day ahead; steps without an actual value are left out."""
    known = np.isfinite(test.actual_kw) & np.isfinite(test.baseline_kw)
    days = sorted(set(test.day_ahead[known].tolist()))
    return [_score(test, known, 0), *(_score(test, known & (test.day_ahead == day), day) for day in days)]


def pinball(actual: ArrayLike, quantile_values: ArrayLike, level: float) -> Floats:
    """Pinball loss of a quantile forecast: level x shortfall, or (1 - level) x excess (Koenker and Bassett 1978)."""
    gap = np.asarray(actual, np.float64) - np.asarray(quantile_values, np.float64)
    return np.maximum(level * gap, (level - 1.0) * gap)


def _one(
    start: Instants,
    load: Floats,
    origin: int,
    history: int,
    horizon: int,
    zone: str,
    warm: Floats | None,
    is_future_known: bool,
    issues: Issues | None,
) -> tuple[NDArray[np.generic], ...]:
    first = max(0, origin - history)
    given = None if warm is None else warm[first : origin + horizon * is_future_known]
    made = forecast(
        start[first:origin], load[first:origin], horizon_steps=horizon, time_zone=zone, temperature_c=given,
        issues=issues,
    )  # fmt: skip
    steps = int(np.timedelta64(1, "D") / (start[1] - start[0]))
    ahead = np.arange(horizon) // steps + 1
    return (
        np.full(horizon, start[origin]), made.start_at, ahead, load[origin : origin + horizon],
        made.p10_kw, made.p50_kw, made.p90_kw, made.baseline_kw,
        np.full(horizon, made.error_days),
    )  # fmt: skip


def _score(test: Backtest, chosen: NDArray[np.bool_], day: int) -> Score:
    actual, middle, base = test.actual_kw[chosen], test.p50_kw[chosen], test.baseline_kw[chosen]
    if not len(actual):
        return Score(day, 0, *([float("nan")] * 8))
    error, base_error = np.abs(actual - middle), np.abs(actual - base)
    losses = [
        pinball(actual, q[chosen], level)
        for q, level in zip((test.p10_kw, test.p50_kw, test.p90_kw), LEVELS, strict=True)
    ]
    inside = (actual >= test.p10_kw[chosen]) & (actual <= test.p90_kw[chosen])
    total, nonzero = max(float(np.abs(actual).sum()), 1e-12), np.abs(actual) > 1e-9
    base_mae = float(base_error.mean())
    return Score(
        day_ahead=day,
        count=len(actual),
        mae_kw=float(error.mean()),
        wape_pct=100.0 * float(error.sum()) / total,
        mape_pct=100.0 * float(np.mean(error[nonzero] / np.abs(actual[nonzero]))) if nonzero.any() else float("nan"),
        pinball_kw=float(np.mean(losses)),
        coverage_pct=100.0 * float(inside.mean()),
        baseline_mae_kw=base_mae,
        baseline_wape_pct=100.0 * float(base_error.sum()) / total,
        skill_pct=100.0 * (1.0 - float(error.mean()) / base_mae) if base_mae > 0 else 0.0,
    )
