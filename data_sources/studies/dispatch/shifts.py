"""When a crew works: the shift that lasts, or its next one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from data_sources.analytics.clock import local_day, utc_of

Row = Mapping[str, Any]

UNSAID_HOURS: Final = 8.0  # of a shift whose hours nobody says, and of a crew that is on shift outside its hours


class Shift(NamedTuple):
    """A shift, aware UTC, half-open.

    Attributes:
        begins_at: its beginning.
        ends_at: its end.
        is_said: False where nobody says when this crew works, or it is on shift outside its hours: then it counts for
            eight hours from now.
        routine_at: since when it does work that is not urgent: within its own hours alone. One that is there outside
            them was called out for an outage, came early, or is about to go home.
    """

    begins_at: dt.datetime
    ends_at: dt.datetime
    is_said: bool
    routine_at: dt.datetime


def shift_of(crew: Row, now: dt.datetime, time_zone: str) -> Shift:
    """The shift of a crew that lasts at a moment; where it has gone home, its next one.

    A crew that is on shift outside its hours is there: one that came early from now to the end of its hours, any other
    for eight hours from now; for what is urgent alone, until its own hours begin.

    Args:
        crew: status, shift_start and shift_end ("07:00", None where nobody says).
        now: aware.
        time_zone: of the utility. A shift that ends before it begins ends on the next day.
    """
    unsaid = Shift(now, now + dt.timedelta(hours=UNSAID_HOURS), is_said=False, routine_at=now)
    if crew["shift_start"] is None:
        return unsaid
    start, end = (dt.time.fromisoformat(crew[name]) for name in ("shift_start", "shift_end"))
    is_home, today = crew["status"] == "off_shift", local_day(now, time_zone)
    for days in range(-1, 3):
        day = today + dt.timedelta(days=days)
        begins, ends = _at(day, start, time_zone), _at(day + dt.timedelta(days=end <= start), end, time_zone)
        if begins <= now < ends and not is_home:
            return Shift(begins, ends, is_said=True, routine_at=begins)
        if begins > now:
            own = Shift(begins, ends, is_said=True, routine_at=begins)
            came_early = own._replace(begins_at=now) if begins <= unsaid.ends_at else unsaid._replace(routine_at=begins)
            return own if is_home else came_early
    raise AssertionError("every day has a shift")


def _at(day: dt.date, clock: dt.time, time_zone: str) -> dt.datetime:
    return utc_of(day, clock, time_zone).replace(tzinfo=dt.UTC)
