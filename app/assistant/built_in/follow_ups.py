"""What goes on from the answer before: another place or period, more or fewer rows, the same on the map, why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.frames.taking_apart import frame_of
from app.assistant.built_in.idioms import in_plain_words
from app.assistant.built_in.last_answer import last_answer, spoken
from app.assistant.built_in.names.found import FoundName, NamesFound
from app.assistant.built_in.reading.order import limited_by, order_of, unit_told
from app.assistant.built_in.reading.question_reading import MANY, PLACES, ROW_SHAPES, How, QuestionReading
from app.assistant.built_in.reading.units import in_unit, same_family, unit_of
from app.assistant.built_in.vocabulary import Vocabulary, Worded
from app.assistant.built_in.words import plain
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.tools import ToolQuantity

_LIGHT: Final = frozenset(
    [
        "top",
        "first",
        "instead",
        "only",
        "list",
        "show",
        "them",
        "those",
        "these",
        "it",
        "that",
        "all",
        "more",
        "same",
        "now",
        "again",
        "just",
        "rather",
        "but",
        "this",
        "one",
        "ones",
        "what",
        "why",
    ]
)
_MAP: Final = re.compile(
    r"^\W*(?:(?:and|ok|now|please|can you|could you|then)\W+)*"
    r"(?:(?:show|see|find|put|display|zoom|fly|go|take|bring)\s+(?:(?:it|that|them|this|those|me|us|in|these|to|on|the|first"
    r"|one|where)\s+)*(?:map|there|(?:is|are|it|that|them|this|they))"
    r"|where (?:is|are) (?:it|that|they|this|those)|map(?: it| that)?|on (?:the|a) map)\W*$",
    re.I,
)
_SEVERAL: Final = re.compile(r"\b(?:they|them|those|these)\b", re.I)
_WHY: Final = re.compile(
    r"^\W*(?:but\W+|and\W+|so\W+)?"
    r"(?:why(?: is (?:it|that|this)| so)?|how come|what is the reason|explain(?: it| that| this)?)\W*$",
    re.I,
)
_AND: Final = re.compile(r"\W*(?:and|also|plus|but)\b", re.I)
_MANY: Final = re.compile(r"^\W*(?:and\W+|so\W+)?how many(?: are (?:there|they)| of them| in (?:all|total))*\W*$", re.I)
_WHICH: Final = re.compile(
    r"^\W*(?:and\W+|so\W+)?"
    r"(?:which(?: ones| are they)?|(?:as\s+a\s+)?list(?: them| those| these| all)?|(?:as|in)\s+a\s+table"
    r"|show(?: me)?(?: them| those| all)|name them)\W*$",
    re.I,
)


_ANOTHER: Final = re.compile(
    r"^\W*(?:(?:and|what\s+about|how\s+about|also|plus|now|just|only|ok)\b\W*)+\S|\bonly\W*$"
    r"|^\W*(?:and\s+)?(?:the\s+)?same\b",
    re.I,
)
_ASKS_OTHERWISE: Final = re.compile(
    r"^\W*(?:(?:and|so|but|ok)\W+)*(?:who|whom|whose|when|where|how\s+(?:long|old|far|big|often)"
    r"|what\s+(?:feeds?|serves?|supplies|powers?|does|do|did)|(?:(?:on|in|at)\s+)?which\s+(?:feeder|substation|circuit))\b",
    re.I,
)
"""Asks for something else than the answer before told, though its words are small ones."""
_ONE_END: Final = re.compile(
    r"^\W*(?:(?:and|so|ok|what(?:'s|\s+is|\s+was)?|which(?:\s+is|\s+was)?|show|me)\W+)*(?:the\s+\w+|worst|best|highest|lowest|biggest|largest|smallest)(?:\s+one)?\W*$",
    re.I,
)
"""The one end of a ranking: "the worst"."""
_IN_UNIT: Final = re.compile(
    r"^\W*(?:and\W+|show\W+|give\W+|tell\W+|me\W+)*(?:it|that|them|those)\s+in\s+\S+\W*$", re.I
)
_ONLY: Final = re.compile(
    r"^\W*(?:and\W+|only\W+|just\W+|show\W+|list\W+|me\W+|which of\W+)*(?:them|those|these|the ones)\W+(?:are\W+)?"
    r"(?:on|in|of|over|under|above|below|older|newer|younger|taller|more|less)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """A follow-up as a whole question of its own.

    Attributes:
        text: of it.
    """

    text: str


def followed(
    frame: Frame, said: Sequence[Said], vocabulary: Vocabulary, named_in: Callable[[str], list[FoundName]]
) -> QuestionReading | AskedAgain | None:  # fmt: skip
    """The reading before with what the question changes in it, or a whole question; None where it stands for itself.

    Args:
        frame: of the question.
        said: the conversation before it.
        vocabulary: of the catalogue.
        named_in: finds the things that an answer names.
    """
    last = last_answer(said, vocabulary)
    if last is None or frame.lost:
        return None
    worded, arguments = last.worded, last.arguments
    if whole := _whole(frame.text, worded, arguments, last.text, named_in):
        return whole
    if _ASKS_OTHERWISE.match(frame.text):
        return None
    quantity = worded.quantity_of(arguments.get("quantity") or arguments.get("by"))
    limited = _limited(frame, worded, quantity)
    named = _words_of(limited, worded, frame) if frame.limits and limited is not quantity else frozenset()
    rest = [word for word in (*frame.words, *frame.unknown) if word.lower() not in _LIGHT and word not in named]
    if worded.tool.shape in ("proposal", "document", "go"):
        return None
    if rest:
        other = _other_quantity(frame, rest, worded, quantity)
        return None if other is None else _of_quantity(other, worded, arguments)
    is_counting = bool(_MANY.match(frame.text)) and worded.tool.takes("is_count")
    is_listing = bool(_WHICH.match(frame.text)) and bool(arguments.get("is_count"))
    is_numbered = bool(frame.n or frame.is_ranked) and worded.tool.takes("n")
    is_measured = frame.is_unit_said and quantity is not None
    if frame.unit_word and quantity is None and not frame.limits:  # "its kVA" of what had no quantity
        return None
    if frame.measured and not (frame.measured & _words(quantity)) and not frame.limits:
        return None  # "oldest" of what was ranked by load
    changes = frame.names or frame.period or frame.limits
    if not (changes or is_numbered or is_counting or is_listing or is_measured):
        return None
    unit = unit_told(frame) or _unit_before(said, vocabulary, limited or quantity)
    is_of_rows = worded.tool.shape in ROW_SHAPES and not arguments.get("place")
    asking = (
        None
        if is_of_rows and frame.period is not None and not frame.names
        else _asked_anew(frame, spoken(quantity) if quantity is not None else "", arguments)
    )
    changed = dict(arguments)
    if not _changed(frame, worded, changed, limited, unit):
        return asking
    quantity = limited if frame.limits else quantity
    if is_counting or is_listing:
        changed["is_count"] = is_counting
    return QuestionReading(worded, changed, quantity, 0.0, how=_how(worded, changed), unit=unit)


def _other_quantity(frame: Frame, rest: list[str], worded: Worded, before: ToolQuantity | None) -> ToolQuantity | None:
    """Another figure of the same answer, where that is all that a piece names: "and SAIFI", "peak only"."""
    if not _ANOTHER.match(frame.text) or frame.names or frame.period is not None or frame.limits or frame.unknown:
        return None
    if not worded.tool.takes("quantity"):
        return None
    said = frozenset(rest)
    found = [one for one in worded.phrases if one.quantity is not None and one.is_in(frame.vocabulary)]
    whole = [one.quantity for one in found if said <= one.content | _LIGHT and one.quantity is not before]
    is_of_things = before is not None and before.column.unit == "" and before.column.kind in ("count", "number")
    is_share = any(one is not None and (one.column.kind == "share" or one.column.unit == "%") for one in whole)
    if is_of_things and is_share and not frame.is_unit_said:
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"“{frame.text.strip()}”: say of what, or that a share is meant.")
    return whole[0] if whole and len({one.key for one in whole if one is not None}) == 1 else None


def _of_quantity(quantity: ToolQuantity, worded: Worded, arguments: dict[str, Any]) -> QuestionReading:
    changed = {**arguments, "quantity": quantity.key}
    return QuestionReading(worded, changed, quantity, 0.0, how=_how(worded, changed))


def is_whole_of_last(text: str) -> bool:
    """Whether a question asks of all rows of the last answer, or of it as it stands: `how many of them`, `in MW`."""
    return any(one.match(text) for one in (_MAP, _WHY, _MANY, _WHICH, _IN_UNIT, _ONLY))


def _limited(frame: Frame, worded: Worded, quantity: ToolQuantity | None) -> ToolQuantity | None:
    """The quantity that the limits of a follow-up are of: the one it names, else the one before where the unit fits.

    Args:
        frame: of the follow-up.
        worded: the tool of the answer before.
        quantity: of the answer before.
    """
    unit = next((one.unit for one in frame.limits if one.unit), "")
    named = (one for one in worded.phrases if one.quantity is not None and one.is_in(frame.vocabulary))
    said = [one for one in named if not unit or same_family(unit, unit_of(one.quantity))]
    if frame.limits and said:
        longest = max(said, key=lambda one: len(one.content)).quantity
        return quantity if quantity in [one.quantity for one in said] else longest
    if not unit or same_family(unit, unit_of(quantity)):
        return quantity
    return limited_by(frame, worded, None, {})


def _words_of(quantity: ToolQuantity | None, worded: Worded, frame: Frame) -> frozenset[str]:
    """Words of a question that name a quantity."""
    found = (one.content for one in worded.phrases if one.quantity is quantity and one.is_in(frame.vocabulary))
    return frozenset().union(*found) if quantity is not None else frozenset()


def _unit_before(said: Sequence[Said], vocabulary: Vocabulary, quantity: ToolQuantity | None) -> str:
    """The unit in which a person asked last, where the quantity is measured in it."""
    for one in reversed(said):
        if one.role != "person":
            continue
        before = frame_of(in_plain_words(plain(one.text)), NamesFound(), None, vocabulary)
        if unit := unit_told(before):
            return unit if same_family(unit, unit_of(quantity)) else ""
    return ""


def _how(worded: Worded, arguments: dict[str, Any]) -> How:
    if worded.tool.shape not in ROW_SHAPES:
        return "row"
    if arguments.get("is_count"):
        return "count"
    is_all = worded.tool.takes("is_count") and worded.tool.shape in ("filter", "list") and "n" not in arguments
    return "both" if is_all else "rows"


def _whole(
    text: str, worded: Worded, arguments: dict[str, Any], answer: str, named_in: Callable[[str], list[FoundName]]
) -> AskedAgain | None:  # fmt: skip
    """On the map, or why: of what was asked about, else of the first thing that the answer names; "they" may be any."""
    if not (_MAP.match(text) or _WHY.match(text)):
        return None
    about = _of_kind(worded, str(arguments.get("name") or ""))
    if not about and worded.tool.shape in ("ranking", "filter", "list", "near"):
        named = named_in(answer.partition("first is ")[2] or answer)
        if _SEVERAL.search(text) and (len(named) != 1 or arguments.get("is_count")):
            return None
        about = f"outage {named[0].name}" if named and named[0].kind == "outage" else named[0].name if named else ""
    about = about or str(arguments.get("place") or "")
    if not about:
        return None
    if _MAP.match(text):
        return AskedAgain(f"show {about} on the map")
    kinds = worded.kinds
    if about.startswith("outage "):
        return AskedAgain(f"what is the cause of {about}")
    return AskedAgain(f"why is {about} in bad health") if kinds & {"transformer", "pole"} else None


def _of_kind(worded: Worded, name: str) -> str:
    """A thing as a question names it: an outage's number is no name alone."""
    return f"outage {name}" if "outage" in worded.kinds and name.isdecimal() else name


