"""Lists of work orders: each number once, what is refused with its reason, what a crew has here left alone."""

from __future__ import annotations

import datetime as dt

import pytest

from data_sources.errors import ImportRefused
from data_sources.field.orders import AssignWorkOrder
from data_sources.postgres.source import PostgresSource
from tests.data_sources.field.desk import FieldDesk
from tests.data_sources.importers.assets.conftest import Ask, Load

LISTED = """Order No;Equipment;Kind;Activity;Status;Created on;Due;Completed on;Labour hours;Short text;Prio
4001;P22;pole;Patrol;TECO;12.05.2025;30.06.2025;20.05.2025;1,5;;4
4002;TX-22;transformer;Changeout;Released;12.05.2026;30.06.2026;;;Replace leaking unit;1
4003;P23;pole;Trim;;13.05.2026;;;;;
4004;P23;pole;dance;open;13.05.2026;;;;;
4005;P99;pole;repair;open;13.05.2026;;;;;
4006;P24;pole;repair;TECO;13.05.2026;;;;;
4007;P24;pole;repair;TECO;13.05.2026;;12.05.2026;;;
4008;P24;pole;repair;open;13.05.2026;;;;;7
4002;P24;pole;repair;open;13.05.2026;;;;;
;P24;pole;repair;open;13.05.2026;;;;;
"""
TOLD = (
    "SELECT external_number, work_type, status, priority, skill, asset_kind, asset_id, title, due_on, "
    "completed_at, labour_hours, origin FROM flux.work_orders ORDER BY 1"
)


def test_orders_are_written_and_the_rest_is_kept_with_its_reason(load: Load, ask: Ask) -> None:
    done = load("work-orders", LISTED)
    assert (done.file.taken, done.new, done.changed) == (3, 3, 0)
    noon = dt.datetime(2025, 5, 20, 17, tzinfo=dt.UTC)  # 12:00 in Chicago
    assert ask(TOLD) == [
        ("4001", "inspection", "completed", 4, "inspection", "pole", 22, "Inspection at P22", dt.date(2025, 6, 30), noon,
         1.5, "import"),
        ("4002", "replacement", "created", 1, "transformer", "transformer", 22, "Replace leaking unit",
         dt.date(2026, 6, 30), None, None, "import"),
        ("4003", "vegetation", "created", 3, "vegetation", "pole", 23, "Vegetation at P23", None, None, None, "import"),
    ]  # fmt: skip
    assert dict(done.file.refused) == {
        "'Activity' is none of inspection, repair, replacement, vegetation, switching, other": 1,
        "'Equipment' is none of the utility's": 1, "it is completed, and nothing says when": 1,
        "it was completed before it was made": 1, "'Prio' is not 1, 2, 3 or 4": 1,
        "another row of that number stands before it": 1, "it has no 'Order No'": 1,
    }  # fmt: skip


def test_the_same_list_again_changes_nothing_and_another_says_what_is_new(load: Load, ask: Ask) -> None:
    load("work-orders", LISTED)
    again = load("work-orders", LISTED)
    assert (again.new, again.changed, again.there) == (0, 0, 3)
    assert ask("SELECT DISTINCT version FROM flux.work_orders") == [(1,)]
    later = load("work-orders", "number,pole,activity,created,completed\n4003,P23,trim,2026-05-13,2026-06-02\n")
    assert (later.new, later.changed) == (0, 1)
    assert ask("SELECT status, version FROM flux.work_orders WHERE external_number = '4003'") == [("completed", 2)]


def test_what_a_crew_has_here_is_left_alone(load: Load, ask: Ask, town: PostgresSource) -> None:
    load("work-orders", LISTED)
    ((number,),) = ask("SELECT work_order_id FROM flux.work_orders WHERE external_number = '4002'")
    FieldDesk(town).give(AssignWorkOrder(work_order_id=number, crew_id=1))
    done = load("work-orders", "number,transformer,activity,created,status\n4002,TX-22,repair,2026-05-12,cancelled\n")
    assert (done.new, done.changed) == (0, 0)
    assert ask(f"SELECT status, work_type FROM flux.work_orders WHERE work_order_id = {number}") == [
        ("assigned", "replacement")
    ]


def test_a_file_without_numbers_is_none(load: Load) -> None:
    with pytest.raises(ImportRefused, match=r"number"):
        load("work-orders", "pole,activity,created\nP22,trim,2026-05-12\n")
