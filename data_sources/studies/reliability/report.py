"""A record of interruptions as a report: year by year, with and without major event days, and by group.

Whatever is served is one number for all years: who has one a year asks year by year. A year has all its hours, as if
the record covered it, but for the one that is not over where it is said up to when the record goes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from data_sources.analytics.clock import DAY_S, local_seconds, utc64
from data_sources.analytics.reliability.customers import CustomerIndices, customer_indices
from data_sources.analytics.reliability.indices import ReliabilityIndices, Served, indices
from data_sources.analytics.reliability.interruptions import Bools, Floats, Instants, Ints
from data_sources.analytics.reliability.major_events import (
    MajorEventThreshold,
    daily_saidi,
    local_days,
    major_event_days,
    months_of,
    thresholds,
    years_of,
)
from data_sources.analytics.reliability.parts import OWN, WITHOUT_MAJOR, parts
from data_sources.network.rows import Texts
from data_sources.studies.reliability.record import OutageRecord

GROUPS = ("circuit", "substation", "cause", "month")
NEED_THRESHOLD = (WITHOUT_MAJOR, OWN)
NEEDS_THRESHOLD = "two days with interruptions in the years before, or T_MED"


@dataclass(frozen=True, slots=True, eq=False)
class CustomerRecord:
    """Interruptions of single customers.

    Attributes:
        customer: whose, shape (n,).
        started_at: UTC, likewise.
        minutes: likewise.
    """

    customer: Texts
    started_at: Instants
    minutes: Floats


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What a report is asked for.

    Attributes:
        served: what the indices refer to.
        t_med: minutes, in place of what the years before say.
        as_of: up to when the record goes; None for the end of its last year.
        n: numbers of interruptions of CEMI.
        s_hours: of CELID-s.
        t_hours: of CELID-t.
    """

    served: Served
    t_med: float | None = None
    as_of: dt.datetime | None = None
    n: tuple[int, ...] = (3, 5)
    s_hours: tuple[float, ...] = (8.0,)
    t_hours: tuple[float, ...] = (8.0,)


@dataclass(frozen=True, slots=True, eq=False)
class ReliabilityYear:
    """One year.

    Attributes:
        year: local.
        outages: that began in it.
        parts: indices by part (`analytics.reliability.parts`), each of one group; those that leave out major event days
            only where there is a threshold.
        threshold: T_MED; None where nothing tells it.
        major_days: the major event days with their SAIDI in minutes.
        customers: indices over customers; None where nobody knows who was interrupted.
    """

    year: int
    outages: int
    parts: Mapping[str, ReliabilityIndices]
    threshold: MajorEventThreshold | None
    major_days: Sequence[tuple[dt.date, float]]
    customers: CustomerIndices | None


@dataclass(frozen=True, slots=True, eq=False)
class ReliabilityGroups:
    """All years by group.

    Attributes:
        names: of the groups.
        outages: that began in all years, by group.
        indices: sums of all years that refer to all customers served, so that groups add up to the whole.
        own: the same, of the customers that each group serves; None where nobody knows them.
    """

    names: Sequence[str]
    outages: Ints
    indices: ReliabilityIndices
    own: ReliabilityIndices | None


@dataclass(frozen=True, slots=True, eq=False)
class ReliabilityReport:
    """The report.

    Attributes:
        years: oldest first.
        groups: by circuit, substation, cause and month, as far as they are known.
    """

    years: Sequence[ReliabilityYear]
    groups: Mapping[str, ReliabilityGroups]


def make_report(
    record: OutageRecord, options: ReportOptions, customers: CustomerRecord | None = None
) -> ReliabilityReport:
    """The report of a record.

    Args:
        record: at least one interruption.
        options: what is asked for.
        customers: who was interrupted, where that is known.
    """
    day = local_days(record.rows.started_at, record.time_zone)
    days = _days(record, day, options)
    year = years_of(day)
    years = [
        _year(one, record.take(year == one), day[year == one], days, options, customers)
        for one in range(int(year.min()), int(year.max()) + 1)
    ]
    hours = 24.0 * (_end_of(years[-1].year, record.time_zone, options.as_of) - days.first)
    return ReliabilityReport(years, _groups(record, day, options.served, hours))


