"""What a curve comes to: its highest point and when, its mean and its lowest, as a result of its own with cells."""

from __future__ import annotations

import math
from dataclasses import replace

import pyarrow as pa

from app.assistant.built_in.reading.question_reading import TIMES
from app.assistant.results import ToolResult
from app.widgets.column import NUMBERS, Column


def value_column(result: ToolResult, key: str) -> Column | None:
    """The column of a curve's values: the one asked for, else that of its chart, else the first with numbers."""
    known = {one.key: one for one in result.columns if one.key in result.table.column_names}
    drawn = result.chart.y if result.chart is not None else ()
    wanted = [known[one] for one in (key, *drawn) if one in known]
    x = result.chart.x if result.chart is not None else ""
    wanted += [one for one in known.values() if one.kind in NUMBERS and one.key != x]
    return next((one for one in wanted if one.kind in NUMBERS), None)


def summed(result: ToolResult, column: Column) -> ToolResult | None:
    """The points of a curve in one row: `highest`, `highest_at` where it is over time, `mean`, `lowest`, `lowest_at`.

    Args:
        result: the curve, a row a point.
        column: of its values.
    """
    values = result.table[column.key].to_pylist()
    known = [(float(value), row) for row, value in enumerate(values) if value is not None and math.isfinite(value)]
    if len(known) < 2 or column.write is not None:
        return None
    (high, high_row), (low, low_row) = max(known, key=lambda one: one[0]), min(known, key=lambda one: one[0])
    mean = math.fsum(value for value, _ in known) / len(known)
    data: dict[str, pa.Array] = {
        name: pa.array([value]) for name, value in (("highest", high), ("mean", mean), ("lowest", low))
    }
    columns = {name: replace(column, key=name, title=f"{column.title}, {name}") for name in data}
    columns["mean"] = replace(
        columns["mean"], kind="number" if column.kind == "count" else column.kind, decimals=max(column.decimals, 1)
    )
    shown = [one for one in result.columns if one.key in result.table.column_names and one.kind in TIMES]
    at = next((one for one in shown if result.chart is None or one.key == result.chart.x), None)
    if at is not None:
        for name, row in (("highest", high_row), ("lowest", low_row)):
            data[f"{name}_at"] = pa.array([result.table[at.key][row].as_py()], result.table.schema.field(at.key).type)
            columns[f"{name}_at"] = replace(
                at, key=f"{name}_at", title=f"{name.capitalize()} at", kind="datetime" if at.kind == "time" else at.kind
            )
    return replace(
        result,
        title=f"{result.title}: its highest, mean and lowest",
        table=pa.table(data),
        columns=tuple(columns.values()),
        chart=None,
        goes=(),
        is_cut=False,
        in_all=None,
    )
