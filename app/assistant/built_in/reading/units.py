"""Units of quantities: of which one is, whether two measure the same, a limit in a column's own."""

from __future__ import annotations

from app.assistant.built_in.lexicon import FAMILIES
from app.assistant.tools import ToolQuantity


def unit_of(quantity: ToolQuantity | None) -> str:
    """Of its column."""
    if quantity is None:
        return ""
    return quantity.column.unit or {"share": "%", "duration": "min"}.get(quantity.column.kind, "")


def same_family(one: str, other: str) -> bool:
    """Whether two units measure the same."""
    return any(one in family and other in family for family in FAMILIES)


def in_unit(value: float, unit: str, quantity: ToolQuantity) -> float:
    """A limit as the quantity's column keeps it."""
    mine = unit_of(quantity)
    family = next((family for family in FAMILIES if unit in family and mine in family), None)
    if unit == "°F" and mine == "°C":
        value = (value - 32) / 1.8
    elif family is not None:
        value = value * family[unit] / family[mine]
    return value / quantity.column.factor
