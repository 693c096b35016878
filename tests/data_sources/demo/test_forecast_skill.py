"""The load forecast against the 7-day mean on the demo's own load shapes, for seeds on which nothing was chosen."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.analytics.forecast.scores import Score, backtest, scores
from data_sources.analytics.forecast.weather import Issues
from data_sources.demo.ami.calendar import calendar_of
from data_sources.demo.weather.forecasts import issued_forecasts
from data_sources.demo.weather.hours import hourly_weather

ZONE = "America/Chicago"
FIRST, DAYS = dt.date(2026, 5, 1), 84
HELD_OUT = (41, 42, 43)


@pytest.fixture(scope="module", params=HELD_OUT)
def feeders(request: pytest.FixtureRequest) -> tuple[np.ndarray, np.ndarray, np.ndarray, Issues]:
    """Hours, loads of three feeders (shares of customer classes, roofs with panels, 2 % noise), weather, forecasts."""
    seed = request.param
    rng = np.random.default_rng(seed)
    days = [calendar_of(FIRST + dt.timedelta(days=k), ZONE, seed) for k in range(DAYS)]
    at = np.concatenate([day.starts for day in days])[::4].astype("datetime64[s]")
    shares = rng.dirichlet(np.full(75, 0.3), 3) * 4000
    used = np.concatenate([shares @ day.shapes for day in days], axis=1)
    sun = np.concatenate([day.sun.mean(axis=0) * day.cloud for day in days])
    load = (used - np.array([0.0, 100.0, 300.0])[:, None] * sun).reshape(3, -1, 4).mean(axis=2)
    hours, celsius, _, _ = hourly_weather(dt.date(2026, 11, 22), seed)
    warm = np.interp(at.astype(np.int64), hours.astype(np.int64), celsius)
    return (
        at,
        load * (1 + 0.02 * rng.normal(size=load.shape)),
        warm,
        Issues(*issued_forecasts(dt.date(2026, 9, 1), seed)),
    )


def skill(feeders: tuple[np.ndarray, np.ndarray, np.ndarray, Issues], row: int, days: int, kind: str) -> Score:
    at, load, warm, issues = feeders
    origins = list(range(28 * 24, len(at) - 168, 48))
    given = {"forecast": {"issues": issues, "is_future_known": False}, "last week": {"is_future_known": False}}
    test = backtest(
        at, load[row], origins, history_steps=days * 24, horizon_steps=168, time_zone=ZONE,
        temperature_c=None if kind == "none" else warm, **given.get(kind, {}),
    )  # fmt: skip
    return scores(test)[0]


@pytest.mark.parametrize("days", [7, 14, 28])
@pytest.mark.parametrize(("kind", "least"), [("forecast", 5.0), ("observed", 10.0), ("last week", 0.0), ("none", 0.0)])
def test_it_does_not_lose(
    feeders: tuple[np.ndarray, np.ndarray, np.ndarray, Issues], kind: str, least: float, days: int
) -> None:
    found = [skill(feeders, row, days, kind) for row in range(3)]
    assert min(score.skill_pct for score in found) > least
    assert 65 < np.mean([score.coverage_pct for score in found]) < 95
