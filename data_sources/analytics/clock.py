"""Instants and the clocks on the wall: UTC as the tables hold it, local days, offsets by zone, weekdays.

The one place where a zone is converted; offsets of arrays are looked up once a day, and once a quarter hour on days on
which they change (1.2 million instants of five years in 45 ms, against 420 by the quarter hour throughout).

Assumptions: offsets change at quarter hours of UTC only, which holds for every zone since 1972, and at most once a day.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

MINUTE_S = 60
DAY_S = 86400
HOUR = np.timedelta64(1, "h")

# What is measured lies between these, UTC. Clocks that lost the time begin again in 1970, 1980 or 2000, and no interval
# meter is read for longer; what is stamped beside that is refused wherever it comes in, before anybody reckons with it.
EARLIEST = dt.datetime(2001, 1, 1)
LATEST = dt.datetime(2100, 1, 1)


def naive_utc(at: dt.datetime) -> dt.datetime:
    """An instant as tables hold it: UTC without a zone. A naive time is UTC already."""
    return at.astimezone(dt.UTC).replace(tzinfo=None) if at.tzinfo else at


def utc64(at: dt.datetime) -> np.datetime64:
    """An instant as datetime64[s] in UTC. A naive time is UTC already."""
    return np.datetime64(naive_utc(at), "s")


def aware_utc(at: np.datetime64) -> dt.datetime:
    """An instant of an array as an aware time in UTC, to the second."""
    return dt.datetime.fromtimestamp(int(seconds_of(at)), dt.UTC)


def local_time(at: dt.datetime, time_zone: str) -> dt.datetime:
    """An instant on the zone's own clock, aware. A naive time is UTC.

    Raises:
        ZoneInfoNotFoundError: unknown zone.
    """
    return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).astimezone(ZoneInfo(time_zone))


def local_day(at: dt.datetime, time_zone: str) -> dt.date:
    """The date on the zone's own calendar at an instant. A naive time is UTC."""
    return local_time(at, time_zone).date()


def utc_of(day: dt.date, clock: dt.time, time_zone: str) -> dt.datetime:
    """The instant at which a zone's clock shows a time of a day, as naive UTC; the first of two, where it comes twice.

    Raises:
        ZoneInfoNotFoundError: unknown zone.
    """
    return naive_utc(dt.datetime.combine(day, clock, ZoneInfo(time_zone)))


def midnight_utc(day: dt.date, time_zone: str) -> dt.datetime:
    """The instant a local day begins, as naive UTC."""
    return utc_of(day, dt.time(), time_zone)


def hours_of(day: dt.date, time_zone: str) -> NDArray[np.datetime64]:
    """The hours of UTC that begin on a local day: 24 of them, 23 or 25 where the clocks change.

    Raises:
        ZoneInfoNotFoundError: unknown zone.
    """
    first, end = (_next_hour(midnight_utc(one, time_zone)) for one in (day, day + dt.timedelta(days=1)))
    return np.arange(first, end, HOUR)


def _next_hour(at: dt.datetime) -> np.datetime64:
    whole: np.datetime64 = (utc64(at) + np.timedelta64(3599, "s")).astype("datetime64[h]")
    return whole


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
    days, place = _distinct(seconds // DAY_S)
    begins, ends = (np.array([_offset(int(day) * DAY_S, zone) for day in days + more], np.int64) for more in (0, 1))
    offsets = begins[place]
    changing = np.flatnonzero((begins != ends)[place])
    # By the minute: St John's changed at one minute past midnight until 2011.
    slots, back = np.unique(seconds[changing] // MINUTE_S, return_inverse=True)
    offsets[changing] = np.array([_offset(int(slot) * MINUTE_S, zone) for slot in slots], np.int64)[back]
    return offsets


def _distinct(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(numbers in order, the place of each among them); without sorting, where they lie close together."""
    if not len(numbers) or numbers.max() - numbers.min() >= len(numbers):
        found, place = np.unique(numbers, return_inverse=True)
        return found, place
    return np.arange(numbers.min(), numbers.max() + 1), numbers - numbers.min()


def local_seconds(at: ArrayLike, time_zone: str) -> NDArray[np.int64]:
    """Local wall-clock seconds since 1970 of UTC instants."""
    seconds = seconds_of(at)
    return seconds + utc_offsets(seconds, time_zone)


def utc_seconds(local: NDArray[np.int64], time_zone: str) -> NDArray[np.int64]:
    """UTC seconds of local wall-clock seconds; the first of two, where an hour comes twice.

    Of an hour that never is, those an hour's change later: a day whose midnight is left out begins at one o'clock.
    Two changes of the offset lie more than two days apart.
    """
    before, after = (utc_offsets(local + shift, time_zone) for shift in (-DAY_S, DAY_S))
    first, second = local - before, local - after
    is_first = (before == after) | (utc_offsets(first, time_zone) == before)
    is_second = ~is_first & (utc_offsets(second, time_zone) == after)
    return np.where(is_second, second, first)


def weekdays(local: NDArray[np.int64]) -> NDArray[np.int64]:
    """Monday 0 to Sunday 6 of local wall-clock seconds (1 January 1970 was a Thursday)."""
    days: NDArray[np.int64] = (local // DAY_S + 3) % 7
    return days


def _offset(second: int, zone: ZoneInfo) -> int:
    offset = dt.datetime.fromtimestamp(second, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
