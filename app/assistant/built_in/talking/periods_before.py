"""Periods told from the one before: "the day before", "the month before that", "a year earlier"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

_SHIFTED: Final = re.compile(
    r"\b(?:(?:on|in|for|during)\s+)?(?:the\s+(?:(?P<unit>day|week|month|year)\s+(?P<way>before|after)(?:\s+(?:that|this|it))?"
    r"|(?P<way2>previous|prior|preceding|following)\s+(?P<unit2>day|week|month|year)|same\s+(?:\w+\s+)?(?:the\s+)?(?P<unit4>year)\s+(?P<way4>before))"
    r"|(?:a|an|one)\s+(?P<unit3>day|week|month|year)\s+(?P<way3>earlier|before|later))\b",
    re.IGNORECASE,
)
_LATER: Final = ("after", "following", "later")
_DAYS: Final = {"day": 1, "week": 7}


def with_shifted_period(text: str, arguments: Mapping[str, Any], today: dt.date) -> str:
    """A question in which such a period is said outright; as it stands where none is, or nothing says from when.

    Args:
        text: of the question.
        arguments: of the answer before; its `period` is the one that is told from.
        today: by the utility's calendar.
    """
    found = _SHIFTED.search(text)
    if found is None:
        return text
    unit = next(found[one].lower() for one in ("unit", "unit2", "unit3", "unit4") if found[one])
    way = next(found[one].lower() for one in ("way", "way2", "way3", "way4") if found[one])
    if arguments.get("ahead") == "tomorrow" and unit == "day" and way in _LATER:
        return f"{text[: found.start()]}the day after tomorrow{text[found.end() :]}"
    span = _days_of(str(arguments.get("period") or ""), today)
    moved = None if span is None else _moved(*span, unit, 1 if way in _LATER else -1)
    if moved is None:
        return text
    return f"{text[: found.start()]}{moved}{text[found.end() :]}"


def _moved(first: dt.date, last: dt.date, unit: str, by: int) -> str | None:
    """The day, week, month or year beside a span of that kind; None where the span is of another kind."""
    length = (last - first).days + 1
    if unit in _DAYS:
        if length != _DAYS[unit]:
            return None
        first, last = (one + dt.timedelta(days=by * length) for one in (first, last))
        return f"on {first}" if unit == "day" else f"from {first} to {last}"
    if unit == "month":
        if first.day != 1 or length > 31 or (last + dt.timedelta(days=1)).day not in (1, last.day + 1):
            return None
        month = (
            (first + dt.timedelta(days=31)).replace(day=1) if by > 0 else (first - dt.timedelta(days=1)).replace(day=1)
        )
        return f"in {month:%Y-%m}"
    if (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31) and first.year == last.year:
        return f"in {first.year + by}"
    if first.day == 1 and length <= 31:
        return f"in {first.year + by}-{first:%m}"
    return None


def _days_of(period: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """First and last day of a period as a tool takes it; None where it is of no whole days."""
    monday = today - dt.timedelta(days=today.weekday())
    month = today.replace(day=1)
    named = {
        "today": (today, today), "yesterday": (today - dt.timedelta(days=1),) * 2,
        "this_week": (monday, monday + dt.timedelta(days=6)),
        "last_week": (monday - dt.timedelta(days=7), monday - dt.timedelta(days=1)),
        "this_month": (month, (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)),
        "last_month": ((month - dt.timedelta(days=1)).replace(day=1), month - dt.timedelta(days=1)),
        "this_year": (dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)),
        "last_year": (dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)),
    }  # fmt: skip
    if period in named:
        first, last = named[period]
        return first, last
    try:
        if re.fullmatch(r"\d{4}", period):
            return dt.date(int(period), 1, 1), dt.date(int(period), 12, 31)
        if re.fullmatch(r"\d{4}-\d\d", period):
            first = dt.date.fromisoformat(f"{period}-01")
            return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        begin, _, end = period.partition("..")
        return dt.date.fromisoformat(begin), dt.date.fromisoformat(end or begin)
    except ValueError:
        return None
