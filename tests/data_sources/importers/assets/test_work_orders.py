"""Lists of work orders: each number once, what is refused with its reason, what a crew has here left alone."""

from __future__ import annotations

import datetime as dt

import pytest

from data_sources.errors import ImportRefused
from data_sources.field.orders import (
    AssignWorkOrder,
    CompleteWorkOrder,
    GrantPermit,
    ReopenWorkOrder,
    StartWorkOrder,
    TickStep,
)
from data_sources.field.orders.templates import CHECKLISTS, PERMITS
from data_sources.postgres.source import PostgresSource
from tests.data_sources.field.desk import CHIEF, FieldDesk
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


def test_what_was_done_here_is_left_alone_when_the_list_comes_again(load: Load, ask: Ask, town: PostgresSource) -> None:
    """Completed here, and completed, reopened and in nobody's queue: what the crew found stays, and the list is told so."""
    one = "number,transformer,activity,created,status\n4002,TX-22,switching,2026-05-12,open\n"
    load("work-orders", one)
    ((number,),) = ask("SELECT work_order_id FROM flux.work_orders")
    desk = FieldDesk(town)
    with town.connection() as connection:
        connection.execute("UPDATE flux.crews SET skills = ARRAY['switching'], status = 'available' WHERE crew_id = 1")
    desk.give(AssignWorkOrder(work_order_id=number, crew_id=1))
    desk.give(GrantPermit(work_order_id=number, permit=1))
    desk.give(StartWorkOrder(work_order_id=number))
    for step in (1, 2):
        desk.give(TickStep(work_order_id=number, step=step))
    desk.give(CompleteWorkOrder(work_order_id=number, found_code="wear", found="Bushing cracked", labour_hours=3))
    told = f"SELECT to_jsonb(w) FROM flux.work_orders AS w WHERE work_order_id = {number}"
    done, again = ask(told), load("work-orders", one)
    assert (again.new, again.changed, again.in_hand, again.there) == (0, 0, 1, 0)
    assert "1 are or were in hand here and stay as they are here." in again.sentences()[-1]
    assert ask(told) == done
    desk.give(ReopenWorkOrder(work_order_id=number, reason="leaks again"), by=CHIEF)
    reopened = ask(told)
    assert load("work-orders", one.replace("open", "cancelled")).in_hand == 1
    assert ask(told) == reopened


def test_what_a_list_does_not_say_stays_and_what_it_changes_is_told_of_the_order(load: Load, ask: Ask) -> None:
    whole = "number,pole,activity,created,completed,found,labour hours,title,priority,due\n"
    load("work-orders", f"{whole}7,P23,repair,2026-05-13,2026-06-02,Cracked,4,Mend it,1,2026-07-01\n")
    told = "SELECT status, found, labour_hours, title, priority, due_on::text FROM flux.work_orders"
    before = ask(told)
    silent = load("work-orders", "number,pole,activity,created\n7,P23,repair,2026-05-13\n")
    assert (silent.changed, silent.there) == (0, 1)
    assert ask(told) == before == [("completed", "Cracked", 4.0, "Mend it", 1, "2026-07-01")]
    load("work-orders", "number,pole,activity,created,status\n7,P23,repair,2026-05-13,open\n")
    assert ask(told) == [("created", *before[0][1:])]
    ((actor, version, was, now_is),) = ask(
        "SELECT actor, version, from_values, to_values FROM flux.audit WHERE target_kind = 'work_order'"
    )
    assert (actor, version, was["status"], now_is["status"]) == ("test", 2, "completed", "created")
    assert now_is["completed_at"] is None
    assert "found" not in now_is
    assert load("work-orders", "number,pole,activity,created\n7,P23,trim,2026-05-13\n").changed == 1, (
        "its audit is ours"
    )


def test_an_open_order_that_is_listed_has_the_permits_and_steps_of_its_work(load: Load, ask: Ask) -> None:
    load("work-orders", LISTED)
    steps = (
        "SELECT jsonb_path_query_array(permits, '$[*].text'), jsonb_path_query_array(checklist, '$[*].text') "
        "FROM flux.work_orders WHERE external_number = "
    )
    assert ask(f"{steps}'4002'") == [
        tuple([text for text, _ in template["replacement"]] for template in (PERMITS, CHECKLISTS))
    ]
    assert ask(f"{steps}'4001'") == [([], [])], "what was done elsewhere before a completed one is not known"
    load("work-orders", "number,transformer,activity,created,status\n4002,TX-22,switching,2026-05-12,open\n")
    assert ask(f"{steps}'4002'")[0][0] == ["Switching order approved"]


def test_a_file_without_numbers_is_none(load: Load) -> None:
    with pytest.raises(ImportRefused, match=r"number"):
        load("work-orders", "pole,activity,created\nP22,trim,2026-05-12\n")


def test_the_words_of_sap_and_maximo(load: Load, ask: Ask) -> None:
    sap = "AUFNR,EQUNR,activity,ERDAT,System status,completed\n"
    rows = "1,P22,repair,2026-05-01,REL  PRC  SETC,\n2,P22,repair,2026-05-01,TECO CNF,2026-05-02\n"
    more = "3,P22,repair,2026-05-01,CRTD DLFL,\n4,P22,repair,2026-05-01,NOT CLOSED YET,\n5,P22,repair,2026-05-01,PRC SETC,\n"
    done = load("work-orders", sap + rows + more)
    states = "SELECT external_number, status FROM flux.work_orders ORDER BY 1"
    assert ask(states) == [("1", "created"), ("2", "completed"), ("3", "cancelled")]
    assert done.file.refused.total() == 2
    maximo = "wonum,ASSETNUM,activity,reportdate,status,actfinish\n6,P23,repair,2026-05-01,WAPPR,\n"
    load("work-orders", maximo + "7,P23,repair,2026-05-01,COMP,2026-05-04\n", name="maximo.csv")
    assert ask(states)[3:] == [("6", "created"), ("7", "completed")]


def test_a_number_with_and_without_zeros_is_one_order(load: Load, ask: Ask) -> None:
    order = "number,pole,activity,created\n{},P23,repair,2026-05-13\n"
    done = load("work-orders", order.format("000004001235"))
    assert any("000004001235 is 4001235" in note for note in done.file.notes)
    assert load("work-orders", order.format("4001235")).there == 1
    assert load("work-orders", order.format("000004001235")).there == 1
    assert ask("SELECT external_number FROM flux.work_orders") == [("4001235",)]
