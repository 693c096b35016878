"""Units as texts and columns write them, by what they measure: the same power is 1.2 MW or 1,200 kW."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.widgets.column import Column


@dataclass(frozen=True, slots=True)
class MeasureUnit:
    """One way to write a quantity.

    Attributes:
        measure: what it measures; two units of one measure are converted into each other.
        size: how many of the measure's first unit it is.
    """

    measure: str
    size: float


def _scaled(measure: str, **sizes: float) -> dict[str, MeasureUnit]:
    return {name: MeasureUnit(measure, size) for name, size in sizes.items()}


# By the letters of a text, small or capital alike; a single letter counts only as it is usually written (5 A, not 5 a).
# "Meter" is no length here: it is what stands at a customer's house.
UNITS: Final[dict[str, MeasureUnit]] = {
    **_scaled("power", w=1e-3, kw=1, mw=1e3, gw=1e6, kilowatt=1, kilowatts=1, megawatt=1e3, megawatts=1e3),
    **_scaled("energy", wh=1e-3, kwh=1, mwh=1e3, gwh=1e6),
    **_scaled("apparent power", va=1e-3, kva=1, mva=1e3),
    **_scaled("reactive power", var=1e-3, kvar=1, mvar=1e3),
    **_scaled("reactive energy", kvarh=1, mvarh=1e3),
    **_scaled("voltage", v=1, kv=1e3, volt=1, volts=1),
    **_scaled("current", a=1, ka=1e3, amp=1, amps=1, ampere=1, amperes=1),
    **_scaled("length", m=1, km=1e3, metre=1, metres=1, ft=0.3048, feet=0.3048, mi=1609.344, miles=1609.344),
    **_scaled(
        "time", s=1 / 60, sec=1 / 60, seconds=1 / 60, min=1, mins=1, minute=1, minutes=1, h=60, hr=60, hrs=60, hour=60,
        hours=60, d=1440, day=1440, days=1440,
    ),
    **_scaled("share", percent=1, pct=1),
    "%": MeasureUnit("share", 1),
    "per cent": MeasureUnit("share", 1),
    **_scaled("temperature", c=1, celsius=1),
    "°c": MeasureUnit("temperature", 1),
    "°f": MeasureUnit("temperature in fahrenheit", 1),
    "m/s": MeasureUnit("speed", 1),
    "km/h": MeasureUnit("speed", 1 / 3.6),
    "mph": MeasureUnit("speed", 0.44704),
    "$": MeasureUnit("money", 1),
    "us$": MeasureUnit("money", 1),
    "us$/yr": MeasureUnit("money", 1),
}  # fmt: skip

_LETTERS: Final = frozenset("WVAmshdC")


def unit_named(text: str) -> MeasureUnit | None:
    """What a text after a number says of it; None where it is no unit."""
    return None if len(text) == 1 and text.isalpha() and text not in _LETTERS else UNITS.get(text.lower())


# Endings of columns' names, as the house writes them; a table that a model asked for has nothing else.
_ENDINGS: Final = {
    "kw", "mw", "kwh", "mwh", "kva", "mva", "kvar", "kvarh", "v", "kv", "a", "m", "km", "pct", "minutes", "hours",
    "days", "s", "seconds", "c", "percent",
}  # fmt: skip


def unit_of_column(column: Column) -> MeasureUnit | None:
    """What its cells are written in; None where it has no unit, or one that is no measure (customers)."""
    if column.kind == "duration":
        return UNITS["min"]
    if column.unit or column.kind == "share":
        unit = (column.unit or "%").lower()
        return UNITS.get("us$" if unit.startswith("us$") else unit)
    ending = column.key.lower().rpartition("_")[2]
    return UNITS.get(ending) if ending in _ENDINGS and "_" in column.key else None
