"""Local days and the instants between them: the period that all views of AMI Analytics follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from data_sources.analytics.clock import midnight_utc

NEWEST_DAYS = 14


def period_utc(first_day: dt.date, end_day: dt.date, time_zone: str) -> tuple[dt.datetime, dt.datetime]:
    """Midnight of the first day and midnight of the day after the last one, as naive UTC."""
    return midnight_utc(first_day, time_zone), midnight_utc(end_day, time_zone)


def newest(days: Sequence[dt.date], count: int = NEWEST_DAYS) -> tuple[dt.date, dt.date] | None:
    """The last days with readings that follow each other without a gap, at most `count`; None where there are none.

    Args:
        days: days with readings, newest first.
        count: how many at most.
    """
    if not days:
        return None
    first = days[0]
    for day in days[1:count]:
        if first - day != dt.timedelta(days=1):
            break
        first = day
    return first, days[0] + dt.timedelta(days=1)


def in_words(first_day: dt.date, end_day: dt.date) -> str:
    """`9 to 22 Nov 2026`."""
    last = end_day - dt.timedelta(days=1)
    if last == first_day:
        return f"{last.day} {last:%b %Y}"
    begin = f"{first_day.day}"
    if (first_day.month, first_day.year) != (last.month, last.year):
        begin += f" {first_day:%b}"
    if first_day.year != last.year:
        begin += f" {first_day:%Y}"
    return f"{begin} to {last.day} {last:%b %Y}"
