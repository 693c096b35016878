"""What people who are at no desk say of outages, indices, crews, orders and alarms is asked in the desk's words."""

from __future__ import annotations

import pytest

from app.assistant.built_in.everyday.plain_words import in_words_of_the_desk
from app.assistant.events import AskedBack, Declined
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, text_of, tool_of

_Y: dict[str, object] = {"period": "this_year"}


@pytest.mark.parametrize(
    ("words", "tool", "arguments"),
    [
        ("how many times did we have an outage in 2025", "past_outages", {"period": "2025", "is_count": True}),
        ("How many times did the power go out on substation 1 in 2025?", "past_outages", {"place": "SUB-001", "is_count": True}),
        ("How many times have trees knocked out the power this year?", "past_outages", {"cause": "vegetation", "is_count": True}),
        ("how many outages came from vehicles smashing into poles in 2025", "past_outages", {"cause": "vehicle", "is_count": True}),
        ("How many outages has feeder 3 taken this year?", "past_outages", {"place": "F0003", **_Y}),
        ("How many outages did we take in June?", "past_outages", {"is_count": True}),
        ("number of power cuts on F0003 in the month of June", "past_outages", {"place": "F0003", "is_count": True}),
        ("How many ongoing outages can we blame on the weather?", "active_outages", {"cause": "weather", "is_count": True}),
        ("What is the number of outages currently in progress?", "active_outages", {"is_count": True}),
        ("How many outages are there that we haven't put anybody on?", "active_outages", {"crew": "none", "is_count": True}),
        ("how many outages are running later than their ETR", "active_outages", {"etr": "past", "is_count": True}),
        ("how many of the predicted outages nobody has verified so far", "coming_outages", {"state": "predicted", "is_count": True}),
        ("How many minutes does an outage take us on average this year?", "outage_sums", {"quantity": "mean_minutes", **_Y}),
        ("When do we expect the next folks to be back on?", "outages_now", {"quantity": "next_etr"}),
        ("By when do we figure feeder 5 will have power again?", "outages_now", {"quantity": "last_etr", "place": "F0005"}),
        ("what outages mostly come from this year", "outages_by_cause", {"n": 1, **_Y}),
        ("What's been behind our outages this year, cause by cause?", "outages_by_cause", _Y),
        ("which feeders have gone out the most times this year", "outages_by_feeder", {"by": "outages", **_Y}),
        ("the three feeders that have had more outages than any other this year", "outages_by_feeder", {"n": 3, **_Y}),
        ("five outages with the most customers without supply", "active_outages", {"by": "customers_out", "n": 5}),
        ("What SAIDI did substation 3 end up with in 2025?", "reliability_indices", {"quantity": "saidi_minutes", "place": "SUB-003"}),
        ("What was the Customer Average Interruption Duration Index for calendar year 2025?", "reliability_indices", {"quantity": "caidi_minutes", "period": "2025"}),
        ("How did we do on SAIFI back in 2025?", "reliability_indices", {"quantity": "saifi", "period": "2025"}),
        ("How many minutes without power have our customers racked up this year, all added together?", "reliability_indices", {"quantity": "customer_minutes", **_Y}),
        ("How many of our crews have their hands full right now?", "crews", {"status": "busy", "is_count": True}),
        ("How many crews do we have that could take a job right now?", "crews", {"status": "available", "is_count": True}),
        ("How many of our teams are on their way to a job?", "crews", {"status": "en_route", "is_count": True}),
        ("count of crews with status off shift", "crews", {"status": "off_shift", "is_count": True}),
        ("Which vehicle is assigned to crew 3?", "crew_facts", {"quantity": "vehicle"}),
        ("What's crew 1 up to?", "crew_facts", {"quantity": "status"}),
        ("crew-003 jobs?", "orders_of_crew", {"name": "Crew-003"}),
        ("How many jobs have we wrapped up so far this year?", "completed_orders", {"is_count": True, **_Y}),
        ("which replacement jobs haven't been finished yet", "open_orders", {"kind": "replacement"}),
        ("work orders that have passed their due date without being completed", "open_orders", {"is_overdue": True}),
        ("How many man-hours did our people put in last year?", "completed_sums", {"quantity": "labour_hours", "period": "last_year"}),
        ("Which alarms has nobody taken note of yet?", "open_alarms", {"state": "unacknowledged"}),
        ("number of alarms of critical severity at present", "open_alarms", {"priority": "critical", "is_count": True}),
        ("How many times have people phoned in today?", "trouble_calls", {"period": "today", "is_count": True}),
        ("what share of 2025's outages were planned", "cause_share", {"kind": "planned", "quantity": "outages_pct"}),
        ("last year's outages, broken out by substation", "outages_grouped", {"group": "substation", "period": "last_year"}),
        ("how many outages in the first half of 2025", "past_outages", {"period": "2025-01-01..2025-06-30", "is_count": True}),
        ("top 3 active outages by how long they have lasted", "active_outages", {"by": "minutes", "n": 3}),
        ("ETRs that have slipped", "active_outages", {"etr": "past"}),
        ("what's left to do on feeder 2", "open_orders", {"place": "F0002"}),
        ("least reliable feeder in 2025", "feeders_by_index", {"by": "saidi_minutes", "order": "most", "n": 1}),
        ("which crew got sent to the most outages so far this year", "outages_grouped", {"group": "crew", "order": "most"}),
        ("Behind which protective device on feeder 6 did the most outages start since new year?", "outages_grouped", {"group": "device", "place": "F0006", **_Y}),
        ("how many times did an outage start at a feeder breaker in 2025", "past_outages", {"device_kind": "breaker", "period": "2025", "is_count": True}),
        ("In how many outages this year were the lights back later than the ETR we'd published?", "past_outages", {"promise": "late", "is_count": True, **_Y}),
        ("momentaries on feeder 8 last year, i.e. outages that were over within five minutes", "past_outages", {"length": "momentary", "place": "F0008"}),
        ("Rank causes by mean time to restore, last year, slowest first", "outages_by_cause", {"by": "mean_minutes", "order": "most"}),
        ("which transformer on feeder 7 lost supply most often last year", "transformers_hit", {"place": "F0007", "n": 1}),
        ("how many customer interruptions were caused by animals in 2025", "outage_sums", {"quantity": "customers", "cause": "animal"}),
        ("name the transformers we lost since the start of october", "failures_of_period", {"kind": "transformer"}),
        ("how old were the transformers that failed in 2025 on average", "failed_ages", {"kind": "transformer", "quantity": "mean_years"}),
        ("which pole has lost the most strength on F0008?", "poles_ranked", {"place": "F0008", "order": "least"}),
        ("how many spans are at high or critical vegetation risk on feeder 2", "spans_between", {"level": "high or critical", "is_count": True}),
        ("Can Crew-003 do switching?", "crew_facts", {"quantity": "can_switching"}),
        ("headcount on crew 5", "crew_facts", {"quantity": "members"}),
        ("how many crews could I send out this minute?", "crews", {"status": "available", "is_count": True}),
        ("There's a car against pole P-000605. Which crew is closest to it?", "crews_near", {"name": "P-000605"}),
        ("Of the inspection orders we completed this year, in how many cases did the crew find corrosion?", "completed_orders", {"found": "corrosion", "kind": "inspection", "is_count": True}),
        ("On average, how many labour hours did a replacement job take us this year?", "completed_sums", {"quantity": "mean_hours", "kind": "replacement"}),
        ("alarms on feeder 5 nobody's acked yet", "open_alarms", {"state": "unacknowledged", "place": "F0005"}),
        ("How many customers would be interrupted by a failure of transformer TX-0001-100?", "transformer_facts", {"name": "TX-0001-100"}),
    ],
)  # fmt: skip
def test_it_is_what_is_asked(demo: PostgresSource, words: str, tool: str, arguments: dict[str, object]) -> None:
    events = ask(demo, words)
    assert tool_of(events) == tool, text_of(events)
    given = arguments_of(events)
    assert {name: given.get(name) for name in arguments} == arguments


