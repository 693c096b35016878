"""A result in the unit that a question asks for: "losses yesterday in MWh" of what is kept in kWh.

Each number stays in the cell that it stands in; the cells of a column are converted together, its heading with them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa

from app.assistant.built_in.reading.units import converted, of_same_kind, same_family, unit_written
from app.assistant.narrowing import limit_words
from app.assistant.results import ToolResult
from app.assistant.tools import Tool
from app.widgets.column import NUMBERS, Column

DIGITS: Final = 4
"""That count, of the greatest number of a column, as far as its own decimals go."""


def in_asked_unit(result: ToolResult, unit: str, tool: Tool[Any], arguments: Mapping[str, Any]) -> ToolResult:
    """The result with every column of that family in the unit; as it is where there is none.

    Args:
        result: of the tool.
        unit: asked for, as `lexicon.UNITS` has it; empty for none.
        tool: that gave it, whose limits stand in the title.
        arguments: it was called with.
    """
    columns = {one.key: one for one in result.columns if one.key in result.table.column_names}
    changed = {key: _into(one, unit) for key, one in columns.items()}
    changed = {key: into for key, into in changed.items() if into}
    title = _title(result.title, unit, tool, arguments) if unit else result.title
    if not changed:  # how many there are has no unit, its limits have
        return result if title == result.title else replace(result, title=title)
    table, told = result.table, dict(columns)
    for key, into in changed.items():
        values = [_value(value, columns[key], into) for value in table[key].to_pylist()]
        table = table.set_column(table.column_names.index(key), key, pa.array(values, pa.float64()))
        told[key] = _told(columns[key], into, values)
    return replace(
        result,
        title=title,
        table=table,
        columns=tuple(told.get(one.key, one) for one in result.columns),
        chart=result.chart and replace(result.chart, title=_charted(result.chart.title, columns, told)),
    )


def _into(column: Column, unit: str) -> str:
    """The unit that a column is told in instead of its own; empty where it stays."""
    mine = unit_written(column)
    into = of_same_kind(unit, mine)
    is_other = column.kind in NUMBERS and column.write is None and (into != mine or column.kind == "duration")
    return into if is_other and same_family(into, mine) and _sizes_differ(into, mine, column) else ""


def _sizes_differ(unit: str, mine: str, column: Column) -> bool:
    return converted(1.0, mine, unit) != 1.0 or column.kind == "duration"


def _value(value: Any, column: Column, into: str) -> float | None:
    if value is None or not math.isfinite(value):
        return None
    return converted(float(value) * column.factor, unit_written(column), into)


def _told(column: Column, into: str, values: list[float | None]) -> Column:
    ratio = converted(1.0, unit_written(column), into) - converted(0.0, unit_written(column), into)
    own = max(column.decimals - math.floor(math.log10(ratio)), 0)
    greatest = max((abs(one) for one in values if one), default=0.0)
    whole = math.floor(math.log10(greatest)) + 1 if greatest else 1
    return replace(column, kind="number", unit=into, factor=1.0, decimals=min(own, max(DIGITS - whole, 0)))


def _title(title: str, unit: str, tool: Tool[Any], arguments: Mapping[str, Any]) -> str:
    """The title, whose limits are told in the unit too."""
    above, below = arguments.get("above"), arguments.get("below")
    for one in tool.quantities:
        column = one.column
        if one.key != arguments.get("by") or not (into := _into(column, unit)):
            continue
        limits = [None if limit is None else _value(limit, column, into) for limit in (above, below)]
        other = replace(column, kind="number", unit=into, factor=1.0)
        if old := limit_words(column, above, below):
            title = title.replace(old, limit_words(other, *limits))
    return title


def _charted(title: str, columns: Mapping[str, Column], told: Mapping[str, Column]) -> str:
    """The title of a chart with the units that its columns have now."""
    for key, column in columns.items():
        if column.unit and told[key].unit != column.unit:
            title = re.sub(rf"(?<!\w){re.escape(column.unit)}(?!\w)", told[key].unit, title)
    return title
