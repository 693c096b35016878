"""When the demo's crews work, what they can do and what they drive, by their kind."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from data_sources.demo.city import geography as geo
from data_sources.demo.city.streets import Ints

# As flux.keep_crew gives them to crews that say none.
SKILLS_OF: Final = {
    "line": ("line", "transformer", "switching", "inspection"), "trouble": ("line", "switching", "inspection"),
    "underground": ("underground", "transformer", "switching", "inspection"), "vegetation": ("vegetation",),
}  # fmt: skip
VEHICLES: Final = {
    "line": "Digger derrick", "trouble": "Bucket truck", "underground": "Cable van", "vegetation": "Lift and chipper"
}  # fmt: skip
SHIFTS: Final = (("07:00", "17:00"), ("15:00", "01:00"), ("22:00", "08:00"))  # local; they overlap to hand over
DAY_SHARES: Final = {  # of the crews of a kind, in the day, in the evening, at night
    "line": (0.6, 0.2, 0.2), "trouble": (0.45, 0.3, 0.25), "underground": (0.6, 0.2, 0.2),
    "vegetation": (1.0, 0.0, 0.0),
}  # fmt: skip


def shift_numbers(kinds: list[str], luck: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Ints:
    """Index into SHIFTS of each crew, `luck` in [0, 1) telling which of its kind's shares it is of."""
    edges = np.array([np.cumsum(DAY_SHARES[kind])[:2] for kind in kinds])
    numbers: Ints = (luck[:, None] >= edges).sum(axis=1)
    return numbers


def is_on_shift(start: str, end: str, at: dt.datetime) -> bool:
    """Whether a moment is within a shift of local times; one that ends before it begins goes over midnight."""
    clock = f"{at.astimezone(ZoneInfo(geo.TIME_ZONE)):%H:%M}"
    return start <= clock < end if start < end else clock >= start or clock < end


def next_shift(start: str, end: str, at: dt.datetime) -> tuple[int, int]:
    """The shift that goes on at a moment, or the next one: seconds since 1970."""
    zone = ZoneInfo(geo.TIME_ZONE)
    today = at.astimezone(zone).date()
    for day in (today - dt.timedelta(days=1), today, today + dt.timedelta(days=1)):
        begin = dt.datetime.combine(day, dt.time.fromisoformat(start), zone)
        over = dt.datetime.combine(day + dt.timedelta(days=end <= start), dt.time.fromisoformat(end), zone)
        if over > at:
            return int(begin.timestamp()), int(over.timestamp())
    raise AssertionError("a shift of tomorrow ends after now")
