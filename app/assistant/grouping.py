"""Rows summed by groups, the one way in which every tool does it: categories by size, steps of time in their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.groups import ToolGroup
from app.assistant.periods import LocalSpan
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import MOST_ROWS, ChartSpec, ToolResult
from app.assistant.rows import ordered
from app.assistant.tools import Rows, ToolQuantity
from app.widgets.column import Column

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_FILLED: Final = 400
"""Steps of time that are shown though nothing fell into them."""
_DAY: Final = dt.timedelta(days=1)
Fold = Literal["sum", "mean"]
SHARE: Final = Column("share_pct", "Share", "number", 1, "%")


class GroupedRows(BaseModel):
    """By what rows are grouped, and which groups stand first."""

    group: str = Field(min_length=1, description="what the rows are grouped by")
    also: str = Field("", description="a second thing that they are grouped by; empty for none")
    by: str = ""
    order: Literal["most", "least", ""] = Field("", description="empty: time steps in their order, else the most first")
    n: Rows = 1000


def group_named(groups: Sequence[ToolGroup], key: str) -> ToolGroup:
    """The group of a key.

    Raises:
        NoAnswer: there is none; says which there are.
    """
    found = next((one for one in groups if one.key == key), None)
    if found is None:
        known = ", ".join(one.words[0] for one in groups)
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"This is told by {known}, not by {key}.")
    return found


def grouped(
    context: ToolContext, title: str, rows: pa.Table, args: GroupedRows, groups: Sequence[ToolGroup],
    quantities: Sequence[ToolQuantity], folds: Mapping[str, tuple[str, Fold]], *, span: LocalSpan | None = None,
    **told: Any,
) -> ToolResult:  # fmt: skip
    """Rows by one or two groups.

    Args:
        context: of the turn.
        title: what the rows are; what they are grouped by is added.
        rows: to be grouped; each counts as one.
        args: asked for.
        groups: what they may be grouped by.
        quantities: what is told of each group, the first one where nothing else is asked for; one without a fold
            counts the rows.
        folds: column and how it comes to the quantity, by its key; what nobody knows is left out.
        span: steps of time within it that have no rows are shown with 0, as far as it is over.
        told: other attributes of the result.

    Raises:
        NoAnswer: there is no such group.
    """
    chosen = [group_named(groups, key) for key in (args.group, args.also) if key]
    zone = context.zone
    names = ["group", "also"][: len(chosen)]
    table = pa.table(
        {name: _values(rows, one, zone) for name, one in zip(names, chosen, strict=True)}
        | {key: rows[column] for key, (column, _) in folds.items()}
        | {"one": pa.array([1] * rows.num_rows, pa.int64())}
    )
    is_of_several = pa.types.is_list(table["group"].type)  # a crew has several skills and counts for each
    if is_of_several:
        table = _exploded(table)
    sums = table.group_by(names, use_threads=False).aggregate(
        [("one", "sum"), *((key, fold) for key, (_, fold) in folds.items())]
    )
    counted = next((one.key for one in quantities if one.key not in folds), "how_many")
    renamed = {"one_sum": counted} | {f"{key}_{fold}": key for key, (_, fold) in folds.items()}
    sums = sums.rename_columns([renamed.get(name, name) for name in sums.column_names])
    if span is not None and len(chosen) == 1:
        means = {key for key, (_, fold) in folds.items() if fold == "mean"}
        sums = _filled(sums, chosen[0], span, means)
    known = {one.key: one for one in quantities}
    by = args.by if args.by in known else quantities[0].key
    shown = [known[by], *(one for one in quantities if one.key != by)]
    is_share = not is_of_several and (by == counted or (by in folds and folds[by][1] == "sum"))
    if is_share and len(sums):
        total = float(pc.sum(sums[by]).as_py() or 0)
        share = [100 * float(value or 0) / total if total else None for value in sums[by].to_pylist()]
        sums = sums.append_column(SHARE.key, pa.array(share, pa.float64()))
    sums = _sorted(sums, by, args, chosen)
    columns = (
        *(Column(name, one.title, write=_written(one, name)) for name, one in zip(names, chosen, strict=True)),
        *(one.column for one in shown), *([SHARE] if SHARE.key in sums.column_names else []),
    )  # fmt: skip
    words = " and ".join(one.words[0] for one in chosen)
    heading = f"{title} by {words}"
    is_drawn = len(chosen) == 1 and len(sums) > 1
    named = _spelled(sums, names, chosen)
    chart = ChartSpec("bar", "group", (by,), f"{known[by].column.heading} by {words}") if is_drawn else None
    return result_of(context, heading, named, columns, chart=chart, **told)


def _values(rows: pa.Table, group: ToolGroup, zone: ZoneInfo) -> pa.Array:
    """A value a row that sorts as it is read: an hour, a day, a text."""
    column = rows[group.source]
    if not group.step:
        values = column.to_pylist()
        if values and isinstance(next((one for one in values if one is not None), None), list):
            return pa.array(values, pa.list_(pa.string()))
        return pa.array([_text(one, group) for one in values], pa.string())
    step = _STEPS[group.step]
    return pa.array([None if one is None else step(_local(one, zone)) for one in column.to_pylist()], pa.int32())


def _text(value: Any, group: ToolGroup) -> str:
    if value is None or value == "" or value != value:  # what is no number
        return group.nothing
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _local(moment: dt.datetime | dt.date, zone: ZoneInfo) -> dt.datetime:
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(zone)


_STEPS: Final[Mapping[str, Callable[[dt.datetime], int]]] = {
    "hour": lambda at: at.hour,
    "weekday": lambda at: at.weekday(),
    "day": lambda at: at.date().toordinal(),
    "week": lambda at: at.date().toordinal() - at.weekday(),
    "month": lambda at: at.year * 12 + at.month - 1,
    "year": lambda at: at.year,
}


def written_step(step: str, value: int) -> str:
    """A step of time as it is read: `14:00`, `Monday`, `2026-11-29`, `Nov 2026`."""
    if step == "hour":
        return f"{value:02d}:00"
    if step == "weekday":
        return WEEKDAYS[value]
    if step == "month":
        return f"{dt.date(value // 12, value % 12 + 1, 1):%b %Y}"
    return str(value) if step == "year" else dt.date.fromordinal(value).isoformat()


def _written(group: ToolGroup, name: str) -> Callable[[Mapping[str, Any]], object] | None:
    """Codes as words: `no_supply` is read as "no supply"."""
    if group.step:
        return None
    return lambda row: str(row[name]).replace("_", " ")


def _spelled(sums: pa.Table, names: Sequence[str], chosen: Sequence[ToolGroup]) -> pa.Table:
    """With steps of time in words."""
    for name, group in zip(names, chosen, strict=True):
        if group.step:
            words = [group.nothing if one is None else written_step(group.step, one) for one in sums[name].to_pylist()]
            sums = sums.set_column(sums.column_names.index(name), name, pa.array(words, pa.string()))
    return sums


def _exploded(table: pa.Table) -> pa.Table:
    """A row for each of the group's several values."""
    parents = pc.list_parent_indices(table["group"])
    values = pc.list_flatten(table["group"])
    return table.take(parents).set_column(table.column_names.index("group"), "group", values)


