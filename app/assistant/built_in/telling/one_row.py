"""One thing's row: the quantity that is asked for, with yes or no where that was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from app.assistant.built_in.frames.frame import Frame, SpokenLimit
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.reading.units import in_unit
from app.assistant.built_in.telling.around import subject_of
from app.assistant.built_in.telling.courses import course
from app.assistant.built_in.telling.flags import flag
from app.assistant.built_in.telling.overview import overview
from app.assistant.built_in.telling.told_result import ToldResult, low
from app.assistant.events import Stated
from app.assistant.results import ToolResult
from app.widgets.column import Column


def one_row(frame: Frame, reading: QuestionReading, shown: ToldResult) -> Iterator[Stated]:
    """The text of one row.

    Args:
        frame: of the question.
        reading: that was taken.
        shown: what it gave.
    """
    result = shown.result
    if not result.table.num_rows:
        yield Stated(f"{result.title}: not known; there is no row of it")
        return
    keys = shown.columns
    column = keys.get(reading.quantity.key) if reading.quantity is not None else None
    name = keys.get("name") or _asked_name_column(reading, shown)
    if column is None:
        yield from overview(shown, name)
    elif (value := shown.value(0, column.key)) is None:
        yield from subject_of(shown, name)
        yield Stated(f"{low(column.title)} is not known")
    elif isinstance(value, bool):
        yield from flag(frame, reading, shown, column, value, name)
    elif reading.worded.tool.shape == "series" and result.table.num_rows > 1:
        yield from course(shown, column)
    else:
        yield Stated(_out_in_part(frame, reading, shown, column) or _yes_or_no(frame, reading, column, value))
        subject = list(subject_of(shown, name or _numbered(reading, shown)))
        yield from subject
        yield Stated(f"{low(column.title)} " if subject else f"{column.title}: ")
        yield shown.cell(0, column)
        yield from _year_before(shown, column)
        yield Stated(_narrowing(reading, result))


def _year_before(shown: ToldResult, column: Column) -> Iterator[Stated]:
    """The same of the year before, where the row has it beside."""
    before = shown.columns.get(f"{column.key}_before")
    if before is None:
        return
    if shown.value(0, before.key) is None:
        yield Stated("; of the year before it is not known")
        return
    yield Stated("; the year before ")
    yield shown.cell(0, before)


def _yes_or_no(frame: Frame, reading: QuestionReading, column: Column, value: Any) -> str:
    """What a value says to a question of yes or no; empty where it is none, or says neither."""
    if not frame.is_yes_no:
        return ""
    if reading.limit is not None and isinstance(value, int | float):
        return "Yes. " if all(_is_within(value, one, column) for one in frame.limits) else "No. "
    if column.kind == "count":
        return "Yes. " if value else "No. "
    if not isinstance(value, str):
        return ""
    if _is_said(value, frame):
        return "Yes. "
    is_of_place = any(f"{one.kind}_name" == column.key for one in frame.names)
    return "No. " if is_of_place and not _is_denied(frame) else ""


_WHO: Final = frozenset(
    {"customer", "people", "anyone", "anybody", "someone", "everyone", "home", "house", "household", "anything"}
)


def _out_in_part(frame: Frame, reading: QuestionReading, shown: ToldResult, column: Column) -> str:
    """What is said of a place that is asked whether it is out, where some of its customers are, and some are not."""
    words = reading.phrase.words if reading.phrase is not None else ()
    is_of_place = frame.is_yes_no and column.key == "customers_out" and not _WHO & set(words)
    if not is_of_place or not reading.arguments.get("place") or "customers_served" not in shown.columns:
        return ""
    out, served = (shown.value(0, key) or 0 for key in (column.key, "customers_served"))
    return "In part. " if 0 < out < served and not _is_denied(frame) else ""


def _is_within(value: float, limit: SpokenLimit, column: Column) -> bool:
    """Whether a value lies on the side of a limit that is said."""
    at = in_unit(limit.value, limit.unit, column)
    return value > at if limit.side == "above" else value < at


def _narrowing(reading: QuestionReading, result: ToolResult) -> str:
    """What a row is only of, as its title says it: `, caused by vegetation`; the title itself is not told of a row."""
    plain = reading.worded.tool.narrowed("", reading.worded.tool.arguments.model_validate(reading.arguments))
    text = plain.strip(" ,")
    return f", {text}" if text and text in result.title else ""


def _asked_name_column(reading: QuestionReading, shown: ToldResult) -> Column | None:
    """The column that holds the name that was asked for."""
    wanted = str(reading.arguments.get("name", "")).lower()
    return next(
        (one for one in shown.columns.values() if wanted and str(shown.value(0, one.key)).lower() == wanted), None
    )


def _numbered(reading: QuestionReading, shown: ToldResult) -> Column | None:
    """The number of the one outage that was looked for: which one is told before when it began."""
    return shown.columns.get("outage_id") if reading.worded.tool.name == "outage_in_order" else None


def _is_said(value: str, frame: Frame) -> bool:
    """Whether the question itself holds a value: `is pole P-000151 wood`, `is TX-0001-004 on feeder 1`."""
    said = {one.name.lower() for one in frame.names} | {word.lower() for word in frame.text.split()} | frame.vocabulary
    return value.lower() in said and not _is_denied(frame)


def _is_denied(frame: Frame) -> bool:
    return re.search(r"\bnot\b|n't\b", frame.text.lower()) is not None
