"""The life of a work order by commands: made, planned, done, ended; who may do what when."""

from __future__ import annotations

import datetime as dt

import pytest

from data_sources.commands.run import Commands
from data_sources.errors import CommandRefused, Conflict, Forbidden, InvalidCommand, NoSuchTarget
from data_sources.field.orders import (
    AssignWorkOrder,
    CancelWorkOrder,
    CompleteWorkOrder,
    CreateWorkOrder,
    EditWorkOrder,
    GoToWorkOrder,
    GrantPermit,
    HoldWorkOrder,
    RecordFindings,
    ReleaseWorkOrder,
    ReopenWorkOrder,
    ScheduleWorkOrder,
    StartWorkOrder,
    TickStep,
    UnassignWorkOrder,
)
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.field.desk import CHIEF, FieldDesk, check_orders
from tests.data_sources.towns import AT

HOUR = dt.timedelta(hours=1)


def test_an_order_is_made_planned_done_and_told(desk: FieldDesk) -> None:
    number = desk.make(title="New crossarm", estimated_hours=3, due_on="2026-07-20")
    assert number > 40_000_000
    assert desk.told("status, skill, feeder_id, priority, created_by", number) == ("created", "line", 1, 3, "maria")
    desk.give(ScheduleWorkOrder(work_order_id=number, planned_start_at=AT, planned_end_at=AT + 3 * HOUR))
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    assert desk.told("status, crew_id", number) == ("assigned", 1)
    assert desk.crew(1) == ("available", None, None)  # in its queue, not on its way
    desk.give(GoToWorkOrder(work_order_id=number))
    assert desk.crew(1) == ("en_route", None, number)
    desk.later(20)
    desk.give(StartWorkOrder(work_order_id=number))
    assert desk.crew(1) == ("working", None, number)
    place = rows(desk.source, "SELECT c.lon = p.lon AND c.lat = p.lat FROM flux.crews c, flux.poles p "
                 "WHERE crew_id = 1 AND pole_id = 22")  # fmt: skip
    assert place == [(True,)]
    desk.later(90)
    desk.give(
        CompleteWorkOrder.of(
            work_order_id=number, found="Crossarm rotten at the bolt", found_code="decay", labour_hours=6,
            materials=[{"material": "Crossarm 2.4 m", "quantity": 1}],
        )
    )  # fmt: skip
    assert desk.crew(1) == ("available", None, None)
    assert desk.told("status, completed_at, started_at, labour_hours, found_code, version", number) == (
        "completed", desk.now, AT + 20 * HOUR / 60, 6.0, "decay", 6,
    )  # fmt: skip
    assert desk.told("materials", number)[0] == [{"material": "Crossarm 2.4 m", "quantity": 1.0, "unit": "ea"}]
    check_orders(desk.source)


def test_permits_come_before_work_and_steps_before_its_end(desk: FieldDesk) -> None:
    number = desk.make(permits=None, checklist=("Briefing", "Grounds removed"))
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    with pytest.raises(
        CommandRefused, match=r"Permit 1, 'Clearance from the control room, tags placed', is not granted"
    ):
        desk.give(StartWorkOrder(work_order_id=number))
    desk.give(GrantPermit(work_order_id=number, permit=1, reference="CL-77"))
    desk.give(StartWorkOrder(work_order_id=number))
    with pytest.raises(CommandRefused, match="put it on hold first"):
        desk.give(GrantPermit(work_order_id=number, permit=1, is_granted=False))
    done = CompleteWorkOrder(work_order_id=number, found="All well", found_code="no_defect", labour_hours=1)
    desk.give(TickStep(work_order_id=number, step=1))
    with pytest.raises(CommandRefused, match="Step 2, 'Grounds removed', is not done"):
        desk.give(done)
    with pytest.raises(CommandRefused, match="has 2 steps, no number 3"):
        desk.give(TickStep(work_order_id=number, step=3))
    desk.give(TickStep(work_order_id=number, step=2))
    desk.give(done)
    (permits, steps) = desk.told("permits, checklist", number)
    assert [(one["done_by"], one["reference"]) for one in permits] == [("maria", "CL-77"), (None, None)]
    assert all(dt.datetime.fromisoformat(one["done_at"]) == AT for one in steps)


def test_a_crew_is_at_one_order_only(desk: FieldDesk) -> None:
    first, second = desk.make(), desk.make(asset_id=42)
    for number in (first, second):
        desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    desk.give(StartWorkOrder(work_order_id=first))
    with pytest.raises(CommandRefused, match=f"is working on work order {first}: complete it or put it on hold first"):
        desk.give(StartWorkOrder(work_order_id=second))
    desk.give(HoldWorkOrder(work_order_id=first, reason="waits for material"))
    assert desk.crew(1) == ("available", None, None)
    desk.give(StartWorkOrder(work_order_id=second))
    assert desk.told("status, crew_id, reason", first) == ("on_hold", 1, "waits for material")
    check_orders(desk.source)


