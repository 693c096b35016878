"""Orders, crews, shifts, alarms, spans and inspections asked as the street asks of them: each quantity in words of its own."""

from __future__ import annotations

from typing import Any

import pytest

from app.assistant.built_in.refusing.commands import command_in
from app.assistant.events import Declined, Shown
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, tool_of

ONE_ORDER = (
    ("order 40000001 status?", "status"), ("is work order 40000001 done yet or still open", "status"),
    ("what stage has WO 40000001 reached", "status"), ("what job is order 40000001", "title"),
    ("what was order 40000001 raised for", "title"), ("whose job is work order 40000001", "crew_name"),
    ("order 40000001 who has it", "crew_name"), ("what day must order 40000001 be done by", "due_on"),
    ("how urgent is order 40000001", "priority"),
    ("what kind of work is order 40000001, inspection, repair or trimming?", "work_type"),
    ("when are they going to start on order 40000001", "planned_start_at"),
    ("completion time of WO 40000001", "completed_at"),
    ("how many man-hours were booked on work order 40000001", "labour_hours"), ("order 40000001 findings", "found"),
    ("which piece of equipment is work order 40000001 for", "asset_name"),
    ("how long is work order 40000001 expected to take", "estimated_hours"),
    ("since when does order 40000001 exist", "created_at"), ("instructions written in order 40000001", "description"),
)  # fmt: skip
ONE_CREW = (
    ("crew 3 free or busy?", "status"), ("is crew 3 on the job right now or off", "status"),
    ("what kind of car are the folks of crew 3 in", "vehicle"), ("crew 3 headcount", "members"),
    ("what can the people of crew 3 do", "skills"), ("is crew 3 a line crew or a tree crew", "kind"),
    ("which job is crew 3 busy with at the moment", "job"), ("when does crew 3 start and knock off", "shift"),
    ("how many jobs are waiting for crew 3", "queued"), ("how many hours of work are lined up for crew 3", "queued_hours"),
)  # fmt: skip
ONE_SPAN = (
    ("how risky are the trees near SEG-0001-0010 as a number", "risk"),
    ("is the vegetation danger on SEG-0001-0010 low, high or critical", "level"),
    ("how close do the branches come to the wire at SEG-0001-0010", "clearance_m"),
    ("what tree clearance does the standard demand for SEG-0001-0010", "required_clearance_m"),
    ("how long can we wait before sending the tree cutters to SEG-0001-0010", "trim_in_years"),
    ("how high has the tree by SEG-0001-0010 grown", "tree_height_m"),
    ("by how much does the tree at SEG-0001-0010 shoot up each year", "growth_m_per_year"),
    ("how far from the line does the trunk stand at SEG-0001-0010", "distance_m"),
)  # fmt: skip
ONE_INSPECTION = (
    ("how long ago did our people check on pole 151", "inspected_on"), ("did pole 151 pass its last check", "result"),
    ("what condition score did the inspector give pole 151", "condition_score"),
    ("how strong is pole 151 still compared with new", "remaining_strength_pct"),
    ("what did the inspector write about pole 151", "note"),
)  # fmt: skip
HANDED_OVER = (
    ("how many log notes does this shift pass on to the next?", "notes"),
    ("how many outages does this shift leave unrestored to the next?", "outages_open"),
    ("handover: alarms in this shift", "alarms_raised"), ("handover: alarms still standing", "alarms_open"),
    ("how many work orders were finished on this shift", "orders_completed"),
    ("how many new jobs were put in during our shift", "orders_created"),
    ("handover: manual changes this shift", "changes"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "tool", "quantity"),
    [
        *((words, tool, quantity) for tool, of_it in (
            ("order_facts", ONE_ORDER), ("crew_facts", ONE_CREW), ("span_vegetation", ONE_SPAN),
            ("last_inspection", ONE_INSPECTION), ("shift_handover", HANDED_OVER),
        ) for words, quantity in of_it)
    ],
)  # fmt: skip
def test_each_quantity_is_asked_in_everyday_words(
    demo: PostgresSource, words: str, tool: str, quantity: str
) -> None:  # fmt: skip
    events = ask(demo, words)
    assert tool_of(events) == tool, events
    assert arguments_of(events)["quantity"] == quantity


