"""A cell that is yes or no, and which of them the question's own words mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import NEGATIVE
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.telling.around import subject_of
from app.assistant.built_in.telling.told_result import ToldResult, low, written
from app.assistant.events import Stated
from app.widgets.column import Column

_EITHER: Final = re.compile(r"\bor\b(?!\s+not\b)|[^\W\d_]\s*/\s*[^\W\d_]", re.I)
_ASKS: Final = re.compile(r"\b(?:how|which|what|whats|where|when|who|why|show|list|state|status|position)\b", re.I)
_UNDONE: Final = re.compile(r"un(?!der|it|ion|til|i)|de-|dis(?:abled|connected|charged)")


def flag(
    frame: Frame, reading: QuestionReading, shown: ToldResult, column: Column, value: bool, name: Column | None
) -> Iterator[Stated]:
    """Yes or no as it is asked, and the cell.

    Args:
        frame: of the question.
        reading: that was taken.
        shown: what it gave.
        column: of the flag.
        value: of it.
        name: column that says whose it is; None for none.
    """
    is_so = value == is_asked_straight(frame, reading, column)
    word = written(shown.result, 0, column, shown.time_zone)
    is_plain = word.lower() in ("yes", "no", "not known", "–")
    either = _EITHER.search(frame.text)  # "open or closed": neither yes nor no says which
    is_either = either is not None and not (is_plain and "/" in either[0])  # "padmount / underground" is one of them
    yield Stated("Yes. " if is_so else "No. ") if _is_asked(frame) and not is_either else Stated("")
    yield from subject_of(shown, name)
    yield Stated(f"{low(column.title)}: " if is_plain else "")
    yield shown.cell(0, column)


def _is_asked(frame: Frame) -> bool:
    """Whether yes or no is asked: "fdr 2 hot?" as well, where one thing is named and nothing else is asked of it."""
    is_short = frame.text.rstrip().endswith("?") and len(frame.names) == 1 and not _ASKS.search(frame.text)
    return frame.is_yes_no or is_short


def is_asked_straight(frame: Frame, reading: QuestionReading, column: Column) -> bool:
    """Whether yes means that the flag is set: `is it dead` asks for the contrary of energized."""
    words = set(reading.phrase.words) if reading.phrase is not None else set()
    negative = bool(words & NEGATIVE) or any(_UNDONE.match(word) for word in words)
    key = column.key.removeprefix("is_").removeprefix("has_")
    is_negative_key = key.startswith(("abnormal", "un", "de_", "dis", "not_")) and not key.startswith("underground")
    asked_not = (" not " in f" {frame.text.lower()} " and "not" not in words) or "n't " in f"{frame.text.lower()} "
    said_out = bool({"out", "off", "abnormal"} & set(frame.all_words)) if is_negative_key else False
    return ((negative or said_out) == is_negative_key) != asked_not
