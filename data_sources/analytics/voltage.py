"""Service voltage outside its range, and for how long: episodes of one meter from its interval means.

Method
    A reading is an exception where its voltage, in % of nominal, lies below or above the range; a reading exactly on
    the limit is inside. Neighbouring exceptions to the same side are one episode, which lasts from the start of its
    first interval to the end of its last one; its worst value is the farthest from nominal. A gap (no reading) ends
    an episode: what happened in it is not known.

Assumptions
    The service ranges A and B of ANSI C84.1 for systems up to 600 V, in % of nominal (`ansi_c84`).

Known drawbacks
    A meter reports the mean of an interval (15 minutes here); the standard speaks of sustained levels and so does
    this, but a sag of a few seconds is not seen, and two short ones with a recovery inside one interval are one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data_sources.analytics.ansi_c84 import ServiceRange, sides

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class Episodes:
    """Times outside the range, in order of time; arrays of one length.

    Attributes:
        started_at: start of the first interval, datetime64[s] UTC.
        ended_at: end of the last interval (exclusive).
        minutes: metered minutes outside.
        is_high: above the range rather than below.
        worst_pct: the farthest value, % of nominal.
    """

    started_at: Instants
    ended_at: Instants
    minutes: Floats
    is_high: NDArray[np.bool_]
    worst_pct: Floats


def episodes(
    interval_start_at: ArrayLike, interval_minutes: ArrayLike, voltage_pct: ArrayLike, service_range: ServiceRange = "A"
) -> Episodes:
    """Episodes of one meter outside a service range.

    Args:
        interval_start_at: starts of the intervals, UTC, ascending, shape (n,).
        interval_minutes: their lengths, shape (n,) or one number.
        voltage_pct: mean voltage of each interval, % of nominal; NaN where there is no reading, shape (n,).
        service_range: "A" or "B".

    Raises:
        ValueError: times are not ascending, or lengths differ.
    """
    start = np.asarray(interval_start_at).astype("datetime64[s]")
    pct = np.asarray(voltage_pct, np.float64)
    minutes = np.broadcast_to(np.asarray(interval_minutes, np.float64), start.shape)
    if pct.shape != start.shape:
        raise ValueError("Times and voltages must have one length.")
    if np.any(np.diff(start) <= np.timedelta64(0, "s")):
        raise ValueError("Intervals must come in order of time, each once.")
    end = start + (minutes * 60).astype("timedelta64[s]")
    side = sides(pct, service_range)
    first = _firsts(side, start, end)
    last = np.append(first[1:], len(side)) - 1
    out = side[first] != 0 if len(first) else np.zeros(0, np.bool_)
    lasted = np.add.reduceat(minutes, first) if len(first) else np.zeros(0)
    worst = _worst(pct, side, first)
    first, last = first[out], last[out]
    return Episodes(start[first], end[last], lasted[out], side[first] > 0, worst[out])


def _firsts(side: NDArray[np.int8], start: Instants, end: Instants) -> NDArray[np.int64]:
    """Where a run of one side begins: the side changes, or the readings have a hole."""
    if not len(side):
        return np.zeros(0, np.int64)
    breaks = (side[1:] != side[:-1]) | (start[1:] != end[:-1])
    return np.flatnonzero(np.concatenate([[True], breaks]))


def _worst(pct: Floats, side: NDArray[np.int8], first: NDArray[np.int64]) -> Floats:
    """The lowest value of each low run and the highest of each high one."""
    if not len(first):
        return np.zeros(0)
    low = np.minimum.reduceat(np.where(np.isnan(pct), np.inf, pct), first)
    high = np.maximum.reduceat(np.where(np.isnan(pct), -np.inf, pct), first)
    return np.asarray(np.where(side[first] > 0, high, low))
