"""Does a meter's service keep one impedance? A wire does; a bypass that is on for hours or begins on a day does not.

Method
    The slope of a meter's service drop on its registered load (`voltage_residuals.services`) is fitted inside and
    outside of a set of intervals, with standard errors. The logarithm of the two slopes' ratio over its error (and a
    floor for what the model leaves out) is the test. Sets: every contiguous window of 6 to 14 hours of the local day,
    the best counts; and every day to split the period at, where consumption must have fallen as the slope rose.
    Searching many windows finds something in every meter: results are judged against the feeder's other meters.

Assumptions
    Errors of neighbouring intervals hang together: standard errors are taken half as large again.

Known drawbacks
    A meter whose load hardly changes within a window has no slope there and is not judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WINDOW_HOURS: Final = (6, 8, 10, 12, 14)
ERROR_FACTOR: Final = 1.5
MODEL_FLOOR: Final = 0.12  # of a logarithm of a ratio of slopes
MIN_SIDE_DAYS: Final = 3


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums that a straight line is fitted from: count, x, y, xx, xy, yy; each of shape (m, groups) or (m,)."""

    parts: tuple[Floats, ...]

    def over(self, chosen: NDArray[np.bool_]) -> Moments:
        """Sums over some of the groups."""
        return Moments(tuple(part[:, chosen].sum(axis=1) for part in self.parts))

    def slopes(self) -> tuple[Floats, Floats]:
        """Slope and its standard error, shapes (m,)."""
        n, x, y, xx, xy, yy = self.parts
        count = np.maximum(n, 1.0)
        cxx, cxy, cyy = xx - x * x / count, xy - x * y / count, yy - y * y / count
        slope = cxy / np.maximum(cxx, 1e-9)
        noise = np.maximum(cyy - slope * cxy, 0.0) / np.maximum(n - 2.0, 1.0)
        return slope, ERROR_FACTOR * np.sqrt(noise / np.maximum(cxx, 1e-9))


def moments(load_kw: NDArray[np.floating], drop_pct: NDArray[np.floating], group: NDArray[np.int64]) -> Moments:
    """Sums by group of columns; a drop of exactly 0 is a gap.

    Args:
        load_kw: shape (m, t).
        drop_pct: shape (m, t).
        group: of each column, 0 .. groups - 1, shape (t,).
    """
    order = np.argsort(group, kind="stable")
    found, first = np.unique(group[order], return_index=True)
    known = drop_pct != 0
    x, y = np.where(known, load_kw, 0.0), drop_pct
    parts = []
    for values in (known, x, y, x * x, x * y, y * y):
        total = np.zeros((len(load_kw), int(found.max()) + 1 if len(found) else 0))
        total[:, found] = np.add.reduceat(values[:, order].astype(np.float64), first, axis=1)
        parts.append(total)
    return Moments(tuple(parts))


def hours(by_hour: Moments) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """The window of hours whose slope differs most from the rest of the day's.

    Args:
        by_hour: sums by local hour, shape (m, 24).

    Returns:
        test value (0: nothing to see), first hour of the window, hour after its last; shapes (m,).
    """
    meters = len(by_hour.parts[0])
    best, low, high = np.zeros(meters), np.zeros(meters, np.int64), np.zeros(meters, np.int64)
    if by_hour.parts[0].shape[1] < 24:
        return best, low, high
    for length in WINDOW_HOURS:
        for start in range(24):
            inside = (np.arange(24) - start) % 24 < length
            value = contrast(by_hour.over(inside), by_hour.over(~inside))
            better = value > best
            best[better], low[better], high[better] = value[better], start, (start + length) % 24
    return best, low, high


def starts(by_day: Moments, daily_level: Floats) -> tuple[Floats, Floats]:
    """The day from which the slope rose and consumption fell, by like factors.

    Args:
        by_day: sums by day, shape (m, days).
        daily_level: logarithm of each day's consumption over its feeder's, NaN where unknown, shape (m, days).

    Returns:
        test value (0: nothing to see) and index of the first day after, NaN if none; shapes (m,).
    """
    meters, days = daily_level.shape
    best, day = np.zeros(meters), np.full(meters, np.nan)
    for split in range(MIN_SIDE_DAYS, days - MIN_SIDE_DAYS + 1):
        after = np.arange(days) >= split
        rise = contrast(by_day.over(after), by_day.over(~after))
        fall = _fall(daily_level, after)
        both = np.minimum(rise, fall)
        better = both > best
        best[better], day[better] = both[better], split
    return best, day


def contrast(one: Moments, other: Moments) -> Floats:
    """Logarithm of one slope over the other, in standard errors; 0 where either is not clearly positive."""
    (a, a_error), (b, b_error) = one.slopes(), other.slopes()
    sound = (a > 2.0 * a_error) & (b > 2.0 * b_error) & (one.parts[0] > 24) & (other.parts[0] > 24)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt((a_error / a) ** 2 + (b_error / b) ** 2 + MODEL_FLOOR**2)
        value = np.log(a / b) / error
    return np.where(sound, value, 0.0)


def _fall(level: Floats, after: NDArray[np.bool_]) -> Floats:
    """Fall of the mean level, in standard errors."""
    known = np.isfinite(level)
    filled = np.where(known, level, 0.0)

    def side(chosen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        n = np.maximum(known[:, chosen].sum(axis=1), 1)
        mean = filled[:, chosen].sum(axis=1) / n
        spread = np.where(known[:, chosen], (filled[:, chosen] - mean[:, None]) ** 2, 0.0).sum(axis=1)
        return mean, spread / np.maximum(n - 1, 1) / n

    (before_mean, before_error), (after_mean, after_error) = side(~after), side(after)
    answer: Floats = (before_mean - after_mean) / np.sqrt(before_error + after_error + MODEL_FLOOR**2)
    return answer
