"""The last, first or shortest outage on record: in the order of their beginnings, or by how long they lasted."""

from __future__ import annotations

from typing import Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.periods import LocalSpan, PeriodOrNone
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.rows import ordered
from app.assistant.tools import Tool, ToolChoice, ToolQuantity
from app.tabs.outage_management.tools.detailed import UNKNOWN, with_details
from app.tabs.outage_management.tools.past import OutagesFiltered, found_outages, outages_told
from app.tabs.outage_management.tools.words import (
    CAUSE,
    CAUSE_CHOICES,
    FEEDER,
    KIND_CHOICES,
    SUBSTATION,
    view_go,
)
from app.widgets.column import Column

Which = Literal["last", "first", "shortest"]
RECENT: Final = "last_365_days"


class OutageInOrder(OutagesFiltered):
    """Which one; without a period of the last 365 days."""

    period: PeriodOrNone = ""
    which: Which = Field(description="last or first to begin, or the one that was over soonest")
    quantity: str = ""


_FACTS: Final = (
    ToolQuantity("started_at", ("when", "when power failed", "power failed", "power fail", "power went out", "fail",
                "began", "started", "start", "date", "time"), Column("started_at", "Began",
        "datetime")),
    ToolQuantity("minutes", ("how long", "take", "took", "how long take", "long take",         "duration", "lasted",
        "last for"), Column("minutes", "Lasted", "duration")),
    ToolQuantity("cause", ("cause", "caused", "what caused", "why power go out", "power go out", "why go out",
        "power went out why", "reason", "why"), CAUSE),
    ToolQuantity("customers", ("customer", "customer lost power", "customer lose power", "customer hit",
        "customer out",
        "customer interrupted", "customer affected"), Column("customers",
        "Customers interrupted", "count"), "most"),
    ToolQuantity("feeder_name", ("feeder", "where"), FEEDER),
    ToolQuantity("restored_at", ("restored", "time power come back", "time come back", "time restored",
        "power come back", "power back", "come back", "back", "back on", "over",
        "end", "ended", "restoration"), Column("restored_at", "Restored", "datetime")),
    ToolQuantity("crew_name", ("crew", "who worked", "worked", "sent", "assigned", "dispatched", "who fixed",
        "who restored"), Column("crew_name", "Crew")),
    ToolQuantity("device_name", ("device", "opened", "tripped", "what opened", "what tripped", "which device",
        "device opened", "breaker", "recloser", "fuse"), Column("device_name", "Device that opened")),
)  # fmt: skip


def outage_in_order(context: ToolContext, args: OutageInOrder) -> ToolResult:
    """The last, first or shortest outage that began in a period.

    Raises:
        NoAnswer: none did.
    """
    found = found_outages(context, args.model_copy(update={"period": args.period or RECENT}))
    by = "minutes" if args.which == "shortest" else "started_at"
    rows = found.table.filter(pc.is_valid(found.table["restored_at"])) if by == "minutes" else found.table
    rows = ordered(rows, by, "most" if args.which == "last" else "least", 1, ("outage_id",))
    title = f"{args.which.capitalize()} {outages_told(args, 'outage')[:1].lower()}{outages_told(args, 'outage')[1:]}"
    if not rows.num_rows:
        where = f" on {found.place.name}" if found.place.kind != "utility" else ""
        raise NoAnswer(RefusalReason.NOT_IN_DATA, f"No such outage began{where} ({found.span.words}).")
    if args.quantity in ("crew_name", "device_name"):
        rows = _detailed(context, rows, args.quantity, found.span)
    columns = (
        Column("outage_id", "Outage"), _FACTS[0].column, Column("restored_at", "Restored", "datetime"),
            _FACTS[1].column,
        FEEDER, SUBSTATION, CAUSE, _FACTS[3].column,
        *(one.column for one in _FACTS if one.key == args.quantity and one.key in ("crew_name", "device_name")),
    )  # fmt: skip
    note = f"{found.note} What lasts counts up to now."
    return result_of(
        context, title, rows, columns, goes=(view_go("Open replay", "replay"),), **{**found.told, "note": note}
    )  # fmt: skip


def _detailed(context: ToolContext, rows: pa.Table, quantity: str, span: LocalSpan) -> pa.Table:
    """The outage with its crew or device, as far as the database itself holds it.

    Raises:
        NoAnswer: the history alone has it, which keeps neither.
    """
    rows = with_details(context, rows, span)
    if rows[quantity][0].as_py() == UNKNOWN:
        of = "Crews" if quantity == "crew_name" else "Devices that opened"
        raise NoAnswer(
            RefusalReason.NOT_IN_DATA, f"{of} are not kept in the history: outage {rows['outage_id'][0]} has none."
        )
    return rows


OUTAGE_IN_ORDER: Final = Tool(
    "outage_in_order",
    "The last, first or shortest outage that began in a period and place; without a period in the last 365 days.",
    OutageInOrder, outage_in_order, "row", ("outage", "interruption"), _FACTS,
    choices=(
        ToolChoice(("last outage", "latest outage", "newest outage", "most recent outage", "previous outage",
            "last interruption", "last time out", "last time power go out", "last time power out",
                "last time power fail",
            "most recent time power fail", "last power fail", "most recent power fail"), {"which": "last"}),
        ToolChoice(("first outage", "earliest outage", "first interruption"), {"which": "first"}),
        ToolChoice(("shortest outage", "briefest outage", "quickest outage", "shortest interruption"),
            {"which": "shortest"}),
        *CAUSE_CHOICES, *KIND_CHOICES,
    ),
    words=("last time power go out", "last time power fail", "most recent time power fail", "last outage",
        "latest outage", "newest outage", "most recent outage", "previous outage", "first outage",
        "earliest outage", "shortest outage", "briefest outage", "last interruption", "first interruption"),
    examples=("when was the last outage on F0001", "first outage this year", "shortest outage this year"),
)  # fmt: skip
