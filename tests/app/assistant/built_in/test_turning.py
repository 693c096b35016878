"""Words that turn a question: where no reading takes them there is no number, whatever else is understood."""

from __future__ import annotations

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.built_in.refusing.commands import command_in
from app.assistant.events import Declined, Shown, Stated
from app.assistant.refusals import RefusalReason
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
    "words",
    [
        "how many transformers aren't overloaded",
        "how many outages werent caused by trees this year",
        "which feeders are not overloaded",
        "is feeder 1 not de-energized",
        "is every transformer energized",
        "are all poles wood",
        "how many crews worked today",
        "how many life support customers were out today",
        "how many critical customers were out today",
        "outages not restored today",
        "second oldest transformer",
        "riskiest transformer on each feeder",
        "the most loaded transformer of each feeder",
        "oldest pole per substation",
        "what should we replace on F0003 123456",
        "feeder with the second most customers",
        "losses by crew",
        "transformers over 80% and older than 40 years",
        "how many outages from April or May",
        "outages last night",
        "is the system load below 10 MW",
        "is saidi this year above 200",
        "crews left",
        "outage rate of F0002",
        "share of customers on F0002",
        "connected load of F0002",
        "second transformer of F0002",
        "all transformers but F0002",
        "record load",
        "load of the year",
        "outages this time last year",
        "energy on Nov 27 at 12:00",
        "load of F0002 yesterday from 8 to 12",
        "load of feeders 1 to 9",
    ],
)
def test_what_turns_a_question_is_refused_not_dropped(assistant: Assistant, demo: PostgresSource, words: str) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    declined = [one for one in events if isinstance(one, Declined)]
    assert [one.reason for one in declined] == [RefusalReason.NOT_UNDERSTOOD]
    assert not any(isinstance(one, Stated) for one in events)


@pytest.mark.parametrize(
    "words",
    [
        "how many crews are out",
        "how many transformers are connected",
        "how many meters are online",
    ],
)
def test_a_small_word_is_never_dropped(assistant: Assistant, demo: PostgresSource, words: str) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    assert not any(isinstance(one, Stated | Shown) for one in events), events


@pytest.mark.parametrize(
    "words",
    [
        "risk of TX-0001-004 in dollars per year",
        "transformers with at least 10 customers",
        "transformers older than 40 years",
        "which switches are not in their normal position",
        "how many outages between April 1 2026 and May 3 2026",
        "next planned outage",
        "find out the load of F0002",
        "outages due to trees this year",
        "what feeders come out of SUB-001",
        "outages on sub 1, biggest first",
        "when will F0002 be back up",
    ],
)
def test_what_turns_nothing_is_answered(assistant: Assistant, demo: PostgresSource, words: str) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    assert any(isinstance(one, Stated) for one in events), events


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ("hold order 40000012", "hold"), ("take the crew off outage 599", "take"), ("put crew 3 on outage 602", "put"),
        ("set ETR of outage 602 to 8 pm", "set"), ("set priority of outage 602 to high", "set"),
        ("take me to F0002", ""), ("put F0002 on the map", ""), ("how many orders are on hold", ""),
        ("set of overloaded transformers", ""),
    ],
)  # fmt: skip
def test_orders_are_known_by_what_they_are_about(words: str, verb: str) -> None:
    assert command_in(words) == verb
