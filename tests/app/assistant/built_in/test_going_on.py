"""Follow-ups with limits and units, yes or no of a superlative, lists of a whole kind."""

from __future__ import annotations

import json

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.events import AskedBack, Declined, Event, Shown, Stated
from app.assistant.planner import Said
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import turn


@pytest.fixture(scope="module")
def assistant(demo: PostgresSource) -> Assistant:
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=demo, history=None))


@pytest.mark.parametrize(
    ("asked", "arguments", "title"),
    [
        (["feeders over 1500 kW", "over 2 MW"], {"by": "load_kw", "above": 2000.0}, "2 MW"),
        (["poles over 40 feet", "over 50"], {"by": "height_m", "above": 15.24}, "50 ft"),
        (["poles taller than 12 m", "over 40 feet"], {"by": "height_m", "above": 12.192}, "40 ft"),
        (["poles taller than 12 m", "older than 30 years"], {"by": "age_years", "above": 30.0}, "30 years"),
        (
            ["poles taller than 12 m", "and older than 30 years"],
            {"by": "age_years", "above": 30.0, "also": "height_m", "also_above": 12.0}, "12 m",
        ),
        (["feeders over 1500 kW", "over 1000 customers"], {"by": "customers", "above": 1000.0}, "1,000 customers"),
        (["transformers over 50 %", "over 60"], {"by": "load_pct", "above": 60.0}, "60 %"),
    ],
)  # fmt: skip
def test_a_limit_is_of_what_it_says(
    assistant: Assistant, demo: PostgresSource, asked: list[str], arguments: dict[str, object], title: str
) -> None:
    events = _last(assistant, demo, asked)
    (shown, *_) = (one for one in events if isinstance(one, Shown))
    given = json.loads(shown.arguments)
    assert {name: given.get(name) for name in arguments} == pytest.approx(arguments)
    assert title in shown.result.title
    if "also" not in arguments:
        assert not any(name.startswith("also") for name in given)


@pytest.mark.parametrize(
    ("asked", "unit"),
    [
        (["SAIDI this year", "in hours"], "h"),
        (["load of F0002", "and in MW"], "MW"),
        (["load of F0002 in MW", "and F0003"], "MW"),
        (["height of P-000151", "in feet"], "ft"),
    ],
)
def test_a_unit_is_kept_and_changed(assistant: Assistant, demo: PostgresSource, asked: list[str], unit: str) -> None:
    cells = [one.text for one in _last(assistant, demo, asked) if isinstance(one, Stated) and one.cell]
    assert any(text.endswith(f" {unit}") for text in cells)


@pytest.mark.parametrize("words", ["in dollars", "in MWh"])
def test_a_unit_that_does_not_fit_is_refused(assistant: Assistant, demo: PostgresSource, words: str) -> None:
    events = _last(assistant, demo, ["load of F0002", words])
    assert any(isinstance(one, Declined) for one in events)
    assert not any(isinstance(one, Stated) for one in events)


@pytest.mark.parametrize(
    ("ranked", "asked"),
    [
        ("which feeder has the most customers", "is {} the feeder with the most customers"),
        ("longest feeder", "is {} the longest feeder"),
        ("which substation has the most customers", "does {} have the most customers"),
        ("oldest transformer on F0001", "is {} the oldest transformer on F0001"),
    ],
)
def test_one_of_all_is_the_first_or_not(assistant: Assistant, demo: PostgresSource, ranked: str, asked: str) -> None:
    (shown, *_) = (one for one in assistant.ask(ranked, turn(demo).asker) if isinstance(one, Shown))
    first = shown.result.table["name"][0].as_py()
    other = {"F": "F0001", "S": "SUB-001", "T": "TX-0001-002"}[first[0]]
    said = {name: _text(assistant.ask(asked.format(name), turn(demo).asker)) for name in {first, other}}
    assert said[first].startswith("Yes. ")
    if other != first:
        assert said[other].startswith((f"No. The first is {first}", "Yes. "))


@pytest.mark.parametrize(
    ("words", "tool"),
    [
        ("list transformers", "transformers_between"), ("list poles", "poles_between"),
        ("show me all poles on F0002", "poles_between"), ("list feeders", "feeder_list"), ("list crews", "crews"),
    ],
)  # fmt: skip
def test_a_whole_kind_is_listed(assistant: Assistant, demo: PostgresSource, words: str, tool: str) -> None:
    (shown, *_) = (one for one in assistant.ask(words, turn(demo).asker) if isinstance(one, Shown))
    assert shown.tool == tool
    assert shown.result.table.num_rows > 0


@pytest.mark.parametrize(
    ("asked", "arguments"),
    [
        (["load of feeder 4", "how many customers does it have"], {"place": "F0004"}),
        (["load of feeder 4", "how many transformers are on it", "its load"], {"name": "F0004"}),
        (["feeder 2", "who feeds it"], {"name": "F0002"}),
        (["which substation has the most customers", "its feeders"], {"place": "{first}"}),
        (["which feeder has the most customers", "and how old are its transformers"], {"place": "{first}"}),
        (["TX-0006-010", "how many customers are on it"], {"name": "TX-0006-010"}),
        (["customers of feeder 3", "is anyone on life support there"], {"place": "F0003"}),
    ],
)  # fmt: skip
def test_a_pronoun_is_the_thing_of_the_answer_before(
    assistant: Assistant, demo: PostgresSource, asked: list[str], arguments: dict[str, str]
) -> None:
    first = next(one for one in assistant.ask(asked[0], turn(demo).asker) if isinstance(one, Shown))
    name = str(first.result.table["name"][0].as_py()) if "name" in first.result.table.column_names else ""
    (shown, *_) = (one for one in _last(assistant, demo, asked) if isinstance(one, Shown))
    given = json.loads(shown.arguments)
    assert {key: given.get(key) for key in arguments} == {
        key: value.format(first=name) for key, value in arguments.items()
    }


@pytest.mark.parametrize(
    "asked",
    [
        ["transformers over 20 %", "how many customers are on them"], ["load now", "its peak"],
        ["list crews", "where are they"],
        ["when will it be back"], ["top 5 transformers by age", "how many customers does it have"],
    ],
)  # fmt: skip
def test_a_pronoun_of_several_or_of_nothing_has_no_number(
    assistant: Assistant, demo: PostgresSource, asked: list[str]
) -> None:
    events = _last(assistant, demo, asked)
    assert any(isinstance(one, AskedBack | Declined) for one in events)
    assert not any(isinstance(one, Stated | Shown) for one in events)


def _last(assistant: Assistant, demo: PostgresSource, asked: list[str]) -> list[Event]:
    """The answer to the last of some questions of one conversation."""
    said: list[Said] = []
    events: list[Event] = []
    for words in asked:
        events = list(assistant.ask(words, turn(demo).asker, said))
        shown = next((one for one in events if isinstance(one, Shown)), None)
        said += [
            Said("person", words),
            Said("assistant", _text(iter(events)), shown.tool if shown else "", shown.arguments if shown else ""),
        ]
    return events


def _text(events: object) -> str:
    return "".join(one.text for one in events if isinstance(one, Stated))  # type: ignore[attr-defined]