def test_a_crew_without_the_skill_is_refused(desk: FieldDesk) -> None:
    rows(desk.source, "UPDATE flux.crews SET skills = '{vegetation}' WHERE crew_id = 2 RETURNING 1")
    with pytest.raises(CommandRefused, match="has not the skill line, which work order"):
        desk.give(AssignWorkOrder(work_order_id=desk.make(), crew_id=2))


def test_work_at_a_transformer_takes_its_skill(desk: FieldDesk) -> None:
    number = desk.make(work_type="replacement", asset_kind="transformer", asset_id=22)
    assert desk.told("skill", number) == ("transformer",)
    rows(desk.source, "UPDATE flux.transformers SET is_underground = true RETURNING 1")
    number = desk.make(work_type="replacement", asset_kind="transformer", asset_id=22)
    assert desk.told("skill", number) == ("underground",)


def test_states_are_kept_and_what_can_be_done_is_said(desk: FieldDesk) -> None:
    number = desk.make()
    with pytest.raises(CommandRefused, match="is created: to start it, it must be assigned, en route or on hold"):
        desk.give(StartWorkOrder(work_order_id=number))
    desk.give(CancelWorkOrder(work_order_id=number, reason="Twice"))
    with pytest.raises(CommandRefused, match=r"What can be done now: reopen"):
        desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    with pytest.raises(Forbidden):
        desk.give(ReopenWorkOrder(work_order_id=number, reason="Not twice"))
    desk.give(ReopenWorkOrder(work_order_id=number, reason="Not twice"), by=CHIEF)
    assert desk.told("status, crew_id, reason", number) == ("created", None, "")
    with pytest.raises(NoSuchTarget, match="There is no work order 7"):
        desk.give(StartWorkOrder(work_order_id=7))


def test_what_was_granted_and_ticked_holds_for_one_crew_and_once(desk: FieldDesk) -> None:
    """Reopened, taken off its crew, or given to another one: granted and done anew; the same crew again: as it is."""
    number = desk.make(permits=("Clearance",), checklist=("Tested and grounded",))

    def done() -> list[bool]:
        return [one[0]["done_at"] is not None for one in desk.told("permits, checklist", number)]

    def tick(crew_id: int) -> None:
        desk.give(AssignWorkOrder(work_order_id=number, crew_id=crew_id))
        desk.give(GrantPermit(work_order_id=number, permit=1, reference="C-7"))
        desk.give(TickStep(work_order_id=number, step=1))
        assert done() == [True, True]

    desk.give(GrantPermit(work_order_id=number, permit=1))
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=2))
    assert done() == [True, False], "it was granted for whatever crew comes"
    desk.give(UnassignWorkOrder(work_order_id=number))
    assert done() == [False, False]
    tick(2)
    times = {"planned_start_at": AT, "planned_end_at": AT + HOUR}
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=2, **times))
    assert done() == [True, True]
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    assert done() == [False, False]
    assert desk.told("permits->0->>'reference', permits->0->>'done_by'", number) == (None, None)
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=2))
    tick_it_all = (GrantPermit(work_order_id=number, permit=1), StartWorkOrder(work_order_id=number))
    for command in (*tick_it_all, TickStep(work_order_id=number, step=1)):
        desk.give(command)
    desk.give(CompleteWorkOrder(work_order_id=number, found_code="wear", found="x", labour_hours=1))
    desk.give(ReopenWorkOrder(work_order_id=number, reason="again"), by=CHIEF)
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=2))
    with pytest.raises(CommandRefused, match="Permit 1, 'Clearance', is not granted"):
        desk.give(StartWorkOrder(work_order_id=number))


def test_an_order_that_came_completed_gets_the_steps_of_its_work_when_it_is_reopened(desk: FieldDesk) -> None:
    ((number,),) = rows(
        desk.source,
        "INSERT INTO flux.work_orders (utility_id, work_type, status, skill, title, origin, completed_at) "
        "VALUES (1, 'switching', 'completed', 'switching', 'Listed', 'import', now()) RETURNING work_order_id",
    )
    desk.give(ReopenWorkOrder(work_order_id=number, reason="again"), by=CHIEF)
    assert desk.told("permits->0->>'text', jsonb_array_length(checklist)", number) == ("Switching order approved", 2)


