"""The shift log: notes, who is at a desk, and what a handover would tell in figures."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app import ways
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.grouping import GroupedRows, grouped
from app.assistant.groups import ToolGroup, of_time
from app.assistant.naming import number_of
from app.assistant.periods import LocalSpan, PeriodOrNone
from app.assistant.results import MOST_ROWS, Go, ToolResult
from app.assistant.rows import first, ordered, where
from app.assistant.tools import Rows, Tool, ToolChoice, ToolQuantity
from app.widgets.column import Column
from data_sources.field.shift_log.report import handover_report
from data_sources.query import Query

BACK: Final = dt.timedelta(days=7)
"""How far back the shift before is looked for."""
SHIFT: Final = dt.timedelta(hours=12)  # where nobody has begun a shift


class ShiftNotes(BaseModel):
    """Which notes."""

    period: PeriodOrNone = ""
    kind: Literal["", "operation", "switching", "safety", "weather", "equipment", "other"] = ""
    name: str = Field(
        "",
        max_length=80,
        description="number of an outage that they are about; empty for any",
        json_schema_extra={"kinds": ["outage"]},
    )
    n: Rows = MOST_ROWS
    is_count: bool = False


class ShiftHandover(BaseModel):
    """Of which time."""

    period: PeriodOrNone = ""
    quantity: str = ""


class NotesGrouped(GroupedRows):
    """Which notes, by what."""

    period: PeriodOrNone = ""


class LatestNotes(BaseModel):
    """Which notes, from which end."""

    by: Literal["happened_at"] = "happened_at"
    order: Literal["most", "least"] = Field("most", description="most: the latest first")
    n: Rows = 5
    period: PeriodOrNone = Field("", description="as in other tools; empty for the last 30 days")
    shift: Literal["", "this"] = Field("", description="this: of the shift that lasts, instead of a period")
    kind: Literal["", "operation", "switching", "safety", "weather", "equipment", "other"] = ""


class DeskShifts(BaseModel):
    """Which shifts at desks."""

    period: PeriodOrNone = Field("", description="as in other tools; empty for those that last now")
    state: Literal["", "previous"] = Field("", description="previous: the one that ended last, at each desk")
    by: str = ""
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
    span, words = _span(context, args.period or ("last_30_days" if args.name else ""))
    asked = {"utility_id": context.utility_id, "from_at": span.from_at, "to_at": span.to_at}
    table = context.live("shift_notes", **asked)
    table = where(table.filter(table["corrected_by_id"].is_null()), category=args.kind)
    if args.name:
        table = where(table, outage_id=number_of(args.name, "outage"))
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


_NOTES: Final = ToolQuantity("notes", ("note", "entry", "log entry"), Column("notes", "Notes", "count"))
_NOTE_GROUPS: Final = (
    ToolGroup("category", ("category", "kind", "type", "topic", "subject"), "About"),
    ToolGroup("desk", ("desk",), "Desk", nothing="no desk"), *of_time("happened_at"),
)  # fmt: skip


def notes_grouped(context: ToolContext, args: NotesGrouped) -> ToolResult:
    """Notes of this shift or a period by category, desk or time."""
    span, words = _span(context, args.period)
    table = context.live("shift_notes", utility_id=context.utility_id, from_at=span.from_at, to_at=span.to_at)
    table = table.filter(table["corrected_by_id"].is_null())
    return grouped(
        context, "Shift notes", table, args, _NOTE_GROUPS, (_NOTES,), {}, period=words, as_of=context.now, goes=(_GO,),
        note="Notes of what happened in the time, as corrected.",
    )  # fmt: skip


def latest_notes(context: ToolContext, args: LatestNotes) -> ToolResult:
    """The latest notes, or the first ones."""
    span, words = _span(context, args.period or ("" if args.shift else "last_30_days"))
    table = context.live("shift_notes", utility_id=context.utility_id, from_at=span.from_at, to_at=span.to_at)
    table = where(table.filter(table["corrected_by_id"].is_null()), category=args.kind)
    rows = ordered(table, args.by, args.order, args.n, ("note_id",))
    return result_of(
        context, "Latest shift notes" if args.order == "most" else "First shift notes", rows, _NOTE, period=words,
        as_of=context.now, goes=(_GO,), note="A note is what a person wrote, as corrected.", in_all=table.num_rows,
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
    if args.state:
        from_at, to_at = context.now - BACK, context.now
    query = Query.of("desk_shifts", utility_id=context.utility_id, from_at=from_at, to_at=to_at)
    table = context.live_source.fetch(query)
    if args.state:
        table = _previous(table)
    elif span is None:
        table = table.filter(table["ended_at"].is_null())
    first_ones = [one.column for one in _SHIFTS if one.key == args.by]
    columns = (*_DESK, *first_ones, *(one.column for one in _SHIFTS if one.key != args.by))
    told: dict[str, Any] = {"period": span.words if span else "", "as_of": context.now, "goes": (_GO,)}
    if args.is_count:
        return result_of(context, "Shifts at desks", counted(table), (HowMany,), **told)
    return result_of(context, "Shifts at desks", table, columns, **told)


def _previous(table: pa.Table) -> pa.Table:
    """The shift of each desk that ended last."""
    rows = {row["desk"]: row["shift_id"] for row in table.to_pylist() if row["ended_at"] is not None}
    return table.filter(pa.array([one in rows.values() for one in table["shift_id"].to_pylist()], pa.bool_()))


_DESK: Final = (Column("person", "Person"), Column("desk", "Desk"))
_SHIFTS: Final = (
    ToolQuantity("started_at", ("since", "since when", "began", "start", "started", "come on", "came on"),
        Column("started_at", "Began", "datetime")),
    ToolQuantity("ended_at", ("ended", "end", "went off"), Column("ended_at", "Ended", "datetime")),
    ToolQuantity("handed_to", ("handed over to", "handed to"), Column("handed_to", "Handed to")),
    ToolQuantity("handover", ("hand over", "handed over", "handover note", "handover text", "handover"),
        Column("handover", "Handed over")),
)  # fmt: skip
_LATEST: Final = ToolQuantity(
    "happened_at",
    tuple(f"{end} {what}" for end in ("last", "latest", "newest", "recent", "oldest", "earliest")
          for what in ("note", "log entry", "entry", "log", "shift note", "shift log")),
    _NOTE[0],
)  # fmt: skip
SHIFT_NOTES: Final = Tool(
    "shift_notes", "Notes of the shift log: of this shift or a period, by what they are about; or how many.",
    ShiftNotes, shift_notes, "filter", ("note", "shift note", "log entry"),
    choices=tuple(
        ToolChoice((f"{kind} note", f"about {kind}", f"{kind} entry", f"{kind} log", f"{kind} logged",
            f"{kind} issue", f"{kind} incident", f"{kind} event", f"{kind} concern", f"{kind} item"), {"kind": kind})
        for kind in ("operation", "switching", "safety", "weather", "equipment")
    ),
    words=("shift log", "log", "logbook", "this shift", "note shift", "entry shift", "written down", "logged",
        "log about", "note about",
        "note on", "wrote"),
    examples=("notes of this shift", "what was logged yesterday"),
)  # fmt: skip
SHIFT_HANDOVER: Final = Tool(
    "shift_handover", "What this shift, or a period, hands over in figures: notes, outages, alarms, orders, changes.",
    ShiftHandover, shift_handover, "row", ("handover", "shift"), _FIGURES,
    words=("handover", "hand over", "shift summary", "handover report", "this shift", "summary of shift"),
    examples=("handover of this shift",),
)  # fmt: skip
LATEST_NOTES: Final = Tool(
    "latest_notes", "The latest notes of the shift log, by what they are about.",
    LatestNotes, latest_notes, "ranking", ("note", "shift note", "log entry"), (_LATEST,),
    choices=(*SHIFT_NOTES.choices, ToolChoice(("ongoing shift",), {"shift": "this"})),
    words=("shift log", "logbook", "log"), examples=("last note in the shift log",),
)  # fmt: skip
NOTES_GROUPED: Final = Tool(
    "notes_grouped", "Notes of the shift log of this shift or a period counted by category, desk or time.",
    NotesGrouped, notes_grouped, "ranking", ("note", "shift note", "log entry"), (_NOTES,), groups=_NOTE_GROUPS,
    words=("shift log", "logbook", "log", "this shift", "shift"), examples=("notes by category this week",),
)  # fmt: skip
DESK_SHIFTS: Final = Tool(
    "desk_shifts", "Who is, or was, on shift at a desk of the control room, since when, and what they handed over.",
    DeskShifts, desk_shifts, "filter", ("operator", "dispatcher", "desk"), _SHIFTS,
    choices=(
        ToolChoice(
            ("previous shift", "last shift", "shift before", "previous operator", "previous dispatcher",
                "outgoing shift",
             "prior shift"),
            {"state": "previous"},
        ),
    ),
    words=("who on shift", "who on desk", "who is on shift", "operator on shift", "control room", "at the desk",
        "on desk", "who on duty"),
    examples=("who is on shift in the control room",),
)  # fmt: skip
