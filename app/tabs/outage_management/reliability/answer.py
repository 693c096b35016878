"""What the reliability view asks, and what comes back. Runs in a worker."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass

import pyarrow as pa

from app.tabs.outage_management.reliability.state import LAST_12_MONTHS, YEAR_TO_DATE
from data_sources.history.reliability import (
    DaysOfSaidi,
    PeriodIndices,
    ReliabilityPeriod,
    ReliabilityRecord,
    Scope,
    days_of_saidi,
    period_indices,
    reliability_record,
)
from data_sources.history.reliability_groups import by_group
from data_sources.source import Sources

EVERY = dt.timedelta(minutes=5)  # how often it is worked out anew while nothing else is chosen


@dataclass(frozen=True, slots=True)
class ReliabilityWish:
    """What is looked at.

    Attributes:
        utility_id: whose.
        time_zone: of its clock.
        scope: all of it, or a part.
        scope_id: which substation or feeder.
        period: `ReliabilityState.reliability_period`.
        as_of: aware, a whole five minutes.
    """

    utility_id: int
    time_zone: str
    scope: Scope
    scope_id: int | None
    period: str
    as_of: dt.datetime


@dataclass(frozen=True, slots=True, eq=False)
class ReliabilityAnswer:
    """What came.

    Attributes:
        record: everything on record, for what is told of it.
        now: indices of the period.
        before: of the same days a year earlier; None where nothing is on record of them.
        days: daily SAIDI.
        months: of all years, `GROUP_ROWS`.
        causes: of the period, likewise.
        feeders: of the period, likewise: those of the scope, or of a feeder's substation.
    """

    record: ReliabilityRecord
    now: PeriodIndices
    before: PeriodIndices | None
    days: DaysOfSaidi
    months: pa.Table
    causes: pa.Table
    feeders: pa.Table


def last_whole(now: dt.datetime) -> dt.datetime:
    """The last whole five minutes."""
    return now - (now - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) % EVERY


class RecordKept:
    """The record of one session's view, fetched once while only scope and period change."""

    def __init__(self) -> None:
        """Holds none."""
        self._lock = threading.Lock()
        self._kept: tuple[tuple[int, str, dt.datetime], ReliabilityRecord] | None = None

    def of(self, sources: Sources, wish: ReliabilityWish) -> ReliabilityRecord:
        """The record of a wish."""
        key = wish.utility_id, wish.time_zone, wish.as_of
        with self._lock:
            kept = self._kept
        if kept is not None and kept[0] == key:
            return kept[1]
        made = reliability_record(sources, *key)
        with self._lock:
            self._kept = key, made
        return made


def period_of(record: ReliabilityRecord, period: str) -> ReliabilityPeriod:
    """The local days of a choice."""
    if period == LAST_12_MONTHS:
        return record.last_12_months()
    to_date = record.year_to_date()
    if period == YEAR_TO_DATE or int(period) == to_date.first_day.year:
        return to_date
    return ReliabilityPeriod(dt.date(int(period), 1, 1), dt.date(int(period) + 1, 1, 1))


def answer(record: ReliabilityRecord, wish: ReliabilityWish) -> ReliabilityAnswer:
    """Everything the view shows."""
    place, period = (wish.scope, wish.scope_id), period_of(record, wish.period)
    earlier = period.year_before()
    is_known = bool(record.years) and record.years[0] <= earlier.first_day.year
    around = _around(record, wish)
    return ReliabilityAnswer(
        record, period_indices(record, *place, period), period_indices(record, *place, earlier) if is_known else None,
        days_of_saidi(record, *place, period), by_group(record, *place, None, "month"),
        by_group(record, *place, period, "cause"), by_group(record, *around, period, "feeder"),
    )  # fmt: skip


def _around(record: ReliabilityRecord, wish: ReliabilityWish) -> tuple[Scope, int | None]:
    """Whose feeders are listed: beside one feeder stand those of its substation."""
    if wish.scope != "feeder":
        return wish.scope, wish.scope_id
    own = record.feeders.within("feeder", wish.scope_id)
    return ("substation", int(record.feeders.substation_ids[own][0])) if own.any() else ("feeder", wish.scope_id)
