"""Changes of outages as filled forms: crews, estimates, causes, their beginning and end, merging, storms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

import numpy as np

from app import formats, ways
from app.assistant.context import ToolContext
from app.assistant.naming import asset_of, number_of
from app.assistant.proposing import ChangeAsked, by_hand, proposal_tool, proposed
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Go, NamedAsset, ToolResult
from app.assistant.spoken_values import day_told, moment_in, text_in
from app.assistant.tools import Tool
from app.tabs.outage_management.tools.one import outage_row
from app.tabs.outage_management.tools.words import CAUSES, outage_go, view_go
from data_sources.analytics.ground import distance_m
from data_sources.outages.life import (
    AddNote,
    AssignCrew,
    CancelOutage,
    CloseOutage,
    ConfirmOutage,
    MergeOutage,
    OutageCommand,
    ReleaseCrew,
    ReportOutage,
    RestoreOutage,
    SetCause,
    SetEstimate,
    SetPriority,
)
from data_sources.outages.storms.switch import DeclareStorm, EndStorm
from data_sources.query import Query

Row = Mapping[str, Any]
Said = dict[str, str]
_TO_CREW: Final = r"\b(?:re-?assign|assign|give)\s+#?(\d{1,18})\s+to\s+(?:the\s+)?(?:\w+\s+)?crew"
BY_HAND: Final = "Open it in Outage Management and do it there."


def _names(context: ToolContext, args: ChangeAsked) -> list[NamedAsset]:
    """What the request names, crews left out; outages, which have numbers, too.

    Raises:
        NoAnswer: a name is none.
    """
    said = [one for one in (args.name, args.other, args.place) if one and not _outage_number(one)]
    return [asset_of(context, one) for one in said]


def _outage_number(text: str) -> int | None:
    try:
        return number_of(text, "outage")
    except NoAnswer:
        return None


def _numbers(args: ChangeAsked) -> list[int]:
    """Outages that are named by their numbers, in the order in which they were."""
    found = [_outage_number(one) for one in (args.name, args.other)]
    said = re.findall(_TO_CREW, args.words, re.I)
    said += re.findall(r"\boutages?\s*(?:no\.?|number|#)?\s*(\d{1,18})\b", args.words, re.I)
    said += re.findall(r"\b(?:into|with|and)\s+(?:outage\s*)?#?(\d{1,18})\b(?!\s*(?:min|h|am|pm|:))", args.words, re.I)
    listed = re.findall(r"\boutages\s+((?:#?\d{1,18}(?:\s*(?:,|&|and)\s*)*)+)", args.words, re.I)
    said += [number for one in listed for number in re.findall(r"\d+", one)]
    return list(dict.fromkeys([*(one for one in found if one is not None), *map(int, said)]))


_WRITTEN: Final = re.compile(r"[\"“:](?!\d)|\b(?:because|saying|that)\b|\bnotes?\b", re.I)
"""From where on a request holds text of its own, whose numbers are no outages."""


def _check_is_one(args: ChangeAsked) -> None:
    """Refuse several outages in one order: a form is of one.

    Raises:
        NoAnswer: they are several.
    """
    written = _WRITTEN.search(args.words)
    before = args.words if written is None else args.words[: written.start()]
    numbers = _numbers(args.model_copy(update={"words": before}))
    if len(numbers) > 1:
        named = ", ".join(str(one) for one in numbers[:-1])
        raise by_hand(
            f"A form changes one outage, and {named} and {numbers[-1]} are {len(numbers)}: ask for each by itself."
        )


_IN_STATE: Final = re.compile(r"\b(predicted|planned|confirmed)\b", re.I)


def check_is_of_outage(args: ChangeAsked) -> None:
    """Refuse what names an order or an alarm and no outage: its number is no outage's.

    Raises:
        NoAnswer: it does.
    """
    text = args.words.lower()
    if re.search(r"\b(?:orders?|wo|alarms?)\b", text) and not re.search(r"\b(?:outages?|etr)\b", text):
        raise by_hand("That is about a work order or an alarm, and no outage: open it in Field Operations.")


_NAMED_BY_SIZE: Final = (
    (r"biggest|largest|greatest|worst", "customers_out", True), (r"smallest", "customers_out", False),
    (r"oldest|longest", "started_at", False), (r"newest|latest|last|most recent", "started_at", True),
)  # fmt: skip


def _by_superlative(rows: list[Row], words: str) -> Row | None:
    """The one that "the biggest outage" and the like mean; None where none is said, or two are equal."""
    for pattern, key, is_most in _NAMED_BY_SIZE:
        if re.search(rf"\b(?:{pattern})\b[\w\s]*\boutage\b", words.lower()):
            known = sorted((row for row in rows if row[key] is not None), key=lambda row: row[key], reverse=is_most)
            return known[0] if len(known) == 1 or (known and known[0][key] != known[1][key]) else None
    return None


def _row_of(context: ToolContext, number: int, args: ChangeAsked) -> Row:
    """The outage of a number.

    Raises:
        NoAnswer: there is none of that number; one that a crew is given may be a work order's.
    """
    try:
        return outage_row(context, number)
    except NoAnswer as error:
        if error.reason is RefusalReason.NO_SUCH_ASSET and str(number) in re.findall(_TO_CREW, args.words, re.I):
            told = (
                f"There is no outage {number}. If it is a work order, say so: assign work order {number} to the crew."
            )
            raise by_hand(told) from None
        raise


def _rows_at(context: ToolContext, kind: type[OutageCommand], assets: list[NamedAsset]) -> list[Row]:
    """Outages at what is named that the command could be given, most customers first."""
    rows: list[Row] = context.live("unclosed_outages", utility_id=context.utility_id).to_pylist()
    rows = [row for row in rows if row["state"] in kind.states]
    for asset in assets:
        if asset.kind != "crew":
            key = f"{asset.kind}_name"
            rows = [row for row in rows if row.get(key) == asset.name]
    return rows


def _one(context: ToolContext, kind: type[OutageCommand], args: ChangeAsked) -> Row:
    """The one outage that is meant.

    Raises:
        NoAnswer: there is none, or more than one.
    """
    check_is_of_outage(args)
    _check_is_one(args)
    if numbers := _numbers(args):
        row = _row_of(context, numbers[0], args)
        if row["state"] not in kind.states:
            raise by_hand(f"Outage {numbers[0]} is {_plain(row['state'])}: nobody can {kind.does} it now.")
        return row
    assets = [one for one in _names(context, args) if one.kind != "crew"]
    rows = _rows_at(context, kind, assets)
    where = f" at {assets[-1].name}" if assets else ""
    state = _IN_STATE.search(args.words)
    if state is not None:
        rows = [row for row in rows if row["state"] == state[1].lower()]
    which = f"{state[1].lower()} outage" if state is not None else "outage"
    if not rows:
        raise by_hand(f"There is no {which}{where} to {kind.does}. {BY_HAND}")
    if (one := _by_superlative(rows, args.words)) is not None:
        return one
    if len(rows) > 1:
        numbered = ", ".join(str(row["outage_id"]) for row in rows[:5])
        more = "…" if len(rows) > 5 else ""
        raise by_hand(
            f"There are {len(rows):,} {which}s{where} that it could be ({numbered}{more}): say which by its number, or "
            "open it in Outage Management."
        )
    return rows[0]


def _crew(context: ToolContext, args: ChangeAsked) -> NamedAsset | None:
    return next((one for one in _names(context, args) if one.kind == "crew"), None)


def _nearest(context: ToolContext, row: Row, words: str) -> NamedAsset:
    """The crew on shift that is nearest to an outage as the crow flies; of the free ones where those are meant.

    Raises:
        NoAnswer: nobody knows where the outage is, or no such crew is on shift.
    """
    is_free = re.search(r"\b(?:free|available|idle)\b", words, re.I) is not None
    if re.search(r"\b(?:qualified|suitable|line|trouble|underground|vegetation|tree)\b", words, re.I):
        raise by_hand("Say which crew by its name: ask for the nearest one of that kind first.")
    table = context.live("field_crews", utility_id=context.utility_id)
    crews = [one for one in table.to_pylist() if one["lon"] is not None and one["status"] != "off_shift"]
    crews = [one for one in crews if one["status"] == "available"] if is_free else crews
    if row["lon"] is None or not crews:
        why = (
            f"No crew is {'free' if is_free else 'on shift'} now."
            if not crews
            else f"Nobody says where outage {row['outage_id']} is."
        )
        raise by_hand(f"{why} Say which crew by its name.")
    lon, lat = (np.array([one[name] for one in crews], np.float64) for name in ("lon", "lat"))
    one = crews[int(np.argmin(distance_m(lon, lat, row["lon"], row["lat"])))]
    return NamedAsset("crew", one["crew_id"], one["crew_name"], one["lon"], one["lat"])


def _plain(code: str) -> str:
    return code.replace("_", " ")


def _of_outage(
    context: ToolContext, kind: type[OutageCommand], row: Row, title: str, values: Mapping[str, Any], told: Said
) -> ToolResult:
    number = int(row["outage_id"])
    at = row["device_name"] or row["transformer_name"] or row["meter_name"] or row["feeder_name"]
    what = (
        f"{number}, {at} on {row['feeder_name']}, {_plain(row['state'])}, {row['customers_out'] or 0:,} customers out"
    )
    return proposed(
        context, title, kind, {"outage_id": number, **values}, version=row["version"], told={"Outage": what, **told},
        go=outage_go(number), place=f"Feeder {row['feeder_name']}",
    )  # fmt: skip


def propose_crew(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Send a crew to an outage."""
    crew = _crew(context, args)
    row = _one(context, AssignCrew, args)
    if crew is None and re.search(r"\b(?:nearest|closest)\b[\w\s-]*\bcrew\b", args.words, re.I):
        crew = _nearest(context, row, args.words)
    values = {"crew_id": crew.asset_id} if crew else {}
    name = crew.name if crew else "a crew"
    title = f"Assign {name} to outage {row['outage_id']}"
    return _of_outage(context, AssignCrew, row, title, values, {"Crew": crew.name} if crew else {})


