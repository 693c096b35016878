"""Forecast of a load and its back-test: hourly load and temperatures fetched, the forecast made, tables answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics import forecast as method
from data_sources.analytics import forecast_scores
from data_sources.analytics.forecast import Forecast
from data_sources.analytics.forecast_scores import Backtest, Score
from data_sources.history.loads import load_query, load_shape
from data_sources.history.scope import Scope, Subject, floats, instants, naive, table, utc64
from data_sources.query import Query
from data_sources.source import Source

HOUR = dt.timedelta(hours=1)
DAY_HOURS = 24
MIN_COVERAGE = 0.5  # of an hour's reads; below, the hour is a gap
Temperature = Literal["observed", "last week", "none"]


@dataclass(frozen=True, slots=True, eq=False)
class LoadForecast:
    """A forecast with the history it rests on.

    Attributes:
        made: quantiles and baseline, kW by hour.
        history: start_at, load_kw of the history shown beside it.
        temperature: where the future temperatures are from: "observed" (or a forecast that the history holds), "last
            week" (the mean of the last 7 days at the same hour) or "none".
        temperature_c: of the forecast hours where observed or forecast; else NaN.
    """

    made: Forecast
    history: pa.Table
    temperature: Temperature
    temperature_c: NDArray[np.float64]

    def table(self) -> pa.Table:
        """start_at (UTC), p10_kw, p50_kw, p90_kw, baseline_kw, temperature_c."""
        return table(
            {
                "start_at": self.made.start_at,
                "p10_kw": self.made.p10_kw,
                "p50_kw": self.made.p50_kw,
                "p90_kw": self.made.p90_kw,
                "baseline_kw": self.made.baseline_kw,
                "temperature_c": self.temperature_c,
            }
        )


def queries(subject: Subject, utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> tuple[Query, ...]:
    """The statements behind a forecast: interval loads, hourly temperatures."""
    return load_query(subject, from_at, to_at), weather_query(utility_id, from_at, to_at)


def weather_query(utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> Query:
    """Hourly temperatures of a utility's area."""
    return Query.of("ami_weather", utility_id=utility_id, from_at=naive(from_at), to_at=naive(to_at))


def forecast_load(
    source: Source, subject: Subject, utility_id: int, at: dt.datetime, *, days: int = 7, history_days: int = 28,
    time_zone: str = "UTC", temperature: Temperature = "observed",
) -> LoadForecast:  # fmt: skip
    """Net hourly load of the days after an instant, from what was there before it.

    Args:
        source: the history.
        subject: whose load.
        utility_id: whose weather.
        at: first instant that is not known; cut to the hour.
        days: 1 to 7 (more is allowed, and worse).
        history_days: how far back to look; 14 to 28 are usual.
        time_zone: of the load's clock.
        temperature: which temperatures to give to the future hours; "observed" falls back to "last week".

    Raises:
        ValueError: less than one day of load before `at`.
    """
    origin = at.replace(minute=0, second=0, microsecond=0)
    start, load = hourly(source, subject, origin - dt.timedelta(days=history_days), origin, time_zone)
    steps = days * DAY_HOURS
    degrees = temperatures(source, utility_id, origin - dt.timedelta(days=history_days), origin + steps * HOUR)
    start, load, degrees = _from_first_known(start, load, degrees)
    given, kind = _given(degrees, len(load), temperature), temperature
    is_known = len(degrees) > len(load) and bool(np.isfinite(degrees[len(load) :]).mean() > 0.9)
    if given is None:
        kind = "none"
    elif temperature == "observed" and is_known:
        given = degrees
    else:
        kind = "last week"
    made = method.forecast(start, load, horizon_steps=steps, time_zone=time_zone, temperature_c=given)
    shown = degrees[len(load) :] if kind == "observed" else np.full(steps, np.nan)
    return LoadForecast(made, table({"start_at": start, "load_kw": load}), kind, shown)


