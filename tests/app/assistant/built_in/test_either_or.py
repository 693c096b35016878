"""What can be read in two ways is asked back or told of both: bare numbers, superlatives of no kind, counts of several senses."""

from __future__ import annotations

import pytest

from app.assistant.events import AskedBack, Shown, Stated
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.app.assistant.built_in.test_planner import arguments_of, ask, text_of, tool_of


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("customers on 3", {"feeder", "substation"}),
        ("is 4 energized", {"feeder"}),
        ("customers out on 2", {"feeder", "substation"}),
        ("how long has 2 been out", {"feeder", "substation"}),
        ("when will 3 be restored", {"feeder", "substation"}),
        ("status of 5", {"crew"}),
        ("who is on 2", {"feeder", "substation", "crew"}),
        ("outages on 3 this year", {"feeder", "substation"}),
    ],
)
def test_a_bare_number_is_asked_back(demo: PostgresSource, words: str, kinds: set[str]) -> None:
    events = ask(demo, words)
    (back,) = (one for one in events if isinstance(one, AskedBack))
    assert kinds <= {label.split()[0] for label, _ in back.choices}
    assert not any(isinstance(one, Stated) for one in events)


@pytest.mark.parametrize(
    ("words", "quantity"),
    [
        ("cause of 12", "cause"), ("when did 12 start", "started_at"),
        ("how many customers did 12 affect", "customers_interrupted"),
    ],
)  # fmt: skip
def test_a_bare_number_is_an_outage_where_the_words_say_so(demo: PostgresSource, words: str, quantity: str) -> None:
    events = ask(demo, words)
    assert (tool_of(events), arguments_of(events)) == ("outage_facts", {"name": "12", "quantity": quantity})


def test_the_number_of_an_outage_that_lasts_names_it(demo: PostgresSource) -> None:
    lasting = demo.fetch(Query.of("active_outages", utility_id=1))["outage_id"].to_pylist()
    for number in map(str, lasting[:1]):
        _names_it(demo, number)


def _names_it(demo: PostgresSource, number: str) -> None:
    for words in (f"is {number} energized", f"how long has {number} been out", f"etr of {number}"):
        events = ask(demo, words)
        assert (tool_of(events), arguments_of(events)["name"]) == ("outage_facts", number), words


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("how many inspections", ("Made this year", "Due", "Open orders for them")),
        ("how many inspections on F0003", ("Made this year", "Due", "Open orders for them")),
        ("how many repairs", ("Open orders for them", "Completed this year")),
        ("how many assets", ("Transformers", "Poles", "Switching devices", "Meters")),
        ("most loaded equipment", ("Of substations", "Of transformers", "Of feeders")),
    ],
)
def test_one_of_several_is_asked_back(demo: PostgresSource, words: str, labels: tuple[str, ...]) -> None:
    events = ask(demo, words)
    (back,) = (one for one in events if isinstance(one, AskedBack))
    assert tuple(label for label, _ in back.choices) == labels
    for _, choice in back.choices:
        assert any(isinstance(one, Shown) for one in ask(demo, choice)), choice


def test_customers_without_a_kind_are_of_many(demo: PostgresSource) -> None:
    (back,) = (one for one in ask(demo, "top 5 by customers") if isinstance(one, AskedBack))
    assert {"Of feeders", "Of transformers", "Of substations"} <= {label for label, _ in back.choices}


@pytest.mark.parametrize("words", ["highest voltage right now", "lowest voltage right now"])
def test_a_voltage_of_now_is_told_of_transformers_and_of_feeders(demo: PostgresSource, words: str) -> None:
    assert [one.tool for one in ask(demo, words) if isinstance(one, Shown)] == ["transformers_ranked", "feeders_ranked"]


def test_the_oldest_equipment_says_of_what_it_is(demo: PostgresSource) -> None:
    events = ask(demo, "oldest equipment on F0008")
    assert tool_of(events) == "assets_ranked"
    assert "Transformers and poles together" in text_of(events)


@pytest.mark.parametrize(
    ("words", "tool", "arguments"),
    [
        ("rank of SUB-002 by load", "substations_ranked", {"by": "load_kw", "place": ""}),
        ("where does feeder 3 rank in customers", "feeders_ranked", {"by": "customers", "place": ""}),
        ("what does TX-0002-010 feed", "downstream_of_asset", {"name": "TX-0002-010", "side": "downstream"}),
        ("what does SUB-001 serve", "feeder_list", {"place": "SUB-001"}),
        ("what is fed by F0003", "counts", {"place": "F0003", "quantity": "customers"}),
        ("what feeds feeder 3", "feeder_facts", {"name": "F0003", "quantity": "substation_name"}),
        ("who is on feeder 3", "crews_there", {"place": "F0003"}),
        ("which crew is working on F0003", "crews_there", {"place": "F0003"}),
        ("is anybody out on feeder 1", "outages_now", {"place": "F0001"}),
    ],
)
def test_which_way_it_is_asked(demo: PostgresSource, words: str, tool: str, arguments: dict[str, str]) -> None:
    events = ask(demo, words)
    given = arguments_of(events)
    assert tool_of(events) == tool
    assert {name: given.get(name, "") for name in arguments} == arguments


def test_crews_there_are_those_of_the_outages_there(demo: PostgresSource) -> None:
    outages = demo.fetch(Query.of("active_outages", utility_id=1)).to_pylist()
    for feeder in {row["feeder_name"] for row in outages}:
        (shown, *_) = (one for one in ask(demo, f"who is on {feeder}") if isinstance(one, Shown))
        right = sorted(row["crew_name"] for row in outages if row["feeder_name"] == feeder and row["crew_name"])
        assert sorted(shown.result.table["crew_name"].to_pylist()) == right
        assert shown.result.columns[0].name == "crew_name"
