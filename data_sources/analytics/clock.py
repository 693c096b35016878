"""Local clock of UTC instants: offsets by zone, hour of day, weekday. Looked up once a quarter hour.

Assumption: offsets change at quarter hours of UTC only, which holds for every zone since 1972.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

QUARTER_S = 900
DAY_S = 86400


def seconds_of(at: ArrayLike) -> NDArray[np.int64]:
    """Instants as whole seconds since 1970, UTC."""
    return np.asarray(at).astype("datetime64[s]").astype(np.int64)


def utc_offsets(seconds: NDArray[np.int64], time_zone: str) -> NDArray[np.int64]:
    """Seconds to add to UTC seconds for local time, shape of the input.

    Raises:
        ZoneInfoNotFoundError: unknown zone.
    """
    if time_zone == "UTC":
        return np.zeros(len(seconds), np.int64)
    zone = ZoneInfo(time_zone)
    slots, back = np.unique(seconds // QUARTER_S, return_inverse=True)
    offsets = [_offset(int(slot) * QUARTER_S, zone) for slot in slots]
    return np.asarray(offsets, np.int64)[back]


def local_seconds(at: ArrayLike, time_zone: str) -> NDArray[np.int64]:
    """Local wall-clock seconds since 1970 of UTC instants."""
    seconds = seconds_of(at)
    return seconds + utc_offsets(seconds, time_zone)


def weekdays(local: NDArray[np.int64]) -> NDArray[np.int64]:
    """Monday 0 to Sunday 6 of local wall-clock seconds (1 January 1970 was a Thursday)."""
    days: NDArray[np.int64] = (local // DAY_S + 3) % 7
    return days


def _offset(second: int, zone: ZoneInfo) -> int:
    offset = dt.datetime.fromtimestamp(second, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
