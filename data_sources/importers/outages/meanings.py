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
_NO_BEFORE = re.compile(r"\b(?:no|not|non|without|never|isn't|wasn't)\W+(?:\w+\W+)?$", re.I)
_NO_BEHIND = re.compile(
    r"^[^,;.()]*\b(?:un-?affected|not (?:affected|involved)|intact|healthy|in service|ruled out|excluded)\b", re.I
)
# Words of a failure or of a time: what is planned behind them was only going on meanwhile.
_MEANWHILE = re.compile(
    r"\b(?:during|while|trip\w*|fail\w*|error|mistake|damage\w*|accident\w*|fault\w*|broke\w*|dig-?in|forced|"
    r"emergency|contact\w*)\b", re.I,
)  # fmt: skip


def _says(shape: re.Pattern[str], text: str) -> bool:
    """Whether a text says something without saying no."""
    found = (match.span() for match in shape.finditer(text))
    return any(not _NO_BEFORE.search(text[:start]) and not _NO_BEHIND.search(text[end:]) for start, end in found)


def _is_planned(text: str) -> bool:
    """Whether an interruption itself was planned: not by a failure during planned work."""
    match = _PLANNED.search(text)
    is_behind = match is not None and _MEANWHILE.search(text[: match.start()])
    return not is_behind and not _NOT_PLANNED.search(text) and _says(_PLANNED, text)


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
        return _says(_SUPPLY, text) if _SUPPLY.search(text) else None
    if _NOT_PLANNED.search(text) or _FORCED.search(text):
        return False
    return _is_planned(text) if _PLANNED.search(text) else None


def of_cause(text: str, said: Mapping[str, Meaning]) -> Meaning | None:
    """What a cause says beside being one; None of most."""
    even = evened(text).lower()
    if even in said:
        return said[even]
    if _is_planned(text):
        return "planned"
    return "supply" if _says(_SUPPLY, text) else None
