"""A figure of every feeder or substation out of one answer, where a tool can tell it so; the same as one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.context import ToolContext
from app.assistant.groups import PLACES, ToolGroup
from app.assistant.naming import place_of, places_of_feeders
from app.assistant.results import ToolResult
from app.assistant.tools import EachPlace

_KINDS: Final[Mapping[str, EachPlace]] = {"feeder": "feeder", "substation": "substation"}


@dataclass(frozen=True, slots=True)
class GroupsTold:
    """A figure of each group.

    Attributes:
        like: a result that says the rest: source, period, note, how the figure's column is written.
        values: by the group's name; None, or no such name, where it is not known.
        kind: type of the values.
        is_alike: whether all groups tell it in the same unit.
        heading: of the figure, where it is of less than was asked; empty for its own.
    """

    like: ToolResult
    values: Mapping[str, Any]
    kind: pa.DataType
    is_alike: bool = True
    heading: str = ""


def told_at_once(reading: QuestionReading, key: str, group: ToolGroup, context: ToolContext) -> GroupsTold | None:
    """The figure of all places of a kind.

    Args:
        reading: of the figure, or of how many there are, without groups.
        key: column of the figure.
        group: what it is told by.
        context: of the turn; keeps the statements.

    Returns:
        None where the tool has to be asked once for each.

    Raises:
        NoAnswer: nothing is known of any.
        SourceError: a source does not answer.
    """
    tool = reading.worded.tool
    if group not in PLACES:
        return None
    result = tool.call_each(context, reading.arguments, _KINDS[group.key])
    if result is not None:
        if key not in result.table.column_names:
            return None
        names, values = (result.table[name].to_pylist() for name in ("name", key))
        titles = {one.key: one.title for one in result.columns}
        return GroupsTold(
            result,
            dict(zip(names, values, strict=True)),
            result.table.schema.field(key).type,
            heading=titles.get(key, ""),
        )
    return _counted(reading, group, context) if reading.how == "count" and tool.lies_on else None


def _counted(reading: QuestionReading, group: ToolGroup, context: ToolContext) -> GroupsTold | None:
    """How many rows of a tool lie on each place."""
    tool = reading.worded.tool
    result = tool.call_all(context, reading.arguments)
    if result.in_all is not None or tool.lies_on not in result.table.column_names:  # more than can be counted
        return None
    place = place_of(context, str(reading.arguments.get("place", "")))
    belongs = places_of_feeders(context, place, group.key)
    if not result.table.num_rows and _is_unknown(reading, context):
        return GroupsTold(result, {}, pa.int64())
    many = Counter(belongs.get(feeder) for feeder in result.table[tool.lies_on].to_pylist())
    return GroupsTold(result, {name: many[name] for name in belongs.values()}, pa.int64())


def _is_unknown(reading: QuestionReading, context: ToolContext) -> bool:
    """Whether nobody knows how many there are: what they are chosen by is known of none."""
    number = reading.worded.tool.call(context, reading.arguments).table
    return bool(number.num_rows == 1 and number.column(0)[0].as_py() is None)
