"""Crews: a shift begins and ends, what a crew can do is said; each is a command with its version."""

from __future__ import annotations

import datetime as dt

import pytest

from data_sources.errors import CommandRefused, Conflict, InvalidCommand
from data_sources.field.crews import EditCrew, EndShift, StartShift
from data_sources.field.orders import AssignWorkOrder, StartWorkOrder
from data_sources.outages.life import AssignCrew, ReportOutage
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.field.desk import FieldDesk


def test_a_shift_ends_and_begins(desk: FieldDesk) -> None:
    desk.give(EndShift(crew_id=1))
    assert desk.crew(1)[0] == "off_shift"
    order = desk.make()
    desk.give(AssignWorkOrder(work_order_id=order, crew_id=1))  # for its next shift
    with pytest.raises(CommandRefused, match="is off shift: start its shift first"):
        desk.give(StartWorkOrder(work_order_id=order))
    desk.give(StartShift(crew_id=1))
    desk.give(StartWorkOrder(work_order_id=order))
    with pytest.raises(CommandRefused, match=f"is working for work order {order}: end that first"):
        desk.give(EndShift(crew_id=1))


def test_a_crew_called_in_can_stay(desk: FieldDesk) -> None:
    desk.give(EndShift(crew_id=1))
    desk.give(AssignCrew(outage_id=desk.give(ReportOutage(utility_id=1, device_id=122)), crew_id=1))
    desk.give(StartShift(crew_id=1))
    assert rows(desk.source, "SELECT status, is_called_out FROM flux.crews WHERE crew_id = 1") == [("assigned", False)]


def test_skills_hours_and_vehicle_are_said(desk: FieldDesk) -> None:
    desk.give(
        EditCrew.of(
            crew_id=2, skills=["vegetation", "line"], shift_start="07:00", shift_end="15:30", vehicle="Bucket 12"
        )
    )
    found = rows(
        desk.source, "SELECT skills, shift_start, shift_end, vehicle, version FROM flux.crews WHERE crew_id = 2"
    )
    assert found == [(["line", "vegetation"], dt.time(7), dt.time(15, 30), "Bucket 12", 2)]
    with pytest.raises(Conflict, match=r"Crew 2 was changed by maria"):
        desk.give(EditCrew(crew_id=2, members=5), version=1)
    order = desk.make()
    desk.give(AssignWorkOrder(work_order_id=order, crew_id=2))
    with pytest.raises(CommandRefused, match=f"Work order {order} of .* takes line: unassign it first"):
        desk.give(EditCrew(crew_id=2, skills=("vegetation",)))


def test_what_is_no_shift_is_said() -> None:
    with pytest.raises(InvalidCommand, match="Give shift_start and shift_end together"):
        EditCrew.of(crew_id=1, shift_start="07:00")
    with pytest.raises(InvalidCommand, match="Give what is to be changed"):
        EditCrew.of(crew_id=1)
    for start, end in (("07:00+05:00", "15:00+05:00"), ("07:00", "15:00Z")):
        with pytest.raises(InvalidCommand, match="local time of the utility: give hh:mm without Z or an offset"):
            EditCrew.of(crew_id=1, shift_start=start, shift_end=end)


def test_a_crew_that_says_no_skills_has_those_of_its_kind(desk: FieldDesk) -> None:
    insert = (
        "INSERT INTO flux.crews (crew_id, utility_id, crew_name, kind, status, members, lon, lat, updated_at) "
        "VALUES (9, 1, 'Nine', 'underground', 'available', 3, -95.4, 29.7, now()) RETURNING skills"
    )
    assert rows(desk.source, insert) == [(["underground", "transformer", "switching", "inspection"],)]
