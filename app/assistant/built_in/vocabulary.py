"""The catalogue's own words, compiled: which phrase of which tool means what."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.assistant.built_in.lexicon import FILLER
from app.assistant.built_in.words import phrase
from app.assistant.tools import Catalogue, Tool, ToolChoice, ToolQuantity

_GROUPING = frozenset({"by", "per"})
_HAVING = frozenset({"with"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mean one thing of a tool.

    Attributes:
        words: all, in their order.
        content: those that are no filler; all of them have to be in a question.
        of: "subject", "quantity", "choice" or "tool".
        quantity: that it means.
        choice: that it means.
    """

    words: tuple[str, ...]
    content: frozenset[str]
    of: str
    quantity: ToolQuantity | None = None
    choice: ToolChoice | None = None

    def is_in(self, words: frozenset[str]) -> bool:
        """Whether a question has all its words."""
        return self.content <= words


@dataclass(frozen=True, slots=True)
class Worded:
    """A tool and its phrases."""

    tool: Tool[Any]
    phrases: tuple[Phrase, ...]
    required: frozenset[str] = field(default=frozenset())


class Vocabulary:
    """All phrases of a catalogue.

    Args:
        catalogue: its tools.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.worded = tuple(_worded(tool) for tool in catalogue)
        often: Counter[str] = Counter()
        for one in self.worded:
            often.update({word for item in one.phrases for word in item.words})
        self.known = frozenset(often)
        subjects = (item for one in self.worded for item in one.phrases if item.of == "subject")
        self.subject_words = frozenset(word for item in subjects for word in item.words)
        total = max(len(self.worded), 1)
        self.weights: Mapping[str, float] = {word: 1 + math.log(total / count) / 4 for word, count in often.items()}

    def weight(self, word: str) -> float:
        """How much a word tells tools apart."""
        return self.weights.get(word, 1.5)


def _worded(tool: Tool[Any]) -> Worded:
    phrases = [
        *(_phrase(text, "subject") for text in tool.subjects),
        *(_phrase(text, "quantity", quantity=one) for one in tool.quantities for text in one.words),
        *(_phrase(text, "choice", choice=one) for one in tool.choices for text in one.words),
        *(_phrase(text, "tool") for text in tool.words),
    ]
    nouns = frozenset(word for one in phrases if one.of == "subject" for word in one.words)
    phrases = [_whole(one) if one.of == "tool" and one.content <= nouns else one for one in phrases]
    fields = tool.arguments.model_fields
    required = frozenset(name for name, info in fields.items() if info.is_required())
    return Worded(tool, tuple(one for one in phrases if one.words), required)


def _whole(one: Phrase) -> Phrase:
    """A phrase that says more than its nouns by its small words alone: all of them have to be there."""
    return Phrase(one.words, frozenset(one.words), one.of)


def _phrase(text: str, of: str, **means: Any) -> Phrase:
    words = phrase(text)
    content = frozenset(word for word in words if word not in FILLER)
    if of in ("tool", "choice"):  # "orders by crew" is no order of a crew
        content |= _GROUPING & {*words[1:-1]}
    if of == "choice" and len(content) == 1:  # "orders with a crew" are some of those that ask for a crew
        content |= _HAVING & {*words[:1]}
    return Phrase(words, content or frozenset(words), of, **means)
