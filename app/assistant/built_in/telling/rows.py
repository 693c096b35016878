"""Rows: how many there are, the first of a ranking, whether one thing is that first."""

from __future__ import annotations

from collections.abc import Iterator

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import MANY, QuestionReading
from app.assistant.built_in.telling.around import beside
from app.assistant.built_in.telling.told_result import ToldResult, low, value_column
from app.assistant.events import Stated


def how_many(frame: Frame, shown: ToldResult) -> Iterator[Stated]:
    """The count of a result of its own."""
    columns = shown.columns
    column = columns.get("how_many") or next(iter(columns.values()), None)
    if column is None or not shown.result.table.num_rows or shown.value(0, column.key) is None:
        yield Stated(f"{shown.result.title}: not known")
        return
    if frame.is_yes_no:
        yield Stated("Yes. " if shown.value(0, column.key) else "No. ")
    yield Stated(f"{shown.result.title}: ")
    yield shown.cell(0, column)


def several_rows(
    frame: Frame, reading: QuestionReading, shown: ToldResult, count: ToldResult | None
) -> Iterator[Stated]:  # fmt: skip
    """How many rows there are where that was counted, and the first of them where that is asked.

    Args:
        frame: of the question.
        reading: that was taken.
        shown: the rows.
        count: how many there are; None where nobody counted.
    """
    result, rows = shown.result, shown.result.table.num_rows
    if count is not None and count.result.table.num_rows:
        yield from how_many(frame, count)
        if not rows:
            return
    elif not rows:
        end = ", so that is not known" if frame.is_when else ""
        yield Stated(f"{'No. ' if frame.is_yes_no else ''}{result.title}: none{end}")
        return
    value = value_column(reading, shown)
    is_most = frame.is_ranked and reading.arguments.get("order", "most") == "most" and frame.order in ("most", "")
    is_counted = value is not None and value.unit == "" and value.kind in ("count", "number")
    if count is None and is_most and value is not None and is_counted and shown.value(0, value.key) == 0:
        yield Stated(f"{result.title}: none has any; {low(value.title)} ")
        yield shown.cell(0, value)
        return
    if rows == 1 or frame.is_ranked or reading.worded.tool.shape in ("near", "ranking"):
        if count is not None:
            yield Stated("; the first is ")
        elif rows > 1:
            yield Stated(f"{result.title}: the first is ")
        yield from _first_of(frame, reading, shown)
    elif count is None:
        yield Stated(f"{result.title}: the table shows them")


def _first_of(frame: Frame, reading: QuestionReading, shown: ToldResult) -> Iterator[Stated]:
    """The first row's name and value; the name of what is asked for of it, where that is another thing."""
    result, asked = shown.result, f"{frame.asked_kind}_name"
    name = result.column(asked) if frame.asked_kind and asked in result.table.column_names else shown.name_column
    value = value_column(reading, shown)
    if name is not None:
        yield Stated(f"{low(name.title)} " if not isinstance(shown.value(0, name.key), str) else "")
        yield shown.cell(0, name)
    if value is not None and value is not name:
        yield Stated(f", {low(value.title)} ")
        yield shown.cell(0, value)


def told_whether_first(reading: QuestionReading, shown: ToldResult, name: str) -> Iterator[Stated]:
    """Whether one thing stands first in a ranking, or level with the first; nothing where it is not in it.

    Args:
        reading: of the ranking.
        shown: all of its rows.
        name: of the thing.
    """
    title, value = shown.name_column, value_column(reading, shown)
    if title is None or value is None or not shown.result.table.num_rows or shown.value(0, value.key) is None:
        return
    names, first = shown.result.table[title.key].to_pylist(), shown.value(0, value.key)
    if name not in names:
        if len(names) < MANY or shown.value(len(names) - 1, value.key) == first:
            return  # nobody knows of it, or it may stand level with the first
        rows, is_first = [0], False
    else:
        row = names.index(name)
        is_first = shown.value(row, value.key) == first
        rows = [row] if is_first else [0, row]
    yield Stated("Yes. " if is_first else "No. The first is ")
    for place, at in enumerate(rows):
        yield Stated("; " if place else "")
        yield shown.cell(at, title)
        yield Stated(f", {low(value.title)} ")
        yield shown.cell(at, value)
    yield from beside(shown)
