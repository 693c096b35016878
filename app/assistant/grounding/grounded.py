"""GroundedText: text as it streams in, let out by the sentence with every number and name tied to its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from app.assistant.events import Stated
from app.assistant.grounding.claims import Claim, claims_of
from app.assistant.grounding.evidence import AnswerEvidence

LONGEST_SENTENCE = 600  # characters that are held back at most
# A sentence ends with a mark and a space after it, or with its line: the point of 3.5 is none.
_END: Final = re.compile(r"[.!?…:][\"')\]*_]*\s+|\n+")


def stated(text: str, evidence: AnswerEvidence) -> list[Stated]:
    """A whole text in pieces, sentence by sentence."""
    whole = GroundedText(evidence)
    return [*whole.feed(text), *whole.end()]


class GroundedText:
    """A text that comes in pieces of any length.

    Args:
        evidence: what may cover its claims; a result that comes later covers later sentences only.
    """

    def __init__(self, evidence: AnswerEvidence) -> None:
        self._evidence, self._held = evidence, ""
        self._marked = 0  # of the last line of a list
        self.uncovered = 0

    def feed(self, text: str) -> Iterator[Stated]:
        """The sentences that are complete with this piece."""
        self._held += text
        while (cut := _cut(self._held)) > 0:
            sentence, self._held = self._held[:cut], self._held[cut:]
            yield from self._grounded(sentence)

    def end(self) -> Iterator[Stated]:
        """What is left."""
        rest, self._held = self._held, ""
        if rest:
            yield from self._grounded(rest)

    def _grounded(self, sentence: str) -> Iterator[Stated]:
        names = self._evidence.names_in(sentence)
        claims = _apart([*names, *self._without_marks(claims_of(sentence))])
        mentioned = {claim.name for claim in claims if claim.kind == "name"}
        words, place = sentence.lower(), 0
        for claim in claims:
            if claim.start > place:
                yield Stated(sentence[place : claim.start])
            found = self._evidence.covering(claim, mentioned, words)
            self.uncovered += found is None
            yield Stated(claim.text, found.cell if found else None, is_uncovered=found is None)
            place = claim.end
        if place < len(sentence):
            yield Stated(sentence[place:])

    def _without_marks(self, claims: list[Claim]) -> Iterator[Claim]:
        """Marks of lists count up from 1; one that does not is a number: "250. transformers failed"."""
        for claim in claims:
            if claim.kind != "mark":
                yield claim
            elif claim.value in (1, self._marked + 1):
                self._marked = int(claim.value)
            else:
                yield replace(claim, kind="number")


def _apart(claims: list[Claim]) -> list[Claim]:
    """Claims that do not overlap, in their order; those named first win."""
    kept: list[Claim] = []
    for claim in claims:
        if all(claim.end <= other.start or claim.start >= other.end for other in kept):
            kept.append(claim)
    return sorted(kept, key=lambda claim: claim.start)


def _cut(text: str) -> int:
    """Where the first complete sentence of a text ends; 0 where there is none yet."""
    for match in _END.finditer(text):
        # "1. " begins a line of a list, and white space at the very end may go on.
        if match.end() < len(text) and not re.fullmatch(r"\s*\d{1,3}[.:]\s+", text[: match.end()]):
            return match.end()
    if len(text) > LONGEST_SENTENCE:
        return max(text.rfind(" ", 0, LONGEST_SENTENCE), 0) or LONGEST_SENTENCE
    return 0
