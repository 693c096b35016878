"""What is offered instead of an answer: questions near a declined one, each of which has an answer just now."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from app.assistant.built_in.deciding import AskBack
from app.assistant.built_in.refusing import left_words
from app.assistant.built_in.spoken_periods import period_in
from app.assistant.built_in.suggesting import OFFERED, Suggestions
from app.assistant.built_in.ways.framing import COMPARED, Framer, plainly
from app.assistant.built_in.words import tokens_of
from app.assistant.context import ToolContext
from app.assistant.events import Cited, Event, Shown
from app.assistant.refusals import NoAnswer
from data_sources.errors import FluxError

MOST_LEFT: Final = 3
"""Words without which a question is still near to the one that was asked."""
MOST_KEPT: Final = 2000
"""Examples of which it is kept whether they have an answer."""


class Offers:
    """Questions that can be asked, tried before they are offered. Thread-safe.

    Args:
        suggestions: the catalogue's examples.
        framer: takes questions apart.
        answer: answers a question, as the planner does.
    """

    def __init__(
        self, suggestions: Suggestions, framer: Framer, answer: Callable[[str, ToolContext], Iterator[Event]]
    ) -> None:
        self._suggestions, self._framer, self._answer = suggestions, framer, answer
        self._answered: dict[tuple[int, str, str], bool] = {}

    def near(self, text: str, context: ToolContext, left: left_words.WordsLeft | None = None) -> tuple[str, ...]:
        """Questions near a declined one that are answered just now; one of each kind where nothing is near.

        Args:
            text: of the question.
            context: of the turn.
            left: words of it that found no use; where all it does is name things, it is the nearest without them.
        """
        tried = [] if (nearer := self._of_yesterday(text, context)) is None else [nearer]
        if left is not None and (rest := left.rest or _without(plainly(text), left.words)):
            tried.insert(0, rest)
        tried += [
            *islice(self._suggestions.near(plainly(text)), 2 * OFFERED),
            *self._suggestions.opening()[:OFFERED],
        ]
        return tuple(islice((one for one in dict.fromkeys(tried) if self._is_answered(one, context)), OFFERED))

    def of_things(self, text: str, context: ToolContext) -> tuple[str, ...]:
        """What can be asked of the things that a question names."""
        try:
            frame, _ = self._framer.frame(text, context)
        except (FluxError, AskBack):
            return ()
        tried = self._suggestions.of_things([(one.kind, one.name) for one in frame.names])
        return tuple(one for one in tried if "what happens" in one or self._is_answered(one, context))

    def _of_yesterday(self, text: str, context: ToolContext) -> str | None:
        """The same question of yesterday, of which there is most likely to be something."""
        period = None if COMPARED.search(text) else period_in(text.lower(), context.today)
        if period is None or period.is_future or period.text in ("yesterday", "today"):
            return None
        return f"{text[: period.start]}yesterday{text[period.end :]}".strip()

    def _is_answered(self, question: str, context: ToolContext) -> bool:
        """Whether an example has an answer today; asked once a day of a utility, as the past grows by days."""
        key = context.utility_id, context.today.isoformat(), question
        if key not in self._answered:
            if context.stop.is_set():
                return False
            if len(self._answered) > MOST_KEPT:
                self._answered.clear()
            quiet = replace(context, asked=[])
            try:
                events = list(self._answer(question, quiet))
            except (NoAnswer, AskBack):
                events = []
            except FluxError:  # a source is away just now
                return False
            self._answered[key] = any(isinstance(one, Shown | Cited) for one in events)
        return self._answered[key]


# What a word leaves behind beside one of these is another question altogether, not a nearer one.
_TURNING = frozenset(
    {
        "not",
        "no",
        "without",
        "before",
        "after",
        "under",
        "over",
        "above",
        "below",
        "more",
        "fewer",
        "less",
        "than",
        "since",
        "until",
        "never",
    }
)
# A sentence, not a thing that is named: the word that is missing from it may be its verb.
_SENTENCE: Final = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must"
    r"|how|who|whom|whose|what|when|where|which|why|i|we|you|they|he|she|it|that)\b|'(?:s|re|ll|ve|d|m)\b",
    re.IGNORECASE,
)
_BOUND = ("ing", "ed", "ly")  # endings of words that say what is done, or how  # fmt: skip
_HANGING = re.compile(r"[\s,;:-]*(?:\s(?:at|in|on|of|by|for|from|with|and|or|the|a|an|to|is|are|it))*\W*$", re.I)


def _without(text: str, words: Collection[str]) -> str:
    """A question without some of its words; empty where too little of it is left, or where it would be another one."""
    gone = [one for one in tokens_of(text) if one.norm in words or one.text in words]
    if not gone or len(gone) > MOST_LEFT or _TURNING & {word.lower() for word in (*words, *text.split())}:
        return ""
    if _SENTENCE.search(text) or any(one.text.lower().endswith(_BOUND) for one in gone):
        return ""
    rest = text
    for one in reversed(gone):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    rest = re.sub(r"\b(in|on|at|of|by|for|from|with|to)(?:\s+(?:in|on|at|of|by|for|from|with|to))+\b", r"\1", rest)
    rest = _HANGING.sub("", re.sub(r"\s+(?=[,.;?!])", "", re.sub(r"\s+", " ", rest)).strip(" ,;-"))
    return rest if len(rest.split()) > 1 else ""
