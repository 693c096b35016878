"""Forecast of a load and its back-test: hourly load and temperatures fetched, the forecast made, tables answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics import loadshape
from data_sources.analytics.clock import naive_utc, utc64
from data_sources.analytics.forecast import ahead as method
from data_sources.analytics.forecast import scores as forecast_scores
from data_sources.analytics.forecast.ahead import Forecast
from data_sources.analytics.forecast.scores import Backtest, Score
from data_sources.analytics.forecast.weather import Issues
from data_sources.analytics.intervals import HOUR_MINUTES
from data_sources.analytics.loadshape import Resolution
from data_sources.history.loads import load_query, shape_of
from data_sources.history.scope import Scope, Subject, floats, instants, table
from data_sources.query import Query
from data_sources.source import Source

HOUR = dt.timedelta(hours=1)
DAY_HOURS = 24
MIN_COVERAGE = 0.5  # of an hour's reads; below, the hour is a gap
MIN_WEATHER = 0.5  # of the history's hours with a temperature; below, temperature is left out
MIN_OBSERVED = 0.9  # of the hours ahead with an observed temperature
STALE = dt.timedelta(hours=48)  # a weather forecast older than this is none
WIDTHS: tuple[Resolution, Resolution] = ("hour", "15min")
Temperature = Literal["forecast", "observed", "last week", "none"]


@dataclass(frozen=True, slots=True, eq=False)
class LoadForecast:
    """A forecast with the history it rests on.

    Attributes:
        made: quantiles and baseline, kW by hour.
        history: start_at, load_kw of the history shown beside it.
        temperature: where the future temperatures are from: "forecast" (the latest weather forecast issued before),
            "observed", "last week" (the mean of the last 7 days at the same hour) or "none".
        temperature_c: of the forecast hours where observed or forecast; else NaN.
        issued_at: when that weather forecast was issued, UTC; None without one.
        is_weather_simulated: the weather forecast is a demo's.
    """

    made: Forecast
    history: pa.Table
    temperature: Temperature
    temperature_c: NDArray[np.float64]
    issued_at: dt.datetime | None = None
    is_weather_simulated: bool = False

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


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What a forecast may be made of: hours from the first known load on."""

    start: NDArray[np.datetime64]
    load: NDArray[np.float64]
    degrees: NDArray[np.float64]  # of these hours, and of later ones that were asked for
    issues: Issues | None
    is_simulated: bool

    def to_last_load(self, ahead: int) -> _Known:
        """Without the hours at the end whose load is not known (yet): a forecast begins where the load ends."""
        known = np.flatnonzero(np.isfinite(self.load))
        count = int(known[-1]) + 1 if len(known) else 0
        return replace(self, start=self.start[:count], load=self.load[:count], degrees=self.degrees[: count + ahead])

    def kind(self, wanted: Temperature, at: np.datetime64) -> Temperature:
        """Which temperatures there are at an instant, at best those that are wanted."""
        known = self.degrees[: len(self.load)]
        if wanted == "none" or not len(known) or np.isfinite(known).mean() < MIN_WEATHER:
            return "none"
        if wanted == "forecast":
            issued = self.issues.latest(at) if self.issues else None
            return "forecast" if issued is not None and at - issued <= np.timedelta64(STALE) else "last week"
        return wanted


