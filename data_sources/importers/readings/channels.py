"""Value columns with their units, and what the categories of a file (GC, E1, export …) measure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from data_sources.errors import ImportRefused
from data_sources.importers.readings.arrays import Floats, Ints
from data_sources.importers.readings.columns import CATEGORIES, VALUE_ROLES, Columns, Role
from data_sources.importers.readings.headings import UNITS, plain, spelled, unaccented, unit_in
from data_sources.importers.readings.options import ReadingOptions
from data_sources.importers.readings.parsed import DELIVERED, MEASURES, REACTIVE, RECEIVED, VOLTAGE, split_net

# AEMO, Standing Data for MSATS, NMI suffixes: E export from the network (to the customer), B import, Q and K reactive.
SUFFIXES: Mapping[str, Role] = {"e": "delivered", "b": "received", "n": "net", "q": "reactive", "k": "reactive"}
_SUFFIX = re.compile(r"^(?:.*#)?([ebqkn])[0-9a-z]$")  # also as 10309#E1


@dataclass(frozen=True, slots=True)
class Channel:
    """One value column.

    Attributes:
        role: what it measures.
        column: its name in the file; empty for the cells of a wide file.
        factor: kilo-units (or volts) in one of its units.
        is_power: its values are means of the interval rather than energies.
        is_by_rows: its rows tell their unit themselves.
    """

    role: Role
    column: str
    factor: float
    is_power: bool
    is_by_rows: bool = False

    def of_unit(self, unit: str | None, *, is_reactive: bool) -> Channel:
        """The channel of rows that name that unit; what a person or the heading says of energies outweighs it."""
        if unit is None or not (self.is_by_rows or is_reactive or unit == "v"):
            return self
        kind, factor = ("energy", 1.0) if unit == "v" else UNITS[unit]
        return replace(self, factor=factor, is_power=kind == "power")

    def of_role(self, role: Role | None) -> Channel:
        """The channel of rows that measure that; what their heading says where they do not tell."""
        return replace(self, role=role) if role and self.role in ("delivered", "net") else self

    def energies(self, values: Floats, minutes: Ints) -> Floats:
        """Values in kWh, kvarh or V; the unit of energies is none of volts."""
        if self.role == "voltage":
            return values
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
    named = [(role, name) for role in columns.values for name in columns.parts.get(role, [columns.by_role[role]])]
    return [_channel(role, name, columns, options, unit_of_file) for role, name in named]


def wide_channel(columns: Columns, options: ReadingOptions, unit_of_file: str | None, cell_unit: str | None) -> Channel:
    """What the cells of a wide file are.

    Raises:
        ImportRefused: their unit cannot be told.
    """
    unit = options.unit or cell_unit or unit_of_file
    kind, factor = _unit(unit, "the cells hold", columns.file)
    is_by_rows = not (options.unit or cell_unit)
    return Channel("net" if options.is_net else "delivered", "", factor, kind == "power", is_by_rows)


def _channel(role: Role, column: str, columns: Columns, options: ReadingOptions, unit_of_file: str | None) -> Channel:
    if role == "voltage":
        return Channel(role, column, 1.0, False)
    if options.is_net and role == "received":
        raise ImportRefused(
            f"{columns.file}: {column!r} holds the energy from the customer, so --net, by which negative energy is "
            f"that, does not fit; leave --net out, or name the column of the net energy with --column net=NAME."
        )
    named = unit_in(column) or columns.units.get(role) or unit_of_file
    # What a person says outweighs a name; --unit is of energies, and a column of kvarh that says so keeps its own.
    unit = named or options.unit if role == "reactive" else options.unit or named
    kind, factor = _unit(unit, f"{column!r} holds", columns.file)
    is_by_rows = not (unit_in(column) or columns.units.get(role) or options.unit)
    return Channel(
        "net" if options.is_net and role == "delivered" else role, column, factor, kind == "power", is_by_rows
    )


def outweighed(
    columns: Columns, options: ReadingOptions, unit_of_file: str | None, cell_unit: str | None
) -> str | None:
    """A sentence where --unit says other than the file does."""
    named = [columns.units[role] for role in columns.values if role in columns.units and role != "reactive"]
    named += [unit for unit in (unit_of_file, cell_unit) if unit]
    others = dict.fromkeys(spelled(unit) for unit in named if options.unit and unit.lower() != options.unit.lower())
    return f"--unit {options.unit} counts, though the file says {', '.join(others)}." if others else None


def _unit(unit: str | None, what: str, file: str) -> tuple[str, float]:
    if unit is None:
        raise ImportRefused(
            f"{file} does not say whether {what} energies (kWh) or powers (kW); name it with --unit kWh, "
            f"Wh, MWh, kW, W or MW."
        )
    if unit.lower() not in UNITS:
        raise ImportRefused(f"{file}: {unit!r} is no unit of energy or power; it may be kWh, Wh, MWh, kW, W or MW.")
    return UNITS[unit.lower()]


def meaning_of(text: str, meanings: Mapping[str, str]) -> str | None:
    """What a person said that a text means: of the text itself, else of the words that it begins with.

    Args:
        text: of a category or quality.
        meanings: of texts in lower case.
    """
    bare = " ".join(text.lower().split())
    while bare:
        if bare in meanings:
            return meanings[bare]
        bare = bare.rpartition(" ")[0]
    return None


def role_of(category: str, meanings: Mapping[str, str]) -> Role | None:
    """What the values of a category measure; None where we do not take it.

    Args:
        category: as the file writes it; "Afname Nacht" is "Afname", if no other of its words means something else.
        meanings: what a person said about texts; it outweighs what we know.
    """
    said = meaning_of(category, meanings)
    if said is not None:
        return said if said in VALUE_ROLES else None  # type: ignore[return-value]
    if "reactive" in category.lower() or "var" in (unit_in(category) or ""):
        # "Import kVArh" is no energy delivered; which sign that from the customer has, a file must say itself.
        return (
            "reactive"
            if _known_role(re.sub(r"(?i)reactive( energy| power)?", "", category)) in (None, "delivered", "reactive")
            else None
        )
    words = {CATEGORIES[bare] for word in re.findall(r"[^\W\d_]+", category) if (bare := plain(word)) in CATEGORIES}
    return _known_role(category) or (words.pop() if len(words) == 1 else None)  # type: ignore[return-value]


def _known_role(category: str) -> Role | None:
    bare = plain(category) or unaccented(category.strip().lower())
    if bare in CATEGORIES:
        return CATEGORIES[bare]  # type: ignore[return-value]
    match = _SUFFIX.match(category.strip().lower())
    return SUFFIXES[match[1]] if match else None


def measures_of(role: Role, values: Floats) -> dict[str, Floats]:
    """All measures of rows that hold one of them."""
    found = {name: np.full(len(values), np.nan) for name in MEASURES}
    if role == "net":
        found[DELIVERED], found[RECEIVED] = split_net(values)
    else:
        found[{"delivered": DELIVERED, "received": RECEIVED, "reactive": REACTIVE, "voltage": VOLTAGE}[role]] = values
    return found
