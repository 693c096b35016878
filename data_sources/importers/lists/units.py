"""Units that headings name: "Distance (ft)", growth_cm_per_year, "Strength (%)".

What a heading names is converted and told; a unit that is none of the quantity's refuses the column, since its numbers
would be taken for others. A remark in brackets, as in "Distance (trunk to conductor)", is no unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from data_sources.importers.readings.headings import unaccented

_BRACKETS: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\}")
_A_YEAR: Final = r"(?:(?:/|per|a)?(?:yrs?|y|years?|annum|a)(?:-?1)?|pa)?"
_SIGNS: Final = {'"': "in", "\u2033": "in", "\u201d": "in", "'": "ft", "\u2032": "ft", "\u2019": "ft"}
_SPOKEN: Final = str.maketrans({"_": " ", ".": "", "\u2013": "-"})
_LONGEST_SYMBOL: Final = 4  # letters of an abbreviation: psi, kips, rods
# Whole words of units that nothing here is kept in.
_FOREIGN: Final = frozenset((
    "chain", "chains", "link", "links", "fathom", "fathoms", "furlong", "mile", "miles", "degree", "degrees", "radian",
    "radians", "pound", "pounds", "newton", "newtons", "pascal", "pascals", "ratio", "ratios", "weeks", "month",
    "months", "season", "second", "seconds", "stars", "grade", "grades", "points",
))  # fmt: skip


@dataclass(frozen=True)
class KnownUnits:
    """What a column measures, and the units that it may be written in.

    Attributes:
        kept: the unit that it is kept in, as people say it: metres.
        factors: how many of it each unit is, by the unit as people say it.
        spellings: of each unit, without blanks and signs.
        is_yearly: it is so much a year.
    """

    kept: str
    factors: Mapping[str, float]
    spellings: Mapping[str, str]
    is_yearly: bool = False

    @property
    def own(self) -> str:
        """The unit that it is kept in, among the units."""
        return next(unit for unit, factor in self.factors.items() if factor == 1)

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """A text that is a unit and nothing else."""
        units = "|".join(sorted(map(re.escape, self.spellings), key=len, reverse=True))
        return re.compile(rf"(?:in)?(?P<unit>{units}){_A_YEAR if self.is_yearly else ''}")

    def unit(self, words: Iterable[str]) -> str | None:
        """The unit that words are; None where they are none."""
        match = self.shape.fullmatch("".join(words))
        return self.spellings[match["unit"]] if match else None


def _quantity(kept: str, units: Mapping[str, tuple[float, str]], *, is_yearly: bool = False) -> KnownUnits:
    spellings = {word: name for name, (_, words) in units.items() for word in (*words.split(), name.lower())}
    return KnownUnits(kept, {name: factor for name, (factor, _) in units.items()}, spellings, is_yearly)


_LENGTHS: Final = {
    "metres": (1.0, "m meter meters metre mtr mtrs"),
    "centimetres": (0.01, "cm cms centimeter centimeters centimetre"),
    "decimetres": (0.1, "dm"),
    "millimetres": (0.001, "mm millimeter millimeters millimetre"),
    "feet": (0.3048, "ft foot"),
    "inches": (0.0254, "in inch"),
    "yards": (0.9144, "yd yds yard"),
}
LENGTH: Final = _quantity("metres", _LENGTHS)
GROWTH: Final = _quantity("metres a year", _LENGTHS, is_yearly=True)
PERCENT: Final = _quantity("percent", {
    "percent": (1.0, "% pct perc prozent 100 0-100 0to100 of100 outof100 /100"),
    "shares of 1": (100.0, "fraction fractions share shares 0-1 0to1 of1 outof1 pu"),
})  # fmt: skip
KVA: Final = _quantity("kVA", {"kVA": (1.0, "kvas"), "MVA": (1_000.0, "mvas"), "VA": (0.001, "")})
HOURS: Final = _quantity("hours", {"hours": (1.0, "h hr hrs hour"), "minutes": (1 / 60, "min mins minute")})


@dataclass(frozen=True, slots=True)
class UnitNamed:
    """What a heading says of its unit.

    Attributes:
        unit: as people say it; empty where it names none.
        unknown: what stands there that is no unit of the quantity; empty where nothing is.
    """

    unit: str = ""
    unknown: str = ""


def unit_named(name: str, quantity: KnownUnits, aliases: Iterable[str] = ()) -> UnitNamed:
    """The unit that a heading names.

    Args:
        name: the heading.
        quantity: what its column measures.
        aliases: headings that the column is known by, without case and signs: a unit may be glued to one.
    """
    told = [_of_bracket(text, quantity) for text in _in_brackets(name)]
    words = _words(_BRACKETS.sub(" ", name))
    ending = next((unit for unit, _ in _endings(words, quantity, aliases)), "")
    glued = quantity.own if quantity.own.lower() in "".join(words) else ""  # kVArating
    told.append(UnitNamed(ending) if ending else _or(_within(words, quantity), glued))
    units = dict.fromkeys(one.unit for one in told if one.unit)
    if len(units) > 1:
        return UnitNamed(unknown=" and ".join(units))
    return next((one for one in told if one.unit), None) or next((one for one in told if one.unknown), UnitNamed())


def stems(name: str, quantity: KnownUnits, aliases: Iterable[str]) -> Iterator[str]:
    """A heading without case, signs, brackets, and a unit at its end."""
    yield from (stem for _, stem in _endings(_words(_BRACKETS.sub(" ", name)), quantity, aliases))


def bracketless(name: str) -> str:
    """A heading without what stands in brackets."""
    return " ".join(_BRACKETS.sub(" ", name).split())


def _endings(words: list[str], quantity: KnownUnits, aliases: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(unit, what stands before it) of words that end with a unit."""
    for place in range(1, len(words)):
        if unit := quantity.unit(words[place:]):
            yield unit, "".join(words[:place])
    flat = "".join(words)
    for alias in sorted(aliases, key=len, reverse=True):
        if flat.startswith(alias) and (unit := quantity.unit([flat.removeprefix(alias)])):
            yield unit, alias


