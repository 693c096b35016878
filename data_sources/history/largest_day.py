"""The largest day on record: on which most customers were interrupted, and how long it took until they were back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np

from data_sources.analytics.clock import aware_utc, local_day, midnight_utc
from data_sources.history.reliability import ReliabilityRecord, Scope, rows_of

BACK_SHARE: Final = 0.95  # of those interrupted on the day; the last ones of a hurricane take weeks
MOST_DAYS: Final = 14
EPOCH: Final = dt.date(1970, 1, 1)
ONE: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LargestDay:
    """The day and the period that tells its story.

    Attributes:
        day: local.
        customers: interrupted for more than five minutes, by interruptions that began on it.
        from_at: its midnight, aware.
        to_at: the midnight after 95 % of them were back, 14 days later at the latest.
    """

    day: dt.date
    customers: int
    from_at: dt.datetime
    to_at: dt.datetime


def largest_day(
    record: ReliabilityRecord, scope: Scope = "utility", scope_id: int | None = None
) -> LargestDay | None:  # fmt: skip
    """The largest day of a record, or of a part of it; None where nobody was ever interrupted.

    Of equal days the first.
    """
    rows = record.interruptions
    weight = np.where(rows.is_sustained & rows_of(record, scope, scope_id, None), rows.customers, 0.0)
    if not weight.sum():
        return None
    first = int(record.day.min())
    by_day = np.bincount(record.day - first, weight)
    chosen = (record.day == first + int(by_day.argmax())) & (weight > 0)
    day = EPOCH + dt.timedelta(days=first + int(by_day.argmax()))
    end = min(_end(record, chosen, weight), day + dt.timedelta(days=MOST_DAYS))
    return LargestDay(day, int(by_day.max()), _midnight(day, record), _midnight(max(end, day + ONE), record))


def _end(record: ReliabilityRecord, chosen: np.ndarray, weight: np.ndarray) -> dt.date:
    """The local day after the one on which most of them were back."""
    back = record.rows.restored_at[chosen]
    back = np.where(np.isnat(back), np.datetime64("2200-01-01", "ms"), back)
    order = np.argsort(back, kind="stable")
    share = np.cumsum(weight[chosen][order]) / weight[chosen].sum()
    return local_day(aware_utc(back[order][int(np.searchsorted(share, BACK_SHARE))]), record.time_zone) + ONE


def _midnight(day: dt.date, record: ReliabilityRecord) -> dt.datetime:
    return midnight_utc(day, record.time_zone).replace(tzinfo=dt.UTC)
