"""The same asked of several things or of two periods, where no tool compares them: one call each, told side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.frames.reworded import with_endings
from app.assistant.built_in.lexicon import COMPARING
from app.assistant.built_in.reading.choose import readings_of
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.reading.slots import period_fits
from app.assistant.built_in.spoken_periods import SpokenPeriod
from app.assistant.built_in.vocabulary import Vocabulary

MOST = 6
MORE: Final = frozenset(
    ("more", "higher", "greater", "larger", "bigger", "longer", "heavier", "up", "increased", "rose")
)
LESS: Final = frozenset(("less", "fewer", "lower", "smaller", "shorter", "lighter", "down", "decreased", "fell"))
_LINKING = (
    COMPARING
    | MORE
    | LESS
    | {"high", "low", "better", "worse", "bad", "good", "previous", "many", "year", "change", "changed"}
)
_BASE: Final = re.compile(
    r"\b(?:than|compared\s+(?:to|with)|versus|vs\.?|against)\s+(?:(?:it|that|they|those|what)\s+(?:was|were|had)\s+|(?:in|on|during"
    r"|for|of|the|was|were|did)\s+)*$",
    re.I,
)
_SINCE_THEN: Final = {
    "yesterday": "today",
    "last_week": "this_week",
    "last_month": "this_month",
    "last_year": "this_year",
}
"""What a period is compared with where the question names no other: `more outages than last year`."""


def readings_beside(frame: Frame, other: SpokenPeriod | None, vocabulary: Vocabulary) -> list[QuestionReading]:
    """One reading for each thing, or for each of two periods; empty where the question is not of that kind.

    What is compared comes first, what it is compared with second.

    Args:
        frame: of the question.
        other: a second period that it names.
        vocabulary: of the catalogue.
    """
    if frame.lost or frame.bare or frame.unknown or frame.is_ranked or frame.limits:
        return []
    if frame.period is not None and (other or len(frame.names) < 2) and (other := other or _present(frame)):
        if frame.period.is_future or other.is_future or frame.period.text == other.text:
            return []
        periods = sorted(
            (frame.period, other), key=lambda one: (bool(_BASE.search(frame.text[: one.start])), one.start)
        )
        return _same([replace(_bare(frame), period=one) for one in periods], vocabulary)
    names = list(dict.fromkeys(frame.names))
    kinds = {one.kind for one in names}
    if not 1 < len(names) <= MOST or len(kinds) != 1 or len({one.name for one in names}) != len(names):
        return []
    found = _same([replace(_bare(frame), names=[one]) for one in names], vocabulary, may_count=_is_compared(frame))
    named = f"{names[0].kind}_name"  # that F0002 is F0002 tells nothing
    return [] if found and found[0].quantity is not None and found[0].quantity.key == named else found


def _is_compared(frame: Frame) -> bool:
    """Whether one thing's number is asked for beside another's, not the rows of both."""
    words = set(frame.all_words) | {word.lower() for word in frame.text.split()}
    return frame.is_compare or bool(words & (MORE | LESS))


def is_more(frame: Frame, reading: QuestionReading) -> bool | None:
    """Whether yes means that the first has more; None where the question does not say which way.

    Args:
        frame: of the question.
        reading: of the first.
    """
    if not frame.is_yes_no:
        return None
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", frame.text)}
    worst = reading.quantity.worst if reading.quantity is not None else "most"
    if words & {"worse", "better"} and worst:
        return ("worse" in words) == (worst == "most")
    if bool(words & MORE) == bool(words & LESS):
        return None
    return bool(words & MORE)


def _present(frame: Frame) -> SpokenPeriod | None:
    """The present counterpart of the one period, where something is compared with it."""
    period = frame.period
    if period is None or not _BASE.search(frame.text[: period.start]):
        return None
    text = _SINCE_THEN.get(period.text) or ("this_year" if re.fullmatch(r"\d{4}", period.text) else "")
    return SpokenPeriod(text, 0, 0) if text else None


def _bare(frame: Frame) -> Frame:
    """Without the words that compare."""
    words = [word for word in frame.words if word not in _LINKING]
    every = [word for word in frame.all_words if word not in COMPARING]
    return replace(frame, words=words, all_words=every, is_compare=False, is_yes_no=False, is_now=False)


def _same(frames: Sequence[Frame], vocabulary: Vocabulary, *, may_count: bool = True) -> list[QuestionReading]:
    """The best reading of each, where all of them are one quantity of one tool, or how many of one; else none."""
    found: list[QuestionReading] = []
    for frame in frames:
        best = _best(frame, vocabulary)
        if best is None and (bent := with_endings(frame, vocabulary.known)) is not None:
            best = _best(bent, vocabulary)
        counted = None if best is None else as_one_figure(best)
        if counted is None or (counted.how == "count" and not may_count):
            return []
        found.append(counted)
    return found if len({one.key for one in found}) == 1 else []


def _best(frame: Frame, vocabulary: Vocabulary) -> QuestionReading | None:
    """The first reading that covers the question and whose tool tells of its period."""
    whole = (one for one in readings_of(frame, vocabulary) if not one.uncovered and not one.lacks)
    return next((one for one in whole if _takes(one)), None)


def _takes(reading: QuestionReading) -> bool:
    """Whether the tool tells of the period."""
    period = reading.arguments.get("period")
    return not isinstance(period, str) or period_fits(reading.worded.tool, period)


def as_one_figure(reading: QuestionReading) -> QuestionReading | None:
    """The reading as one figure: a quantity of a row, or how many rows; None where it is neither."""
    tool = reading.worded.tool
    if reading.how == "row" and tool.shape == "row":
        return reading if reading.quantity is not None else _by_its_only_figure(reading)
    if reading.how in ("count", "both") and tool.takes("is_count"):
        left = {key: value for key, value in reading.arguments.items() if key not in ("n", "order")}
        return replace(reading, arguments={**left, "is_count": True}, quantity=None, how="count")
    return None


def _by_its_only_figure(reading: QuestionReading) -> QuestionReading | None:
    """The reading by the one quantity that its tool has; None where it has several, and nobody says which is meant."""
    quantities = reading.worded.tool.quantities
    if len(quantities) != 1:
        return None
    arguments = dict(reading.arguments)
    if reading.worded.tool.takes("quantity"):
        arguments["quantity"] = quantities[0].key
    return replace(reading, quantity=quantities[0], arguments=arguments)
