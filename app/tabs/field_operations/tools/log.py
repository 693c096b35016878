"""The shift log: notes, who is at a desk, and what a handover would tell in figures."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app import ways
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.periods import LocalSpan, PeriodOrNone
from app.assistant.results import MOST_ROWS, Go, ToolResult
from app.assistant.rows import first, where
from app.assistant.tools import Rows, Tool, ToolChoice, ToolQuantity
from app.widgets.column import Column
from data_sources.field.shift_log.report import handover_report
from data_sources.query import Query

SHIFT: Final = dt.timedelta(hours=12)  # where nobody has begun a shift


class ShiftNotes(BaseModel):
    """Which notes."""

    period: PeriodOrNone = ""
    kind: Literal["", "operation", "switching", "safety", "weather", "equipment", "other"] = ""
    n: Rows = MOST_ROWS
    is_count: bool = False


class ShiftHandover(BaseModel):
    """Of which time."""

    period: PeriodOrNone = ""
    quantity: str = ""


class DeskShifts(BaseModel):
    """Which shifts at desks."""

    period: PeriodOrNone = Field("", description="as in other tools; empty for those that last now")
    is_count: bool = False


_NOTE: Final = (
    Column("happened_at", "When", "datetime"), Column("text", "Note"), Column("category", "About", "words"),
    Column("written_by", "By"), Column("desk", "Desk"), Column("outage_id", "Outage"), Column("alarm_id", "Alarm"),
)  # fmt: skip
_GO: Final = Go("Open the shift log", ways.FIELD, texts=(("view", "log"),))


def _span(context: ToolContext, period: str) -> tuple[LocalSpan, str]:
    """The period, or this shift: since the first shift that lasts began, else the last twelve hours; in words."""
    if period:
        span = context.span(period)
        return span, span.words
    asked = {"utility_id": context.utility_id, "from_at": context.now, "to_at": context.now + dt.timedelta(seconds=1)}
    lasting = [row for row in context.live("desk_shifts", **asked).to_pylist() if row["ended_at"] is None]
    begun = min((row["started_at"] for row in lasting), default=context.now - SHIFT)
    first, now = begun.astimezone(context.zone), context.now.astimezone(context.zone)
    words = "this shift" if lasting else "the last 12 hours"
    return LocalSpan(first, now, "today"), f"{words}, {first:%Y-%m-%d %H:%M} to {now:%H:%M}"


def shift_notes(context: ToolContext, args: ShiftNotes) -> ToolResult:
    """Notes that stand, the newest first."""
    span, words = _span(context, args.period)
    asked = {"utility_id": context.utility_id, "from_at": span.from_at, "to_at": span.to_at}
    table = context.live("shift_notes", **asked)
    table = where(table.filter(table["corrected_by_id"].is_null()), category=args.kind)
    told: dict[str, Any] = {
        "period": words, "as_of": context.now, "goes": (_GO,),
        "note": "Notes of what happened in the time, as corrected; a note is what a person wrote.",
    }  # fmt: skip
    if args.is_count:
        return result_of(context, "Shift notes", counted(table), (HowMany,), **told)
    newest = table.take(pa.array(range(table.num_rows - 1, -1, -1), pa.int64()))
    return result_of(context, "Shift notes", first(newest, args.n), _NOTE, **told)


_FIGURES: Final = (
    ToolQuantity("notes", ("note",), Column("notes", "Notes", "count")),
    ToolQuantity("outages", ("outage",), Column("outages", "Outages", "count"), "most"),
    ToolQuantity("outages_open", ("open outage",), Column("outages_open", "Outages still open", "count"), "most"),
    ToolQuantity("alarms_raised", ("annunciation",), Column("alarms_raised", "Alarms raised",
        "count"), "most"),
    ToolQuantity("alarms_open", ("open alarm",), Column("alarms_open", "Alarms open", "count"), "most"),
    ToolQuantity("orders_completed", ("completed order",), Column("orders_completed", "Orders completed", "count")),
    ToolQuantity("orders_created", ("created order", "new order"), Column("orders_created", "Orders created", "count")),
    ToolQuantity("changes", ("change", "change by people"), Column("changes", "Changes by people", "count")),
)  # fmt: skip


def shift_handover(context: ToolContext, args: ShiftHandover) -> ToolResult:
    """What the handover report of a shift would say, in figures."""
    span, words = _span(context, args.period)
    (utility,) = where(context.live("utilities"), utility_id=context.utility_id).to_pylist()
    report = handover_report(context.live_source, utility, span.from_at, span.to_at, context.now)  # type: ignore[arg-type]
    row = {
        "notes": sum(one["corrected_by_id"] is None for one in report.notes), "outages": len(report.outages),
        "outages_open": len(report.open_outages), "alarms_raised": sum(report.raised.values()),
        "alarms_open": len(report.alarms), "orders_completed": sum(one["completed"] for one in report.orders),
        "orders_created": sum(one["created"] for one in report.orders), "changes": report.listed_of[1],
    }  # fmt: skip
    table = pa.table({name: pa.array([value], pa.int64()) for name, value in row.items()})
    return result_of(
        context, "Handover", table, tuple(one.column for one in _FIGURES), period=words, as_of=context.now, goes=(_GO,),
        note="As the handover report: outages that began, ended or lasted in the time, momentary ones too; alarms open "
             "at its end; changes that people made by commands.",
    )  # fmt: skip


def desk_shifts(context: ToolContext, args: DeskShifts) -> ToolResult:
    """Shifts at the desks of the control room."""
    span = context.span(args.period) if args.period else None
    from_at, to_at = (span.from_at, span.to_at) if span else (context.now, context.now + dt.timedelta(seconds=1))
    query = Query.of("desk_shifts", utility_id=context.utility_id, from_at=from_at, to_at=to_at)
    table = context.live_source.fetch(query)
    table = table if span else table.filter(table["ended_at"].is_null())
    columns = (
        Column("person", "Person"), Column("desk", "Desk"), Column("started_at", "Began", "datetime"),
        Column("ended_at", "Ended", "datetime"), Column("handed_to", "Handed to"), Column("handover", "Handed over"),
    )  # fmt: skip
    told: dict[str, Any] = {"period": span.words if span else "", "as_of": context.now, "goes": (_GO,)}
    if args.is_count:
        return result_of(context, "Shifts at desks", counted(table), (HowMany,), **told)
    return result_of(context, "Shifts at desks", table, columns, **told)


SHIFT_NOTES: Final = Tool(
    "shift_notes", "Notes of the shift log: of this shift or a period, by what they are about; or how many.",
    ShiftNotes, shift_notes, "filter", ("note", "shift note", "log entry"),
    choices=tuple(
        ToolChoice((f"{kind} note", f"about {kind}"), {"kind": kind})
        for kind in ("operation", "switching", "safety", "weather", "equipment")
    ),
    words=("shift log", "log", "logbook", "this shift", "shift", "written down", "logged"),
    examples=("notes of this shift", "what was logged yesterday"),
)  # fmt: skip
SHIFT_HANDOVER: Final = Tool(
    "shift_handover", "What this shift, or a period, hands over in figures: notes, outages, alarms, orders, changes.",
    ShiftHandover, shift_handover, "row", ("handover", "shift"), _FIGURES,
    words=("handover", "hand over", "shift summary", "handover report", "this shift", "summary of shift"),
    examples=("handover of this shift",),
)  # fmt: skip
DESK_SHIFTS: Final = Tool(
    "desk_shifts", "Who is, or was, on shift at a desk of the control room.",
    DeskShifts, desk_shifts, "filter", ("operator", "dispatcher", "desk"),
    words=("who on shift", "who on desk", "who is on shift", "operator on shift", "control room", "at the desk",
        "on desk", "who on duty"),
    examples=("who is on shift in the control room",),
)  # fmt: skip
