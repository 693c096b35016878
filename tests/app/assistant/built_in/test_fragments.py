"""Pieces of a question after an answer: each is told of what was asked before, or refused; never of the whole utility."""

from __future__ import annotations

import json

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.events import Declined, Shown, Stated
from app.assistant.planner import Said
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


def last_of(assistant: Assistant, demo: PostgresSource, words: tuple[str, ...]) -> tuple[list[Shown], list[Declined]]:
    """What the last question of a conversation is answered with."""
    said: list[Said] = []
    for one in words:
        events = list(assistant.ask(one, turn(demo).asker, said))
        text = "".join(event.text for event in events if isinstance(event, Stated))
        shown = [event for event in events if isinstance(event, Shown)]
        tool, arguments = (shown[0].tool, shown[0].arguments) if shown else ("", "")
        said += [Said("person", one), Said("assistant", text, tool, arguments)]
    return shown, [event for event in events if isinstance(event, Declined)]


@pytest.mark.parametrize(
    ("words", "tool", "place"),
    [
        (("feeder 1", "customers"), "counts", "F0001"),
        (("saidi of feeder 3 this year", "by month"), "reliability_by_month", "F0003"),
        (("saidi of feeder 3 this year", "and saifi"), "reliability_indices", "F0003"),
        (("how many outages this year on feeder 3", "caused by trees"), "past_outages", "F0003"),
        (("how many customers on feeder 2", "what about transformers"), "counts", "F0002"),
        (("load of F0002", "how many outages this year"), "past_outages", ""),
        (("which feeder has the most customers", "saidi this year"), "reliability_indices", ""),
        (("which feeder has the most customers", "and saidi this year"), "reliability_indices", "F0004"),
    ],
)
def test_a_piece_is_of_what_was_asked(
    assistant: Assistant, demo: PostgresSource, words: tuple[str, ...], tool: str, place: str
) -> None:
    shown, _ = last_of(assistant, demo, words)
    assert (shown[0].tool, json.loads(shown[0].arguments).get("place", "")) == (tool, place)


@pytest.mark.parametrize("piece", ["when", "sorted by age", "and the day before"])
def test_what_goes_on_with_nothing_is_refused(assistant: Assistant, demo: PostgresSource, piece: str) -> None:
    shown, declined = last_of(assistant, demo, ("how many outages this year", piece))
    assert not shown
    assert [one.reason for one in declined] == [RefusalReason.NOT_UNDERSTOOD]
