"""The catalogue's own words, compiled: which phrase of which tool means what."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.assistant.built_in.lexicon import FILLER, SOFT
from app.assistant.built_in.words import phrase
from app.assistant.name_kinds import NameKinds
from app.assistant.tools import Catalogue, Tool, ToolChoice, ToolQuantity

_GROUPING = frozenset({"by", "per"})
_HAVING = frozenset({"with"})
_TURNS = frozenset({"no", "not", "off", "without", "never", "none"})
"""Words that turn a phrase round and are none alone."""
_AGAIN = frozenset({"again"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mean one thing of a tool.

    Attributes:
        words: all, in their order.
        content: those that are no filler; all of them have to be in a question.
        of: "subject", "quantity", "choice" or "tool".
        quantity: that it means.
        choice: that it means.
        is_derived: from the description of a tool that brings no words of its own; it says less, unless the question
            has it literally.
    """

    words: tuple[str, ...]
    content: frozenset[str]
    of: str
    quantity: ToolQuantity | None = None
    choice: ToolChoice | None = None
    is_derived: bool = False

    def is_in(self, words: frozenset[str]) -> bool:
        """Whether a question has all its words."""
        return self.content <= words


@dataclass(frozen=True, slots=True)
class Worded:
    """A tool and its phrases.

    Attributes:
        tool: it.
        phrases: its own.
        required: arguments without which it cannot be called.
        kinds: of things that its `name` may be of: as the argument says, else those that it is about.
        needs: words of each phrase one of which a question has to hold; none where all questions may be its own.
    """

    tool: Tool[Any]
    phrases: tuple[Phrase, ...]
    required: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    needs: tuple[frozenset[str], ...] = ()

    def is_spoken_of(self, words: frozenset[str]) -> bool:
        """Whether a question has the words without which it cannot be of this tool."""
        return not self.needs or any(one <= words for one in self.needs)

    def quantity_of(self, key: object) -> ToolQuantity | None:
        """Its quantity of a key; None where it has none."""
        return next((one for one in self.tool.quantities if one.key == key), None)

    @property
    def supposes(self) -> bool:
        """Whether it tells what would happen if."""
        return any(" if " in f" {text} " for text in self.tool.words)


class KindWords:
    """What kinds of things are called, in the normal form of words.

    Args:
        kinds: of the catalogue.
    """

    def __init__(self, kinds: NameKinds) -> None:
        self.of: dict[str, str] = {}
        self.numbered: dict[str, str] = {}
        for one in kinds:
            words = self.of if one.names else self.numbered
            for text in (one.kind, *one.words):
                words.setdefault(phrase(text)[-1], one.kind)
        written = {text: one.kind for one in kinds if not one.names for text in (one.kind, *one.words)}
        self.written_numbered = {**{text.split()[-1]: kind for text, kind in written.items()}, **written}

    def __contains__(self, word: str) -> bool:
        """Whether a word is that of a kind of things with names."""
        return word in self.of

    def get(self, word: str) -> str:
        """The kind that a word is of, if its things have names; else empty."""
        return self.of.get(word, "")

    def any(self, word: str) -> str:
        """The kind that a word is of, also of things that have numbers; else empty."""
        return self.of.get(word) or self.numbered.get(word, "")


