"""Quantities and limits that a question cannot mean, though words of it fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import LEAST, MOST
from app.assistant.built_in.reading.question_reading import PLACES, TIMES, QuestionReading
from app.assistant.built_in.vocabulary import Worded
from app.assistant.built_in.words import phrase
from app.assistant.tools import ToolQuantity


def is_of_others(frame: Frame, worded: Worded, quantity: ToolQuantity | None, arguments: Mapping[str, Any]) -> bool:
    """Whether limits or customer minutes of the question would be told of something else than it means.

    Args:
        frame: of the question.
        worded: the tool.
        quantity: asked for; None for the thing as a whole.
        arguments: given so far.
    """
    is_limited = bool({"above", "below"} & arguments.keys())
    if frame.groups and not worded.tool.takes("group") and (frame.limits or is_limited):
        return True  # limits would be those of the groups, not of what is counted in them
    if quantity is None:
        return False
    limited = arguments.get("by") if is_limited else None
    is_of_places = frame.asked_group is not None and frame.asked_group.words in {(one,) for one in PLACES}
    if is_of_places and limited and quantity.key != limited and not frame.limits:
        return True  # "which feeder has the most overloaded transformers": the limit is not one of feeders
    return _counts_customers(frame, quantity)


def _counts_customers(frame: Frame, quantity: ToolQuantity) -> bool:
    """Whether customer minutes are asked for and a quantity has none of them."""
    told = " ".join((*quantity.words, quantity.column.title.lower()))
    is_asked = " customer minute" in f" {' '.join(frame.all_words)}"
    return is_asked and ("minute" not in told or "customer" not in told)


def other_measure(frame: Frame, reading: QuestionReading) -> tuple[str, ...]:
    """What lies in a superlative and ranks nothing here: the oldest overloaded transformer is not the most loaded."""
    tool = reading.worded.tool
    own = tool.arguments.model_fields["by"].default if tool.takes("by") else None
    by = reading.worded.quantity_of(reading.arguments.get("by") or own)
    is_of_time = by is not None and by.column.kind in TIMES
    words = {word for text in by.words for word in phrase(text)} if by is not None else set()
    words |= {lies_in for word in words for lies_in in (MOST.get(word), LEAST.get(word)) if lies_in}
    return () if is_of_time or by is None else tuple(sorted(frame.measured - words - reading.covered))
