"""Value columns with their units, and what the categories of a file (GC, E1, export …) measure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data_sources.errors import ImportRefused
from data_sources.importers.readings.columns import CATEGORIES, UNITS, Columns, Role, plain
from data_sources.importers.readings.options import ReadingOptions
from data_sources.importers.readings.parsed import (
    DELIVERED,
    MEASURES,
    REACTIVE,
    RECEIVED,
    VOLTAGE,
    Floats,
    Ints,
    split_net,
)

# AEMO, Standing Data for MSATS, NMI suffixes: E export from the network (to the customer), B import, Q and K reactive.
SUFFIXES: Mapping[str, Role] = {"e": "delivered", "b": "received", "n": "net", "q": "reactive", "k": "reactive"}
_SUFFIX = re.compile(r"^([ebqkn])[0-9a-z]$")


@dataclass(frozen=True, slots=True)
class Channel:
    """One value column.

    Attributes:
        role: what it measures.
        column: its name in the file; empty for the cells of a wide file.
        factor: kilo-units (or volts) in one of its units.
        is_power: its values are means of the interval rather than energies.
    """

    role: Role
    column: str
    factor: float
    is_power: bool

    def energies(self, values: Floats, minutes: Ints) -> Floats:
        """Values in kWh, kvarh or V."""
        return values * self.factor * (np.asarray(minutes) / 60.0 if self.is_power else 1.0)


def find_channels(columns: Columns, options: ReadingOptions, unit_of_file: str | None) -> list[Channel]:
    """The value columns with their units.

    Args:
        columns: of the file.
        options: may name the unit.
        unit_of_file: what its unit column says.

    Raises:
        ImportRefused: a column's unit cannot be told.
    """
    return [_channel(role, columns.by_role[role], columns, options, unit_of_file) for role in columns.values]


def wide_channel(columns: Columns, options: ReadingOptions, unit_of_file: str | None, cell_unit: str | None) -> Channel:
    """What the cells of a wide file are.

    Raises:
        ImportRefused: their unit cannot be told.
    """
    unit = cell_unit or unit_of_file or options.unit
    kind, factor = _unit(unit, "the cells", columns.file)
    return Channel("net" if options.is_net else "delivered", "", factor, kind == "power")


def _channel(role: Role, column: str, columns: Columns, options: ReadingOptions, unit_of_file: str | None) -> Channel:
    is_net = options.is_net and role == "delivered" and "received" not in columns.by_role
    if role == "voltage":
        return Channel(role, column, 1.0, False)
    unit = columns.units.get(role) or unit_of_file or options.unit
    kind, factor = _unit(unit, repr(column), columns.file)
    return Channel("net" if is_net else role, column, factor, kind == "power")


def _unit(unit: str | None, what: str, file: str) -> tuple[str, float]:
    if unit is None:
        raise ImportRefused(
            f"{file} does not say whether {what} holds energies (kWh) or powers (kW); name it with --unit kWh, "
            f"Wh, MWh, kW, W or MW."
        )
    if unit.lower() not in UNITS:
        raise ImportRefused(f"{file}: {unit!r} is no unit of energy or power; it may be kWh, Wh, MWh, kW, W or MW.")
    return UNITS[unit.lower()]


def role_of(category: str) -> Role | None:
    """What the values of a category measure; None where we do not take it."""
    bare = plain(category) or category.strip().lower()
    if bare in CATEGORIES:
        return CATEGORIES[bare]  # type: ignore[return-value]
    match = _SUFFIX.match(bare)
    return SUFFIXES[match[1]] if match else None


def measures_of(role: Role, values: Floats) -> dict[str, Floats]:
    """All measures of rows that hold one of them."""
    found = {name: np.full(len(values), np.nan) for name in MEASURES}
    if role == "net":
        found[DELIVERED], found[RECEIVED] = split_net(values)
    else:
        found[{"delivered": DELIVERED, "received": RECEIVED, "reactive": REACTIVE, "voltage": VOLTAGE}[role]] = values
    return found
