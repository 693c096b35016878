"""What is said of an outage: when supply will be back, why it was lost, its priority, notes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from app import formats
from app.assistant.context import ToolContext
from app.assistant.orders.holding import Holds
from app.assistant.proposing import ChangeAsked, by_hand, proposal_tool
from app.assistant.results import ToolResult
from app.assistant.spoken_values import day_told, hours_in, moment_in, text_behind, text_in
from app.assistant.tools import Tool
from app.tabs.outage_management.tools.proposals.form import form_of
from app.tabs.outage_management.tools.proposals.meant import WHICH, Row, outage_meant
from app.tabs.outage_management.tools.words import CAUSE_SAID, cause_named, plain
from data_sources.outages.life import AddNote, SetCause, SetEstimate, SetPriority

_LATER: Final = re.compile(
    r"\b(?:by|another|additional|further)\s+((?:an?|half|one|two|three|\d[\d.]*)\b[\w\s.]*)", re.IGNORECASE
)


def propose_estimate(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Say when supply will be back."""
    row = outage_meant(context, SetEstimate, args)
    at = _later_by(context, args, row) or moment_in(args.order, context.now, context.zone)
    reason = text_behind(args.words)
    values = ({"estimated_restoration_at": at.isoformat()} if at else {}) | ({"reason": reason} if reason else {})
    told = {}
    if at:
        day = day_told(args.order, at, context.now, context.zone)
        told = {"Supply back": f"{formats.date_and_clock(at, context.zone.key)}{day}"}
    title = f"Set the estimate of outage {row['outage_id']}"
    return form_of(context, SetEstimate, row, title, values, told | ({"Reason": reason} if reason else {}))


def _later_by(context: ToolContext, args: ChangeAsked, row: Row) -> dt.datetime | None:
    """Its estimate and as much again as is said: `extend it by an hour`; None where no length is said so.

    Raises:
        NoAnswer: it has no estimate, or that is past already.
    """
    said = _LATER.search(args.order)
    hours = hours_in(said[1]) if said is not None else None
    if not hours:
        return None
    before = row["estimated_restoration_at"]
    if before is None:
        raise by_hand(f"Outage {row['outage_id']} has no estimate yet: say the time.")
    at: dt.datetime = before + dt.timedelta(hours=hours)
    if at <= context.now:
        until = formats.date_and_clock(before, context.zone.key)
        raise by_hand(
            f"Outage {row['outage_id']} was to be back at {until}; that and so much again is past: say a time."
        )
    return at


def propose_cause(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Say why supply was lost."""
    row = outage_meant(context, SetCause, args)
    cause = cause_named(args.order)
    values, told = ({"cause": cause}, {"Cause": plain(cause)}) if cause else ({}, {})
    return form_of(context, SetCause, row, f"Set the cause of outage {row['outage_id']}", values, told)


def propose_priority(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Give an outage a priority by hand."""
    row = outage_meant(context, SetPriority, args)
    found = re.search(r"\b(high|medium|low)\b", args.order.lower())
    values, told = ({"priority": found[1]}, {"Priority": found[1]}) if found else ({}, {})
    return form_of(context, SetPriority, row, f"Set the priority of outage {row['outage_id']}", values, told)


def propose_note(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Add a note to the timeline of an outage."""
    row = outage_meant(context, AddNote, args)
    text = _note_in(args.words)
    values, told = ({"text": text}, {"Note": text}) if text else ({}, {})
    return form_of(context, AddNote, row, f"Add a note to outage {row['outage_id']}", values, told)


def _note_in(words: str) -> str:
    """What the note says: quoted, after a colon, after "saying", or all that follows the outage's number."""
    if quoted := text_in(words):
        return quoted
    after_colon = re.search(r":(?!\d)\s*(\S.*)$", words, re.S)
    if after_colon is None and (said := text_in(words, "saying", "that")):
        return said
    found = after_colon or re.search(r"\b(?:outage|#)\s*#?\d+\s*[,;-]?\s+(\S.*)$", words, re.I | re.S)
    return found[1].strip().rstrip(".") if found else ""


SAID_PROPOSALS: Final[tuple[Tool[Any], ...]] = (
    proposal_tool(
        "propose_estimate", "A form that sets when supply will be back in an outage.", propose_estimate, ("outage",),
        ("set etr", "set etr of outage", "change etr", "update etr", "set estimate", "etr",
            "move etr", "extend etr",
        "post etr",
            "change estimate", "push etr", "push back etr", "shift etr", "delay etr", "bump etr", "update estimate",
            "push outage", "push back outage", "set estimated restoration", "update estimated restoration",
            "change estimated restoration", "extend outage", "delay outage", "bump outage",
            "estimate"),
        "set the ETR of F0003 to 6 pm",
        holds=Holds(
            frozenset({"clock", "day", "length"}), text="behind", reads=WHICH,
            words="estimated restoration restore time later another additional further supply power until till",
        ),
    ),
    proposal_tool(
        "propose_cause", "A form that says why supply was lost in an outage.", propose_cause, ("outage",),
        ("set cause", "change cause", "update cause", "cause"), "set the cause of outage 12 to animal",
        holds=Holds(reads=((CAUSE_SAID, "cause"), *WHICH)),
    ),
    proposal_tool(
        "propose_priority", "A form that gives an outage a priority by hand.", propose_priority, ("outage",),
        ("set priority", "change priority", "raise priority", "lower priority", "prioritise", "prioritize", "priority"),
        "set the priority of outage 12 to high", holds=Holds(reads=((r"\b(?:high|medium|low)\b", "priority"), *WHICH)),
    ),
    proposal_tool(
        "propose_note", "A form that adds a note to an outage.", propose_note, ("outage",),
        ("add note", "note on outage", "write note on outage", "note to outage"),
            'add a note to outage 12: "gate locked"', holds=Holds(text="all"),
    ),
)  # fmt: skip
