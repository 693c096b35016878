"""Turns that change one thing of what was told: by what, which of them, against what, as a chart, or not at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.events import AskedBack, Declined, Shown
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.talked import last_of_talk


@pytest.fixture(scope="module")
def assistant(demo: PostgresSource) -> Assistant:
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=demo, history=None))


@pytest.mark.parametrize(
    ("asked", "tool", "has"),
    [
        # by what
        (["open alarms", "break it down by severity"], "alarms_grouped", {"group": "priority"}),
        (["overdue work orders", "who has them"], "open_orders_grouped", {"group": "crew", "is_overdue": True}),
        (["work orders completed this month", "by type"], "completed_orders_grouped", {"group": "kind"}),
        (["active outages", "on which feeders"], "active_outages_grouped", {"group": "feeder"}),
        # some of them, with all that narrowed them
        (["open alarms on feeder 6", "any critical"], "open_alarms", {"place": "F0006", "priority": "critical"}),
        (["which crews are on shift", "only the line crews"], "crews", {"status": "on_shift", "kind": "line"}),
        (["work orders completed last month", "how many of those were inspections"], "completed_orders",
         {"kind": "inspection", "period": "last_month", "is_count": True}),
        (["which work orders are due this week", "any on feeder 2"], "due_orders", {"place": "F0002", "days": "this_week"}),
        (["how many outages last month", "how many were caused by trees"], "past_outages",
         {"cause": "vegetation", "period": "last_month", "is_count": True}),
        (["how many outages last month", "how many were caused by trees", "and by animals"], "past_outages",
         {"cause": "animal", "period": "last_month"}),
        # the foremost of them, and what is its own
        (["active outages", "which one has the most customers"], "active_outages", {"by": "customers_out", "n": 1}),
        (["longest outage last year", "since when"], "outage_facts", {"quantity": "started_at"}),
        (["longest outage last year", "how many customers were affected"], "outage_facts",
         {"quantity": "customers_interrupted"}),
        (["which feeder had the most outages last year", "how many"], "past_outages", {"period": "last_year", "is_count": True}),
        (["which crews are on shift", "which is closest to feeder 3"], "crews_near", {"name": "F0003"}),
        (["what is the nearest crew to feeder 6", "is it available"], "crew_facts", {"quantity": "status"}),
        # against another time or thing
        (["saifi this year", "how does that compare to last year"], "reliability_indices", {"quantity": "saifi"}),
        (["how many customers does feeder 3 have", "and feeder 5", "the difference"], "compare",
         {"name": "F0003", "other": "F0005", "quantity": "customers"}),
        (["saifi this year", "which feeder is the worst"], "feeders_by_index", {"by": "saifi", "period": "this_year", "n": 1}),
        # another figure of the same place
        (["any outages on feeder 6", "how many customers are off"], "outages_now",
         {"place": "F0006", "quantity": "customers_out"}),
        (["load of substation 2", "how much is left"], "substation_facts", {"quantity": "headroom_mva"}),
        (["load of substation 2", "how much can it take", "and substation 3"], "substation_facts",
         {"name": "SUB-003", "quantity": "headroom_mva"}),
        (["customers out on feeder 6", "what about the whole system"], "outages_now", {"quantity": "customers_out"}),
        (["where is crew 1", "how many people are in it"], "crew_facts", {"quantity": "members"}),
    ],
)  # fmt: skip
def test_a_turn_changes_one_thing_of_what_was_told(
    assistant: Assistant, demo: PostgresSource, asked: list[str], tool: str, has: dict[str, Any]
) -> None:  # fmt: skip
    shown = next(one for one in last_of_talk(assistant, demo, asked) if isinstance(one, Shown))
    given = json.loads(shown.arguments)
    assert (shown.tool, given | has) == (tool, given)


@pytest.mark.parametrize(
    "asked",
    [
        ["how many meters are on feeder 3", "which ones are silver"], ["load of feeder 3", "is that normal"],
        ["how many meters on feeder 2", "which transformer is that"], ["load of substation 2", "how much is lacking"],
        ["open alarms", "which of those are line crews"], ["open alarms", "since when"],
    ],
)  # fmt: skip
def test_what_goes_on_with_nothing_that_is_told_is_not_told(
    assistant: Assistant, demo: PostgresSource, asked: list[str]
) -> None:  # fmt: skip
    assert any(isinstance(one, AskedBack | Declined) for one in last_of_talk(assistant, demo, asked))
