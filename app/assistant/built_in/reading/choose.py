"""Which tool a question means, and with which arguments: the reading that covers all of its words wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.assistant.built_in.frame import Frame
from app.assistant.built_in.lexicon import COMPARING, LEAST, MOST
from app.assistant.built_in.reading.grouped import group_slots, is_divided, only_groups
from app.assistant.built_in.reading.order import UNCOVERED, limited_by, put_order, unit_told
from app.assistant.built_in.reading.question_reading import PLACES, ROW_SHAPES, TIMES, QuestionReading
from app.assistant.built_in.reading.shapes import shape_of
from app.assistant.built_in.reading.slots import numbers_given, slots_of
from app.assistant.built_in.reading.units import same_family, unit_of
from app.assistant.built_in.vocabulary import Phrase, Vocabulary, Worded
from app.assistant.built_in.words import phrase
from app.assistant.tools import ToolChoice, ToolQuantity

WHOLE: Final = frozenset(("system", "utility", "network", "grid", "weather", "place"))
DERIVED: Final = 1.5
"""What a phrase out of a description says less than one that a tool brings, where the question does not say it so."""
AS_ASKED: Final = 0.8
"""What grouped rows are behind a ranking of the very things that are asked for."""


def readings_of(frame: Frame, vocabulary: Vocabulary) -> list[QuestionReading]:
    """All readings, the best first; those that do not cover every word come after those that do."""
    found = [reading for worded in vocabulary.worded for reading in _of_tool(frame, worded, vocabulary)]
    return sorted(found, key=lambda one: (len(one.uncovered) + 2 * len(one.lacks), -one.score))


def _of_tool(frame: Frame, worded: Worded, vocabulary: Vocabulary) -> Iterable[QuestionReading]:
    tool = worded.tool
    words, with_kinds = frame.vocabulary, frame.vocabulary | frame.kind_words
    matched = [one for one in worded.phrases if one.is_in(with_kinds if one.of == "subject" else words)]
    matched = [one for one in matched if not only_groups(frame, one)]
    if not matched or tool.shape in ("document", "proposal"):
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
    tool = worded.tool
    slots = slots_of(frame, worded)
    if slots is None:
        return None
    arguments, score, lacks = slots
    groups = group_slots(frame, worded)
    if groups is None:
        return None
    arguments |= groups[0]
    lacks = tuple(one for one in lacks if one != "group")
    is_rows = tool.shape in ROW_SHAPES
    subjects = [one for one in matched if one.of == "subject" and (not is_rows or one.is_in(frame.vocabulary))]
    used: set[str] = set(groups[1])
    for one in (*subjects, *(one for one in matched if one.of == "tool"), *phrases):
        used |= one.content
    score += _choices([one for one in matched if not _is_only_ranked(one, frame)], arguments, used, phrases)
    if _lacks_choice(worded, arguments):
        return None
    for argument, (value, word) in numbers_given(frame, tool).items():
        arguments[argument] = value
        used.add(word)
        score += 0.8
    if "days" in arguments and frame.period is not None:  # of the future its words are left among the others
        used |= set(phrase(frame.text[frame.period.start : frame.period.end]))
    best = max(phrases, key=lambda one: _quality(one, frame), default=None)
    if not is_divided(frame, best):
        return None
    if best is not None:
        score += _quality(best, frame)
    if frame.groups and not tool.takes("group") and (frame.limits or {"above", "below"} & arguments.keys()):
        return None  # limits would be those of the groups, not of what is counted in them
    limited = arguments.get("by") if {"above", "below"} & arguments.keys() else None
    is_of_places = frame.asked_group is not None and frame.asked_group.words in {(one,) for one in PLACES}
    if is_of_places and limited and quantity is not None and quantity.key != limited and not frame.limits:
        return None  # "which feeder has the most overloaded transformers": the limit is not one of feeders
    tool_words = [one for one in matched if one.of == "tool"]
    if tool_words:
        score += 0.6 + max(_quality(one, frame) - (DERIVED if _is_far(one, frame) else 0.0) for one in tool_words)
    if tool.shape == "compare" and frame.is_compare:
        used |= COMPARING
    if quantity is not None and _counts_customers(frame, quantity):
        return None
    content = set(frame.words)
    covered = content & used
    soft = set(frame.soft) & used
    score += sum(vocabulary.weight(word) for word in covered) + 0.35 * sum(vocabulary.weight(word) for word in soft)
    uncovered = [*sorted(content - used), *frame.unknown]
    score += _subjects(worded, subjects) - (AS_ASKED if groups[1] else 0.0)
    if quantity is None and frame.is_yes_no and not content and (asked := _where_asked(frame, worded, arguments)):
        quantity = asked
        score += 1.0
    shape = shape_of(frame, worded, quantity, arguments, used, bool(subjects))
    if shape is None:
        return None
    how, points = shape
    reading = QuestionReading(
        worded, arguments, quantity, score + points - UNCOVERED * len(uncovered), tuple(uncovered), lacks, best, how,
        covered=frozenset(used), unit=unit_told(frame),
    )  # fmt: skip
    if how == "row" and frame.limits and quantity is not None:
        reading.limit = frame.limits[0]
    if tool.takes("quantity") and quantity is not None:
        arguments["quantity"] = quantity.key
    if tool.takes("by") or tool.takes("order") or tool.takes("n"):
        put_order(frame, reading)
        reading.score -= 0.3 * reading.is_unranked  # one that says by what comes first
    if lost := _other_measure(frame, reading):
        reading.uncovered = (*reading.uncovered, *lost)
        reading.score -= UNCOVERED * len(lost)
    if how == "count":
        arguments["is_count"] = True
        for name in ("n", "order"):
            arguments.pop(name, None)
    return reading


def _other_measure(frame: Frame, reading: QuestionReading) -> tuple[str, ...]:
    """What lies in a superlative and ranks nothing here: the oldest overloaded transformer is not the most loaded."""
    by = next((one for one in reading.worded.tool.quantities if one.key == reading.arguments.get("by")), None)
    is_of_time = by is not None and by.column.kind in TIMES
    words = {word for text in by.words for word in phrase(text)} if by is not None else set()
    return () if is_of_time or by is None else tuple(sorted(frame.measured - words - reading.covered))


def _counts_customers(frame: Frame, quantity: ToolQuantity) -> bool:
    """Whether customer minutes are asked for and a quantity has none of them."""
    told = " ".join((*quantity.words, quantity.column.title.lower()))
    return " customer minute" in f" {' '.join(frame.all_words)}" and "minute" not in told


def _where_asked(frame: Frame, worded: Worded, arguments: Mapping[str, Any]) -> ToolQuantity | None:
    """`is TX-0001-004 on feeder 1`: its feeder is asked for."""
    places = {f"{one.kind}_name" for one in frame.names if one.kind in PLACES and one.name != arguments.get("name")}
    if worded.tool.shape != "row" or not arguments.get("name"):
        return None
    return next((one for one in worded.tool.quantities if one.key in places), None)


def _is_far(one: Phrase, frame: Frame) -> bool:
    """Whether a phrase out of a description does not stand in the question as it is."""
    return one.is_derived and f" {' '.join(one.words)} " not in f" {' '.join(phrase(frame.text))} "


def _quality(one: Phrase, frame: Frame) -> float:
    """How surely a phrase is meant: by its words, whether they stand together, and by what it holds beside them."""
    text = f" {' '.join(frame.all_words)} "
    together = 0.4 if len(one.words) > 1 and f" {' '.join(one.words)} " in text else 0.0
    missing = sum(word not in frame.vocabulary for word in one.words)
    return 0.55 * (len(one.content) - 1) + together - (0.5 if len(one.content) == 1 else 0.15) * missing


def _choices(matched: list[Phrase], arguments: dict[str, Any], used: set[str], phrases: list[Phrase]) -> float:
    """Set what words choose; the longer phrase first, and none that lies within the quantity's own phrase."""
    score = 0.0
    taken: dict[str, Any] = {}
    nouns = {word for one in matched if one.of == "subject" for word in one.content}
    within = [one.content for one in (*phrases, *(one for one in matched if one.of == "tool")) if len(one.content) > 1]
    spent: set[str] = set()
    for one in sorted((one for one in matched if one.choice is not None), key=lambda one: -len(one.content)):
        choice: ToolChoice = one.choice  # type: ignore[assignment]
        mine = one.content - nouns or one.content
        if any(mine < content - nouns for content in within) or one.content <= spent:
            continue
        if any(taken.get(name, value) != value for name, value in choice.sets.items()):
            continue
        taken |= dict(choice.sets)
        spent |= one.content
        used |= one.content
        score += 0.5 + 0.3 * (len(one.content) - 1)
    for name, value in taken.items():
        arguments.setdefault(name, value)
    return score


