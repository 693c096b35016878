"""What a sentence says a number is, beside its column: of which time, of all or of one, a loss, a rise, a forecast."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

import numpy as np

from app.assistant.grounding.claims import Claim
from app.assistant.grounding.fitting import facets_of
from app.assistant.grounding.indexed import IndexedResult, title_of
from app.assistant.periods import days_of
from app.assistant.results import CellRef, ToolResult

_SPAN: Final = re.compile(r"\b(today|yesterday|tomorrow|(?:this|last|next)\s(?:week|month|year))\b")
# Before a time that bounds another one, or with which something is compared.
_BOUND: Final = re.compile(
    r"\b(?:since|before|until|till|than|against|versus|vs\.?|compared (?:to|with)|from|to|by|after|and|or)\s+"
    r"(?:the\s+)?\Z"
)
_NOW: Final = re.compile(r"\b(?:now|currently|at the moment|at present)\b")
_DAY: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")
MOST_OF: Final = 0.5
"""So much of a time has to be in a result's period for the result to be of it: its newest days may not be there yet."""
FEW_DAYS: Final = 2

_OF_ALL: Final = re.compile(
    r"\b(?:the|our|whole|entire)\s(?:utility|system|network|company)\b|\bsystem-?\s?wide\b"
    r"|\butility-?wide\b"
)
_FOREMOST: Final = re.compile(
    r"\b(?:worst|best|most|least|highest|lowest|largest|smallest|top|maximum|minimum|fewest)\b"
)
_ROSE_BY: Final = re.compile(
    r"\b(?:rose|risen|ris(?:es?|ing)|gr[eo]wn?|grows|growing|increas(?:ed?|es|ing)|climbed)\s+by\s+(?:(?:about|some)\s+)?"
    r"\W{0,3}\Z"
)
_CHANGE: Final = re.compile(r"chang|differ|grow|more|ris|increas|points|against|before|delta")
_PHASE: Final = re.compile(r"\W{0,3}(?:[a-z%]{1,5}\s)?\W{0,3}(?:per|a|each|every)\sphase\b")
_EXPORT: Final = re.compile(r"\bexport\w*|\bfeeds? (?:in|back)\b|\bfed (?:in|back)\b|\bbackfed\b")
_EXPORTED: Final = re.compile(r"export|receiv|back|revers|negative|solar|feed|fed|generat")
_AHEAD: Final = re.compile(r"\bforecast\w*|\bpredict\w*")
_FACTORS: Final = frozenset({"load factor", "power factor"})


def is_meant(one: IndexedResult, cell: CellRef, claim: Claim, words: str, place: int, near: str) -> bool:
    """Whether a cell may be what a number is said to be, as far as its result tells.

    Args:
        one: the result.
        cell: in it.
        claim: a number.
        words: of the sentence, in small letters.
        place: of the number in them.
        near: the words of its clause.
    """
    heading = f"{title_of(one.result, cell.key)} {cell.key}"
    told = f"{heading} {one.result.title} {one.result.note} {one.result.period}".lower().replace("_", " ")
    if facets_of(heading) & _FACTORS - facets_of(words):
        return False
    is_flow = claim.unit is not None and claim.unit.measure in ("power", "energy")
    is_loss = "losses" in facets_of(near) or (is_flow and bool(re.search(r"\blost\b", near)))
    if is_loss and "losses" not in facets_of(told) and "lost" not in told:
        return False
    if _ROSE_BY.search(words[:place]) and not _CHANGE.search(told):
        return False
    if _PHASE.match(words, place + claim.end - claim.start) and "phase" not in told:
        return False
    if _AHEAD.search(near) and "expected" not in facets_of(told):
        return False
    return not (_EXPORT.search(near) and is_flow and not _EXPORTED.search(told) and _is_positive(one, cell))


def _is_positive(one: IndexedResult, cell: CellRef) -> bool:
    column = next((column for column in one.numbers if column.key == cell.key), None)
    return column is not None and bool(np.nan_to_num(column.values[cell.row]) > 0)


def is_of_one(one: IndexedResult, words: str) -> bool:
    """Whether a sentence speaks of the whole utility, and a result only of one after the other of its things."""
    is_of_all = bool(_OF_ALL.search(words)) and not _FOREMOST.search(words)
    first = one.result.columns[0].key if one.result.columns else ""
    return is_of_all and any(
        any(map(str.isdigit, name)) and any(key == first for _, key in cells) for name, cells in one.names.items()
    )


def is_of_another_time(result: ToolResult, words: str, near: str, today: dt.date, *, is_counted: bool) -> bool:
    """Whether a number is said of a time that a result is not of, as far as both say it.

    Args:
        result: with the number.
        words: of the sentence, in small letters.
        near: the words of the number's clause: a time in them is its own, else the only one of the sentence is.
        today: of who asks.
        is_counted: things are counted, which have a present too.
    """
    days = [dt.date.fromisoformat(found) for found in _DAY.findall(result.period)]
    if not days:
        return False
    said = _spans(near) or _spans(words)
    if not said:
        is_long = is_counted and (max(days) - min(days)).days > FEW_DAYS
        return bool(_NOW.search(near)) and not _DAY.search(words) and (is_long or max(days) < today)
    if len(said) > 1 and not _spans(near):
        return False
    return not any(one in result.period or _is_within(one, min(days), max(days), today) for one in said)


def _spans(words: str) -> set[str]:
    """The times of a piece of a sentence: `last week`."""
    return {found[1] for found in _SPAN.finditer(words) if not _BOUND.search(words[: found.start()])}


def _is_within(span: str, first: dt.date, last: dt.date, today: dt.date) -> bool:
    asked = days_of(span.replace(" ", "_"), today)
    end = min(asked.last, today) if asked.first <= today else asked.last
    shared = (min(end, last) - max(asked.first, first)).days + 1
    return shared >= MOST_OF * ((end - asked.first).days + 1)
