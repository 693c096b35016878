"""A form put right: "no, crew 2", "make it 10 pm", after a change was proposed; its own words with the other value."""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.last_answer import LastAnswer
from app.assistant.orders.spoken_times import LENGTH, TimeSaid, order_of, times_said
from app.assistant.refusals import NoAnswer, RefusalReason

_LEAD: Final = (
    r"^\W*(?:(?:and|ok(?:ay)?|no|also|please|make\s+it|make\s+that|(?:change|switch|set|move)\s+(?:it|that|this)\s+(?:to|for)|to|with"
    r"|for|use|at|until|till|by|rather|better|due|assign|send|dispatch|put|give\s+it\s+to|schedule\s+it|one|another|the\s+same"
    r"|same|set\s+(?:the\s+)?(?:priority|crew)\s+to|add)\b\W*)*"
)
_TAIL: Final = r"(?:\s+(?:please|pls|instead|rather|then|now|on\s+(?:it|that)|to\s+(?:it|that)|for\s+(?:it|that)))*\W*$"
_KINDS: Final = (
    ("crew", r"crew[\s-]*#?\s*0*\d{1,4}", ""),
    ("outage", r"outage\s*#?\s*\d{1,9}", ""),
    ("alarm", r"alarm\s*#?\s*\d{1,9}", ""),
    ("asset", r"(?!crew-|f-?\d)[a-z]{1,5}-\d[\d\-]*", ""),
    ("priority", r"(?:high|medium|low|urgent)", r"(?:\s+priority)?"),
    ("work", r"(?:inspection|repair|replacement|vegetation|emergency)", r"(?:\s+order)?"),
)  # fmt: skip
_NEW_ORDER: Final = "propose_new_order"
_ADDED: Final = {"priority": "with {} priority", "crew": "for {}"}
"""What a form of a new order has a place for though its order does not say it."""
_SOME_CREW: Final = re.compile(r"\b(?:the\s+)?(?:nearest|closest|next|free|available|first)\s+(?:\w+\s+)?crew\b", re.I)
_REASON: Final = re.compile(
    r"^\W*(?:and\s+|the\s+)*(?:reason|because)\b\s*(?:is\b|:|that\b|of\b)?\s*(?P<why>\S.*?)\W*$", re.I
)
_HAS_REASON: Final = re.compile(r"\bbecause\b", re.I)
_RECALLED: Final = re.compile(
    r"^\W*(?:please\s+|no\W+|ok\W+)*(?:(?:cancel|forget|undo|drop|delete|scrap|leave|abort|discard)"
    r"\s+(?:about\s+)?(?:that|this|it|the\s+(?:form|proposal)|that\s+(?:form|one))|never\s?mind|no|nope|undo|abort|stop|cancel"
    r"|(?:do\s+not|don'?t)(?:\s+do\s+(?:it|that))?|no\s+thanks?|no\s+thank\s+you)\W*$",
    re.I,
)
_CONFIRMED: Final = re.compile(
    r"^\W*(?:(?:yes|yep|yeah|yup|ok(?:ay)?|sure|right|correct|please|fine|great|perfect|now|then|and|just|go\s+ahead|do\s+(?:it|that|so)"
    r"|confirm(?:ed)?(?:\s+(?:it|that))?|submit(?:\s+(?:it|that))?|send\s+it|execute(?:\s+it)?|approved?|apply(?:\s+it)?|make\s+it\s+so"
    r"|run\s+it|proceed|save(?:\s+it)?|looks\s+good|create\s+it|book\s+it)\b\W*)+$",
    re.I,
)
_CHANGES_IT: Final = re.compile(
    r"^\W*(?:(?:and|no|ok(?:ay)?|please)\W+)*(?:(?:make|change|set|switch|move)\s+(?:it|that|this)\b|(?:add|with|without|due|until|till)\b)"
    r"|\b(?:instead|rather)\W*$",
    re.I,
)
_ASKS: Final = re.compile(r"\?\W*$|\b(?:what|which|who|how|when|where|why)\b", re.I)


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


def refuse_confirmed(text: str, last: LastAnswer | None) -> None:
    """Say that a form is confirmed by a person in the form, never by a word: "yes, do it".

    Args:
        text: of the turn.
        last: the answer just before, which was told by a tool.

    Raises:
        NoAnswer: the answer before was a form, and it is to be done.
    """
    if last is not None and last.worded.tool.shape == "proposal" and _CONFIRMED.match(text):
        raise NoAnswer(
            RefusalReason.NEEDS_CONFIRMATION,
            "Nothing is done by a word here: the form above waits until a person confirms it with its own button.",
        )


def refuse_without_place(text: str, last: LastAnswer) -> None:
    """Say that a correction has no place in the form before: it is never made without what was said.

    Args:
        text: of the turn, as typed.
        last: the answer before.

    Raises:
        NoAnswer: the answer before was a form, and the turn wants something else in it.
    """
    if last.worded.tool.shape == "proposal" and _CHANGES_IT.search(text) and not _ASKS.search(text):
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD,
            f"“{text.strip(' .!')}” finds no place in the form before, which stays as it is: say the whole change again.",
        )


def form_again(text: str, last: LastAnswer) -> str | None:
    """The order again with other values; None where no form was before, or the piece gives no such values.

    Args:
        text: of the piece, without the words that open a correction.
        last: the answer before.
    """
    words = str(last.arguments.get("words") or "")
    if last.worded.tool.shape != "proposal" or not words:
        return None
    if (whole := _with_one(text, words, last.worded.tool.name)) is not None:
        return whole
    parts = [one for one in re.split(r"\s*(?:,|;|\band\b)\s*", text) if one.strip()]
    for part in parts if len(parts) > 1 else []:
        if (then := _with_one(part, words, last.worded.tool.name)) is None:
            return None
        words = then
    return words if len(parts) > 1 else None


def _with_one(text: str, words: str, tool: str) -> str | None:
    """An order with one other value, in place of the one it had; in a new order also where it had none."""
    if (reason := _REASON.match(text)) is not None and not _HAS_REASON.search(words):
        return f"{words.rstrip(' .')} because {reason['why']}"
    order = order_of(words)  # what is written behind it stays as it was written
    for kind, pattern, more in _KINDS:
        said = re.match(rf"{_LEAD}(?P<value>{pattern}){more}{_TAIL}", text, re.I)
        if said is None:
            continue
        olds = list(re.finditer(rf"\b{pattern}(?!\w)", order, re.I))
        if kind == "crew" and not olds:
            olds = list(_SOME_CREW.finditer(order))
        if len(olds) == 1:
            return f"{words[: olds[0].start()]}{said['value']}{words[olds[0].end() :]}"
        if not olds and tool == _NEW_ORDER and kind in _ADDED:
            level = "high" if said["value"].lower() == "urgent" else said["value"]
            return f"{order.rstrip(' .')} {_ADDED[kind].format(level)}{words[len(order) :]}"
    return _at_another_time(re.sub(_TAIL, "", text, flags=re.I), words, order, is_new=tool == _NEW_ORDER)


def _at_another_time(text: str, words: str, order: str, *, is_new: bool) -> str | None:
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
    if is_new and [one.kind for one in new] == ["day"] and not clocks and len(days) < 2:
        if re.sub(r"\b(?:at|on)\b|\W", "", rest):
            return None
        if not days:
            return f"{order.rstrip(' .')} due {new[0].text}{words[len(order) :]}"
        return f"{words[: days[0].start]}{new[0].text}{words[days[0].end :]}"
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
