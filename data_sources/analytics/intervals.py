"""Readings of intervals of different lengths on one grid: it is power that is summed, never energy of the longest.

Method
    The grid is the greatest step that every interval's start and end lies on. An interval's energy is spread evenly
    over its steps, which is its mean power; energies of a step are then summed over the intervals that cover it. A
    step no interval covers is not in the grid.

Assumptions
    Lengths and starts are whole minutes. Intervals of several lengths beside each other are of different meters.

Known drawbacks
    Within an interval the load is taken to be even: an hourly meter has no quarter hours. Where lengths run beside each
    other and one of them ends within the last six hours, steps after its end lack its meters: they are marked
    (`is_whole`), which also marks those hours where some meters of a fleet have changed their length within them.
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


def on_grid(start_at: Instants, minutes: Ints, step: int, *energies: Floats) -> IntervalGrid:
    """Energies of intervals as sums by step.

    Args:
        start_at: datetime64, UTC, any order, shape (n,).
        minutes: lengths, multiples of the step, shape (n,).
        step: of `common_step`, minutes.
        energies: of the intervals, each of shape (n,).
    """
    start = start_at.astype("datetime64[s]").astype(np.int64)
    pieces = minutes // step
    row = np.repeat(np.arange(len(start)), pieces)
    number = np.arange(len(row)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    at, cell = np.unique(start[row] + number * step * 60, return_inverse=True)
    sums = tuple(np.asarray(np.bincount(cell, (energy / pieces)[row], len(at)), np.float64) for energy in energies)
    whole = at < _whole_until(start, minutes, is_shared=len(at) < len(row))
    return IntervalGrid(at.astype("datetime64[s]"), step, sums, whole)


def _whole_until(start: Ints, minutes: Ints, *, is_shared: bool) -> int:
    """The second from which a length that runs on is not there yet; the end where all are, or none runs beside."""
    if not len(start):
        return 0
    end = start + minutes * 60
    ends = [int(end[minutes == length].max()) for length in np.unique(minutes)]
    last = max(ends)
    return min(one for one in ends if last - one <= LATE_MINUTES * 60) if is_shared else last
