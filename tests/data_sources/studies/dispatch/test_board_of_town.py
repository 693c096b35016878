"""Boards of a small town out of its own rows: lanes, suggestions, proposals, and the commands that they become."""

from __future__ import annotations

import datetime as dt

import pytest

from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError
from data_sources.field.orders import AssignWorkOrder, GoToWorkOrder, HoldWorkOrder, StartWorkOrder
from data_sources.studies.dispatch.lanes import lanes
from data_sources.studies.dispatch.proposal import propose
from data_sources.studies.dispatch.suggestions import suggested_crews
from tests.data_sources.field.desk import MARIA
from tests.data_sources.studies.dispatch.boards import BoardDesk


def at(board: BoardDesk, hours: float) -> dt.datetime:
    return board.now + dt.timedelta(hours=hours)


def test_the_nearest_crew_with_the_skill_and_why(board: BoardDesk) -> None:
    """Crew 1 stands 5/100 of a degree west of crew 2; the order is where crew 2 is; that one cannot."""
    number = board.make(lon=-95.3, lat=29.7, asset_kind=None, asset_id=None, skill="underground", estimated_hours=1)
    board.change("UPDATE flux.crews SET skills = ARRAY['underground'] WHERE crew_id IN (1, 3)")
    board.change("UPDATE flux.crews SET lon = -95.1 WHERE crew_id = 3")
    found = suggested_crews(board.ground(), number)
    assert found is not None
    assert [one.crew_id for one in found.crews] == [1, 3]
    best = found.crews[0]
    # 0.05 degrees at 29.7 north are 4.83 km as the crow flies; at 40 km/h that is 7.25 minutes.
    assert best.drive_minutes == pytest.approx(7.25, abs=0.02)
    assert best.begins_at == at(board, (5 + best.drive_minutes) / 60)
    assert best.ends_at - best.begins_at == dt.timedelta(hours=1)
    assert best.why == ("7 min drive, has the skill underground", "as its next order")
    assert found.others == ("1 without the skill underground",)


def test_a_crew_alone_does_no_repair(board: BoardDesk) -> None:
    number = board.make()
    board.change("UPDATE flux.crews SET members = 1")
    found = suggested_crews(board.ground(), number)
    assert found is not None
    assert (found.crews, found.others) == ((), ("3 of fewer than 2 people",))


def test_an_urgent_order_says_what_it_displaces(board: BoardDesk) -> None:
    board.change("UPDATE flux.crews SET status = 'off_shift' WHERE crew_id > 1")
    routine = board.make(priority=4, estimated_hours=7)
    board.give(AssignWorkOrder(work_order_id=routine, crew_id=1))
    urgent = board.make(priority=1, estimated_hours=2)
    found = suggested_crews(board.ground(), urgent)
    assert found is not None
    first = found.crews[0]
    assert (first.crew_id, first.place, first.pushes_out) == (1, 0, (routine,))
    assert any(words.startswith(f"order {routine} is done 2 h") and "beyond" in words for words in first.why)


def test_a_missing_permit_and_an_hour_of_its_own_are_waited_for(board: BoardDesk) -> None:
    place = {"lon": -95.35, "lat": 29.7, "asset_kind": None, "asset_id": None}
    permit = board.make(**place, permits=("Clearance",), estimated_hours=1)
    later = board.make(**place, estimated_hours=1, planned_start_at=at(board, 3), planned_end_at=at(board, 4))
    ground = board.ground()
    times = {one.work_order_id: one.begins_at for one in propose(ground).orders}
    assert times[permit] == at(board, 0.5)
    assert times[later] == at(board, 3)


def test_the_lane_of_a_crew_at_work(board: BoardDesk) -> None:
    """At work since an hour on what takes two; then a drive and the next order; what is on hold stands beside."""
    first, second, held = (board.make(estimated_hours=2) for _ in range(3))
    for number in (first, second, held):
        board.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    board.give(HoldWorkOrder(work_order_id=held, reason="waits for a pole"))
    board.give(StartWorkOrder(work_order_id=first))
    board.later(60)
    (lane, *_) = lanes(board.ground())
    assert [(one.kind, one.order["work_order_id"]) for one in lane.stretches] == [
        ("at_work", first), ("drive", second), ("work", second),
    ]  # fmt: skip
    present, _, work = lane.stretches
    assert present.begins_at == at(board, -1)
    assert at(board, 0.5) < present.ends_at < at(board, 2)
    assert work.ends_at - work.begins_at == dt.timedelta(hours=2)
    assert work.begins_at > present.ends_at
    assert [one["work_order_id"] for one in lane.held] == [held]
    assert lane.free_at == work.ends_at


def test_a_crew_on_its_way_is_free_after_drive_and_work(board: BoardDesk) -> None:
    number = board.make(estimated_hours=1)
    board.give(AssignWorkOrder(work_order_id=number, crew_id=2))
    board.give(GoToWorkOrder(work_order_id=number))
    (stretch,) = lanes(board.ground())[1].stretches
    assert stretch.kind == "on_way"
    assert stretch.ends_at > at(board, 1)


def test_the_whole_board_as_commands(board: BoardDesk) -> None:
    """Every order with a place gets a crew, none beyond the shift; applied, the board has nothing left to propose."""
    numbers = [board.make(estimated_hours=2.5, priority=1 + k % 4) for k in range(8)]
    proposal = propose(board.ground())
    assert {one.work_order_id for one in proposal.orders} | {int(number) for number, *_ in proposal.left} == set(
        numbers
    )
    assert all(one.ends_at <= dt.datetime(2026, 7, 15, 22, 0, tzinfo=dt.UTC) for one in proposal.orders)
    assert len(proposal.orders) == 8
    orders = [Order(one.command(), one.version) for one in proposal.orders]
    outcomes = Commands(board.source).run_all(orders, by=MARIA, now=board.now)
    assert not [one for one in outcomes if isinstance(one, CommandError)]
    ground = board.ground()
    assert not propose(ground).orders
    planned = {one.work_order_id: one.begins_at for one in proposal.orders}
    for lane in lanes(ground):
        works = [one for one in lane.stretches if one.kind == "work"]
        assert all(one.begins_at == planned[one.order["work_order_id"]] for one in works)


def test_what_finds_no_place_says_why(board: BoardDesk) -> None:
    number = board.make(estimated_hours=12)
    cable = board.make(skill="vegetation", work_type="vegetation", permits=(), checklist=())
    proposal = propose(board.ground())
    assert {number: why for number, _, why in proposal.left} == {
        str(number): "3 without room before the end of their shift", str(cable): "3 without the skill vegetation",
    }  # fmt: skip


def test_what_would_be_done_later_for_it_is_told_and_seen(board: BoardDesk) -> None:
    """One crew with a routine order of two hours; an urgent one of an hour comes before it."""
    board.change("UPDATE flux.crews SET status = 'off_shift' WHERE crew_id > 1")
    routine = board.make(priority=4, estimated_hours=2)
    board.give(AssignWorkOrder(work_order_id=routine, crew_id=1))
    urgent = board.make(priority=1, estimated_hours=1)
    proposal = propose(board.ground())
    assert [one.work_order_id for one in proposal.orders] == [urgent]
    (lane, *_) = proposal.lanes
    assert [one.order["work_order_id"] for one in lane.stretches if one.kind == "work"] == [urgent, routine]
    ((number, minutes),) = proposal.delayed
    assert number == str(routine)
    assert minutes == pytest.approx(65, abs=1)  # its hour, and five minutes to set out again from there
