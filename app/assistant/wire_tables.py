"""Rows, columns and statements of a result as JSON and back."""

from __future__ import annotations

import datetime as dt
import decimal
import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, Final

import pyarrow as pa

from app.widgets.column import Column
from app.widgets.sql_note import Answered
from data_sources.query import Query, WrittenQuery

Json = dict[str, Any]
_TYPES: Final[Mapping[str, pa.DataType]] = {
    "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "text": pa.string(), "date": pa.date32(),
    "instant": pa.timestamp("us", tz="UTC"), "local_time": pa.timestamp("us"),
}  # fmt: skip


def table_to_wire(table: pa.Table) -> Json:
    """`{"names": […], "types": […], "rows": [[…], …]}`; types are those of JSON and its texts, see `_TYPES`."""
    kinds = [_kind(field.type) for field in table.schema]
    columns = [
        [_writers[kind](value) for value in column.to_pylist()]
        for kind, column in zip(kinds, table.columns, strict=True)
    ]
    rows = [list(row) for row in zip(*columns, strict=True)] if columns else []
    return {"names": table.column_names, "types": kinds, "rows": rows}


def table_from_wire(told: Mapping[str, Any]) -> pa.Table:
    """The table as it was, in the types that JSON tells apart."""
    columns = {
        name: pa.array([_reader(kind)(row[place]) for row in told["rows"]], _TYPES[kind])
        for place, (name, kind) in enumerate(zip(told["names"], told["types"], strict=True))
    }
    return pa.table(columns)


def columns_to_wire(columns: Sequence[Column]) -> list[Json]:
    """How each column is written; a function of ours that writes one is no JSON: its values are told plainly."""
    return [
        {
            name: dict(value) if isinstance(value, Mapping) else value
            for name in _COLUMN
            if (value := getattr(one, name)) != _COLUMN[name]
        }
        for one in columns
    ]


def columns_from_wire(told: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The columns."""
    return tuple(Column(**{name: one[name] for name in _COLUMN if name in one}) for one in told)


def asked_to_wire(asked: Iterable[Answered]) -> list[Json]:
    """Statements by name with what was bound."""
    return [
        {
            "statement": one.query.name, "binds": {name: _bound(value) for name, value in one.query.params},
            "rows": one.rows, "at": None if one.at is None else one.at.isoformat(), **_written(one.query),
        }
        for one in asked
    ]  # fmt: skip


def asked_from_wire(told: Iterable[Mapping[str, Any]]) -> tuple[Answered, ...]:
    """The statements; one may be gone by now, which shows when its text is looked up."""
    return tuple(
        Answered(
            _query(one),
            one["rows"], None if one["at"] is None else dt.datetime.fromisoformat(one["at"]),
        )
        for one in told
    )  # fmt: skip


def _written(query: Query) -> Json:
    """The text of a statement that stands in no file."""
    return {"text": query.text, "dialect": query.dialect} if isinstance(query, WrittenQuery) else {}


def _query(told: Mapping[str, Any]) -> Query:
    if "text" in told:
        return WrittenQuery.told(told["statement"], told["text"], told["dialect"])
    return Query(told["statement"], tuple((name, _unbound(value)) for name, value in told["binds"].items()))


_COLUMN: Final = {
    one.name: None if one.default is MISSING else one.default for one in fields(Column) if one.name != "write"
}


def _kind(given: pa.DataType) -> str:
    if pa.types.is_dictionary(given):
        return _kind(given.value_type)
    if pa.types.is_boolean(given):
        return "boolean"
    if pa.types.is_integer(given) and given != pa.uint64():
        return "integer"
    if pa.types.is_floating(given) or pa.types.is_decimal(given):
        return "number"
    if pa.types.is_timestamp(given):
        return "local_time" if given.tz is None else "instant"
    return "date" if pa.types.is_date(given) else "text"


def _number(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _text(value: Any) -> str | None:
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return value.decode(errors="replace") if isinstance(value, bytes) else None if value is None else str(value)


def _iso(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        value = value.astimezone(dt.UTC)
    return str(value.isoformat())


def _same(value: Any) -> Any:
    return value


_writers: Final[Mapping[str, Callable[[Any], Any]]] = {
    "integer": _same, "boolean": _same, "number": _number, "text": _text, "date": _iso, "instant": _iso,
    "local_time": _iso,
}  # fmt: skip


def _reader(kind: str) -> Callable[[Any], Any]:
    read: Callable[[Any], Any] = {
        "date": dt.date.fromisoformat, "instant": dt.datetime.fromisoformat, "local_time": dt.datetime.fromisoformat,
    }.get(kind, _same)  # fmt: skip
    return lambda value: None if value is None else read(value)


def _bound(value: Any) -> Any:
    """A bound value; what JSON has no word for is an object of one name."""
    if isinstance(value, dt.datetime):
        return {"time": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple | list | frozenset | set):
        return {"list": [_bound(one) for one in value]}
    if isinstance(value, float | decimal.Decimal):
        return float(value) if math.isfinite(value) else {"text": str(value)}
    return value if value is None or isinstance(value, bool | int | str) else {"text": str(value)}


def _unbound(value: Any) -> Hashable:
    if not isinstance(value, Mapping):
        return value  # type: ignore[no-any-return]  # a plain value of JSON
    ((kind, inner),) = value.items()
    if kind == "list":
        return tuple(_unbound(one) for one in inner)
    read: dict[str, Callable[[str], Hashable]] = {
        "time": dt.datetime.fromisoformat, "date": dt.date.fromisoformat, "text": str,
    }  # fmt: skip
    return read[kind](inner)
