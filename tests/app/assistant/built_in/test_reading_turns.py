"""Everyday words for readings and assets: each is read as the plain question that says the same."""

from __future__ import annotations

import datetime as dt

import pytest

from app.assistant.built_in.idioms import in_plain_words
from app.assistant.built_in.talking.pieces import completed
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.events import Declined
from app.assistant.planner import Said
from app.assistant.refusals import RefusalReason
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.assistant.built_in.test_planner import ask, catalogue, planner

TODAY = dt.date(2026, 11, 29)
SAME = (
    ("when did SUB-002 hit its peak yesterday", "when did SUB-002 peak yesterday"),
    ("how high did the load on F0001 get yesterday", "highest load on F0001 yesterday"),
    ("what is F0004 pulling now against its rating", "loading percent of F0004 now"),
    ("how many transformers on F0003 got past the 80 percent mark yesterday",
     "how many transformers on F0003 above 80 percent yesterday"),
    ("how many meters dropped under range A yesterday", "how many meters below range A yesterday"),
    ("how many meters had voltage above the upper limit of range A on F0002 yesterday",
     "how many meters above range A on F0002 yesterday"),
    ("how many readings never came in yesterday", "how many missing reads yesterday"),
    ("how many kWh did F0004 waste on us yesterday", "how many kwh lost on F0004 yesterday"),
    ("what percentage of energy did SUB-003 lose last week", "percent loss on SUB-003 last week"),
    ("how hard did the wind blow at its worst last month", "strongest wind last month"),
    ("how did yesterday's peak on F0002 turn out", "peak on F0002 yesterday"),
    ("how much energy did our customers consume last week", "energy sold last week"),
    ("what will the peak be over the next 3 days", "forecast peak in the next 3 days"),
    ("which meters spent the most time under range A yesterday", "which meters had the most time under range A yesterday"),
    ("how many meters stopped talking to us yesterday", "how many silent meters yesterday"),
    ("how tall is the tree next to SEG-0001-0001", "tree height of SEG-0001-0001"),
    ("how much are we losing on F0005", "losses on F0005"),
    ("loss of F0005", "what happens if F0005 fails"),
    ("when was consumption highest on F0001 last week", "when was the peak load on F0001 last week"),
    ("percentage of energy lost by F0007 last week", "percent loss on F0007 last week"),
    ("how much did solar customers export last week", "solar export last week"),
    ("hottest it got last week", "highest temperature last week"),
    ("how many poles are past 50 years old", "how many poles over 50 years old"),
    ("which feeder has the worst voltage", "which feeder has the most voltage violations"),
    ("which customers on F0003 used the most power yesterday", "which customers on F0003 used the most energy yesterday"),
    ("latest air temperature", "current temperature"),
    ("which 10 transformers have been around the longest", "which 10 transformers are the oldest"),
    ("odds of breaking down of TX-0001-004", "failure probability of TX-0001-004"),
    ("how many spans have trees inside the safe distance", "how many spans have trees too close"),
    ("how did TX-0001-004 come out in its last inspection", "result of the last inspection of TX-0001-004"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "plain"), SAME)
def test_read_as_the_plain_question(demo: PostgresSource, words: str, plain: str) -> None:
    context = turn(demo)
    said, meant = planner().read(words, context), planner().read(plain, context)
    assert said is not None
    assert meant is not None
    assert (said.worded.tool.name, said.arguments) == (meant.worded.tool.name, meant.arguments)


@pytest.mark.parametrize(
    "words",
    ["how many customers were hit on F0001", "did the load of F0001 fall since yesterday", "what is its peak",
     "who is going over to outage 600", "spans with the most time to trim"],
)  # fmt: skip
def test_words_that_say_more_stay(words: str) -> None:
    assert in_plain_words(words) == words


def test_reads_are_counted_and_not_their_meters(demo: PostgresSource) -> None:
    context = turn(demo)
    reads = planner().read("how many intervals are missing from SUB-001's meters yesterday", context)
    meters = planner().read("how many meters have missing intervals on SUB-001 yesterday", context)
    assert reads is not None
    assert meters is not None
    assert (reads.arguments["quantity"], meters.arguments["quantity"]) == ("intervals_missing", "meters_with_gaps")


def test_another_figure_after_a_forecast_is_ahead_too(demo: PostgresSource) -> None:
    last = Said("assistant", "", "forecast_peak", '{"place": "F0003", "ahead": "tomorrow", "quantity": "peak_kw"}')
    asked = completed("and the energy?", (last,), Vocabulary(catalogue()), TODAY, lambda _: "", lambda: "")
    assert asked.text == "forecast energy of F0003 tomorrow"


def test_who_inspected_is_not_kept(demo: PostgresSource) -> None:
    declined = next(one for one in ask(demo, "who inspected pole P-000151 last") if isinstance(one, Declined))
    assert declined.reason is RefusalReason.NOT_IN_DATA


def test_losses_are_no_loss_of_a_feeder(demo: PostgresSource) -> None:
    read = planner().read("losses on F0005", turn(demo))
    assert read is not None
    assert (read.worded.tool.name, read.arguments["place"]) == ("losses_of_place", "F0005")


def test_when_the_load_ahead_is_lowest_is_a_time(demo: PostgresSource) -> None:
    read = planner().read("when should we expect the lowest load tomorrow", turn(demo))
    assert read is not None
    assert read.arguments["quantity"] == "least_at"