def _or(found: UnitNamed, unit: str) -> UnitNamed:
    return UnitNamed(unit) if found == UnitNamed() else found


def _within(words: list[str], quantity: KnownUnits) -> UnitNamed:
    """The unit that stands anywhere among words, as in "kVA rating"; letters that may be a word do not count."""
    clear = [word for word in words if len(word) > 1 and word != "in"]
    found = next((unit for word in clear if (unit := quantity.unit([word]))), "")
    if found and {"per", "/"} & set(words):
        return UnitNamed(unknown=" ".join(words))
    return UnitNamed(found)


def _of_bracket(text: str, quantity: KnownUnits) -> UnitNamed:
    words = _words(_SIGNS.get(text.strip(), text))
    if not words:
        return UnitNamed()
    if unit := quantity.unit(words):
        return UnitNamed(unit)
    if any(not word.isalpha() and not quantity.unit([word]) for word in words) or _FOREIGN & set(words):
        return UnitNamed(unknown=text.strip())
    found = _within(words, quantity)
    is_symbol = len(words) == 1 and len(words[0]) <= _LONGEST_SYMBOL
    return found if found != UnitNamed() or not is_symbol else UnitNamed(unknown=text.strip())


def _in_brackets(name: str) -> list[str]:
    return [next(filter(None, match.groups()), "") for match in _BRACKETS.finditer(name)]


def _words(text: str) -> list[str]:
    """Words, numbers and signs of a heading: "DistanceFt", "DISTANCE_FT" and "distance ft" are alike."""
    apart = re.sub(r"(?<=[a-z]{2})(?=[A-Z])", " ", text.translate(_SPOKEN))
    even = re.sub(r"(?<=\d)\s*-\s*(?=\d)", "-", unaccented(apart.lower()))
    return re.findall(r"[a-z]+|\d+(?:-\d+)?|[%/$\u20ac\u00a3-]", even)
