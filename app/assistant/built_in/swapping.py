"""A turn of speech said plainly, where nothing that narrows the question gets lost by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

Plain = str | Callable[[re.Match[str]], str]
"""What is said in the place of a turn, as `re.sub` takes it."""
_GIVEN: Final = re.compile(r"\d+")
_NARROWS: Final = re.compile(
    r"\b(?:except|excluding|besides|unless|older|newer|compared|today|yesterday|tomorrow|(?:last|this|past)\s+(?:hour|day|week|month"
    r"|quarter|year))\b",
    re.IGNORECASE,
)


def swapped(pattern: re.Pattern[str], plain: Plain, text: str, *, may_lose: bool = False) -> str:
    """A question with all that a pattern finds said plainly.

    What was found stays where a name, a number, a time or an exception of it would be lost: words that nothing covers
    are refused later, words that are gone are not.

    Args:
        pattern: of the turn.
        plain: what says the same.
        text: of the question.
        may_lose: names and numbers may get lost all the same.
    """
    if may_lose:
        return pattern.sub(plain, text)
    if not pattern.search(text):
        return text
    own = pattern.pattern.lower()

    def said(found: re.Match[str]) -> str:
        instead = plain(found) if callable(plain) else found.expand(plain)
        return found[0] if _loses(found[0], instead, own) else instead

    return pattern.sub(said, text)


def _loses(whole: str, instead: str, own: str) -> bool:
    """Whether what narrows a question stands in what was found alone; what the turn names itself is its own."""
    kept = instead.lower()
    for part in (*_GIVEN.findall(whole.lower()), *(found[0].lower() for found in _NARROWS.finditer(whole))):
        if part not in kept and part not in own:
            return True
    return False