def _filled(sums: pa.Table, group: ToolGroup, span: LocalSpan, means: Collection[str]) -> pa.Table:
    """With a row of 0 for each step within a period that has none; of a mean nothing is known then."""
    if not group.step or span.to_at <= span.from_at:
        return sums
    step = _STEPS[group.step]
    last = span.to_at - dt.timedelta(microseconds=1)
    if group.step == "hour" and span.to_at - span.from_at < _DAY:
        moments = [span.from_at + dt.timedelta(hours=one) for one in range(24)]
        wanted = {step(one) for one in moments if one <= last}
    elif group.step == "hour":
        wanted = set(range(24))
    else:
        days = min((span.end_day - span.first_day).days, 20 * MOST_FILLED)
        midnight = dt.datetime.combine(span.first_day, dt.time())
        wanted = {step(midnight + one * _DAY) for one in range(days)}
    if len(wanted) > MOST_FILLED:
        return sums
    absent = sorted(wanted - set(sums["group"].to_pylist()))
    more = {name: pa.array([None if name in means else 0] * len(absent), sums.schema.field(name).type)
            for name in sums.column_names if name != "group"}  # fmt: skip
    return pa.concat_tables([sums, pa.table({"group": pa.array(absent, pa.int32()), **more}).select(sums.column_names)])


def _sorted(sums: pa.Table, by: str, args: GroupedRows, chosen: Sequence[ToolGroup]) -> pa.Table:
    names = [name for name in ("group", "also") if name in sums.column_names]
    if not args.order and chosen[0].step:
        return sums.sort_by([(name, "ascending") for name in names]).slice(0, args.n)
    rows = ordered(sums, by, args.order or "most", MOST_ROWS, names)
    is_none = pc.equal(rows["group"], chosen[0].nothing) if not chosen[0].step else None
    if args.order and is_none is not None:  # what belongs to none is never the first of them
        rows = pa.concat_tables([rows.filter(pc.invert(is_none)), rows.filter(is_none)])
    return rows.slice(0, args.n)
