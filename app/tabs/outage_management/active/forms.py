"""The forms of the actions: which fields they ask, and the command that what was typed makes. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from app.desk.fields import Field, Form, Typed, local_text, moment, one
from app.tabs.outage_management.active.actions import ACTIONS
from app.widgets.column import spoken, words
from data_sources.commands.command import Command
from data_sources.errors import InvalidCommand
from data_sources.outages.causes import CauseCode
from data_sources.outages.life.details import Hazard, Priority

Row = Mapping[str, Any]
RESTORE_ALL, RESTORE_SOME = "all", "some"


@dataclass(frozen=True, slots=True)
class Around:
    """What forms offer beside the outage itself.

    Attributes:
        zone: IANA name of the utility's zone.
        now: the moment when it was opened.
        crews: key, name, and what tells them apart, the fittest first.
        others: outages that it may be merged into.
        transformers: those that are dark in it: key and name.
        devices: ids by name.
    """

    zone: str
    now: dt.datetime
    crews: Sequence[tuple[str, ...]] = ()
    others: Sequence[tuple[str, ...]] = ()
    transformers: Sequence[tuple[str, ...]] = ()
    devices: Mapping[str, int] = field(default_factory=dict)


def form_of(slug: str, row: Row, around: Around) -> Form:
    """The form of an action on one outage."""
    action, fields = ACTIONS[slug], FIELDS.get(slug, _no_fields)(row, around)
    title = f"{TITLES[slug]} outage {row['outage_id']}"
    warning = WARNINGS.get(slug, "").format(**row)
    return Form(slug, title, f"{action.title} outage {row['outage_id']}" if action.is_undoing else BUTTONS[slug],
                fields, warning)  # fmt: skip


TITLES: Final = {
    "assign-crew": "Assign a crew to", "restore": "Restore", "close": "Close", "cancel": "Cancel", "reopen": "Reopen",
    "switch": "Switch for", "estimate": "Estimate the end of", "cause": "Cause of", "priority": "Priority of",
    "hazards": "Hazards of", "note": "Note on", "move": "Move", "merge": "Merge", "split": "Split",
}  # fmt: skip
BUTTONS: Final = {
    "assign-crew": "Assign crew", "restore": "Restore", "reopen": "Reopen", "switch": "Switch", "estimate": "Set ETR",
    "cause": "Set cause", "priority": "Set priority", "hazards": "Set hazards", "note": "Add note", "move": "Move",
    "split": "Split",
}  # fmt: skip
WARNINGS: Final = {
    "close": "Outage {outage_id} leaves this list, and its crew is let go.",
    "cancel": "Outage {outage_id} is said not to be: it leaves this list, and its crew is let go.",
    "move": "Outage {outage_id} is then presumed where you say, and no rule moves or cancels it any more.",
    "merge": "Outage {outage_id} ends, and its customers are counted in the other one.",
    "restore": "Restoring all puts every device moved for outage {outage_id} back as built.",
    "switch": "This moves devices in the operating state. Names with commas, as on the map.",
}  # fmt: skip


def _no_fields(_row: Row, _around: Around) -> list[Field]:
    return []


def _crew_fields(_row: Row, around: Around) -> list[Field]:
    hint = "" if around.crews else "No crew is free: release one elsewhere first."
    return [Field("crew_id", "Crew, the nearest that is fit first", "one_of", around.crews, hint=hint)]


def _restore_fields(_row: Row, around: Around) -> list[Field]:
    which = Field(
        "which", "Who has supply again", "choice", ((RESTORE_ALL, "Everybody"), (RESTORE_SOME, "These transformers")),
        RESTORE_ALL,
    )  # fmt: skip
    some = Field("transformer_ids", "Transformers", "boxes", around.transformers, is_needed=False)
    at = Field("restored_at", "Restored at", "time", is_needed=False, hint="Now, where it is left empty.")
    return [which, *([some] if len(around.transformers) > 1 else []), at]


def _estimate_fields(row: Row, around: Around) -> list[Field]:
    at = row["estimated_restoration_at"] or around.now + dt.timedelta(hours=2)
    return [
        Field("estimated_restoration_at", "Supply is back at", "time", value=local_text(at, around.zone)),
        Field("reason", "Reason", "text", hint="Others see it, and no rule changes the estimate after that."),
    ]


def _hazard_fields(row: Row, _around: Around) -> list[Field]:
    options = [(one, words(one)) for one in get_args(Hazard)]
    return [Field("hazards", "What is dangerous there", "boxes", options, str(row["hazards"] or ""), is_needed=False,
                  hint="None ticked: nothing is any more.")]  # fmt: skip


def cause_field(value: str) -> Field:
    """The choice of a cause."""
    return Field("cause", "Cause", "choice", [(one, spoken(one)) for one in get_args(CauseCode)], value)


def priority_field(value: str) -> Field:
    """The choice of a priority."""
    options = [("", "By customers out"), *((one, words(one)) for one in get_args(Priority))]
    return Field("priority", "Priority", "choice", options, value, is_needed=False)


MEANT: Final = Field(
    "make_before_break", "Make before break", "boxes", [("yes", "Connect two energized feeders for a moment")],
    is_needed=False, hint="To move load without an interruption: open the other way next. The audit names you.",
)  # fmt: skip


def _switch_fields(_row: Row, _around: Around) -> list[Field]:
    return [
        Field("open_device_ids", "Open devices", "line", is_needed=False),
        Field("close_device_ids", "Close devices", "line", is_needed=False),
        MEANT,
    ]


def _split_fields(_row: Row, around: Around) -> list[Field]:
    return [Field("transformer_ids", "Out for another reason", "boxes", around.transformers)]


def _move_fields(_row: Row, _around: Around) -> list[Field]:
    return [
        Field("device_id", "Device that more likely opened", "line", hint="Its name, as on the map."),
        Field("reason", "Reason", "text", is_needed=False),
    ]


FIELDS: Final[Mapping[str, Callable[[Row, Around], list[Field]]]] = {
    "assign-crew": _crew_fields, "restore": _restore_fields, "estimate": _estimate_fields, "hazards": _hazard_fields,
    "switch": _switch_fields, "split": _split_fields, "move": _move_fields,
    "cause": lambda row, _around: [cause_field(row["cause"])],
    "priority": lambda row, _around: [priority_field(row["priority"] if row["is_priority_manual"] else "")],
    "note": lambda _row, _around: [Field("text", "Note", "text")],
    "close": lambda _row, _around: [Field("note", "Note", "text", is_needed=False)],
    "cancel": lambda _row, _around: [Field("reason", "Reason", "text")],
    "reopen": lambda _row, _around: [Field("reason", "Reason", "text")],
    "merge": lambda _row, around: [Field("into_id", "Into the outage that it is a part of", "choice", around.others)],
}  # fmt: skip

# What was typed ------------------------------------------------------------------------------------------------------


def command_of(slug: str, outage_id: int, typed: Typed, around: Around) -> Command:
    """The command that a filled form means.

    Raises:
        InvalidCommand: something is missing or cannot be read; names the field.
    """
    values = READ.get(slug, _plain)(typed, around)
    return ACTIONS[slug].command.of(outage_id=outage_id, **values)


def _plain(typed: Typed, around: Around) -> dict[str, Any]:
    """Texts as they are; what is empty is left out, and times are taken to be of the utility's zone."""
    texts = {name: (given[0].strip() if given else "") for name, given in typed.items()}
    return {name: _read(name, text, around) for name, text in texts.items() if text}


