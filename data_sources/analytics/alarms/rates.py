"""How an alarm system does: rates, floods, bad actors (ANSI/ISA-18.2-2016, clause 16 and table 7; EEMUA 191).

Figures are per operating position. Times are milliseconds since 1970; what is counted are annunciations: alarms raised,
and raised again.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MINUTE_MS: Final = 60_000
TEN_MINUTES_MS: Final = 10 * MINUTE_MS
FLOOD_FROM: Final = 10  # annunciations of ten minutes and operator at which a flood begins
FLOOD_TO: Final = 5  # below so many it is over
CHATTER_TIMES: Final = 3  # annunciations of one alarm within a minute
STALE_MS: Final = 24 * 60 * MINUTE_MS  # standing for longer
PER_HOUR_ACCEPTABLE: Final = 6.0  # table 7: about 6 an hour and operator are very likely acceptable
PER_HOUR_MOST: Final = 12.0  # about 12 are the most that can be managed
SHARE_GUIDE: Final[dict[str, float]] = {"critical": 1.0, "high": 5.0, "medium": 15.0, "low": 80.0}
"""Percent of annunciations by priority: table 7 gives 80 / 15 / 5, and less than 1 where there is a fourth, highest."""


class Flood(NamedTuple):
    """A time in which more came than an operator can take in.

    Attributes:
        from_ms: start of its first ten minutes.
        to_ms: end of its last ones.
        alarms: annunciations in it.
    """

    from_ms: int
    to_ms: int
    alarms: int


def in_tens(at_ms: Ints, from_ms: int, to_ms: int) -> Ints:
    """Annunciations of each ten minutes of a period, the last ones cut where the period ends; shape (tens,)."""
    tens = max(-(-(to_ms - from_ms) // TEN_MINUTES_MS), 0)
    is_in = (at_ms >= from_ms) & (at_ms < to_ms)
    return np.bincount((at_ms[is_in] - from_ms) // TEN_MINUTES_MS, minlength=tens).astype(np.int64)


def floods(at_ms: Ints, from_ms: int, to_ms: int, operators: int = 1) -> list[Flood]:
    """The floods of a period: from ten minutes with 10 or more an operator until ten with fewer than 5.

    Args:
        at_ms: times of annunciations, in any order.
        from_ms: start of the period.
        to_ms: its end.
        operators: positions that share the alarms, from 1.
    """
    found: list[Flood] = []
    is_flood = False
    for ten, count in enumerate(in_tens(at_ms, from_ms, to_ms).tolist()):
        is_flood = count >= operators * (FLOOD_TO if is_flood else FLOOD_FROM)
        if not is_flood:
            continue
        start = from_ms + ten * TEN_MINUTES_MS
        end = min(start + TEN_MINUTES_MS, to_ms)
        if found and found[-1].to_ms == start:
            found[-1] = Flood(found[-1].from_ms, end, found[-1].alarms + count)
        else:
            found.append(Flood(start, end, count))
    return found


def chattering(points: Ints, at_ms: Ints) -> Ints:
    """Points that annunciated three times or more within a minute, ascending.

    Args:
        points: number of the point of each annunciation.
        at_ms: its time.
    """
    order = np.lexsort((at_ms, points))
    points, at_ms = points[order], at_ms[order]
    last = CHATTER_TIMES - 1
    if len(points) <= last:
        return np.zeros(0, np.int64)
    is_chatter = (points[last:] == points[:-last]) & (at_ms[last:] - at_ms[:-last] < MINUTE_MS)
    return np.unique(points[last:][is_chatter])


def top_points(points: Ints, most: int = 10) -> tuple[Ints, Ints]:
    """The points that annunciated most, and how often each did, the worst first; equal ones by number."""
    found, counts = np.unique(points, return_counts=True)
    order = np.lexsort((found, -counts))[:most]
    return found[order], counts[order].astype(np.int64)


def per_hour(count: int, from_ms: int, to_ms: int, operators: int = 1) -> float:
    """Annunciations an hour and operator; NaN of no time."""
    hours = (to_ms - from_ms) / (60 * MINUTE_MS)
    return count / hours / operators if hours > 0 else float("nan")
