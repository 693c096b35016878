"""The forms of what can be done with a call, and the command that what was typed makes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.desk.fields import Field, Form, Typed, one
from app.tabs.outage_management.calls import words
from data_sources.commands.command import Command
from data_sources.outages.call_rows import SYMPTOMS
from data_sources.outages.calls import (
    AskCallback,
    AttachCall,
    CallCommand,
    ChangeCall,
    CloseCall,
    DetachCall,
    RecordCallback,
    ReopenCall,
    allowed_of_call,
)
from data_sources.outages.calls.callback import CallbackAnswer

Row = Mapping[str, Any]
ANSWERS: Final[tuple[CallbackAnswer, ...]] = ("supplied", "not_supplied", "not_reached")


@dataclass(frozen=True, slots=True)
class CallAction:
    """One thing that can be done with a call.

    Attributes:
        title: on its button.
        command: that does it.
        fits: when it makes sense.
        is_asked: a form asks for more; else the button alone does it.
    """

    title: str
    command: type[CallCommand]
    fits: Callable[[Row], bool] = lambda _row: True
    is_asked: bool = True


# By slug of the command, what comes first in the life of a call first.
CALL_ACTIONS: Final[dict[str, CallAction]] = {
    action.command.slug: action
    for action in (
        CallAction("Attach", AttachCall),
        CallAction("Record call-back", RecordCallback),
        CallAction("Ask for call-back", AskCallback, lambda row: row["callback"] != "wanted", is_asked=False),
        CallAction("Change", ChangeCall),
        CallAction("Detach", DetachCall, lambda row: row["outage_id"] is not None, is_asked=False),
        CallAction("Close", CloseCall),
        CallAction("Reopen", ReopenCall, is_asked=False),
    )
}  # fmt: skip


def allowed(row: Row) -> list[str]:
    """Slugs of what can be done with a call as it is now; a closed one can be opened again."""
    commands = allowed_of_call(is_closed=row["closed_at"] is not None)
    return [slug for slug, action in CALL_ACTIONS.items() if action.command in commands and action.fits(row)]


def form_of(slug: str, title: str, outages: Sequence[tuple[str, ...]], row: Row | None = None) -> Form:
    """The form of an action.

    Args:
        slug: of the action.
        title: above it.
        outages: what a call may be attached to: number and words.
        row: the call, where it is one.
    """
    answers = [(key, words.CALLBACK_WORDS[key]) for key in ANSWERS]
    fields: dict[str, list[Field]] = {
        "attach": [Field("outage_id", "Outage, the nearest first", "choice", outages,
                         hint="" if outages else "No outage is open: report one first.")],
        "callback": [
            Field("answer", "The customer", "one_of", answers, ANSWERS[0]),
            Field("note", "What was said", "text", is_needed=False),
        ],
        "change": [symptom_field(row["symptom"] if row else SYMPTOMS[0]), *said_fields()],
        "close": [Field("note", "What came of it", "text", is_needed=False)],
    }  # fmt: skip
    return Form(slug, title, CALL_ACTIONS[slug].title, fields.get(slug, []))


def symptom_field(value: str) -> Field:
    """What is seen there."""
    return Field("symptom", "What is seen", "choice", [(key, words.SYMPTOM_WORDS[key]) for key in SYMPTOMS], value)


def said_fields() -> list[Field]:
    """What else a caller says."""
    return [
        Field("note", "Note", "text", is_needed=False),
        Field("caller_name", "Who calls", "line", is_needed=False, hint="Where it is somebody else."),
        Field("caller_phone", "Call back at", "line", is_needed=False, hint="Where it is another number."),
    ]


def command_of(slug: str, call_id: int, typed: Typed) -> Command:
    """The command that a filled form means.

    Raises:
        InvalidCommand: something is missing or cannot be read; names the field.
    """
    texts = {name: one(typed, name) for name in typed}
    values: dict[str, Any] = {name: text for name, text in texts.items() if text}
    if slug == "attach":
        values["outage_id"] = int(one(typed, "outage_id", "Choose an outage."))
    return CALL_ACTIONS[slug].command.of(call_id=call_id, **values)
