"""Times in an order, where they stand: clock times, days, lengths of time; and where its written text begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.assistant.orders.holding import TimeKind

COUNTS: Final = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "eight": 8.0,
    "twelve": 12.0, "half an": 0.5, "half a": 0.5,
}  # fmt: skip
_NUMBER: Final = r"\d{1,3}(?:\.\d+)?"
_WORD: Final = rf"half an?|{'|'.join(one for one in COUNTS if ' ' not in one)}"
_UNIT: Final = r"(?:minutes?|mins?|m|hours?|hrs?|hr|h|days?|d|weeks?)"
_COUNT: Final = rf"(?:{_NUMBER}\s*|(?:{_WORD})\s+)"  # "and" is no count of days
ONE_LENGTH: Final = rf"(?P<count>{_COUNT})(?P<unit>{_UNIT})\b"
LENGTH: Final = rf"{_COUNT}{_UNIT}\b(?:\s*(?:,|and)?\s*{_COUNT}{_UNIT}\b)*"
_DAY: Final = (
    r"(?:yesterday|today|tomorrow|tonight|\d{4}-\d\d-\d\d|(?<![\d/])\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d\d))?(?![\d/])"
    r"|(?:next\s+|this\s+|coming\s+|last\s+)?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tues?|wed|thu(?:rs)?|fri)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+20\d\d)?"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,?\s+20\d\d)?"
    r"|in\s+(?:a|one|two|three|four|five|six|\d{1,3})\s+(?:days?|weeks?))"
)
CLOCK: Final = (
    r"(?:\d{1,2}(?::\d{2})?\s*(?:a\.?m\.?|p\.?m\.?)(?!\w)|\d{1,2}:\d{2}(?::\d{2})?(?!\w)|noon|midday|midnight)"
)
_ISO: Final = r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:\d{2})?"
_SAID: Final = re.compile(
    rf"(?<![\w.:-])(?:(?P<iso>{_ISO})|(?P<clock>{CLOCK})|(?P<day>{_DAY}(?!\w))"
    rf"|(?P<length>(?:(?:for|in|within|by)\s+)?(?:another\s+|the\s+next\s+)?{LENGTH}(?:\s+(?:from\s+now|ago|later))?))",
    re.I,
)
_WRITTEN: Final = re.compile(
    r"[\"“]|:(?!\d)|[,;]\s*(?:as\s+|it(?:'s|\s+is|\s+was)\s+)?(?:an?\s+)?(?:duplicates?|same\s+as)\b|\b(?:because|saying|reasons?|that\s+says)\b"
    r"|[,;]\s*(?:and\s+)?(?:with\s+)?(?:an?\s+|the\s+)?notes?\b|\b(?:with|and)\s+(?:an?\s+|the\s+)?notes?\b",
    re.I,
)
_FROM_HERE: Final = re.compile(
    r"\bnotes?\s+(?:on|to|for|at)\s+(?:the\s+)?(?:outage|incident)\s*#?\s*\d+\b"
    r"|^\W*(?:please\s+)?(?:log|note|write|enter|record)\s+(?:down\s+)?(?:(?:an?|the)\s+note\s+)?that\b"
    r"|^\W*(?:please\s+)?(?:log|put|write|enter|add|note|record)\s+(?:\w+\s+){0,3}?(?:in|into|on|to)\s+(?:the|my|our)\s+"
    r"(?:shift\s+)?(?:log|notes?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class TimeSaid:
    """A time in a text: its kind, its words, and where they begin and end."""

    kind: TimeKind
    text: str
    start: int
    end: int


def order_of(words: str) -> str:
    """The beginning of an order, which says what to do; what is written behind it decides nothing."""
    ends = [one.start() for one in (_WRITTEN.search(words),) if one is not None]
    ends += [one.end() for one in (_FROM_HERE.search(words),) if one is not None]
    return words[: min(ends, default=len(words))]


def times_said(text: str) -> list[TimeSaid]:
    """Times of an order, in their order; a day that is counted ("in two days") is one beside a clock time alone."""
    found: list[TimeSaid] = []
    matches = list(_SAID.finditer(text))
    has_clock = any(one["clock"] or one["iso"] for one in matches)
    for one in matches:
        kind: TimeKind = "clock" if one["iso"] or one["clock"] else "day" if one["day"] else "length"
        if (
            kind == "day"
            and one["day"].lower().startswith("in ")
            and not has_clock
            and "week" not in one["day"].lower()
        ):
            kind = "length"
        found.append(TimeSaid(kind, one[0], one.start(), one.end()))
    return found
