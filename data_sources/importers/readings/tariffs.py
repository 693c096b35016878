"""Columns that share one energy among the tariffs of a day: "Peak kWh" and "Off-peak kWh" are parts of one quantity.

That is certain only of energies, of two tariffs at least that belong together, and where no other column holds energy
that may be a third of them. Powers may be the largest of each tariff; they are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from data_sources.importers.readings.headings import UNITS, is_no_energy, unaccented, unit_in

# Words of tariffs that belong together, as headings write them without signs.
FAMILIES: tuple[tuple[str, ...], ...] = (
    ("super off peak", "off peak", "on peak", "mid peak", "part peak", "partial peak", "shoulder", "peak", "offpeak",
     "onpeak", "midpeak"),
    ("day", "night"), ("dag", "nacht"), ("dag", "natt"), ("tag", "nacht"), ("hp", "hc"), ("ht", "nt"),
    ("heures pleines", "heures creuses"), ("punta", "llano", "valle"), ("f1", "f2", "f3"), ("t1", "t2", "t3", "t4"),
    ("normal", "low"), ("normaal", "dal"), ("hoog", "laag"), ("hoch", "nieder"),
)  # fmt: skip
_OTHER_WORDS = re.compile(r"\b(?:in )?(?:kwh|wh|mwh|kw|w|mw|tariff?|rate)\b")

Direction = Callable[[str], str | None]


def find_shares(names: Sequence[str], direction: Direction) -> tuple[dict[str, list[str]], list[str]]:
    """Columns of tariffs that are parts of one energy, and those that may be and may be not.

    Args:
        names: of columns that nothing else is known of.
        direction: the role of energy (delivered, received) that plain words tell, if any.

    Returns:
        (names of the parts by role, names of columns that are asked about).
    """
    found: dict[str, dict[int, list[str]]] = {}
    unsure = []
    for name in names:
        family, role, is_energy = _of(name, direction)
        if family is not None and role is not None and is_energy:
            found.setdefault(role, {}).setdefault(family, []).append(name)
        elif family is not None or (UNITS.get(unit_in(name) or "", ("",))[0] == "energy" and not is_no_energy(name)):
            unsure.append(name)
    is_certain = not unsure and all(len(own) == 1 and len(*own.values()) > 1 for own in found.values())
    if found and is_certain:
        return {role: next(iter(own.values())) for role, own in found.items()}, []
    tariffs = [name for own in found.values() for some in own.values() for name in some]
    asked = [name for name in names if name in {*tariffs, *unsure}]
    return {}, asked if tariffs or any(_of(name, direction)[0] is not None for name in unsure) else []


def _of(name: str, direction: Direction) -> tuple[int | None, str | None, bool]:
    """(family of the tariff it names, role of its energy, whether it says or leaves open that it is energy)."""
    words = " ".join(re.findall(r"[a-z0-9]+", unaccented(name.lower())))
    unit = unit_in(name)
    is_energy = (unit is None or (UNITS[unit][0] == "energy" and "var" not in unit)) and not is_no_energy(name)
    for number, family in enumerate(FAMILIES):
        for tariff in family:
            if match := re.search(rf"\b{tariff}\b", words):
                rest = words[: match.start()] + words[match.end() :]
                rest = _OTHER_WORDS.sub("", rest).replace(" ", "")
                return number, "delivered" if not rest else direction(rest), is_energy
    return None, None, is_energy
