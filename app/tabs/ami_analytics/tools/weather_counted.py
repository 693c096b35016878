"""Hours and days of a period by their weather: which, or how many, were warmer, colder or windier than a limit."""

from __future__ import annotations

from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.periods import PeriodText
from app.assistant.results import ToolResult
from app.assistant.rows import limited, ordered
from app.assistant.tools import RankedRows, Tool, ToolQuantity
from app.tabs.ami_analytics.tools.asked import begun
from app.tabs.ami_analytics.tools.weather import ELEMENTS, hours_of
from app.widgets.column import Column

_LAST: Final = "last_30_days"


class HoursByWeather(RankedRows):
    """Which hours, by what."""

    period: PeriodText = _LAST
    by: Literal["temperature_c", "wind_mps", "humidity_pct"] = "temperature_c"


class DaysByWeather(RankedRows):
    """Which days, by what."""

    period: PeriodText = _LAST
    by: Literal["temperature_c", "max_c", "min_c", "max_wind_mps"] = Field(
        "temperature_c", description="temperature_c: the highest of a day where it is above a limit, else the lowest"
    )


_WIND: Final = ("wind", "wind speed", "windy", "windiest", "mph", "mps")
_WARM: Final = ("temperature", "hot", "warm", "hottest", "warmest", "heat", "celsius", "fahrenheit", "degree")
_COLD: Final = ("cold", "coldest", "lowest temperature", "freezing", "cool", "low temperature", "minimum temperature")
_HOURS: Final = (
    ToolQuantity("temperature_c", (*_WARM, *_COLD), ELEMENTS["temperature_c"]),
    ToolQuantity("wind_mps", _WIND, ELEMENTS["wind_mps"]),
    ToolQuantity("humidity_pct", ("humidity", "humid", "relative humidity"), ELEMENTS["humidity_pct"]),
)
_DAYS: Final = (
    ToolQuantity("temperature_c", _WARM, ELEMENTS["temperature_c"]),
    ToolQuantity("max_c", ("highest temperature", "high temperature", "maximum temperature"),
                 Column("max_c", "Highest temperature", "number", 1, "°C")),
    ToolQuantity("min_c", _COLD, Column("min_c", "Lowest temperature", "number", 1, "°C")),
    ToolQuantity("max_wind_mps", (*_WIND, "strongest wind"),
                 Column("max_wind_mps", "Strongest wind", "number", 1, "m/s")),
)  # fmt: skip


def hours_by_weather(context: ToolContext, args: HoursByWeather) -> ToolResult:
    """Hours within limits, or how many."""
    rows, told = hours_of(context, begun(context, args.period))
    first = ELEMENTS[args.by]
    columns = (Column("observed_at", "Hour from", "time"), first, *(one for one in ELEMENTS.values() if one != first))
    return _within(context, args, rows, columns, "observed_at", told)


def days_by_weather(context: ToolContext, args: DaysByWeather) -> ToolResult:
    """Local days within limits of their extremes, or how many."""
    rows, told = hours_of(context, begun(context, args.period))
    zone = context.zone
    days = [at.astimezone(zone).date() for at in rows["observed_at"].to_pylist()]
    by_day = rows.append_column("day", pa.array(days, pa.date32())).group_by("day", use_threads=False).aggregate(
        [("temperature_c", "max"), ("temperature_c", "min"), ("wind_mps", "max")]
    )  # fmt: skip
    by_day = by_day.rename_columns(["day", "max_c", "min_c", "max_wind_mps"])
    named = [day.isoformat() for day in by_day["day"].to_pylist()]
    by_day = by_day.set_column(by_day.schema.get_field_index("day"), "day", pa.array(named, pa.string()))
    if args.by == "temperature_c":
        is_of_lowest = (args.below is not None and args.above is None) or (args.above is None and args.order == "least")
        args = args.model_copy(update={"by": "min_c" if is_of_lowest else "max_c"})
    told_by = [one.column for one in _DAYS[1:]]
    first = next(one for one in told_by if one.key == args.by)
    others = (one for one in told_by if one.key != args.by)
    columns = (Column("day", "Day"), first, *others)
    return _within(context, args, by_day, columns, "day", told)


def _within(
    context: ToolContext, args: HoursByWeather | DaysByWeather, rows: pa.Table, columns: tuple[Column, ...], key: str,
    told: dict[str, Any],
) -> ToolResult:  # fmt: skip
    kept = limited(rows.filter(pc.is_valid(rows[args.by])), args.by, args.above, args.below)
    noun = "Hours" if key == "observed_at" else "Days"
    if args.is_count:
        return result_of(context, f"{noun} by the weather", counted(kept), (HowMany,), **told)
    shown = ordered(kept, args.by, args.order, args.n, (key,))
    return result_of(context, f"{noun} by {columns[1].title.lower()}", shown, columns, **told)


HOURS_BY_WEATHER: Final = Tool(
    "hours_by_weather", "Hours of a period that were warmer, colder or windier than a limit: which, or how many.",
    HoursByWeather, hours_by_weather, "filter", ("hour",), _HOURS,
    examples=("how many hours above 30 °C last month", "hours with wind over 10 m/s last week"),
)  # fmt: skip
DAYS_BY_WEATHER: Final = Tool(
    "days_by_weather",
    "Days of a period by their highest or lowest temperature or strongest wind: which, or how many, are beyond one.",
    DaysByWeather, days_by_weather, "filter", ("day",), _DAYS,
    examples=("how many days above 30 °C last month", "days with temperature below 0 °C last month"),
)  # fmt: skip
