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
    """The number of an order or alarm in the request."""
    for text in (args.name, args.other, args.words):
        if found := re.search(rf"\b{what}s?\s*(?:no\.?|number|#)?\s*(\d{{1,18}})\b", text, re.I):
            return int(found[1])
    alone = next((one for one in (args.name, args.other) if one.strip().isdecimal()), "")
    return int(alone) if alone else None
