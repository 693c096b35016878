"""Things beside each other: the values of one result's rows, or of several results, and their difference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from app.assistant.built_in.derived.differing import compared_column
from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.telling.around import beside, subject_of
from app.assistant.built_in.telling.overview import OVERVIEW
from app.assistant.built_in.telling.told_result import ToldResult, low
from app.assistant.events import Stated
from app.widgets.column import Column

_LESS: Final = re.compile(
    r"\b(?:less|fewer|lower|smaller|shorter|younger|newer|lighter|cooler|colder|cheaper|least|lowest|fewest)\b", re.I
)  # fmt: skip


def compared(frame: Frame, reading: QuestionReading, shown: ToldResult) -> Iterator[Stated]:
    """Each thing's value, the greater first; yes where the one that was named first has more, if more was asked for."""
    keys = shown.columns
    name = keys.get("name") or shown.name_column
    if name is None:
        return
    value = keys.get(reading.quantity.key) if reading.quantity is not None else None
    columns = [value] if value is not None else [one for one in keys.values() if one is not name][:OVERVIEW]
    rows = range(shown.result.table.num_rows)
    more = _how_much_more(reading, shown, value) if value is not None and "name" in keys else None
    if frame.is_yes_no and more is not None and not re.search(r"\bor\b", frame.text, re.I):
        yield Stated("Yes. " if (-more if _LESS.search(frame.text) else more) > 0 else "No. ")
    for row in rows:
        yield Stated("; " if row else "")
        yield shown.cell(row, name)
        for place, column in enumerate(columns):
            yield Stated(f"{', ' if place else ': '}{low(column.title)} ")
            yield shown.cell(row, column)


def _how_much_more(reading: QuestionReading, shown: ToldResult, value: Column) -> float | None:
    """What the thing named first has more than the other one; None where one of them is not known."""
    first = str(reading.arguments.get("name", "")).lower()
    rows = sorted(range(2), key=lambda row: str(shown.value(row, "name")).lower() != first)
    mine, other = (shown.value(row, value.key) for row in rows)
    return None if mine is None or other is None else float(mine) - float(other)


def told_side_by_side(
    reading: QuestionReading, shown: list[ToldResult], *, is_by_period: bool, difference: ToldResult | None = None,
    is_more: bool | None = None,
) -> Iterator[Stated]:  # fmt: skip
    """The same quantity of several things, or of several periods: each value with what it is of.

    Args:
        reading: of the first.
        shown: the results, one each.
        is_by_period: they differ by their period.
        difference: of two; None where they are more, or one is not known.
        is_more: whether yes means that the first is more; None where it is not asked with yes or no.
    """
    more = difference.value(0, "difference") if difference is not None else None
    if more is not None and is_more is not None:
        yield Stated("Yes. " if (more if is_more else -more) > 0 else "No. ")
    for place, one in enumerate(shown):
        yield Stated("; " if place else "")
        yield from _of_period(reading, one, is_first=not place) if is_by_period else _of_thing(reading, one)
    if difference is not None and more is not None:
        yield from difference_of(difference, more)
    if is_by_period:
        yield Stated("." if not shown[0].result.is_simulated else " (simulated).")
        return
    yield from beside(replace(shown[0], result=replace(shown[0].result, place="")))


def _of_period(reading: QuestionReading, one: ToldResult, *, is_first: bool) -> Iterator[Stated]:
    """The value of one period; the first one says of what and where."""
    place, title = one.result.place, _title(reading, one)
    if is_first:
        yield Stated(f"{place}: " if place else "")
        yield Stated(f"{low(title)} " if place else f"{title}: ")
    yield _value_of(reading, one)
    yield Stated(f" ({one.result.period})" if one.result.period else "")


def _of_thing(reading: QuestionReading, one: ToldResult) -> Iterator[Stated]:
    """One thing with its value."""
    yield from subject_of(one, one.columns.get("name"))
    yield Stated(f"{low(_title(reading, one))} ")
    yield _value_of(reading, one)


def _title(reading: QuestionReading, one: ToldResult) -> str:
    """Of the column that is compared, where a quantity is asked for; else of the result."""
    column = compared_column(reading, one.result)
    return column.title if column is not None and reading.quantity is not None else one.result.title


def _value_of(reading: QuestionReading, one: ToldResult) -> Stated:
    column = compared_column(reading, one.result)
    if column is None or not one.result.table.num_rows or one.value(0, column.key) is None:
        return Stated("not known")
    return one.cell(0, column)


def difference_of(told_difference: ToldResult, more: float) -> Iterator[Stated]:
    """`; 16 less, 5.2 %`, of what the first is more or less than the second."""
    if not more:
        yield Stated("; the same")
        return
    size, share = told_difference.result.columns
    yield Stated("; the first is ")
    yield told_difference.cell(0, size)
    yield Stated(" more" if more > 0 else " less")
    if told_difference.value(0, "share_pct") is not None and size.unit != "percentage points":
        yield Stated(", ")
        yield told_difference.cell(0, share)
