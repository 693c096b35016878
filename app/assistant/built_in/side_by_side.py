"""The same asked of several things or of two periods, where no tool compares them: one call each, told side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.assistant.built_in.frame import Frame
from app.assistant.built_in.lexicon import COMPARING
from app.assistant.built_in.reading.choose import readings_of
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.spoken_periods import SpokenPeriod
from app.assistant.built_in.vocabulary import Vocabulary

MOST = 6
_LINKING = COMPARING | {"high", "higher", "low", "lower", "more", "less", "better", "worse", "bad", "good", "previous"}


def readings_beside(frame: Frame, other: SpokenPeriod | None, vocabulary: Vocabulary) -> list[QuestionReading]:
    """One reading for each thing, or for each of two periods; empty where the question is not of that kind.

    Args:
        frame: of the question.
        other: a second period that it names.
        vocabulary: of the catalogue.
    """
    if frame.lost or frame.bare or frame.unknown or frame.is_ranked or frame.limits:
        return []
    if other is not None and frame.period is not None:
        if frame.period.is_future or other.is_future or frame.period.text == other.text:
            return []
        return _same([replace(_bare(frame), period=one) for one in (frame.period, other)], vocabulary)
    names = list(dict.fromkeys(frame.names))
    kinds = {one.kind for one in names}
    if not 1 < len(names) <= MOST or len(kinds) != 1 or len({one.name for one in names}) != len(names):
        return []
    return _same([replace(_bare(frame), names=[one]) for one in names], vocabulary)


def _bare(frame: Frame) -> Frame:
    """Without the words that compare."""
    words = [word for word in frame.words if word not in _LINKING]
    every = [word for word in frame.all_words if word not in COMPARING]
    return replace(frame, words=words, all_words=every, is_compare=False, is_yes_no=False, is_count=frame.is_count)


def _same(frames: Sequence[Frame], vocabulary: Vocabulary) -> list[QuestionReading]:
    """The best reading of each, where all of them are one quantity of one tool; else none."""
    found: list[QuestionReading] = []
    for frame in frames:
        whole = (one for one in readings_of(frame, vocabulary) if not one.uncovered and not one.lacks)
        best = next(whole, None)
        if best is None or best.quantity is None or best.how != "row" or best.worded.tool.shape != "row":
            return []
        found.append(best)
    return found if len({one.key for one in found}) == 1 else []
