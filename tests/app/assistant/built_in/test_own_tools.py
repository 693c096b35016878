"""A data scientist's tab: the built-in planner understands its tools and names as it does ours, and ours as before."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.context import ToolContext
from app.assistant.events import Declined, Event, Finished
from app.assistant.naming import asset_of
from app.assistant.results import ToolResult
from app.assistant.tools import PlaceText, Tool
from app.tab import Tab
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN, TabEntry, in_folder
from app.widgets.column import Column
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from data_sources.statements import register_folder
from tests.app.assistant.asking import turn
from tests.app.assistant.built_in.phrasings import ANSWERED
from tests.app.assistant.built_in.test_planner import ASKER, arguments_of, text_of, tool_of

FOLDER = Path(__file__).parents[2] / "own_tools"


class OldPoles(BaseModel):
    """As in the docstring of `app.assistant.tools`: no words of its own."""

    place: PlaceText = ""
    n: int = Field(10, ge=1, le=1000)


def old_poles(context: ToolContext, args: OldPoles) -> ToolResult:
    rows = context.live("assistant_name_samples", utility_id=context.utility_id)
    return result_of(context, "Poles by age", rows.slice(0, args.n), (Column("name", "Pole"),))


class PolesTab(Tab):
    title = "Poles"
    tools = (Tool("old_poles", "Poles by age.", OldPoles, old_poles, shape="ranking", subjects=("pole",)),)


@cache
def assistant_of(source: PostgresSource) -> Assistant:
    catalogue = catalogue_of([*BUILT_IN, TabEntry("Poles", "poles", lambda: PolesTab), *in_folder(FOLDER)])
    assert catalogue.left_out == {}
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=source))


def asked(source: PostgresSource, words: str) -> list[Event]:
    return list(assistant_of(source).ask(words, ASKER))


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("old poles", {}), ("oldest poles by age", {"n": 1000}), ("poles by age", {}), ("top 5 old poles", {"n": 5}),
        ("old poles on F0002", {"place": "F0002"}), ("show me the old poles", {}),
    ],
)  # fmt: skip
def test_a_tool_without_words_is_found_by_what_its_description_says(
    demo: PostgresSource, words: str, arguments: dict[str, object]
) -> None:
    events = asked(demo, words)
    assert tool_of(events) == "old_poles"
    assert arguments_of(events).items() >= arguments.items()


@pytest.mark.parametrize(
    ("words", "tool", "arguments", "told"),
    [
        ("charge of battery 3", "battery", {"name": "BAT-003"}, "42 %"), ("BAT-003", "battery", {"name": "BAT-003"}, "42 %"),
        ("what is the charge of BAT-003?", "battery", {"name": "BAT-003"}, "42 %"),
        ("state of charge of bess 1", "battery", {"name": "BAT-001"}, "90 %"),
        ("is battery 2 below 20 %", "battery", {"name": "BAT-002"}, "Yes"),
        ("which battery has the lowest charge", "batteries", {"order": "least", "n": 1}, "BAT-002"),
        ("top 2 batteries by charge", "batteries", {"n": 2}, "BAT-001"),
        ("batteries below 20 % charge", "batteries", {"below": 20.0}, "BAT-002"),
        ("how many batteries are below 50 %", "batteries", {"below": 50.0, "is_count": True}, "2"),
        ("list the batteries", "batteries", {}, "3"),
    ],
)  # fmt: skip
def test_things_of_a_kind_of_its_own_have_names(
    demo: PostgresSource, words: str, tool: str, arguments: dict[str, object], told: str
) -> None:
    events = asked(demo, words)
    assert tool_of(events) == tool
    assert arguments_of(events).items() >= arguments.items()
    assert told in text_of(events)


@pytest.mark.parametrize("words", ["compare battery 1 and battery 2", "compare the charge of bess 1 and bess 2"])
def test_two_of_a_kind_of_its_own_are_compared(demo: PostgresSource, words: str) -> None:
    told = text_of(asked(demo, words))
    assert "90 %" in told
    assert "15 %" in told


def test_a_name_that_is_not_there_is_refused_with_those_that_are(demo: PostgresSource) -> None:
    (declined,) = (one for one in asked(demo, "charge of BAT-009") if isinstance(one, Declined))
    assert declined.sentence.startswith("There is no battery called BAT-009 in this utility.")
    assert "BAT-003" in declined.sentence


def test_a_tool_finds_its_own_names_as_ours_do(demo: PostgresSource) -> None:
    register_folder(FOLDER)
    context = turn(demo)
    context.kinds = assistant_of(demo).catalogue.kinds
    assert asset_of(context, "battery bat-002", ("battery",)).name == "BAT-002"
    assert asset_of(context, "F0002").kind == "feeder"


def test_what_fits_next_is_what_the_kind_says(demo: PostgresSource) -> None:
    (done,) = (one for one in asked(demo, "BAT-003") if isinstance(one, Finished))
    assert done.suggestions == ("charge of BAT-003",)


@pytest.mark.parametrize(("words", "tool", "arguments"), ANSWERED, ids=[one[0] for one in ANSWERED])
def test_our_own_questions_stay_ours(demo: PostgresSource, words: str, tool: str, arguments: dict[str, object]) -> None:
    events = asked(demo, words)
    assert tool_of(events) == tool
    assert json.loads(json.dumps(arguments_of(events))).items() >= arguments.items()
    assert tool_of(asked(demo, "oldest poles")) == "poles_ranked"


def test_names_that_cannot_be_asked_fail_no_other_question(demo: PostgresSource, tmp_path: Path) -> None:
    (tmp_path / "own_things.sql").write_text(
        "-- One row a thing.\n-- result: name string\n-- topics: network\nSELECT name FROM flux.no_such_table\n"
    )
    (tmp_path / "things.py").write_text(
        "from app.assistant.name_kinds import NameKind\nfrom app.tab import Tab\n\n\n"
        'class Things(Tab):\n    title = "Things"\n    kinds = (NameKind("thing", "own_things"),)\n'
    )
    catalogue = catalogue_of([*BUILT_IN, *in_folder(tmp_path)])
    events = Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=demo)).ask("load of F0002", ASKER)
    assert tool_of(list(events)) == "feeder_facts"
