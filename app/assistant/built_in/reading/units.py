"""Units of quantities: of which one is, whether two measure the same, a value in another, a limit in a column's own."""

from __future__ import annotations

from app.assistant.built_in.lexicon import FAMILIES, ZEROS
from app.assistant.tools import ToolQuantity
from app.widgets.column import Column


def unit_of(quantity: ToolQuantity | None) -> str:
    """Of its column; empty where it only counts."""
    return "" if quantity is None else unit_written(quantity.column)


def unit_written(column: Column) -> str:
    """The unit of a column's numbers: `% of rating` is `%`; empty where they only count."""
    unit = column.unit or {"share": "%", "duration": "min"}.get(column.kind, "")
    return "%" if unit.startswith("%") else "US$" if unit == "USD" else unit


def same_family(one: str, other: str) -> bool:
    """Whether two units measure the same."""
    return any(one in family and other in family for family in FAMILIES)


def of_same_kind(unit: str, mine: str) -> str:
    """A unit that is asked for as a quantity has it: hours of customer minutes are customer hours.

    Args:
        unit: asked for.
        mine: the quantity's own.
    """
    whose, _, of = mine.rpartition("-")
    return f"{whose}-{unit}" if whose and same_family(unit, of) else unit


def converted(value: float, unit: str, into: str) -> float:
    """A value in another unit of its family; as it is where they have none in common."""
    family = next((family for family in FAMILIES if unit in family and into in family), None)
    if family is None:
        return value
    return (value - ZEROS.get(unit, 0.0)) * family[unit] / family[into] + ZEROS.get(into, 0.0)


def in_unit(value: float, unit: str, column: Column) -> float:
    """A limit as a column keeps it.

    Args:
        value: as it is said.
        unit: with which; empty where none is said.
        column: that it is of.
    """
    return (converted(value, unit, unit_written(column)) if unit else value) / column.factor