def test_what_is_held_is_let_go(desk: FieldDesk) -> None:
    """Without a crew it waits for one, planned or not; with one it is in its queue again."""
    number = desk.make()
    desk.give(HoldWorkOrder(work_order_id=number, reason="material"))
    with pytest.raises(CommandRefused, match="has no crew"):
        desk.give(UnassignWorkOrder(work_order_id=number))
    desk.give(ReleaseWorkOrder(work_order_id=number))
    assert desk.told("status, reason, crew_id", number) == ("created", "", None)
    desk.give(HoldWorkOrder(work_order_id=number, reason="material"))
    desk.give(ScheduleWorkOrder(work_order_id=number, planned_start_at=AT, planned_end_at=AT + HOUR))
    desk.give(ReleaseWorkOrder(work_order_id=number))
    assert desk.told("status", number) == ("scheduled",)
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    desk.give(HoldWorkOrder(work_order_id=number, reason="material"))
    desk.give(ReleaseWorkOrder(work_order_id=number))
    assert desk.told("status, crew_id", number) == ("assigned", 1)
    with pytest.raises(CommandRefused, match="to take off hold it, it must be on hold"):
        desk.give(ReleaseWorkOrder(work_order_id=number))


def test_an_asset_has_one_open_order_of_a_plan(desk: FieldDesk) -> None:
    """Whatever page or program asks; another kind of work, or one after the first is over, is another order."""
    first = desk.make(work_type="replacement", origin="plan")
    with pytest.raises(CommandRefused, match=f"Work order {first}, replacement by a plan, is open for pole 22"):
        desk.make(work_type="replacement", origin="plan")
    desk.make(work_type="inspection", origin="plan")
    desk.make(work_type="replacement")
    desk.give(CancelWorkOrder(work_order_id=first, reason="Not this year"))
    second = desk.make(work_type="replacement", origin="plan")
    with pytest.raises(CommandRefused, match=f"Work order {second}, replacement by a plan, is open"):
        desk.give(ReopenWorkOrder(work_order_id=first, reason="After all"), by=CHIEF)


def test_a_stale_version_is_told_with_who_changed_it(desk: FieldDesk) -> None:
    number = desk.make()
    desk.give(EditWorkOrder(work_order_id=number, priority=1), by=CHIEF)
    with pytest.raises(Conflict, match=rf"Work order {number} was changed by chief .*priority 1.*version 2, not 1"):
        desk.give(EditWorkOrder(work_order_id=number, priority=2), version=1)


def test_what_changed_is_told_as_a_person_reads_it(desk: FieldDesk) -> None:
    """What a list is searched by is no change of anybody's, neither in the sentence nor in the receipt."""
    number = desk.make()
    edit = EditWorkOrder(work_order_id=number, title="Pole 7 leans")
    receipt = Commands(desk.source).run(edit, by=CHIEF)
    assert receipt.after == {"title": "Pole 7 leans"}
    with pytest.raises(Conflict, match=r'\(edit work order: title "Pole 7 leans"\): it is at version 2, not 1'):
        desk.give(EditWorkOrder(work_order_id=number, priority=2), version=1)
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    desk.give(UnassignWorkOrder(work_order_id=number))
    with pytest.raises(Conflict, match=r"\(unassign work order: .*crew id none"):
        desk.give(EditWorkOrder(work_order_id=number, priority=2), version=1)


def test_a_crew_on_its_way_turns_round(desk: FieldDesk) -> None:
    number = desk.make()
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    desk.give(GoToWorkOrder(work_order_id=number))
    desk.give(UnassignWorkOrder(work_order_id=number))
    assert desk.crew(1) == ("available", None, None)
    assert desk.told("status, crew_id", number) == ("created", None)


def test_findings_are_recorded_afterwards(desk: FieldDesk) -> None:
    number = desk.make()
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    desk.give(StartWorkOrder(work_order_id=number))
    desk.give(CompleteWorkOrder(work_order_id=number, found="Loose", found_code="wear", labour_hours=2))
    desk.give(RecordFindings(work_order_id=number, found="Loose bolt", labour_hours=3.5))
    assert desk.told("found, found_code, labour_hours, status", number) == ("Loose bolt", "wear", 3.5, "completed")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"work_type": "outage"}, "report the outage"),
        ({"asset_id": None}, "Give asset_kind and asset_id together"),
        ({"asset_kind": None, "asset_id": None}, "Give the asset, or lon and lat of the place"),
        ({"planned_start_at": AT, "planned_end_at": AT}, "must follow"),
        ({"planned_start_at": AT}, "together"),
        ({"priority": 5}, "less than or equal to 4"),
        ({"estimated_hours": 0}, "greater than 0"),
    ],
)
def test_what_is_no_order_is_said(values: dict[str, object], sentence: str) -> None:
    base = {"utility_id": 1, "work_type": "repair", "title": "Mend", "asset_kind": "pole", "asset_id": 22}
    with pytest.raises(InvalidCommand, match=sentence):
        CreateWorkOrder.of(**{**base, **values})


def test_what_is_nowhere_gets_no_order(desk: FieldDesk) -> None:
    with pytest.raises(CommandRefused, match="There is no pole 7"):
        desk.make(asset_id=7)
    with pytest.raises(CommandRefused, match="more than 50 km off the network"):
        desk.make(asset_kind=None, asset_id=None, lon=10.0, lat=50.0)
    with pytest.raises(CommandRefused, match="look at its year"):
        desk.make(due_on="2062-07-20")
