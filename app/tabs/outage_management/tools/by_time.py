"""Outages of a period by the hour of day, weekday or month of their beginning, on the utility's clock."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.rows import ordered
from app.assistant.tools import Order, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.outage_management.tools.past import LENGTHS, OutagesFiltered, found_outages, outages_told
from app.tabs.outage_management.tools.words import CAUSE_CHOICES, KIND_CHOICES, view_go
from app.widgets.column import Column

Clock = Literal["hour", "weekday"]
_DAYS: Final = tuple(calendar.day_name)
_HEADS: Final = {"hour": "Hour of day", "weekday": "Weekday"}


class OutagesByTime(OutagesFiltered):
    """Which outages, by which clock."""

    clock: Clock = Field(description="hour of day, or weekday, on which outages began")
    by: Literal["", "outages", "customers"] = Field("", description="ranks the rows; empty: their own order")
    order: Order = "most"
    n: Rows = 1000


_GROUPED: Final = (
    ToolQuantity("outages", ("number of outage", "most outage", "most interruption"),
        Column("outages", "Outages", "count"), "most"),
    ToolQuantity("customers", ("customer interrupted", "customer affected"),
        Column("customers", "Customers interrupted", "count"), "most"),
)  # fmt: skip


def outages_by_time(context: ToolContext, args: OutagesByTime) -> ToolResult:
    """How many outages began in each hour of the day, or on each weekday."""
    found = found_outages(context, args)
    begun = [at.replace(tzinfo=at.tzinfo or dt.UTC).astimezone(context.zone) for at in
             found.table["started_at"].to_pylist()]  # fmt: skip
    places = [at.hour if args.clock == "hour" else at.weekday() for at in begun]
    names = [f"{hour:02d}:00" for hour in range(24)] if args.clock == "hour" else list(_DAYS)
    table = _summed(found.table, places, names)
    if args.by:
        table = ordered(table, args.by, args.order, args.n, ("name",))
    head, title = _HEADS[args.clock], f"{outages_told(args)} by {_HEADS[args.clock].lower()}"
    columns = (
        Column("name", head), _GROUPED[0].column, Column("sustained", "Sustained", "count"), _GROUPED[1].column,
    )  # fmt: skip
    told = {**found.told, "note": f"By the utility's clock at the beginning of each. {found.note}"}
    return result_of(
        context, title, table, columns, chart=ChartSpec("bar", "name", ("outages",), title),
        goes=(view_go("Open replay", "replay"),), **told,
    )  # fmt: skip


def _summed(table: pa.Table, places: Sequence[int], names: Sequence[str]) -> pa.Table:
    """A row a name, 0 where nothing began."""
    sums = {"outages": [0] * len(names), "sustained": [0] * len(names), "customers": [0] * len(names)}
    sustained, customers = table["is_sustained"].to_pylist(), pc.fill_null(table["customers"], 0).to_pylist()
    for row, place in enumerate(places):
        sums["outages"][place] += 1
        sums["sustained"][place] += bool(sustained[row])
        sums["customers"][place] += int(customers[row])
    return pa.table({"name": pa.array(names, pa.string()), **{key: pa.array(one) for key, one in sums.items()}})


_HOURS: Final = (
    "hour of day", "hour of the day", "time of day", "what hour", "which hour", "by hour", "per hour", "each hour",
    "what time of day",
)  # fmt: skip
_WEEKDAYS: Final = ("weekday", "day of week", "day of the week", "week day", "which day of week")
OUTAGES_BY_TIME: Final = Tool(
    "outages_by_time", "How many outages of a period began in each hour of the day, or on each weekday.",
    OutagesByTime, outages_by_time, "list", ("hour of day", "weekday"), _GROUPED,
    choices=(
        ToolChoice(_HOURS, {"clock": "hour"}), ToolChoice(_WEEKDAYS, {"clock": "weekday"}),
        *CAUSE_CHOICES, *KIND_CHOICES, *LENGTHS,
    ),
    words=tuple(
        f"{noun} {clock}" for clock in (*_HOURS, *_WEEKDAYS)
        for noun in ("outage", "interruption", "outage begin", "outage start", "outage caused", "caused outage")
    ),
    examples=("outages by hour of day this year", "which weekday has the most outages this year"),
)  # fmt: skip
