"""Rows within limits, in the order of one of their columns: what lists and rankings of tools have in common."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from app.assistant.narrowing import compared
from app.assistant.results import MOST_ROWS


def limited(table: pa.Table, by: str, above: float | None = None, below: float | None = None) -> pa.Table:
    """Rows whose column lies beyond limits; one that is not known lies beyond none.

    Args:
        table: the rows.
        by: the column.
        above: exclusive; None for no limit.
        below: likewise.
    """
    lowest, highest = compared(above, below)
    for limit, beyond in ((lowest, pc.greater), (highest, pc.less)):
        if limit is not None:
            table = table.filter(pc.fill_null(beyond(table[by], limit), False))
    return table


def ordered(table: pa.Table, by: str, order: str = "most", n: int | None = None, then: Sequence[str] = ()) -> pa.Table:
    """Rows by a column, what is not known last.

    Args:
        table: the rows.
        by: the column.
        order: "most" or "least" first.
        n: how many at most, see `first`.
        then: columns that order equals, rising.
    """
    keys = [(by, "descending" if order == "most" else "ascending"), *((one, "ascending") for one in then)]
    column = table[by]
    if pa.types.is_floating(column.type):  # what is no number sorts as if it were the largest
        table = table.set_column(table.column_names.index(by), by, pc.if_else(pc.is_nan(column), None, column))
    rows = table.take(pc.sort_indices(table, keys))  # nulls at the end
    return first(rows, n)


def first(table: pa.Table, n: int | None) -> pa.Table:
    """The first rows; all where as many are wanted as a result holds: it cuts them itself and says of how many.

    Args:
        table: all rows there are.
        n: how many at most; None for all.
    """
    return table if n is None or n >= MOST_ROWS else table.slice(0, n)


def where(table: pa.Table, **equals: object) -> pa.Table:
    """Rows whose columns have these values; an empty text stands for any."""
    for name, value in equals.items():
        if value != "":
            table = table.filter(pc.fill_null(pc.equal(table[name], value), False))
    return table
