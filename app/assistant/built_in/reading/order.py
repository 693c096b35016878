"""Limits, order and number of rows: of which quantity they are, and what they are worth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import MANY, TIMES, QuestionReading
from app.assistant.built_in.reading.units import in_unit, of_same_kind, same_family, unit_of
from app.assistant.built_in.vocabulary import Phrase, Worded
from app.assistant.built_in.words import normal, phrase
from app.assistant.tools import ToolQuantity

UNCOVERED: Final = 6.0
"""What a word costs that a reading has no use for."""
_LATE: Final = frozenset(("newest", "youngest", "latest", "last", "recent"))
_EARLY: Final = frozenset(("oldest", "earliest", "first"))
_PACED: Final = frozenset(("slowest", "fastest", "quickest"))
_PRESSING: Final = frozenset(("urgent", "urgency", "pressing", "priority", "severe", "critical", "trim", "trimming"))


def limited_by(
    frame: Frame, worded: Worded, quantity: ToolQuantity | None, arguments: Mapping[str, Any]
) -> ToolQuantity | None:
    """The quantity that limits are of: the one that is named, if it has their unit, else the first that has it."""
    unit = next((one.unit for one in frame.limits if one.unit), "")
    is_of_age = any(one.word == "old" for one in frame.limits)
    chosen = worded.quantity_of(arguments.get("by"))
    if quantity is not None or chosen is not None:
        by = quantity or chosen
        is_of_unit = not unit or same_family(unit, unit_of(by))
        return by if is_of_unit and (not is_of_age or _is_age(by)) else None
    fitting = (one for one in worded.tool.quantities if unit and same_family(unit, unit_of(one)))
    return next((one for one in fitting if not is_of_age or _is_age(one)), None)


def _is_age(quantity: ToolQuantity | None) -> bool:
    """Whether a quantity is how old something is: "older than 30 days" is no limit of estimated work."""
    words = {word for text in quantity.words for word in text.split()} if quantity is not None else set()
    return bool(words & {"age", "old", "older", "oldest"})


def unit_points(frame: Frame, quantity: ToolQuantity | None) -> float:
    """Whether units in the question are those of the quantity."""
    points = 0.0
    wanted = [frame.unit, *(one.unit for one in frame.limits)]
    for unit in filter(None, wanted):
        mine = unit_of(quantity)
        unit = of_same_kind(unit, mine)
        if not quantity:
            points += 0.3 if frame.limits else -0.5
        elif mine == unit:
            points += 1.0
        else:
            points += 0.7 if same_family(unit, mine) else -1.5
    return points


def unit_told(frame: Frame) -> str:
    """The unit that an answer is told in: the one that is asked for, else that of a limit; empty for the tool's own."""
    return frame.unit or next((one.unit for one in frame.limits if one.unit), "")


def put_order(frame: Frame, reading: QuestionReading) -> None:
    """Order, number of rows, and limits by the quantity."""
    tool, arguments, quantity = reading.worded.tool, reading.arguments, reading.quantity
    if (words := _limited_apart(frame, reading)) is not None:
        reading.uncovered = (*reading.uncovered, *words)
        return
    if quantity is not None and tool.takes("by") and (frame.is_ranked or frame.limits or "by" not in arguments):
        if not (frame.limits or frame.is_ranked) and any(name in arguments for name in ("above", "below")):
            pass
        else:
            arguments["by"] = quantity.key
    by = reading.worded.quantity_of(arguments.get("by")) or quantity
    if frame.limits and by is None and (by := limited_by(frame, reading.worded, quantity, arguments)) is not None:
        arguments["by"] = by.key
    for limit in frame.limits:
        if tool.takes(limit.side):
            arguments[limit.side] = (
                in_unit(limit.value, limit.unit or frame.unit, by.column) if by is not None else limit.value
            )
    if frame.is_ranked and tool.takes("order"):
        arguments["order"] = order_of(frame, by, reading.phrase)
        if by is None or (quantity is None and "by" not in arguments):
            reading.is_unranked = True
    elif frame.groups and frame.n and frame.order and tool.takes("order"):  # "which month had the most", of all months
        arguments["order"] = order_of(frame, by, reading.phrase)
    elif frame.groups and tool.takes("order") and not tool.takes("group") and by is not None:
        arguments["order"] = by.worst or "most"  # a table by feeder begins with the one that matters
    if tool.takes("n"):
        if frame.n:
            arguments["n"] = min(max(frame.n, 1), MANY)
        elif frame.groups and not tool.takes("group"):
            arguments["n"] = MANY
        elif frame.is_ranked and is_one_asked(frame, reading.worded):
            arguments["n"] = 1
        elif frame.is_ranked and re.search(r"\b(rank|ranked|sort|sorted|all|by|first)\b", frame.text, re.I):
            arguments["n"] = MANY


