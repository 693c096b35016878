"""Numbers, limits and spans of time as people say them: the same question as the plain one, never a number dropped."""

from __future__ import annotations

import datetime as dt

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.as_typed.spoken_numbers import numbers_written_out
from app.assistant.built_in.as_typed.spoken_years import with_year_each
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.events import Declined, Shown
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
    ("words", "plain"),
    [
        ("outages longer than half an hour", "outages longer than 30 minutes"),
        ("outages longer than an hour and a half", "outages longer than 90 minutes"),
        ("outages longer than two and a half hours", "outages longer than 150 minutes"),
        ("outages over three quarters of an hour", "outages over 45 minutes"),
        ("outages longer than 2 h 30 min today", "outages longer than 150 minutes today"),
        ("outages longer than 1 day and 2 hours", "outages longer than 1560 minutes"),
        ("outages longer than an hour", "outages longer than 1 hour"),
        ("feeders above 1500000 W", "feeders above 1500 kW"),
        ("feeders above 1.5 million watts", "feeders above 1500 kW"),
        ("meters below 500 Wh", "meters below 0.5 kWh"),
        ("transformers more than half loaded", "transformers loaded more than 50 %"),
        ("feeders over three quarters of their rating", "feeders loaded over 75 %"),
        ("poles 12 m or taller", "poles at least 12 m tall"),
        ("transformers 50 kVA and up", "transformers at least 50 kVA"),
        ("poles 12 years or younger", "poles at most 12 years old"),
        ("transformers with up to 10 customers", "transformers with at most 10 customers"),
        ("transformers with no fewer than 10 customers", "transformers with at least 10 customers"),
        ("transformers with not more than 10 customers", "transformers with at most 10 customers"),
        ("transformers with exactly 10 customers", "transformers with between 10 and 10 customers"),
        ("transformers from 25 to 50 kVA", "transformers between 25 and 50 kVA"),
        ("outages with fewer than ten customers", "outages with fewer than ten customers interrupted"),
        ("active outages with over 100 customers", "active outages with over 100 customers out"),
        ("load of feeders 1 to 3", "load of feeders 1, 2 and 3"),
        ("peak on 2026-11-27T18:00", "peak on 2026-11-27 at 18:00"),
        ("load of feeder 1 + feeder 2", "load of feeder 1 plus feeder 2"),
    ],
)
def test_a_number_is_written_as_limits_and_names_are_read(words: str, plain: str) -> None:
    assert numbers_written_out(words) == plain


@pytest.mark.parametrize(
    "words",
    [
        "load by half hour yesterday", "energy yesterday from 8:00 to 12:00", "load of feeder 1 at 18:00", "poles 40+ years old",
        "poles installed up to 1980", "customers out up to 12:00 yesterday", "outages in the last 30 minutes", "path from F0001 to F0003",
        "load of feeders 1 to 9", "outages longer than 2 hours", "who is on shift from 8 am to 4 pm", "how many customers exactly",
    ],
)  # fmt: skip
def test_what_is_plain_stays(words: str) -> None:
    assert numbers_written_out(words) == words


def test_each_month_has_the_year_that_is_said_of_both() -> None:
    today = dt.date(2026, 11, 29)
    assert (
        with_year_each("more outages in march or april this year", today) == "more outages in march 2026 or april 2026"
    )
    assert with_year_each("outages from June to August last year", today) == "outages from June 2025 to August 2025"
    assert with_year_each("outages in march this year", today) == "outages in march 2026"


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("transformers more than half loaded", "transformers loaded above 50 %"),
        ("feeders with load above 1500000 W", "feeders with load above 1500 kW"),
        ("poles 12 m or taller", "poles at least 12 m tall"),
        ("outages with more than 10 customers this year", "outages with more than 10 customers interrupted this year"),
        ("load of feeders", "load by feeder"),
    ],
)
def test_it_is_the_same_question(assistant: Assistant, demo: PostgresSource, words: str, same: str) -> None:
    mine, theirs = (
        [(one.tool, one.arguments) for one in assistant.ask(text, turn(demo).asker) if isinstance(one, Shown)]
        for text in (words, same)
    )
    assert mine == theirs != []


def test_both_ends_are_within(assistant: Assistant, demo: PostgresSource) -> None:
    shown = [
        one.result
        for one in assistant.ask("transformers between 25 and 50 kVA", turn(demo).asker)
        if isinstance(one, Shown)
    ]
    assert {25.0, 50.0} <= set(shown[0].table["rated_kva"].to_pylist())


def test_a_crew_that_there_is_not_is_no_outage(assistant: Assistant, demo: PostgresSource) -> None:

    events = list(assistant.ask("which crew is crew 77", turn(demo).asker))
    assert any(isinstance(one, Declined) for one in events)