class Vocabulary:
    """All phrases of a catalogue.

    Args:
        catalogue: its tools.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.kinds = KindWords(catalogue.kinds)
        self.worded = tuple(_worded(tool, self.kinds) for tool in catalogue)
        often: Counter[str] = Counter()
        for one in self.worded:
            often.update({word for item in one.phrases for word in item.words})
        self.known: frozenset[str] = frozenset(often)
        subjects = (item for one in self.worded for item in one.phrases if item.of == "subject")
        self.subject_words = frozenset(word for item in subjects for word in item.words)
        self.ranked_nouns = frozenset(
            phrase(one)[-1]
            for worded in self.worded
            if worded.tool.shape == "filter"
            for one in worded.tool.subjects
            if phrase(one)[-1] not in self.kinds
        )
        groups = (text for one in self.worded for group in one.tool.groupings for text in group.words)
        self.group_words = frozenset(phrase(text) for text in groups) | {(kind,) for kind in self.kinds.of}
        self.known = self.known | frozenset(word for words in self.group_words for word in words)
        total = max(len(self.worded), 1)
        self.weights: Mapping[str, float] = {word: 1 + math.log(total / count) / 4 for word, count in often.items()}

    def weight(self, word: str) -> float:
        """How much a word tells tools apart."""
        return self.weights.get(word, 1.5)


def _worded(tool: Tool[Any], kinds: KindWords) -> Worded:
    phrases = [
        *(_phrase(text, "subject") for text in tool.subjects),
        *(_phrase(text, "quantity", quantity=one) for one in tool.quantities for text in one.words),
        *(_phrase(text, "choice", choice=one) for one in tool.choices for text in one.words),
        *(_phrase(text, "tool") for text in tool.words),
    ]
    if not (tool.quantities or tool.choices or tool.words):
        phrases += _of_description(tool)
    nouns = frozenset(word for one in phrases if one.of == "subject" for word in one.words)
    phrases = [_whole(one) if one.of == "tool" and one.content <= nouns else one for one in phrases]
    fields = tool.arguments.model_fields
    required = frozenset(name for name, info in fields.items() if info.is_required())
    needs = tuple(frozenset(phrase(text)) for text in tool.needs)
    return Worded(tool, tuple(one for one in phrases if one.words), required, _kinds_of(tool, kinds), needs)


def _kinds_of(tool: Tool[Any], kinds: KindWords) -> frozenset[str]:
    field = tool.arguments.model_fields.get("name")
    if field is not None and isinstance(field.json_schema_extra, dict) and "kinds" in field.json_schema_extra:
        return frozenset(str(kind) for kind in field.json_schema_extra["kinds"])  # type: ignore[union-attr]
    return frozenset(kinds.any(phrase(one)[-1]) for one in tool.subjects) - {""}


def _of_description(tool: Tool[Any]) -> list[Phrase]:
    """Phrases of a tool that brings no words of its own: its name, clauses of its description, its examples.

    Each says what it is as a whole, and each of their words does so beside its subject.
    """
    texts = [tool.name.replace("_", " "), *re.split(r"[,;:.()]", tool.description), *tool.examples]
    nouns = {word for text in tool.subjects for word in phrase(text)}
    found: dict[tuple[str, ...], Phrase] = {}
    for text in texts:
        words = tuple(word for word in phrase(text) if word.isalpha())  # no names and numbers of an example
        own = [word for word in words if word not in nouns | FILLER | SOFT]
        subject = phrase(tool.subjects[0]) if tool.subjects else ()
        for some in (words, *((*subject, word) for word in own)) if own else ():
            content = frozenset(some) - FILLER
            found.setdefault(some, Phrase(some, content, "tool", is_derived=True))
    return list(found.values())


def _whole(one: Phrase) -> Phrase:
    """A phrase that says more than its nouns by its small words alone: all of them have to be there."""
    return Phrase(one.words, frozenset(one.words), one.of)


def _phrase(text: str, of: str, **means: Any) -> Phrase:
    words = phrase(text)
    content = frozenset(word for word in words if word not in FILLER)
    if of == "quantity" and len(words) > 1:  # "have power again" is more than power
        content |= _AGAIN & {*words}
    if of in ("tool", "choice"):  # "orders by crew" is no order of a crew
        content |= _GROUPING & {*words[1:-1]}
    if of == "choice" and len(content) == 1:  # "orders with a crew" are some of those that ask for a crew
        content |= _HAVING & {*words[:1]}
    if content <= _TURNS:  # "no one on" is more than no
        content = frozenset(words)
    return Phrase(words, content, of, **means)
