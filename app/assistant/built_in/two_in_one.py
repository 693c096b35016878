"""Two questions in one: "load and voltage of F0002", "oldest and newest transformer", "poles and meters on F0001".

What "and" joins is put into the question one after the other; the planner says whether each of them is a question, and
whether they are two: words that narrow the same rows together ("open and overdue orders") are one question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.spoken_periods import SpokenPeriod

LONGEST: Final = 3
"""Words of one of the joined, where nothing says where it begins or ends."""
MOST: Final = 8
WHOLE: Final = 5
"""Words of a question that stands for itself after "and": "which has the lowest" goes on from the one before."""
_JOINED: Final = re.compile(r"\s*,?\s+(?:and(?:\s+also)?|or|as\s+well\s+as|plus)\s+|\s*&\s*", re.IGNORECASE)
_ASKS: Final = re.compile(
    r"\W*(?:how|what|which|who|when|where|is|are|was|were|does|do|did|has|have|list|show|give|tell)\b", re.IGNORECASE
)
_ASKING: Final = re.compile(r"\b(?:how|what|which|who|when|where)\b", re.IGNORECASE)
_HOW_MANY: Final = re.compile(r"\W*(?:how\s+(?:many|much)|(?:the\s+)?number\s+of)\b", re.IGNORECASE)
_HAVE: Final = re.compile(r"(?P<who>\W*how\s+many\s+.+?)\s+(?:have|has|had|are|is|were|was)\b", re.IGNORECASE)
_HAVE_TOO: Final = re.compile(r"\W*how\s+many\s+(?P<what>(?:have|has|had|are|is|were|was)\b.+?)\W*$", re.IGNORECASE)
_OF_ONE: Final = re.compile(
    r"\W*how\s+many\s+\w+(?:\s+\w+)??\s+(?P<rest>(?:does|do|did|are|is|were|was|has|have|had|on|in|of|at|behind)\b.+)$",
    re.IGNORECASE,
)
_ITS: Final = re.compile(r"\b(?:its|it|their)\b", re.IGNORECASE)
_SHORT: Final = re.compile(r"\W*how\s+many\s+(\w+(?:\s+\w+)?)\W*$", re.IGNORECASE)
_YEAR_AT_END: Final = re.compile(r"\b(?:19|20)\d\d$")
_UNIT_FIRST: Final = re.compile(r"\W*(?:hours?|minutes?|days?|weeks?|months?|years?)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\s,]+")
# Arguments that say what is asked, not which rows.
_ASKED: Final = frozenset({"quantity", "by", "order", "n", "is_count"})


def parts_of(text: str, *, with_commas: bool = False) -> Iterator[tuple[str, ...]]:
    """Ways to take a question apart where "and" joins something in it, the shortest of what is joined first.

    Args:
        text: of the question, in plain words.
        with_commas: whether the last comma joins where no "and" does: "strength, age of pole 7".
    """
    joined = list(_JOINED.finditer(text))
    if with_commas and not joined:
        joined = list(re.finditer(r"\s*,\s+", text))[-1:]
    if len(joined) != 1:
        return
    (joint,) = joined
    before, after = text[: joint.start()], text[joint.end() :]
    head, *middle = re.split(r"\s*,\s+", before)
    if len(middle) + 2 > MOST or any(len(item.split()) > LONGEST for item in middle):
        head, middle = before, []
    firsts, lasts = list(_WORD.finditer(head)), list(_WORD.finditer(after))
    for first, last in _lengths(len(firsts), len(lasts)):
        start, end = firsts[-first].start(), lasts[last - 1].end()
        items = [head[start:], *middle, after[:end]]
        if any(_ASKING.search(item) or _says_nothing(item) for item in items) or _is_doubled(head[:start], items):
            continue
        if _YEAR_AT_END.search(items[0]) and _UNIT_FIRST.match(
            after[end:]
        ):  # "2026" and "total hours" are no 2026 hours
            continue
        yield tuple(re.sub(r"\s+", " ", f"{head[:start]}{item}{after[end:]}").strip() for item in items)
    if (shared := _shared_end(before, after)) is not None:
        yield before.strip(" ,"), shared
    if (
        _HOW_MANY.match(after)
        or (_ASKS.match(after) and (len(lasts) >= WHOLE or _ITS.search(after)))
        or (re.search(r"\d", before) and re.search(r"\d", after))
    ):
        yield before.strip(" ,"), after.strip()


def _shared_end(before: str, after: str) -> str | None:
    """The second question with what only the first one says: "how many feeders does sub 1 have and how many meters"."""
    if (too := _HAVE_TOO.match(after)) is not None:
        who = _HAVE.match(before)
        return f"{who['who'].strip()} {too['what']}" if who else None
    whole, short = _OF_ONE.match(before), _SHORT.match(after)
    return f"how many {short[1]} {whole['rest'].strip()}" if whole and short else None


def _says_nothing(item: str) -> bool:
    """Whether a part is a preposition or a year alone: "and by which transformer" goes on from the question."""
    return bool(
        re.fullmatch(
            r"\W*(?:an?\W*|the\W*|(?:by|of|on|at|in|for|from|to|with)\W*|(?:in\s+)?\d{4}\W*|(?:count|number)\W*)",
            item,
            re.IGNORECASE,
        )
    )


def _is_doubled(before: str, items: Sequence[str]) -> bool:
    """Whether a word would stand twice: "oldest transformer and oldest pole" is not cut after its first word."""
    last = before.split()[-1:]
    return bool(last) and any(item.lower().split()[:1] == [last[0].lower()] for item in items)


def _lengths(firsts: int, lasts: int) -> list[tuple[int, int]]:
    """Words of the first and of the last of what is joined, the shortest first."""
    pairs = [
        (first, last) for first in range(1, min(firsts, LONGEST) + 1) for last in range(1, min(lasts, LONGEST) + 1)
    ]
    return sorted(pairs, key=lambda pair: (sum(pair), abs(pair[0] - pair[1])))


def by_period(text: str, one: SpokenPeriod, other: SpokenPeriod) -> tuple[str, str]:
    """The question of each of two periods that it names.

    Args:
        text: of it.
        one: a period in it.
        other: another one.
    """
    first, last = sorted((one, other), key=lambda period: period.start)
    before, after = text[: first.start], text[last.end :]
    whens = (text[first.start : first.end], text[last.start : last.end])
    mine, theirs = (re.sub(r"\s+", " ", f"{before} {when.strip()} {after}").strip() for when in whens)
    return mine, theirs


def are_two(readings: Sequence[QuestionReading], frames: Sequence[Frame], *, may_name: bool) -> bool:
    """Whether the readings of the parts are questions of their own, each another one.

    Args:
        readings: the one that is taken of each part.
        frames: of the parts.
        may_name: whether it is enough that each names another thing.
    """
    pairs = [(one, other) for place, one in enumerate(readings) for other in readings[place + 1 :]]
    if any(one.worded.tool.shape in ("compare", "document", "proposal", "go") for one in readings):
        return False
    named = [frozenset(name.name for name in frame.names) for frame in frames]
    is_apart = all(named) and len(frozenset().union(*named)) == sum(map(len, named))
    is_said = is_apart and all(one.words for one in frames)
    is_other = is_said and all(one.key != other.key for one, other in pairs)  # "poles on F0001 and meters on F0002"
    if (
        len(set(named)) > 1
        and not is_other
        and (not may_name or not all(named) or len(frozenset().union(*named)) < sum(map(len, named)))
    ):
        return False
    return all(_differ(one, other, may_name=may_name) for one, other in pairs)


def _differ(one: QuestionReading, other: QuestionReading, *, may_name: bool) -> bool:
    if one.worded.tool is not other.worded.tool:
        return not _narrow_the_same(one, other)
    if one.key != other.key:
        return one.quantity is not None and other.quantity is not None and one.arguments != other.arguments
    mine, theirs = one.arguments, other.arguments
    return _asks_otherwise(mine, theirs) or _exclude(mine, theirs, may_name=may_name)


def _narrow_the_same(one: QuestionReading, other: QuestionReading) -> bool:
    """Whether the same rows are to be within both: old and overloaded transformers."""
    is_same = one.worded.tool.subjects[:1] == other.worded.tool.subjects[:1]
    return is_same and any("above" in each.arguments or "below" in each.arguments for each in (one, other))


def _asks_otherwise(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    return any(name in mine and name in theirs and mine[name] != theirs[name] for name in _ASKED)


def _exclude(mine: Mapping[str, Any], theirs: Mapping[str, Any], *, may_name: bool) -> bool:
    """Whether no row is of both: wood and steel; what only one of them narrows can be true of the same rows."""
    skipped = frozenset() if may_name else {"name", "place"}
    return any(name in mine and name in theirs and mine[name] != theirs[name] for name in set(mine) - _ASKED - skipped)
