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

from app.assistant.orders.spoken_times import COUNTS, LENGTH, ONE_LENGTH, order_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.spoken_days import day_in

_UNITS: Final = {"m": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0}
_ONE_LENGTH: Final = re.compile(ONE_LENGTH)
_LENGTH: Final = rf"({LENGTH})"
_AHEAD: Final = re.compile(rf"\b(?:in|within)\s+{_LENGTH}|\b{_LENGTH}\s+from\s+now\b")
_AGO: Final = re.compile(rf"\b{_LENGTH}\s+ago\b")
_CLOCK: Final = re.compile(r"\b(\d{1,2})(?::(\d{2}))?\s*(a\.?m\.?|p\.?m\.?)(?!\w)|\b(\d{1,2}):(\d{2})\b", re.I)
_NAMED: Final = {"noon": 12, "midday": 12, "midnight": 0}
_ISO: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:\d{2})?\b", re.I)


def hours_in(words: str) -> float | None:
    """Hours of a length of time that is said with "for", or alone ("shelve it 2 hours"); None for none."""
    text = _AHEAD.sub(" ", _without_reason(words))
    found = re.search(rf"\bfor\s+(?:the\s+next\s+)?{_LENGTH}", text)
    found = found or re.search(rf"(?<!\bafter )(?<!\blast )(?<!\bpast )(?<![\w.:]){_LENGTH}", text)
    return None if found is None else _hours(found[1])


def moment_in(words: str, now: dt.datetime, zone: ZoneInfo, *, is_past: bool = False) -> dt.datetime | None:
    """A moment that is named, aware; None for none.

    A clock time without a day is today's of what has happened; of what is to come it is the next one, see `day_told`.

    Args:
        words: as they were typed.
        now: aware.
        zone: the utility's.
        is_past: it is of what has happened.

    Raises:
        NoAnswer: it could be of two days or halves of the day, or lies on the other side of now.
    """
    text = _without_reason(words)
    clock = _clock_in(text)
    if is_past and (ago := _AGO.search(text)):
        return _from(now, -_hours(ago[1]), zone)
    if clock is None and (ahead := _AHEAD.search(text)):  # "at 9 pm in two days" names a day
        if is_past:
            raise _not_then(f"“{ahead[0]}” is still to come: say when it was.")
        return _from(now, _hours(ahead[1] or ahead[2]), zone)
    if iso := _ISO.search(text):
        try:
            at = dt.datetime.fromisoformat(iso[0].upper())
        except ValueError:  # there is no such day or hour: whoever confirms it fills the moment in
            return None
        at = at.replace(tzinfo=zone) if at.tzinfo is None else at
        if (at > now) is is_past:
            side = "still to come" if is_past else "past"
            raise _not_then(f"{_day_and_clock(at.astimezone(zone), now.astimezone(zone))} is {side}: say the moment.")
        return at
    if clock is None:
        return None
    here = now.astimezone(zone)
    day = day_in(text, here.date(), is_past=is_past)
    at = dt.datetime.combine(day or here.date(), clock, zone)
    if is_past and at > here:
        raise _not_then(f"{_day_and_clock(at, here)} is still to come: say when it was, with the day.")
    if is_past or at > here:
        return at
    if day is not None:
        raise _not_then(f"{_day_and_clock(at, here)} is past: say a moment to come.")
    later = at + dt.timedelta(hours=12)
    if _is_of_either_half(text) and later > here:
        raise _not_then(f"{at:%H:%M} today is past: say {later:%H:%M} if that is meant, or tomorrow {at:%H:%M}.")
    return dt.datetime.combine(at.date() + dt.timedelta(days=1), clock, zone)


def day_told(words: str, at: dt.datetime, now: dt.datetime, zone: ZoneInfo) -> str:
    """What a form adds to a moment whose day was not said and is not today; empty where there is nothing to add.

    Args:
        words: as they were typed.
        at: the moment that was read out of them.
        now: aware.
        zone: the utility's.
    """
    text, here, there = _without_reason(words), now.astimezone(zone), at.astimezone(zone)
    is_said = _ISO.search(text) or _AHEAD.search(text)
    if is_said or there.date() == here.date() or day_in(text, here.date()) is not None:
        return ""
    return f" (tomorrow, as {there:%H:%M} today is past)"


def _without_reason(words: str) -> str:
    """Small letters of what is not written down as a reason or a note."""
    return order_of(words).lower()


def _from(now: dt.datetime, hours: float, zone: ZoneInfo) -> dt.datetime:
    return (now + dt.timedelta(hours=hours)).astimezone(zone).replace(second=0, microsecond=0)


def _is_of_either_half(text: str) -> bool:
    """Whether a clock time could be meant of the afternoon as well: `6:30`, not `06:30` or `6:30 am`."""
    found = _CLOCK.search(text)
    return found is not None and not found[3] and found[4][0] != "0" and 1 <= int(found[4]) <= 11


def _day_and_clock(at: dt.datetime, here: dt.datetime) -> str:
    day = "today" if at.date() == here.date() else f"on {at:%d %b %Y}"
    return f"{at:%H:%M} {day}"


def _not_then(sentence: str) -> NoAnswer:
    return NoAnswer(RefusalReason.NEEDS_CONFIRMATION, sentence)


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


_FIRST: Final = re.compile(
    r"^\W*(?:and\s+|with\s+)?(?:an?\s+|the\s+)?(?:because(?:\s+of)?|reasons?|notes?|saying|that\s+says)\b"
    r"\s*(?:is\b|that\b|of\b)?\s*[:,-]?\s*|^[\s:,;-]+",
    re.I,
)


def text_behind(words: str) -> str:
    """What is written behind an order, without the word that begins it: a reason or a note; empty for none."""
    rest = words[len(order_of(words)) :]
    if quoted := re.fullmatch(r"[^\"“]{0,20}[\"“](.+?)[\"”]\W*", rest, re.S):
        return quoted[1].strip()
    return _FIRST.sub("", rest, count=1).strip().rstrip(".")


def _hours(length: str) -> float:
    """Hours of a length of one or more units: `1 h 30 min`."""
    return sum(
        (COUNTS.get(count) or float(count)) * _UNITS[one["unit"][0]]
        for one in _ONE_LENGTH.finditer(length)
        if (count := one["count"].strip())
    )


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
