"""Pieces of a text as a person writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.assistant.events import Stated


def sentences(pieces: Iterable[Stated]) -> Iterator[Stated]:
    """The pieces as a person writes them: the first word begins with a capital, no full stop follows another.

    Args:
        pieces: of an answer's text; those that are cells stay as they are.
    """
    so_far = ""
    for piece in pieces:
        text = piece.text
        if piece.cell is None:
            if so_far.endswith(".") and text.startswith("."):
                text = text[1:]
            if so_far.endswith(".") and text.startswith(" (") and text.endswith(")."):
                text = text[:-1]  # "none. (as of …)"
            bare = text.lstrip()
            if (not so_far.strip() or so_far.rstrip().endswith((".", ".)"))) and bare[:1].islower():
                text = text[: len(text) - len(bare)] + bare[:1].upper() + bare[1:]
        so_far += text
        if text:
            yield replace(piece, text=text)
