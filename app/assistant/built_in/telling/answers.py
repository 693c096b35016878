"""The text of an answer, by what kind of result the question's reading gave."""

from __future__ import annotations

from collections.abc import Iterator

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.telling.around import beside
from app.assistant.built_in.telling.comparing import compared, difference_of
from app.assistant.built_in.telling.courses import curve
from app.assistant.built_in.telling.groups import told_groups
from app.assistant.built_in.telling.one_row import one_row
from app.assistant.built_in.telling.rows import how_many, several_rows
from app.assistant.built_in.telling.told_result import ToldResult, value_column
from app.assistant.events import Stated
from app.assistant.groups import INTERVAL


def told(frame: Frame, reading: QuestionReading, shown: ToldResult, count: ToldResult | None) -> Iterator[Stated]:
    """The text of an answer.

    Args:
        frame: of the question.
        reading: that was taken.
        shown: what it gave.
        count: how many there are, where that was asked for or belongs to it; may be `shown` itself.
    """
    tool = reading.worded.tool
    is_stepped = tool.shape == "series" and bool(frame.groups) and tool.groups != (INTERVAL,)
    if tool.takes("group") or is_stepped or (bool(frame.groups) and reading.how == "rows"):
        is_ranked = bool(reading.arguments.get("order"))
        yield from told_groups(
            shown,
            value_column(reading, shown),
            is_ranked=is_ranked,
            is_least=frame.order == "least",
            is_one=frame.asked_group is not None and frame.is_ranked and frame.n is None,
        )
        return
    pieces = list(_body(frame, reading, shown, count))
    yield from pieces
    yield from beside(shown, "".join(one.text for one in pieces))


def _body(frame: Frame, reading: QuestionReading, shown: ToldResult, count: ToldResult | None) -> Iterator[Stated]:
    if count is not None and reading.worded.tool.shape == "series":
        yield from curve(shown, count)
    elif reading.worded.tool.shape == "compare" and shown.result.table.num_rows > 1:
        yield from compared(frame, reading, shown)
        if count is not None:
            yield from difference_of(count, count.value(0, "difference"))
    elif reading.how == "row":
        yield from one_row(frame, reading, shown)
    elif reading.how == "count":
        yield from how_many(frame, shown)
    else:
        yield from several_rows(frame, reading, shown, count)
