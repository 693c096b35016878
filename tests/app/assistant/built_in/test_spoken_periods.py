"""Periods as people say them become the text that tools take; those that have not begun say so."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assistant.built_in.spoken_periods import period_in
from app.assistant.periods import check_period

SUNDAY = dt.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("losses yesterday", "yesterday"), ("how it was last week", "last_week"), ("saidi ytd", "this_year"),
        ("this month so far", "this_month"), ("year to date", "this_year"), ("in july", "2026-07"),
        ("in december", "2025-12"), ("in may", "2026-05"), ("june 2024", "2024-06"), ("in 2024", "2024"),
        ("last 90 days", "last_90_days"), ("past 24 hours", "last_24_hours"), ("last two weeks", "last_14_days"),
        ("last 3 full days", "2026-11-26..2026-11-28"), ("last 3 days (full days)", "2026-11-26..2026-11-28"),
        ("last 6 months", "2026-05-29..2026-11-29"), ("3 days ago", "2026-11-26"), ("two months ago", "2026-09"),
        ("day before yesterday", "2026-11-27"), ("on monday", "2026-11-23"), ("since monday", "2026-11-23..2026-11-29"),
        ("since june", "2026-06-01..2026-11-29"), ("since the start of the year", "this_year"),
        ("on nov 27 2026", "2026-11-27"), ("nov 27", "2026-11-27"), ("on dec 5", "2025-12-05"), ("5th of march 2025", "2025-03-05"),
        ("2026-11-03", "2026-11-03"), ("11/03/2026", "2026-11-03"),
        ("between nov 3 2026 and nov 26 2026", "2026-11-03..2026-11-26"), ("from june to august", "2026-06-01..2026-08-31"),
        ("from 2022 to 2024", "2022-01-01..2024-12-31"), ("christmas 2024", "2024-12-25"), ("last summer", "2026-06-01..2026-08-31"),
        ("q2 2025", "2025-04-01..2025-06-30"), ("week before last", "2026-11-09..2026-11-15"), ("in 1995", "1995"),
        ("may outages", "2026-05"), ("outages may", "2026-05"), ("saidi march", "2026-03"),
    ],
)  # fmt: skip
def test_a_period(words: str, text: str) -> None:
    found = period_in(words, SUNDAY)
    assert found is not None
    assert found.text == text
    check_period(text)


@pytest.mark.parametrize(
    "words", ["tomorrow", "next week", "in 2035", "in the next year", "on christmas in five years"]
)
def test_what_has_not_begun(words: str) -> None:
    found = period_in(words, SUNDAY)
    assert found is not None
    assert found.is_future


@pytest.mark.parametrize(
    "words", ["may i see the load", "sun panels", "MTR-0002024".lower(), "what year was tx 1-5 installed", "2 mw", "load of f2024",
              "transformers of 2000 kva", "march of the feeders"]
)  # fmt: skip
def test_no_period(words: str) -> None:
    assert period_in(words, SUNDAY) is None


@given(st.text(max_size=40), st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_any_text_gives_none_or_one_that_tools_take(text: str, today: dt.date) -> None:
    found = period_in(text.lower(), today)
    if found is not None and not found.is_future:
        check_period(found.text)


WORDS = [
    "last",
    "next",
    "3",
    "days",
    "nov",
    "2024",
    "to",
    "between",
    "and",
    "31",
    "feb",
    "full",
    "since",
    "monday",
    "q3",
    "ago",
    "in",
]


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
def test_any_order_of_its_words_too(words: list[str], today: dt.date) -> None:
    found = period_in(" ".join(words), today)
    if found is not None and not found.is_future:
        check_period(found.text)
