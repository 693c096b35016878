"""What can be done is what the commands would let; forms mean commands, and say what is missing under its field."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.tabs.field_operations.orders import forms, words
from app.tabs.field_operations.orders.actions import ORDER_ACTIONS, TICKS, allowed, why_fewer
from app.tabs.field_operations.orders.forms import AroundOrder, command_of, crews_for, form_of, new_order
from data_sources.commands.principal import Principal
from data_sources.errors import InvalidCommand
from data_sources.field.orders import (
    WORK_ORDER_TRANSITIONS,
    AssignWorkOrder,
    CompleteWorkOrder,
    CreateWorkOrder,
    EditWorkOrder,
    ScheduleWorkOrder,
)

AT = dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)
ZONE = "America/Chicago"
AROUND = AroundOrder(ZONE, AT, (("1", "Crew-001", "near"),))
VIEWER, OPERATOR, SUPERVISOR = (
    Principal("vera", "viewer"), Principal("otto", "operator"), Principal("sam", "supervisor"),
)  # fmt: skip


def order(**values: Any) -> dict[str, Any]:
    return {
        "work_order_id": 40000007, "external_number": None, "status": "assigned", "outage_id": None, "skill": "line",
        "lon": -95.4, "lat": 29.7, "planned_start_at": None, "planned_end_at": None, "estimated_hours": 3.0,
        "labour_hours": None, "found": "", "found_code": None, "title": "Mend it", "description": "", "priority": 3,
        "due_on": dt.date(2026, 7, 20), "is_late": False, **values,
    }  # fmt: skip


def crew(
    crew_id: int, status: str = "available", lon: float = -95.4, skills: str = "line", queued: int = 0
) -> dict[str, Any]:
    return {"crew_id": crew_id, "crew_name": f"Crew-{crew_id:03d}", "status": status, "lon": lon, "lat": 29.7,
            "skills": skills, "queued": queued}  # fmt: skip


def test_every_transition_has_a_button_or_a_tick_and_every_form_a_title() -> None:
    assert set(ORDER_ACTIONS) | set(TICKS) == {command.slug for command in WORK_ORDER_TRANSITIONS}
    for slug, action in ORDER_ACTIONS.items():
        if action.is_asked:
            assert "40000007" in form_of(slug, order(), AROUND).title


def test_only_what_the_state_lets_is_offered() -> None:
    assert {slug for slug, _ in allowed(order(), OPERATOR)} == {
        "assign", "schedule", "en-route", "start", "hold", "unassign", "edit", "cancel",
    }  # fmt: skip
    of_outage = {slug for slug, _ in allowed(order(outage_id=5), OPERATOR)}
    assert of_outage == {"assign", "en-route", "start", "complete", "unassign", "edit", "cancel"}
    assert allowed(order(), VIEWER) == []
    assert "takes an operator" in why_fewer(order(), VIEWER)
    over = order(status="completed")
    assert [slug for slug, _ in allowed(over, OPERATOR)] == ["findings"]
    assert "takes a supervisor" in why_fewer(over, OPERATOR)
    assert {slug for slug, _ in allowed(over, SUPERVISOR)} == {"findings", "reopen"}


def test_crews_that_can_do_it_are_offered_the_nearest_on_shift_first() -> None:
    found = crews_for(
        [crew(1, lon=-95.3), crew(2, "off_shift"), crew(3, queued=2), crew(4, skills="vegetation")], order()
    )
    assert [key for key, *_ in found] == ["3", "1", "2"]
    assert found[0][2] == "Available, 0.0 km away, 2 orders queued"
    assert found[1][2] == "Available, 9.7 km away, nothing queued"  # 0.1 degrees east at 29.7 degrees north


def test_forms_mean_commands() -> None:
    assert command_of("assign", 7, {"crew_id": ["3"], "planned_start_at": [""]}, ZONE) == AssignWorkOrder(
        work_order_id=7, crew_id=3
    )
    times = {"planned_start_at": ["2026-07-16T08:00"], "planned_end_at": ["2026-07-16T11:00"]}
    assert command_of("schedule", 7, times, ZONE) == ScheduleWorkOrder(
        work_order_id=7, planned_start_at=dt.datetime(2026, 7, 16, 13, tzinfo=dt.UTC),
        planned_end_at=dt.datetime(2026, 7, 16, 16, tzinfo=dt.UTC),
    )  # fmt: skip
    done = {"found_code": ["wear"], "found": ["Loose"], "labour_hours": ["4.5"], "materials": ["2 ea Fuse link 40T\n"]}
    assert command_of("complete", 7, done, ZONE) == CompleteWorkOrder.of(
        work_order_id=7, found_code="wear", found="Loose", labour_hours=4.5,
        materials=[{"quantity": 2, "unit": "ea", "material": "Fuse link 40T"}],
    )  # fmt: skip
    edited = {"title": ["New"], "due_on": [""], "estimated_hours": ["2"], "priority": ["1"]}
    assert (
        command_of("edit", 7, edited, ZONE).values()
        == EditWorkOrder(work_order_id=7, title="New", due_on=None, estimated_hours=2, priority=1).values()
    )
    made = new_order(1, "pole", 22, {"title": ["Mend"], "work_type": ["repair"], "due_on": ["2026-07-20"]}, ZONE)
    assert made == CreateWorkOrder(
        utility_id=1, asset_kind="pole", asset_id=22, title="Mend", work_type="repair", due_on=dt.date(2026, 7, 20)
    )


@pytest.mark.parametrize(
    ("slug", "typed", "field", "sentence"),
    [
        ("assign", {"crew_id": [""]}, "crew_id", "Choose a crew"),
        ("schedule", {"planned_start_at": ["soon"], "planned_end_at": [""]}, "planned_start_at", "a day and a time"),
        ("complete", {"labour_hours": ["many"]}, "labour_hours", "Give a number"),
        ("complete", {"materials": ["2 fuses"]}, "materials", "is not how many, of what unit, of what"),
        ("edit", {"due_on": ["tomorrow"]}, "due_on", "Give a day"),
    ],
)
def test_what_is_missing_is_said_under_its_field(slug: str, typed: Any, field: str, sentence: str) -> None:
    with pytest.raises(InvalidCommand, match=sentence) as refused:
        command_of(slug, 7, typed, ZONE)
    assert refused.value.field == field


def test_a_new_order_without_a_title_is_none() -> None:
    with pytest.raises(InvalidCommand, match="Say what is to be done"):
        new_order(1, "pole", 22, {"title": [" "]}, ZONE)
    assert [one.name for one in forms.new_form().fields][:2] == ["work_type", "title"]


def test_words_of_times_and_numbers() -> None:
    start = dt.datetime(2026, 7, 16, 13, tzinfo=dt.UTC)
    row = order(planned_start_at=start, planned_end_at=start + dt.timedelta(hours=3))
    assert words.planned(row, ZONE) == "16 Jul 08:00 CDT to 11:00 CDT"
    assert words.planned(order(), ZONE) == "–"
    assert words.title(order(external_number="PM-17")) == "Order PM-17"
    assert "is-bad" in str(words.due(order(is_late=True)))
    assert words.due(order()) == "Mon 20 Jul 2026"
    assert (words.hours(None), words.hours(2.25)) == ("–", "2.2 h")