def _limited_apart(frame: Frame, reading: QuestionReading) -> tuple[str, ...] | None:
    """Words of the quantity that ranks, where a choice limits another one: "overloaded" is no limit of customers."""
    quantity, arguments = reading.quantity, reading.arguments
    is_limited = arguments.get("above") is not None or arguments.get("below") is not None
    if quantity is None or not is_limited:
        return None
    if arguments.get("by") in (None, quantity.key) or reading.phrase is None:
        return None
    chosen = [one for one in reading.worded.phrases if one.choice is not None and one.is_in(frame.vocabulary)]
    limiting = [one for one in chosen if one.choice is not None and "by" in one.choice.sets]
    beside = {word for one in limiting for word in one.content - reading.phrase.content}
    said = {normal(word) for word in re.findall(r"[^\W\d_]+", frame.text)}
    nouns = {word for subject in reading.worded.tool.subjects for word in phrase(subject)}
    if beside & said and any(reading.phrase.content - nouns < one.content for one in limiting):
        return None  # "low voltage" says more than "voltage"
    if beside <= {*frame.soft}:
        for name in ("by", "above", "below"):  # "lowest voltage" says low of a voltage, and no limit
            arguments.pop(name, None)
        return None
    return tuple(sorted(reading.phrase.content))


def _lasts(by: ToolQuantity) -> bool:
    """Whether a quantity is how long something takes."""
    return by.column.kind == "duration" or by.column.unit in ("min", "h", "d")


def order_of(frame: Frame, by: ToolQuantity | None, found_by: Phrase | None = None) -> str:
    """Which end of a quantity stands first: "most" or "least"."""
    worst = by.worst if by is not None else ""
    if by is not None and by.column.kind in TIMES:  # the newest has the greatest time, the oldest the least
        if _LATE & frame.vocabulary:
            return "most"
        if _EARLY & frame.vocabulary:
            return "least"
    if by is not None and _lasts(by) and (paced := _PACED & frame.vocabulary):
        return "most" if "slowest" in paced else "least"  # the slowest lasts the longest
    if frame.order == "most" and worst and found_by is not None and _PRESSING & set(found_by.words):
        return worst  # the most urgent stands first, whatever number that is
    if frame.order == "worst":
        return worst or "most"
    if frame.order == "best":
        return {"most": "least", "least": "most"}.get(worst, "least")
    return frame.order or "most"


_MANY_VALUES: Final = re.compile(
    r"\b(?:lowest|highest|worst|biggest|largest|smallest|greatest|best|heaviest|top)\s+(?:energy\s+|power\s+)?"
    r"(?:users|consumers|exporters|offenders|voltages"
    r"|loads|peaks|temperatures|scores|readings|values|risks|loadings|ratings|losses)\b", re.I
)  # fmt: skip


_TABLE_BY: Final = re.compile(
    r"^\W*(?:[^\W\d_]+\s+){0,3}(?!was\b|has\b)[^\W\d_]{3,}s\s+(?:ranked\s+|sorted\s+)?by\b", re.I
)
"""`subs by customer count`: a row for each of them."""


def _subject_said(frame: Frame, worded: Worded) -> bool:
    """Whether the question says what the rows are of, and not only of which of their values."""
    return any(phrase(subject)[-1] in frame.vocabulary for subject in worded.tool.subjects)


def is_one_asked(frame: Frame, worded: Worded) -> bool:
    """Whether a superlative asks for one thing: its noun stands in the singular."""
    if frame.groups:  # "line length by conductor, the longest first"
        return False
    for subject in worded.tool.subjects:
        last = subject.split()[-1]
        for match in re.finditer(r"[^\W\d_]+", frame.text):
            found = phrase(match.group())
            if (
                found
                and found[-1] == phrase(last)[-1]
                and match.group().lower().endswith("s")
                and not last.endswith("s")
            ):
                return False
    if (frame.groups and frame.asked_group is None) or _TABLE_BY.search(frame.text):
        return False
    if _MANY_VALUES.search(frame.text) and not _subject_said(frame, worded):
        return False
    return not re.search(r"\b(rank|ranking|sort|list|all|biggest first|largest first|worst first)\b", frame.text, re.I)
