"""Reliability of a utility, or a part of it, over a period: the indices of IEEE Std 1366 from both sources at once.

A `ReliabilityRecord` is everything there is on record, its major event days found once for the whole utility, as the
standard asks (a feeder has the days of its utility). Reports are cut from it: any scope, any period of local days.

Method
    An interruption counts, whole, on the local day on which these customers lost supply, also where their outage began
    earlier; so do the key figures of the dashboard (kpis.sql).

Assumptions
    Customers served are the active service points of today, for all years. Customers of a transformer are interrupted
    together (CEMI, CELID): who is on one phase of a bank only counts with the bank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pyarrow as pa

from data_sources.analytics.clock import local_day, midnight_utc
from data_sources.analytics.reliability.customers import CustomerIndices, customer_indices
from data_sources.analytics.reliability.indices import ReliabilityIndices, Served, indices
from data_sources.analytics.reliability.interruptions import Bools, Floats, Interruptions, Ints
from data_sources.analytics.reliability.major_events import (
    MajorEventThreshold,
    daily_saidi,
    local_days,
    major_event_days,
    thresholds,
    years_of,
)
from data_sources.analytics.reliability.parts import OWN, WITHOUT_MAJOR, parts
from data_sources.history.outages import LONG_AGO, OutageRows, OutageSpan, asked_for, interruptions_of
from data_sources.query import Query
from data_sources.source import Sources

Scope = Literal["utility", "substation", "feeder"]
KNOWN_SHARE: Final = 0.95  # of customer interruptions whose transformers must be known for indices over customers
NEEDS_TRANSFORMERS: Final = "which transformers each interruption took"
NEEDS_YEARS: Final = "two days with interruptions in the years before"


@dataclass(frozen=True, slots=True)
class ReliabilityPeriod:
    """Local days, half-open."""

    first_day: dt.date
    end_day: dt.date

    def year_before(self) -> ReliabilityPeriod:
        """The same days one year earlier; 29 February becomes the 28th."""
        return ReliabilityPeriod(_year_earlier(self.first_day), _year_earlier(self.end_day))

    @property
    def days(self) -> int:
        """How many."""
        return (self.end_day - self.first_day).days


@dataclass(frozen=True, slots=True, eq=False)
class FeedersServed:
    """Feeders of a utility, shape (feeders,).

    Attributes:
        ids: ascending.
        names: theirs.
        substation_ids: of the substation that each hangs on.
        substation_names: likewise.
        customers: active service points.
        kva: rated kVA of the transformers, NaN where one is not known.
    """

    ids: Ints
    names: list[str]
    substation_ids: Ints
    substation_names: list[str]
    customers: Floats
    kva: Floats

    @classmethod
    def of(cls, table: pa.Table) -> FeedersServed:
        """From the rows of customers_by_feeder.sql."""
        return cls(
            np.asarray(table["feeder_id"].to_numpy(), np.int64), table["feeder_name"].to_pylist(),
            np.asarray(table["substation_id"].to_numpy(), np.int64), table["substation_name"].to_pylist(),
            table["customers_served"].to_numpy().astype(np.float64), table["kva_served"].to_numpy(),
        )  # fmt: skip

    def place_of(self, feeder: Ints) -> Ints:
        """Place of feeders among them, -1 for one that there is not."""
        if not len(self.ids):
            return np.full(len(feeder), -1, np.int64)
        place = np.minimum(np.searchsorted(self.ids, feeder), len(self.ids) - 1)
        return np.where(self.ids[place] == feeder, place, -1)

    def within(self, scope: Scope, scope_id: int | None) -> Bools:
        """Which lie in a scope."""
        if scope == "utility":
            return np.ones(len(self.ids), np.bool_)
        return np.asarray((self.ids if scope == "feeder" else self.substation_ids) == scope_id, np.bool_)

    def are_within(self, place: Ints, scope: Scope, scope_id: int | None) -> Bools:
        """Which rows lie in a scope, by the place of their feeder; what hung on one that is gone: with the utility."""
        inside = np.append(self.within(scope, scope_id), scope == "utility")
        return np.asarray(inside[place], np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class ReliabilityRecord:
    """All there is on record.

    Attributes:
        rows: of outages, as both sources have them.
        interruptions: the same for the indices.
        day: local day since 1970 that each began on, shape (rows,).
        feeder: place of each row's feeder, -1 for one that is gone, likewise.
        feeders: who is served.
        is_major: whether each began on a major event day of the utility, likewise.
        limits: T_MED of each year, None where nothing tells it.
        time_zone: IANA name of the utility's clock.
        as_of: up to when interruptions that last count.
        asked: the statements behind it.
        years: local ones with something on record, oldest first.
    """

    rows: OutageRows
    interruptions: Interruptions
    day: Ints
    feeder: Ints
    feeders: FeedersServed
    is_major: Bools
    limits: Mapping[int, MajorEventThreshold | None]
    time_zone: str
    as_of: dt.datetime
    asked: tuple[Query, ...]
    years: tuple[int, ...]

    @property
    def is_simulated(self) -> bool:
        """Whether any of it is made up."""
        return bool(self.rows.is_simulated.any())

    def year_to_date(self) -> ReliabilityPeriod:
        """The present year up to today."""
        today = local_day(self.as_of, self.time_zone)
        return ReliabilityPeriod(dt.date(today.year, 1, 1), today + dt.timedelta(days=1))

    def last_12_months(self) -> ReliabilityPeriod:
        """A year that ends today."""
        end = local_day(self.as_of, self.time_zone) + dt.timedelta(days=1)
        return ReliabilityPeriod(_year_earlier(end), end)

    def so_far(self, period: ReliabilityPeriod) -> ReliabilityPeriod:
        """What of a period has begun: it ends with today where it reaches beyond."""
        return ReliabilityPeriod(period.first_day, min(period.end_day, self.year_to_date().end_day))

    def hours(self, period: ReliabilityPeriod) -> float:
        """Hours of a period that are over."""
        first, end = (midnight_utc(day, self.time_zone) for day in (period.first_day, period.end_day))
        now = self.as_of.astimezone(dt.UTC).replace(tzinfo=None)
        return max((min(end, now) - first).total_seconds() / 3600, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class PeriodIndices:
    """Indices of one scope over one period.

    Attributes:
        period: the days.
        customers_served: active service points of the scope.
        outages: sustained ones that began in it.
        parts: by part (`analytics.reliability.parts`), each of one group; those that leave out major event days only
            where a threshold is known for every year of the period.
        customers: over customers; None where too little is known about who was interrupted.
        needs: what would be needed for what is missing, by name of the index.
    """

    period: ReliabilityPeriod
    customers_served: float
    outages: int
    parts: Mapping[str, ReliabilityIndices]
    customers: CustomerIndices | None
    needs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OwnInterruptions:
    """Interruptions of one transformer that began in a period: CEMI and CELID count its customers by these.

    Attributes:
        transformer_id: which.
        sustained: how many lasted more than five minutes.
        minutes: of these together.
        momentary: how many did not.
    """

    transformer_id: int
    sustained: int
    minutes: float
    momentary: int


@dataclass(frozen=True, slots=True, eq=False)
class DaysOfSaidi:
    """Daily SAIDI of a scope: minutes by day, which are major event days of the utility, shape (days,)."""

    first_day: dt.date
    minutes: Floats
    is_major: Bools


def reliability_record(sources: Sources, utility_id: int, time_zone: str, as_of: dt.datetime) -> ReliabilityRecord:
    """All there is on record of a utility.

    Args:
        sources: both, or the live one alone.
        utility_id: whose.
        time_zone: IANA name of its clock.
        as_of: aware; cut it to minutes, so that answers are kept.

    Raises:
        SourceUnavailable: a source cannot be reached.
    """
    served = Query.of("customers_by_feeder", utility_id=utility_id)
    feeders = FeedersServed.of(sources.live.fetch(served))
    span = OutageSpan.begun(utility_id, LONG_AGO, as_of)
    rows = interruptions_of(sources, span, as_of)
    return record_from(rows, feeders, time_zone, as_of, (served, *asked_for(sources, span, as_of)))


def record_from(
    rows: OutageRows, feeders: FeedersServed, time_zone: str, as_of: dt.datetime, asked: tuple[Query, ...] = ()
) -> ReliabilityRecord:
    """A record of rows: its major event days are those of all of them together.

    Who is out for five minutes or less so far is not in it: counted as momentary, an index would fall again later.
    """
    rows = rows.take(~rows.is_undecided)
    found = rows.interruptions()
    day = local_days(found.started_at, time_zone)
    first = int(day.min()) if len(day) else 0
    count = int(day.max()) - first + 1 if len(day) else 0
    served = float(feeders.customers.sum()) or np.nan
    saidi = np.nan_to_num(daily_saidi(found, day, first, count, served))
    limits = thresholds(saidi, first)
    is_major = major_event_days(saidi, first, limits)[day - first] if count else np.zeros(0, np.bool_)
    years = tuple(np.unique(years_of(np.unique(day))).tolist())
    return ReliabilityRecord(
        rows, found, day, feeders.place_of(rows.feeder), feeders, is_major, limits, time_zone, as_of, asked, years
    )


def period_indices(
    record: ReliabilityRecord, scope: Scope, scope_id: int | None, period: ReliabilityPeriod
) -> PeriodIndices:
    """Indices of one scope over one period."""
    chosen = rows_of(record, scope, scope_id, period)
    rows, served = record.interruptions.take(chosen), _served(record, scope, scope_id)
    masks = parts(rows, record.is_major[chosen])
    needs: dict[str, str] = {}
    if not has_limits(record, period):
        masks = {part: mask for part, mask in masks.items() if part not in (WITHOUT_MAJOR, OWN)}
        needs[WITHOUT_MAJOR] = NEEDS_YEARS
    outages = len(np.unique(record.rows.outage[chosen][rows.is_sustained]))
    hours = record.hours(period)
    found = {part: indices(rows.take(mask), served, hours) for part, mask in masks.items()}
    customers = _of_customers(record, chosen, float(np.asarray(served.customers)))
    needs |= {name: need for part in found.values() for name, need in part.needs.items()}
    if customers is None:
        needs["customers"] = NEEDS_TRANSFORMERS
    customers_served = float(np.asarray(served.customers))
    return PeriodIndices(period, customers_served, outages, found, customers, needs)


def days_of_saidi(
    record: ReliabilityRecord, scope: Scope, scope_id: int | None, period: ReliabilityPeriod
) -> DaysOfSaidi:
    """Daily SAIDI of one scope over one period; the days to come are NaN."""
    chosen = rows_of(record, scope, scope_id, period)
    first, served = _number(period.first_day), np.asarray(_served(record, scope, scope_id).customers)
    rows = record.interruptions.take(chosen)
    minutes = daily_saidi(rows, record.day[chosen], first, period.days, served if served > 0 else np.nan)
    today = _number(local_day(record.as_of, record.time_zone))
    minutes[first + np.arange(period.days) > today] = np.nan
    is_major = np.zeros(period.days, np.bool_)
    of_utility = _in_period(record, period) & record.is_major
    is_major[record.day[of_utility] - first] = True
    return DaysOfSaidi(period.first_day, minutes, is_major)


def of_transformer(record: ReliabilityRecord, transformer_id: int, period: ReliabilityPeriod) -> OwnInterruptions:
    """What the customers of one transformer went through; who is on one phase of a bank only counts with the bank."""
    chosen = _in_period(record, period) & (record.rows.transformer == transformer_id)
    rows = record.interruptions.take(chosen)
    lasting = rows.is_sustained
    return OwnInterruptions(
        transformer_id, int(lasting.sum()), float(rows.minutes[lasting].sum()), int((~lasting).sum())
    )


def rows_of(record: ReliabilityRecord, scope: Scope, scope_id: int | None, period: ReliabilityPeriod | None) -> Bools:
    """The rows of a scope and period."""
    inside = record.feeders.are_within(record.feeder, scope, scope_id)
    return inside if period is None else inside & _in_period(record, period)


def _in_period(record: ReliabilityRecord, period: ReliabilityPeriod) -> Bools:
    return (record.day >= _number(period.first_day)) & (record.day < _number(period.end_day))


def _served(record: ReliabilityRecord, scope: Scope, scope_id: int | None) -> Served:
    inside = record.feeders.within(scope, scope_id)
    kva = float(record.feeders.kva[inside].sum())
    return Served(float(record.feeders.customers[inside].sum()), kva if np.isfinite(kva) and kva > 0 else None)


def has_limits(record: ReliabilityRecord, period: ReliabilityPeriod) -> bool:
    """Whether T_MED is known for every year of a period; a year without outages has no major event day anyway."""
    years = range(period.first_day.year, (period.end_day - dt.timedelta(days=1)).year + 1)
    return all(record.limits.get(year) is not None for year in years if year in record.limits)


def _of_customers(record: ReliabilityRecord, chosen: Bools, served: float) -> CustomerIndices | None:
    """Over customers by their transformers; None where too few of these are known."""
    rows = record.interruptions.take(chosen)
    transformer = record.rows.transformer[chosen]
    weight = rows.customers * rows.is_sustained
    if weight[transformer >= 0].sum() < KNOWN_SHARE * weight.sum():
        return None
    known = transformer >= 0
    return customer_indices(transformer[known], rows.minutes[known], served, size=rows.customers[known])


def _number(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days


def _year_earlier(day: dt.date) -> dt.date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
