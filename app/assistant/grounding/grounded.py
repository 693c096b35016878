"""GroundedText: text as it streams in, let out by the sentence with every number and name tied to its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from app.assistant.events import Stated
from app.assistant.grounding.claims import Claim, claims_of
from app.assistant.grounding.evidence import AnswerEvidence
from app.assistant.grounding.wording import names_of

HEADING_WORDS: Final = 2  # beside the names of a line that heads what follows
# Beginnings of a sentence that goes on about what the one before named.
_AGAIN: Final = re.compile(
    r"\W*(?:it|its|there|this|that|these|those|they|their|both|of (?:it|them|these|those)"
    r"|the (?:feeder|circuit|substation|transformer|meter|pole|line|outage|crew|asset|customers?|load|loading))\b"
)
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
        self._heading = set[str]()
        self._last = set[str]()

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
        own = {claim.name for claim in claims if claim.kind == "name"}
        words, place = sentence.lower(), 0
        mentioned = own or self._spoken_of(words)
        first = next((claim.start for claim in claims if claim.kind == "name"), len(sentence))
        for claim in claims:
            if claim.start > place:
                yield Stated(sentence[place : claim.start])
            near = names_of(claim, claims, words) if own and claim.kind != "name" else frozenset()
            if self._heading and claim.kind != "name" and claim.start < first:  # "F0001: 7 customers, F0002: "
                near = frozenset(self._heading)
            found = self._evidence.covering(claim, mentioned | set(near), words, near=near)
            self.uncovered += found is None
            yield Stated(claim.text, found.cell if found else None, is_uncovered=found is None)
            place = claim.end
        if place < len(sentence):
            yield Stated(sentence[place:])
        self._keep(sentence, claims, mentioned)

    def _spoken_of(self, words: str) -> set[str]:
        """The names that a sentence without any is about: those of its heading, or of the sentence before."""
        return self._heading or (self._last if _AGAIN.match(words) else set())

    def _keep(self, sentence: str, claims: list[Claim], mentioned: set[str]) -> None:
        """Remember what was spoken of; a heading holds until a name follows, or an empty line after something else."""
        names = [claim for claim in claims if claim.kind == "name"]
        rest = sentence
        for claim in reversed(names):
            rest = f"{rest[: claim.start]} {rest[claim.end :]}"
        if names and re.fullmatch(r"\W*:\W*", sentence[names[-1].end :]):
            self._heading = {names[-1].name} if len(names) < len(claims) else mentioned
            self._last = mentioned
            return
        is_ended = sentence.rstrip(" *_\n").endswith(":")
        is_short = "\n" in sentence and len(re.findall(r"\w+", rest)) <= HEADING_WORDS
        is_headed = len(names) == len(claims) and (is_ended or is_short)
        if names:
            self._heading = mentioned if is_headed else set()
        elif re.search(r"\n\s*\n", sentence) and sentence.strip():
            self._heading = set()
        self._last = mentioned if sentence.strip() else self._last

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
