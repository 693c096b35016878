"""How numbers, units, durations and times are written, everywhere on the page.

A number that is not known is a dash; a time always says its zone. The unit is chosen by the size of the figure, so that
a small utility reads `840 kW` and `12 kWh` where a large one reads `1,284 MW` and `3.2 GWh`.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NOTHING = "–"


def number(value: float | None, decimals: int = 0) -> str:
    """`1,284`; `12.4` with one decimal; a dash where there is no number."""
    if value is None or not math.isfinite(value):
        return NOTHING
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) != 0 else text.lstrip("-")


def count_of(count: int, thing: str) -> str:
    """`1 day`, `14 days`."""
    return f"{number(count)} {unit_of(count, thing)}"


def unit_of(count: int, thing: str) -> str:
    """`day` of one, `days` of any other count: what stands beside a number."""
    return thing if count == 1 else f"{thing}s"


def small(value: float | None) -> str:
    """A share of which the first digits count: `12.4`, `0.53`, `0.012`, `under 0.001`, `0`."""
    if value is None or not value:
        return number(value)
    if 0 < value < 0.001:
        return "under 0.001"
    return number(value, 1 if value >= 10 else 2 if value >= 0.1 else 3)


def quantity(value: float | None, unit: str, decimals: int = 0) -> str:
    """`12.4 MW`: a number with its unit; the unit is left out where there is no number."""
    text = number(value, decimals)
    return text if text == NOTHING else f"{text} {unit}"


@dataclass(frozen=True, slots=True)
class UnitScale:
    """A unit chosen by the size of what is written, for figures that share it: a column, an axis, a pair.

    Attributes:
        factor: what a value in the base unit (kW, kWh) is multiplied by.
        unit: its name.
        decimals: digits after the point.
    """

    factor: float
    unit: str
    decimals: int

    def number(self, value: float | None) -> str:
        """A value of the base unit without the unit, as `12.4`."""
        return number(None if value is None else value * self.factor, self.decimals)

    def figure(self, value: float | None) -> tuple[str, str]:
        """A value of the base unit, and the unit beside it."""
        return self.number(value), self.unit

    def quantity(self, value: float | None) -> str:
        """A value of the base unit with the unit, as `12.4 MW`."""
        text = self.number(value)
        return text if text == NOTHING else f"{text} {self.unit}"


def power_scale(kw: float | None) -> UnitScale:
    """The unit in which a power reads best.

    Args:
        kw: kilowatts; of several figures that share the unit, the largest.
    """
    return _scale(kw, "kW", "MW", "GW")


def energy_scale(kwh: float | None) -> UnitScale:
    """The unit in which an energy reads best.

    Args:
        kwh: kilowatt-hours; of several figures that share the unit, the largest.
    """
    return _scale(kwh, "kWh", "MWh", "GWh")


def power(kw: float | None) -> str:
    """A power in the unit that reads best: `0.42 kW`, `840 kW`, `12.4 MW`, `3,184 MW`.

    Args:
        kw: kilowatts.
    """
    return power_scale(kw).quantity(kw)


def energy(kwh: float | None) -> str:
    """An energy in the unit that reads best: `8.2 kWh`, `840 kWh`, `12.4 MWh`, `24.1 GWh`.

    Args:
        kwh: kilowatt-hours.
    """
    return energy_scale(kwh).quantity(kwh)


def _scale(value: float | None, base: str, thousand: str, million: str) -> UnitScale:
    """The second unit from one thousand of the base, the third from ten thousand of the second."""
    size = abs(value) if value is not None and math.isfinite(value) else 0.0
    if size < 999.5:
        return UnitScale(1.0, base, 0 if size >= 9.95 else 1 if size >= 0.95 or size == 0 else 2)
    if size < 9_999_500:
        return UnitScale(1e-3, thousand, 1 if size < 999_950 else 0)
    return UnitScale(1e-6, million, 1)


def short(value: float) -> str:
    """A number of few letters: 1.2 M, 350 K, 42."""
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if abs(value) >= 0.9995 * size:  # 999.6 K is 1 M
            return f"{_three(value / size)} {letter}"
    return _three(value)


def _three(value: float) -> str:
    """Three digits, never with an exponent: 1.25, 12.5, 125, 0.05."""
    if not value:
        return "0"
    decimals = max(2 - math.floor(math.log10(abs(value))), 0)
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: float | None, decimals: int = 0) -> str:
    """`87 %`.

    Args:
        value: in percent already, not a share of one.
        decimals: digits after the point.
    """
    return quantity(value, "%", decimals)


def change(value: float | None, decimals: int = 0, unit: str = "") -> str:
    """A difference with its sign: `+0.3`, `−12 MW`, `±0`."""
    text = number(value, decimals)
    if text == NOTHING:
        return text
    sign = "" if text.startswith("−") else "+" if text.strip("0.,") else "±"
    return f"{sign}{text} {unit}".rstrip()


def duration(minutes: float | None) -> str:
    """`2 h 05 min`, `12 min`, `3 d 04 h`, `under 1 min`.

    Args:
        minutes: length in minutes; what is negative counts as nothing.
    """
    if minutes is None or not math.isfinite(minutes):
        return NOTHING
    whole = int(max(minutes, 0) + 0.5)
    if whole < 1:
        return "under 1 min"
    if whole < 60:
        return f"{whole} min"
    hours, rest = divmod(whole, 60)
    return f"{hours} h {rest:02d} min" if hours < 24 else f"{hours // 24:,} d {hours % 24:02d} h"


def ago(at: dt.datetime | None, now: dt.datetime) -> str:
    """`just now`, `40 s ago`, `12 min ago`, `3 h ago`, `5 d ago`.

    Args:
        at: an aware time; None where it never was.
        now: the aware time of looking.
    """
    if at is None:
        return "never"
    seconds = max((now - at).total_seconds(), 0.0)
    if seconds < 10:
        return "just now"
    for limit, size, unit in ((60, 1, "s"), (3600, 60, "min"), (86400, 3600, "h"), (math.inf, 86400, "d")):
        if seconds < limit:
            return f"{int(seconds // size):,} {unit} ago"
    raise AssertionError("unreachable: the last limit is infinite")


def clock(at: dt.datetime | None, time_zone: str, *, seconds: bool = False) -> str:
    """`14:05 CST`: the time of day in a utility's zone.

    Args:
        at: an aware time.
        time_zone: IANA name.
        seconds: with seconds, `14:05:09 CST`.
    """
    return _local(at, time_zone, "%H:%M:%S" if seconds else "%H:%M")


def day_and_clock(at: dt.datetime | None, time_zone: str, now: dt.datetime | None = None) -> str:
    """`22 Nov 14:05 CST`: for what may not be of today.

    Args:
        at: an aware time.
        time_zone: IANA name.
        now: the present, where `at` may be of another year; then its year is told.
    """
    if at is None:
        return NOTHING
    local = at.astimezone(zone(time_zone))
    is_near = now is None or now.astimezone(zone(time_zone)).year == local.year
    return f"{_day(local, '%b' if is_near else '%b %Y')} {clock(at, time_zone)}"


def date_and_clock(at: dt.datetime | None, time_zone: str) -> str:
    """`22 Nov 2026 14:05 CST`: for what may be of any year."""
    return NOTHING if at is None else f"{day(at, time_zone)} {clock(at, time_zone)}"


def day(at: dt.datetime | None, time_zone: str) -> str:
    """`22 Nov 2026`: the day in a utility's zone."""
    return NOTHING if at is None else _day(at.astimezone(zone(time_zone)), "%b %Y")


