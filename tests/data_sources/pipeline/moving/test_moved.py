"""Outages moved to the history: every figure stays."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from data_sources.checks.integrity import check_utility
from data_sources.pipeline.exports import export_changes
from data_sources.pipeline.moving import MovedOutages, move_outages
from data_sources.postgres.source import PostgresSource, execute
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.moving.cases import (
    BORDER,
    DAY,
    HOUR,
    KEPT,
    MINUTE,
    MOVED,
    OLD,
    assert_same,
    figures,
    here,
    move,
    moved_in_a_process,
    process_of,
    run,
    stubs,
    there,
)
from tests.handmade import NOW, insert, outage


def test_every_figure_is_the_same_before_and_after(source: PostgresSource, warehouse: Warehouse) -> None:
    wrong = [one for one in check_utility(source, 1) if one.severity != "ok"]
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    assert move(source, warehouse) == MovedOutages(4, (), ())
    assert (here(source), stubs(source)) == (KEPT, MOVED)
    assert run(source, "SELECT count(*) FROM flux.interruptions") == [(0,)]
    assert_same(figures(source, warehouse), before)
    assert export_changes(source, warehouse) == ["outage_events"]
    assert there(warehouse) == MOVED + KEPT
    assert_same(figures(source, warehouse), before)
    assert export_changes(source, warehouse) == []
    assert move(source, warehouse) == MovedOutages(0, (), ())
    assert [one for one in check_utility(source, 1) if one.severity != "ok"] == wrong


def test_the_audit_says_what_was_done(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    audited = "SELECT actor, detail ->> 'outages' FROM flux.audit WHERE action = 'move_outages'"
    assert run(source, audited) == [("retention", "4")]


def test_two_at_once_move_each_once(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    processes = [process_of(moved_in_a_process, source, warehouse) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    assert (here(source), stubs(source)) == (KEPT, MOVED)
    assert_same(figures(source, warehouse), before)


def test_a_storm_that_lasts_takes_no_place_of_one_that_is_listed(source: PostgresSource, warehouse: Warehouse) -> None:
    storm = {"utility_id": 1, "storm_name": "Juno", "started_by": "maria", "started_at": NOW - HOUR}
    insert(source, "storms", [storm])
    export_changes(source, warehouse)
    assert move_outages(source, warehouse, 1, BORDER, 1) == MovedOutages(4, (), ())
    insert(source, "storms", [storm | {"started_at": NOW - DAY, "ended_at": NOW - 2 * HOUR, "ended_by": "maria"}])
    assert move_outages(source, warehouse, 1, BORDER, 1) == MovedOutages(1, (), ())  # Iris is listed no more


def test_what_is_reported_later_stands_beside_what_was_moved(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    insert(source, "outages", [outage(20, OLD - 2 * DAY, 30, 9) | {"kind": "unplanned"}])
    before = figures(source, warehouse)  # here alone
    export_changes(source, warehouse)
    assert there(warehouse) == [*MOVED, *KEPT, 20]
    assert_same(figures(source, warehouse), before)  # in both, once
    assert move(source, warehouse) == MovedOutages(1, (), ())
    assert_same(figures(source, warehouse), before)


def test_the_next_number_is_not_forgotten(source: PostgresSource, warehouse: Warehouse) -> None:
    insert(source, "outages", [outage(99, OLD, 5, 1) | {"kind": "unplanned"}])
    export_changes(source, warehouse)
    move(source, warehouse)
    with source.connection() as connection:
        execute(connection, "restart_outage_ids")
    assert run(source, "SELECT nextval(pg_get_serial_sequence('flux.outages', 'outage_id'))") == [(100,)]


@st.composite
def outages_of_years(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Outages of three years to either side of the border, some in steps, some not over."""
    rows, groups = [], []
    for outage_id in range(1, draw(st.integers(1, 12)) + 1):
        started = BORDER + draw(st.integers(-40_000, 12_000)) * HOUR
        is_over = draw(st.booleans()) or draw(st.booleans())
        minutes = draw(st.integers(0, 3000)) if is_over else None
        customers = draw(st.integers(0 if is_over else 1, 500))
        kind = draw(st.sampled_from(["unplanned", "planned", "loss_of_supply"]))
        row = outage(outage_id, started, minutes, customers, feeder_id=draw(st.integers(1, 2)))
        rows.append(row | {"kind": kind, "cause": draw(st.sampled_from(["tree", "wind"]))})
        for _ in range(draw(st.integers(0, 3)) if is_over else 0):
            out_at = started + draw(st.integers(0, 60)) * MINUTE
            groups.append({
                "outage_id": outage_id, "out_at": out_at, "customers": draw(st.integers(0, 90)),
                "restored_at": out_at + draw(st.integers(0, 900)) * MINUTE,
                "transformer_ids": draw(st.sampled_from([None, "{1}", "{1,2}", "{9}"])),
            })  # fmt: skip
    return rows, groups


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outages_of_years())
def test_any_outages_moved_leave_every_figure_as_it_was(
    source: PostgresSource, tmp_path_factory: pytest.TempPathFactory,
    made: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:  # fmt: skip
    rows, groups = made
    for table in ("storms", "moved_outages", "outages", "feeder_reliability"):
        run(source, f"DELETE FROM flux.{table}")
    run(source, "UPDATE flux.crews SET outage_id = NULL")
    insert(source, "outages", rows)
    if groups:
        insert(source, "interruptions", groups)
        run(source, "UPDATE flux.outages SET has_interruptions = true WHERE outage_id IN "
                    "(SELECT outage_id FROM flux.interruptions)")  # fmt: skip
    warehouse = Warehouse(tmp_path_factory.mktemp("warehouse"))
    export_changes(source, warehouse)
    before, held = figures(source, warehouse), here(source)
    found = move(source, warehouse)
    assert (found.missing, found.differing) == ((), ())
    old = "SELECT count(*) FROM flux.outages WHERE restored_at < %s AND started_at < %s AND state = 'closed'"
    assert run(source, old, BORDER, BORDER) == [(0,)]
    assert sorted(here(source) + stubs(source)) == held
    assert_same(figures(source, warehouse), before)
    export_changes(source, warehouse)
    assert_same(figures(source, warehouse), before)
