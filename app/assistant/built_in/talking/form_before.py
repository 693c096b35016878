"""A form put right: "no, crew 2", "make it 10 pm", after a change was proposed; its own words with the other value."""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.last_answer import LastAnswer

_LEAD: Final = r"^\W*(?:(?:and|ok(?:ay)?|no|make\s+it|make\s+that|change\s+(?:it|that)\s+to|to|with|for|use|at|until|till|by|rather|better)\b\W*)*"
_TIME: Final = r"(?:(?:(?:today|tonight|tomorrow)\s+(?:at\s+)?)?(?:\d{1,2}(?::\d\d)?\s*(?:am|pm|a\.m\.|p\.m\.)|\d{1,2}:\d\d|noon|midnight)(?:\s+(?:today|tonight|tomorrow))?)"
_SPAN: Final = r"(?:\d+|an?|one|two|three|four|half\s+an?)\s*(?:hours?|hrs?|h|minutes?|mins?)"
_KINDS: Final = (
    ("crew", r"crew[\s-]*#?\s*0*\d{1,4}"),
    ("outage", r"outage\s*#?\s*\d{1,9}"),
    ("alarm", r"alarm\s*#?\s*\d{1,9}"),
    ("priority", r"(?:high|medium|low|urgent)(?:\s+priority)?"),
    ("time", _TIME),
    ("span", _SPAN),
)  # fmt: skip
_SOME_CREW: Final = re.compile(r"\b(?:the\s+)?(?:nearest|closest|next|free|available|first)\s+(?:\w+\s+)?crew\b", re.I)
_REASON: Final = re.compile(
    r"^\W*(?:and\s+|the\s+)*(?:reason|because)\b\s*(?:is\b|:|that\b|of\b)?\s*(?P<why>\S.*?)\W*$", re.I
)
_HAS_REASON: Final = re.compile(r"\bbecause\b", re.I)


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
    for kind, pattern in _KINDS:
        said = re.match(rf"{_LEAD}(?P<value>{pattern})\W*$", text, re.I)
        if said is None:
            continue
        olds = list(re.finditer(rf"\b{pattern}(?!\w)", words, re.I))
        if kind == "crew" and not olds:
            olds = list(_SOME_CREW.finditer(words))
        if len(olds) == 1:
            return f"{words[: olds[0].start()]}{said['value']}{words[olds[0].end() :]}"
    return None
