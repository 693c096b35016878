"""What a request for a change names."""

from __future__ import annotations

import re
from typing import Final

from app.assistant.context import ToolContext
from app.assistant.naming import asset_of
from app.assistant.proposing import ChangeAsked
from app.assistant.results import NamedAsset

ORDERED: Final = ("pole", "transformer", "device", "segment")  # assets that an order can be about
NUMBERED: Final = r"(?:work\s*)?(?:order|alarm|wo)?\s*(?:no\.?|number|#)?\s*\d{1,18}"

_LENGTH: Final = r"(?:\.\d+)?\s*(?:m|mins?|minutes?|h|hrs?|hours?|d|days?|a\.?m|p\.?m|%)(?!\w)|:\d\d"


def names_in(context: ToolContext, args: ChangeAsked) -> list[NamedAsset]:
    """What the request names; what is only a number is an order or an alarm.

    Raises:
        NoAnswer: a name is none.
    """
    said = [
        one for one in (args.name, args.other, args.place) if one and not re.fullmatch(NUMBERED, one.strip().lower())
    ]
    return [asset_of(context, one) for one in said]


def number_in(args: ChangeAsked, what: str) -> int | None:
    """The number of an order or alarm in the request; that of a length of time is none."""
    number = rf"\b{what}s?\s*(?:no\.?|number|#)?\s*(\d{{1,18}})\b(?!{_LENGTH})"
    order = args.order
    for text in (args.name, args.other, order):
        found = re.search(number, text, re.I)
        if found and (text is order or not _is_length(found[1], order)):
            return int(found[1])
    alone = next((one.strip() for one in (args.name, args.other) if one.strip().isdecimal()), "")
    return int(alone) if alone and not _is_length(alone, args.order) else None


def _is_length(number: str, words: str) -> bool:
    """Whether a number is said of a length of time, wherever it is said: `2` of "alarm 2 hours"."""
    said = [one for one in re.finditer(rf"(?<!\d){number}(?!\d)", words) if words[: one.start()][-1:] not in ("-", "_")]
    return bool(said) and all(re.match(_LENGTH, words[one.end() :], re.I) for one in said)
