"""An outage's order: made with it, in its state whoever writes it, driven by its commands, kept after it."""

from __future__ import annotations

import pytest

from data_sources.errors import CommandRefused, Conflict
from data_sources.field.orders import (
    AssignWorkOrder,
    CancelWorkOrder,
    CompleteWorkOrder,
    EditWorkOrder,
    GoToWorkOrder,
    HoldWorkOrder,
    RecordFindings,
    ReopenWorkOrder,
    StartWorkOrder,
    UnassignWorkOrder,
)
from data_sources.outages.life import (
    AssignCrew,
    CloseOutage,
    CrewEnRoute,
    CrewOnSite,
    FreeCrew,
    MergeOutage,
    ReportOutage,
    RestoreOutage,
    SetPriority,
)
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.field.desk import CHIEF, FieldDesk, check_orders

REPORT = ReportOutage(utility_id=1, device_id=122)


def test_an_outage_makes_its_order_which_follows_it(desk: FieldDesk) -> None:
    outage = desk.give(REPORT)
    number = desk.order_of(outage)
    assert desk.told("status, work_type, asset_kind, asset_id, title, origin", number) == (
        "created", "outage", "device", 122, f"Outage {outage} at FUSE-122", "outage",
    )  # fmt: skip
    for command, status in (
        (AssignCrew(outage_id=outage, crew_id=1), "assigned"), (CrewEnRoute(outage_id=outage), "en_route"),
        (CrewOnSite(outage_id=outage), "in_progress"), (RestoreOutage(outage_id=outage), "in_progress"),
    ):  # fmt: skip
        desk.give(command)
        assert desk.told("status, crew_id", number) == (status, 1)
        check_orders(desk.source)
    desk.later(30)
    desk.give(CloseOutage(outage_id=outage))
    assert desk.told("status, completed_at", number) == ("completed", desk.now)
    check_orders(desk.source)


def test_commands_of_the_order_drive_the_outage(desk: FieldDesk) -> None:
    outage = desk.give(REPORT)
    number = desk.order_of(outage)
    state = f"SELECT state, crew_id FROM flux.outages WHERE outage_id = {outage}"
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=2))
    assert rows(desk.source, state) == [("crew_assigned", 2)]
    desk.give(UnassignWorkOrder(work_order_id=number))
    assert rows(desk.source, state) == [("confirmed", None)]
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    desk.give(GoToWorkOrder(work_order_id=number))
    desk.give(StartWorkOrder(work_order_id=number))
    assert rows(desk.source, state) == [("on_site", 1)]
    assert desk.crew(1) == ("working", outage, None)
    with pytest.raises(CommandRefused, match="Say why supply was lost"):
        desk.give(CompleteWorkOrder(work_order_id=number, found="A squirrel", labour_hours=2))
    rows(desk.source, f"UPDATE flux.work_orders SET checklist = '[]' WHERE work_order_id = {number} RETURNING 1")
    done = CompleteWorkOrder(work_order_id=number, found="A squirrel", labour_hours=2, cause="animal")
    with pytest.raises(CommandRefused, match="still out: restore them first"):
        desk.give(done)
    assert rows(desk.source, f"SELECT cause FROM flux.outages WHERE outage_id = {outage}") == [("unknown",)]
    desk.give(RestoreOutage(outage_id=outage))
    desk.give(done)
    assert rows(desk.source, f"SELECT state, cause FROM flux.outages WHERE outage_id = {outage}") == [
        ("closed", "animal")
    ]
    assert desk.told("status, found_code, found, labour_hours", number) == ("completed", "animal", "A squirrel", 2.0)
    assert desk.crew(1) == ("available", None, None)
    check_orders(desk.source)


def test_what_an_outage_does_not_take_is_said(desk: FieldDesk) -> None:
    outage = desk.give(REPORT)
    number = desk.order_of(outage)
    with pytest.raises(CommandRefused, match="which does not wait: take its crew off"):
        desk.give(HoldWorkOrder(work_order_id=number, reason="rain"))
    with pytest.raises(CommandRefused, match="set the priority of the outage"):
        desk.give(EditWorkOrder(work_order_id=number, priority=1))
    with pytest.raises(CommandRefused, match="is confirmed: to cancel it"):
        desk.give(CancelWorkOrder(work_order_id=number, reason="none"))
    desk.give(SetPriority(outage_id=outage, priority="high"))
    assert desk.told("priority", number) == (1,)
    desk.give(RestoreOutage(outage_id=outage, is_closing=True))
    with pytest.raises(CommandRefused, match="reopen the outage"):
        desk.give(ReopenWorkOrder(work_order_id=number, reason="again"), by=CHIEF)
    desk.give(RecordFindings(work_order_id=number, found="A branch on the line"))
    assert desk.told("found", number) == ("A branch on the line",)


