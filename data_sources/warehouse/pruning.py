"""Which files a statement can need: read out of its own comparisons, so that no annotation can contradict the SQL.

A table's files are told apart by the local day and, for readings, by the range of meters they hold. A comparison of
such a column bounds the days or ids that can be in the answer; a file outside of them is not opened. Opening and
looking through one day's file costs more than reading one meter out of it, so this is most of the time of a question
about one meter. A table named twice is bounded by the wider of both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from data_sources.analytics.clock import naive_utc
from data_sources.warehouse.bounds import JOINED, Bound
from data_sources.warehouse.files import Part

_DAY = "reading_day"
_INSTANTS = ("interval_start_at", "hour_start_at")
ONE_DAY = dt.timedelta(days=1)
IdsOf = Callable[[str, Any], tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Span:
    """The days and ids that can be in an answer, both ends included; None is unbounded."""

    first_day: str | None = None
    last_day: str | None = None
    first_id: int | None = None
    last_id: int | None = None

    def can_hold(self, part: Part) -> bool:
        """Whether a file may hold rows of the span."""
        first, last = part.day, part.last_day or part.day
        if part.day and ((self.last_day and first > self.last_day) or (self.first_day and last < self.first_day)):
            return False
        if not part.ids:
            return True
        return (self.last_id is None or part.ids[0] <= self.last_id) and (
            self.first_id is None or part.ids[1] >= self.first_id
        )

    def joined(self, other: Span) -> Span:
        """The smallest span around both."""
        return Span(
            _wider(min, self.first_day, other.first_day), _wider(max, self.last_day, other.last_day),
            _wider(min, self.first_id, other.first_id), _wider(max, self.last_id, other.last_id),
        )  # fmt: skip


def span_of(
    mentions: Iterable[Iterable[Bound]], values: Mapping[str, Any], ids_of: IdsOf = lambda _column, _value: None
) -> Span:
    """What all mentions of one table can need together.

    Args:
        mentions: bounds of each, of `tables_of`.
        values: bound values by name.
        ids_of: the range of meter ids with a value in a column of `meters`; None where it is not known.
    """
    spans = [_span(bounds, values, ids_of) for bounds in mentions]
    whole = spans[0]
    for span in spans[1:]:
        whole = whole.joined(span)
    return whole


def _span(bounds: Iterable[Bound], values: Mapping[str, Any], ids_of: IdsOf) -> Span:
    span = Span()
    for bound in bounds:
        value = values.get(bound.bind) if bound.bind else bound.literal
        if bound.column == _DAY or bound.column in _INSTANTS:
            span = _with_days(span, bound, _date(value))
        elif bound.column == "meter_id":
            span = _with_ids(span, bound, _integer(value))
        elif bound.column.startswith(JOINED) and (ids := ids_of(bound.column.removeprefix(JOINED), value)):
            span = _with_ids(
                _with_ids(span, replace(bound, operator=">="), ids[0]), replace(bound, operator="<="), ids[1]
            )
    return span


def _with_days(span: Span, bound: Bound, day: dt.date | None) -> Span:
    """Bounded by a day. An instant's local day is its UTC day or one of its neighbours, wherever the utility is."""
    if day is None or not dt.date.min < day < dt.date.max:  # beside the first and the last there is no day
        return span
    slack = dt.timedelta() if bound.column == _DAY else ONE_DAY
    first, last = span.first_day, span.last_day
    if bound.operator in ("=", ">", ">="):
        first = _narrower(max, first, (day - slack).isoformat())
    if bound.operator in ("=", "<", "<="):
        is_open = bound.operator == "<" and bound.column == _DAY
        last = _narrower(min, last, (day - ONE_DAY if is_open else day + slack).isoformat())
    return replace(span, first_day=first, last_day=last)


def _with_ids(span: Span, bound: Bound, number: int | None) -> Span:
    if number is None:
        return span
    first, last = span.first_id, span.last_id
    if bound.operator in ("=", ">", ">="):
        first = _narrower(max, first, number + (bound.operator == ">"))
    if bound.operator in ("=", "<", "<="):
        last = _narrower(min, last, number - (bound.operator == "<"))
    return replace(span, first_id=first, last_id=last)


def _date(value: Any) -> dt.date | None:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return naive_utc(value).date() if isinstance(value, dt.datetime) else dt.date.fromisoformat(str(value)[:10])
    except (ValueError, OverflowError):  # an instant whose UTC is in year 0 or 10000 is no date
        return None


def _integer(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _narrower(choose: Any, old: Any, new: Any) -> Any:
    return new if old is None else choose(old, new)


def _wider(choose: Any, one: Any, other: Any) -> Any:
    return None if one is None or other is None else choose(one, other)
