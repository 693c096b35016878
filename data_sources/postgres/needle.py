"""What somebody typed, as the statements of a search look for it: everything that begins so."""

from __future__ import annotations

import sys
import unicodedata
from typing import Final

MIN_CHARACTERS: Final = 2


def needle_of(typed: str) -> tuple[str, str] | None:
    """What to look for, and the first text after all that begin with it.

    Args:
        typed: as it stands in the box.

    Returns:
        Both in lower case; None while it is too short to mean something.
    """
    letters = unicodedata.normalize("NFC", "".join(letter for letter in typed if letter.isprintable()))
    needle = letters.strip().lower()
    if len(needle) < MIN_CHARACTERS:
        return None
    return needle, needle[:-1] + _next_character(needle[-1])


def _next_character(letter: str) -> str:
    """The one after, past the halves of characters; the last of all has none and stands for itself."""
    after = min(ord(letter) + 1, sys.maxunicode)
    return chr(0xE000 if 0xD800 <= after < 0xE000 else after)
