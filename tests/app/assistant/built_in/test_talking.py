"""Conversations: corrections, pieces of rows, what an order is of, forms put right, and what is never answered in part."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.as_typed.slips import without_slips
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.built_in.talking.openers import without_opener
from app.assistant.built_in.talking.periods_before import with_shifted_period
from app.assistant.events import AskedBack, Declined, Event, Shown
from app.assistant.kept.conversations import text_of
from app.assistant.planner import Said
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import turn

WHOLE = (
    "what is the weather now", "what is the load of feeder 4", "what are the open alarms", "what was the system peak yesterday",
    "what is saidi this year", "how many customers on feeder number 2", "load of feeder #2", "go to sub 2", "map of f0006",
    "how windy is it", "poles older than 40 years, not feeder 2", "wrong phase meters on feeder 3", "amps on feeder 6",
    "when was P-000300 last inspected", "what does it cost to replace TX-0002-010", "10 oldest transformers",
    "which switches are not in their normal position", "how many outages this year on feeder 5", "what does SAIDI mean",
    "which feeder has the most customers", "crews available now", "inspections done this year",
)  # fmt: skip
"""Questions that say themselves what they are of."""
TODAY = dt.date(2026, 11, 29)


@pytest.fixture(scope="module")
def assistant(demo: PostgresSource) -> Assistant:
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=demo, history=None))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("no, feeder 8", "feeder 8"), ("poles of feeder 1, not feeder 2", "poles of feeder 1, not feeder 2"),
        ("no I meant last year", "last year"), ("sorry, only the poles", "only the poles"),
        ("actually make it 10 pm", "10 pm"), ("wait, not feeder 3, feeder 4", "feeder 4"), ("feeder 4 instead", "feeder 4"),
        ("ok, and the day before?", "and the day before?"), ("that seems high, what about feeder 2", "what about feeder 2"),
        ("F0002, not F0003", "F0002"), ("i meant commercial", "commercial"),
        # what turns a question round is no correction
        ("no crew yet?", "no crew yet?"), ("not energized", "not energized"), ("which are not energized", "which are not energized"),
        ("no outages on feeder 3?", "no outages on feeder 3?"), ("outages not yet confirmed", "outages not yet confirmed"),
    ],
)  # fmt: skip
def test_how_a_correction_begins_says_nothing(typed: str, meant: str) -> None:
    assert without_opener(typed) == meant


@pytest.mark.parametrize(
    ("piece", "before", "whole"),
    [
        ("and the day before?", "yesterday", "and on 2026-11-27?"), ("the month before that", "2026-10", "in 2026-09"),
        ("and the previous year", "last_year", "and in 2024"), ("the week before", "last_week", "from 2026-11-09 to 2026-11-15"),
        ("the year before", "2026-10", "in 2025-10"), ("the day after", "2026-11-20", "on 2026-11-21"),
        ("the year before", "2026-01-01..2026-03-31", "the year before"), ("the day before", "last_week", "the day before"), ("the day before", "", "the day before"),
    ],
)  # fmt: skip
def test_a_period_is_told_from_the_one_before(piece: str, before: str, whole: str) -> None:
    assert with_shifted_period(piece, {"period": before}, TODAY) == whole


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wich transformer is teh oldest", "which transformer is the oldest"), ("hw many r on sub 2", "how many are on sub 2"),
        ("waht about feedr 5", "what about feeder 5"), ("outges last weak", "outages last week"),
        ("crew TH-1", "crew TH-1"), ("phase r", "phase r"), ("feeder AR 12", "feeder AR 12"),
    ],
)  # fmt: skip
def test_small_words_are_spelled_as_they_are_meant(typed: str, meant: str) -> None:
    assert without_slips(typed) == meant


@pytest.mark.parametrize(
    ("asked", "tool", "arguments"),
    [
        (["how many transformers are on feeder 3", "and on 4?"], "counts", {"place": "F0004", "quantity": "transformers"}),
        (["load of feeder 3", "no, feeder 5"], "feeder_facts", {"name": "F0005", "quantity": "load_kw"}),
        (["which feeders are over 60% loaded now", "and substations?"], "substations_ranked", {"by": "load_pct", "above": 60.0}),
        (["saidi last year", "i meant this year"], "reliability_indices", {"period": "this_year", "quantity": "saidi_minutes"}),
        (
            ["outages on feeder 5 last year", "how many of them were caused by vegetation"],
            "past_outages", {"place": "F0005", "period": "last_year", "cause": "vegetation", "is_count": True},
        ),
        (
            ["outages on feeder 5 last year", "longest one?"],
            "past_outages", {"place": "F0005", "period": "last_year", "by": "minutes", "n": 1},
        ),
        (["outages on feeder 5 last year", "why so many"], "outages_by_cause", {"place": "F0005", "period": "last_year"}),
        (["worst feeder by saidi last year", "why"], "outages_by_cause", {"period": "last_year"}),
        (["list feeders on SUB-002", "which one is most loaded"], "feeders_ranked", {"place": "SUB-002", "by": "load_pct", "n": 1}),
        (["load of feeder 3", "and of feeder 4", "which of those two has more"], "compare", {"quantity": "load_kw"}),
        (["top 3 transformers by age", "how old is the second one"], "transformer_facts", {"quantity": "age_years"}),
        (["top 3 transformers by age", "show the second one on the map"], "go_to", {}),
        (["any alarms open now", "ok what about work orders"], "open_orders", {}),
        (["saidi on feeder 3 last year", "and the same for saifi"], "reliability_indices", {"place": "F0003", "period": "last_year", "quantity": "saifi"}),
        (["saidi on feeder 3 last year", "and caidi"], "reliability_indices", {"place": "F0003", "period": "last_year", "quantity": "caidi_minutes"}),
        (["how many meters on TX-0003-040", "and on 041?"], "meter_list", {"name": "TX-0003-041"}),
        (["longest outage last year", "what caused it"], "outage_facts", {"quantity": "cause"}),
        (["transformers above 10 percent", "which feeder has most of them"], "transformers_between", {"by": "load_pct", "above": 10.0}),
        (["load of feeder 3", "and the system as a whole"], "system_now", {"quantity": "load_kw"}),
        (["any outages?"], "active_outages", {}),
        (["top 10 transformers by load on feeder 6", "only 3"], "transformers_ranked", {"place": "F0006", "n": 3}),
        (["how many customers are out", "how many of them are on feeder 6"], "outages_now", {"place": "F0006", "quantity": "customers_out"}),
        (["how many customers are out", "critical ones"], "outages_now", {"quantity": "critical_out"}),
        (["TX-0002-010", "what is the health"], "transformer_facts", {"quantity": "health_score"}),
        (["go to the relaibility view"], "open_page", {"page": "Reliability"}),
    ],
)  # fmt: skip
def test_a_piece_is_of_what_was_asked(
    assistant: Assistant, demo: PostgresSource, asked: list[str], tool: str, arguments: dict[str, object]
) -> None:
    (shown, *_) = (one for one in _last(assistant, demo, asked) if isinstance(one, Shown))
    given = json.loads(shown.arguments)
    assert (shown.tool, {name: given.get(name) for name in arguments}) == (tool, arguments)


@pytest.mark.parametrize(
    "asked",
    [
        ["load of the system", "which is most urgent"],
        ["how many poles on feeder 6 are older than 40 years", "show them on the map"],
        ["outage 601", "what would they need"],
        ["assign crew 2 to 602 and set the etr of 602 to 10 pm"],
        ["ack the first one"], ["acknowledge"], ["who do i call"], ["why is it taking so long"],
        ["customers on feeder 6", "and 3?", "total"], ["load of feeder 3", "when is that"],
    ],
)  # fmt: skip
def test_what_cannot_be_told_whole_is_not_told(assistant: Assistant, demo: PostgresSource, asked: list[str]) -> None:
    events = _last(assistant, demo, asked)
    assert any(isinstance(one, AskedBack | Declined) for one in events)
    assert not any(isinstance(one, Shown) for one in events)


@pytest.mark.parametrize(
    "first",
    ["list active outages", "load of feeder 3", "how many customers are out", "top 5 transformers by load", "TX-0002-010",
     "saidi last year", "list crews"],
)  # fmt: skip
def test_a_whole_question_means_in_a_conversation_what_it_means_alone(
    assistant: Assistant, demo: PostgresSource, first: str
) -> None:
    for whole in WHOLE:
        alone, second = (_said_and_done(_last(assistant, demo, asked)) for asked in ([whole], [first, whole]))
        assert second == alone, whole


def _said_and_done(events: list[Event]) -> list[tuple[str, str]]:
    """Tools with their arguments, and sentences of what was not answered."""
    tools = [(one.tool, one.arguments) for one in events if isinstance(one, Shown)]
    return tools + [("", one.sentence) for one in events if isinstance(one, AskedBack | Declined)]


@pytest.mark.parametrize(
    "asked",
    [
        ["list active outages", "how many customers"], ["list active outages", "which feeders"],
        ["TX-0002-010", "is there a crew"], ["list feeders", "oldest"], ["feeders by load", "and poles"],
        ["load of feeder 2", "load of feeder 3", "which has more", "which has more of what"],
        ["top 5 feeders by load", "how many of them are on life support"], ["what is out", "who is on it"],
        ["outages on feeder 3", "load of feeder 4", "which has more"], ["how many customers on this feeder"],
        ["how old is this transformer"], ["when will this outage be back"],
    ],
)  # fmt: skip
def test_a_piece_is_never_told_of_all(assistant: Assistant, demo: PostgresSource, asked: list[str]) -> None:
    events = _last(assistant, demo, asked)
    assert any(isinstance(one, AskedBack | Declined) for one in events)
    assert not any(isinstance(one, Shown) for one in events)


def test_the_choices_of_a_question_back_can_be_read(assistant: Assistant, demo: PostgresSource) -> None:
    (asked,) = (one for one in _last(assistant, demo, ["age of 4"]) if isinstance(one, AskedBack))
    assert asked.choices
    for _, question in asked.choices:
        assert not any(isinstance(one, Declined) for one in _last(assistant, demo, [question]))


def _last(assistant: Assistant, demo: PostgresSource, asked: list[str]) -> list[Event]:
    """The answer to the last of some questions of one conversation."""
    said: list[Said] = []
    events: list[Event] = []
    for words in asked:
        events = list(assistant.ask(words, turn(demo).asker, said))
        shown = next((one for one in events if isinstance(one, Shown)), None)
        tool, arguments = (shown.tool, shown.arguments) if shown else ("", "")
        said += [Said("person", words), Said("assistant", text_of(events), tool, arguments)]
    return events