def _read(name: str, text: str, around: Around) -> Any:
    return moment(text, around.zone, name) if name.endswith("_at") else text


def _crew(typed: Typed, _around: Around) -> dict[str, Any]:
    return {"crew_id": int(one(typed, "crew_id", "Choose a crew."))}


def _restore(typed: Typed, around: Around) -> dict[str, Any]:
    at = one(typed, "restored_at")
    values: dict[str, Any] = {"restored_at": moment(at, around.zone, "restored_at")} if at else {}
    if one(typed, "which") == RESTORE_SOME:
        values["transformer_ids"] = _ids(typed, "transformer_ids", "Tick the transformers that have supply again.")
    return values


def _split(typed: Typed, _around: Around) -> dict[str, Any]:
    return {"transformer_ids": _ids(typed, "transformer_ids", "Tick the transformers to split off.")}


def _hazards(typed: Typed, _around: Around) -> dict[str, Any]:
    return {"hazards": tuple(typed.get("hazards", ()))}


def _switch(typed: Typed, around: Around) -> dict[str, Any]:
    named = {name: _devices(typed, name, around) for name in ("open_device_ids", "close_device_ids")}
    meant = {"make_before_break": True} if typed.get("make_before_break") else {}
    return {name: ids for name, ids in named.items() if ids} | meant


def _devices(typed: Typed, name: str, around: Around) -> tuple[int, ...]:
    known = {key.lower(): number for key, number in around.devices.items()}
    names = [part.strip() for part in one(typed, name).split(",") if part.strip()]
    if strange := next((part for part in names if part.lower() not in known), None):
        raise InvalidCommand(f"There is no device {strange}.", name)
    return tuple(known[part.lower()] for part in names)


def _move(typed: Typed, around: Around) -> dict[str, Any]:
    one(typed, "device_id", "Name the device.")
    found = _devices(typed, "device_id", around)
    if len(found) != 1:
        raise InvalidCommand("Name one device.", "device_id")
    return {"device_id": found[0], "reason": one(typed, "reason") or None}


def _merge(typed: Typed, _around: Around) -> dict[str, Any]:
    return {"into_id": int(one(typed, "into_id", "Choose an outage."))}


READ: Final[Mapping[str, Callable[[Typed, Around], dict[str, Any]]]] = {
    "assign-crew": _crew, "restore": _restore, "split": _split, "hazards": _hazards, "switch": _switch, "merge": _merge,
    "move": _move,
}  # fmt: skip


def _ids(typed: Typed, name: str, missing: str) -> tuple[int, ...]:
    one(typed, name, missing)
    return tuple(int(text) for text in typed[name])
