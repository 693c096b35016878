"""The weather of a period: extremes and means of temperature, wind and humidity, by hours; and its course."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.groups import INTERVAL
from app.assistant.periods import LocalSpan, PeriodText
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.tools import Tool, ToolQuantity
from app.tabs.ami_analytics.tools.asked import begun, sentences
from app.widgets.column import Column
from data_sources.analytics.clock import naive_utc
from data_sources.history.scope import floats

Element = Literal["temperature_c", "wind_mps", "humidity_pct"]
NOTE: Final = "Hourly values of the utility's area; a wind is the mean of its hour, gusts and rain are not recorded."
HOUR: Final = dt.timedelta(hours=1)
ELEMENTS: Final[dict[str, Column]] = {
    "temperature_c": Column("temperature_c", "Temperature", "number", 1, "°C"),
    "wind_mps": Column("wind_mps", "Wind", "number", 1, "m/s"),
    "humidity_pct": Column("humidity_pct", "Humidity", "share", 0),
}  # fmt: skip


class WeatherOf(BaseModel):
    """When."""

    period: PeriodText = "today"
    quantity: str = Field("", description="column asked for")


class WeatherCurve(BaseModel):
    """What of it, and when."""

    period: PeriodText = "today"
    quantity: Element = "temperature_c"


_QUANTITIES: Final = (
    ToolQuantity(
        "mean_c",
        ("average temperature", "mean temperature", "avg temperature", "average temp", "mean temp", "avg temp",
         "how warm on average", "how hot on average", "how cold on average", "warm on average",
         "temperature on average", "typical temperature"),
        Column("mean_c", "Mean temperature", "number", 1, "°C"),
    ),
    ToolQuantity(
        "max_c",
        ("hottest", "highest temperature", "maximum temperature", "max temperature", "hottest temperature", "warmest",
         "how hot", "how warm", "max temp", "highest temp", "hottest temp", "high temperature", "top temperature",
         "hottest it got", "peak temperature", "warmest temperature",
         "peak heat", "greatest heat", "daytime high", "high of the day", "afternoon high"),
        Column("max_c", "Highest temperature", "number", 1, "°C"),
    ),
    ToolQuantity(
        "max_at",
        ("when hottest", "when highest temperature", "hottest day", "hottest hour", "warmest day", "when warmest",
         "which day hottest", "hottest time",
         "when maximum temperature", "when peak temperature", "when greatest heat", "when heat greatest",
         "what time hottest", "what time highest temperature", "what time warmest",
         "hour of highest temperature", "time of highest temperature", "warmest hour",
         "when heat highest", "when heat peak", "when high temperature"),
        Column("max_at", "Hottest hour from", "time"),
    ),
    ToolQuantity(
        "min_c",
        ("coldest", "lowest temperature", "minimum temperature", "min temperature", "coldest temperature", "coolest",
         "how cold", "min temp", "lowest temp", "coldest temp", "low temperature", "how cool", "coldest it got",
         "overnight low", "low of the day", "nighttime low", "lowest of the temperature",
         "overnight lowest"),
        Column("min_c", "Lowest temperature", "number", 1, "°C"),
    ),
    ToolQuantity(
        "min_at",
        ("when coldest", "when lowest temperature", "coldest day", "coldest hour", "coldest time", "which day coldest",
         "when minimum temperature", "what time coldest", "what time lowest temperature",
         "hour of lowest temperature", "time of lowest temperature", "when coolest", "coolest hour",
         "what time coolest", "when low temperature"),
        Column("min_at", "Coldest hour from", "time"),
    ),
    ToolQuantity(
        "max_wind_mps",
        ("strongest wind", "highest wind", "maximum wind", "max wind", "wind speed max", "how windy", "top wind",
         "highest wind speed", "peak wind", "max wind speed", "maximum wind speed", "strongest wind speed", "windiest",
         "how strong wind", "wind",
         "strongest hour wind", "windiest hour speed", "strongest gusty hour", "how hard wind blow",
         "hardest wind", "peak wind speed", "top wind speed"),
        Column("max_wind_mps", "Strongest wind", "number", 1, "m/s"),
    ),
    ToolQuantity(
        "max_wind_at",
        ("when strongest wind", "when windiest", "windiest day", "windiest hour", "when wind highest",
         "when highest wind", "when wind strongest",
         "when wind hardest", "when wind blow hardest", "when highest wind speed", "when peak wind",
         "what time wind strongest", "hour of highest wind", "hour of strongest wind",
         "time of highest wind", "time of strongest wind", "when max wind", "when wind greatest",
         "what time windiest", "hour of highest wind speed"),
        Column("max_wind_at", "Windiest hour from", "time"),
    ),
    ToolQuantity(
        "mean_wind_mps", ("average wind", "mean wind", "average wind speed", "mean wind speed", "avg wind",
         "how windy on average", "windy on average", "wind on average", "wind speed on average",
         "typical wind"),
        Column("mean_wind_mps", "Mean wind", "number", 1, "m/s"),
    ),
    ToolQuantity(
        "mean_humidity_pct",
        ("humidity", "average humidity", "mean humidity", "relative humidity", "how humid",
         "how damp", "air moisture", "moisture in air", "how moist", "damp air"),
        Column("mean_humidity_pct", "Mean humidity", "share", 0),
    ),
)  # fmt: skip


def weather_of_period(context: ToolContext, args: WeatherOf) -> ToolResult:
    """Extremes and means of the weather of a period."""
    span = begun(context, args.period)
    rows, told = hours_of(context, span)
    row: dict[str, Any] = {}
    for side, key, reckon in (
        ("max", "temperature_c", np.nanargmax), ("min", "temperature_c", np.nanargmin),
        ("max_wind", "wind_mps", np.nanargmax),
    ):  # fmt: skip
        place = int(reckon(floats(rows[key])))
        row[f"{side}_{'mps' if 'wind' in key else 'c'}"] = rows[key][place].as_py()
        row[f"{side}_at"] = rows["observed_at"][place].as_py()
    for name, key in (
        ("mean_c", "temperature_c"),
        ("mean_wind_mps", "wind_mps"),
        ("mean_humidity_pct", "humidity_pct"),
    ):
        row[name] = float(np.nanmean(floats(rows[key])))
    columns = tuple(one.column for one in _QUANTITIES)
    return result_of(context, "Weather of the period", pa.Table.from_pylist([row]), columns, **told)


def weather_curve(context: ToolContext, args: WeatherCurve) -> ToolResult:
    """The course of the weather over a period, by hours; by the newest ones where there are too many."""
    rows, told = hours_of(context, begun(context, args.period))
    kept = rows.slice(max(0, rows.num_rows - context.max_rows))
    if kept.num_rows < rows.num_rows:
        told["note"] = sentences(told["note"], f"The newest {kept.num_rows} hours.")
    first = ELEMENTS[args.quantity]
    others = (one for key, one in ELEMENTS.items() if key != args.quantity)
    columns = (Column("observed_at", "Hour from", "time"), first, *others)
    chart = ChartSpec("line", "observed_at", (args.quantity,), first.heading)
    return result_of(context, f"{first.title} by hour", kept, columns, chart=chart, **told)


def hours_of(context: ToolContext, span: LocalSpan) -> tuple[pa.Table, dict[str, Any]]:
    """Hours that have begun, and what a result says of them.

    Raises:
        NoAnswer: there are none.
    """
    bounds = (naive_utc(span.from_at), naive_utc(min(span.to_at, context.now)))
    rows = context.history("assistant_weather", utility_id=context.utility_id, from_at=bounds[0], to_at=bounds[1])
    if not rows.num_rows:
        raise NoAnswer(RefusalReason.NOT_IN_DATA, f"No weather is recorded of {span.words}.")
    is_made_up = any(rows["is_simulated"].to_pylist())
    told: dict[str, Any] = {
        "source": "both", "period": span.words, "as_of": rows["observed_at"][-1].as_py(),
        "note": sentences(NOTE, "Some of it is simulated." if is_made_up else ""),
    }  # fmt: skip
    return rows, told


WEATHER_OF_PERIOD: Final = Tool(
    "weather_of_period",
    "The weather of a period: highest, lowest and mean temperature, strongest and mean wind, humidity, and when.",
    WeatherOf, weather_of_period, "row", ("weather",), _QUANTITIES,
    words=("weather", "what weather", "weather like", "temperature", "temp"),
    examples=("strongest wind last month", "how cold did it get last week"),
)  # fmt: skip
WEATHER_CURVE: Final = Tool(
    "weather_curve", "The course of temperature, wind or humidity over a period, by hours, as a chart.",
    WeatherCurve, weather_curve, "series", ("weather",),
    (
        ToolQuantity("temperature_c", ("temperature over time", "temperature curve", "temperature chart",
                                       "hourly temperature", "plot temperature", "temperature course",
                                       "temperature history", "temperature by hour"),
                     ELEMENTS["temperature_c"]),
        ToolQuantity("wind_mps", ("wind over time", "wind curve", "wind chart", "hourly wind", "wind history",
                                  "plot wind", "wind by hour"), ELEMENTS["wind_mps"]),
        ToolQuantity("humidity_pct", ("humidity over time", "humidity curve", "humidity chart", "hourly humidity"),
                     ELEMENTS["humidity_pct"]),
    ),
    groups=(INTERVAL,), examples=("temperature over the last 7 days",),
)  # fmt: skip
