"""Params as text for the address: from the type of a param follows how its value is written and read.

Kept are Boolean, Integer, Number, CalendarDate, Date, String, Selector, ListSelector, a List of texts or numbers and a
ClassSelector of AssetRef. Others have no text, nor have params that are private (`_x`), hidden (negative precedence),
constant or read-only: they are not in the address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

import param

from data_sources.assets import AssetRef
from data_sources.errors import QueryError
from data_sources.numerals import number


@dataclass(frozen=True, slots=True)
class TextForm:
    """How values of one kind of param are written and read; both are given the param too."""

    write: Callable[[Any, Any], str]
    read: Callable[[Any, str], Any]


def kept_params(state: param.Parameterized) -> list[str]:
    """The names of a state's params that the address keeps, in the order they are written in the class."""
    own = [name for name in type(state).param if name != "name" and not name.startswith("_")]
    return [name for name in own if _is_open(state.param[name]) and _form_of(state.param[name]) is not None]


def write_params(state: param.Parameterized) -> dict[str, str]:
    """The values that are not the default, by name."""
    changed = ((name, getattr(state, name)) for name in kept_params(state))
    return {name: _write(state.param[name], value) for name, value in changed if value != state.param[name].default}


def read_params(state: param.Parameterized, texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Set what is understood and within bounds.

    Returns:
        The names and texts that were not; they changed nothing.
    """
    names, refused = kept_params(state), []
    for name, text in texts:
        try:
            if name not in names:
                raise ValueError(name)
            state.param.update({name: _read(state.param[name], text)})
        except (ValueError, TypeError, LookupError, QueryError):
            refused.append((name, text))
    return refused


def whole_number(text: str) -> int:
    """An integer written in decimal digits.

    Raises:
        ValueError: it is not, or has more digits than any id or count of ours.
    """
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        raise ValueError(text)
    return int(text)


LIST_ITEMS: dict[Any, Callable[[str], Any]] = {str: str, int: whole_number, float: number}


def _is_open(parameter: Any) -> bool:
    return not (parameter.constant or parameter.readonly or (parameter.precedence or 0) < 0)


def _write(parameter: Any, value: Any) -> str:
    form = _form_of(parameter)
    return "" if value is None or form is None else form.write(parameter, value)


def _read(parameter: Any, text: str) -> Any:
    form = _form_of(parameter)
    if form is None or (text == "" and parameter.allow_None and not isinstance(parameter, param.String)):
        return None
    return form.read(parameter, text)


def _choice(parameter: Any, text: str) -> Any:
    return {str(name): value for name, value in parameter.get_range().items()}[text]


def _name_of(parameter: Any, value: Any) -> str:
    return next(str(name) for name, known in parameter.get_range().items() if known == value)


def _joined(texts: Iterable[str]) -> str:
    return ",".join(quote(text, safe=" ") for text in texts)


def _parted(text: str) -> list[str]:
    return [unquote(part) for part in text.split(",")] if text else []


# The first that a param is an instance of counts: Boolean and the dates are numbers to param.
FORMS: list[tuple[type[param.Parameter], TextForm | None]] = [
    (param.Event, None),
    (param.Boolean, TextForm(lambda _, value: str(int(value)), lambda _, text: {"0": False, "1": True}[text])),
    (param.CalendarDate, TextForm(lambda _, day: day.isoformat(), lambda _, text: dt.date.fromisoformat(text))),
    (param.Date, TextForm(lambda _, at: at.isoformat(), lambda _, text: dt.datetime.fromisoformat(text))),
    (param.Integer, TextForm(lambda _, value: str(value), lambda _, text: whole_number(text))),
    (param.Number, TextForm(lambda _, value: repr(value), lambda _, text: number(text))),
    (param.String, TextForm(lambda _, value: value, lambda _, text: text)),
    (param.ListSelector, TextForm(
        lambda parameter, values: _joined(_name_of(parameter, value) for value in values),
        lambda parameter, text: [_choice(parameter, part) for part in _parted(text)],
    )),
    (param.Selector, TextForm(_name_of, _choice)),
]  # fmt: skip
ITEMS = TextForm(
    lambda _, values: _joined(str(value) for value in values),
    lambda parameter, text: [LIST_ITEMS[parameter.item_type](part) for part in _parted(text)],
)
ASSET = TextForm(lambda _, asset: str(asset), lambda _, text: AssetRef.parse(text))


def _form_of(parameter: Any) -> TextForm | None:
    if isinstance(parameter, param.ClassSelector) and parameter.class_ is AssetRef:
        return ASSET
    if isinstance(parameter, param.List) and not isinstance(parameter, param.ListSelector):
        return ITEMS if parameter.item_type in LIST_ITEMS else None
    return next((form for kind, form in FORMS if isinstance(parameter, kind)), None)