def propose_release(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Let the crew of an outage go."""
    crew = _crew(context, args)
    if crew is not None and not _numbers(args):
        rows = [row for row in _rows_at(context, ReleaseCrew, []) if row["crew_id"] == crew.asset_id]
        if not rows:
            raise by_hand(f"{crew.name} is at no outage.")
        row = rows[0]
    else:
        row = _one(context, ReleaseCrew, args)
    return _of_outage(context, ReleaseCrew, row, f"Release the crew of outage {row['outage_id']}", {},
                      {"Crew": row["crew_name"] or "none"})  # fmt: skip


def propose_estimate(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Say when supply will be back."""
    row = _one(context, SetEstimate, args)
    at = moment_in(args.words, context.now, context.zone)
    reason = text_in(args.words, "because")
    values = ({"estimated_restoration_at": at.isoformat()} if at else {}) | ({"reason": reason} if reason else {})
    told = {}
    if at:
        day = day_told(args.words, at, context.now, context.zone)
        told = {"Supply back": f"{formats.date_and_clock(at, context.zone.key)}{day}"}
    title = f"Set the estimate of outage {row['outage_id']}"
    return _of_outage(context, SetEstimate, row, title, values, told | ({"Reason": reason} if reason else {}))


def propose_cause(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Say why supply was lost."""
    row = _one(context, SetCause, args)
    cause = _cause_of(args.words)
    values, told = ({"cause": cause}, {"Cause": _plain(cause)}) if cause else ({}, {})
    return _of_outage(context, SetCause, row, f"Set the cause of outage {row['outage_id']}", values, told)


def propose_priority(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Give an outage a priority by hand."""
    row = _one(context, SetPriority, args)
    found = re.search(r"\b(high|medium|low)\b", args.words.lower())
    values, told = ({"priority": found[1]}, {"Priority": found[1]}) if found else ({}, {})
    return _of_outage(context, SetPriority, row, f"Set the priority of outage {row['outage_id']}", values, told)


def propose_note(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Add a note to the timeline of an outage."""
    row = _one(context, AddNote, args)
    text = _note_in(args.words)
    values, told = ({"text": text}, {"Note": text}) if text else ({}, {})
    return _of_outage(context, AddNote, row, f"Add a note to outage {row['outage_id']}", values, told)


def _note_in(words: str) -> str:
    """What the note says: quoted, after a colon, after "saying", or all that follows the outage's number."""
    if quoted := text_in(words):
        return quoted
    after_colon = re.search(r":(?!\d)\s*(\S.*)$", words, re.S)
    if after_colon is None and (said := text_in(words, "saying", "that")):
        return said
    found = after_colon or re.search(r"\b(?:outage|#)\s*#?\d+\s*[,;-]?\s+(\S.*)$", words, re.I | re.S)
    return found[1].strip().rstrip(".") if found else ""


def propose_confirm(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Confirm a predicted outage, or begin a planned one."""
    row = _one(context, ConfirmOutage, args)
    return _of_outage(context, ConfirmOutage, row, f"Confirm outage {row['outage_id']}", {}, {})


def propose_cancel(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Cancel a predicted or planned outage."""
    row = _one(context, CancelOutage, args)
    reason = text_in(args.words, "because")
    values, told = ({"reason": reason}, {"Reason": reason}) if reason else ({}, {})
    return _of_outage(context, CancelOutage, row, f"Cancel outage {row['outage_id']}", values, told)


def propose_close(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Close an outage: what is to be closed without that word is a device, and that is switching.

    Raises:
        NoAnswer: it is, or no one outage is meant.
    """
    if not re.search(r"\boutages?\b", args.words.lower()):
        raise by_hand(
            "Nothing is switched from here: a device is closed by the control system, after a switching order. To "
            "close an outage, say its number: close outage 12."
        )
    row = _one(context, CloseOutage, args)
    return _of_outage(context, CloseOutage, row, f"Close outage {row['outage_id']}", {}, {})


def propose_restore(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Say that supply is back in an outage: of all its transformers, when it was said.

    Raises:
        NoAnswer: a device or place is to be restored, which is switching; or no one outage is meant.
    """
    if not _numbers(args) and not re.search(r"\boutages?\b", args.words.lower()):
        raise by_hand(
            "Nothing is switched from here: supply is restored by the control system, after a switching order. "
            "To record "
            "that an outage is restored, say its number: restore outage 12."
        )
    row = _one(context, RestoreOutage, args)
    at = moment_in(args.words, context.now, context.zone, is_past=True)
    began = row["started_at"]
    if at is not None and began is not None and at < began:
        back, begun = (formats.date_and_clock(one, context.zone.key) for one in (at, began))
        raise by_hand(
            f"Supply cannot have been back at {back}: outage {row['outage_id']} began at {begun}. Say the moment with "
            "its day, and am or pm."
        )
    values = {"restored_at": at.isoformat()} if at else {}
    told = {"Supply back": formats.date_and_clock(at, context.zone.key) if at else "when it is confirmed"}
    return _of_outage(context, RestoreOutage, row, f"Record that outage {row['outage_id']} is restored", values, told)


def propose_merge(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Merge an outage into another one: by their numbers, or the two at a place, the smaller into the larger."""
    numbers = _numbers(args)
    first: Row
    into: Row
    if len(numbers) == 2:
        first, into = outage_row(context, numbers[0]), outage_row(context, numbers[1])
    else:
        assets = _names(context, args)
        rows = _rows_at(context, MergeOutage, assets)
        where = f" at {assets[-1].name}" if assets else ""
        if len(rows) != 2:
            raise by_hand(
                f"There are {len(rows):,} outages{where} that could be merged: say both numbers, or do it there."
            )
        into, first = rows
    title = f"Merge outage {first['outage_id']} into outage {into['outage_id']}"
    return _of_outage(context, MergeOutage, first, title, {"into_id": int(into["outage_id"])},
                      {"Into": f"{into['outage_id']}, {into['customers_out'] or 0:,} customers out"})  # fmt: skip


def propose_report(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Report an outage at a device, transformer, meter or line section."""
    kinds = ("device", "transformer", "meter", "segment")
    assets = [one for one in _names(context, args) if one.kind in kinds]
    if len(assets) != 1:
        raise by_hand(
            "Name the device that opened, the transformer or meter that failed, or the faulted line section; or report "
            "it in Outage Management."
        )
    (asset,) = assets
    values: dict[str, Any] = {"utility_id": context.utility_id, f"{asset.kind}_id": asset.asset_id}
    cause = _cause_of(args.words)
    values |= {"cause": cause} if cause else {}
    told = {asset.kind.capitalize(): asset.name} | ({"Cause": _plain(cause)} if cause else {})
    go = Go("Report it by hand", ways.OUTAGES, texts=(("view", "active"),))
    title = f"Report an outage at {asset.name}"
    return proposed(context, title, ReportOutage, values, version=None, told=told, go=go)


def _cause_of(words: str) -> str:
    """Code of the one cause that is named; empty for none, or more than one."""
    text = words.lower()
    found = [code for code, said in CAUSES.items() if any(re.search(rf"\b{re.escape(one)}s?\b", text) for one in said)]
    return found[0] if len(found) == 1 else ""


def _storm_named(words: str) -> str:
    """The name right after the word storm: `declare storm Alpha`; empty for none."""
    found = re.search(
        r"\b(?:declare|start|begin)\s+(?:an?\s+|the\s+)?storm\s+([^\W\d_][\w-]*(?:\s+[\w-]+){0,2})\W*$", words, re.I
    )
    return found[1] if found and found[1].split()[0].lower() not in _NO_STORM else ""


_NO_STORM: Final = frozenset((
    "mode", "now", "please", "event", "for", "on", "in", "at", "today", "here", "over", "response", "level", "and",
    "with", "right", "because", "as", "from", "tonight", "tomorrow",
))  # fmt: skip


def propose_storm(context: ToolContext, args: ChangeAsked) -> ToolResult:
    """Declare a storm, or end the one that is declared."""
    way: Literal["end", "declare"] = (
        "end" if re.search(r"\b(end|over|stop|finish|close)\b", args.words.lower()) else "declare"
    )
    storms = context.live_source.fetch(Query.of("storms", utility_id=context.utility_id)).to_pylist()
    lasting = next((row for row in storms if row["ended_at"] is None), None)
    go = view_go("Open Storm", "storm")
    if way == "end":
        if lasting is None:
            raise by_hand("No storm is declared, so none can be ended.")
        told = {"Storm": str(lasting["storm_name"])}
        return proposed(
            context, f"End storm {lasting['storm_name']}", EndStorm, {"storm_id": int(lasting["storm_id"])},
            version=lasting["version"], told=told, go=go,
        )  # fmt: skip
    if lasting is not None:
        raise by_hand(f"Storm {lasting['storm_name']} is declared already: end it first, in Storm.")
    name = text_in(args.words, "called", "named") or _storm_named(args.words)
    values: dict[str, Any] = {"utility_id": context.utility_id} | ({"storm_name": name} if name else {})
    return proposed(
        context, "Declare a storm", DeclareStorm, values, version=None, told={"Name": name} if name else {}, go=go
    )  # fmt: skip


OUTAGE_PROPOSALS: Final[tuple[Tool[Any], ...]] = (
    proposal_tool(
        "propose_crew", "A form that sends a crew to an outage.", propose_crew, ("crew",),
        ("dispatch", "send", "put crew", "put crew on outage",
            "assign crew", "dispatch crew", "send crew", "route crew", "reassign"),
        "dispatch Crew-003 to SUB-002",
    ),
    proposal_tool(
        "propose_release", "A form that lets the crew of an outage go.", propose_release, ("crew",),
        ("release crew", "take crew off", "take crew off outage", "pull crew off outage",
            "unassign crew", "let crew go", "free crew", "pull crew", "recall crew", "release"),
        "release Crew-003",
    ),
    proposal_tool(
        "propose_estimate", "A form that sets when supply will be back in an outage.", propose_estimate, ("outage",),
        ("set etr", "set etr of outage", "change etr", "update etr", "set estimate", "etr",
            "move etr", "extend etr",
        "post etr",
            "change estimate", "push etr", "push back etr", "shift etr", "delay etr", "bump etr", "update estimate",
            "estimate"),
        "set the ETR of F0003 to 6 pm",
    ),
    proposal_tool(
        "propose_cause", "A form that says why supply was lost in an outage.", propose_cause, ("outage",),
        ("set cause", "change cause", "update cause", "cause"), "set the cause of outage 12 to animal",
    ),
    proposal_tool(
        "propose_priority", "A form that gives an outage a priority by hand.", propose_priority, ("outage",),
        ("set priority", "change priority", "raise priority", "lower priority", "prioritise", "prioritize", "priority"),
        "set the priority of outage 12 to high",
    ),
    proposal_tool(
        "propose_note", "A form that adds a note to an outage.", propose_note, ("outage",),
        ("add note", "note on outage", "write note on outage", "note to outage"),
            'add a note to outage 12: "gate locked"',
    ),
    proposal_tool(
        "propose_confirm", "A form that confirms a predicted outage, or begins a planned one.", propose_confirm,
        ("outage",),
        ("confirm outage", "confirm", "confirm prediction", "begin planned outage"),
            "confirm the predicted outage on F0002",
    ),
    proposal_tool(
        "propose_cancel", "A form that cancels a predicted or planned outage.", propose_cancel, ("outage",),
        ("cancel outage", "cancel prediction", "reject prediction", "cancel planned outage"), "cancel outage 12",
    ),
    proposal_tool(
        "propose_close", "A form that closes an outage that is over.", propose_close, ("outage",),
        ("close outage", "close out outage", "finish outage", "close"), "close outage 12",
    ),
    proposal_tool(
        "propose_restore", "A form that records that supply is back in an outage.", propose_restore, ("outage",),
        ("restore outage", "mark outage restored", "mark restored", "outage restored", "record restored", "restore",
         "restored", "power back outage", "mark outage back", "reenergize outage", "supply back outage"),
        "restore outage 12",
    ),
    proposal_tool(
        "propose_merge", "A form that merges an outage into another one.", propose_merge, ("outage",),
        ("merge outage", "merge", "combine outage", "join outage"), "merge the two outages on F0004",
    ),
    proposal_tool(
        "propose_report", "A form that reports an outage at a device, transformer, meter or line section.",
        propose_report,
        ("outage",), ("report outage", "create outage", "new outage", "open outage", "enter outage", "log outage"),
        "report an outage at TX-0002-010",
    ),
    proposal_tool(
        "propose_storm", "A form that declares a storm, or ends the one that is declared.", propose_storm, ("storm",),
        ("declare storm", "end storm", "start storm mode", "storm mode", "storm over", "stop storm mode"),
            "declare a storm",
    ),
)  # fmt: skip
