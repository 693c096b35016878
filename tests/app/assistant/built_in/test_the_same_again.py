"""Conversations: rows as they were shown, the other one, two of them, forms that change only as said."""

from __future__ import annotations

import json

import pytest

from app.assistant.events import AskedBack, Declined, Event, Shown, Stated
from app.assistant.planner import Said
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, text_of, tool_of


def last_of(demo: PostgresSource, asked: list[str]) -> list[Event]:
    """The answer to the last of some questions of one conversation, with the rows as they were shown."""
    said: list[Said] = []
    events: list[Event] = []
    for words in asked:
        events = ask(demo, words, said)
        shown = next((one for one in events if isinstance(one, Shown)), None)
        told = next((one.sentence for one in events if isinstance(one, AskedBack | Declined)), "") or text_of(events)
        rows = shown.result.table.slice(0, 50).to_pylist() if shown else ()
        tool, arguments = (shown.tool, shown.arguments) if shown else ("", "")
        said += [Said("person", words), Said("assistant", told, tool, arguments, None, rows)]
    return events


def test_a_row_is_the_one_that_was_shown(demo: PostgresSource) -> None:
    rows = [{"name": "TX-0001-005"}, {"name": "TX-0001-002"}]  # not those that rank first now
    arguments = json.dumps({"by": "load_kw", "order": "most", "n": 2})
    said = [
        Said("person", "top 2 transformers by load"),
        Said("assistant", "Transformers by load", "transformers_ranked", arguments, None, rows),
    ]
    for words, name in (("the first one", "TX-0001-005"), ("the second", "TX-0001-002")):
        events = ask(demo, words, said)
        assert (tool_of(events), arguments_of(events)) == ("transformer_facts", {"name": name, "quantity": "load_kw"})


@pytest.mark.parametrize(
    ("asked", "tool", "arguments"),
    [
        (["load of feeder 3", "who is on it"], "crews_there", {"place": "F0003"}),
        (["TX-0002-010", "what does it feed"], "downstream_of_asset", {"name": "TX-0002-010"}),
        (["age of TX-0002-010", "what feeds it"], "transformer_facts", {"quantity": "feeder_name"}),
        (["load of feeder 3", "and 3, 4"], "compare", {"name": "F0003", "other": "F0004", "quantity": "load_kw"}),
        (["load of feeder 3", "and 4", "both"], "compare", {"name": "F0003", "other": "F0004", "quantity": "load_kw"}),
        (["load of feeder 3", "and 4", "the other one"], "feeder_facts", {"name": "F0003", "quantity": "load_kw"}),
        (["show feeder 3 on the map", "now feeder 4"], "go_to", {"name": "F0004"}),
        (["feeders on SUB-001", "how loaded are they"], "feeders_ranked", {"by": "load_pct", "place": "SUB-001"}),
        (["list feeders", "what is their load"], "feeders_ranked", {"by": "load_kw"}),
        (["feeders by customers", "the worst"], "feeders_ranked", {"by": "customers", "n": 1}),
        (["load of 3", "feeder"], "feeder_facts", {"name": "F0003", "quantity": "load_kw"}),
        (["load of 3", "feeder 3"], "feeder_facts", {"name": "F0003", "quantity": "load_kw"}),
        (["worst asset", "by age"], "assets_ranked", {"by": "age_years", "n": 1}),
    ],
)  # fmt: skip
def test_it_goes_on_with_the_same(
    demo: PostgresSource, asked: list[str], tool: str, arguments: dict[str, object]
) -> None:
    events = last_of(demo, asked)
    given = arguments_of(events)
    assert tool_of(events) == tool, text_of(events)
    assert {name: given.get(name) for name in arguments} == arguments


@pytest.mark.parametrize(
    "asked",
    [
        ["substation with the most customers", "what about the other one"], ["which crew is on outage 12", "the other one"],
        ["customers on TX-0002-010", "who are they"],
    ],
)  # fmt: skip
def test_what_was_not_told_is_not_guessed(demo: PostgresSource, asked: list[str]) -> None:
    events = last_of(demo, asked)
    assert any(isinstance(one, Declined) for one in events)
    assert not any(isinstance(one, Stated | Shown) for one in events)


_NEW = "create an inspection order for TX-0002-010"


@pytest.mark.parametrize(
    ("order", "piece", "words"),
    [
        ("assign crew 2 to outage 606", "assign crew 3 instead", "assign crew 3 to outage 606"),
        ("assign crew 2 to outage 606", "make it crew 4 please", "assign crew 4 to outage 606"),
        (_NEW, "make it urgent", f"{_NEW} with high priority"),
        (_NEW, "due friday", f"{_NEW} due friday"),
        (f"{_NEW} due friday", "make it monday", f"{_NEW} due monday"),
        (_NEW, "for TX-0002-011 instead", "create an inspection order for TX-0002-011"),
        (_NEW, "high priority, due tomorrow", f"{_NEW} with high priority due tomorrow"),
        ("set the etr of outage 606 to 18:00", "no, 20:30", "set the etr of outage 606 to 20:30"),
    ],
)
def test_a_form_changes_as_said(demo: PostgresSource, order: str, piece: str, words: str) -> None:
    said = [Said("person", order), _form(order)]
    given = [json.loads(one.arguments)["words"] for one in ask(demo, piece, said) if isinstance(one, Shown)]
    assert given in ([words], [])  # none where the demo has no such outage any more


@pytest.mark.parametrize(
    "piece", ["make it purple", "with a bucket truck", "add a note: gate is locked", "make it 6 pm"]
)
def test_what_finds_no_place_in_a_form_is_told(demo: PostgresSource, piece: str) -> None:
    events = ask(demo, piece, [Said("person", _NEW), _form(_NEW)])
    (why,) = (one.sentence for one in events if isinstance(one, Declined))
    assert piece in why
    assert "no place in the form" in why


@pytest.mark.parametrize("piece", ["yes do it", "ok", "confirm", "go ahead", "never mind", "cancel that", "undo", "no"])
def test_no_word_confirms_or_takes_back_a_form(demo: PostgresSource, piece: str) -> None:
    events = ask(demo, piece, [Said("person", _NEW), _form(_NEW)])
    (why,) = (one.sentence for one in events if isinstance(one, Declined))
    assert "confirms it" in why


def _form(order: str) -> Said:
    tool = "propose_new_order" if order == _NEW or order.startswith(_NEW) else "propose_crew"
    tool = "propose_estimate" if order.startswith("set the etr") else tool
    return Said("assistant", "To be confirmed by a person.", tool, json.dumps({"words": order}))
