"""Changes of alarms as filled forms."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from app import formats, ways
from app.assistant.context import ToolContext
from app.assistant.naming import place_of
from app.assistant.orders.holding import Holds
from app.assistant.proposing import ChangeAsked, by_hand, proposal_tool, proposed
from app.assistant.results import Go, ToolResult
from app.assistant.rows import where
from app.assistant.spoken_values import day_told, hours_in, moment_in, text_behind
from app.assistant.tools import Tool
from app.tabs.field_operations.tools.alarms import alarm_rows
from app.tabs.field_operations.tools.proposals.named import names_in, number_in
from app.widgets.column import Column
from data_sources.field.alarms.changes import (
    AcknowledgeAlarm,
    AcknowledgeAlarms,
    AlarmCommand,
    ShelveAlarm,
    UnshelveAlarm,
)
from data_sources.field.alarms.figures import PRIORITIES

Row = Mapping[str, Any]
_LISTED: Final = (  # who confirms many at once sees each
    Column("priority", "Priority", "words"), Column("asset_name", "At"), Column("text", "What"),
    Column("raised_at", "Raised", "datetime"), Column("alarm_id", "Alarm"),
)  # fmt: skip
_ONE: Final = re.compile(
    r"\b(?:first|second|third|last|next|oldest|newest|latest|one|it|this|that)\b(?!\s+alarms\b)|\bthe\s+alarm\b", re.I
)
"""One alarm is meant, and nothing says which."""
_SEVERAL: Final = re.compile(
    r"\b(?:all|every\w*|each|both|alarms|alerts|them|these|those|critical|high|medium|low|unack\w*)\b", re.I
)
_PRIORITY: Final = r"(?:critical|high|medium|low)"
MOST: Final = 1000  # alarms that one command acknowledges
_ALARMS: Final = Go("Open alarms", ways.FIELD, texts=(("view", "alarms"),))


def _alarms(context: ToolContext, args: ChangeAsked, kind: type[AlarmCommand]) -> tuple[list[Row], str]:
    """Open alarms that are meant and that the command could be given; and where, in words."""
    place = place_of(context, args.place)
    rows = alarm_rows(context, place)
    names = [one for one in names_in(context, args) if one.name != place.name]
    for one in names:
        rows = where(rows, asset_kind=one.kind, asset_id=one.asset_id)
    if said := set(re.findall(r"\b(critical|high|medium|low)\b", args.order.lower())):
        rows = rows.filter(pc.is_in(rows["priority"], pa.array(sorted(said), pa.string())))
    number = number_in(args, "alarm")
    rows = where(rows, alarm_id=number) if number is not None else rows
    states = [one.name.lower() for one in kind.states]
    found_rows = [row for row in rows.to_pylist() if row["state"] in states]
    at = names[-1].name if names else place.name
    return found_rows, f" at {at}" if names or place.kind != "utility" else ""


def propose_acknowledge(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Acknowledge alarms, one or many."""
    rows, at = _alarms(context, args, AcknowledgeAlarm)
    if not rows:
        raise by_hand(f"There is no alarm{at} that waits to be acknowledged.")
    is_open = not at and not _SEVERAL.search(args.order)
    is_all = re.search(r"\b(?:all|every|each|both)\b", args.order, re.I) is not None
    if len(rows) > 1 and (is_open or (not is_all and _ONE.search(args.order))):
        raise by_hand(f"There are {len(rows):,} alarms{at} that it could be: say which by its number, or ask for all.")
    if len(rows) == 1:
        return _of_alarm(context, AcknowledgeAlarm, rows[0], "Acknowledge", {}, {})
    numbers = [int(row["alarm_id"]) for row in rows[:MOST]]
    title = f"Acknowledge {len(numbers):,} alarms{at}"
    values = {"utility_id": context.utility_id, "alarm_ids": numbers}
    form = proposed(context, title, AcknowledgeAlarms, values, version=None, told={}, go=_ALARMS)
    gravest = sorted(rows[:MOST], key=lambda row: PRIORITIES.index(row["priority"]))
    return replace(form, table=pa.Table.from_pylist(gravest), columns=_LISTED)


