"""Shifts of crews and notes as filled forms; and what has none, with where it is changed."""

from __future__ import annotations

import re
from typing import Any, Final

from app import ways
from app.assistant.context import ToolContext
from app.assistant.naming import asset_of
from app.assistant.orders.holding import Holds
from app.assistant.proposing import ChangeAsked, by_hand, proposal_tool, proposed
from app.assistant.results import Go, ToolResult
from app.assistant.rows import where
from app.assistant.spoken_values import text_in
from app.assistant.tools import Tool
from app.tabs.field_operations.tools.crews import crew_named, crew_rows
from app.tabs.field_operations.tools.proposals.named import NUMBERED, ORDERED, names_in
from data_sources.field.crews.shifts import CrewCommand, EndShift, StartShift
from data_sources.field.shift_log.notes import WriteNote


def propose_shift(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Begin or end the shift of a crew."""
    is_end = bool(re.search(r"\b(end|stop|finish|off|home)\b", args.words.lower()))
    kind: type[CrewCommand] = EndShift if is_end else StartShift
    if not args.name.strip() and "shift" not in args.words.lower():
        raise by_hand("Say which crew, and to which outage: send Crew-003 to outage 601.")
    if not args.name.strip():
        raise by_hand(
            "Your own shift at a desk is started and ended in Field Operations, Shift log. For the shift of a crew say "
            "which one: start the shift of Crew-003."
        )
    crew = crew_named(context, args.name)
    (row,) = where(crew_rows(context), crew_id=crew.asset_id).to_pylist()
    go = Go(f"Open the day of {crew.name}", ways.FIELD, texts=(("view", "crew"), ("crew", str(crew.asset_id))))
    title = f"{'End' if is_end else 'Start'} the shift of {crew.name}"
    return proposed(
        context, title, kind, {"crew_id": crew.asset_id}, version=row["version"], go=go,
        told={"Crew": f"{crew.name}, {row['status'].replace('_', ' ')}"},
    )  # fmt: skip


def propose_log_note(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Write a note into the shift log."""
    text = text_in(args.words, "log", "write", "note", "record", "enter")
    text = re.sub(r"^(?:in|into|to)\s+the\s+(?:shift\s+)?log\s*(?:that\b|:)?\s*", "", text, flags=re.I)
    values: dict[str, Any] = {"utility_id": context.utility_id} | ({"text": text} if text else {})
    assets = [one for one in names_in(context, args) if one.kind in (*ORDERED, "substation", "feeder", "meter")]
    told = {"Note": text} if text else {}
    if len(assets) == 1:
        values |= {"asset_kind": assets[0].kind, "asset_id": assets[0].asset_id}
        told["About"] = assets[0].name
    go = Go("Open the shift log", ways.FIELD, texts=(("view", "log"),))
    return proposed(context, "Write a note into the shift log", WriteNote, values, version=None, told=told, go=go)


def changed_by_hand(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """What no form of the assistant changes: nameplates, the network, inspections, calls."""
    text = args.words.lower()
    for one in (args.name, args.other):
        if one and not re.fullmatch(NUMBERED, one.strip().lower()):
            asset_of(context, one)
    if re.search(r"\binspect", text):
        raise by_hand(
            "An inspection is recorded by completing its work order (Field Operations, Orders), or comes with a list "
            "of inspections (fluxops import inspections)."
        )
    if re.search(r"\bcalls?\b|\bticket", text):
        raise by_hand("Trouble calls are taken, changed and closed in Outage Management, Trouble calls.")
    raise by_hand(
        "Nameplates and the network itself are not changed from the assistant: they come from the utility's own "
        "systems by fluxops import."
    )


OTHER_PROPOSALS: Final[tuple[Tool[Any], ...]] = (
    proposal_tool(
        "propose_shift", "A form that begins or ends the shift of a crew.", propose_shift, ("crew",),
        ("start shift", "end shift", "begin shift", "call in crew", "send crew home", "call in"),
            "end the shift of Crew-003", holds=Holds(has_crew=True, words="stop finish off home go shift day"),
    ),
    proposal_tool(
        "propose_log_note", "A form that writes a note into the shift log.", propose_log_note, ("note", "shift log"),
        ("write note", "log that", "log note", "note in shift log", "write in log", "add log entry",
            "write in shift log",
         "shift log", "log", "note"),
        "log that the gate of SUB-001 is locked", holds=Holds(text="all"),
    ),
    proposal_tool(
        "changed_by_hand",
        "What no form of the assistant changes (nameplates, ratings, the network, inspections, calls): where it is.",
        changed_by_hand, ("transformer", "pole", "meter", "feeder", "device", "substation", "segment", "call"),
        ("change rating", "set rating", "change nameplate", "mark inspected", "mark as inspected", "inspected",
            "rating",
         "take call", "close call", "change voltage", "rename", "move meter", "add transformer", "remove transformer",
         "delete transformer", "change phase", "change size"),
    ),
)  # fmt: skip
