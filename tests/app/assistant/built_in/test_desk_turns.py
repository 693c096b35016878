"""What a desk says of failures, storms, single outages and what assets cost: each asks for one figure of one tool."""

from __future__ import annotations

import pytest

from app.assistant.built_in.as_typed.desk_turns import said_at_a_desk, said_first
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, text_of, tool_of


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("customers behind FUS-0003-015 in case it fails", "customers behind if FUS-0003-015 fails"),
        ("cost of losing fdr 4 in a heat wave", "cost if fdr 4 fails in a heat wave"),
        ("chance of failure of feeder 4 last year", "chance of failure of feeder 4 last year"),
        ("when did feeder 4 trip", "when did feeder 4 trip"),
        ("storm 50 % restored when", "when half restored in storm"),
        ("customers out for more than 5 minutes", "customers out for more than 5 minutes"),
        ("where do we stand with outage 476", "what is the state of outage 476"),
        ("which feeder had the most recent outage", "where was the most recent outage"),
        ("which feeder had the biggest outage last year", "which feeder had the biggest outage last year"),
        ("poles with the oldest inspection", "rank poles by time since inspection"),
        ("homes out on feeder 3", "homes out on feeder 3"),
        ("is pole 300 healthier than pole 301", "is pole 300 healthier than pole 301"),
        (
            "how many waterworks lose power if REC-0002-001 opens",
            "how many waterworks lose power if REC-0002-001 opens",
        ),
        ("transformers that went in before 1980", "transformers that installed before 1980"),
    ],
)
def test_it_is_said_plainly(words: str, plain: str) -> None:
    assert " ".join(said_at_a_desk(words).split()) == plain


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("what percent of customers had 3 or more interruptions in 2025", "what CEMI-3 in 2025"),
        ("percent of our customers with more than three outages", "CEMI-4"),
        ("percent of customers with 3 interruptions", "percent of customers with 3 interruptions"),
        ("share of customers with a single interruption of 8 hours or longer", "share CELID 8 hours"),
        ("share of customers off 8 hours or longer in total", "share CELIDT 8 hours"),
        ("percent of customers without power", "percent of customers without power"),
    ],
)
def test_shares_of_customers_are_those_of_all_served(words: str, plain: str) -> None:
    said = " ".join(said_first(words).split())
    assert said.removeprefix("share ") == plain.removeprefix("share ")


@pytest.mark.parametrize(
    ("words", "tool", "arguments"),
    [
        ("how many customers go dark at first if sub 1 fails", "cascade_scenario", {"quantity": "customers_first"}),
        ("if feeder 2 fails, how long until everybody is back", "cascade_scenario", {"quantity": "hours_back"}),
        ("financial damage if BRK-0003-001 fails", "cascade_scenario", {"quantity": "cost_usd"}),
        ("unserved MW if SUB-002 fails", "cascade_scenario", {"quantity": "load_lost_mw"}),
        ("worst failures by loading", "worst_failures", {"by": "loading_pct"}),
        ("cascade risk score?", "cascade_risk", {"quantity": "points"}),
        ("storm: custs off now", "storm_state", {"quantity": "out_now"}),
        ("when will half of the storm's customers be back", "storm_state", {"quantity": "half_at"}),
        ("storm ETR 95 pct", "storm_state", {"quantity": "most_at"}),
        ("when will everybody be back after the storm", "storm_state", {"quantity": "all_at"}),
        ("storm backlog in hrs", "storm_state", {"quantity": "work_hours"}),
        ("number of teams out working the storm", "storm_state", {"quantity": "working"}),
        ("what order should we work the outages in", "storm_queue", {}),
        ("pct of outages from trees, fdr 3, 2025", "cause_share",
         {"quantity": "outages_pct", "cause": "vegetation", "place": "F0003", "period": "2025"}),
        ("median length of outages fdr 5 in 2025", "outage_sums", {"quantity": "median_minutes", "place": "F0005"}),
        ("txs by cust count fdr 5", "transformers_ranked", {"by": "customers", "place": "F0005"}),
        ("poles by replacement cost fdr 4", "poles_ranked", {"by": "replacement_cost", "place": "F0004"}),
        ("which poles carry the highest risk in US$ a year?", "poles_ranked", {"by": "risk_cost", "order": "most"}),
        ("which of our poles and transformers together have the worst health?", "assets_ranked",
         {"by": "health_score", "order": "least"}),
        ("number of transformers with just one customer", "transformers_between", {"by": "customers", "below": 2.0}),
        ("number of poles inspected less than a year ago", "poles_between",
         {"by": "inspection_age_years", "below": 1.0, "is_count": True}),
        ("poles aged 30 to 40", "poles_between", {"by": "age_years"}),
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
        "load of F0002 in dollars", "what is the load of F0002 in dollars", "peak load of F0003 in dollars",
        "losses on feeder 3", "what are the losses on feeder 3", "losses of F0003", "load lost on feeder 3",
        "cost of feeder 3", "customers picked up by ties", "money lost on feeder 2", "damages on feeder 3 in dollars",
        "crews working", "crews free", "work hours", "open work", "backlog", "how many crews are idle",
        "customers interrupted", "half of customers", "score of feeder 2",
    ],
)  # fmt: skip
def test_nothing_fails_and_no_storm_is_on_where_none_is_spoken_of(demo: PostgresSource, words: str) -> None:
    assert tool_of(ask(demo, words)) not in ("cascade_scenario", "storm_state", "cascade_risk")


@pytest.mark.parametrize(
    ("words", "tool"),
    [
        ("how long has the longest outage been going", "outages_now"),
        ("what's the maximum duration of the present outages at sub 3", "outages_now"),
        ("how many homes are out", "out_now_by_kind"),
        ("number of households on F0003", "counts"),
        ("how many customers did outage 401 interrupt", "outage_facts"),
        ("customers without power at some time yesterday", "customers_out_and_back"),
    ],
)
def test_it_stays_what_it_was(demo: PostgresSource, words: str, tool: str) -> None:
    assert tool_of(ask(demo, words)) == tool


def test_which_five_are_worst_is_asked_of_what_lasts_or_was(demo: PostgresSource) -> None:
    assert tool_of(ask(demo, "which five outages are hitting the most customers")) != "coming_outages"


def test_strength_lost_is_never_strength_left(demo: PostgresSource) -> None:
    assert tool_of(ask(demo, "poles that have lost more than 30 % of their strength")) != "poles_between"
