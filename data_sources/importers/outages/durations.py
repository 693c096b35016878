"""Durations as people write them, in minutes: 90, 1:30, 1:30:00, 1 day 02:30, 1 h 30 min, 1.5 hours, PT1H30M."""

from __future__ import annotations

import re

from data_sources.importers.outages.headings import UNITS
from data_sources.importers.outages.options import DurationUnit

_CLOCK = re.compile(
    r"(?:(?P<days>\d+)\s*(?:d|days?)?[,\s]+)?(?P<hours>\d+):(?P<minutes>\d{2})(?::(?P<seconds>\d{2})(?:\.\d*)?)?"
)
_PARTS = re.compile(
    r"(?:(?P<days>\d+(?:\.\d+)?)\s*(?:days?|d)\s*,?\s*)?(?:(?P<hours>\d+(?:\.\d+)?)\s*(?:hours?|hrs?|h)\s*,?\s*)?"
    r"(?:(?P<minutes>\d+(?:\.\d+)?)\s*(?:minutes?|mins?|m)\s*,?\s*)?(?:(?P<seconds>\d+(?:\.\d+)?)\s*(?:seconds?|secs?|s))?"
)

_ISO = re.compile(
    r"p(?:(?P<days>\d+)d)?(?:t(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+(?:\.\d+)?)m)?(?:(?P<seconds>\d+(?:\.\d+)?)s)?)?"
)

_LAST = re.compile(r"\d+(?:[.,](\d+))?\s*([a-z]*)")


def is_clock(text: str) -> bool:
    """Whether a duration is written with colons."""
    return bool(_CLOCK.fullmatch(text.strip().lower()))


def minutes_of(text: str) -> float | None:
    """Minutes of a duration that names its own units or has colons (hours first); None for any other text."""
    even = text.strip().lower()
    match = next((found for shape in (_CLOCK, _PARTS, _ISO) if (found := shape.fullmatch(even))), None)
    if match is None or not any(match.groupdict().values()):
        return None
    parts = {unit: float(match[unit] or 0) for unit in UNITS if unit in match.re.groupindex}
    if match.re is _CLOCK and max(parts["minutes"], parts["seconds"]) > 59:
        return None
    return sum(value * UNITS[unit] for unit, value in parts.items())


def grain_of(text: str) -> float:
    """What one in the last digit of a duration is: minutes, or a share of its unit where it is a bare number."""
    if is_clock(text):
        return 1.0
    numbers = _LAST.findall(text.lower())
    decimals, word = numbers[-1] if numbers else ("", "")
    unit = next((unit for unit in UNITS if word and unit.startswith(word[0])), None)
    return float(10.0 ** -len(decimals) * (UNITS[unit] if unit else 1.0))


def unit_asked(file: str, name: str) -> str:
    """What is said where nothing tells the unit of bare numbers."""
    return (
        f"{file}: whether {name!r} counts minutes or hours cannot be told; "
        f"give --duration-unit {' or --duration-unit '.join(_COMMON)}."
    )


_COMMON: tuple[DurationUnit, ...] = ("minutes", "hours")
