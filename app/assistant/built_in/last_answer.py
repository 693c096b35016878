"""LastAnswer: what a conversation's last answer was told by, for questions that go on from it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.assistant.built_in.reading.question_reading import ROW_SHAPES
from app.assistant.built_in.vocabulary import Vocabulary, Worded
from app.assistant.planner import Said

_OF_ALL: Final = frozenset(("quantity", "by", "order", "n", "is_count", "period", "basis", "ahead"))
"""Arguments that leave an answer of the whole utility."""


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The last answer of a conversation that a tool told.

    Attributes:
        worded: the tool.
        arguments: it was called with.
        text: of the answer.
    """

    worded: Worded
    arguments: dict[str, Any]
    text: str


def last_answer(said: Sequence[Said], vocabulary: Vocabulary) -> LastAnswer | None:
    """The last answer; None where there is none, or its tool is no longer there.

    Args:
        said: the conversation so far.
        vocabulary: of the catalogue.
    """
    last = next((one for one in reversed(said) if one.role == "assistant" and one.tool), None)
    worded = next((one for one in vocabulary.worded if last is not None and one.tool.name == last.tool), None)
    if last is None or worded is None:
        return None
    return LastAnswer(worded, json.loads(last.arguments or "{}"), last.text)


def is_of_a_part(last: LastAnswer) -> bool:
    """Whether an answer was of one thing, a place, or some rows, so that what follows may be of these alone.

    Args:
        last: the answer.
    """
    figure = str(last.arguments.get("quantity") or last.arguments.get("by") or "")
    narrowed = {key for key, value in last.arguments.items() if value not in (None, "", False)} - _OF_ALL
    return bool(narrowed) or last.worded.tool.shape in ROW_SHAPES or figure.endswith("_out")
