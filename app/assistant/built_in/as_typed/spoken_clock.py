"""Times of day as people say them: `at 3 pm yesterday`, `between 6 and 9 am`, `this morning`, `last 30 min`.

A time without a day is of today. A moment is the quarter of an hour that it lies in, as loads are means of so long.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Final

from app.assistant.built_in.spoken_periods import SpokenPeriod, period_in

DAY: Final = dt.timedelta(days=1)
NOON: Final = 12 * 60
WHOLE_DAY: Final = 24 * 60
_HALF: Final = r"(?:a\.?m\b\.?|p\.?m\b\.?)"


def _time(name: str) -> str:
    """The pattern of a time: `7 pm`, `19:00`, `noon`; `_bare` of one that has its half of the day from another."""
    return (
        rf"(?P<{name}>(?:\d{{1,2}}(?::[0-5]\d)?\s*{_HALF}|\d{{1,2}}:[0-5]\d(?::00)?(?:\s*(?:h|hrs|hours)\b)?"
        r"|\d{1,2}\s*o'?clock|noon|midday|midnight))"
    )


_BETWEEN: Final = re.compile(
    rf"\b(?:between|from)\s+(?P<one>\d{{1,2}}(?::[0-5]\d)?(?:\s*{_HALF})?|noon|midday|midnight)\s*(?:and|to|until|till|-)\s*{_time('two')}"
)
_SIDE: Final = re.compile(
    rf"\b(?P<side>after|since|past|from|before|until|till|by|up\s+to)\s+(?:about\s+)?{_time('at')}"
)
_AT: Final = re.compile(
    rf"(?:\b(?:at|around|about|near|of|for|@)\s+)?(?:exactly\s+|about\s+)?(?<![\w:.\-])(?:the\s+)?{_time('at')}"
)
_PARTS: Final = {"morning": (0, NOON), "afternoon": (NOON, 18 * 60), "evening": (18 * 60, WHOLE_DAY)}
_PART: Final = re.compile(
    r"\b(?:(?:in\s+the\s+|during\s+the\s+)?(?P<this>this\s+)?(?P<part>morning|afternoon|evening))(?:'s)?\b(?!\s+(?:peak|crew|shift))"
)
_LAST: Final = re.compile(
    r"\b(?:(?:in|over|during|for|within)\s+)?(?:the\s+)?(?:last|past|previous)\s+"
    r"(?:(?P<many>\d{1,4})\s*(?:min|mins|minute|minutes)\b|(?P<half>half\s+(?:an?\s+)?hour)\b|(?P<quarter>quarter\s+(?:of\s+an\s+)?hour)\b)"
)


def clock_in(text: str, now: dt.datetime) -> SpokenPeriod | None:
    """The period with times of day that a question names; None where it names none.

    Args:
        text: small letters.
        now: by the utility's clock.
    """
    if match := _LAST.search(text):
        minutes = int(match["many"] or (30 if match["half"] else 15))
        return SpokenPeriod(f"last_{minutes}_minutes", match.start(), match.end()) if minutes else None
    for find in (_between, _beside, _part, _moment):
        if found := find(text):
            match, begin, end = found
            return _on_day(text, match, begin, end, now)
    return None


def _between(text: str) -> tuple[re.Match[str], int, int] | None:
    if match := _BETWEEN.search(text):
        end = _minutes(match["two"])
        begin = _minutes(match["one"], _half(match["two"]))
        if begin is not None and end is not None and _half(match["two"]) == "p" and begin >= end:
            begin = _minutes(match["one"], "a")  # between 9 and 3 pm
        if begin is not None and end is not None:
            return match, begin, end or WHOLE_DAY
    return None


def _beside(text: str) -> tuple[re.Match[str], int, int] | None:
    """After a time, or before one."""
    if (match := _SIDE.search(text)) and (at := _minutes(match["at"])) is not None:
        return (match, 0, at or WHOLE_DAY) if match["side"] in _BEFORE else (match, at % WHOLE_DAY, WHOLE_DAY)
    return None


_BEFORE: Final = frozenset(("before", "until", "till", "by", "up to"))


def _part(text: str) -> tuple[re.Match[str], int, int] | None:
    """`this morning`, `yesterday evening`; the morning of no day is none."""
    match = _PART.search(text)
    return None if match is None else (match, *_PARTS[match["part"]])


def _moment(text: str) -> tuple[re.Match[str], int, int] | None:
    if (match := _AT.search(text)) and (at := _minutes(match["at"])) is not None:
        at = at % WHOLE_DAY // 15 * 15
        return match, at, at
    return None


def _half(time: str) -> str:
    """`a` or `p`; empty where a time does not say."""
    found = re.search(r"([ap])\.?m", time)
    return found[1] if found else ""


def _minutes(time: str, half: str = "") -> int | None:
    """Minutes after midnight; None where there is no such time.

    Args:
        time: as written.
        half: of the day, where the time itself does not say it.
    """
    if time in ("noon", "midday"):
        return NOON
    if time == "midnight":
        return 0
    numbers = [int(part) for part in re.findall(r"\d+", time)]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    half = _half(time) or half
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute


def _on_day(text: str, match: re.Match[str], begin: int, end: int, now: dt.datetime) -> SpokenPeriod | None:
    """The times on the day that the question names, else on today."""
    rest = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    day = period_in(rest, now.date())
    words = (match.start(), match.end())
    if day is None:
        first = now.date()
        spoken = SpokenPeriod("", *words)
    elif day.is_future:
        return replace(day, clock=words)
    else:
        one = _one_day(day.text, now.date())
        if one is None:
            return replace(day, clock=words, text="")  # of many days: no tool tells that
        first, spoken = one, replace(day, clock=words)
    from_at = dt.datetime.combine(first, dt.time()) + dt.timedelta(minutes=begin)
    to_at = dt.datetime.combine(first, dt.time()) + dt.timedelta(minutes=end)
    if to_at < from_at:  # between 10 pm and 2 am
        to_at += DAY
    if text[match.start() :].startswith("since"):
        to_at = max(now.replace(tzinfo=None, second=0, microsecond=0), from_at)
    if from_at > now.replace(tzinfo=None):
        return replace(spoken, text="", is_future=True, horizon_hours=24, clock=words)
    texts = [f"{at:%Y-%m-%dT%H:%M}" for at in (from_at, to_at)]
    return replace(spoken, text=texts[0] if begin == end and to_at == from_at else "..".join(texts), clock=words)


def _one_day(text: str, today: dt.date) -> dt.date | None:
    """The day of a period, where it is one."""
    named = {"today": today, "yesterday": today - DAY}
    if text in named:
        return named[text]
    return dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
