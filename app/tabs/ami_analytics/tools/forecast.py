"""The load of the next days: by the same method, from the same readings and weather as the Forecast view.

A forecast goes on from the last hour that was read; what is asked of it is a local day, or a few, within seven days.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.groups import INTERVAL
from app.assistant.naming import place_of
from app.assistant.periods import LocalSpan, check_period, span_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.tools import PlaceText, Tool, ToolChoice, ToolQuantity
from app.tabs.ami_analytics.forecast.rows import HISTORY_DAYS, LEAST_HISTORY_DAYS, weather_words
from app.tabs.ami_analytics.tools.asked import AskedOver, sentences
from app.tabs.ami_analytics.tools.units import energy_column, power_column
from app.widgets.column import Column
from data_sources.history import forecast
from data_sources.history.due import newest_read_query, read_days_query
from data_sources.history.forecast import LoadForecast
from data_sources.history.scope import floats

MOST_DAYS: Final = 7
DAY: Final = dt.timedelta(days=1)
Ahead = Literal[
    "today", "tomorrow", "next_24_hours", "next_2_days", "next_3_days", "next_4_days", "next_5_days", "next_6_days",
    "next_7_days",
]  # fmt: skip
FAR: Final = dt.datetime(2900, 1, 1, tzinfo=dt.UTC)  # a moment at which every period that can be asked for is over
NOT_YET: Final = f"Nothing forecasts it: the load is forecast for the next {MOST_DAYS} days."


class ForecastOf(BaseModel):
    """Whose load, and which of the next days."""

    place: PlaceText = ""
    ahead: Ahead = "tomorrow"
    period: str = Field("", description="a day to come, 2026-11-30, or days, 2026-11-30..2026-12-02; empty for `ahead`")
    quantity: str = Field("", description="column asked for")


TOLD: Final = ("forecast", "expected", "predicted", "projected", "prediction", "expect", "predict")
COMING: Final = (
    "tomorrow", "next 24 hour", "next 2 day", "next 3 day", "next 4 day", "next 5 day", "next 6 day", "next 7 day",
    "next week", "coming week", "coming day", "day ahead",
    "tonight", "this evening", "rest of today",
)  # fmt: skip


def said_ahead(*things: str) -> tuple[str, ...]:
    """Each thing with each word that says it is still to come."""
    return tuple(f"{thing} {word}" for thing in things for word in (*TOLD, *COMING))


_PEAKS: Final = (
    "peak", "peak load", "peak demand", "highest load", "maximum load", "max load", "maximum demand", "max demand",
    "highest demand", "top load", "biggest load", "highest kw", "max kw", "peak kw", "peak mw", "highest mw",
)  # fmt: skip
_PEAK_TIMES: Final = (
    "when peak", "time of peak", "peak time", "peak hour", "what time peak", "time peak", "hour of peak",
    "busiest hour", "what hour max", "when max", "when highest demand", "when highest load", "what time highest demand",
    "what time highest load", "when demand highest", "when load highest",
)  # fmt: skip
_MEANS: Final = (
    "average load", "mean load", "average demand", "average kw", "draw on average", "load on average", "average mw",
    "average draw",
)  # fmt: skip
_LEASTS: Final = (
    "minimum load", "lowest load", "least load", "minimum demand", "base load", "valley", "lowest kw", "lowest demand",
    "min load", "least demand", "how low demand", "how low load", "lowest mw", "valley load",
)  # fmt: skip
_ENERGIES: Final = ("energy", "consumption", "kwh", "mwh", "usage", "energy need", "energy use", "gwh")
_UPPER: Final = (
    "p90",
    "upper band",
    "upper bound",
    "p90 peak",
    "p90 peak load",
    "upper band peak",
    "upper band peak load",
)
_LOWER: Final = (
    "p10",
    "lower band",
    "lower bound",
    "p10 peak",
    "p10 peak load",
    "lower band peak",
    "lower band peak load",
)
THINGS: Final = (
    *_PEAKS, *_PEAK_TIMES, *_MEANS, *_LEASTS, *_ENERGIES, *_UPPER, *_LOWER, "load", "demand", "how much load",
)  # fmt: skip


WHEN: Final[dict[Ahead, tuple[str, ...]]] = {
    "tomorrow": ("tomorrow", "day ahead"),
    "next_7_days": ("next 7 day", "next week", "coming week", "coming day", "week ahead", "next seven day"),
    "next_24_hours": ("next 24 hour", "coming 24 hour"),
    "next_2_days": ("next 2 day", "next two day", "coming 2 day"),
    "next_3_days": ("next 3 day", "next three day", "coming 3 day"),
    "next_4_days": ("next 4 day", "next four day", "coming 4 day"),
    "next_5_days": ("next 5 day", "next five day", "coming 5 day"),
    "next_6_days": ("next 6 day", "next six day", "coming 6 day"),
    "today": ("rest of today", "later today", "this evening", "tonight", "rest of the day"),
}


def when_ahead(*things: str) -> tuple[ToolChoice, ...]:
    """Words that say how far ahead, alone and with each thing: a quantity's own phrase would use them up."""
    return tuple(
        ToolChoice((*words, *(f"{thing} {word}" for thing in things for word in words)), {"ahead": ahead})
        for ahead, words in WHEN.items()
    )


