"""Days to come, or past, in an operator's words, that a form needs: `friday`, `12/04`, `Dec 4`, `in 3 days`."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from app.assistant.refusals import NoAnswer, RefusalReason

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY: Final = re.compile(
    r"\b(?:(?P<which>next|this|coming|last)\s+)?"
    r"(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday|tues?|wed|thu(?:rs)?|fri)\b"
)
_ISO: Final = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_SLASH: Final = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d\d))?(?![\d/])")
_NAMED: Final = re.compile(
    rf"\b(?:(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{'|'.join(_MONTHS)})[a-z]*\.?)(?![\d:])(?:,?\s+(?P<year>20\d\d))?\b"
)
_IN: Final = re.compile(r"\bin\s+(a|one|two|three|four|five|six|\d{1,3})\s+(day|week)s?\b")
_COUNTS: Final = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def day_in(words: str, today: dt.date, *, is_past: bool = False) -> dt.date | None:
    """The day that is named; None for none.

    Args:
        words: as they were typed.
        today: by the utility's clock.
        is_past: it is of what has happened.

    Raises:
        NoAnswer: it could be two days, there is no such day, or it lies on the other side of today.
    """
    text = words.lower()
    for word, days in (("yesterday", -1), ("today", 0), ("tomorrow", 1), ("tonight", 0)):
        if re.search(rf"\b{word}\b", text):
            return today + dt.timedelta(days=days)
    if found := _IN.search(text):
        count = _COUNTS.get(found[1]) or int(found[1])
        return today + dt.timedelta(days=count * (7 if found[2] == "week" else 1))
    for pattern in (_ISO, _SLASH, _NAMED):
        if found := pattern.search(text):
            return _date(found, today, is_past=is_past)
    found = _WEEKDAY.search(text)
    return None if found is None else _weekday(found, today, is_past=is_past)


def _weekday(found: re.Match[str], today: dt.date, *, is_past: bool) -> dt.date:
    """The coming one, or the last one; "next" is of the next week, and is refused where that is another day."""
    ahead = (_WEEKDAYS.index(found["day"][:3]) - today.weekday()) % 7
    if is_past or found["which"] == "last":
        return today - dt.timedelta(days=(7 - ahead) % 7 or 7)
    coming = today + dt.timedelta(days=ahead or 7)
    if ahead == 0 and found["which"] != "next":
        raise _unclear(found[0], [today, coming])
    if found["which"] == "next":
        of_next_week = today - dt.timedelta(days=today.weekday()) + dt.timedelta(days=7 + coming.weekday())
        if of_next_week != coming:
            raise _unclear(found[0], [coming, of_next_week])
    return coming


def _date(found: re.Match[str], today: dt.date, *, is_past: bool) -> dt.date:
    """The day of a date; one without a year is the nearest of its kind."""
    if found.re is _ISO:
        year, month, day = found[1], int(found[2]), int(found[3])
    elif found.re is _SLASH:
        year, month, day = found[3], int(found[1]), int(found[2])
    else:
        year = found["year"]
        month, day = _MONTHS.index(found["month"] or found["month2"]) + 1, int(found["day"] or found["day2"])
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year - 1, today.year, today.year + 1]
    days = [one for one in (_day(number, month, day) for number in years) if one is not None]
    if not days:
        raise NoAnswer(RefusalReason.NEEDS_CONFIRMATION, f"There is no day “{found[0].strip()}”.")
    at = min(days, key=lambda one: abs((one - today).days))
    if (at > today) if is_past else (at < today):
        side = "still to come" if is_past else "past"
        raise NoAnswer(
            RefusalReason.NEEDS_CONFIRMATION, f"“{found[0].strip()}” is {side} ({at:%d %b %Y}): say the day."
        )
    return at


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _unclear(said: str, days: list[dt.date]) -> NoAnswer:
    told = " or ".join(f"{one:%d %b %Y}" for one in days)
    return NoAnswer(RefusalReason.NEEDS_CONFIRMATION, f"“{said}” could be {told}: say the date.")
