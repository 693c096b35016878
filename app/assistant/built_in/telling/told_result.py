"""A result as it stands in an answer: its cells as they are written, and which of its columns to tell."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from app import formats
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.events import Stated
from app.assistant.results import CellRef, ToolResult
from app.widgets.column import Column


@dataclass(frozen=True, slots=True)
class ToldResult:
    """A result as it stands in an answer.

    Attributes:
        result: it.
        place: which of the answer's results, from 0.
        time_zone: of the utility.
    """

    result: ToolResult
    place: int
    time_zone: str

    def value(self, row: int, key: str) -> Any:
        """Of a cell; None where nobody knows."""
        value = self.result.table[key][row].as_py()
        return None if isinstance(value, float) and not math.isfinite(value) else value

    def cell(self, row: int, column: Column) -> Stated:
        """A cell as it is written, with its unit."""
        return Stated(written(self.result, row, column, self.time_zone), CellRef(self.place, row, column.key))

    @property
    def columns(self) -> dict[str, Column]:
        """Those that its table holds, by their keys."""
        return {one.key: one for one in self.result.columns if one.key in self.result.table.column_names}

    @property
    def name_column(self) -> Column | None:
        """That names the rows."""
        shown = list(self.columns.values())
        return next((one for one in shown if one.kind == "text" and not one.unit), shown[0] if shown else None)


def written(result: ToolResult, row: int, column: Column, time_zone: str) -> str:
    """A cell with its unit; `not known` where nobody knows."""
    values = {name: result.table[name][row].as_py() for name in result.table.column_names}
    value = values[column.key]
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "not known"
    if isinstance(value, dt.datetime):
        at = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return formats.date_and_clock(at, time_zone)
    if isinstance(value, bool) and column.write is None:
        return "yes" if value else "no"
    text = str(column.cell(values, time_zone))
    if column.kind in ("count", "number", "share"):
        unit = column.unit or ("%" if column.kind == "share" else "")
        return f"{text} {unit}".rstrip()
    return text


def value_column(reading: QuestionReading, shown: ToldResult) -> Column | None:
    """The column that is told of rows: by which they are ranked, else that is asked for, else the first of figures."""
    keys = shown.columns
    for key in (reading.arguments.get("by"), reading.quantity.key if reading.quantity else None):
        if key in keys:
            return keys[key]
    return next((one for one in keys.values() if one.kind in ("number", "count", "share", "duration")), None)


def low(title: str) -> str:
    """A heading within a sentence: capitals stay where they are a short name."""
    first, _, rest = title.partition(" ")
    is_short_name = sum(letter.isupper() for letter in first) > 1 or any(letter.isdigit() for letter in first)
    word = first if is_short_name else first[:1].lower() + first[1:]
    return f"{word} {rest}".rstrip()
