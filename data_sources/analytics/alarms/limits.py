"""Whether values are in alarm: a limit with a deadband and delays (ANSI/ISA-18.2-2016, clause 10; EEMUA 191).

A value raises once it has been beyond the threshold for the on-delay, and clears once it has been back by the deadband
for the off-delay. In between nothing changes, so that what moves within the deadband never chatters. What is not
known (NaN) neither raises nor clears, and a delay that runs begins anew after it: nobody knows what happened meanwhile.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Bools = NDArray[np.bool_]
Millis = NDArray[np.int64]


class Limit(NamedTuple):
    """When a value is in alarm.

    Attributes:
        is_above: in alarm above the threshold; else below it.
        threshold: in the quantity's unit; a value equal to it is not in alarm.
        deadband: how far back the value must be before it clears, in the same unit, from 0.
        on_delay_ms: how long it must be beyond, milliseconds.
        off_delay_ms: how long it must be back, milliseconds.
    """

    is_above: bool
    threshold: float
    deadband: float = 0.0
    on_delay_ms: int = 0
    off_delay_ms: int = 0


class Judged(NamedTuple):
    """What became of the points of one limit, arrays of shape (points,).

    Attributes:
        is_in_alarm: whether the condition is met.
        since_ms: since when a change of it is under way, milliseconds since 1970; 0 where none is.
        is_known: whether the value is a number.
    """

    is_in_alarm: Bools
    since_ms: Millis
    is_known: Bools


def judge(limit: Limit, values: Floats, is_in_alarm: Bools, since_ms: Millis, now_ms: int) -> Judged:
    """One look.

    Args:
        limit: for all points.
        values: in the limit's unit, NaN where unknown, shape (points,).
        is_in_alarm: as it was at the last look.
        since_ms: as the last look left it.
        now_ms: of this look, milliseconds since 1970.
    """
    is_known = np.isfinite(values)
    is_changing = is_known & np.where(is_in_alarm, _is_back(limit, values), _is_beyond(limit, values))
    began = np.where(is_changing, np.where(since_ms > 0, since_ms, now_ms), 0)
    delay = np.where(is_in_alarm, limit.off_delay_ms, limit.on_delay_ms)
    is_due = is_changing & (now_ms - began >= delay)
    return Judged(is_in_alarm ^ is_due, np.where(is_due, 0, began), is_known)


def _is_beyond(limit: Limit, values: Floats) -> Bools:
    found: Bools = values > limit.threshold if limit.is_above else values < limit.threshold
    return found


def _is_back(limit: Limit, values: Floats) -> Bools:
    if limit.is_above:
        found: Bools = values <= limit.threshold - limit.deadband
        return found
    found = values >= limit.threshold + limit.deadband
    return found