@lru_cache(maxsize=64)
def zone(time_zone: str) -> ZoneInfo:
    """The zone of that IANA name; UTC where the name is unknown, so that a time is always shown and says its zone."""
    try:
        return ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _day(local: dt.datetime, rest: str) -> str:
    return f"{local.day} {local.strftime(rest)}"  # strftime has no day without a zero that every platform knows


def _local(at: dt.datetime | None, time_zone: str, form: str) -> str:
    if at is None:
        return NOTHING
    local = at.astimezone(zone(time_zone))
    return f"{local.strftime(form)} {zone_label(local)}"


@lru_cache(maxsize=64)
def zone_labels(time_zone: str) -> dict[str, str]:
    """What the zone is called at each offset from UTC it has this year, as `{"+01:00": "CET", "+02:00": "CEST"}`.

    For the browser, which has other names for some ("GMT+1").
    """
    year, named = dt.datetime.now(dt.UTC).year, zone(time_zone)
    moments = [dt.datetime(year, month, 15, tzinfo=dt.UTC).astimezone(named) for month in range(1, 13)]
    return {f"{m.strftime('%z')[:3]}:{m.strftime('%z')[3:5]}": zone_label(m) for m in moments}


def zone_label(local: dt.datetime) -> str:
    """`CST`, or `UTC+05:30` where the zone has no abbreviation in letters."""
    name = local.tzname() or "UTC"
    if name[0] not in "+-":
        return name
    offset = local.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


def mean_over(minutes: int) -> str:
    """What a power was averaged over: "15-minute mean", "hourly mean"."""
    return "hourly mean" if minutes == 60 else f"{minutes}-minute mean"
