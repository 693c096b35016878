"""The unit in which a result's powers and energies read best: kilowatts as far as they are told exactly."""

from __future__ import annotations

from typing import Final

from app.widgets.column import Column

MOST_KW, MOST_KWH = 10_000.0, 100_000.0  # from here on a thousand of them is the unit
THOUSAND: Final = 1000.0


def power_column(key: str, title: str, largest_kw: float | None) -> Column:
    """A power in kW, MW or GW, by the largest of the result."""
    return _column(key, title, largest_kw, MOST_KW, ("kW", "MW", "GW"))


def energy_column(key: str, title: str, largest_kwh: float | None) -> Column:
    """An energy in kWh, MWh or GWh, by the largest of the result."""
    return _column(key, title, largest_kwh, MOST_KWH, ("kWh", "MWh", "GWh"))


def _column(key: str, title: str, largest: float | None, most: float, units: tuple[str, str, str]) -> Column:
    size = abs(largest or 0.0)
    if size < most:
        return Column(key, title, "number", 0 if size >= 1000 else 1 if size >= 100 else 2, units[0])
    if size < most * THOUSAND:
        return Column(key, title, "number", 2, units[1], 1e-3)
    return Column(key, title, "number", 2, units[2], 1e-6)
