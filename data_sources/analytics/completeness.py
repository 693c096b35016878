"""How complete the reads of feeders (or meters) are, day by day: expected, received, estimated, late.

Method
    Counts are sums; shares are formed last, from sums, so a feeder of 10 meters weighs less than one of 2,000.
    Received counts actual, edited and estimated reads; measured leaves the estimates out. A feeder and day without
    any row is a gap: NaN, shown as a hole, not as 0 %.

Assumptions
    Expected of a meter are the reads that there is a record of, and as many more as fit, at the length that the meter
    had then, into what anybody on its feeder has a record of (92, 96 or 100 of 15 minutes with daylight saving);
    meters without any record count like the others. A read is late when it arrived more than 6 hours after its
    interval's end.

Known drawbacks
    If all meters of a feeder lose the same interval and no placeholder lands for it, it is not expected either. A
    meter set in the middle of a day counts for the whole day. Estimates that arrive late count as late.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of reads over a period, and shares of them in %; a share is None where nothing was expected."""

    expected: int
    received: int
    estimated: int
    missing: int
    late: int
    explained: int = 0

    @property
    def received_pct(self) -> float | None:
        """Received (estimates too) of expected."""
        return _pct(self.received, self.expected)

    @property
    def measured_pct(self) -> float | None:
        """Received without estimates, of expected."""
        return _pct(self.received - self.estimated, self.expected)

    @property
    def estimated_pct(self) -> float | None:
        """Estimated of received."""
        return _pct(self.estimated, self.received)

    @property
    def late_pct(self) -> float | None:
        """Late of received."""
        return _pct(self.late, self.received)


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Counts by feeder (or meter) and day; NaN where there is no record.

    Attributes:
        row_ids: feeders or meters, ascending, shape (rows,).
        days: datetime64[D], every day of the period, shape (days,).
        expected: reads expected, shape (rows, days).
        received: reads received.
        estimated: of these, estimated.
        late: of these, late.
        explained: of those expected and not received, explained by an outage.
    """

    row_ids: Ints
    days: NDArray[np.datetime64]
    expected: Floats
    received: Floats
    estimated: Floats
    late: Floats
    explained: Floats

    @property
    def missing(self) -> Floats:
        """Expected, not received, and explained by no outage."""
        return np.maximum(self.expected - self.received - self.explained, 0.0)

    @property
    def missing_pct(self) -> Floats:
        """Missing of expected, %."""
        return _shares(self.missing, self.expected)

    @property
    def received_pct(self) -> Floats:
        """Received of expected, %, at most 100."""
        return np.minimum(_shares(self.received, self.expected), 100.0)

    @property
    def estimated_pct(self) -> Floats:
        """Estimated of received, %."""
        return _shares(self.estimated, self.received)

    @property
    def late_pct(self) -> Floats:
        """Late of received, %."""
        return _shares(self.late, self.received)


def matrix(
    row_id: ArrayLike,
    day: ArrayLike,
    counts: dict[str, ArrayLike],
    first_day: np.datetime64,
    end_day: np.datetime64,
) -> Matrix:
    """Rows by feeder (or meter) and day laid out as matrices over the whole period.

    Args:
        row_id: of a feeder or meter, shape (n,).
        day: datetime64[D], shape (n,); rows outside the period are left out, rows of one id and day are summed.
        counts: "expected", "received", "estimated", "late", "explained", each of shape (n,); NaN where there is no
            record.
        first_day: first day of the period.
        end_day: the day after its last.

    Raises:
        KeyError: a count is missing.
    """
    days = np.arange(first_day, end_day).astype("datetime64[D]")
    at = (np.asarray(day).astype("datetime64[D]") - first_day.astype("datetime64[D]")).astype(np.int64)
    inside = (at >= 0) & (at < len(days))
    ids, row = np.unique(np.asarray(row_id, np.int64)[inside], return_inverse=True)
    laid = {
        name: _laid(row, at[inside], np.asarray(counts[name], np.float64)[inside], (len(ids), len(days)))
        for name in ("expected", "received", "estimated", "late", "explained")
    }
    return Matrix(ids, days, **laid)


def _laid(row: Ints, column: Ints, values: Floats, shape: tuple[int, int]) -> Floats:
    cells = np.zeros(shape)
    seen = np.zeros(shape, np.bool_)
    np.add.at(cells, (row, column), values)
    seen[row, column] = True
    cells[~seen] = np.nan
    return cells


def _shares(part: Floats, whole: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, 100.0 * part / whole, np.nan)


def _pct(part: int, whole: int) -> float | None:
    return 100.0 * part / whole if whole else None