def _asked_anew(frame: Frame, words: str, arguments: dict[str, Any]) -> AskedAgain | None:
    """The same quantity of another kind of thing, or of a time for which another tool answers."""
    if not words or len(frame.names) > 1 or frame.limits or frame.is_ranked:
        return None
    about = frame.names[0].name if frame.names else str(arguments.get("name") or arguments.get("place") or "")
    when = frame.text[frame.period.start : frame.period.end] if frame.period is not None else ""
    return AskedAgain(f"{words} of {about} {when}".strip() if about else f"{words} {when}".strip())


def _words(quantity: ToolQuantity | None) -> frozenset[str]:
    return frozenset() if quantity is None else frozenset(part for one in quantity.words for part in one.split())


def _changed(
    frame: Frame, worded: Worded, arguments: dict[str, Any], quantity: ToolQuantity | None, unit: str
) -> bool:  # fmt: skip
    """Put the new names, period and limits in; whether all of them found a place."""
    tool, taken = worded.tool, set[str]()
    for name in frame.names:
        kinds = worded.kinds
        fits_name = (
            tool.takes("name")
            and (not kinds or name.kind in kinds)
            and not (tool.takes("place") and name.kind in PLACES)
        )
        slot = "name" if fits_name else "place"
        if not tool.takes(slot) or (slot == "place" and name.kind not in PLACES) or (tool.shape == "compare"):
            return False
        if slot in taken:
            return False  # two of them: neither stands for both
        taken.add(slot)
        arguments[slot] = name.name
    if frame.period is not None:
        if frame.period.is_future or not tool.takes("period"):
            return False
        arguments["period"] = frame.period.text
    if frame.limits and not _put_limits(frame, worded, arguments, quantity, unit):
        return False
    if frame.order and tool.takes("order") and not set(frame.all_words) & {"top", "first"}:
        arguments["order"] = order_of(frame, quantity)
    if frame.n and tool.takes("n"):
        arguments["n"] = min(frame.n, MANY)
    elif frame.is_ranked and tool.takes("n") and _ONE_END.match(frame.text):
        arguments["n"] = 1
    if frame.is_ranked:
        arguments.pop("is_count", None)
    return True


def _put_limits(
    frame: Frame, worded: Worded, arguments: dict[str, Any], quantity: ToolQuantity | None, unit: str
) -> bool:  # fmt: skip
    """Put limits in: of the same quantity, of another instead of it, or, after "and", beside it where the tool can."""
    tool = worded.tool
    if not all(tool.takes(limit.side) for limit in frame.limits) or quantity is None:
        return False
    if arguments.get("by", quantity.key) != quantity.key:
        before = {side: arguments.pop(side) for side in ("above", "below") if arguments.get(side) is not None}
        if _AND.match(frame.text) and before:
            if not tool.takes("also") or arguments.get("also"):
                return False
            arguments |= {"also": arguments["by"], **{f"also_{side}": value for side, value in before.items()}}
    arguments["by"] = quantity.key
    for limit in frame.limits:
        arguments[limit.side] = in_unit(limit.value, limit.unit or unit, quantity.column)
    return True
