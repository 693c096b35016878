"""What the forms of the tab have in common: fields, and what was typed into them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app import formats
from data_sources.errors import InvalidCommand

Typed = Mapping[str, Sequence[str]]
FieldKind = Literal["choice", "time", "day", "number", "text", "boxes", "one_of", "line"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        name: of the command's value.
        label: above it.
        kind: "choice" (a list), "time" (a moment in the utility's zone), "day", "number", "text" (some lines), "line"
            (one), "boxes" (several of some), "one_of" (one of some, each with what tells it apart).
        options: key and words of what can be chosen; a third text says more.
        value: what stands there at first; of boxes with commas.
        is_needed: nothing is sent without it.
        hint: below it.
        unit: beside it, of a number.
    """

    name: str
    label: str
    kind: FieldKind
    options: Sequence[tuple[str, ...]] = ()
    value: str = ""
    is_needed: bool = True
    hint: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form.

    Attributes:
        slug: of its action.
        title: above it.
        button: of the primary action.
        fields: from the top down.
        warning: what it does, where it takes something away.
    """

    slug: str
    title: str
    button: str
    fields: Sequence[Field] = field(default=())
    warning: str = ""


def one(typed: Typed, name: str, missing: str = "") -> str:
    """The one text of a field; `missing` is what is said where there is none."""
    given = typed.get(name) or ("",)
    if missing and not given[0].strip():
        raise InvalidCommand(missing, name)
    return given[0].strip()


def moment(text: str, zone: str, name: str) -> dt.datetime:
    """A moment as a browser's field gives it, of the utility's zone.

    Raises:
        InvalidCommand: it is none.
    """
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=formats.zone(zone))
    except ValueError:
        raise InvalidCommand("Give a day and a time.", name) from None


def day(text: str, name: str) -> dt.date:
    """A day as a browser's field gives it.

    Raises:
        InvalidCommand: it is none.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidCommand("Give a day.", name) from None


def number(text: str, name: str) -> float:
    """A number as a browser's field gives it.

    Raises:
        InvalidCommand: it is none.
    """
    try:
        return float(text)
    except ValueError:
        raise InvalidCommand("Give a number.", name) from None


def local_text(at: dt.datetime, zone: str) -> str:
    """A moment as a browser's field takes it."""
    return at.astimezone(formats.zone(zone)).strftime("%Y-%m-%dT%H:%M")