def propose_shelve(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Put one alarm aside for a while."""
    rows, at = _alarms(context, args, ShelveAlarm)
    hours = hours_in(args.order)
    until = context.now + dt.timedelta(hours=hours) if hours else moment_in(args.order, context.now, context.zone)
    reason = text_behind(args.words) or _after_comma(args.words)
    values = ({"until": until.isoformat()} if until else {}) | ({"reason": reason} if reason else {})
    told = {}
    if until:
        day = "" if hours else day_told(args.order, until, context.now, context.zone)
        told = {"Until": f"{formats.date_and_clock(until, context.zone.key)}{day}"}
    return _of_alarm(context, ShelveAlarm, _one_alarm(rows, at, "shelve"), "Shelve", values,
                     told | ({"Reason": reason} if reason else {}))  # fmt: skip


_NO_REASON: Final = re.compile(
    r"(?:for|until|till|please|pls|thanks?|and|or|but|not|except|no|only|then|also|all|at|by|in|on|to|from)\b", re.I
)


def _after_comma(words: str) -> str:
    """Why, where it stands behind a comma and is no time: `shelve alarm 2 for 2 hours, crew on site`."""
    found = re.search(r"[,;]\s*(?:reason\s*:?\s*|as\s+|since\s+)?([^\W\d_][^,;]*)$", words)
    text = found[1].strip().rstrip(".") if found else ""
    return "" if not text or _NO_REASON.match(text) else text


def propose_unshelve(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Bring a shelved alarm back."""
    rows, at = _alarms(context, args, UnshelveAlarm)
    return _of_alarm(context, UnshelveAlarm, _one_alarm(rows, at, "unshelve"), "Unshelve", {}, {})


def _one_alarm(rows: list[Row], at: str, does: str) -> Row:
    if len(rows) != 1:
        count = f"There are {len(rows):,} alarms" if rows else "There is no alarm"
        raise by_hand(f"{count}{at} to {does}; each is done by itself: pick it under Alarms in Field Operations.")
    return rows[0]


def _of_alarm(
    context: ToolContext, kind: type[AlarmCommand], row: Row, does: str, values: Mapping[str, Any], told: dict[str, str]
) -> ToolResult:
    what = f"{row['alarm_id']}, {row['asset_name']}, {row['priority']}: {row['text']}"
    go = Go(f"Open alarm {row['alarm_id']}", ways.FIELD, texts=(("view", "alarms"), ("alarm", str(row["alarm_id"]))))
    return proposed(
        context, f"{does} alarm {row['alarm_id']}", kind, {"alarm_id": int(row["alarm_id"]), **values},
        version=row["version"], told={"Alarm": what, **told}, go=go,
    )  # fmt: skip


ALARM_PROPOSALS: Final[tuple[Tool[Any], ...]] = (
    proposal_tool(
        "propose_acknowledge", "A form that acknowledges alarms of a place, a thing or a priority, or all.",
        propose_acknowledge, ("alarm",), ("acknowledge alarm", "ack alarm", "acknowledge", "ack", "silence alarm"),
        "acknowledge the alarms on F0002",
        holds=Holds(reads=(
            (r"\b(?:that|which)\s+(?:are|is)\b", ""),
            (rf"\b{_PRIORITY}\b(?:\s*(?:,|and|&|or)+\s*{_PRIORITY}\b)*(?:\s+priority)?", ""),
            (r"\b(?:all|every|each)\b(?:\s+of)?(?:\s+(?:them|these|those))?|\b(?:them|these|those)\b", ""),
        ), words="unacknowledged alert one"),
    ),
    proposal_tool(
        "propose_shelve", "A form that shelves one alarm for a while.", propose_shelve, ("alarm",),
        ("shelve alarm", "shelve", "snooze alarm", "put alarm aside", "mute alarm"), "shelve alarm 12 for an hour",
        holds=Holds(frozenset({"clock", "day", "length"}), text="behind", words="until till next alert"),
    ),
    proposal_tool(
        "propose_unshelve", "A form that brings a shelved alarm back.", propose_unshelve, ("alarm",),
        ("unshelve alarm", "unshelve"), "unshelve alarm 12",
    ),
)  # fmt: skip