_WHEN: Final = when_ahead(*THINGS)
_PEAK: Final = (
    ToolQuantity(
        "peak_kw",
        said_ahead(*_PEAKS),
        Column("peak_kw", "Peak (P50)", "number", 0, "kW"), "most",
    ),
    ToolQuantity(
        "peak_at", said_ahead(*_PEAK_TIMES),
        Column("peak_at", "Peak hour from", "time"),
    ),
    ToolQuantity(
        "p90_kw", ("forecast band", "band of forecast", "high forecast", *_UPPER, *said_ahead(*_UPPER)),
        Column("p90_kw", "P90 of that hour", "number", 0, "kW"), "most",
    ),
    ToolQuantity(
        "p10_kw", ("low forecast", *_LOWER, *said_ahead(*_LOWER)),
        Column("p10_kw", "P10 of that hour", "number", 0, "kW"),
    ),
    ToolQuantity(
        "mean_kw", said_ahead(*_MEANS),
        Column("mean_kw", "Mean (P50)", "number", 0, "kW"),
    ),
    ToolQuantity(
        "least_kw", said_ahead(*_LEASTS),
        Column("least_kw", "Least (P50)", "number", 0, "kW"),
    ),
    ToolQuantity(
        "least_at", said_ahead("when lowest load", "when minimum load", "time of lowest load", "when least load"),
        Column("least_at", "Least hour from", "time"),
    ),
    ToolQuantity(
        "energy_kwh", said_ahead(*_ENERGIES),
        Column("energy_kwh", "Energy (P50)", "number", 0, "kWh"),
    ),
)  # fmt: skip


def forecast_peak(context: ToolContext, args: ForecastOf) -> ToolResult:
    """The peak of the days asked for with its band, the least load and the energy."""
    made, rows, told = _made(context, args)
    middle = floats(rows["p50_kw"])
    top, low = int(np.nanargmax(middle)), int(np.nanargmin(middle))
    at = {name: rows[name][top].as_py() for name in ("p10_kw", "p90_kw")}
    row = {
        "peak_kw": float(middle[top]), "peak_at": rows["start_at"][top].as_py(), **at, "least_kw": float(middle[low]),
        "least_at": rows["start_at"][low].as_py(), "mean_kw": float(middle.mean()),
        "energy_kwh": float(np.nansum(middle)), "load_factor_pct": 100.0 * float(middle.mean() / middle[top]),
        "rests_on_days": made.made.history_days,
    }  # fmt: skip
    columns = (
        power_column("peak_kw", "Peak (P50)", row["peak_kw"]), Column("peak_at", "Peak hour from", "time"),
        power_column("p10_kw", "P10 of that hour", row["peak_kw"]),
        power_column("p90_kw", "P90 of that hour", row["peak_kw"]),
        power_column("mean_kw", "Mean (P50)", row["peak_kw"]), power_column("least_kw", "Least (P50)", row["peak_kw"]),
        Column("least_at", "Least hour from", "time"), Column("load_factor_pct", "Load factor", "share", 1),
        energy_column("energy_kwh", "Energy (P50)", row["energy_kwh"]),
        Column("rests_on_days", "Rests on", "number", 0, "days of load"),
    )  # fmt: skip
    return result_of(context, f"Forecast of the load of {told.pop('of')}", pa.Table.from_pylist([row]), columns, **told)


