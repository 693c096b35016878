"""Rows of tools: null for what is not known, whatever the database writes for it; columns of several statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from app import formats
from app.widgets.column import Column, Row

NOT_KNOWN_AS_ZERO: Final = frozenset({"installed_year", "manufactured_year"})


def known(table: pa.Table) -> pa.Table:
    """The same rows with null for what is not known: no number, an empty text, the year 0."""
    return pa.table({name: _known(name, table[name]) for name in table.column_names})


def _known(name: str, values: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_floating(values.type):
        return pc.if_else(pc.is_finite(values), values, None)
    if pa.types.is_string(values.type):
        return pc.if_else(pc.equal(values, ""), None, values)
    if name in NOT_KNOWN_AS_ZERO:
        return pc.if_else(pc.equal(values, 0), None, values)
    return values


def beside(table: pa.Table, other: pa.Table) -> pa.Table:
    """One row of two statements: the columns of the second that the first has not; null where it found no row."""
    for name in other.column_names:
        if name not in table.column_names:
            values = other[name] if other.num_rows else pa.nulls(table.num_rows, other.schema.field(name).type)
            table = table.append_column(name, values)
    return table


def with_values(table: pa.Table, **values: Any) -> pa.Table:
    """With more columns; one of the same name is replaced. Each is an Arrow array, or one value for all rows."""
    for name, given in values.items():
        column = given if isinstance(given, (pa.Array, pa.ChunkedArray)) else pa.array([given] * table.num_rows)
        place = table.schema.get_field_index(name)
        table = table.append_column(name, column) if place < 0 else table.set_column(place, name, column)
    return table


def age_years(table: pa.Table, year: int) -> pa.ChunkedArray:
    """Years since the year of installation, by the calendar; null where that is not known. `table` is `known`."""
    return pc.subtract(pa.scalar(year, pa.int64()), table["installed_year"].cast(pa.int64()))


def only(table: pa.Table, columns: Sequence[Column], *more: str) -> pa.Table:
    """The shown columns and a few more (keys, places): nothing else leaves the tool."""
    keys = [*(one.key for one in columns), *more]
    return table.select([key for key in dict.fromkeys(keys) if key in table.column_names])


def told(notes: Mapping[str, str], quantity: str) -> str:
    """How a quantity is reckoned; of all of them, each sentence once, where none is asked for."""
    return notes.get(quantity, "") if quantity else " ".join(dict.fromkeys(notes.values()))


def yes_no(key: str, title: str, *, yes: str = "Yes", no: str = "No") -> Column:
    """A column of a boolean that says both; a dash where it is not known."""

    def write(row: Row) -> object:
        return formats.NOTHING if row[key] is None else yes if row[key] else no

    return Column(key, title, "flag", write=write)
