"""Values in an operator's own words that only proposals need: a clock time, a length of time, what is to be written.

"to 6 pm", "at 18:30", "by tomorrow 6 am", "in 2 hours", "at noon"    a moment to come, by the utility's clock
"2 hours from now"                                                    likewise
"for an hour", "for 90 minutes"                                       a length of time
'note that: "…"', "because …", "log that …"                           a text, as it was typed
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final
from zoneinfo import ZoneInfo

_COUNTS: Final = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "eight": 8.0,
    "twelve": 12.0, "half an": 0.5, "half a": 0.5,
}  # fmt: skip
_COUNT: Final = rf"(half an?|{'|'.join(one for one in _COUNTS if ' ' not in one)}|\d{{1,3}}(?:\.\d+)?)"
_UNITS: Final = {"m": 1 / 60, "h": 1.0, "d": 24.0}
_LENGTH: Final = rf"{_COUNT}\s*(m|min|mins|minutes?|h|hr|hrs|hours?|d|days?)\b"
_CLOCK: Final = re.compile(r"\b(\d{1,2})(?::(\d{2}))?\s*(a\.?m\.?|p\.?m\.?)(?!\w)|\b(\d{1,2}):(\d{2})\b", re.I)
_NAMED: Final = {"noon": 12, "midday": 12, "midnight": 0}
_ISO: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:\d{2})?\b", re.I)


def hours_in(words: str) -> float | None:
    """Hours of a length of time that is said with "for"; None for none."""
    found = re.search(rf"\bfor\s+(?:the\s+next\s+)?{_LENGTH}", words.lower())
    return None if found is None else _hours(found[1], found[2])


def moment_in(words: str, now: dt.datetime, zone: ZoneInfo, *, is_past: bool = False) -> dt.datetime | None:
    """A moment that is named, aware; None for none. A clock time alone is the next one, or the last one.

    Args:
        words: as they were typed.
        now: aware.
        zone: the utility's.
        is_past: it is of what has happened.
    """
    text = words.lower()
    if ahead := re.search(rf"\bin\s+{_LENGTH}|\b{_LENGTH}\s+from\s+now\b", text):
        return (
            (now + dt.timedelta(hours=_hours(ahead[1] or ahead[3], ahead[2] or ahead[4])))
            .astimezone(zone)
            .replace(second=0, microsecond=0)
        )
    if iso := _ISO.search(text):
        try:
            at = dt.datetime.fromisoformat(iso[0].upper())
        except ValueError:  # there is no such day or hour: whoever confirms it fills the moment in
            return None
        return at.replace(tzinfo=zone) if at.tzinfo is None else at
    clock = _clock_in(text)
    if clock is None:
        return None
    here = now.astimezone(zone)
    if is_past:
        day = here.date() - dt.timedelta(days="yesterday" in text)
        at = dt.datetime.combine(day, clock, zone)
        return at if at <= here else dt.datetime.combine(day - dt.timedelta(days=1), clock, zone)
    day = here.date() + dt.timedelta(days="tomorrow" in text)
    at = dt.datetime.combine(day, clock, zone)
    return at if at > here else dt.datetime.combine(day + dt.timedelta(days=1), clock, zone)


def text_in(words: str, *verbs: str) -> str:
    """What is to be written: in quotation marks, or after one of some verbs and "that" or a colon; empty for none.

    Args:
        words: as they were typed.
        verbs: after which it begins, such as "log", "because".
    """
    if quoted := re.search(r"[\"“](.+?)[\"”]", words, re.S):
        return quoted[1].strip()
    for verb in verbs:
        found = re.search(
            rf"\b{verb}\b(?:\s+of\b)?(?:\s+(?:a\s+)?note)?(?:\s+that\b|\s*:|\s+)\s*(.+)$", words, re.I | re.S
        )
        if found:
            return found[1].strip().rstrip(".")
    return ""


def _hours(count: str, unit: str) -> float:
    return (_COUNTS[count] if count in _COUNTS else float(count)) * _UNITS[unit[0]]


def _clock_in(text: str) -> dt.time | None:
    found = _CLOCK.search(text)
    if found is None:
        named = next((hour for word, hour in _NAMED.items() if re.search(rf"\b{word}\b", text)), None)
        return None if named is None else dt.time(named)
    half, hour, minute = found[3], int(found[1] or found[4]), int(found[2] or found[5] or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None
