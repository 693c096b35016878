"""Names that several things have, that differ by case alone, or that are also words of the calendar."""

from __future__ import annotations

import pytest

from app.assistant.events import AskedBack
from app.assistant.naming import asset_of
from app.assistant.refusals import NoAnswer
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.assistant.built_in.test_planner import arguments_of, ask, text_of, tool_of

RENAMED = (
    "UPDATE flux.poles SET pole_name = 'T1' WHERE pole_name = 'P-000640'",
    "UPDATE flux.transformers SET transformer_name = 'T1' WHERE transformer_name = 'TX-0001-005'",
    "UPDATE flux.transformers SET transformer_name = 't1' WHERE transformer_name = 'TX-0001-006'",
    "UPDATE flux.feeders SET feeder_name = 'May' WHERE feeder_name = 'F0007'",
    "UPDATE flux.feeders SET feeder_name = '2025' WHERE feeder_name = 'F0006'",
    "UPDATE flux.feeders SET feeder_name = 'Feeder 1' WHERE feeder_name = 'F0001'",
    "UPDATE flux.feeders SET feeder_name = 'feeder 1' WHERE feeder_name = 'F0002'",
)


@pytest.fixture
def odd(demo_source: PostgresSource) -> PostgresSource:
    with demo_source.connection() as connection:
        for statement in RENAMED:
            connection.execute(statement)
    return demo_source


def asked_back(source: PostgresSource, words: str) -> AskedBack:
    return next(event for event in ask(source, words) if isinstance(event, AskedBack))


def test_a_name_of_two_kinds_is_asked_back_and_each_choice_is_answered(odd: PostgresSource) -> None:
    back = asked_back(odd, "how old is T1")
    assert [label for label, _ in back.choices] == ["pole T1", "transformer T1"]
    assert [tool_of(ask(odd, words)) for _, words in back.choices] == ["pole_facts", "transformer_facts"]


@pytest.mark.parametrize(
    ("words", "tool", "name"),
    [
        ("how old is transformer T1", "transformer_facts", "transformer T1"),
        ("load of transformer t1", "transformer_facts", "transformer t1"),
        ("age of pole T1", "pole_facts", "pole T1"), ("age of pole t1", "pole_facts", "pole T1"),
        ("load of Feeder 1", "feeder_facts", "Feeder 1"), ("load of feeder 1", "feeder_facts", "feeder 1"),
        ("load of feeder May", "feeder_facts", "May"), ("load of feeder 2025", "feeder_facts", "2025"),
    ],
)  # fmt: skip
def test_kind_and_spelling_decide(odd: PostgresSource, words: str, tool: str, name: str) -> None:
    events = ask(odd, words)
    assert (tool_of(events), arguments_of(events)["name"]) == (tool, name)


def test_names_that_differ_by_case_alone(odd: PostgresSource) -> None:
    back = asked_back(odd, "load of FEEDER 1")
    assert [label for label, _ in back.choices] == ["feeder Feeder 1", "feeder feeder 1"]
    text = text_of(ask(odd, "compare transformer T1 and transformer t1"))
    assert "T1" in text
    assert "t1" in text
    assert asset_of(turn(odd), "t1", ("transformer",)).name == "t1"
    assert asset_of(turn(odd), "transformer T1").kind == "transformer"
    with pytest.raises(NoAnswer, match="name of several: pole T1, transformer T1"):
        asset_of(turn(odd), "T1")


def test_without_the_word_of_its_kind_the_calendar_is_meant(odd: PostgresSource) -> None:
    assert "May" not in str(ask(odd, "how many outages in may"))
