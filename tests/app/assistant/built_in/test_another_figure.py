"""Adjectives rank from the end that they say; a number that would be true of something else is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.as_typed.spoken_years import with_the_same
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.events import AskedBack, Declined, Shown, Stated
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from app.tabs.operations.tools.facts import READS_NOTHING, as_read
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import built_in_catalogue, turn


@pytest.fixture(scope="module")
def assistant(demo: PostgresSource) -> Assistant:
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=demo, history=None))


@pytest.mark.parametrize(
    ("words", "tool", "asked"),
    [
        ("weak poles", "poles_ranked", {"by": "remaining_strength_pct", "order": "least"}),
        ("which poles are weak", "poles_ranked", {"by": "remaining_strength_pct", "order": "least"}),
        ("short poles", "poles_ranked", {"by": "height_m", "order": "least"}),
        ("small transformers on feeder 3", "transformers_ranked", {"place": "F0003", "by": "rated_kva", "order": "least"}),
        ("lightly loaded transformers", "transformers_ranked", {"by": "load_pct", "order": "least"}),
        ("light loaded feeders", "feeders_ranked", {"by": "load_pct", "order": "least"}),
        ("low risk poles", "poles_ranked", {"by": "risk_cost", "order": "least"}),
        ("high risk poles on feeder 3", "poles_ranked", {"place": "F0003", "by": "risk_cost", "order": "most"}),
        ("long outages this year", "past_outages", {"period": "this_year", "by": "minutes", "order": "most"}),
        ("short outages this year", "past_outages", {"period": "this_year", "length": "momentary"}),
        ("total kVA on feeder 4", "counts", {"place": "F0004", "quantity": "transformer_kva"}),
    ],
)  # fmt: skip
def test_an_adjective_ranks_from_its_end(demo: PostgresSource, words: str, tool: str, asked: dict[str, object]) -> None:
    reading = BuiltInPlanner(built_in_catalogue()).read(words, turn(demo))
    assert reading is not None
    assert reading.worded.tool.name == tool
    assert {key: value for key, value in reading.arguments.items() if value not in (None, "", False)} == asked


@pytest.mark.parametrize(
    "words",
    [
        "are there weak poles on feeder 3", "how many small transformers are there", "damaged poles on feeder 3",
        "which feeder has the oldest pole", "which feeder has the tallest pole", "which feeder has the worst pole",
        "which feeder has the biggest transformer", "which feeder has the most loaded transformer",
        "which substation has the oldest transformer", "which substation has the biggest feeder",
        "which feeder has the longest span", "which feeder has the newest meter", "which month had the longest outage this year",
        "which cause had the biggest outage this year", "outages by cause, longest first, this year",
        "which priority has the oldest alarm", "crew with the most recent job", "which pole was inspected last",
        "latest peak of feeder 3", 
        "average of the peak loads yesterday", "sum of the peak loads of all feeders yesterday", "share of load on feeder 3",
        "share of outages on feeder 3 this year", "poles P-000300 to P-000310", "take me there",
        "which outage was restored last", "when was the last outage restored",
        "which outage started first and has no crew",
    ],
)  # fmt: skip
def test_another_figure_is_refused(assistant: Assistant, demo: PostgresSource, words: str) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    assert any(isinstance(one, Declined | AskedBack) for one in events)
    assert not any(isinstance(one, Stated | Shown) for one in events)


def _shown(assistant: Assistant, demo: PostgresSource, words: str) -> list[dict[str, Any]]:
    events = list(assistant.ask(words, turn(demo).asker))
    return next(one.result.table for one in events if isinstance(one, Shown)).to_pylist()


@pytest.mark.parametrize(
    ("words", "first", "column"),
    [
        ("small transformers on feeder 3", 10.0, "rated_kva"),
        ("which feeder has the most poles", None, "poles"),
    ],
)
def test_the_ends_are_the_right_ones(
    assistant: Assistant, demo: PostgresSource, words: str, first: float | None, column: str
) -> None:
    rows = _shown(assistant, demo, words)
    everything = _shown(assistant, demo, "poles by feeder") if first is None else []
    assert rows[0][column] == (first if first is not None else max(one[column] for one in everything))


def test_the_share_of_what_counts_in_several_groups_is_left_out(assistant: Assistant, demo: PostgresSource) -> None:
    assert all("share_pct" not in one for one in _shown(assistant, demo, "crews by skill"))


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("outages this month compared to the same month last year", "outages this month compared to 2025-11"),
        ("energy yesterday compared to the same day last week", "energy yesterday compared to 2026-11-22"),
        ("energy today compared to the same day last year", "energy today compared to 2025-11-30"),
        (
            "outages this year to date versus the same period last year",
            "outages this year to date versus from 2025-01-01 to 2025-11-30",
        ),
        (
            "outages in 2026 so far versus the same time last year",
            "outages in 2026 so far versus from 2025-01-01 to 2025-11-30",
        ),
        ("outages in 2024 versus the same period last year", "outages in 2024 versus the same period last year"),
    ],
)
def test_the_same_time_of_another_year(words: str, whole: str) -> None:
    assert with_the_same(words, dt.date(2026, 11, 30)) == whole


def test_a_thing_that_reads_nothing_is_not_told_to_have_supply() -> None:
    row = pa.table({"name": ["TX"], "is_energized": [True], "voltage_v": [0.0]})
    assert as_read(row)[0]["is_energized"].to_pylist() == [None]
    assert as_read(row)[1] is True
    assert as_read(row.set_column(2, "voltage_v", pa.array([119.0])))[0]["is_energized"].to_pylist() == [True]
    assert as_read(row.set_column(1, "is_energized", pa.array([False])))[0]["is_energized"].to_pylist() == [False]
    assert "0 V" in READS_NOTHING
