"""A day in the field, simulated: orders are done by commands, shifts begin and end, nobody is in two places."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from data_sources.commands.receipt import Receipt
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.simulator import Simulator
from data_sources.field.orders import AssignWorkOrder
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import check_counts, rows
from tests.data_sources.field.desk import FieldDesk, check_orders
from tests.data_sources.towns import AT, load_town

FAST = SimulatorSettings(step_s=30.0, field_look_s=30.0, field_interval_s=60.0, field_work_s=120.0, max_field_share=0.7)


def test_orders_in_queues_are_done(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    desk = FieldDesk(empty_source)
    rows(empty_source, "UPDATE flux.crews SET shift_start = '00:00', shift_end = '23:59' RETURNING 1")
    hour = {"planned_start_at": AT, "planned_end_at": AT + dt.timedelta(hours=1)}
    queued = [desk.make(asset_id=asset, permits=None, checklist=None) for asset in (22, 42)]
    for number in queued:
        desk.give(AssignWorkOrder(work_order_id=number, crew_id=1, **hour))
    waiting = desk.make(asset_id=23, due_on=AT.date())
    simulator = Simulator(empty_source, 1, settings=FAST)
    done: list[str] = []
    for step in range(60):
        outcomes = simulator.step(AT + dt.timedelta(seconds=30 * step))
        done += [one.command for one in outcomes if isinstance(one, Receipt)]
        check_orders(empty_source)
    for number in (*queued, waiting):
        status, found, hours = desk.told("status, found_code, labour_hours", number)
        assert status == "completed"
        assert found
        assert hours > 0
    assert done.count("complete_work_order") == 3
    check_counts(empty_source)


def test_what_a_crew_takes_is_planned_as_long_as_it_lasts_and_over_nothing_else(empty_source: PostgresSource) -> None:
    """15:00 in Chicago: 1.5 h until the visit at 16:30, two and a half until crew 2 goes home."""
    load_town(empty_source, 2)
    desk = FieldDesk(empty_source)
    rows(empty_source, "UPDATE flux.crews SET shift_start = '07:00', shift_end = '17:30' RETURNING 1")
    visit = {"planned_start_at": AT + dt.timedelta(hours=1.5), "planned_end_at": AT + dt.timedelta(hours=2)}
    for crew_id in (1, 3):
        desk.give(AssignWorkOrder(work_order_id=desk.make(asset_id=22), crew_id=crew_id, **visit))
    long, middle, short = (desk.make(asset_id=42, due_on=AT.date(), estimated_hours=hours) for hours in (3, 2, 1))
    quiet = {"fault_interval_s": 1e9, "first_hidden": 0, "false_interval_s": 1e9, "field_work_s": 1e9}
    simulator = Simulator(empty_source, 1, settings=replace(FAST, max_field_share=1.0, **quiet))
    for step in range(40):
        simulator.step(AT + dt.timedelta(seconds=30 * step))
    planned = "crew_id, planned_end_at - planned_start_at"
    assert desk.told(planned, middle) == (2, dt.timedelta(hours=2))
    crew_id, lasts = desk.told(planned, short)
    assert (crew_id in (1, 3), lasts) == (True, dt.timedelta(hours=1))
    assert desk.told("crew_id", long) == (None,)


def test_shifts_begin_and_end_by_the_clock_of_the_utility(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    # 15:00 in Chicago at AT; the second crew's shift goes over midnight, the third says none.
    rows(empty_source, "UPDATE flux.crews SET shift_start = '07:00', shift_end = '15:10' WHERE crew_id = 1 RETURNING 1")
    rows(
        empty_source,
        "UPDATE flux.crews SET shift_start = '15:05', shift_end = '01:00', status = 'off_shift' WHERE crew_id = 2 RETURNING 1",
    )
    quiet = SimulatorSettings(step_s=60.0, fault_interval_s=1e9, first_hidden=0, false_interval_s=1e9)
    simulator, told = Simulator(empty_source, 1, settings=quiet), []
    for minute in range(12):
        simulator.step(AT + dt.timedelta(minutes=minute))
        told.append([status for (status,) in rows(empty_source, "SELECT status FROM flux.crews ORDER BY crew_id")])
    assert told[0] == ["available", "off_shift", "available"]
    assert told[6] == ["available", "available", "available"]
    assert told[11] == ["off_shift", "available", "available"]