@pytest.mark.parametrize(
    ("words", "tool", "arguments"),
    [
        ("which crew has the most hours of work ahead of it", "crews", {"by": "queued_hours", "order": "most"}),
        ("who among the crews has the fewest jobs lined up", "crews", {"by": "queued", "order": "least"}),
        ("crews ordered by how busy their queue is", "crews", {"by": "queued", "order": "most", "n": 1000}),
        ("orders on feeder 2 that are late, worst first", "open_orders", {"by": "due_on", "is_overdue": True}),
        ("late orders feeder by feeder", "open_orders_grouped", {"group": "feeder", "is_overdue": True}),
        ("inspections on sub 1 that nobody has got round to", "open_orders", {"kind": "inspection", "place": "SUB-001"}),
        ("hours of replacement work still ahead of us", "open_order_sums", {"kind": "replacement"}),
        ("poles on feeder 5 that have not been checked since 2024", "assets_inspected", {"state": "not_in", "kind": "pole", "place": "F0005"}),
        ("how many teams work on each shift", "crews_grouped", {"group": "shift"}),
        ("how many workers do the free crews add up to", "crew_people", {"status": "available"}),
        ("open WOs assigned to Crew-003", "orders_of_crew", {"name": "Crew-003"}),
        ("total estimated hours of open work orders, F0006", "open_order_sums", {"place": "F0006"}),
        ("how many open jobs on feeder 6 should take less than 4 hours", "open_orders", {"by": "estimated_hours", "below": 4.0}),
        ("how is the backlog of orders split by priority", "open_orders_grouped", {"group": "priority", "by": "orders"}),
        ("active alarms by time raised, F0006", "open_alarms", {"by": "raised_at"}),
        ("which of the open alarms was acknowledged last", "open_alarms", {"by": "acknowledged_at", "order": "most"}),
        ("which line has the most warnings on at the moment", "alarms_grouped", {"group": "feeder"}),
        ("which stretches of feeder 3 have trees higher than 18 m next to them", "spans_between", {"by": "tree_height_m", "above": 18.0}),
        ("how many spans of sub 1 have trees that grow more than a metre a year", "spans_between", {"by": "growth_m_per_year", "above": 1.0}),
        ("how many spans of sub 2 have trees closer than 2 metres", "spans_between", {"by": "clearance_m", "below": 2.0}),
        ("where are the biggest trees along the wires of feeder 3", "spans_ranked", {"by": "tree_height_m", "order": "most"}),
        ("how many of sub 2's transformers were missed by last year's inspections", "inspected_share", {"quantity": "not_inspected", "period": "last_year"}),
        ("to whom was each desk handed yesterday", "desk_shifts", {"by": "handed_to", "period": "yesterday"}),
    ],
)  # fmt: skip
def test_it_reaches_its_tool_with_what_it_says(
    demo: PostgresSource, words: str, tool: str, arguments: dict[str, Any]
) -> None:
    events = ask(demo, words)
    assert tool_of(events) == tool, events
    assert arguments_of(events).items() >= arguments.items()


@pytest.mark.parametrize(
    "words",
    [
        "any storm warnings today", "orders due by tomorrow", "what has to be finished by Friday on sub 2", "crew 3 free and busy hours", "how many work orders were finished on the last shift",
        "how far from the line must the trunk stand at SEG-0001-0010", "what did the crew not find on order 40000001",
    ],
)  # fmt: skip
def test_what_means_another_thing_is_refused(demo: PostgresSource, words: str) -> None:
    events = ask(demo, words)
    assert any(isinstance(event, Declined) for event in events)
    assert not any(isinstance(event, Shown) for event in events)


@pytest.mark.parametrize(
    ("words", "verb"),
    [("order 120 due?", ""), ("order 120 who has it", ""), ("order 20 new poles", "order"), ("order 3 transformers", "order")],
)  # fmt: skip
def test_the_number_of_an_order_is_no_amount_to_be_ordered(words: str, verb: str) -> None:
    assert command_in(words) == verb
