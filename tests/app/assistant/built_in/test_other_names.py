"""A utility whose names are unlike the demo's, as an imported network's are: named, told, and offered next all the same."""

from __future__ import annotations

import pytest

from app.assistant.events import Finished
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, said_of, tool_of

RENAMED = (
    "UPDATE flux.feeders SET feeder_name = 'reg-a.feeder_' || (feeder_id % 1000)",
    "UPDATE flux.substations SET substation_name = 'Hartley ' || chr(64 + (substation_id % 26)::int)",
    "UPDATE flux.transformers SET transformer_name = 'reg-a.xf.' || transformer_id",
    "UPDATE flux.crews SET crew_name = 'Bravo-' || (crew_id % 100)",
)


@pytest.fixture
def imported(demo_source: PostgresSource) -> PostgresSource:
    with demo_source.connection() as connection:
        for statement in RENAMED:
            connection.execute(statement)
    return demo_source


def offered(source: PostgresSource, words: str) -> tuple[str, ...]:
    return next(event for event in ask(source, words) if isinstance(event, Finished)).suggestions


def test_what_fits_next_is_of_the_kind_that_the_database_has(imported: PostgresSource) -> None:
    assert "load of reg-a.feeder_1 yesterday" in offered(imported, "customers on reg-a.feeder_1")
    first = offered(imported, "top 3 feeders by customers")
    assert first
    assert all("reg-a.feeder_" in one for one in first)
    assert any(one.startswith("list the feeders of Hartley") for one in offered(imported, "capacity of Hartley B"))


@pytest.mark.parametrize(
    ("words", "tool"),
    [("how many customers on reg-a.feeder_2", "counts"), ("load of reg-a.feeder_2", "feeder_facts"),
     ("load of Hartley B", "substation_facts")],
)  # fmt: skip
def test_its_things_are_named(imported: PostgresSource, words: str, tool: str) -> None:
    assert tool_of(ask(imported, words)) == tool


def test_a_follow_up_goes_to_the_first_that_was_told(imported: PostgresSource) -> None:
    said = said_of(ask(imported, "top 3 feeders by customers"))
    events = ask(imported, "show it on the map", [said])
    assert tool_of(events) == "go_to"
    assert str(arguments_of(events)["name"]).startswith("reg-a.feeder_")
