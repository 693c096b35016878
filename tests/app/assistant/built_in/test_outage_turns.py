"""What a desk says of outages: turns of speech, sums of places, shares of the whole, questions that go on."""

from __future__ import annotations

import json

import pytest

from app.assistant.built_in.idioms import in_plain_words
from app.assistant.events import AskedBack, Declined, Shown, Stated
from app.assistant.planner import Said
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, text_of, tool_of


@pytest.mark.parametrize(
    ("words", "tool", "arguments"),
    [
        ("how many outages are we carrying at the moment", "active_outages", {"is_count": True}),
        ("how many outages are on the board", "active_outages", {"is_count": True}),
        ("custs out systemwide?", "outages_now", {"quantity": "customers_out"}),
        ("customer count without service as of now", "outages_now", {"quantity": "customers_out"}),
        ("oldest outage still open", "active_outages", {"by": "minutes", "order": "most", "n": 1}),
        ("next ETR due", "outages_now", {"quantity": "next_etr"}),
        ("next estimated restoration", "outages_now", {"quantity": "next_etr"}),
        ("when is the last customer expected back", "outages_now", {"quantity": "last_etr"}),
        ("what fraction of outages is being worked on", "outages_now", {"quantity": "crewed_pct"}),
        ("avg time off supply of the active outages", "outages_now", {"quantity": "mean_minutes"}),
        ("customer minutes of the active outages so far", "outages_now", {"quantity": "customer_minutes"}),
        ("what's causing most of the outages right now", "active_outages_grouped", {"group": "cause", "by": "outages"}),
        ("calls not tied to an outage", "trouble_calls", {"outage": "none"}),
        ("how many outages did we restore today", "restored_outages", {"period": "today", "is_count": True}),
        ("which are back", "restored_outages", {"period": "today"}),
        ("outage that hit the most customers in 2025", "past_outages", {"by": "customers", "n": 1, "period": "2025"}),
        ("planned vs unplanned outages in 2025", "outages_grouped", {"group": "kind", "period": "2025"}),
        ("what hour of the day do most outages start in 2025", "outages_grouped", {"group": "hour", "order": "most"}),
        ("what's the outage picture right now", "outages_now", {}),
        ("list the active outages sorted by start time", "active_outages", {"by": "started_at"}),
        ("latest active outage", "active_outages", {"by": "started_at", "order": "most", "n": 1}),
        ("newest active outage", "active_outages", {"by": "minutes", "order": "least", "n": 1}),
        ("customers out because of equipment", "outages_now", {"cause": "equipment", "quantity": "customers_out"}),
        ("busiest outage day this year", "outages_grouped", {"group": "day", "by": "outages", "order": "most"}),
        ("CAIDI by cause 2025", "causes_by_index", {"by": "caidi_minutes", "period": "2025"}),
        ("top 3 causes on feeder 4 in 2025", "outages_by_cause", {"by": "outages", "n": 3, "place": "F0004"}),
        ("how many times was feeder 5 out in 2025", "past_outages", {"is_count": True, "place": "F0005"}),
        ("feeders with no outages in 2025", "outages_by_feeder", {"by": "outages", "below": 1.0}),
        ("how many customers are downstream of TX-0002-010", "downstream_of_asset", {"quantity": "customers"}),
    ],
)  # fmt: skip
def test_it_is_what_is_asked(demo: PostgresSource, words: str, tool: str, arguments: dict[str, object]) -> None:
    events = ask(demo, words)
    assert tool_of(events) == tool, text_of(events)
    given = arguments_of(events)
    assert {name: given.get(name) for name in arguments} == arguments


@pytest.mark.parametrize(
    "words",
    [
        "anyone out around here",
        "outages in my area",
        "outages overnight",
        "total kVA out",
        "SAIDI of sub 1 and sub 2 together",
    ],
)
def test_what_nobody_can_tell_is_refused(demo: PostgresSource, words: str) -> None:
    events = ask(demo, words)
    assert any(isinstance(one, Declined) for one in events)
    assert not any(isinstance(one, Stated) for one in events)


def test_what_goes_on_is_of_the_first_answer(demo: PostgresSource) -> None:
    events = ask(demo, "oldest transformer on feeder 2 and which feeder is it on")
    shown = [one for one in events if isinstance(one, Shown)]
    assert len(shown) == 2
    assert str(arguments_of(shown[1:])["name"]) in shown[0].result.table.to_pylist()[0].values()


@pytest.mark.parametrize("words", ["oldest transformer on feeder 2 and what is its colour"])
def test_a_second_half_without_an_answer_refuses_the_whole(demo: PostgresSource, words: str) -> None:
    events = ask(demo, words)
    assert any(isinstance(one, Declined | AskedBack) for one in events)
    assert not any(isinstance(one, Stated) for one in events)


@pytest.mark.parametrize(
    ("before", "piece", "quantity"),
    [
        ("customers out", "critical ones", "critical_out"),
        ("how many customers are out on feeder 2", "how many of them are critical", "critical_out"),
        ("customers out", "and hospitals", "hospital_out"),
        ("who is out", "residential ones", "residential_out"),
    ],
)
def test_some_of_the_customers_asked_for(demo: PostgresSource, before: str, piece: str, quantity: str) -> None:
    first = ask(demo, before)
    answer = Said("assistant", text_of(first), tool_of(first), json.dumps(arguments_of(first)))
    events = ask(demo, piece, (Said("person", before), answer))
    assert arguments_of(events)["quantity"] == quantity
    assert arguments_of(events).get("place", "") == arguments_of(first).get("place", "")


def test_ones_of_something_else_are_refused(demo: PostgresSource) -> None:
    said = (Said("person", "feeders by load"), Said("assistant", "Feeders by load: F0001", "feeders_ranked", "{}"))
    assert any(isinstance(one, Declined) for one in ask(demo, "critical ones", said))


def test_all_days_and_those_that_are_no_major_events(demo: PostgresSource) -> None:
    shown = [one.arguments for one in ask(demo, "SAIDI with and without MEDs in 2025") if isinstance(one, Shown)]
    assert ["without_major" in one for one in shown] == [False, True]


def test_a_row_after_a_colon_is_told_whole(demo: PostgresSource) -> None:
    events = ask(demo, "feeder 2: load, customers, outages")
    assert [one.tool for one in events if isinstance(one, Shown) and one.is_main] == [
        "feeder_facts", "counts", "active_outages",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("average outage duration this year, minutes", "average outage duration this year in minutes"),
        ("SAIDI last year (hours)", "SAIDI last year in hours"),
        ("customers out system-wide", "customers out in total"),
        ("how many outages do we have this year", "how many outages do we have this year"),
        ("did SAIFI improve in 2026 compared to 2025", "is SAIFI better in 2026 compared to 2025"),
        ("rolling 12 month SAIDI", "last 12 months SAIDI"),
        (
            "are we up or down on outages versus last year so far",
            "compare how many outages this year with last year",
        ),
        ("which feeder accounts for most of the customer minutes", "which feeder has the most customer minutes"),
        ("what is driving SAIDI this year", "SAIDI by cause this year"),
        ("momentary vs sustained outages 2025", "outages by length 2025"),
    ],
)
def test_turns_of_speech(said: str, plain: str) -> None:
    assert in_plain_words(said) == plain
