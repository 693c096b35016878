"""Assets, field work, alarms and the log as operators ask of them: each question reaches its tool with what it says."""

from __future__ import annotations

from typing import Any

import pytest

from app.assistant.built_in.two_in_one import parts_of
from app.assistant.events import Declined, Shown
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.built_in.test_planner import arguments_of, ask, tool_of


@pytest.mark.parametrize(
    ("words", "tool", "arguments"),
    [
        ("how many inspections came back poor this year, by feeder", "inspections_grouped", {"group": "feeder", "found": "poor"}),
        ("inspections in 2025", "inspections_made", {"period": "2025"}),
        ("inspections due next month", "due_orders", {"kind": "inspection"}),
        ("how many poles were inspected this year", "inspections_made", {"kind": "pole", "is_count": True}),
        ("what share of transformers have never been inspected", "inspected_share", {"quantity": "not_inspected_pct"}),
        ("how many transformers were not inspected in the last 5 years", "assets_inspected", {"state": "not_in", "kind": "transformer", "is_count": True}),
        ("poles not inspected for 10 years", "assets_inspected", {"state": "not_in", "kind": "pole"}),
        ("which poles need replacement by inspection", "assets_inspected", {"state": "found", "found": "replace", "kind": "pole"}),
        ("which crew goes off first", "crews", {"by": "shift_end", "order": "least", "n": 1}),
        ("which crew goes off shift last", "crews", {"by": "shift_end", "order": "most", "n": 1}),
        ("which crew comes on next", "crews", {"by": "shift_start", "status": "off_shift", "order": "least", "n": 1}),
        ("crews by shift end", "crews", {"by": "shift_end"}),
        ("poles not inspected since 2020 on F0004", "assets_inspected", {"state": "not_in", "kind": "pole", "place": "F0004"}),
        ("transformers never inspected", "assets_inspected", {"state": "never", "kind": "transformer"}),
        ("transformers rated poor at their last inspection", "assets_inspected", {"state": "found", "found": "poor"}),
        ("last pole failure, when and where", "latest_failures", {"kind": "pole", "by": "failed_at"}),
        ("how many bushing failures this year", "failures_of_period", {"mode": "bushing", "is_count": True}),
        ("which feeder had the most transformer failures this year", "failures_grouped", {"group": "feeder", "kind": "transformer"}),
        ("which transformer is most likely to fail within the next year", "transformers_ranked", {"by": "failure_probability_pct"}),
        ("average remaining strength of poles on F0006", "pole_means", {"quantity": "mean_remaining_strength_pct"}),
        ("riskiest 5 xfmr in sub 2", "transformers_ranked", {"by": "risk_cost", "n": 5, "place": "SUB-002"}),
        ("spans with clearance less than required", "spans_between", {"within_years": 0}),
        ("closest tree to the wires on feeder 8", "spans_ranked", {"by": "clearance_m", "place": "F0008"}),
        ("how many spans are due for trimming within 6 months", "spans_between", {"by": "trim_in_years", "is_count": True}),
        ("who can do vegetation work", "crews", {"skill": "vegetation"}),
        ("which crews can do underground work", "crews", {"skill": "underground"}),
        ("which crews are off shift and when do they come on", "crews", {"status": "off_shift", "by": "shift_start"}),
        ("what's on Crew-003's plate", "orders_of_crew", {"name": "Crew-003"}),
        ("how many orders did crew 3 complete last month", "completed_orders", {"name": "Crew-003", "is_count": True}),
        ("overdue orders of crew 3", "open_orders", {"name": "Crew-003", "is_overdue": True}),
        ("how many orders are scheduled but not assigned", "open_orders", {"state": "scheduled", "crew": "none"}),
        ("WOs open, prio 1 and 2", "open_orders", {"to_priority": 2}),
        ("avg labour hours for a replacement job this year", "completed_sums", {"quantity": "mean_hours", "kind": "replacement"}),
        ("completed repairs by finding this year", "completed_orders_grouped", {"group": "found", "kind": "repair"}),
        ("is there an open order for pole P-000640", "orders_of_asset", {"name": "P-000640", "state": "open"}),
        ("highest alarm value right now", "open_alarms", {"by": "last_value", "order": "most"}),
        ("shelved alarms, until when", "open_alarms", {"state": "shelved", "by": "held_until"}),
        ("any critical alarms that nobody has acknowledged?", "open_alarms", {"state": "unacknowledged", "priority": "critical"}),
        ("any alarms on TX-0006-010?", "open_alarms", {"name": "TX-0006-010"}),
        ("latest 3 entries in the shift log", "latest_notes", {"n": 3, "order": "most"}),
        ("what did the previous shift hand over", "desk_shifts", {"state": "previous", "by": "handover"}),
        ("what's the oldest note of this shift", "latest_notes", {"shift": "this", "order": "least", "n": 1}),
        ("who was on shift yesterday", "desk_shifts", {"period": "yesterday"}),
        ("which alarm has been open longest", "open_alarms", {"by": "raised_at", "order": "least"}),
        ("first pole failure", "latest_failures", {"kind": "pole", "order": "least"}),
        ("did any pole fail this year", "failures_of_period", {"kind": "pole", "period": "this_year"}),
        ("alarms in the last 24 hours by priority", "alarms_raised_grouped", {"group": "priority"}),
        ("who completed WO 40000001", "order_facts", {"quantity": "crew_name"}),
        ("spans over 300 m with high risk", "spans_between", {"by": "length_m", "level": "high"}),
        ("crews off shift", "crews", {"status": "off_shift"}),
        ("how many log notes this shift, by category", "notes_grouped", {"group": "category"}),
    ],
)  # fmt: skip
def test_it_reaches_its_tool(demo: PostgresSource, words: str, tool: str, arguments: dict[str, Any]) -> None:
    events = ask(demo, words)
    assert tool_of(events) == tool, events
    assert arguments_of(events).items() >= arguments.items()


@pytest.mark.parametrize(
    ("words", "argument"),
    [
        ("alarms by feeder", "asset_kind"),
        ("which year had the most pole failures", "period"),
        ("highest alarm value", "priority"),
    ],
)
def test_nothing_narrows_that_was_not_said(demo: PostgresSource, words: str, argument: str) -> None:
    assert argument not in arguments_of(ask(demo, words))


@pytest.mark.parametrize(
    "words",
    ["notes from last shift", "which transformers have failed more than once", "how many alarms are acknowledged, how many not",
     "repairs done in 2026 and total hours on them"],
)  # fmt: skip
def test_what_is_half_understood_is_refused(demo: PostgresSource, words: str) -> None:
    events = ask(demo, words)
    assert any(isinstance(event, Declined) for event in events)
    assert not any(isinstance(event, Shown) for event in events)


def test_a_preposition_and_a_year_are_no_part_of_a_question() -> None:
    cut = list(parts_of("when was the critical alarm raised and by which transformer"))
    assert not any("raised which" in one for parts in cut for one in parts)
    cut = list(parts_of("repairs done in 2026 and total hours on F0002"))
    assert not any("2026 hours" in one for parts in cut for one in parts)


def test_commas_join_what_is_asked_of_one_thing(demo: PostgresSource) -> None:
    shown = [event for event in ask(demo, "pole P-000715 strength, age, last inspection") if isinstance(event, Shown)]
    assert [event.tool for event in shown] == ["pole_facts", "pole_facts", "last_inspection"]
