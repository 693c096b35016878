"""The largest day on record, and the period until nearly all of it were back."""

from __future__ import annotations

import datetime as dt

from data_sources.history.largest_day import largest_day
from tests.data_sources.history.test_reliability import made


def test_it_is_the_day_with_most_customers_interrupted_for_more_than_five_minutes() -> None:
    """Two on 30 June of Chicago's calendar, which is 1 July in UTC; the momentary one of 900 customers does not count."""
    found = largest_day(
        made(
            ("2025-03-01T12:00", 60, 1, 5, 80, "tree"), ("2026-07-01T03:30", 600, 1, 5, 60, "storm"),
            ("2026-07-01T04:00", 3000, 2, 7, 40, "storm"), ("2026-07-10T12:00", 3, 2, 7, 900, "tree"),
        )
    )  # fmt: skip
    assert found is not None
    assert (found.day, found.customers) == (dt.date(2026, 6, 30), 100)
    assert found.from_at == dt.datetime(2026, 6, 30, 5, tzinfo=dt.UTC)  # midnight in Chicago
    assert found.to_at == dt.datetime(2026, 7, 4, 5, tzinfo=dt.UTC)  # the last 40 were back at 01:00 of 3 July there


def test_who_is_not_back_for_weeks_does_not_stretch_it() -> None:
    found = largest_day(made(("2026-03-01T12:00", 60 * 24 * 40, 1, 5, 80, "storm")))
    assert found is not None
    assert (found.to_at - found.from_at).days in (13, 14)  # 14 local days, the clocks change in one of them
