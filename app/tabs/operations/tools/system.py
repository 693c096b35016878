"""The utility as a whole: its load now and of the last hours, and the weather it stands in."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Final

import pyarrow as pa
from pydantic import AfterValidator, BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.periods import check_period
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import Tool, ToolChoice, ToolQuantity
from app.tabs.operations.tools.rows import beside, known, only, told
from app.tabs.operations.tools.supply_facts import HEADROOM, LOAD, LOADING
from app.widgets.column import Column

MOST_HOURS: Final = 48  # of samples; what is older is asked of the readings
SAMPLE: Final = dt.timedelta(minutes=15)  # later than the beginning by which the first sample may come
SYSTEM: Final = ("system", "utility", "network", "grid", "territory", "company")


def _is_recent(period: str) -> str:
    """The period, if the samples answer it.

    Raises:
        ValueError: it is none, or a longer one.
    """
    rolling = re.fullmatch(r"last_(\d+)_hours", check_period(period))
    if period == "today" or (rolling and 1 <= int(rolling[1]) <= MOST_HOURS):
        return period
    raise ValueError(
        f"the samples of the system tell of today and of the last {MOST_HOURS} hours: ask of a feeder, or of these"
    )


RecentPeriod = Annotated[
    str, AfterValidator(_is_recent), Field(description=f"today, or last_1_hours to last_{MOST_HOURS}_hours")
]  # fmt: skip


class SystemNow(BaseModel):
    """What is asked for."""

    quantity: str = Field("", description="the column that is asked for; empty for all")


class SystemLoad(BaseModel):
    """Over which hours, and what."""

    period: RecentPeriod = "last_24_hours"
    quantity: str = Field("", description="the column that is asked for; empty for all")


_NOW: Final = (
    ToolQuantity(
        "load_kw",
        (*LOAD, "present load", "total load", "system load", "current load", "load now", "how much power",
         "power demand", "serving now",
         "supplying", "delivering", "consumption now", "system demand", "total demand"),
        Column("load_kw", "Load", "number", 2, "MW", 0.001), "most",
    ),
    ToolQuantity("load_pct", LOADING, Column("load_pct", "Load of the feeders' ratings", "number", 1, "%"), "most"),
    ToolQuantity("headroom_kva", HEADROOM, Column("headroom_kva", "Headroom of all feeders", "number", 2, "MVA",
        0.001), "least"),
    ToolQuantity(
        "design_peak_kw", ("design peak", "planned peak", "design load"), Column("design_peak_kw", "Design peak",
        "number", 2, "MW", 0.001),
    ),
    ToolQuantity(
        "design_peak_pct", (
            "percent of design peak", "load of design peak", "share of design peak", "percent of peak",
                    "load percent of design peak",
        ),
        Column("design_peak_pct", "Load of design peak", "number", 1, "%"), "most",
    ),
    ToolQuantity(
        "day_ago_load_kw", (
            "load a day ago", "load yesterday at this time", "dayago load", "same time yesterday", "load 24 hours ago",
        ),
        Column("day_ago_load_kw", "Load a day ago", "number", 2, "MW", 0.001),
    ),
    ToolQuantity(
        "change_kw", (
            "change since yesterday", "load change", "more than yesterday", "load up or down",
            "change from yesterday", "dayago change",
        ),
        Column("change_kw", "Change since a day ago", "number", 2, "MW", 0.001),
    ),
)  # fmt: skip


_NOTES: Final = {
    "load_kw": "What enters all feeders.", "load_pct": "kW of the sum of the feeders' ratings in kVA.",
    "headroom_kva": "What the feeders could carry more, each up to its own rating.",
}  # fmt: skip


def system_now(context: ToolContext, args: SystemNow) -> ToolResult:
    """What all feeders carry now, as the key figures say it, and a day ago."""
    binds = {"utility_id": context.utility_id, "as_of": None}
    table = known(
        beside(context.live("assistant_system_now", utility_id=context.utility_id), context.live("kpi_trends", **binds))
    )
    (row,) = table.to_pylist()
    row["change_kw"] = _less(row["load_kw"], row["day_ago_load_kw"])
    columns = (Column("place", "Place"), *(one.column for one in _NOW))
    shown = pa.table({"place": ["the utility"], **{one.key: pa.array([row[one.key]], pa.float64()) for one in _NOW}})
    return result_of(
        context, "The utility now", shown, columns, place="the utility", as_of=row["updated_at"],
        note=told(_NOTES, args.quantity),
    )  # fmt: skip


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


SYSTEM_NOW: Final = Tool(
    "system_now",
    "The utility as a whole now: load, loading, headroom, share of the design peak, change since a day ago.", SystemNow,
    system_now, "row", SYSTEM, _NOW, examples=("how many megawatts are we serving", "system load now"),
)  # fmt: skip

_LOAD: Final = (
    ToolQuantity(
        "peak_kw",
        (
            "peak", "peak load", "system peak", "maximum load", "highest load", "max load", "peak demand",
            "greatest load", "most load", "maximum demand", "highest demand", "system peak load", "max demand",
        ),
        Column("peak_kw", "Peak", "number", 2, "MW", 0.001), "most",
    ),
    ToolQuantity(
        "peak_at",
        (
            "time of peak", "peak time", "when peak", "when did peak", "what time peak", "when was peak",
            "when load peak", "time was peak", "when did load peak", "what time was peak",
            "peak hour", "time peak", "when maximum load", "when highest load", "when highest demand",
            "time of highest load", "what time highest load", "hour of highest load",
        ),
        Column("peak_at", "Time of the peak", "datetime"),
    ),
    ToolQuantity(
        "least_kw", (
            "minimum load", "lowest load", "min load", "least load", "valley", "trough", "minimum demand",
            "lowest demand", "base load", "system minimum",
        ),
        Column("least_kw", "Least", "number", 2, "MW", 0.001), "least",
    ),
    ToolQuantity(
        "least_at", (
            "time of minimum", "when was lowest load", "when was minimum", "time of lowest load",
        ),
        Column("least_at", "Time of the least", "datetime"),
    ),
    ToolQuantity(
        "mean_kw", (
            "average load", "mean load", "avg load", "average system load", "mean system load", "average demand",
            "avg system load", "avg", "average",
        ),
        Column("mean_kw", "Mean", "number", 2, "MW", 0.001),
    ),
    ToolQuantity(
        "most_out", (
            "most customer out", "peak customer out", "maximum customer out", "most customer without power",
            "customer out at once",
        ),
        Column("most_out", "Most customers out at once", "count"), "most",
    ),
    ToolQuantity(
        "most_out_at", (
            "when most customer out", "time most customer out", "when peak customer out", "when customer out at once",
        ),
        Column("most_out_at", "Most customers out at", "datetime"),
    ),
)  # fmt: skip


def system_load(context: ToolContext, args: SystemLoad) -> ToolResult:
    """One row of the samples of some hours.

    Raises:
        NoAnswer: the samples do not reach back so far.
    """
    span = context.span(args.period)
    binds = {"utility_id": context.utility_id, "from_at": span.from_at, "to_at": span.to_at}
    table = known(context.live("assistant_system_load", **binds))
    (row,) = table.to_pylist()
    if not row["samples"] or row["first_at"] - span.from_at > SAMPLE:
        first = row["first_at"]
        since = (
            f"since {first.astimezone(context.zone):%Y-%m-%d %H:%M}" if row["samples"] else "not at all in that time"
        )
        raise NoAnswer(
            RefusalReason.NOT_IN_DATA, f"The load of the system was sampled {since}: {span.words} is not covered."
        )
    columns = tuple(one.column for one in _LOAD)
    as_of, note = row["last_at"], f"Of {row['samples']:,} samples, one in five minutes, of what enters all feeders."
    if args.quantity.startswith("most_out"):
        table, as_of = _with_those_out_now(context, table), context.now
        note = (
            f"Of {row['samples']:,} samples, one in five minutes, of the customers out, and of those out now: between "
            "two of them more may have been out for a time."
        )
    return result_of(
        context, "Load of the utility", only(table, columns, "samples"), columns, place="the utility",
            period=span.words, as_of=as_of, note=note,
    )  # fmt: skip


def _with_those_out_now(context: ToolContext, table: pa.Table) -> pa.Table:
    """The most customers out at once: the last sample may be minutes old, so those out now count as well."""
    everywhere = {"substation_id": 0, "feeder_id": 0}
    now = context.live("outages_now", utility_id=context.utility_id, as_of=context.now, cause="", **everywhere)
    out = now["customers_out"][0].as_py() or 0
    if out <= (table["most_out"][0].as_py() or 0):
        return table
    for name, value in (("most_out", out), ("most_out_at", context.now)):
        place = table.column_names.index(name)
        table = table.set_column(place, name, pa.array([value], table.schema.field(name).type))
    return table


SYSTEM_LOAD: Final = Tool(
    "system_load",
    "Peak, least and mean load of the utility in the last hours (up to two days) or today, and when the peak was.",
    SystemLoad,
    system_load, "row", SYSTEM, _LOAD, (ToolChoice(("ever",), {"period": "ever"}),),  # which it says it cannot tell
    words=("load", "peak", "average load", "system peak", "system load", "peak time"),
    examples=("system peak in the last 24 hours", "average system load today"),
)  # fmt: skip

_WEATHER: Final = (
    ToolQuantity(
        "temperature_c",
        (
            "temperature", "temp", "how hot", "how cold", "how warm", "outside temperature", "outdoor temperature",
            "air temperature", "hot outside", "cold outside", "degree", "ambient temperature", "ambient", "hot",
            "cold", "warm", "temperature outside", "how hot outside",
        ),
        Column("temperature_c", "Temperature", "number", 1, "°C"),
    ),
    ToolQuantity(
        "humidity_pct", ("humidity", "how humid", "humid", "relative humidity"), Column("humidity_pct", "Humidity",
        "number", 0, "%"),
    ),
    ToolQuantity(
        "wind_mps",
        (
            "wind", "how windy", "windy", "wind speed", "how strong wind", "how fast wind", "breeze", "wind outside",
            "how much wind", "blowing",
        ),
        Column("wind_mps", "Wind", "number", 1, "m/s"), "most",
    ),
)  # fmt: skip


def weather_now(context: ToolContext, _args: SystemNow) -> ToolResult:
    """The weather of the last hour that has begun.

    Raises:
        NoAnswer: no weather is known.
    """
    table = known(context.live("assistant_weather_now", utility_id=context.utility_id, now=context.now))
    if not table.num_rows:
        raise NoAnswer(RefusalReason.NOT_IN_DATA, "No weather of this utility is on record.")
    observed = table["observed_at"][0].as_py()
    columns = (Column("observed_at", "Hour from", "datetime"), *(one.column for one in _WEATHER))
    return result_of(
        context, "Weather now", only(table, columns), columns, place="the utility", as_of=observed,
        note="Of the last hour that has begun; one place stands for the whole territory.",
    )  # fmt: skip


WEATHER_NOW: Final = Tool(
    "weather_now", "Temperature, humidity and wind now.", SystemNow, weather_now, "row", ("weather",), _WEATHER,
    words=("weather", "outside", "outdoor", "out there"), examples=(
        "how windy is it", "what is the temperature outside",
    ),
)  # fmt: skip
