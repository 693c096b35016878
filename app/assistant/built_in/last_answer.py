"""LastAnswer: what a conversation's last answer was told by, for questions that go on from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.assistant.built_in.lexicon import SUPERLATIVES
from app.assistant.built_in.vocabulary import Vocabulary, Worded
from app.assistant.planner import Said
from app.assistant.tools import ToolQuantity

_ENDS: Final = SUPERLATIVES | {"max", "maximum", "min", "minimum"}


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The last answer of a conversation that a tool told.

    Attributes:
        worded: the tool.
        arguments: it was called with.
        text: of the answer.
        rows: of its table as it was shown; empty where nobody kept them.
    """

    worded: Worded
    arguments: dict[str, Any]
    text: str
    rows: Sequence[Mapping[str, Any]] = ()


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
    return LastAnswer(worded, json.loads(last.arguments or "{}"), last.text, last.rows)


def spoken(quantity: ToolQuantity) -> str:
    """A quantity in a question's words, without those that say which end of it.

    Args:
        quantity: of a tool.
    """
    plain = (one for one in quantity.words if not _ENDS & {*one.split()})
    return next(plain, quantity.column.title.lower())
