"""Colours by meaning, and how numbers, units and times are written.

The colours are the same as in `assets/css/tokens.css` (a test compares them): CSS rules use the variables, Bokeh
figures and charts use these names. No other file holds a colour.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ASSETS = Path(__file__).parents[1] / "assets"
NOTHING = "–"
FONT = "Roboto, system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by meaning, as hex.

    Attributes:
        background: behind everything.
        surface: header, cards, panels.
        raised: menus, hovered rows, tooltips.
        line: borders and rules.
        text: what is read.
        text_secondary: labels and units.
        text_disabled: what cannot be used; large or decorative text only.
        accent: what can be acted on; traces.
        attention: selection; what wants to be looked at.
        good: healthy.
        warning: near its limit.
        bad: beyond its limit, out, failed.
        meter: meters.
        on_accent: text on an accent surface.
    """

    background: str
    surface: str
    raised: str
    line: str
    text: str
    text_secondary: str
    text_disabled: str
    accent: str
    attention: str
    good: str
    warning: str
    bad: str
    meter: str
    on_accent: str


DARK = Tokens(
    background="#070B14", surface="#0E1626", raised="#131D31", line="#1E2A44",
    text="#E6EDF7", text_secondary="#93A4BF", text_disabled="#5B6B85",
    accent="#0EA5E9", attention="#FBBF24", good="#22C55E", warning="#FACC15", bad="#EF4444", meter="#9C27B0",
    on_accent="#04121C",
)  # fmt: skip
LIGHT = Tokens(
    background="#EDF1F6", surface="#FFFFFF", raised="#F6F8FB", line="#D3DBE6",
    text="#0F1B2D", text_secondary="#475569", text_disabled="#7C8AA0",
    accent="#0369A1", attention="#A84B07", good="#14783A", warning="#945A06", bad="#B91C1C", meter="#7B1FA2",
    on_accent="#FFFFFF",
)  # fmt: skip
# Okabe and Ito's categories (2008), darkened on the light theme until text in them reads at 4.5:1.
_SAFE_DARK = {
    "accent": "#56B4E9", "attention": "#E69F00", "good": "#009E73", "warning": "#F0E442", "bad": "#E8702A",
    "meter": "#CC79A7",
}  # fmt: skip
_SAFE_LIGHT = {
    "accent": "#0072B2", "attention": "#8A5A00", "good": "#007A59", "warning": "#6E6800", "bad": "#B34700",
    "meter": "#9C4B78",
}  # fmt: skip


def tokens(theme: str = "dark", palette: str = "standard") -> Tokens:
    """The colours of a theme ("dark", "light") and palette ("standard", "colour_blind")."""
    base = DARK if theme == "dark" else LIGHT
    if palette != "colour_blind":
        return base
    return replace(base, **(_SAFE_DARK if theme == "dark" else _SAFE_LIGHT))


@lru_cache(maxsize=32)
def stylesheet(room: str) -> str:
    """URL of `assets/css/<room>.css`, to be put in a component's `stylesheets`.

    The page's variables reach into every component; rules do not, since each component has a shadow root of its own.
    """
    return asset_url(f"css/{room}.css")


def module(path: str) -> str:
    """The text of a component's module that is the JavaScript file of that path in assets/.

    Only its address travels with a component; the file is fetched once, compressed, and kept by the browser.
    """
    address = f'new URL("{asset_url(path)}", document.baseURI).href'
    return f"export const {{ render }} = await import({address});"


def asset_url(path: str) -> str:
    """URL of a file in assets/, relative to the page; its version changes with its content."""
    return f"assets/{path}?v={hashlib.sha256((ASSETS / path).read_bytes()).hexdigest()[:12]}"


def css_variables(theme: str, palette: str) -> dict[str, str]:
    """The colours as CSS variables, e.g. `--flux-text-secondary`."""
    return {f"--flux-{name.replace('_', '-')}": value for name, value in asdict(tokens(theme, palette)).items()}


def number(value: float | None, decimals: int = 0) -> str:
    """`1,284`; `12.4` with one decimal; a dash where there is no number."""
    if value is None or not math.isfinite(value):
        return NOTHING
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) != 0 else text.lstrip("-")


def quantity(value: float | None, unit: str, decimals: int = 0) -> str:
    """`12.4 MW`: a number with its unit; the unit is left out where there is no number."""
    text = number(value, decimals)
    return text if text == NOTHING else f"{text} {unit}"


def power(kw: float | None) -> str:
    """A power in the unit that reads best: `840 kW`, `12.4 MW`, `3,184 MW`.

    Args:
        kw: kilowatts.
    """
    if kw is None or not math.isfinite(kw):
        return NOTHING
    megawatts = kw / 1000
    if abs(kw) < 999.5:
        return quantity(kw, "kW", 0 if abs(kw) >= 10 else 1)
    return quantity(megawatts, "MW", 1 if abs(megawatts) < 999.95 else 0)


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


def day_and_clock(at: dt.datetime | None, time_zone: str) -> str:
    """`22 Nov 14:05 CST`: for what may not be of today."""
    return NOTHING if at is None else f"{_day(at.astimezone(zone(time_zone)), '%b')} {clock(at, time_zone)}"


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


def zone_label(local: dt.datetime) -> str:
    """`CST`, or `UTC+05:30` where the zone has no abbreviation in letters."""
    name = local.tzname() or "UTC"
    if name[0] not in "+-":
        return name
    offset = local.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"
