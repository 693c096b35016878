"""GroundedText: text as it streams in, let out by the sentence with every number and name tied to its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from app.assistant.events import Stated
from app.assistant.grounding.cells import Covered
from app.assistant.grounding.claims import Claim, claims_of
from app.assistant.grounding.evidence import AnswerEvidence
from app.assistant.grounding.table_lines import cell_at, cells_of, is_table_line, without
from app.assistant.grounding.wording import TIMES, by_order, names_of, times_of

HEADING_WORDS: Final = 2  # beside the names of a line that heads what follows
LABEL_WORDS: Final = 6  # before a colon, of what is no sentence
# Beginnings of a sentence that goes on about what the one before named.
_AGAIN: Final = re.compile(
    r"\W*(?:it|its|there|this|that|these|those|they|their|both|of (?:it|them|these|those)"
    r"|the (?:feeder|circuit|substation|transformer|meter|pole|line|outage|crew|asset|customers?|load|loading))\b"
)
_VERB: Final = re.compile(r"\b(?:is|are|was|were|has|have|had|do|does|will|there)\b")
_NUMBERED: Final = re.compile(
    r"\b(?:feeder|circuit|substation|crew|outage|order|alarm|incident|job)\s+(?:no|nr)\.\s+\Z", re.IGNORECASE
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
        self._heading: list[str] = []
        self._last = set[str]()
        self._label, self._list_label = "", ""
        self._head: list[str] = []

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
        names = [self._evidence.named(claim) for claim in self._evidence.names_in(sentence)]
        found = [self._evidence.named(claim) for claim in claims_of(sentence)]
        claims = _apart([*names, *self._without_marks(found)])
        is_row = is_table_line(sentence)
        pieces = self._row(sentence, claims) if is_row and self._head else self._sentence(sentence, claims)
        place = 0
        for claim, covered in pieces:
            if claim.start > place:
                yield Stated(sentence[place : claim.start])
            self.uncovered += covered is None
            yield Stated(claim.text, covered.cell if covered else None, is_uncovered=covered is None)
            place = claim.end
        if place < len(sentence):
            yield Stated(sentence[place:])
        self._evidence.hear(sentence)
        if is_row:
            self._head = self._head or cells_of(sentence)
        elif sentence.strip():
            self._head = []
            self._keep(sentence, claims, self._own(claims) or self._spoken_of(sentence.lower()))

    def _own(self, claims: list[Claim]) -> set[str]:
        """The names that a sentence has itself."""
        return {claim.name for claim in claims if claim.kind == "name" and self._evidence.is_telling(claim)}

    def _sentence(self, sentence: str, claims: list[Claim]) -> Iterator[tuple[Claim, Covered | None]]:
        own = self._own(claims)
        words = sentence.lower()
        mentioned = own or self._spoken_of(words)
        label = f"{self._list_label} {self._label}".strip()
        label = f"{label}: " if label else ""
        first = next((claim.start for claim in claims if claim.kind == "name"), len(sentence))
        in_order = by_order(claims, words, self._heading)
        for claim in claims:
            near = names_of(claim, claims, words) if own and claim.kind != "name" else frozenset[str]()
            if self._heading and claim.kind != "name" and claim.start < first:  # "F0001: 7 customers, F0002: "
                near = frozenset(self._heading)
            near = frozenset({in_order[claim]}) if claim in in_order else near
            place = claim.start + len(label)
            when = times_of(claim, claims, words)
            yield claim, self._evidence.covering(claim, mentioned | set(near), label + words, place, near, when)

    def _row(self, line: str, claims: list[Claim]) -> Iterator[tuple[Claim, Covered | None]]:
        """A line of a table: a number is of its own line and of its own column, whichever of the two has the name."""
        own = [claim for claim in claims if claim.kind == "name"]
        for claim in claims:
            at, start = cell_at(line, claim.start)
            head = self._head[at] if at < len(self._head) else ""
            label = cells_of(line)[0] if at else ""
            inside = [one.name for one in own if cell_at(line, one.start)[0] == 0] or [one.name for one in own]
            headed = [self._evidence.named(one) for one in claims_of(head)] + self._evidence.names_in(head)
            near = {*inside, *(one.name for one in headed if one.kind == "name")} or set(self._heading)
            prefix = f"{without(label, inside)} {without(head, near)}: ".lower()
            cell = cells_of(line)[at].lower()
            mentioned = near if claim.kind != "name" else {one.name for one in own}
            place = len(prefix) + max(claim.start - start, 0)
            when = [one for one in claims_of(f"{label} | {head}") if at and one.kind in TIMES]
            yield claim, self._evidence.covering(claim, mentioned, prefix + cell, place, frozenset(near), when)

    def _spoken_of(self, words: str) -> set[str]:
        """The names that a sentence without any is about: those of its heading, or of the sentence before."""
        return set(self._heading) or (self._last if _AGAIN.match(words) else set())

    def _keep(self, sentence: str, claims: list[Claim], mentioned: set[str]) -> None:
        """Remember what was spoken of; a heading holds until a name follows, or an empty line after something else."""
        names = [claim for claim in claims if claim.kind == "name"]
        rest = sentence
        for claim in reversed(names):
            rest = f"{rest[: claim.start]} {rest[claim.end :]}"
        self._keep_label(sentence, rest, is_plain=len(names) == len(claims))
        if names and re.fullmatch(r"\W*:\W*", sentence[names[-1].end :]):
            self._heading = [names[-1].name] if len(names) < len(claims) else [name.name for name in names]
            self._last = mentioned
            return
        is_ended = sentence.rstrip(" *_\n").endswith(":")
        is_short = "\n" in sentence and len(re.findall(r"\w+", rest)) <= HEADING_WORDS
        is_headed = len(names) == len(claims) and (is_ended or is_short)
        if names:
            self._heading = [name.name for name in names] if is_headed else []
        elif re.search(r"\n\s*\n", sentence) and sentence.strip():
            self._heading = []
        self._last = mentioned if sentence.strip() else self._last

    def _keep_label(self, sentence: str, rest: str, *, is_plain: bool) -> None:
        """What a number after a colon is: "Customers out: 121", or the lines of a list below it."""
        words = re.sub(r"[^\w\s%()'-]|(?<!\w)-|-(?!\w)", " ", rest.lower()).strip()
        is_label = (
            is_plain
            and not _VERB.search(words)
            and sentence.rstrip(" *_\n").endswith(":")
            and len(words.split()) <= LABEL_WORDS
        )
        if is_label and "\n" in sentence:
            self._label, self._list_label = "", words
        else:
            self._label = words if is_label else ""
        if not is_label and re.search(r"\n\s*\n", sentence):
            self._list_label = ""

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
        if text[: match.end()].lstrip().startswith("|") and "\n" not in match[0]:
            continue  # a line of a table is one
        if _NUMBERED.search(text[: match.end()]):
            continue
        if match.end() < len(text) and not re.fullmatch(r"\s*\d{1,3}[.:]\s+", text[: match.end()]):
            return match.end()
    if len(text) > LONGEST_SENTENCE:
        return max(text.rfind(" ", 0, LONGEST_SENTENCE), 0) or LONGEST_SENTENCE
    return 0
