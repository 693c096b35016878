"""How much two figures of a comparison differ, as a result of its own whose cells the text can hold."""

from __future__ import annotations

import math
from dataclasses import replace

import pyarrow as pa

from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.results import ToolResult
from app.widgets.column import NUMBERS, Column


def compared_column(reading: QuestionReading, result: ToolResult) -> Column | None:
    """The column of what is compared: the quantity, or how many; None where the result has none.

    Args:
        reading: that gave the result.
        result: one of those compared.
    """
    key = reading.quantity.key if reading.quantity is not None else "how_many"
    return next((one for one in result.columns if one.key == key and key in result.table.column_names), None)


def difference_of(reading: QuestionReading, first: ToolResult, second: ToolResult) -> ToolResult | None:
    """By how much the first is more than the second: `difference` (signed), `size`, `share_pct` of the second.

    None where one of them is not known, or is no number.

    Args:
        reading: of the first.
        first: what is compared.
        second: what it is compared with.
    """
    column, other = compared_column(reading, first), compared_column(reading, second)
    if column is None or other is None or column.kind not in NUMBERS or column.factor != other.factor:
        return None
    if not first.table.num_rows or not second.table.num_rows or column.unit != other.unit:
        return None
    more, table, columns = _difference(column, first.table[column.key][0].as_py(), second.table[other.key][0].as_py())
    if more is None:
        return None
    period = " and ".join(filter(None, (first.period, second.period)))
    return _result(first, column, table, columns, period)


def difference_within(reading: QuestionReading, result: ToolResult) -> ToolResult | None:
    """The same of a result that holds both, a row each, in the order in which they are told.

    Args:
        reading: that gave the result.
        result: of two rows.
    """
    column = compared_column(reading, result)
    if column is None or result.table.num_rows != 2 or column.kind not in NUMBERS:
        return None
    more, table, columns = _difference(column, *result.table[column.key].to_pylist())
    return None if more is None else _result(result, column, table, columns, result.period)


def _difference(
    column: Column, mine: float | None, base: float | None
) -> tuple[float | None, pa.Table, tuple[Column, ...]]:
    """How much more the one is, in one row; None where one of them is not known."""
    if mine is None or base is None or not (math.isfinite(mine) and math.isfinite(base)):
        return None, pa.table({}), ()
    more = mine - base
    share = 100.0 * abs(more) / abs(base) if base else None
    table = pa.table({"difference": [more], "size": [abs(more)], "share_pct": pa.array([share], pa.float64())})
    size = replace(column, key="size", title="Difference", write=None)
    if column.kind == "share" or column.unit.startswith("%"):
        size = replace(size, kind="number", unit="percentage points")
    return more, table, (size, Column("share_pct", "Difference of the second", "share", 1))


def _result(of: ToolResult, column: Column, table: pa.Table, columns: tuple[Column, ...], period: str) -> ToolResult:
    title = f"{column.title}: difference"
    return replace(of, title=title, table=table, columns=columns, chart=None, goes=(), is_cut=False, period=period)
