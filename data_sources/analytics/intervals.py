"""Readings of intervals of different lengths on one grid: it is power that is summed, never energy of the longest.

Method
    The grid is the greatest step that every interval's start and end lies on. An interval's energy is spread evenly
    over its steps, which is its mean power; energies of a step are then summed over the intervals that cover it. A
    step no interval covers is not in the grid.

Assumptions
    Lengths and starts are whole minutes. Intervals of several lengths beside each other are of different meters. Where
    a length ends within the last six hours, and most of its meters are not read at another one from then on, they may
    still come: steps after its end lack them and are marked (`is_whole`).

Known drawbacks
    Within an interval the load is taken to be even: an hourly meter has no quarter hours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Instants = NDArray[np.datetime64]

HOUR_MINUTES = 60
LATE_MINUTES = 360  # after its end a read is late; before, it may still come


@dataclass(frozen=True, slots=True, eq=False)
class IntervalGrid:
    """Sums by step; arrays of one length, ascending in time.

    Attributes:
        start_at: datetime64[s] UTC.
        minutes: length of a step.
        sums: one array for each given, its shares summed.
        is_whole: whether every length that runs on covers the step.
    """

    start_at: Instants
    minutes: int
    sums: tuple[Floats, ...]
    is_whole: NDArray[np.bool_]


def common_step(start_at: Instants, minutes: Ints, *others: int) -> int:
    """The greatest step in minutes that all starts and lengths, and other lengths from the first start, lie on.

    Args:
        start_at: datetime64, shape (n,), n at least 1.
        minutes: lengths, shape (n,).
        others: further lengths that the step has to divide.
    """
    step = int(np.gcd.reduce([*np.unique(minutes), *others]))
    offsets = (start_at - start_at[0]).astype("timedelta64[m]").astype(np.int64) % step
    return int(np.gcd.reduce([step, *np.unique(offsets)]))


def on_grid(
    start_at: Instants, minutes: Ints, step: int, *energies: Floats, meters: Floats | None = None
) -> IntervalGrid:
    """Energies of intervals as sums by step.

    Args:
        start_at: datetime64, UTC, any order, shape (n,).
        minutes: lengths, multiples of the step, shape (n,).
        step: of `common_step`, minutes.
        energies: of the intervals, each of shape (n,).
        meters: how many meters an interval is the sum of, shape (n,); one when left out.
    """
    start = start_at.astype("datetime64[s]").astype(np.int64)
    pieces = minutes // step
    row = np.repeat(np.arange(len(start)), pieces)
    number = np.arange(len(row)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    at, cell = np.unique(start[row] + number * step * 60, return_inverse=True)
    sums = tuple(np.asarray(np.bincount(cell, (energy / pieces)[row], len(at)), np.float64) for energy in energies)
    count = np.ones(len(start)) if meters is None else np.asarray(meters, np.float64)
    read = np.asarray(np.bincount(cell, count[row], len(at)), np.float64)
    whole = at < _whole_until(start, minutes, count, at, read) if len(at) else np.zeros(0, np.bool_)
    return IntervalGrid(at.astype("datetime64[s]"), step, sums, whole)


def _whole_until(start: Ints, minutes: Ints, meters: Floats, at: Ints, read: Floats) -> int:
    """The second from which on meters of a length are not there yet; the end where all are.

    Args:
        start: seconds, shape (n,).
        minutes: lengths, shape (n,).
        meters: of each interval, shape (n,).
        at: seconds of the steps, ascending, shape (k,).
        read: meters of each step, shape (k,).
    """
    end = start + minutes * 60
    last = int(end.max())
    until = last
    for length in np.unique(minutes):
        own = minutes == length
        ended = int(end[own].max())
        place = int(np.searchsorted(at, ended))
        if last - ended > LATE_MINUTES * 60 or place in (0, len(at)):
            continue
        left = float(meters[own & (end == ended)].sum())
        if read[place - 1] - read[place] > left / 2:  # else they are read at another length from then on
            until = min(until, ended)
    return until
