"""Events as JSON and back: one form for the store, for REST and for server-sent events.

`{"event": "stated", "text": "12 transformers", "cell": {"result": 0, "row": 0, "key": "how_many"}}`

What is as it is by default is left out. A result's table is its columns' names, types and values; instants are ISO
8601, what is not known is null. Names of events are those of their classes in lower snake case. What a later version
does not know any more is stepped over when it is read, so that old conversations still open; a result that it cannot
read keeps its place, since cells count results.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, Final, get_args, get_type_hints

import pyarrow as pa
from pydantic import TypeAdapter, ValidationError

from app.assistant.events import Declined, Event, OfferedInstead, Shown
from app.assistant.results import MOST_ROWS, ToolResult
from app.assistant.wire_tables import (
    asked_from_wire,
    asked_to_wire,
    columns_from_wire,
    columns_to_wire,
    table_from_wire,
    table_to_wire,
)

Json = dict[str, Any]
UNREADABLE: Final = "It was kept by another version of this program, and cannot be shown any more."
_NUL = re.compile("[\0\ud800-\udfff]")  # no database keeps them in a text


def event_name(kind: type) -> str:
    """`AskedBack` → `asked_back`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


KINDS: Final[Mapping[str, type]] = {event_name(kind): kind for kind in get_args(Event)}
_TABLES: Final = ("table", "columns", "asked")


def to_wire(event: Event) -> Json:
    """An event as JSON."""
    body = _shown_to_wire(event) if isinstance(event, Shown) else _dump(type(event), event)
    written: Json = _clean({"event": event_name(type(event)), **body})
    return written


def from_wire(told: Mapping[str, Any]) -> Event | None:
    """An event out of JSON; None for one that is not known or not whole, `unreadable` for such a result."""
    kind = KINDS.get(str(told.get("event", "")))
    if kind is None:
        return None
    body = {name: value for name, value in told.items() if name != "event"}
    try:
        return _shown_from_wire(body) if kind is Shown else _load(kind, body)
    except (ValidationError, ValueError, KeyError, TypeError):
        return unreadable() if kind is Shown else None


def unreadable() -> Shown:
    """What stands for a result that cannot be read any more."""
    return Shown(ToolResult("A result that cannot be shown any more", pa.table({}), (), note=UNREADABLE))


def events_from_wire(told: Iterable[Mapping[str, Any]]) -> list[Event]:
    """The events of an answer that are known."""
    return [event for one in told for part in _of_now(one) if (event := from_wire(part)) is not None]


def _of_now(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """An event as it is written now: older conversations have what can be asked instead within `declined`."""
    if told.get("event") != event_name(Declined) or not (instead := told.get("instead")):
        return [told]
    return [
        {name: told[name] for name in told if name != "instead"},
        {"event": event_name(OfferedInstead), "questions": instead},
    ]


def _shown_to_wire(event: Shown) -> Json:
    result = event.result
    told: Json = {
        "columns": columns_to_wire(result.columns), "table": table_to_wire(result.table.slice(0, MOST_ROWS)),
        "asked": asked_to_wire(result.asked),
    }  # fmt: skip
    for name, adapter in _plain_fields().items():
        if (value := getattr(result, name)) != _defaults(ToolResult).get(name, ...):
            told[name] = adapter.dump_python(value, mode="json", exclude_defaults=True)
    if result.table.num_rows > MOST_ROWS:
        told |= {"is_cut": True, "in_all": max(result.table.num_rows, result.in_all or 0)}
    more = {
        name: getattr(event, name)
        for name, default in _defaults(Shown).items()
        if getattr(event, name) != default
    }  # fmt: skip
    return {"result": told, **more}


def _shown_from_wire(body: Mapping[str, Any]) -> Shown:
    told = body["result"]
    plain = {
        name: adapter.validate_python(told[name]) for name, adapter in _plain_fields().items() if name in told
    }  # fmt: skip
    result = ToolResult(
        table=table_from_wire(told["table"]), columns=columns_from_wire(told["columns"]),
        asked=asked_from_wire(told.get("asked", ())), **plain,
    )  # fmt: skip
    return Shown(result, **{name: body[name] for name in _defaults(Shown) if name in body})


@cache
def _plain_fields() -> dict[str, TypeAdapter[Any]]:
    """What of a result pydantic reads and writes by itself."""
    return {name: TypeAdapter(hint) for name, hint in get_type_hints(ToolResult).items() if name not in _TABLES}


@cache
def _defaults(kind: type) -> dict[str, Any]:
    return {one.name: one.default for one in fields(kind) if one.default is not MISSING}


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _dump(kind: type, event: Event) -> Json:
    dumped: Json = _adapter(kind).dump_python(event, mode="json", exclude_defaults=True)
    return dumped


def _load(kind: type, body: Mapping[str, Any]) -> Event:
    known = {one.name for one in fields(kind)}
    event: Event = _adapter(kind).validate_python({name: value for name, value in body.items() if name in known})
    return event


def _clean(told: Any) -> Any:
    """The same without characters that are no text."""
    if isinstance(told, str):
        return _NUL.sub("\ufffd", told)
    if isinstance(told, Mapping):
        return {_clean(key): _clean(value) for key, value in told.items()}
    return [_clean(one) for one in told] if isinstance(told, list | tuple) else told
