"""Periods on the utility's calendar, through a change of daylight saving; what is none is refused."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from app.assistant.periods import check_period, span_of

CHICAGO = ZoneInfo("America/Chicago")
NOW = dt.datetime(2026, 11, 3, 15, 30, tzinfo=dt.UTC)  # Tuesday, 9:30 in Chicago, two days after the clocks went back


@pytest.mark.parametrize(
    ("text", "first", "end", "words"),
    [
        ("today", "2026-11-03T00:00:00-06:00", "2026-11-03T09:30:00-06:00", "today, 2026-11-03"),
        ("2_days_ago", None, None, ""),
        ("2026-11-01", "2026-11-01T00:00:00-05:00", "2026-11-02T00:00:00-06:00", "2026-11-01"),
        ("last_week", "2026-10-26T00:00:00-05:00", "2026-11-02T00:00:00-06:00", "last week, 2026-10-26 to 2026-11-01"),
        ("last_48_hours", "2026-11-01T09:30:00-06:00", "2026-11-03T09:30:00-06:00",
         "last 48 hours, 2026-11-01 09:30 to 2026-11-03 09:30"),
        ("last_72_hours", "2026-10-31T10:30:00-05:00", "2026-11-03T09:30:00-06:00",
         "last 72 hours, 2026-10-31 10:30 to 2026-11-03 09:30"),
        ("last_7_days", "2026-10-27T09:30:00-05:00", "2026-11-03T09:30:00-06:00",
         "last 7 days, 2026-10-27 09:30 to 2026-11-03 09:30"),
        ("this_year", "2026-01-01T00:00:00-06:00", "2026-11-03T09:30:00-06:00", "this year, 2026-01-01 to 2026-11-03"),
        ("2024-02", "2024-02-01T00:00:00-06:00", "2024-03-01T00:00:00-06:00", "2024-02-01 to 2024-02-29"),
        ("2024", "2024-01-01T00:00:00-06:00", "2025-01-01T00:00:00-06:00", "2024-01-01 to 2024-12-31"),
        ("2026-10-30..2026-11-01", "2026-10-30T00:00:00-05:00", "2026-11-02T00:00:00-06:00", "2026-10-30 to 2026-11-01"),
    ],
)  # fmt: skip
def test_a_period_on_the_calendar(text: str, first: str | None, end: str | None, words: str) -> None:
    if first is None:
        with pytest.raises(ValueError, match="no period"):
            check_period(text)
        return
    span = span_of(text, NOW, CHICAGO)
    assert (span.from_at.isoformat(), span.to_at.isoformat(), span.words) == (first, end, words)


@pytest.mark.parametrize(
    "text",
    [
        "2024-13",
        "2024-02-30",
        "2026-11-03..2026-11-01",
        "last_days",
        "soon",
        "",
        "9999-12-31",
        "9999-12",
        "9999",
        "0000",
        "2026-01-01..9999-12-31",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # each says another thing
        check_period(text)
