"""What is text: that a database, a page and a log can keep."""

from __future__ import annotations

import unicodedata
from typing import Final, TypeVar

from pydantic import AfterValidator, SecretStr

Said = TypeVar("Said", str, SecretStr)


def _not_blank(said: Said) -> Said:
    told = said.get_secret_value() if isinstance(said, SecretStr) else said
    if not any(_is_seen(character) for character in told):
        raise ValueError("give a text: blanks say nothing")
    return said


def _is_seen(character: str) -> bool:
    """Whether it leaves a mark; NUL has words of its own (`Command.of`)."""
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Cn", "Co")


def _not_blanks_alone(said: Said) -> Said:
    return _not_blank(said) if said else said


NOT_BLANKS_ALONE: Final = AfterValidator(_not_blanks_alone)
"""Of a text that an empty one takes away."""
NOT_BLANK: Final = AfterValidator(_not_blank)
"""Of every text that a command needs, and of one that may be left out: what is given says something."""


def is_text(said: str) -> bool:
    """Whether it can be written in UTF-8: JSON lets half of a surrogate pair in, which is no character."""
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return True
