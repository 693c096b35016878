"""The forms of the shift log, and the commands that what was typed makes. Pure."""

from __future__ import annotations

from typing import Any, Final, get_args

from app.desk.fields import Field, Form, Typed, moment, one
from app.widgets.column import words
from data_sources.commands.command import Command
from data_sources.errors import InvalidCommand
from data_sources.field.shift_log.desk import HandOverDesk, StartDeskShift
from data_sources.field.shift_log.notes import CorrectNote, NoteCategory, WriteNote

CATEGORIES: Final = tuple((key, words(key)) for key in get_args(NoteCategory))
WRITE: Final = Form("write", "New note", "Write", [
    Field("text", "What happened, or what the next shift should know", "text"),
    Field("category", "Kind", "choice", CATEGORIES, "operation"),
    Field("happened_at", "When", "time", is_needed=False, hint="Left out: now."),
    Field("outage_id", "About outage", "line", is_needed=False, hint="Its number."),
    Field("alarm_id", "About alarm", "line", is_needed=False, hint="Its number."),
])  # fmt: skip
START: Final = Form("start", "Start my shift", "Start", [Field("desk", "Desk", "line", value="control room")])
HAND_OVER: Final = Form("hand_over", "Hand over", "Hand over", [
    Field("handover", "What the next one must know", "text"),
    Field("handed_to", "To", "line", is_needed=False),
])  # fmt: skip


def correct_form(text: str) -> Form:
    """The form that corrects a note."""
    fields = [Field("text", "What it should say", "text", value=text)]
    return Form("correct", "Correct this note", "Correct", fields, "What it said stays to be read.")


def write_note(utility_id: int, typed: Typed, zone: str) -> Command:
    """The note that a filled form means.

    Raises:
        InvalidCommand: something is missing or cannot be read; names the field.
    """
    values: dict[str, Any] = {"text": one(typed, "text", "Write something."), "category": one(typed, "category")}
    if when := one(typed, "happened_at"):
        values["happened_at"] = moment(when, zone, "happened_at")
    for name in ("outage_id", "alarm_id"):
        if text := one(typed, name):
            values[name] = _number(text, name)
    return WriteNote.of(utility_id=utility_id, **values)


def correct_note(note_id: int, typed: Typed) -> Command:
    """The correction that a filled form means."""
    return CorrectNote.of(note_id=note_id, text=one(typed, "text", "Write something."))


def start_shift(utility_id: int, typed: Typed) -> Command:
    """The shift that begins."""
    return StartDeskShift.of(utility_id=utility_id, desk=one(typed, "desk", "Name the desk."))


def hand_over(shift_id: int, typed: Typed) -> Command:
    """The shift that ends."""
    handed_to = one(typed, "handed_to")
    handover = one(typed, "handover", "Say what the next one must know.")
    return HandOverDesk.of(shift_id=shift_id, handover=handover, **({"handed_to": handed_to} if handed_to else {}))


def _number(text: str, name: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise InvalidCommand("Give its number.", name)
    return int(text)
