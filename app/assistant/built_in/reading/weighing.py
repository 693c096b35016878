"""What the phrases of a question are worth to a reading: how surely one is meant, whose things it names."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import WHOLE_WORDS
from app.assistant.built_in.reading.question_reading import ROW_SHAPES
from app.assistant.built_in.vocabulary import Phrase, Vocabulary, Worded
from app.assistant.built_in.words import phrase

DERIVED: Final = 1.5
"""What a phrase out of a description says less than one that a tool brings, where the question does not say it so."""


def phrase_points(frame: Frame, matched: list[Phrase], best: Phrase | None) -> float:
    """What the quantity's own phrase and the tool's words are worth together.

    Args:
        frame: of the question.
        matched: phrases of the tool that it holds.
        best: by which the quantity was found; None for none.
    """
    points = quality(best, frame) if best is not None else 0.0
    tool_words = [quality(one, frame) - (DERIVED if is_far(one, frame) else 0.0) for one in matched if one.of == "tool"]
    return points + (0.6 + max(tool_words) if tool_words else 0.0)


def covering_points(frame: Frame, vocabulary: Vocabulary, used: set[str]) -> float:
    """What the words are worth that a reading has a use for; soft ones less."""
    covered, soft = set(frame.words) & used, set(frame.soft) & used
    return sum(vocabulary.weight(word) for word in covered) + 0.35 * sum(vocabulary.weight(word) for word in soft)


def quality(one: Phrase, frame: Frame) -> float:
    """How surely a phrase is meant: by its words, whether they stand together, and by what it holds beside them."""
    text = f" {' '.join(frame.all_words)} "
    together = 0.4 if len(one.words) > 1 and f" {' '.join(one.words)} " in text else 0.0
    missing = sum(word not in frame.vocabulary for word in one.words)
    return 0.55 * (len(one.content) - 1) + together - (0.5 if len(one.content) == 1 else 0.15) * missing


def is_far(one: Phrase, frame: Frame) -> bool:
    """Whether a phrase out of a description does not stand in the question as it is."""
    return one.is_derived and f" {' '.join(one.words)} " not in f" {' '.join(phrase(frame.text))} "


def subjects_of(frame: Frame, worded: Worded, matched: list[Phrase]) -> list[Phrase]:
    """The phrases of a tool's things; of rows they are said outright, and not only by a name of that kind."""
    is_rows = worded.tool.shape in ROW_SHAPES
    return [one for one in matched if one.of == "subject" and (not is_rows or one.is_in(frame.vocabulary))]


def subject_points(worded: Worded, subjects: list[Phrase]) -> float:
    """Whether the question's things are those of the tool."""
    if not worded.tool.subjects:
        return 0.0
    first = phrase(worded.tool.subjects[0])
    if any(one.words == first for one in subjects):
        return 1.0
    if subjects:
        return 0.5
    if worded.tool.shape == "row":
        is_of_all = worded.tool.takes("name") or bool(WHOLE_WORDS & {phrase(one)[-1] for one in worded.tool.subjects})
        return -0.2 if is_of_all else -1.2
    return -1.0
