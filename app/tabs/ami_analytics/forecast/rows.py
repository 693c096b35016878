"""What Forecast shows: the forecast beside what came, the back-test's scores, and figures in words. Runs in workers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from app import formats
from app.scope_bar.ground import Ground
from app.widgets.figures import Figure, Tone
from data_sources.history import forecast
from data_sources.history.forecast import LoadForecast, Temperature
from data_sources.history.scope import Subject, floats, instants
from data_sources.query import Query
from data_sources.source import Source

HISTORY_DAYS = 28
TESTED_DAYS = 42  # the back-test looks at up to these many days before the end of the period
HORIZON_DAYS = 7
LEAST_HISTORY_DAYS = 2.0
NOMINAL_COVERAGE_PCT, FAR_OFF_PCT = 80.0, 10.0
SHORT_DAYS = 14  # below, weekdays are hardly known
NO_HISTORY = (
    "A forecast needs at least two days of load before the end of the period chosen: choose a later end, or bring more "
    "readings in."
)
WEATHER = {
    "forecast": "weather forecast", "observed": "observed temperatures", "last week": "last week's temperatures",
    "none": "no temperatures",
}  # fmt: skip
COMPARED: dict[str, Temperature] = {"perfect_skill_pct": "observed", "poor_skill_pct": "none"}


@dataclass(frozen=True, slots=True)
class ForecastWish:
    """What is asked."""

    ground: Ground
    horizon_days: int


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """A forecast.

    Attributes:
        made: with its history; None where there is too little of it.
        table: start_at, p10_kw, p50_kw, p90_kw, baseline_kw, temperature_c, actual_kw (NULL where not known).
        queries: the statements behind it.
        message: why there is none.
    """

    made: LoadForecast | None
    table: pa.Table
    queries: tuple[Query, ...]
    message: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """A back-test.

    Attributes:
        table: one row a day ahead (0: all) with the scores; perfect_skill_pct is the skill of the same forecast
            given the true temperatures (a perfect weather forecast), poor_skill_pct without any; None where there is
            too little history.
        rows: one row an origin and hour.
        origins: how many forecasts were made.
        queries: the statements behind it.
        message: why there is none.
        temperature: which temperatures ahead the forecasts were given.
    """

    table: pa.Table | None
    rows: pa.Table | None
    origins: int
    queries: tuple[Query, ...]
    message: str = ""
    temperature: Temperature = "none"


def look_ahead(source: Source, wish: ForecastWish) -> Ahead:
    """The forecast from the end of the period, or of the load known in it, and what came where that is known.

    Args:
        source: the history.
        wish: ground and horizon_days.
    """
    ground = wish.ground
    subject, at = ground.subject, ground.period[1].replace(tzinfo=dt.UTC)
    first, last = at - dt.timedelta(days=HISTORY_DAYS), at + dt.timedelta(days=wish.horizon_days)
    asked = forecast.queries(subject, ground.utility_id, first, last)
    try:
        made = forecast.forecast_load(
            source, subject, ground.utility_id, at, days=wish.horizon_days, history_days=HISTORY_DAYS,
            time_zone=ground.time_zone,
        )  # fmt: skip
    except (ValueError, IndexError):
        return Ahead(None, pa.table({}), asked, NO_HISTORY)
    if made.made.history_days < LEAST_HISTORY_DAYS or not np.isfinite(made.made.p50_kw).any():
        return Ahead(None, pa.table({}), asked, NO_HISTORY)
    table = made.table()
    begin = table["start_at"][0].as_py()
    actual = _actual(source, subject, begin, last, ground.time_zone, instants(table["start_at"]))
    return Ahead(made, table.append_column("actual_kw", pa.array(actual, from_pandas=True)), asked)


def _actual(source: Source, subject: Subject, at: dt.datetime, last: dt.datetime, time_zone: str, wanted: Any) -> Any:
    """What came in the hours forecast; NaN where it is not known."""
    answer = np.full(len(wanted), np.nan)
    start, load = forecast.hourly(source, subject, at, last, time_zone)
    if len(start):
        place = np.minimum(np.searchsorted(start, wanted), len(start) - 1)
        is_same = start[place] == wanted
        answer[is_same] = load[place[is_same]]
    return answer


def look_back(source: Source, ground: Ground) -> Tested:
    """The back-test over the weeks before the end of the period: as forecast then, with perfect weather, with none."""
    subject, end = ground.subject, ground.period[1].replace(tzinfo=dt.UTC)
    first = end - dt.timedelta(days=TESTED_DAYS)
    asked = forecast.queries(subject, ground.utility_id, first, end)
    given: dict[str, Any] = {"days": HORIZON_DAYS, "time_zone": ground.time_zone}
    try:
        test, scores, used = forecast.backtest_load(source, subject, ground.utility_id, first, end, **given)
        others = {
            name: forecast.backtest_load(source, subject, ground.utility_id, first, end, temperature=kind, **given)[1]
            for name, kind in COMPARED.items()
        }
    except (ValueError, IndexError):
        return Tested(None, None, 0, asked, "It needs at least four days of load before the end of the period chosen.")
    table = forecast.scores_table(scores)
    for name, other in others.items():
        skill = {score.day_ahead: score.skill_pct for score in other}
        table = table.append_column(name, pa.array([skill.get(s.day_ahead) for s in scores], pa.float64()))
    table = table.append_column("days", pa.array(["All" if s.day_ahead == 0 else str(s.day_ahead) for s in scores]))
    return Tested(table, forecast.backtest_table(test), len(np.unique(test.origin_at)), asked, temperature=used)


def figures(ahead: Ahead, tested: Tested | None, time_zone: str, *, is_testing: bool = False) -> list[Figure]:
    """The row of figures.

    Args:
        ahead: the forecast.
        tested: the back-test of the same ground; None before it is done, or where it failed.
        time_zone: IANA name of the utility's clock.
        is_testing: whether the back-test is still being computed.
    """
    return [*_ahead_figures(ahead, time_zone), *_tested_figures(tested, is_testing)]


def _ahead_figures(ahead: Ahead, time_zone: str) -> list[Figure]:
    middle = floats(ahead.table["p50_kw"]) if ahead.made is not None else np.zeros(0)
    if ahead.made is None or not np.isfinite(middle).any():
        return [Figure(label, formats.NOTHING) for label in ("Peak ahead", "Energy ahead", "Rests on")]
    high = floats(ahead.table["p90_kw"])
    top = int(np.nanargmax(middle))
    at = ahead.table["start_at"][top].as_py()
    value, unit = formats.power(float(middle[top])).split(" ")
    days = ahead.made.made.history_days
    energy_kwh = float(np.nansum(middle))
    scale = formats.energy_scale(energy_kwh)
    return [
        Figure("Peak ahead (P50)", value, unit,
               f"{formats.day_and_clock(at, time_zone)}; P90 {formats.power(float(high[top]))}"),
        Figure("Energy ahead (P50)", scale.number(energy_kwh), scale.unit,
               "1 day" if len(middle) <= 24 else f"{len(middle) // 24} days"),
        Figure("Rests on", formats.number(days, 0), "days of load", weather_words(ahead.made),
               "warning" if days < SHORT_DAYS else "normal"),
    ]  # fmt: skip


def weather_words(made: LoadForecast) -> str:
    """Which temperatures ahead a forecast was given, and how old they were."""
    words = WEATHER[made.temperature]
    if made.issued_at is None:
        return words
    hours = (made.made.start_at[0].item().replace(tzinfo=dt.UTC) - made.issued_at) / dt.timedelta(hours=1)
    return f"{'simulated ' if made.is_weather_simulated else ''}{words}, {hours:.0f} h old"


def _tested_figures(tested: Tested | None, is_testing: bool = False) -> list[Figure]:
    if tested is None or tested.table is None:
        is_waiting = tested is None and is_testing
        words = "the back-test is being computed" if is_waiting else ""
        labels = ("Error", "Skill", "Within P10 to P90")
        return [Figure(label, formats.NOTHING, note=words, is_waiting=is_waiting) for label in labels]
    total = tested.table.slice(0, 1).to_pylist()[0]
    off: Tone = "warning" if abs(total["coverage_pct"] - NOMINAL_COVERAGE_PCT) > FAR_OFF_PCT else "normal"
    skill, base = total["skill_pct"], formats.percent(total["baseline_wape_pct"], 1)
    return [
        Figure("Error", formats.number(total["wape_pct"], 1), "%", f"baseline {base}"),
        Figure("Skill", formats.number(skill, 1), "%", f"{formats.percent(total['poor_skill_pct'], 1)} without weather",
               "warning" if skill <= 0 else "normal"),
        Figure("Within P10 to P90", formats.number(total["coverage_pct"], 0), "%", _rests_on(tested.rows), off),
    ]  # fmt: skip


def _rests_on(rows: pa.Table | None) -> str:
    """What is right, and of how many days' errors the bands of the back-test are made: of a few they say little."""
    if rows is None or not rows.num_rows:
        return "80 % is right"
    low, high = (int(np.asarray(rows["error_days"]).min()), int(np.asarray(rows["error_days"]).max()))
    return f"80 % is right; rests on {low if low == high else f'{low} to {high}'} days"


def tested_words(tested: Tested | None) -> str:
    """What the back-test did, in a line."""
    if tested is None or tested.table is None:
        return "forecasts made from past midnights, each from its own past only"
    given = "the weather forecast of then" if tested.temperature == "forecast" else WEATHER[tested.temperature]
    return f"{tested.origins} forecasts from past midnights, given {given}"
