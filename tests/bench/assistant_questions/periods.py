"""What an operator's words for a period mean, on the utility's own calendar.

Weeks begin on Monday. "Last week" is the calendar week before this one (the last seven days are right too, if the answer
says so); "the last 7 days" ends now. The present day,
week, month and year go up to now. A month named alone is the last one of that name that has begun.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

Span = tuple[dt.datetime, dt.datetime]

DAY = dt.timedelta(days=1)
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def span(period: str, now: dt.datetime, zone: ZoneInfo) -> Span:
    """First moment and the one after the last, in the utility's zone.

    Args:
        period: today, yesterday, this_week, last_week, this_month, last_month, this_year, last_year, last_24_hours,
            last_N_days, N_days_ago, days_N_to_M_ago (both included, N the earlier), a month, a year.
        now: when it is asked, with a zone.
        zone: the utility's.

    Raises:
        ValueError: no such period.
    """
    here = now.astimezone(zone)
    today = here.date()
    words = period.split("_")
    if words[0] == "last" and words[-1] == "hours":
        return (now - dt.timedelta(hours=int(words[1]))).astimezone(zone), here
    if words[0] == "last" and words[-1] == "days":
        return here - dt.timedelta(days=int(words[1])), here  # by the clock on the wall
    first, end = _days(period, words, today)
    return _midnight(first, zone), min(_midnight(end, zone), here)


def _days(period: str, words: list[str], today: dt.date) -> tuple[dt.date, dt.date]:
    """First day and the day after the last."""
    month, monday = today.replace(day=1), today - today.weekday() * DAY
    named = {
        "today": (today, today + DAY),
        "yesterday": (today - DAY, today),
        "this_week": (monday, monday + 7 * DAY),
        "last_week": (monday - 7 * DAY, monday),
        "this_month": (month, _next(month)),
        "last_month": ((month - DAY).replace(day=1), month),
        "this_year": (dt.date(today.year, 1, 1), dt.date(today.year + 1, 1, 1)),
        "last_year": (dt.date(today.year - 1, 1, 1), dt.date(today.year, 1, 1)),
    }
    if period in named:
        return named[period]
    if period in MONTHS:
        number = MONTHS.index(period) + 1
        first = dt.date(today.year - (number > today.month), number, 1)
        return first, _next(first)
    if words[0] == "days":
        return today - int(words[1]) * DAY, today - (int(words[3]) - 1) * DAY
    if words[1:] == ["days", "ago"]:
        return today - int(words[0]) * DAY, today - (int(words[0]) - 1) * DAY
    if period.isdigit():
        return dt.date(int(period), 1, 1), dt.date(int(period) + 1, 1, 1)
    raise ValueError(f"no period {period!r}")


def _next(month: dt.date) -> dt.date:
    return (month + 31 * DAY).replace(day=1)


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)
