"""How operators put their questions: each reaches its tool, is refused with its reason, or is chatted with."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.events import Declined, Event, Finished, OfferedInstead, Shown, Stated, Warned
from app.assistant.planner import Said
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Health, Source, Sources
from tests.app.assistant.asking import turn
from tests.app.assistant.built_in.phrasings import ANSWERED, CHATTED, OF_HISTORY, REFUSED
from tests.app.assistant.built_in.test_planner import (
    ASKER,
    arguments_of,
    ask,
    catalogue,
    planner,
    said_of,
    text_of,
    tool_of,
)


class Overheard:
    """A source that counts what it is asked."""

    dialect = "postgres"

    def __init__(self, source: Source) -> None:
        self.source, self.asked = source, 0

    def fetch(self, query: Query) -> pa.Table:
        self.asked += 1
        return self.source.fetch(query)

    def health(self) -> Health:
        return self.source.health()


@pytest.mark.parametrize(("words", "tool", "arguments"), ANSWERED, ids=[one[0] for one in ANSWERED])
def test_it_reaches_its_tool(demo: PostgresSource, words: str, tool: str, arguments: dict[str, object]) -> None:
    events = ask(demo, words)
    assert tool_of(events) == tool, events
    assert arguments_of(events).items() >= arguments.items()


@pytest.mark.parametrize(("words", "tool", "arguments"), OF_HISTORY, ids=[one[0] for one in OF_HISTORY])
def test_what_needs_the_history_is_read_rightly_without_one(
    demo: PostgresSource, words: str, tool: str, arguments: dict[str, object]
) -> None:
    context = turn(demo)
    reading = planner().read(words, context)
    assert reading is not None
    assert reading.worded.tool.name == tool
    assert reading.arguments.items() >= arguments.items()
    (declined,) = (event for event in ask(demo, words) if isinstance(event, Declined))
    assert declined.reason in ("no_source", "not_in_data")


@pytest.mark.parametrize(("words", "reason"), REFUSED)
def test_it_is_refused_with_its_reason(demo: PostgresSource, words: str, reason: str) -> None:
    events = ask(demo, words)
    assert [str(event.reason) for event in events if isinstance(event, Declined)] == [reason]
    assert not any(isinstance(event, Shown) for event in events)


@pytest.mark.parametrize(
    "words", ["unicorns on feeder 2", "will it rain tomorrow", "lines of 69 kV", "switch off feeder 3"]
)
def test_what_is_offered_instead_has_an_answer(demo: PostgresSource, words: str) -> None:
    (offered,) = (event for event in ask(demo, words) if isinstance(event, OfferedInstead))
    assert offered.questions
    for question in offered.questions:
        assert not any(isinstance(event, Declined) for event in ask(demo, question)), question


def test_a_refusal_is_said_before_anything_is_tried(demo: PostgresSource) -> None:
    """The questions that are offered are asked for that, which may take a while; the sentence waits for none of them."""
    live = Overheard(demo)
    events = Assistant(catalogue(), BuiltInPlanner(catalogue()), Sources(live=live)).ask("unicorns on feeder 2", ASKER)
    assert any(isinstance(event, Declined) for event in events)  # and no further
    before = live.asked
    assert any(isinstance(event, OfferedInstead) for event in events)
    assert live.asked > before + 3


@pytest.mark.parametrize("words", CHATTED)
def test_what_is_said_to_the_assistant_is_answered_in_a_sentence(demo: PostgresSource, words: str) -> None:
    events = ask(demo, words)
    assert text_of(events).endswith((".", ":"))
    assert not any(isinstance(event, Declined) for event in events)
    assert not any(letter.isdigit() for letter in text_of(events))


def test_a_list_that_is_to_be_sent_is_shown_and_it_is_said_that_nothing_is_sent(demo: PostgresSource) -> None:
    events = ask(demo, "email me the list of overloaded transformers")
    assert "export" in next(event.sentence for event in events if isinstance(event, Warned))
    assert tool_of(events) == "transformers_between"


def test_what_is_asked_of_several_things_is_told_of_each(demo: PostgresSource) -> None:
    for words in ("load of feeders 1, 2 and 3", "customers on feeder 1, feeder 2 and feeder 3"):
        events = ask(demo, words)
        assert len([event for event in events if isinstance(event, Shown)]) == 3, words
        assert all(name in text_of(events) for name in ("F0001", "F0002", "F0003")), words
    both = ask(demo, "saidi this year vs last year")
    assert [one.cell.result for one in both if isinstance(one, Stated) and one.cell is not None] == [0, 1, 2, 2]


def test_a_curve_is_told_by_its_highest_its_mean_and_its_lowest(demo: PostgresSource) -> None:
    events = ask(demo, "saidi by month this year")
    curve, sums = (event.result.table for event in events if isinstance(event, Shown))
    values = [value for value in curve["saidi_minutes"].to_pylist() if value is not None]
    assert sums["highest"][0].as_py() == max(values)
    assert sums["lowest"][0].as_py() == min(values)
    assert sums["mean"][0].as_py() == pytest.approx(sum(values) / len(values))
    assert "the most is" in text_of(events)


TURNS: list[tuple[list[str], str, dict[str, object]]] = [
    (["load of feeder 2", "and feeder 3?"], "feeder_facts", {"name": "F0003", "quantity": "load_kw"}),
    (["load of feeder 2", "and TX-0001-004?"], "transformer_facts", {"name": "TX-0001-004", "quantity": "load_kw"}),
    (["load of feeder 2", "show it on the map"], "go_to", {"name": "F0002"}),
    (["TX-0001-207 health", "where is it"], "go_to", {"name": "TX-0001-207"}),
    (["TX-0001-207 health", "why?"], "health_explained", {"name": "TX-0001-207"}),
    (
        ["saidi of feeder 2 this year", "what about last year"],
        "reliability_indices",
        {"place": "F0002", "period": "last_year"},
    ),
    (
        ["saidi of feeder 2 this year", "only for feeder 3"],
        "reliability_indices",
        {"place": "F0003", "period": "this_year"},
    ),
    (
        ["top 5 transformers by risk", "top 3 instead"],
        "transformers_ranked",
        {"n": 3, "by": "risk_cost", "order": "most"},
    ),
    (["top 5 transformers by risk", "only on feeder 2"], "transformers_ranked", {"n": 5, "place": "F0002"}),
    (["how many poles are older than 50 years", "which ones"], "poles_between", {"above": 50.0, "is_count": False}),
    (["list poles older than 50 years", "how many?"], "poles_between", {"above": 50.0, "is_count": True}),
    (["poles older than 50 years", "and older than 40 years?"], "poles_between", {"above": 40.0}),
    (["worst 3 feeders by saidi this year", "and last year?"], "feeders_by_index", {"period": "last_year", "n": 3}),
    (["load of feeder 2", "how many poles on feeder 3"], "counts", {"place": "F0003", "quantity": "poles"}),
]


@pytest.mark.parametrize(("turns", "tool", "arguments"), TURNS, ids=[" / ".join(one[0]) for one in TURNS])
def test_a_conversation_goes_on(
    demo: PostgresSource, turns: Sequence[str], tool: str, arguments: dict[str, object]
) -> None:
    said: list[Said] = []
    events: list[Event] = []
    for words in turns:
        events = ask(demo, words, said)
        said += [Said("person", words), said_of(events)]
    assert tool_of(events) == tool
    assert arguments_of(events).items() >= arguments.items()


@pytest.mark.parametrize("words", ["load of feeder 2", "how loaded is TX-0003-020", "age of pole P-000151", "top 3 feeders by loading",
                                   "how many customers are out", "which work orders are overdue", "status of Crew-004", "hello"])  # fmt: skip
def test_what_fits_next_can_be_asked(demo: PostgresSource, words: str) -> None:
    events = ask(demo, words)
    assert isinstance(events[-1], Finished)
    assert events[-1].suggestions
    for question in events[-1].suggestions:
        declined = next((event for event in ask(demo, question) if isinstance(event, Declined)), None)
        assert declined is None or declined.reason in ("no_source", "not_in_data"), (question, declined)


def test_every_example_of_the_catalogue_is_read_as_its_own_tools(demo: PostgresSource) -> None:
    lost = []
    for tool in catalogue():
        for example in tool.examples:
            events = ask(demo, example)
            declined = next((event for event in events if isinstance(event, Declined)), None)
            if declined is not None and declined.reason in ("not_understood", "off_topic", "not_known_yet"):
                lost.append((tool.name, example, declined.sentence))
            elif declined is None and tool_of(events) != tool.name:
                lost.append((tool.name, example, tool_of(events)))
    assert lost == []


@pytest.mark.parametrize("words", [one[0] for one in ANSWERED[::3]])
def test_a_sentence_begins_with_a_capital_and_has_no_two_stops(demo: PostgresSource, words: str) -> None:
    text = text_of(ask(demo, words))
    assert not text[:1].islower()
    assert ".." not in text
    assert ". (" not in text.replace(". (“", "")