def load_forecast(context: ToolContext, args: ForecastOf) -> ToolResult:
    """The load of the days asked for, hour by hour, with its band."""
    _, rows, told = _made(context, args)
    rows = rows.rename_columns(["load_kw" if name == "p50_kw" else name for name in rows.column_names])
    most = pc.max(rows["p90_kw"]).as_py()
    bands = {"load_kw": "P50", "p10_kw": "P10", "p90_kw": "P90", "baseline_kw": "As a week before"}
    columns = (
        Column("start_at", "Hour from", "time"), *(power_column(key, title, most) for key, title in bands.items()),
        Column("temperature_c", "Temperature", "number", 1, "°C"),
    )  # fmt: skip
    title = f"Forecast of the load of {told.pop('of')}"
    chart = ChartSpec("line", "start_at", ("p10_kw", "load_kw", "p90_kw"), f"{title}, {columns[1].unit}")
    return result_of(context, title, rows, columns, chart=chart, **told)


def is_ahead(context: ToolContext, period: str) -> bool:
    """Whether a period is still to come."""
    return context.span(period).from_at >= context.now


def _made(context: ToolContext, args: ForecastOf) -> tuple[LoadForecast, pa.Table, dict[str, Any]]:
    """The forecast, its hours that are asked for, and what a result says of them.

    Raises:
        NoAnswer: they are over, too far ahead, or too little is known.
    """
    place = place_of(context, args.place)
    span = span_ahead(context, args.ahead, args.period)
    asked = AskedOver(context, span, place.kind, place.place_id, "" if place.kind == "utility" else place.name)
    source = context.history_source
    days = source.fetch(read_days_query(context.utility_id))["reading_day"]
    if not len(days):
        raise NoAnswer(RefusalReason.NOT_IN_DATA, "A forecast needs readings, and the history has none.")
    newest = source.fetch(newest_read_query(context.utility_id, days[0].as_py()))["newest_at"][0].as_py()
    whole = newest.replace(minute=0, second=0, microsecond=0)
    wanted = -(-(span.to_at - whole) // DAY)  # no further than asked: how far it looks has a part in how it is made
    if wanted > MOST_DAYS + 1:
        raise NoAnswer(RefusalReason.NOT_KNOWN_YET, NOT_YET)
    made = _forecast(asked, wanted)
    rows = made.table()
    chosen = pc.and_(pc.greater_equal(rows["start_at"], span.from_at), pc.less(rows["start_at"], span.to_at))
    rows = rows.filter(pc.and_(chosen, pc.is_valid(rows["p50_kw"])))
    if not rows.num_rows:
        raise NoAnswer(RefusalReason.NOT_KNOWN_YET, NOT_YET)
    told = {
        "of": asked.of, "source": "both", "place": asked.words, "period": span.words, "goes": (asked.go("forecast"),),
        "as_of": made.made.start_at[0].item().replace(tzinfo=dt.UTC), "note": _note(made),
    }  # fmt: skip
    return made, rows, told


def _forecast(asked: AskedOver, days: int) -> LoadForecast:
    """From the last hour read on.

    Raises:
        NoAnswer: too little load is known.
    """
    context = asked.context
    try:
        made = forecast.forecast_load(
            context.history_source, asked.scope, context.utility_id, context.now, days=days,
            history_days=HISTORY_DAYS, time_zone=context.asker.time_zone,
        )  # fmt: skip
    except (ValueError, IndexError):
        made = None
    if made is None or made.made.history_days < LEAST_HISTORY_DAYS or not np.isfinite(made.made.p50_kw).any():
        raise NoAnswer(RefusalReason.NOT_IN_DATA, "A forecast needs at least two days of load up to the present.")
    return made


def span_ahead(context: ToolContext, named: Ahead, text: str) -> LocalSpan:
    """The hours asked for, from the present one on: a day to come or days, else by name.

    Raises:
        NoAnswer: they are over, or no period.
    """
    here, zone = context.now.astimezone(context.zone).replace(minute=0, second=0, microsecond=0), context.zone
    midnight = dt.datetime.combine(context.today + DAY, dt.time(), zone)
    ahead = {
        "today": (here, midnight), "tomorrow": (midnight, _later(midnight, 1)), "next_24_hours": (here, here + DAY),
        **{f"next_{days}_days": (here, _later(midnight, days - 1)) for days in range(2, MOST_DAYS + 1)},
    }  # fmt: skip
    if text in ("", *ahead):
        first, end = ahead[text or named]
        return LocalSpan(first, end, (text or named).replace("next_", "the next "))
    if not text[:1].isdigit():
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"{text!r} is no day to come: write 2026-11-30, or tomorrow.")
    try:
        whole = span_of(check_period(text), FAR, zone)
    except ValueError as error:
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, str(error)) from None
    if whole.to_at <= here:
        raise NoAnswer(
            RefusalReason.NOT_KNOWN_YET, f"{whole.words} is over: ask for what was measured, not for a forecast."
        )
    return LocalSpan(max(whole.from_at, here), whole.to_at, text)