@pytest.mark.parametrize(
    "words",
    ["how many outages did we nearly take in June", "jobs that were finished before the crew came", "customers on the zorgon feeder",
     "how many poles were replaced last year"],
)  # fmt: skip
def test_what_says_something_else_is_refused(demo: PostgresSource, words: str) -> None:
    assert any(isinstance(one, Declined) for one in ask(demo, words))


@pytest.mark.parametrize(
    "words", ["how many are out", "what number do we have out?", "bad?", "display 5", "bad xfmrs", "voltage?"]
)
def test_what_names_nothing_is_asked_back(demo: PostgresSource, words: str) -> None:
    assert any(isinstance(one, AskedBack) for one in ask(demo, words))


@pytest.mark.parametrize(
    "words",
    [
        "customers out on feeder 4", "how many customers got back in the last hour", "outages over 5 hours on feeder 2",
        "which crews are not available", "orders completed in 2025 by crew", "is TX-0001-004 on feeder 1",
    ],
)  # fmt: skip
def test_what_is_plain_stays(words: str) -> None:
    assert in_words_of_the_desk(words) == words


@pytest.mark.parametrize(
    "words",
    [
        "give me the trend", "trend yesterday", "average age", "what about the readings", "How many are there on feeder 2?", "who is nearest",
        "compare this year with last year", "How bad was yesterday?", "what's the status of 3", "is 4 back to normal?",
        "show me 5", "is it bad", "how many are out", "load",
    ],
)  # fmt: skip
def test_what_leaves_out_of_what_it_asks_is_asked_back(demo: PostgresSource, words: str) -> None:
    asked = [event for event in ask(demo, words) if isinstance(event, AskedBack)]
    assert len(asked) == 1
    assert asked[0].choices


@pytest.mark.parametrize(
    "words",
    [
        "SAIDI trend this year", "average age of poles on feeder 2", "how many poles are there on feeder 2",
        "status of crew 3", "how many customers are out", "load on feeder 3",
    ],
)  # fmt: skip
def test_what_says_of_what_is_answered(demo: PostgresSource, words: str) -> None:
    assert tool_of(ask(demo, words))


def test_the_first_one_alone_is_told_where_one_is_asked_for(demo: PostgresSource) -> None:
    assert ";" not in text_of(ask(demo, "Which crew finished the most work orders this year?")).partition("(")[0]
