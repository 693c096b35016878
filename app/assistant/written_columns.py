"""Columns of a table that no tool of ours made: headed and written by their names and types."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from app.widgets.column import Column, Kind

# Endings of our names, with their unit and digits after the point.
_UNITS: Final[dict[str, tuple[str, int]]] = {
    "kw": ("kW", 0), "mw": ("MW", 1), "kwh": ("kWh", 0), "mwh": ("MWh", 1), "kva": ("kVA", 0), "mva": ("MVA", 1),
    "kvarh": ("kvarh", 0), "v": ("V", 1), "kv": ("kV", 2), "a": ("A", 0), "pct": ("%", 1), "m": ("m", 0),
    "km": ("km", 1), "minutes": ("min", 0), "hours": ("h", 1), "years": ("years", 1), "c": ("°C", 1), "mps": ("m/s", 1),
}  # fmt: skip


def columns_of(table: pa.Table) -> tuple[Column, ...]:
    """How each column is headed and written."""
    return tuple(_column(field) for field in table.schema)


def _column(field: pa.Field) -> Column:
    name = field.name.lower()
    ending = name.rpartition("_")[2] if "_" in name else ""
    kind, unit, decimals = _written(field.type, name), "", 0
    if kind in ("number", "count") and ending in _UNITS:
        unit, decimals = _UNITS[ending]
    elif kind == "number":
        decimals = 2
    if kind == "count" and unit:
        kind = "number"
    words = name.removesuffix(f"_{ending}") if unit else name
    title = words.replace("_", " ").strip() or name
    return Column(field.name, title[:1].upper() + title[1:], kind, decimals, unit)


def _written(kind: pa.DataType, name: str) -> Kind:
    if pa.types.is_timestamp(kind):
        return "datetime"
    if pa.types.is_date(kind):
        return "day"
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "number"
    # A key or a year is no amount: 40,000,001 is no work order.
    if pa.types.is_integer(kind):
        return "text" if name.endswith(("_id", "_number", "year", "version")) else "count"
    return "text"