class _Days(NamedTuple):
    """Every day of the years of a record."""

    first: int
    saidi: Floats
    is_major: Bools
    limits: Mapping[int, MajorEventThreshold | None]

    def major(self, year: int) -> list[tuple[dt.date, float]]:
        begin, end = (_new_year(one) - self.first for one in (year, year + 1))
        places = (begin + np.flatnonzero(self.is_major[begin:end])).tolist()
        epoch = dt.date(1970, 1, 1).toordinal() + self.first
        return [(dt.date.fromordinal(epoch + place), float(self.saidi[place])) for place in places]


def _days(record: OutageRecord, day: Ints, options: ReportOptions) -> _Days:
    year = years_of(day)
    first, last = _new_year(int(year.min())), _new_year(int(year.max()) + 1)
    saidi = daily_saidi(record.rows, day, first, last - first, options.served.customers)
    limits = thresholds(saidi, first)
    if options.t_med is not None:
        limits = dict.fromkeys(limits, MajorEventThreshold(options.t_med, np.nan, np.nan, 0))
    return _Days(first, saidi, major_event_days(saidi, first, limits), limits)


def _year(
    year: int, record: OutageRecord, day: Ints, days: _Days, options: ReportOptions, customers: CustomerRecord | None
) -> ReliabilityYear:
    hours = 24.0 * (_end_of(year, record.time_zone, options.as_of) - _new_year(year))
    masks = parts(record.rows, days.is_major[day - days.first])
    if days.limits[year] is None:
        masks = {part: mask for part, mask in masks.items() if part not in NEED_THRESHOLD}
    found = {part: indices(record.rows.take(mask), options.served, hours) for part, mask in masks.items()}
    return ReliabilityYear(
        year, len(np.unique(record.outage)), found, days.limits[year], days.major(year),
        _of_customers(year, record.time_zone, customers, options),
    )  # fmt: skip


def _of_customers(
    year: int, time_zone: str, record: CustomerRecord | None, options: ReportOptions
) -> CustomerIndices | None:
    if record is None:
        return None
    own = years_of(local_days(record.started_at, time_zone)) == year
    return customer_indices(
        record.customer[own].astype(str), record.minutes[own], float(np.asarray(options.served.customers)),
        n=options.n, s_hours=options.s_hours, t_hours=options.t_hours,
    )  # fmt: skip


def _groups(record: OutageRecord, day: Ints, served: Served, hours: float) -> dict[str, ReliabilityGroups]:
    month = months_of(day)
    first, count = int(month.min()), int(month.max() - month.min()) + 1
    names = [str(np.datetime64(first + place, "M")) for place in range(count)]
    labels = {**record.labels, "month": (names, month - first)}
    found, most = {}, int(record.outage.max()) + 1
    for kind in (kind for kind in GROUPS if kind in labels):
        own, codes = labels[kind]
        pairs = np.unique(codes * most + record.outage) // most
        outages = np.bincount(pairs, minlength=len(own))
        mine = Served(record.served[kind]) if kind in record.served else None
        found[kind] = ReliabilityGroups(
            own, outages, indices(record.rows, served, hours, codes, len(own)),
            indices(record.rows, mine, hours, codes, len(own)) if mine else None,
        )  # fmt: skip
    return found


def _end_of(year: int, time_zone: str, as_of: dt.datetime | None) -> float:
    """When a year ends, or the record where it goes no further; local days since 1970."""
    end = float(_new_year(year + 1))
    if as_of is None:
        return end
    now = float(local_seconds([utc64(as_of)], time_zone)[0]) / DAY_S
    return min(end, max(now, _new_year(year) + 1 / 24))


def _new_year(year: int) -> int:
    return int(np.datetime64(f"{year:04d}-01-01", "D").astype(np.int64))
