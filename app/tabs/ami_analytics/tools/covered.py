"""Which days of a period have readings: what is summed, averaged or highest of the others nobody knows.

A result says it beside its period, and a figure of such a period is headed by the days that it is of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from app.assistant.context import ToolContext
from app.assistant.refusals import NoAnswer, RefusalReason
from app.tabs.ami_analytics.tools.asked import AskedOver
from app.widgets.column import Column
from data_sources.history.due import read_days_query

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DaysCovered:
    """The days of a period that have readings.

    Attributes:
        words: of the period.
        days: that have readings, in order.
        of: how many days it has, those that have begun.
        is_cut: it begins within a day: of the first one only a part is of it.
    """

    words: str
    days: tuple[dt.date, ...]
    of: int
    is_cut: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether no day of it lacks all readings; where none has any, there is nothing to cover."""
        return not self.days or len(self.days) >= self.of

    @property
    def period(self) -> str:
        """Its words, and which days of it the readings cover."""
        if self.is_whole:
            return self.words
        first, last = self.days[0], self.days[-1]
        has_gaps = len(self.days) <= (last - first).days
        where = f"{first}" if first == last else f"{'between ' if has_gaps else ''}{first} {_to(has_gaps)} {last}"
        return f"{self.words}; readings cover {len(self.days)} of {self.of} days, {where}"

    def headed(self, columns: Sequence[Column], *asked: str, is_by_hour: bool = False) -> tuple[Column, ...]:
        """Columns whose sums, and whose figure that is asked for, say which days they are of.

        Args:
            columns: of a result.
            asked: keys of what is asked for or ranked by.
            is_by_hour: they are of the hours of the period, not of its whole days.
        """
        if self.is_whole:
            return tuple(columns)
        if is_by_hour and self.is_cut:  # its first day is not a whole one
            titles = {one.key: f"{one.title}, as far as readings reach" for one in columns}
            return tuple(
                replace(one, title=titles[one.key]) if one.key in asked or "kwh" in one.key else one for one in columns
            )
        many = f"in the {len(self.days)} days" if len(self.days) > 1 else "on the one day"
        return tuple(
            replace(one, title=f"{one.title} {many} with readings") if one.key in asked or "kwh" in one.key else one
            for one in columns
        )


def covered(asked: AskedOver, days: Iterable[dt.date] | None = None) -> DaysCovered:
    """Which days of a period have readings.

    Args:
        asked: over which period.
        days: local ones with readings of the thing itself; those on which any meter of the utility read when left out.

    Raises:
        SourceError: the history does not answer.
    """
    if days is None:
        rows = asked.context.history_source.fetch(read_days_query(asked.context.utility_id))
        days = rows["reading_day"].to_pylist()
    span = asked.span
    read = tuple(sorted({day for day in days if span.first_day <= day < span.end_day}))
    return DaysCovered(span.words, read, (span.end_day - span.first_day).days, span.from_at.time() != dt.time())


def ever(context: ToolContext) -> str:
    """From the first day with readings to the present one, as a period.

    Raises:
        NoAnswer: the history has no readings.
        SourceError: it does not answer.
    """
    days = context.history_source.fetch(read_days_query(context.utility_id))["reading_day"]
    if not len(days):
        raise NoAnswer(RefusalReason.NOT_IN_DATA, "The history has no readings at all.")
    return f"{days[-1].as_py()}..{context.today}"


def local_days(start_at: NDArray[np.datetime64], zone: ZoneInfo) -> frozenset[dt.date]:
    """The local days of some instants.

    Args:
        start_at: UTC, shape (n,).
        zone: the utility's.
    """
    hours = np.unique(start_at.astype("datetime64[h]")).astype("datetime64[s]").tolist()
    return frozenset(hour.replace(tzinfo=dt.UTC).astimezone(zone).date() for hour in hours)


def _to(has_gaps: bool) -> str:
    return "and" if has_gaps else "to"
