"""Texts that say that an interruption was planned, or that supply was lost above the distribution system."""

from __future__ import annotations

import re
from collections.abc import Mapping

from data_sources.importers.outages.options import Meaning
from data_sources.importers.readings.headings import evened

_YES, _NO = ("1", "1.0", "y", "yes", "true", "t", "x"), ("0", "0.0", "n", "no", "false", "f", "")
_NOT_PLANNED = re.compile(r"\b(un-?planned|un-?scheduled|non-?planned|not planned|unplan)", re.I)
_FORCED = re.compile(r"\b(forced|fault|emergency)", re.I)
_PLANNED = re.compile(r"\b(planned|scheduled|pre-?arranged|plan|maintenance \(planned\)|customer request)\b", re.I)
_SUPPLY = re.compile(
    r"\b(loss of (?:power )?(?:supply|source)|power supply|supply loss|transmission|bulk (?:power|supply)|"
    r"supplier outage|source loss)\b", re.I,
)  # fmt: skip


def of_flag(text: str, said: Mapping[str, Meaning], yes: Meaning) -> bool | None:
    """What a text of a column of flags or kinds says; None where it says nothing we know.

    Args:
        text: of the cell.
        said: what a person says of texts.
        yes: what a bare yes means in this column: planned or supply.
    """
    even = evened(text).lower()
    if even in said:
        return said[even] == yes
    if even in _YES:
        return True
    if even in _NO:
        return False
    if yes == "supply":
        return True if _SUPPLY.search(text) else None
    if _NOT_PLANNED.search(text) or _FORCED.search(text):
        return False
    return True if _PLANNED.search(text) else None


def of_cause(text: str, said: Mapping[str, Meaning]) -> Meaning | None:
    """What a cause says beside being one; None of most."""
    even = evened(text).lower()
    if even in said:
        return said[even]
    if _PLANNED.search(text) and not _NOT_PLANNED.search(text):
        return "planned"
    return "supply" if _SUPPLY.search(text) else None