def backtest_load(
    source: Source, subject: Subject, utility_id: int, from_at: dt.datetime, to_at: dt.datetime, *,
    days: int = 7, history_days: int = 14, time_zone: str = "UTC", temperature: Temperature = "observed",
    at_most: int = 28,
) -> tuple[Backtest, list[Score]]:  # fmt: skip
    """Forecasts from up to `at_most` midnights of a period, each from its own past only, and how good they were.

    A period shorter than history and horizon together is used as far as it goes: origins from the third day on.

    Args:
        source: the history.
        subject: whose load.
        utility_id: whose weather.
        from_at: start of the period.
        to_at: its end.
        days: horizon of each forecast.
        history_days: history each forecast may see, at most.
        time_zone: of the load's clock.
        temperature: "observed" gives the true temperatures (a perfect weather forecast), "last week" a poor one.
        at_most: newest origins only.

    Raises:
        ValueError: the period holds too little load for one origin.
    """
    start, load = hourly(source, subject, from_at, to_at, time_zone)
    degrees = temperatures(source, utility_id, from_at, from_at + len(load) * HOUR)
    start, load, degrees = _from_first_known(start, load, degrees)
    first = min(history_days, max(2, len(load) // DAY_HOURS - days)) * DAY_HOURS
    origins = list(range(first, len(load) - DAY_HOURS + 1, DAY_HOURS))[-at_most:]
    known = _given(degrees, len(load), temperature)
    test = forecast_scores.backtest(
        start, load, origins, history_steps=history_days * DAY_HOURS, horizon_steps=days * DAY_HOURS,
        time_zone=time_zone, temperature_c=known, is_future_known=temperature == "observed",
    )  # fmt: skip
    return test, forecast_scores.scores(test)


def backtest_table(test: Backtest) -> pa.Table:
    """origin_at, start_at (UTC), day_ahead, actual_kw, p10_kw, p50_kw, p90_kw, baseline_kw."""
    return table({name: getattr(test, name) for name in test.__slots__})


def scores_table(scores: list[Score]) -> pa.Table:
    """One row a day ahead (0: all together), with the fields of `Score`."""
    return pa.table({name: [getattr(score, name) for score in scores] for name in Score.__slots__})


def hourly(
    source: Source, subject: Subject, from_at: dt.datetime, to_at: dt.datetime, time_zone: str
) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """Net load by hour; an hour with less than half of its reads is a gap (NaN), the rest is scaled up to all reads."""
    rows = source.fetch(load_query(subject, from_at, to_at))
    shape = load_shape(source, subject, from_at, to_at, "hour", time_zone, rows=rows)
    slot = np.searchsorted(shape.start_at, instants(rows["interval_start_at"]).astype("datetime64[h]"))
    expected = np.bincount(slot, floats(rows["intervals_expected"]), len(shape.start_at))
    read = np.bincount(slot, floats(rows["intervals_received"]), len(shape.start_at))
    usual = expected.max(initial=0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = read / usual
        load = np.where(share >= MIN_COVERAGE, shape.mean_kw * shape.coverage / share, np.nan)
    return shape.start_at, load


def temperatures(source: Source, utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> NDArray[np.float64]:
    """Temperature of every hour of a period; NaN where unknown."""
    rows = source.fetch(weather_query(utility_id, from_at, to_at))
    hours = round((to_at - from_at) / HOUR)
    degrees = np.full(hours, np.nan)
    slot = (instants(rows["observed_at"]) - utc64(from_at)).astype(np.int64) // 3600
    inside = (slot >= 0) & (slot < hours)
    degrees[slot[inside]] = floats(rows["temperature_c"])[inside]
    return degrees


def _from_first_known(
    start: NDArray[np.datetime64], load: NDArray[np.float64], degrees: NDArray[np.float64]
) -> tuple[NDArray[np.datetime64], NDArray[np.float64], NDArray[np.float64]]:
    """Without the time before the first load that is known."""
    known = np.flatnonzero(np.isfinite(load))
    first = int(known[0]) if len(known) else 0
    return start[first:], load[first:], degrees[first:]


def _given(degrees: NDArray[np.float64], known: int, wanted: Temperature) -> NDArray[np.float64] | None:
    """Temperatures of the known hours, if there are enough and they are wanted."""
    if wanted == "none" or not known or np.isfinite(degrees[:known]).mean() < 0.5:
        return None
    return degrees[:known]


__all__ = [
    "Backtest", "Forecast", "LoadForecast", "Scope", "Score", "backtest_load", "backtest_table", "forecast_load",
    "hourly", "queries", "scores_table", "temperatures", "weather_query",
]  # fmt: skip
