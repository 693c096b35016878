"""The temperature of the next days: of the newest weather forecast, which the load forecast rests on too."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import Tool, ToolQuantity
from app.tabs.ami_analytics.tools.asked import sentences
from app.tabs.ami_analytics.tools.forecast import Ahead, said_ahead, span_ahead, when_ahead
from app.widgets.column import Column
from data_sources.analytics.clock import aware_utc, utc64
from data_sources.history.forecast import weather_forecasts

HOUR: Final = np.timedelta64(3600, "s")
ONLY_TEMPERATURES: Final = (
    "The weather forecasts that are kept here tell temperatures alone: of wind, gusts, rain, snow or humidity to come "
    "they say nothing. Ask for the temperature, or for the wind that was measured."
)


class WeatherAhead(BaseModel):
    """Which of the next days."""

    ahead: Ahead = "tomorrow"
    period: str = Field("", description="a day to come, 2026-11-30, or days, 2026-11-30..2026-12-02; empty for `ahead`")
    quantity: str = Field("", description="column asked for")


_OTHERS: Final = (
    "wind", "how windy", "windy", "gust", "wind gust", "wind speed", "strongest wind", "rain", "rainfall", "snow",
    "humidity", "how humid", "ice", "precipitation", "storm", "lightning",
    "thunderstorm", "hail", "thunder",
)  # fmt: skip
_HOT: Final = ("highest temperature", "maximum temperature", "max temperature", "how hot", "how warm", "hottest",
               "high temperature", "peak temperature", "hot", "warm", "max temp", "high temp")  # fmt: skip
_COLD: Final = ("lowest temperature", "minimum temperature", "min temperature", "how cold", "how cool", "coldest",
                "low temperature", "cold", "freeze", "min temp", "low temp")  # fmt: skip
_MEAN: Final = ("how warm on average", "how hot on average", "how cold on average", "temperature on average",
               "average temperature", "mean temperature", "avg temperature", "average temp", "mean temp")  # fmt: skip
_WHEN_HOT: Final = ("when hottest", "when warmest", "when highest temperature", "hottest hour", "warmest hour",
                    "when hot", "what time hottest", "what time warmest", "what time highest temperature")  # fmt: skip
_WHEN_COLD: Final = ("when coldest", "when coolest", "when lowest temperature", "coldest hour", "coolest hour",
                     "when cold", "what time coldest", "what time coolest", "what time lowest temperature")  # fmt: skip
_ALL: Final = ("temperature", "temp", "weather", "weather forecast", "temperature forecast")
_QUANTITIES: Final = (
    ToolQuantity("mean_c", said_ahead(*_MEAN), Column("mean_c", "Mean temperature", "number", 1, "°C")),
    ToolQuantity("max_c", said_ahead(*_HOT), Column("max_c", "Highest temperature", "number", 1, "°C")),
    ToolQuantity("max_at", said_ahead(*_WHEN_HOT), Column("max_at", "Hottest hour from", "time")),
    ToolQuantity("min_c", said_ahead(*_COLD), Column("min_c", "Lowest temperature", "number", 1, "°C")),
    ToolQuantity("min_at", said_ahead(*_WHEN_COLD), Column("min_at", "Coldest hour from", "time")),
)
_NOT_FORECAST: Final = ToolQuantity(
    "other", said_ahead(*_OTHERS), Column("other", "Weather that no forecast tells", "text")
)


def weather_ahead(context: ToolContext, args: WeatherAhead) -> ToolResult:
    """Mean, highest and lowest temperature of the days asked for, by the newest forecast that is known."""
    if args.quantity == _NOT_FORECAST.key:
        raise NoAnswer(RefusalReason.NOT_KNOWN_YET, ONLY_TEMPERATURES)
    span = span_ahead(context, args.ahead, args.period)
    known_at = utc64(context.now)
    issues, is_made_up = weather_forecasts(context.history_source, context.utility_id, context.now, context.now)
    issued = None if issues is None else issues.latest(known_at)
    hours = np.arange(utc64(span.from_at), utc64(span.to_at), HOUR)
    degrees = np.full(len(hours), np.nan) if issues is None else issues.at(known_at, hours)
    if issued is None or not np.isfinite(degrees).all():
        raise NoAnswer(RefusalReason.NOT_KNOWN_YET, f"No weather forecast reaches over {span.words}.")
    top, low = int(degrees.argmax()), int(degrees.argmin())
    row = {
        "mean_c": float(degrees.mean()), "max_c": float(degrees[top]), "max_at": aware_utc(hours[top]),
        "min_c": float(degrees[low]), "min_at": aware_utc(hours[low]),
    }  # fmt: skip
    return result_of(
        context, "Forecast of the temperature", pa.Table.from_pylist([row]),
        tuple(one.column for one in _QUANTITIES), source="both", period=span.words, as_of=aware_utc(issued),
        note=sentences(
            "Hour by hour between the instants of the newest weather forecast, as old as it is said to be.",
            "It is simulated." if is_made_up else "",
        ),
    )  # fmt: skip


WEATHER_AHEAD: Final = Tool(
    "weather_ahead",
    "Forecast of the temperature of the next days (tomorrow, or as far as the weather forecast reaches): mean, "
    "highest, lowest and when.",
    WeatherAhead, weather_ahead, "row", ("weather",), (*_QUANTITIES, _NOT_FORECAST),
    when_ahead(*_HOT, *_COLD, *_MEAN, *_WHEN_HOT, *_WHEN_COLD, *_ALL, *_OTHERS), words=said_ahead(*_ALL),
    examples=("temperature tomorrow", "how cold does it get in the next 24 hours"),
)  # fmt: skip
