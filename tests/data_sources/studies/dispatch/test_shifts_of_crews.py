"""Which shift counts: the present one, the next one, over midnight, with a change of the clock, where nobody says."""

from __future__ import annotations

import datetime as dt

import pytest

from data_sources.studies.dispatch.shifts import shift_of

ZONE = "America/Chicago"


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("now", "hours", "status", "begins", "ends"),
    [
        ("2026-07-15T14:00", ("07:00", "17:00"), "available", "2026-07-15T12:00", "2026-07-15T22:00"),
        ("2026-07-15T14:00", ("07:00", "17:00"), "off_shift", "2026-07-16T12:00", "2026-07-16T22:00"),
        ("2026-07-15T11:00", ("07:00", "17:00"), "off_shift", "2026-07-15T12:00", "2026-07-15T22:00"),
        ("2026-07-15T23:00", ("07:00", "17:00"), "working", "2026-07-16T12:00", "2026-07-16T22:00"),
        ("2026-07-15T06:00", ("19:00", "07:00"), "available", "2026-07-15T00:00", "2026-07-15T12:00"),
        ("2026-11-01T10:00", ("23:00", "07:00"), "available", "2026-11-01T04:00", "2026-11-01T13:00"),
    ],
)
def test_the_shift(now: str, hours: tuple[str, str], status: str, begins: str, ends: str) -> None:
    """The last night has an hour more: the clock is put back at two."""
    crew = {"status": status, "shift_start": hours[0], "shift_end": hours[1]}
    assert shift_of(crew, utc(now), ZONE) == (utc(begins), utc(ends), True)


def test_hours_nobody_says() -> None:
    now = utc("2026-07-15T14:00")
    found = shift_of({"status": "available", "shift_start": None, "shift_end": None}, now, ZONE)
    assert found == (now, now + dt.timedelta(hours=8), False)
