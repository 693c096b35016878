"""The forms of the actions: which fields they ask, and the command that what was typed makes. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from app import formats
from app.desk.fields import Field, Form, Typed, day, local_text, moment, number, one
from app.tabs.field_operations.orders import words
from app.tabs.field_operations.orders.actions import ORDER_ACTIONS
from app.widgets.column import words as spelled
from data_sources.analytics.plane import METRES_PER_DEGREE
from data_sources.commands.command import Command
from data_sources.errors import InvalidCommand
from data_sources.field.orders import CreateWorkOrder
from data_sources.field.orders.states import PRIORITIES, FoundCode, Skill, WorkType
from data_sources.outages.causes import CauseCode

Row = Mapping[str, Any]
CREWS_SHOWN: Final = 12
PRIORITY_CHOICES: Final = [(str(key), spelled(text)) for key, text in PRIORITIES.items()]
NUMBERS: Final = ("estimated_hours", "labour_hours")


@dataclass(frozen=True, slots=True)
class AroundOrder:
    """What forms offer beside the order itself.

    Attributes:
        zone: IANA name of the utility's zone.
        now: the moment when it was opened.
        crews: key, name, and what tells them apart, the nearest that can do it first.
    """

    zone: str
    now: dt.datetime
    crews: Sequence[tuple[str, ...]] = ()


def crews_for(crews: Sequence[Row], row: Row) -> list[tuple[str, ...]]:
    """Crews that have the skill, those on shift first, then by distance as the crow flies: key, name, why.

    Args:
        crews: rows of field_crews.sql.
        row: the order.
    """
    fit = [one for one in crews if row["outage_id"] is not None or row["skill"] in (one["skills"] or "").split(",")]
    fit.sort(key=lambda one: (one["status"] == "off_shift", _metres(one, row)))
    return [(str(one["crew_id"]), one["crew_name"], _told(one, row)) for one in fit[:CREWS_SHOWN]]


def _metres(crew: Row, row: Row) -> float:
    if row["lon"] is None or row["lat"] is None:
        return 0.0
    east = (row["lon"] - crew["lon"]) * math.cos(math.radians(row["lat"]))
    return float((east**2 + (row["lat"] - crew["lat"]) ** 2) ** 0.5 * METRES_PER_DEGREE)


def _told(crew: Row, row: Row) -> str:
    away = "" if row["lon"] is None else f"{_metres(crew, row) / 1000:,.1f} km away"
    queue = f"{formats.count_of(crew['queued'], 'order')} queued" if crew["queued"] else "nothing queued"
    return ", ".join(part for part in (spelled(crew["status"]), away, queue) if part)


def form_of(slug: str, row: Row, around: AroundOrder) -> Form:
    """The form of an action on one order."""
    action = ORDER_ACTIONS[slug]
    title = f"{action.title}: {words.title(row).lower()}"
    return Form(slug, title, BUTTONS.get(slug, action.title), FIELDS[slug](row, around), WARNINGS.get(slug, ""))


BUTTONS: Final = {"hold": "Put on hold", "findings": "Record findings", "edit": "Save", "cancel": "Cancel the order"}
WARNINGS: Final = {
    "cancel": "It is not done: it leaves the open orders, and its crew is let go.",
    "hold": "Its crew is free for other work, and keeps it in its queue.",
}


def _crew_fields(row: Row, around: AroundOrder) -> list[Field]:
    hint = "" if around.crews else f"No crew has the skill {row['skill']}: say what crews can do first."
    crew = Field("crew_id", "Crew, the nearest on shift first", "one_of", around.crews, hint=hint)
    if row["outage_id"] is not None:
        return [crew]
    return [crew, *_time_fields(row, around, is_needed=False)]


def _time_fields(row: Row, around: AroundOrder, *, is_needed: bool = True) -> list[Field]:
    start, end = row["planned_start_at"], row["planned_end_at"]
    if start is None and is_needed:
        start = around.now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
        end = start + dt.timedelta(hours=row["estimated_hours"] or 2)
    return [
        Field(name, label, "time", value="" if at is None else local_text(at, around.zone), is_needed=is_needed)
        for name, label, at in (("planned_start_at", "From", start), ("planned_end_at", "Until", end))
    ]


def _found_fields(row: Row) -> list[Field]:
    if row["outage_id"] is not None:
        causes = [("", "As it is said of the outage"), *((one, spelled(one)) for one in get_args(CauseCode))]
        return [Field("cause", "Why supply was lost", "choice", causes, is_needed=False)]
    codes = [("", "Choose"), *((one, spelled(one)) for one in get_args(FoundCode))]
    return [Field("found_code", "What was found", "choice", codes, row["found_code"] or "")]


def _complete_fields(row: Row, _around: AroundOrder) -> list[Field]:
    return [
        *_found_fields(row), Field("found", "In words", "text", value=row["found"]),
        Field("labour_hours", "Hours of all members together", "number", unit="h"), _material_field(),
    ]  # fmt: skip


def _material_field() -> Field:
    return Field("materials", "Materials used", "text", is_needed=False, hint="One a line: 2 ea Fuse link 40T")


def _finding_fields(row: Row, _around: AroundOrder) -> list[Field]:
    hours = "" if row["labour_hours"] is None else f"{row['labour_hours']:g}"
    codes = [("", "As it is"), *((one, spelled(one)) for one in get_args(FoundCode))]
    code = Field("found_code", "What was found", "choice", codes, is_needed=False)
    return [
        *([code] if row["outage_id"] is None else []), Field("found", "In words", "text", value=row["found"]),
        Field("labour_hours", "Hours of all members together", "number", value=hours, unit="h", is_needed=False),
        _material_field(),
    ]  # fmt: skip


def _edit_fields(row: Row, _around: AroundOrder) -> list[Field]:
    due = "" if row["due_on"] is None else row["due_on"].isoformat()
    hours = "" if row["estimated_hours"] is None else f"{row['estimated_hours']:g}"
    own = [] if row["outage_id"] is not None else [
        Field("priority", "Priority", "choice", PRIORITY_CHOICES, str(row["priority"])),
        Field("skill", "Skill that it takes", "choice", [(one, spelled(one)) for one in get_args(Skill)], row["skill"]),
    ]  # fmt: skip
    return [
        Field("title", "What is to be done", "line", value=row["title"]),
        Field("description", "More about it", "text", value=row["description"], is_needed=False), *own,
        Field("due_on", "Due", "day", value=due, is_needed=False),
        Field("estimated_hours", "Estimated, of one crew", "number", value=hours, unit="h", is_needed=False),
    ]  # fmt: skip


def _reason_field(label: str) -> Callable[[Row, AroundOrder], list[Field]]:
    return lambda _row, _around: [Field("reason", label, "text")]


FIELDS: Final[Mapping[str, Callable[[Row, AroundOrder], list[Field]]]] = {
    "assign": _crew_fields, "schedule": _time_fields, "complete": _complete_fields, "findings": _finding_fields,
    "edit": _edit_fields, "hold": _reason_field("What it waits for"), "cancel": _reason_field("Reason"),
    "reopen": _reason_field("Reason"),
}  # fmt: skip


def new_form() -> Form:
    """The form of a new order at what is selected."""
    kinds = [(one, spelled(one)) for one in get_args(WorkType) if one != "outage"]
    return Form("new", "What is to be done", "Create order", [
        Field("work_type", "Kind of work", "choice", kinds, "repair"), Field("title", "What is to be done", "line"),
        Field("description", "More about it", "text", is_needed=False),
        Field("priority", "Priority", "choice", PRIORITY_CHOICES, "3"), Field("due_on", "Due", "day", is_needed=False),
        Field("estimated_hours", "Estimated, of one crew", "number", unit="h", is_needed=False),
    ])  # fmt: skip


# What was typed ------------------------------------------------------------------------------------------------------


def command_of(slug: str, work_order_id: int, typed: Typed, zone: str) -> Command:
    """The command that a filled form means.

    Raises:
        InvalidCommand: something is missing or cannot be read; names the field.
    """
    values = _values(typed, zone, keeps_empty=slug == "edit")
    if slug == "assign" and "crew_id" not in values:
        raise InvalidCommand("Choose a crew.", "crew_id")
    return ORDER_ACTIONS[slug].command.of(work_order_id=work_order_id, **values)


def new_order(utility_id: int, asset_kind: str, asset_id: int, typed: Typed, zone: str) -> Command:
    """The command that the filled form of a new order means.

    Raises:
        InvalidCommand: something is missing or cannot be read; names the field.
    """
    one(typed, "title", "Say what is to be done.")
    values = _values(typed, zone)
    return CreateWorkOrder.of(utility_id=utility_id, asset_kind=asset_kind, asset_id=asset_id, **values)


def _values(typed: Typed, zone: str, *, keeps_empty: bool = False) -> dict[str, Any]:
    """Texts as what they mean; what is empty is left out, or taken away where a form shows what there is."""
    texts = {name: one(typed, name) for name in typed if name not in ("slug", "version")}
    found: dict[str, Any] = {name: _read(name, text, zone) for name, text in texts.items() if text}
    empty = [name for name, text in texts.items() if not text and name in ("description", "due_on", "estimated_hours")]
    return found | (dict.fromkeys(empty) if keeps_empty else {})


def _read(name: str, text: str, zone: str) -> Any:
    if name.endswith("_at"):
        return moment(text, zone, name)
    if name in NUMBERS:
        return number(text, name)
    if name == "due_on":
        return day(text, name)
    if name in ("crew_id", "priority"):
        return int(text)
    return _materials(text) if name == "materials" else text


def _materials(text: str) -> list[dict[str, Any]]:
    """Lines such as `2 ea Fuse link 40T`.

    Raises:
        InvalidCommand: a line has not these three; says which.
    """
    found = []
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        parts = line.split(maxsplit=2)
        if len(parts) < 3:
            raise InvalidCommand(f"{line!r} is not how many, of what unit, of what: 2 ea Fuse link 40T.", "materials")
        found.append({"quantity": number(parts[0], "materials"), "unit": parts[1], "material": parts[2]})
    return found
