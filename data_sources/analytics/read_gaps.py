"""When reads of meters were missing, estimated or late: runs of intervals, and counts by local day and hour.

Method
    Every expected interval of a meter is in one state: missing (a placeholder came, or no record at all), estimated,
    late, or fine; where two apply, the first of these. Neighbouring intervals of one meter in one state are one run.

Assumptions
    Rows hold every expected interval, so that a hole shows as a state and not as an absence.

Known drawbacks
    An interval that the whole feeder lost without a placeholder is not expected (see `completeness`). The hour that
    comes twice when summer time ends counts as one hour with twice the reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data_sources.analytics.clock import DAY_S, local_seconds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Instants = NDArray[np.datetime64]

FINE: Final = "fine"
MISSING: Final = ("missing", "no_record")
EXPLAINED: Final = "explained"  # missing, and an outage says why


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs of intervals that are not fine, in the order of the rows; arrays of one length.

    Attributes:
        meter_id: whose.
        started_at: start of the first interval, datetime64[s] UTC.
        minutes: expected minutes in it.
        reads: intervals in it.
        state: "missing", "no_record", "explained", "estimated" or "late".
    """

    meter_id: Ints
    started_at: Instants
    minutes: Floats
    reads: Ints
    state: NDArray[np.str_]


def states(quality: ArrayLike, is_late: ArrayLike) -> NDArray[np.str_]:
    """The state of every interval: its quality where that is no read of the meter's own, else "late" or "fine".

    Args:
        quality: "actual", "edited", "estimated", "missing" or "no_record", shape (n,).
        is_late: shape (n,).
    """
    made = np.asarray(quality, np.str_)
    own = np.where(np.asarray(is_late, np.bool_), "late", FINE)
    answer: NDArray[np.str_] = np.where(np.isin(made, ("actual", "edited")), own, made)
    return answer


def runs(meter_id: ArrayLike, start_at: ArrayLike, minutes: ArrayLike, state: NDArray[np.str_]) -> Runs:
    """Runs of one state, without those that are fine.

    Args:
        meter_id: shape (n,).
        start_at: starts of the intervals, UTC, ascending within a meter, shape (n,).
        minutes: their lengths, shape (n,).
        state: of each, from `states`.
    """
    meter, start = np.asarray(meter_id, np.int64), np.asarray(start_at).astype("datetime64[s]")
    length = np.asarray(minutes, np.float64)
    if not len(meter):
        return Runs(meter, start, length, meter, np.asarray(state, np.str_))
    end = start + (length * 60).astype("timedelta64[s]")
    breaks = (meter[1:] != meter[:-1]) | (state[1:] != state[:-1]) | (start[1:] != end[:-1])
    first = np.flatnonzero(np.concatenate([[True], breaks]))
    reads = np.diff(np.append(first, len(meter)))
    lasted = np.add.reduceat(length, first)
    bad = state[first] != FINE
    return Runs(meter[first][bad], start[first][bad], lasted[bad], reads[bad], state[first][bad])


def by_hour(
    start_at: ArrayLike,
    state: NDArray[np.str_],
    is_late: ArrayLike,
    first_day: np.datetime64,
    days: int,
    time_zone: str,
) -> dict[str, Floats]:  # fmt: skip
    """Counts of one meter's reads by local day and hour of the day.

    Args:
        start_at: starts of the expected intervals, UTC, shape (n,).
        state: of each, from `states`.
        is_late: shape (n,).
        first_day: first local day.
        days: how many; intervals outside are left out.
        time_zone: IANA name.

    Returns:
        "expected", "received", "estimated", "late" and "explained", each of shape (days, 24); NaN where nothing is
        expected.
    """
    local = local_seconds(start_at, time_zone)
    day = local // DAY_S - first_day.astype("datetime64[D]").astype(np.int64)
    hour = local % DAY_S // 3600
    inside = (day >= 0) & (day < days)
    came = ~np.isin(state, (*MISSING, EXPLAINED))
    counted = {
        "expected": np.ones(len(local), np.bool_),
        "received": came,
        "estimated": state == "estimated",
        "late": came & np.asarray(is_late, np.bool_),
        "explained": state == EXPLAINED,
    }
    cells = {}
    for name, chosen in counted.items():
        total = np.zeros((days, 24))
        np.add.at(total, (day[inside & chosen], hour[inside & chosen]), 1.0)
        cells[name] = total
    unknown = cells["expected"] == 0
    return {name: np.where(unknown, np.nan, total) for name, total in cells.items()}
