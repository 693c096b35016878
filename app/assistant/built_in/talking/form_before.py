"""A form put right: "no, crew 2", "make it 10 pm", after a change was proposed; its own words with the other value."""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.last_answer import LastAnswer
from app.assistant.orders.spoken_times import LENGTH, TimeSaid, order_of, times_said
from app.assistant.refusals import NoAnswer, RefusalReason

_LEAD: Final = r"^\W*(?:(?:and|ok(?:ay)?|no|make\s+it|make\s+that|change\s+(?:it|that)\s+to|to|with|for|use|at|until|till|by|rather|better)\b\W*)*"
_KINDS: Final = (
    ("crew", r"crew[\s-]*#?\s*0*\d{1,4}", ""),
    ("outage", r"outage\s*#?\s*\d{1,9}", ""),
    ("alarm", r"alarm\s*#?\s*\d{1,9}", ""),
    ("priority", r"(?:high|medium|low|urgent)", r"(?:\s+priority)?"),
)  # fmt: skip
_SOME_CREW: Final = re.compile(r"\b(?:the\s+)?(?:nearest|closest|next|free|available|first)\s+(?:\w+\s+)?crew\b", re.I)
_REASON: Final = re.compile(
    r"^\W*(?:and\s+|the\s+)*(?:reason|because)\b\s*(?:is\b|:|that\b|of\b)?\s*(?P<why>\S.*?)\W*$", re.I
)
_HAS_REASON: Final = re.compile(r"\bbecause\b", re.I)
_RECALLED: Final = re.compile(
    r"^\W*(?:please\s+|no\W+)*(?:cancel|forget|undo|drop|delete|scrap)\s+(?:that|this|it|the\s+(?:form|proposal)|that\s+(?:form|one))\W*$",
    re.I,
)


def refuse_recalled(text: str, last: LastAnswer | None) -> None:
    """Say that a form needs no taking back: "cancel that" after one cancels no outage.

    Args:
        text: of the turn.
        last: the answer before.

    Raises:
        NoAnswer: the answer before was a form, and it is to be forgotten.
    """
    if last is not None and last.worded.tool.shape == "proposal" and _RECALLED.match(text):
        raise NoAnswer(
            RefusalReason.NEEDS_CONFIRMATION,
            "Nothing was done by the form before: as long as nobody confirms it, it changes nothing. To cancel an "
            "outage or an order, say which by its number.",
        )


def form_again(text: str, last: LastAnswer) -> str | None:
    """The order again with another value; None where no form was before, or the piece gives no such value.

    Args:
        text: of the piece, without the words that open a correction.
        last: the answer before.
    """
    words = str(last.arguments.get("words") or "")
    if last.worded.tool.shape != "proposal" or not words:
        return None
    if (reason := _REASON.match(text)) is not None and not _HAS_REASON.search(words):
        return f"{words.rstrip(' .')} because {reason['why']}"
    order = order_of(words)  # what is written behind it stays as it was written
    for kind, pattern, more in _KINDS:
        said = re.match(rf"{_LEAD}(?P<value>{pattern}){more}\W*$", text, re.I)
        if said is None:
            continue
        olds = list(re.finditer(rf"\b{pattern}(?!\w)", order, re.I))
        if kind == "crew" and not olds:
            olds = list(_SOME_CREW.finditer(order))
        if len(olds) == 1:
            return f"{words[: olds[0].start()]}{said['value']}{words[olds[0].end() :]}"
    return _at_another_time(text, words, order)


def _at_another_time(text: str, words: str, order: str) -> str | None:
    """The order at another time, or for another length; the day that was said stays where none is said now."""
    lead = re.match(_LEAD, text, re.I)
    piece = text[lead.end() if lead is not None else 0 :].strip(" .!?,;")
    if re.fullmatch(LENGTH, piece, re.I):
        olds = [one for one in times_said(order) if one.kind == "length"]
        old = re.search(LENGTH, olds[0].text, re.I) if len(olds) == 1 else None
        if old is None:
            return None
        start = olds[0].start + old.start()
        return f"{words[:start]}{piece}{words[start + old.end() - old.start() :]}"
    new, olds = times_said(piece), times_said(order)
    rest = piece
    for one in new:
        rest = rest.replace(one.text, " ", 1)
    clocks, days = ([one for one in olds if one.kind == kind] for kind in ("clock", "day"))
    if not new or re.sub(r"\b(?:at|on)\b|\W", "", rest) or len(clocks) != 1 or len(days) > 1:
        return None
    by_kind = {one.kind: one for one in new}
    if len(by_kind) != len(new) or by_kind.keys() - {"clock", "day"}:
        return None
    put: list[tuple[TimeSaid, str]] = []
    if "clock" in by_kind:
        put.append((clocks[0], by_kind["clock"].text))
    if "day" in by_kind and days:
        put.append((days[0], by_kind["day"].text))
    for old_time, value in sorted(put, key=lambda pair: -pair[0].start):
        words = f"{words[: old_time.start]}{value}{words[old_time.end :]}"
    if "day" in by_kind and not days:
        end = clocks[0].start + len(put[0][1]) if put else clocks[0].end
        words = f"{words[:end]} {by_kind['day'].text}{words[end:]}"
    return words
