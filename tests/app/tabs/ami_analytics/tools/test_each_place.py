"""What a tool tells of every feeder or substation at once is what it tells of each when it is asked once a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest

from app.assistant.built_in.reading.at_once import told_at_once
from app.assistant.built_in.reading.question_reading import How, QuestionReading
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.context import ToolContext
from app.assistant.groups import FEEDER, SUBSTATION, ToolGroup
from app.assistant.refusals import NoAnswer
from app.assistant.tools import Tool
from app.widgets.column import NUMBERS
from tests.app.assistant.asking import built_in_catalogue, turn
from tests.app.tabs.ami_analytics.tools.conftest import Demo

OVER: Final[Mapping[str, Mapping[str, Any]]] = {
    "meters_by_readings": {"by": "voltage_v", "below": 118.0},
    "transformers_by_readings": {"by": "peak_pct", "above": 60},
    "transformers_between": {"by": "load_pct", "above": 30},
    "poles_between": {"by": "age_years", "above": 30},
    "assets_between": {"by": "age_years", "above": 30},
    "spans_between": {"by": "risk", "above": 0.5},
    "assets_inspected": {"state": "never"},
    "meters_with": {"has": "solar"},
}
"""What a tool is asked, where it needs more than a period."""
WORDED: Final = Vocabulary(built_in_catalogue()).worded
TOOLS: Final = tuple(tool for tool in built_in_catalogue() if tool.each is not None or tool.lies_on)
FIGURES: Final = tuple(
    (tool.name, one.key) for tool in TOOLS if tool.each is not None and not tool.takes("is_count")
    for one in tool.quantities if one.column.kind in NUMBERS
)  # fmt: skip
COUNTS: Final = tuple(tool.name for tool in TOOLS if tool.takes("is_count"))


def reading_of(tool: Tool[Any], how: How, arguments: Mapping[str, Any]) -> QuestionReading:
    worded = next(one for one in WORDED if one.tool is tool)
    return QuestionReading(worded, dict(arguments), None, 1.0, how=how)


def places(context: ToolContext, group: ToolGroup) -> list[str]:
    rows = context.live("customers_by_feeder", utility_id=context.utility_id)
    return sorted(set(rows[group.source].to_pylist()))


def one_by_one(context: ToolContext, tool: Tool[Any], key: str, arguments: Mapping[str, Any], place: str) -> Any:
    try:
        return tool.call(context, {**arguments, "place": place}).table[key][0].as_py()
    except NoAnswer:
        return None


def check(asked: Demo, name: str, key: str, how: How, arguments: Mapping[str, Any]) -> None:
    tool, context = built_in_catalogue().get(name), turn(asked.live, asked.history, now=asked.known.now)
    for group in (FEEDER, SUBSTATION):
        told = told_at_once(reading_of(tool, how, arguments), key, group, context)
        assert told is not None
        own = {place: one_by_one(context, tool, key, arguments, place) for place in places(context, group)}
        for place, value in own.items():
            found = told.values.get(place)
            assert found == (value if value is None else pytest.approx(value, rel=1e-9)), (group.key, place)


@pytest.mark.parametrize(("name", "key"), FIGURES)
def test_a_figure_of_every_place_is_that_of_each(asked: Demo, name: str, key: str) -> None:
    tool = built_in_catalogue().get(name)
    period = {"period": asked.day(1)} if tool.takes("period") else {}
    check(asked, name, key, "row", {**period, "quantity": key})


@pytest.mark.parametrize("name", COUNTS)
def test_how_many_there_are_of_every_place_is_how_many_there_are_of_each(asked: Demo, name: str) -> None:
    tool = built_in_catalogue().get(name)
    first = asked.day(1 if "readings" in name else 700)
    period = {"period": f"{first}..{asked.day(1)}"} if tool.takes("period") else {}
    check(asked, name, "how_many", "count", {**period, **OVER.get(name, {}), "is_count": True})