def queries(subject: Subject, utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> tuple[Query, ...]:
    """The statements behind a forecast: interval loads, hourly temperatures, weather forecasts."""
    weather = (query(utility_id, from_at, to_at) for query in (weather_query, issues_query))
    return load_query(subject, from_at, to_at), *weather


def weather_query(utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> Query:
    """Hourly temperatures of a utility's area."""
    return Query.of("ami_weather", utility_id=utility_id, from_at=naive_utc(from_at), to_at=naive_utc(to_at))


def issues_query(utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> Query:
    """Weather forecasts of a utility's area that were known at some time of a period."""
    first = naive_utc(from_at - STALE)
    return Query.of("ami_weather_forecasts", utility_id=utility_id, from_at=first, to_at=naive_utc(to_at))


def forecast_load(
    source: Source, subject: Subject, utility_id: int, at: dt.datetime, *, days: int = 7, history_days: int = 28,
    time_zone: str = "UTC", temperature: Temperature = "forecast",
) -> LoadForecast:  # fmt: skip
    """Net hourly load of the days after an instant, or after the last hour known before it.

    Args:
        source: the history.
        subject: whose load.
        utility_id: whose weather.
        at: what comes from here on is not looked at; cut to the hour.
        days: 1 to 7 (more is allowed, and worse).
        history_days: how far back to look; 14 to 28 are usual.
        time_zone: of the load's clock.
        temperature: which temperatures to give to the future hours; "forecast" and "observed" fall back to "last week".

    Raises:
        ValueError: less than one day of load before `at`.
    """
    end = at.replace(minute=0, second=0, microsecond=0)
    span, steps = (end - dt.timedelta(days=history_days), end), days * DAY_HOURS
    known = _known(source, subject, utility_id, span, end + steps * HOUR, time_zone).to_last_load(steps)
    origin = known.start[-1] + np.timedelta64(1, "h") if len(known.start) else utc64(end)
    kind = known.kind(temperature, origin)
    ahead = known.degrees[len(known.load) :]
    if kind == "observed" and np.isfinite(ahead).mean() <= MIN_OBSERVED:
        kind = "last week"
    issues = known.issues if kind == "forecast" else None
    made = method.forecast(
        known.start, known.load, horizon_steps=steps, time_zone=time_zone, issues=issues,
        temperature_c=_given(known, kind),
    )  # fmt: skip
    shown = ahead if kind == "observed" else np.full(steps, np.nan)
    history = table({"start_at": known.start, "load_kw": known.load})
    if issues is None:
        return LoadForecast(made, history, kind, shown)
    issued = dt.datetime.fromisoformat(f"{issues.latest(origin)}+00:00")
    shown = issues.at(origin, made.start_at)
    return LoadForecast(made, history, kind, shown, issued, known.is_simulated)


def backtest_load(
    source: Source, subject: Subject, utility_id: int, from_at: dt.datetime, to_at: dt.datetime, *,
    days: int = 7, history_days: int = 14, time_zone: str = "UTC", temperature: Temperature = "forecast",
    at_most: int = 28,
) -> tuple[Backtest, list[Score], Temperature]:  # fmt: skip
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
        temperature: "forecast" gives each origin the weather forecast that was the latest there (without one, "last
            week"), "observed" the true temperatures (a perfect weather forecast), "last week" a poor one.
        at_most: newest origins only.

    Returns:
        forecasts beside what came, their scores, and the temperatures that they were given.

    Raises:
        ValueError: the period holds too little load for one origin.
    """
    known = _known(source, subject, utility_id, (from_at, to_at), to_at, time_zone)
    hours = len(known.load)
    first = min(history_days, max(2, hours // DAY_HOURS - days)) * DAY_HOURS
    origins = list(range(first, hours - DAY_HOURS + 1, DAY_HOURS))[-at_most:]
    kind = known.kind(temperature, known.start[origins[-1]]) if origins else "none"
    test = forecast_scores.backtest(
        known.start, known.load, origins, history_steps=history_days * DAY_HOURS, horizon_steps=days * DAY_HOURS,
        time_zone=time_zone, temperature_c=_given(known, kind), is_future_known=kind == "observed",
        issues=known.issues if kind == "forecast" else None,
    )  # fmt: skip
    return test, forecast_scores.scores(test), kind


def backtest_table(test: Backtest) -> pa.Table:
    """origin_at, start_at (UTC), day_ahead, actual_kw, p10_kw, p50_kw, p90_kw, baseline_kw, error_days."""
    return table({name: getattr(test, name) for name in test.__slots__})


def scores_table(scores: list[Score]) -> pa.Table:
    """One row a day ahead (0: all together), with the fields of `Score`."""
    return pa.table({name: [getattr(score, name) for score in scores] for name in Score.__slots__})


def hourly(
    source: Source, subject: Subject, from_at: dt.datetime, to_at: dt.datetime, time_zone: str
) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """Net load by hour; an hour with less than half of its reads is a gap (NaN), the rest is scaled up to all reads.

    Reads count by the minutes they cover, so that an hourly one weighs as much as four quarters of an hour. An hour
    that is not over where the reads end is a gap too: what of it has been read is no hour's load.
    """
    rows = source.fetch(load_query(subject, from_at, to_at))
    shape = shape_of(rows, from_at, to_at, "hour", time_zone)
    share = _read_share(rows, from_at, to_at, time_zone)
    is_over = shape.start_at + np.timedelta64(HOUR) <= _last_end(rows)
    with np.errstate(invalid="ignore", divide="ignore"):
        load = np.where(is_over & (share >= MIN_COVERAGE), shape.mean_kw * shape.coverage / share, np.nan)
    return shape.start_at, load


def _read_share(rows: pa.Table, from_at: dt.datetime, to_at: dt.datetime, time_zone: str) -> NDArray[np.float64]:
    """Which share of the meter minutes of an hour was read; a whole hour's are those of the step with the most meters.

    Taken from a step and not from an hour: in a short stretch no hour may have all of its reads.
    """
    minutes = floats(rows["interval_minutes"])
    hours, steps = (
        loadshape.resample(
            instants(rows["interval_start_at"]), minutes, minutes * floats(rows["intervals_expected"]),
            minutes * floats(rows["intervals_received"]), resolution=resolution, time_zone=time_zone,
            from_at=utc64(from_at), to_at=utc64(to_at),
        )
        for resolution in WIDTHS
    )  # fmt: skip
    usual = np.nanmax(steps.delivered_kwh / steps.minutes, initial=0.0) * HOUR_MINUTES
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(hours.received_kwh / usual)


def _last_end(rows: pa.Table) -> np.datetime64:
    """Where the newest interval with a read ends; the begin of time where there is none."""
    read = floats(rows["intervals_received"]) > 0
    ends = instants(rows["interval_start_at"]) + (floats(rows["interval_minutes"]) * 60).astype("timedelta64[s]")
    return np.datetime64(ends[read].max()) if read.any() else np.datetime64(0, "s")


def temperatures(source: Source, utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> NDArray[np.float64]:
    """Temperature of every hour of a period; NaN where unknown."""
    rows = source.fetch(weather_query(utility_id, from_at, to_at))
    hours = round((to_at - from_at) / HOUR)
    degrees = np.full(hours, np.nan)
    slot = (instants(rows["observed_at"]) - utc64(from_at)).astype(np.int64) // 3600
    inside = (slot >= 0) & (slot < hours)
    degrees[slot[inside]] = floats(rows["temperature_c"])[inside]
    return degrees


def weather_forecasts(
    source: Source, utility_id: int, from_at: dt.datetime, to_at: dt.datetime
) -> tuple[Issues | None, bool]:
    """Weather forecasts known at some time of a period (None: there are none), and whether any is simulated."""
    rows = source.fetch(issues_query(utility_id, from_at, to_at))
    if not rows.num_rows:
        return None, False
    made = Issues(instants(rows["issued_at"]), instants(rows["forecast_at"]), floats(rows["temperature_c"]))
    return made, bool(np.asarray(rows["is_simulated"]).any())


def _known(
    source: Source, subject: Subject, utility_id: int, span: tuple[dt.datetime, dt.datetime], weather_to: dt.datetime,
    time_zone: str,
) -> _Known:  # fmt: skip
    """Load of a period and temperatures up to a later instant, without the time before the first load known."""
    start, load = hourly(source, subject, *span, time_zone)
    end = max(weather_to, span[0] + len(load) * HOUR)
    degrees = temperatures(source, utility_id, span[0], end)
    issues, is_simulated = weather_forecasts(source, utility_id, *span)
    seen = np.flatnonzero(np.isfinite(load))
    first = int(seen[0]) if len(seen) else 0
    return _Known(start[first:], load[first:], degrees[first:], issues, is_simulated)


def _given(known: _Known, kind: Temperature) -> NDArray[np.float64] | None:
    if kind == "none":
        return None
    return known.degrees if kind == "observed" else known.degrees[: len(known.load)]


__all__ = [
    "Backtest", "Forecast", "LoadForecast", "Scope", "Score", "backtest_load", "backtest_table", "forecast_load",
    "hourly", "issues_query", "queries", "scores_table", "temperatures", "weather_forecasts", "weather_query",
]  # fmt: skip
