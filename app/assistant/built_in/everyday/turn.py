"""A turn of speech: a pattern, and what says the same in the words that the tools have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.assistant.built_in.swapping import Plain, swapped


@dataclass(frozen=True, slots=True)
class TurnOfSpeech:
    """One of them.

    Attributes:
        pattern: in any case.
        plain: what stands in its place.
    """

    pattern: re.Pattern[str]
    plain: Plain


@dataclass(frozen=True, slots=True)
class TurnsOfSpeech:
    """Turns of one matter.

    Attributes:
        about: what a question has to hold, so that they are read; most questions are of other matters.
        each: in the order in which they are read.
        may_lose: whether names and numbers may get lost by them (`swapped`).
    """

    about: re.Pattern[str]
    each: Sequence[TurnOfSpeech]
    may_lose: bool = False

    def said_plainly(self, text: str) -> str:
        """A question with these turns in plain words; of another matter it stays as it is."""
        if self.about.search(text):
            for one in self.each:
                text = swapped(one.pattern, one.plain, text, may_lose=self.may_lose)
        return text


def turns(about: str, each: Iterable[tuple[str, Plain]], *, may_lose: bool = False) -> TurnsOfSpeech:
    """Turns of their patterns.

    Args:
        about: pattern of what a question has to hold.
        each: patterns, and what says the same plainly.
        may_lose: see `TurnsOfSpeech`.
    """
    own = tuple(TurnOfSpeech(re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in each)
    return TurnsOfSpeech(re.compile(about, re.IGNORECASE), own, may_lose)


def named(pattern: str, plain: str, name: str) -> tuple[str, str]:
    """A turn in whose pattern and plain words `@` is the thing that a question names.

    Args:
        pattern: with `@` once in each of its alternatives.
        plain: with `@`.
        name: pattern of the thing.
    """
    first, *parts = pattern.split("@")
    whole = first + "".join(f"(?P<at{i}>{name}){part}" for i, part in enumerate(parts))
    return whole, plain.replace("@", "".join(rf"\g<at{i}>" for i in range(len(parts))))


THING: Final = r"(?P<thing>(?:(?:feeder|fdr|circuit|ckt|sub|substation|ss)\s*#?\s*[\w\-]*\d[\w\-]*|(?:F|SUB-)\d+)|(?:this|that)\s+(?:feeder|substation|circuit))"
"""A feeder or a substation."""
WE: Final = r"(?:we|us|they|you|the\s+(?:company|utility|system|network|grid)|our\s+(?:company|utility|system|network|grid|folks|people|customers))"