def test_a_change_by_the_outage_is_told_with_who_made_it(desk: FieldDesk) -> None:
    outage = desk.give(REPORT)
    number = desk.order_of(outage)
    desk.give(AssignCrew(outage_id=outage, crew_id=1), by=CHIEF)
    with pytest.raises(Conflict, match=rf"Work order {number} was changed by chief .*assign crew.*version 2, not 1"):
        desk.give(EditWorkOrder(work_order_id=number, title="Late"), version=1)


def test_foreign_rows_drive_the_order_too(desk: FieldDesk) -> None:
    outage = desk.give(REPORT)
    number = desk.order_of(outage)
    rows(desk.source, f"UPDATE flux.outages SET crew_id = 3 WHERE outage_id = {outage} RETURNING 1")
    assert desk.told("status, crew_id", number) == ("assigned", 3)
    rows(
        desk.source,
        f"UPDATE flux.outages SET customers_out = 0, restored_at = now() WHERE outage_id = {outage} RETURNING 1",
    )
    assert desk.told("status", number)[0] in ("assigned", "completed")
    rows(
        desk.source,
        "INSERT INTO flux.outages (utility_id, feeder_id, started_at, cause, customers_interrupted, customers_out, "
        "stepped_at, lon, lat) VALUES (1, 1, now(), 'weather', 5, 5, now(), -95.4, 29.7) RETURNING 1",
    )
    check_orders(desk.source)


def test_a_list_of_the_past_makes_no_orders(desk: FieldDesk) -> None:
    rows(
        desk.source,
        "INSERT INTO flux.outages (utility_id, feeder_id, started_at, restored_at, cause, customers_interrupted, "
        "customers_out, stepped_at, lon, lat) SELECT 1, 1, now() - interval '9 days', now() - interval '8 days', "
        "'weather', 5, 0, now(), -95.4, 29.7 FROM generate_series(1, 100) RETURNING 1",
    )
    assert rows(desk.source, "SELECT count(*) FROM flux.work_orders") == [(0,)]


def test_a_predicted_outage_has_an_order_once_a_crew_is_sent(desk: FieldDesk) -> None:
    outage = desk.give(ReportOutage(utility_id=1, device_id=122, is_confirmed=False))
    assert rows(desk.source, "SELECT count(*) FROM flux.work_orders") == [(0,)]
    desk.give(AssignCrew(outage_id=outage, crew_id=1))
    assert desk.told("status", desk.order_of(outage)) == ("assigned",)
    desk.give(CancelWorkOrder(work_order_id=desk.order_of(outage), reason="Supply is on"))
    assert desk.told("status, crew_id, reason", desk.order_of(outage)) == ("cancelled", None, "there was no outage")
    check_orders(desk.source)


def test_a_merged_outage_gives_up_its_order(desk: FieldDesk) -> None:
    whole, part = desk.give(REPORT), desk.give(ReportOutage(utility_id=1, device_id=123))
    desk.give(MergeOutage(outage_id=part, into_id=whole))
    assert desk.told("status, reason", desk.order_of(part)) == ("cancelled", f"merged into outage {whole}")
    check_orders(desk.source)


def test_an_outage_taken_back_cancels_its_order_and_a_moved_one_leaves_it(desk: FieldDesk) -> None:
    outage, other = desk.give(REPORT), desk.give(ReportOutage(utility_id=1, device_id=123))
    gone, moved = desk.order_of(outage), desk.order_of(other)
    rows(desk.source, f"DELETE FROM flux.outages WHERE outage_id = {outage} RETURNING 1")
    assert desk.told("status, reason", gone) == ("cancelled", "the outage was taken back")
    desk.give(RestoreOutage(outage_id=other, is_closing=True))
    with desk.source.connection() as connection, connection.transaction():
        connection.execute("SET LOCAL flux.is_moving = 'on'")
        connection.execute("DELETE FROM flux.outages WHERE outage_id = %s", (other,))
    assert desk.told("status, outage_id", moved) == ("completed", other)


def test_a_crew_at_an_order_is_not_sent_to_an_outage_unless_it_leaves(desk: FieldDesk) -> None:
    order, outage = desk.make(), desk.give(REPORT)
    desk.give(AssignWorkOrder(work_order_id=order, crew_id=1))
    desk.give(StartWorkOrder(work_order_id=order))
    with pytest.raises(CommandRefused, match=f"is working on work order {order}: let it go first"):
        desk.give(AssignCrew(outage_id=outage, crew_id=1))
    with pytest.raises(CommandRefused, match=f"is on work order {order}: hold it there"):
        desk.give(FreeCrew(crew_id=1))
    rows(desk.source, f"UPDATE flux.crews SET outage_id = {outage}, status = 'assigned' WHERE crew_id = 1 RETURNING 1")
    assert desk.told("status, reason", order) == ("on_hold", f"its crew was sent to outage {outage}")
    assert desk.crew(1) == ("assigned", outage, None)
