"""What changes the meaning is taken or refused: a state, a negation, an age, what happened, how many and when."""

from __future__ import annotations

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.events import Declined, Shown, Stated
from app.assistant.refusals import RefusalReason
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import built_in_catalogue, turn

UNITS = {"minutes": {"min"}, "hours": {"h"}, "days": {"d"}, "kw": {"kW", "MW"}, "kwh": {"kWh", "MWh"}, "pct": {"%"}}
OTHERS = {"score_pct", "lift_at_10_pct"}  # of 100, and times chance: at the first 10 %


@pytest.fixture(scope="module")
def assistant(demo: PostgresSource) -> Assistant:
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=demo, history=None))


def test_each_quantity_has_the_unit_that_its_key_says() -> None:
    wrong = []
    for tool in built_in_catalogue():
        for one in tool.quantities:
            end, column = one.key.rsplit("_", 1)[-1], one.column
            if end not in UNITS or column.kind in ("share", "duration") or one.key in OTHERS:
                continue
            unit = column.unit.split()[0].removeprefix("customer-") if column.unit else ""
            is_scaled = column.factor != 1
            if (unit not in UNITS[end] and one.key != end) or unit.startswith("M") != is_scaled:
                wrong.append((tool.name, one.key, column.unit))
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "tool", "asked"),
    [
        ("which feeder is slowest to restore this year", "outages_by_feeder", {"by": "mean_minutes", "order": "most"}),
        ("which feeder is the fastest to restore this year", "outages_by_feeder", {"order": "least"}),
        ("active outages with no one on it", "active_outages", {"crew": "none"}),
        ("is the hospital still on", "out_now_by_kind", {"quantity": "hospital_out"}),
        ("do the schools have power", "out_now_by_kind", {"quantity": "school_out"}),
        ("how many customers did feeder 2 lose", "outages_now", {"place": "F0002", "quantity": "customers_out"}),
        ("has feeder 2 lost customers", "outages_now", {"place": "F0002", "quantity": "customers_out"}),
        ("how many customers are out there", "outages_now", {"quantity": "customers_out"}),
        ("when will everyone be back", "outages_now", {"quantity": "last_etr"}),
        ("how many came back", "outages_now", {"quantity": "customers_back"}),
        ("how many customers will go out if SUB-001 fails", "cascade_scenario", {"name": "SUB-001"}),
        ("who will be out if F0002 trips", "cascade_scenario", {"name": "F0002"}),
        ("how many outages started in the last 2 hours", "past_outages", {"is_count": True}),
        ("crews without a job", "crews", {"job": "none"}),
        ("jobs without a crew", "open_orders", {"crew": "none"}),
        ("where is crew 1 going", "crew_facts", {"quantity": "job"}),
        ("is TX-0001-005 hot", "transformer_facts", {"quantity": "is_energized"}),
        ("how hot is TX-0001-005", "transformer_facts", {"quantity": "hot_spot_c"}),
        ("list all utility poles on F0002", "poles_between", {"place": "F0002"}),
        ("which feeder had more outages this year, F0002 or F0003", "past_outages", {"place": "F0002"}),
        ("outages restored today", "restored_outages", {"period": "today"}),
        ("how many outages are confirmed", "active_outages", {"state": "confirmed", "is_count": True}),
        ("how many outages are there", "active_outages", {"is_count": True}),
        ("how many outages do we have right now", "active_outages", {"is_count": True}),
        ("is everything restored", "outages_now", {"quantity": "customers_out"}),
        ("which outages have been restored", "restored_outages", {"period": "today"}),
        ("how many meters have no supply", "out_now_by_kind", {"quantity": "meters_out"}),
        ("who is on life support and out", "out_now_by_kind", {"quantity": "life_support_out"}),
        ("customers on life support and without power", "out_now_by_kind", {"quantity": "life_support_out"}),
        ("critical customers and out", "outages_now", {"quantity": "critical_out"}),
        ("meters and out", "out_now_by_kind", {"quantity": "meters_out"}),
        ("how many customers have been restored so far", "customers_out_and_back", {"period": "today"}),
        ("poles 12 m or taller", "poles_between", {"by": "height_m"}),
        ("when were the most customers out today", "system_load", {"quantity": "most_out_at"}),
    ],
)
def test_what_is_said_is_what_is_asked(
    assistant: Assistant, demo: PostgresSource, words: str, tool: str, asked: dict[str, object]
) -> None:
    catalogue = built_in_catalogue()
    reading = BuiltInPlanner(catalogue).read(words, turn(demo))
    assert reading is not None
    assert (reading.worded.tool.name, asked.items() <= reading.arguments.items()) == (tool, True), reading.arguments


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("open orders from last month", "told as of now"),
        ("open work orders older than 30 days", "older than 30 days"),
        ("crews on shift more than 12 hours", "not kept here"),
        ("which crew has worked the longest", "not kept here"),
        ("how many crews do I need", "not reckoned here"),
        ("is any substation without power", "de-energized"),
        ("are there any hazards", "one outage"),
        ("percentage of outages without crew", "percentage of"),
        ("how many outages affect one customer", "exact number"),
        ("how many customers will be back in the next hour", "expected back"),
        ("did feeder 1 trip", "trip"),
        ("poles older than 50 years or wood", "or wood"),
        ("poles older than 50 years or on feeder 2", "or on"),
        ("transformers over 100 kVA or pad mounted", "or pad"),
        ("overdue or urgent orders", "or urgent"),
        ("what is the cause", "Say of what"),
        ("temperature at the peak yesterday", "when the peak was"),
        ("are there any wires down", "trouble calls"),
        ("is there a pole broken", "trouble calls"),
        ("when will TX-0001-004 be replaced", "open work orders"),
        ("how many outages began today and still last", "active outages"),
        ("which poles should be replaced first", "riskiest"),
        ("orders for outage 600", "own panel"),
        ("who is on call", "not kept here"),
        ("is the storm over", "not told here"),
        ("breakers fuses on feeder 5", "fuse"),
        ("is TX-0001-005 isolated", "isolated"),
        ("outages in october compared to the same month last year", "same month last year"),
        ("are there no outages on feeder 1", "no"),
        ("which feeders have no active outages", "no"),
    ],
)
def test_what_would_be_dropped_is_refused(assistant: Assistant, demo: PostgresSource, words: str, says: str) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    (declined,) = [one for one in events if isinstance(one, Declined)]
    assert declined.reason == RefusalReason.NOT_UNDERSTOOD
    assert says in declined.sentence
    assert not any(isinstance(one, Stated | Shown) for one in events)
