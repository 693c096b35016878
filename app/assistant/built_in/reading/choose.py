"""Which tool a question means, and with which arguments: the reading that covers all of its words wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import COMPARING
from app.assistant.built_in.reading.choices import is_only_ranked, lacks_choice, put_choices
from app.assistant.built_in.reading.grouped import group_slots, is_divided, only_groups
from app.assistant.built_in.reading.order import UNCOVERED, limited_by, put_order, unit_told
from app.assistant.built_in.reading.question_reading import PLACES, QuestionReading
from app.assistant.built_in.reading.ruling_out import is_of_others, other_measure
from app.assistant.built_in.reading.shapes import shape_of
from app.assistant.built_in.reading.slots import numbers_given, slots_of
from app.assistant.built_in.reading.units import same_family, unit_of
from app.assistant.built_in.reading.weighing import covering_points, phrase_points, quality, subject_points, subjects_of
from app.assistant.built_in.vocabulary import Phrase, Vocabulary, Worded
from app.assistant.built_in.words import phrase
from app.assistant.tools import ToolQuantity

AS_ASKED: Final = 0.8
"""What grouped rows are behind a ranking of the very things that are asked for."""


@dataclass(slots=True)
class ReadingDraft:
    """What a question gives to a tool.

    Attributes:
        arguments: that it is called with.
        used: words that have a use there.
        score: what they are worth so far.
        lacks: required arguments that the question does not give.
        is_of_groups: rows are grouped by what a ranking asks for.
    """

    arguments: dict[str, Any]
    used: set[str]
    score: float
    lacks: tuple[str, ...]
    is_of_groups: bool


def readings_of(frame: Frame, vocabulary: Vocabulary) -> list[QuestionReading]:
    """All readings, the best first; those that do not cover every word come after those that do."""
    found = [reading for worded in vocabulary.worded for reading in _of_tool(frame, worded, vocabulary)]
    return sorted(found, key=lambda one: (len(one.uncovered) + 2 * len(one.lacks), -one.score))


def _of_tool(frame: Frame, worded: Worded, vocabulary: Vocabulary) -> Iterable[QuestionReading]:
    tool = worded.tool
    words, with_kinds = frame.vocabulary, frame.vocabulary | frame.kind_words
    matched = [one for one in worded.phrases if one.is_in(with_kinds if one.of == "subject" else words)]
    matched = [one for one in matched if not only_groups(frame, one)]
    if not matched or tool.shape in ("document", "proposal") or not worded.is_spoken_of(frozenset(frame.all_words)):
        return
    quantities: dict[str, tuple[ToolQuantity, list[Phrase]]] = {}
    for one in matched:
        if one.quantity is not None:
            quantities.setdefault(one.quantity.key, (one.quantity, []))[1].append(one)
    unnamed = limited_by(frame, worded, None, {}) if tool.shape == "row" and not quantities else None
    sureness = _sureness(unnamed, worded) if unnamed is not None else None
    if unnamed is not None and sureness is not None:
        quantities[unnamed.key] = (unnamed, [])
    for quantity, phrases in (*quantities.values(), (None, [])):
        if reading := _reading(frame, worded, vocabulary, matched, quantity, phrases):
            reading.score += sureness or 0.0 if quantity is not None and quantity is unnamed else 0.0
            yield reading


def _sureness(quantity: ToolQuantity, worded: Worded) -> float | None:
    """What it is worth that a limit without its quantity's name is of this one; None where it may be of another.

    In percent it is the load, if there is one; else what the tool alone has in percent.
    """
    unit = unit_of(quantity)
    if unit != "%" or any("load" in text for text in quantity.words):
        return 0.0
    others = [one for one in worded.tool.quantities if one is not quantity and same_family(unit, unit_of(one))]
    return None if others else -0.5


def _reading(
    frame: Frame, worded: Worded, vocabulary: Vocabulary, matched: list[Phrase], quantity: ToolQuantity | None,
    phrases: list[Phrase],
) -> QuestionReading | None:  # fmt: skip
    """The reading of one quantity of a tool; None where the question cannot mean it.

    Args:
        frame: of the question.
        worded: the tool.
        vocabulary: of the catalogue.
        matched: phrases of the tool that the question holds.
        quantity: asked for; None for the thing as a whole.
        phrases: those that mean it.
    """
    subjects = subjects_of(frame, worded, matched)
    draft = _draft(frame, worded, matched, subjects, phrases)
    best = max(phrases, key=lambda one: quality(one, frame), default=None)
    if draft is None or not is_divided(frame, best) or is_of_others(frame, worded, quantity, draft.arguments):
        return None
    if worded.tool.shape == "compare" and frame.is_compare:
        draft.used |= COMPARING
    draft.score += phrase_points(frame, matched, best) + covering_points(frame, vocabulary, draft.used)
    draft.score += subject_points(worded, subjects) - (AS_ASKED if draft.is_of_groups else 0.0)
    if quantity is None and (asked := _where_asked(frame, worded, draft.arguments)):
        quantity = asked
        draft.score += 1.0
    uncovered = (*sorted(set(frame.words) - draft.used), *frame.unknown)
    shape = shape_of(frame, worded, quantity, draft.arguments, draft.used, bool(subjects))
    if shape is None:
        return None
    how, points = shape
    reading = QuestionReading(
        worded, draft.arguments, quantity, draft.score + points - UNCOVERED * len(uncovered), uncovered, draft.lacks,
        best, how, covered=frozenset(draft.used), unit=unit_told(frame),
    )  # fmt: skip
    _finish(frame, reading)
    return reading


def _draft(
    frame: Frame, worded: Worded, matched: list[Phrase], subjects: list[Phrase], phrases: list[Phrase]
) -> ReadingDraft | None:
    """Names, period, groups, choices and numbers as arguments; None where one of them has no place in the tool."""
    slots, groups = slots_of(frame, worded), group_slots(frame, worded)
    if slots is None or groups is None:
        return None
    arguments, score, lacks = slots
    grouped, group_words = groups
    lacks = tuple(one for one in lacks if one != "group")
    draft = ReadingDraft(arguments | grouped, set(group_words), score, lacks, is_of_groups=bool(group_words))
    for one in (*subjects, *(one for one in matched if one.of == "tool"), *phrases):
        draft.used |= one.content
    chosen = [one for one in matched if not is_only_ranked(one, frame)]
    draft.score += put_choices(chosen, draft.arguments, draft.used, phrases)
    if lacks_choice(worded, draft.arguments):
        return None
    for argument, (value, word) in numbers_given(frame, worded.tool).items():
        draft.arguments[argument] = value
        draft.used.add(word)
        draft.score += 0.8
    is_ahead = frame.period is not None and frame.period.is_future and "period" in draft.arguments
    if ("days" in draft.arguments or is_ahead) and frame.period is not None:  # of the future its words are left
        draft.used |= set(phrase(frame.text[frame.period.start : frame.period.end]))
    return draft


def _finish(frame: Frame, reading: QuestionReading) -> None:
    """Put in what follows from the reading as a whole: limit, quantity, order and number of rows, the count."""
    tool, arguments, quantity = reading.worded.tool, reading.arguments, reading.quantity
    if reading.how == "row" and frame.limits and quantity is not None:
        reading.limit = frame.limits[0]
    if tool.takes("quantity") and quantity is not None:
        arguments["quantity"] = quantity.key
    if tool.takes("by") or tool.takes("order") or tool.takes("n"):
        put_order(frame, reading)
        reading.score -= 0.3 * reading.is_unranked  # one that says by what comes first
    if lost := other_measure(frame, reading):
        reading.uncovered = (*reading.uncovered, *lost)
        reading.score -= UNCOVERED * len(lost)
    if reading.how == "count":
        arguments["is_count"] = True
        for name in ("n", "order"):
            arguments.pop(name, None)


def _where_asked(frame: Frame, worded: Worded, arguments: Mapping[str, Any]) -> ToolQuantity | None:
    """`is TX-0001-004 on feeder 1`: its feeder is asked for; None for other questions."""
    if not frame.is_yes_no or frame.words:
        return None
    places = {f"{one.kind}_name" for one in frame.names if one.kind in PLACES and one.name != arguments.get("name")}
    if worded.tool.shape != "row" or not arguments.get("name"):
        return None
    return next((one for one in worded.tool.quantities if one.key in places), None)
