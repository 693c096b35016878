"""Pieces of a question after an answer: "by month", "and saifi", "customers" are of what was asked before.

A piece that begins with a word that binds goes behind the last question; one that only names what is wanted is of the
thing that the last answer was of. Neither is ever answered of the whole utility without a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer, RefusalReason

MOST_WORDS: Final = 4
"""Of a piece; what is longer stands for itself."""
_LEAD: Final = re.compile(r"^\W*(?:(?:and|also|then|what\s+about|how\s+about|now|so|the)\b\W*)+", re.IGNORECASE)
_WHAT_IS: Final = re.compile(r"^\W*(?:what\s+(?:is|are|was)|what's|whats)\s+(?:the\s+)?", re.IGNORECASE)
_ADDS: Final = re.compile(r"^\W*(?:and|also|then|what\s+about|how\s+about)\b", re.IGNORECASE)
_BINDS: Final = re.compile(
    r"^\W*(?:and\W+)?(?:only|just|by|per|for\s+each|caused|due\s+to|because\s+of|with|without|longer|older|newer|before|after|since"
    r"|on|in|at|behind|under|from|between|during)\b",
    re.IGNORECASE,
)
_END_ALONE: Final = re.compile(
    r"^\W*(?:(?:and|so|what\s+about|how\s+about|the|which\s+is|what\s+is)\b\W*)*(?:longest|shortest|biggest|largest|smallest|tallest|oldest|newest"
    r"|latest|worst|best|highest|lowest)(?:\s+one)?\W*$",
    re.IGNORECASE,
)
"""An end of nothing that was told: no rows, and no figure of one."""
_LEFT_OPEN: Final = re.compile(
    r"^\W*(?:why|how\s+come|how\s+many|which|who|where|when|(?:which|what|who)\b.*\b(?:most|least|fewest|worst|best))\W*$",
    re.IGNORECASE,
)
"""A question that says not of what."""
_WHOLE: Final = re.compile(
    r"\b(?:how|what|which|who|whose|when|where|why|is|are|was|were|did|do|does|has|have|can|could|will|show|list|tell|give"
    r"|find|open|take|go|export|compare|set|assign|close|create|ack\w*|shelve|send|help|hi|hello|hey|thanks|thank|bye|ok"
    r"|now|today|system|utility|all|total|overall|everything)\b",
    re.IGNORECASE,
)
_HOW_MANY: Final = re.compile(
    r"^(?:so\s+)?how\s+many\s+(?:(?:active|residential|commercial|industrial|critical|life\s+support|wood|steel|solar|ev)\s+)?"
    r"(?:customers|meters|transformers|poles|fuses|switches|reclosers|breakers|devices|ties|evs|homes|accounts|xfmrs|custs)$",
    re.IGNORECASE,
)
"""What stands at a place: of the one that was just told."""
_BARE: Final = re.compile(
    r"^\W*(?:and\W+)?(?:(?:since|from)\s+when|when|where|who|why|which|how)\W*$|^\W*(?:and\W+)?(?:sort|order)(?:ed)?\b|\bones?\W*$"
    r"|^\W*(?:and\W+)?(?:the\W+)?(?:day|week|month|year)\s+(?:before|after)\W*$",
    re.IGNORECASE,
)
"""What cannot be put behind another question."""
_OF_A_KIND: Final = re.compile(
    r"^\W*(?:(?:and|also|then|what\s+about|how\s+about|only|just|which\s+are|any|are\s+any)\b\W*)*(?:the\s+|of\s+(?:them|those)\s+)?"
    r"(?:how\s+many\s+(?:of\s+(?:them|those|these)\s+)?(?:are\s+)?)?"
    r"(?:on\s+)?(?P<who>critical|residential|commercial|industrial|life\s+support|hospitals|schools|nursing\s+homes|water\s+plants|fire\s+stations"
    r"|police\s+stations|shelters|businesses)(?:\s+(?:ones?|customers?|accounts?))?\W*$",
    re.IGNORECASE,
)
_CUSTOMERS: Final = re.compile(
    r"\b(?:(?:critical|residential|commercial|industrial)\s+)?(?:customers?|custs?|people|accounts?)\b|\bwho(?:'s)?\b",
    re.IGNORECASE,
)
"""A kind of customers after a question about customers: "critical ones" after "customers out"."""
_OF_AN_OUTAGE: Final = re.compile(
    r"^\W*(?:and|also|then|so)\W+how\s+(?P<much>many|much)\s+(?P<what>[^\W\d_]+)\W*$", re.IGNORECASE
)
"""What an outage took, after an answer about it: its own, not what stands at a place."""


def of_a_kind(text: str, said: Sequence[Said]) -> str | None:
    """The last question about customers, of a kind of them: "critical ones" after "customers out"; None for others.

    Args:
        text: of the piece.
        said: the conversation before it.

    Raises:
        NoAnswer: it is of some of what was asked before, which was not of customers.
    """
    asked = (one.text for one in reversed(said) if one.role == "person" and not _OF_A_KIND.match(one.text))
    before = next(asked, "")
    if not (kind := _OF_A_KIND.match(text)):
        return None
    if not (noun := _CUSTOMERS.search(before)):
        if before and re.search(r"\bones?\W*$", text, re.IGNORECASE):
            raise NoAnswer(
                RefusalReason.NOT_UNDERSTOOD, f"“{text.strip()}” is not understood here: ask the whole question."
            )
        return None
    who = kind["who"] + ("" if kind["who"].endswith("s") else " customers")
    return f"{before[: noun.start()]}{who}{before[noun.end() :]}"


def whole_of(text: str, said: Sequence[Said], about: str, *, is_named: bool, has_period: bool) -> str | None:
    """The whole question that a piece stands for; None where it stands for itself.

    Args:
        text: of the piece.
        said: the conversation before it.
        about: what the last answer was of; empty for the whole utility.
        is_named: the piece names a thing itself.
        has_period: it names a period: then it stands for itself, unless a word says that it goes on.

    Raises:
        NoAnswer: what it goes on with cannot be told.
    """
    before = next((one.text for one in reversed(said) if one.role == "person"), "")
    if not before or len(text.split()) > MOST_WORDS:
        return None
    if about.startswith("outage ") and not is_named and (more := _OF_AN_OUTAGE.match(text)):
        return f"how {more['much']} {more['what']} of {about}"
    if _BARE.match(text):
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD, f"“{text.strip()}” is not understood here: ask the whole question."
        )
    if about and _END_ALONE.match(text):
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD,
            f"“{text.strip()}” of what? Say the kind of things, or by what they are ranked.",
        )
    if _BINDS.match(text):
        rest = re.sub(r"^\W*(?:and|only|just)\b\W*", "", text, flags=re.IGNORECASE)
        if re.search(r"\b(?:which|what)\b", rest, re.IGNORECASE):  # it asks for more than the question before
            raise NoAnswer(
                RefusalReason.NOT_UNDERSTOOD, f"“{text.strip()}” is not understood here: ask the whole question."
            )
        if len(before.split()) <= MOST_WORDS and (
            _ADDS.match(before) or _BINDS.match(before) or _LEFT_OPEN.match(before)
        ):
            raise NoAnswer(  # the question before was a piece itself: what it was of would be lost
                RefusalReason.NOT_UNDERSTOOD, f"“{text.strip()}” is not understood here: ask the whole question."
            )
        return f"{before.rstrip(' ?.!')} {rest}"
    rest = _WHAT_IS.sub("", _LEAD.sub("", text)).strip(" ?.!")
    if has_period and not _ADDS.match(text):
        return None
    if about and not is_named and not has_period and _HOW_MANY.match(rest):
        return f"{rest} on {about}"
    if is_named or not about or not rest or _WHOLE.search(rest):
        return None
    return f"{rest} of {about}"