def _is_only_ranked(one: Phrase, frame: Frame) -> bool:
    """Whether a choice is a limit that is not said: "lowest voltage" ranks, and asks for no low voltage."""
    if one.choice is None or not {"above", "below"} & one.choice.sets.keys():
        return False
    ranked = {word for said in frame.all_words if (word := LEAST.get(said) or MOST.get(said))}
    return bool(one.content & (ranked - set(re.findall(r"[a-z]+", frame.text.lower()))))


def _lacks_choice(worded: Worded, arguments: Mapping[str, Any]) -> bool:
    """Whether a tool needs what only words choose, as the biggest or the longest, and none of them is said."""
    chosen = {name for one in worded.tool.choices for name in one.sets} & worded.required - {"by"}
    return not chosen <= arguments.keys()


def _subjects(worded: Worded, subjects: list[Phrase]) -> float:
    """Whether the question's things are those of the tool."""
    if not worded.tool.subjects:
        return 0.0
    first = phrase(worded.tool.subjects[0])
    if any(one.words == first for one in subjects):
        return 1.0
    if subjects:
        return 0.5
    if worded.tool.shape == "row":
        is_of_all = worded.tool.takes("name") or bool(WHOLE & {phrase(one)[-1] for one in worded.tool.subjects})
        return -0.2 if is_of_all else -1.2
    return -1.0
