"""Passages: some paragraphs of one page under one heading, short enough to be shown as an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

MOST_LETTERS: Final = 1400
"""Of a passage: what fits beside an answer; a heading's text is cut between paragraphs, else between sentences."""

Kind = Literal["manual", "procedure", "compliance"]
Counts = Literal["page", "section"]

_BLANK_LINE = re.compile(r"\n[ \t]*\n+")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n")
# Signs that no text has: controls but for tab and line break, halves of signs, and signs that turn the line around.
_NO_SIGN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

# A hyphen that is seen only where a line ends there; what follows it on the next line is the same word.
_PARTED = re.compile("\u00ad(?:[ \t]*\n[ \t]*)?")
_SET_AS_ONE: Final = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A piece of a document.

    Attributes:
        page: counted from 1; the number of the section where a document has no pages.
        heading: over it; empty where there is none.
        text: its words, as they stand there.
    """

    page: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What a file holds.

    Attributes:
        title: as the document says it; empty where it does not.
        kind: as the document says it, or None.
        language: as the document says it, e.g. "english"; empty where it does not.
        counts: what `ReadPassage.page` counts.
        pages: how many of them.
        passages: in their order.
        left_out: pieces of text that no reader of the file sees; they are in no passage.
        guess: the encoding that it was taken to be in, where nothing in it says so; else empty.
    """

    title: str
    kind: Kind | None
    language: str
    counts: Counts
    pages: int
    passages: tuple[ReadPassage, ...]
    left_out: int = 0
    guess: str = ""


def clean(text: str) -> str:
    """The text without signs that are none, its line breaks all alike, letters that were set as one sign apart."""
    lined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    return _NO_SIGN.sub("", _PARTED.sub("", lined).translate(_SET_AS_ONE))


def cut(page: int, heading: str, text: str) -> Iterator[ReadPassage]:
    """The passages of one page under one heading; none where it holds no words."""
    for piece in _joined(_pieces(text)):
        if any(sign.isalnum() for sign in piece):
            yield ReadPassage(page, heading, piece)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """(what parts it from the piece before, the piece); none is longer than a passage."""
    for paragraph in _BLANK_LINE.split(text.strip("\n")):
        mark = "\n\n"
        for piece in _short(paragraph.rstrip()):
            yield mark, piece
            mark = " "


def _short(paragraph: str) -> Iterator[str]:
    if len(paragraph) <= MOST_LETTERS:
        yield paragraph
        return
    for sentences in _joined((" ", sentence) for sentence in _SENTENCE_END.split(paragraph)):
        for start in range(0, len(sentences), MOST_LETTERS):
            yield sentences[start : start + MOST_LETTERS]


def _joined(pieces: Iterable[tuple[str, str]]) -> Iterator[str]:
    """As many pieces together as fit into a passage."""
    held = ""
    for mark, piece in pieces:
        if held and len(held) + len(mark) + len(piece) > MOST_LETTERS:
            yield held
            held = ""
        held = f"{held}{mark}{piece}" if held else piece
    if held:
        yield held