def _later(at: dt.datetime, days: int) -> dt.datetime:
    """The same time of the clock some days later."""
    return at + dt.timedelta(days=days)


def _note(made: LoadForecast) -> str:
    return sentences(
        "Hourly means by the customers' meters, net: P50 is the middle, in eight of ten hours the load is taken to "
        "stay between P10 and P90.",
        f"It rests on {made.made.history_days:.0f} days of load and {weather_words(made)}.",
    )


FORECAST_PEAK: Final = Tool(
    "forecast_peak",
    "Forecast of the peak load of the next days (tomorrow, or up to seven days) of the utility, a substation or a "
    "feeder: its "
    " hour and band, the least load and the energy.",
    ForecastOf, forecast_peak, "study", ("feeder", "substation", "system", "utility"), _PEAK, _WHEN,
    words=("forecast", "load forecast", *said_ahead("load", "demand", "how much load")),
    examples=("what will the peak be tomorrow", "load forecast for tomorrow", "expected peak of feeder 3 tomorrow"),
)  # fmt: skip
LOAD_FORECAST: Final = Tool(
    "load_forecast",
    "Forecast of the load of the next days of the utility, a substation or a feeder, hour by hour with its band, as a "
    "chart.",
    ForecastOf, load_forecast, "series", ("feeder", "substation", "system", "utility"),
    (
        ToolQuantity(
            "load_kw",
            ("load forecast curve", "forecast curve", "load forecast chart", "forecast chart", "forecast profile",
             "hourly forecast", "forecast by hour", "plot forecast", "load forecast graph", "forecast hourly",
             "chart forecast", "graph forecast", "hourly load forecast", "load curve forecast", "forecast load curve",
             "forecast load hour by hour", "forecast graph", "demand forecast curve", "plot demand forecast"),
            Column("load_kw", "Load (P50)", "number", 0, "kW"), "most",
        ),
    ), _WHEN,
    groups=(INTERVAL,), opens=11,
    examples=("hourly forecast for tomorrow", "hourly forecast of SUB-002 for the next 7 days"),
)  # fmt: skip
