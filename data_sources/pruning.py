"""Which files a statement can need: read out of its own WHERE, so that no annotation can contradict the SQL.

A table's files are told apart by the local day and, for readings, by the range of meters they hold. A comparison of
such a column with a bind or a literal bounds the days or ids that can be in the answer; a file outside of them is not
opened. Opening and looking at one day's file costs more than reading one meter out of it, so this is most of the time
of a question about one meter.

Only comparisons are used that hold for every row of the table in the answer: the parts of a WHERE joined by AND, and of
the ON by which the table itself is joined (INNER or LEFT). A table named twice is bounded by the wider of both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp

from data_sources.warehouse import Part
from data_sources.warehouse_schema import definitions

_DAY = "reading_day"
_INSTANTS = ("interval_start_at", "hour_start_at")
_SIGNS: dict[type, str] = {exp.EQ: "=", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">="}
_MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bound:
    """One comparison: `column operator value`.

    Attributes:
        column: of the table.
        operator: "=", "<", "<=", ">" or ">=".
        bind: name of the bind compared with; empty for a literal.
        literal: the value where no bind is named.
    """

    column: str
    operator: str
    bind: str
    literal: str = ""


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


@lru_cache(maxsize=512)
def tables_of(text: str) -> Mapping[str, tuple[tuple[Bound, ...], ...]]:
    """The history's tables that a statement in Snowflake SQL reads: for each mention of one its bounds."""
    found: dict[str, tuple[tuple[Bound, ...], ...]] = {}
    for node in sqlglot.parse_one(text, read="snowflake").find_all(exp.Table):
        name = node.name.lower()
        if name in definitions():
            found[name] = (*found.get(name, ()), tuple(_bounds(node, name)))
    return found


def span_of(mentions: Iterable[Iterable[Bound]], values: Mapping[str, Any]) -> Span:
    """What all mentions of one table can need together, given the bound values."""
    spans = [_span(bounds, values) for bounds in mentions]
    whole = spans[0]
    for span in spans[1:]:
        whole = whole.joined(span)
    return whole


def _bounds(table: exp.Table, name: str) -> Iterator[Bound]:
    select = table.find_ancestor(exp.Select)
    if select is None:
        return
    sources = _sources(select)
    conditions = [select.args["where"].this] if select.args.get("where") else []
    join = table.parent
    if isinstance(join, exp.Join) and join.side in ("", "LEFT") and join.args.get("on"):
        conditions.append(join.args["on"])
    schema = definitions()[name].schema.names
    for condition in conditions:
        for part in condition.flatten() if isinstance(condition, exp.And) else (condition,):
            yield from _comparisons(part, table.alias_or_name, sources == 1, schema)


def _sources(select: exp.Select) -> int:
    return 1 + len(select.args.get("joins") or ())


def _comparisons(part: Any, alias: str, is_alone: bool, columns: list[str]) -> Iterator[Bound]:
    """The comparisons with one of the table's own columns on either side."""
    part = part.unnest()
    sides: list[tuple[Any, str, Any]] = []
    if isinstance(part, exp.Between):
        sides = [(part.this, ">=", part.args["low"]), (part.this, "<=", part.args["high"])]
    elif sign := _SIGNS.get(type(part)):
        sides = [(part.this, sign, part.expression), (part.expression, _MIRRORED[sign], part.this)]
    for left, sign, right in sides:
        if not isinstance(left, exp.Column) or left.name.lower() not in columns:
            continue
        value = _value(right)
        is_own = left.table.lower() == alias.lower() if left.table else is_alone
        if is_own and value is not None:
            yield Bound(left.name.lower(), sign, *value)


def _value(node: Any) -> tuple[str, str] | None:
    """The bind's name or the literal's text; casts are stepped over."""
    while isinstance(node, exp.Cast | exp.Paren):
        node = node.this
    if isinstance(node, exp.Placeholder) and isinstance(node.this, str):
        return node.this, ""
    return ("", str(node.this)) if isinstance(node, exp.Literal) else None


def _span(bounds: Iterable[Bound], values: Mapping[str, Any]) -> Span:
    span = Span()
    for bound in bounds:
        value = values.get(bound.bind) if bound.bind else bound.literal
        if bound.column == _DAY or bound.column in _INSTANTS:
            span = _with_days(span, bound, _date(value))
        elif bound.column == "meter_id":
            span = _with_ids(span, bound, _integer(value))
    return span


def _with_days(span: Span, bound: Bound, day: dt.date | None) -> Span:
    """Bounded by a day. An instant's local day is its UTC day or one of its neighbours, wherever the utility is."""
    if day is None:
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
    if isinstance(value, dt.datetime):
        return (value.astimezone(dt.UTC) if value.tzinfo else value).date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
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
