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
        ("2026-07-15T11:00", ("07:00", "17:00"), "available", "2026-07-15T11:00", "2026-07-15T22:00"),
        ("2026-07-15T06:00", ("19:00", "07:00"), "available", "2026-07-15T00:00", "2026-07-15T12:00"),
        ("2026-11-01T10:00", ("23:00", "07:00"), "available", "2026-11-01T04:00", "2026-11-01T13:00"),
    ],
)
def test_the_shift(now: str, hours: tuple[str, str], status: str, begins: str, ends: str) -> None:
    """The last night has an hour more: the clock is put back at two."""
    crew = {"status": status, "shift_start": hours[0], "shift_end": hours[1]}
    assert shift_of(crew, utc(now), ZONE)[:3] == (utc(begins), utc(ends), True)


@pytest.mark.parametrize("status", ["available", "working"])
@pytest.mark.parametrize("hours", [(None, None), ("07:00", "12:00")])
def test_a_crew_on_shift_at_hours_that_nobody_says_is_there_for_eight(
    hours: tuple[str | None, str | None], status: str
) -> None:
    """At six in the evening: it does not come at seven the next morning."""
    now = utc("2026-07-15T23:00")
    found = shift_of({"status": status, "shift_start": hours[0], "shift_end": hours[1]}, now, ZONE)
    assert found[:3] == (now, now + dt.timedelta(hours=8), False)
    assert found.routine_at == (now if hours[0] is None else utc("2026-07-16T12:00"))
