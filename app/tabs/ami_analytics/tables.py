"""Tables of AMI Analytics: columns by kind, times in the utility's zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from app import formats, theme
from app.widgets.data_table import DataTable, Row, TableColumn
from app.widgets.html import Markup, el

Kind = Literal["text", "number", "day", "time", "duration", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        key: of the Arrow table.
        title: heading with its unit.
        kind: how its cells are written.
        decimals: of numbers.
    """

    key: str
    title: str
    kind: Kind
    decimals: int = 0


class AmiTable(DataTable):
    """A DataTable that writes times in the utility's zone.

    Attributes:
        time_zone: IANA name.
    """

    def __init__(self, columns: Sequence[Column], key: str, part: str, can_pick: bool) -> None:
        """Starts as a skeleton."""
        self.time_zone = "UTC"
        written = [
            TableColumn(column.key, column.title, self._writer(column), column.kind in ("number", "duration"))
            for column in columns
        ]
        search = [column.key for column in columns if column.kind == "text"] if can_pick else []
        super().__init__(written, key, search=search, part=part, css_classes=["grow"])
        self.model.stylesheets = [*self.model.stylesheets, theme.stylesheet("board")]

    def _writer(self, column: Column) -> Callable[[Row], str | Markup]:
        return lambda row: _cell(row[column.key], column, self.time_zone)

    def show(self, rows: pa.Table) -> None:
        """Show these rows; sorting and filter stay."""
        self.rows = rows

    def mark(self, key: int | None) -> None:
        """Mark the row of that key."""
        self.picked = "" if key is None else str(key)


def table_of(
    columns: Sequence[Column], key: str = "", on_pick: Callable[[Any], None] | None = None, part: str = "rows"
) -> AmiTable:
    """A table; a click on a row calls `on_pick` with its key."""
    made = AmiTable(columns, key or columns[0].key, part, on_pick is not None)
    if on_pick is not None:
        made.on("row", on_pick)
    return made


def _cell(value: Any, column: Column, time_zone: str) -> str | Markup:
    if value is None:
        return formats.NOTHING
    if column.kind == "number":
        return formats.number(value, column.decimals)
    if column.kind == "duration":
        return formats.duration(value)
    if column.kind == "time":
        return formats.day_and_clock(value, time_zone)
    if column.kind == "flag":
        return el("span", "Flagged", cls="badge is-attention") if value else Markup("")
    if column.kind == "day":
        return _day(value)
    text = str(value)
    return text[:1].upper() + text[1:]


def _day(value: dt.date) -> str:
    return f"{value:%a} {value.day} {value:%b %Y}"
