"""What the reliability view asks, and what comes back. Runs in a worker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa

from app.tabs.outage_management.reliability.state import LAST_12_MONTHS, YEAR_TO_DATE
from data_sources.errors import FluxError
from data_sources.history.reliability import (
    DaysOfSaidi,
    OwnInterruptions,
    PeriodIndices,
    ReliabilityPeriod,
    ReliabilityRecord,
    Scope,
    days_of_saidi,
    of_transformer,
    period_indices,
)
from data_sources.history.reliability_groups import by_group

Days = tuple[dt.date | None, dt.date | None]
EVERY = dt.timedelta(minutes=5)  # how often it is worked out anew while nothing else is chosen


class NoDays(FluxError):
    """Days that are no period; the words say why, and what to do."""


@dataclass(frozen=True, slots=True)
class ReliabilityWish:
    """What is looked at.

    Attributes:
        utility_id: whose.
        time_zone: of its clock.
        scope: all of it, or a part.
        scope_id: which substation or feeder.
        period: `ReliabilityState.reliability_period`.
        days: of a period of one's own, which goes before the other: first local day, day after the last one.
        below: transformer that is picked in the other tabs; it has interruptions of its own, but no indices.
        as_of: aware, a whole five minutes.
    """

    utility_id: int
    time_zone: str
    scope: Scope
    scope_id: int | None
    period: str
    as_of: dt.datetime
    days: Days = (None, None)
    below: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ReliabilityAnswer:
    """What came.

    Attributes:
        record: everything on record, for what is told of it.
        now: indices of the period.
        before: of the same days a year earlier, up to today; None where nothing is on record of them.
        days: daily SAIDI.
        months: of all years, `GROUP_ROWS`.
        causes: of the period, likewise.
        feeders: of the period, likewise: those of the scope, or of a feeder's substation.
        below: interruptions of the transformer that is picked; None where none is.
    """

    record: ReliabilityRecord
    now: PeriodIndices
    before: PeriodIndices | None
    days: DaysOfSaidi
    months: pa.Table
    causes: pa.Table
    feeders: pa.Table
    below: OwnInterruptions | None = None


def last_whole(now: dt.datetime) -> dt.datetime:
    """The last whole five minutes."""
    return now - (now - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) % EVERY


def checked(days: Days, today: dt.date) -> Days:
    """Days of one's own, half-open; (None, None) for none.

    Raises:
        NoDays: they are no period; the words say why.
    """
    first, end = days
    if (first, end) == (None, None):
        return days
    if first is None or end is None:
        raise NoDays("A period has a first and a last day: choose both.")
    if first >= end:
        raise NoDays("This period ends before it begins: choose a last day that is not before the first.")
    if first > today:
        raise NoDays("This period is yet to come: choose one that has begun.")
    return days


def period_of(record: ReliabilityRecord, period: str, days: Days = (None, None)) -> ReliabilityPeriod:
    """The local days of a choice; days of one's own go before the others."""
    first, end = days
    if first is not None and end is not None:
        return ReliabilityPeriod(first, end)
    if period == LAST_12_MONTHS:
        return record.last_12_months()
    to_date = record.year_to_date()
    if period == YEAR_TO_DATE or int(period) == to_date.first_day.year:
        return to_date
    return ReliabilityPeriod(dt.date(int(period), 1, 1), dt.date(int(period) + 1, 1, 1))


def answer(record: ReliabilityRecord, wish: ReliabilityWish) -> ReliabilityAnswer:
    """Everything the view shows."""
    place, period = (wish.scope, wish.scope_id), period_of(record, wish.period, wish.days)
    earlier = record.so_far(period).year_before()
    is_known = bool(record.years) and record.years[0] <= earlier.first_day.year
    around = _around(record, wish)
    return ReliabilityAnswer(
        record, period_indices(record, *place, period), period_indices(record, *place, earlier) if is_known else None,
        days_of_saidi(record, *place, period), by_group(record, *place, None, "month"),
        by_group(record, *place, period, "cause"), by_group(record, *around, period, "feeder"),
        None if wish.below is None else of_transformer(record, wish.below, period),
    )  # fmt: skip


def _around(record: ReliabilityRecord, wish: ReliabilityWish) -> tuple[Scope, int | None]:
    """Whose feeders are listed: beside one feeder stand those of its substation."""
    if wish.scope != "feeder":
        return wish.scope, wish.scope_id
    own = record.feeders.within("feeder", wish.scope_id)
    return ("substation", int(record.feeders.substation_ids[own][0])) if own.any() else ("feeder", wish.scope_id)
