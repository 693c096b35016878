"""What can be done with an alarm, and the command that what was typed makes. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.desk.fields import Field, Form, Typed, one
from data_sources.errors import InvalidCommand
from data_sources.field.alarms.changes import (
    AcknowledgeAlarm,
    AlarmCommand,
    AssignAlarm,
    CommentAlarm,
    ResetAlarm,
    ReturnAlarm,
    ShelveAlarm,
    TakeAlarmOut,
    UnshelveAlarm,
    what_can_be_done,
)

SHELVES: Final = (("30", "30 minutes"), ("60", "1 hour"), ("240", "4 hours"), ("720", "12 hours"), ("1440", "24 hours"))


@dataclass(frozen=True, slots=True)
class AlarmAction:
    """One thing that can be done with an alarm.

    Attributes:
        title: on its button.
        command: that does it.
        is_asked: a form asks for more; else the button alone does it.
    """

    title: str
    command: type[AlarmCommand]
    is_asked: bool = True


ALARM_ACTIONS: Final[dict[str, AlarmAction]] = {
    action.command.slug: action
    for action in (
        AlarmAction("Acknowledge", AcknowledgeAlarm, is_asked=False),
        AlarmAction("Reset", ResetAlarm, is_asked=False),
        AlarmAction("Shelve", ShelveAlarm),
        AlarmAction("Unshelve", UnshelveAlarm, is_asked=False),
        AlarmAction("Assign", AssignAlarm),
        AlarmAction("Comment", CommentAlarm),
        AlarmAction("Take out of service", TakeAlarmOut),
        AlarmAction("Return to service", ReturnAlarm, is_asked=False),
    )
}


def allowed(row: Mapping[str, Any]) -> list[str]:
    """Slugs of what can be done with an alarm as it is now, in the order of their buttons."""
    found = set(what_can_be_done(row["state"]))
    return [slug for slug in ALARM_ACTIONS if slug in found]


def form_of(slug: str, row: Mapping[str, Any]) -> Form:
    """The form of an action."""
    fields: dict[str, list[Field]] = {
        "shelve": [
            Field("minutes", "For", "choice", SHELVES, "60", hint="It comes back by itself."),
            Field("reason", "Why", "line"),
        ],
        "assign": [Field("to", "To", "line", value=row["assigned_to"] or "", is_needed=False, hint="Empty: nobody.")],
        "comment": [Field("text", "Comment", "text")],
        "take-out": [Field("reason", "Why", "line", hint="It stays so until a person returns it to service.")],
    }
    action = ALARM_ACTIONS[slug]
    return Form(slug, f"{action.title}: {row['asset_name']}", action.title, fields.get(slug, []))


def command_of(slug: str, alarm_id: int, typed: Typed, now: dt.datetime) -> AlarmCommand:
    """The command that a filled form means.

    Raises:
        InvalidCommand: something is missing; names the field.
    """
    values: dict[str, Any] = {name: text for name in typed if (text := one(typed, name))}
    if slug in ("shelve", "take-out"):
        values["reason"] = one(typed, "reason", "Say why.")
    if slug == "comment":
        values["text"] = one(typed, "text", "Write something.")
    if slug == "shelve":
        minutes = values.pop("minutes", "")
        if minutes not in dict(SHELVES):
            raise InvalidCommand("Choose how long.", "minutes")
        values["until"] = now + dt.timedelta(minutes=int(minutes))
    return ALARM_ACTIONS[slug].command.of(alarm_id=alarm_id, **values)
