"""What the heading of a column says: its plain name and its unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

# Unit: (of energy or of power, kilo-units in one).
UNITS: Mapping[str, tuple[Literal["energy", "power"], float]] = {
    "kwh": ("energy", 1.0), "wh": ("energy", 1e-3), "mwh": ("energy", 1e3), "kw": ("power", 1.0), "w": ("power", 1e-3),
    "mw": ("power", 1e3),
    "kvarh": ("energy", 1.0), "varh": ("energy", 1e-3), "mvarh": ("energy", 1e3), "kvar": ("power", 1.0),
    "var": ("power", 1e-3), "mvar": ("power", 1e3),
}  # fmt: skip
_UNIT = re.compile(
    r"(?:^|[^a-z0-9])(k|m)?(wh|w|varh|var)(?:$|[^a-z0-9])|(?:^|[^a-z])(kwh|mwh|kvarh|mvarh)"
    r"|(?P<kilo>kilo|mega)?watt(?P<hours>[- ]?hours?)?",
    re.IGNORECASE,
)
_NO_ENERGY = re.compile(
    r"[$€£¥%°³]|(?:^|[^a-z])(?:costs?|price|charges?|amount|usd|eur|gbp|aud|cad|therms?|ccf|m3|gallons?|lit(?:re|er)s?)"
    r"(?:$|[^a-z])",
    re.IGNORECASE,
)


def plain(name: str) -> str:
    """A name without what differs from file to file: case, signs, and the unit at its end."""
    bare = unaccented(re.sub(r"\(.*?\)|\[.*?\]|\{.*?\}", "", name).strip().lower())
    bare = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
    bare = re.sub(r"(?<=.)(?:_in)?_(kwh|wh|mwh|kw|w|mw|kvarh|varh|mvarh|kvar|var|mvar|v|hh)$", "", bare)
    return bare.replace("_", "")


def unaccented(text: str) -> str:
    """Lower-case letters without what is above or through them: "målt" is "malt", "mængde" is "maengde"."""
    text = text.replace("æ", "ae").replace("ø", "o").replace("œ", "oe").replace("ß", "ss")
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def evened(name: str) -> str:
    """A name with single plain blanks: no-break ones look the same to whoever types it."""
    return " ".join(name.split())


def unit_in(name: str) -> str | None:
    """The unit a column's name holds, as in `UNITS`."""
    match = _UNIT.search(name)
    if match is None:
        return None
    if match["kilo"] or match["hours"] or not (match[2] or match[3]):
        prefix = {"kilo": "k", "mega": "m"}.get((match["kilo"] or "").lower(), "")
        return f"{prefix}w{'h' if match['hours'] else ''}"
    return (match[3] or f"{match[1] or ''}{match[2]}").lower()


def spelled(unit: str) -> str:
    """A unit as people write it: kWh, kvarh; what is none of `UNITS` stays as it is."""
    if unit.lower() not in UNITS:
        return unit
    prefix = {"k": "k", "m": "M"}.get(unit[0].lower(), "")
    bare = unit.lower()[len(prefix) :]
    return prefix + (bare if bare.startswith("var") else bare.replace("w", "W"))


def is_no_energy(name: str) -> bool:
    """Whether a column holds costs, a share, gas or water: "Usage ($)" is no usage, "Solar %" no energy."""
    return bool(_NO_ENERGY.search(name))
