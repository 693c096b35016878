"""The form of a proposed change, filled as far as was said: what a person confirms, changes or puts aside. Pure."""

from __future__ import annotations

import datetime as dt
import types
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime

from app.assistant.confirming import command_named
from app.assistant.results import Proposal
from app.desk.fields import Field, Form, Typed, local_text, moment, number, one
from app.desk.form_html import form
from app.widgets.column import words
from app.widgets.html import Markup, el
from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.errors import InvalidCommand

SENT: Final = "confirm"
BACK: Final = "put_aside"
OVER: Final = "cannot be done from here any more."
LONG: Final = 60  # characters a text may hold that has one line


def proposal_html(
    proposal: Proposal, place: int, key: str, zone: str, principal: Principal, error: tuple[str, str], settled: str,
    about: str = "",
) -> Markup:  # fmt: skip
    """The form; what became of it, once that is known; that it is over; or the role that it takes.

    Args:
        proposal: the change.
        place: of its result in the answer.
        key: tells this opening of the form from others.
        zone: IANA name of the zone of its times.
        principal: who looks.
        error: the field at fault (empty: the whole) and the sentence.
        settled: what became of it; empty while nothing did.
        about: names it wherever it is opened again: what was typed and not sent is given back to it.
    """
    if settled:
        return el("p", el("b", proposal.title), " ", settled, cls="form-done", role="status", data_key=key)
    try:
        kind = command_named(proposal.command)
    except InvalidCommand:  # of a conversation that is older than the program, or of a tab that went
        return el("p", el("b", proposal.title), " ", OVER, cls="form-done", data_key=key)
    if not principal.may(kind.role):
        told = f"{proposal.title}: confirming it takes the role {kind.role}, and you are {principal.role}."
        return el("p", told, cls="warned", data_key=key)
    shown = Form(str(place), proposal.title, "Confirm", fields_of(proposal, kind, zone),
                 "Nothing is changed before you confirm it.")  # fmt: skip
    return form(shown, zone, proposal.version or 0, key, error=error, sent=SENT, back=BACK, about=about,
                is_among_others=True)  # fmt: skip


def fields_of(proposal: Proposal, kind: type[Command], zone: str) -> list[Field]:
    """Fields that a person can fill or change: neither what it is about, which stands in the title, nor lists."""
    values = dict(proposal.values)
    shown = []
    for name, one_field in kind.model_fields.items():
        plain = _plain(one_field.annotation)
        if name == "utility_id" or (name.endswith("_id") and name in values):
            continue
        made = _field(name, plain, values.get(name), zone, is_needed=one_field.is_required())
        if made is not None:
            shown.append(made)
    return shown


def changed_by(proposal: Proposal, typed: Typed, zone: str) -> dict[str, Any]:
    """What was typed, as values of the command.

    Raises:
        InvalidCommand: a field cannot be read; names it.
    """
    kind = command_named(proposal.command)
    changed: dict[str, Any] = {}
    for shown in fields_of(proposal, kind, zone):
        text = one(typed, shown.name)
        if not text:
            if shown.is_needed:
                raise InvalidCommand("Fill this in.", shown.name)
            changed[shown.name] = None
        else:
            changed[shown.name] = _value(shown, text, zone, _plain(kind.model_fields[shown.name].annotation))
    return changed


def _plain(kind: Any) -> Any:
    """A type without what bounds it and without None."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        left = [part for part in get_args(kind) if part is not type(None)]
        return _plain(left[0]) if len(left) == 1 else None
    return kind


def _field(name: str, plain: Any, value: Any, zone: str, *, is_needed: bool) -> Field | None:
    label = words(name.removesuffix("_at").removesuffix("_id"))
    if get_origin(plain) is Literal:
        options = tuple((str(option), words(option)) for option in get_args(plain))
        options = options if is_needed and value is not None else (("", "–"), *options)
        return Field(name, label, "choice", options, "" if value is None else str(value), is_needed)
    if plain is bool:
        chosen = "" if value is None else "yes" if value else "no"
        return Field(name, label, "choice", (("", "–"), ("yes", "Yes"), ("no", "No")), chosen, is_needed)
    if plain in (dt.datetime, AwareDatetime):
        return Field(name, label, "time", (), _local(value, zone), is_needed)
    if plain is dt.date:
        return Field(name, label, "day", (), "" if value is None else str(value), is_needed)
    if plain in (int, float):
        return Field(name, label, "number", (), "" if value is None else f"{value:g}", is_needed)
    if plain is str:
        text = "" if value is None else str(value)
        is_long = len(text) > LONG or name in ("text", "note", "reason", "description", "handover", "comment")
        return Field(name, label, "text" if is_long else "line", (), text, is_needed)
    return None


def _local(value: Any, zone: str) -> str:
    if value is None:
        return ""
    at = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    return local_text(at, zone)


def _value(shown: Field, text: str, zone: str, plain: Any) -> Any:
    if shown.kind == "time":
        return moment(text, zone, shown.name)
    if shown.kind == "number":
        given = number(text, shown.name)
        return int(given) if plain is int and given.is_integer() else given
    return text == "yes" if plain is bool else text
