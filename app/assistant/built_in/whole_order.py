"""No word of an order is lost: each is the thing, a value, a text, or says nothing; else there is no form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import PLACES
from app.assistant.built_in.refusing import commands
from app.assistant.built_in.vocabulary import Worded
from app.assistant.built_in.words import Token, normal, phrase, tokens_of
from app.assistant.orders.holding import Holds
from app.assistant.orders.spoken_times import times_said
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult

_LEAD: Final = re.compile(
    r"^\W*(?:(?:please|pls|kindly|now|ok|okay|hey|hi|can\s+you|could\s+you|would\s+you|will\s+you|i\s+(?:want|need)\s+(?:you\s+)?to"
    r"|let'?s|go\s+ahead\s+and|just|then|and|also|plus|next)\b\W*)*",
    re.I,
)
_LIGHT: Final = frozenset(
    phrase(
        "a an the to of for on at in by is are be been being its their as with from into onto please pls thanks thank "
        "you kindly now right just immediately asap away once want need would like me us u can could will i up out "
        "have has had having number no active current open our my your hereby back"
    )
)
"""Words that change nothing in an order."""
_POINTING: Final = frozenset(phrase("this that it there one"))
"""They say nothing where the thing is named besides."""
_JOINTS: Final = frozenset(phrase("and or but except not without only nor"))
_OF_TEXT: Final = re.compile(
    r"\b(?:because|reason|saying|says?|that|notes?|of|is|was|being|for|the|an?|and|with)\b|[^\w]", re.I
)
MOST_TOLD: Final = 8
MOST_LETTERS: Final = 60


class NotHeld(NoAnswer):
    """An order of which a word would be lost in its form."""


def refuse_rest(frame: Frame, words: str, worded: Worded, result: ToolResult) -> None:
    """Refuse an order that says more than its form holds.

    Args:
        frame: of the order, without the text that is written behind it.
        words: all of it, as typed.
        worded: the tool that filled the form.
        result: the form.

    Raises:
        NotHeld: says what found no place.
    """
    holds, proposal = worded.tool.holds, result.proposal
    if proposal is None or holds.text == "all":
        return
    values = dict(proposal.values)
    _refuse_text(words[len(frame.text) :], holds, values)
    text = frame.text
    for one in frame.names:
        text = _blank(text, one.start, one.end)
    for pattern, key in holds.reads:
        found = re.search(pattern, text, re.I)
        if found is not None and (not key or key in values):
            text = _blank(text, found.start(), found.end())
    text = _without_times(_without_texts(text, values), holds, values)
    text = " " * (lead := _LEAD.match(text).end()) + text[lead:]  # type: ignore[union-attr]
    if left := _left(text, _allowed(frame, worded, holds), values):
        whole = frame.text[left[0].start : len(frame.text) if left[0].norm in _JOINTS else left[-1].end]
        raise not_held(whole if len(whole) <= MOST_LETTERS else " ".join(one.text for one in left[:MOST_TOLD]))


def _refuse_text(written: str, holds: Holds, values: Mapping[str, Any]) -> None:
    """Refuse a text that is written behind an order, and is not in its form."""
    if not _OF_TEXT.sub("", written):
        return
    rest = written
    if holds.text:
        for value in sorted(_texts(values), key=len, reverse=True):  # "pole" stands in "pole leans", too
            rest = re.sub(re.escape(value), " ", rest, count=1, flags=re.I)
    if _OF_TEXT.sub("", rest):
        raise not_held(" ".join(written.split()[:MOST_TOLD]))


def _without_texts(text: str, values: Mapping[str, Any]) -> str:
    """The order without the texts that its form holds as they were typed."""
    for value in sorted(_texts(values), key=len, reverse=True):
        found = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.I)
        text = _blank(text, found.start(), found.end()) if found is not None else text
    return text


def _texts(values: Mapping[str, Any]) -> list[str]:
    texts = [one for value in values.values() if isinstance(value, str) for one in value.split("; ")]
    return [one for one in texts if len(one) > 2]


def _without_times(text: str, holds: Holds, values: Mapping[str, Any]) -> str:
    said = times_said(text)
    if not said:
        return text
    many = {kind: sum(one.kind == kind for one in said) for kind in ("clock", "day", "length")}
    told = " and ".join(f"“{one.text}”" for one in said)
    foreign = [one for one in said if one.kind not in holds.time]
    if foreign:
        raise not_held(foreign[0].text)
    if many["clock"] > holds.clocks or many["day"] > 1 or many["length"] + bool(many["clock"]) > 1:
        raise NotHeld(
            RefusalReason.NEEDS_CONFIRMATION, f"One form holds one time, and {told} are {len(said)}: say one of them."
        )
    if not any(key.endswith(("_at", "_on")) or key == "until" for key in values) and not _is_planned(values):
        more = "" if many["clock"] or many["length"] else " Say the hour as well, such as 8 am."
        raise NotHeld(
            RefusalReason.NEEDS_CONFIRMATION, f"{told} is not understood as a time of the form: none is made.{more}"
        )
    for one in said:
        text = _blank(text, one.start, one.end)
    return text


def _is_planned(values: Mapping[str, Any]) -> bool:
    return "Planned for" in str(values.get("description", ""))


def refuse_names(frame: Frame, worded: Worded) -> None:
    """Refuse an order that names more things than its form is of.

    Args:
        frame: of the order, without the text that is written behind it.
        worded: the tool that would fill the form.

    Raises:
        NotHeld: names them.
    """
    holds = worded.tool.holds
    if holds.text == "all":
        return
    kinds: dict[str, set[str]] = {}
    for one in frame.names:
        kinds.setdefault(one.kind, set()).add(one.name)
    for kind, some in kinds.items():
        if len(some) > (1 if kind == "crew" else holds.targets):
            told = " and ".join(sorted(some))
            raise NotHeld(
                RefusalReason.NEEDS_CONFIRMATION,
                f"A form is of one {kind}, and {told} are {len(some)}: ask for each by itself.",
            )
    if "crew" in kinds and not holds.has_crew:
        raise not_held(next(frame.text[one.start : one.end] for one in frame.names if one.kind == "crew"))
    things = [one for one in kinds if one not in PLACES]
    if len(things) > 2 or len(kinds) - len(things) > 1:
        raise not_held(frame.text[frame.names[-1].start : frame.names[-1].end])


def _allowed(frame: Frame, worded: Worded, holds: Holds) -> frozenset[str]:
    own = {word for one in worded.phrases if one.of in ("subject", "tool") for word in one.words}
    named = {word for one in frame.names for word in phrase(one.kind)}
    pointing = _POINTING if any(one.kind != "crew" for one in frame.names) else frozenset[str]()
    verb = phrase(commands.command_in(frame.text))
    return frozenset(own | named | _LIGHT | pointing | {*verb, *phrase(holds.words)})


def _left(text: str, allowed: frozenset[str], values: Mapping[str, Any]) -> list[Token]:
    """Words that are neither light, nor the tool's own, nor the number that the form is about."""
    numbers = {str(one) for one in values.values() if isinstance(one, int)}
    left: list[Token] = []
    for token in tokens_of(text):
        if token.kind in ("number", "code") and token.text.lstrip("#") in numbers:
            numbers.discard(token.text.lstrip("#"))
        elif token.norm not in allowed and normal(token.text.lower()) not in allowed:
            left.append(token)
    return left


def _blank(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}"


def not_held(what: str) -> NotHeld:
    """Of words of an order for which its form has no place."""
    return NotHeld(
        RefusalReason.NEEDS_CONFIRMATION,
        f"“{what.strip()}” is not understood in this order, or is more than its form can hold: no form is made. "
        "Leave it out, or ask for each change by itself.",
    )
