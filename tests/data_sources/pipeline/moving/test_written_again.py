"""Moved outages that somebody asks for, writes or opens again, and whose utility goes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.errors import NoSuchTarget
from data_sources.outages.life import AddNote, ReopenOutage, RestoreOutage
from data_sources.pipeline.exports import export_changes
from data_sources.pipeline.moving import MovedOutages, move_outages
from data_sources.postgres.source import PostgresSource, execute
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.moving.cases import (
    BORDER,
    DAY,
    HOUR,
    KEPT,
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
    wait_until_blocked,
)
from tests.handmade import NOW, insert, outage


def test_who_waits_for_one_that_moves_is_told_where_it_went(source: PostgresSource, warehouse: Warehouse) -> None:
    """A command that came while it was deleted, and one that comes afterwards."""
    export_changes(source, warehouse)
    told: list[str] = []
    commands, maria = Commands(source), Principal("maria", "operator")

    def note() -> None:
        with pytest.raises(NoSuchTarget) as error:
            commands.run(AddNote(outage_id=2, text="a branch"), by=maria)
        told.append(str(error.value))

    process = process_of(moved_in_a_process, source, warehouse)
    with ThreadPoolExecutor(1) as beside, source.dedicated_connection() as holding:
        with holding.transaction():
            holding.execute(b"LOCK flux.moved_outages IN SHARE MODE")
            process.start()
            wait_until_blocked(source)
            waits = beside.submit(note)
            wait_until_blocked(source, 2)
        waits.result()
    process.join()
    note()
    assert told == 2 * ["Outage 2 was moved to the history; see Replay."]


def test_one_of_last_year_that_is_opened_again_counts_once(source: PostgresSource, warehouse: Warehouse) -> None:
    """It is here with all of it, whatever the history has of it, until a year has gone since it was over again."""
    insert(source, "outages", [outage(20, BORDER + 2 * HOUR, 60, 2, transformer_id=1) | {"kind": "unplanned"}])
    export_changes(source, warehouse)
    commands, chief = Commands(source), Principal("chief", "supervisor")
    again = ReopenOutage(outage_id=20, reason="one call", transformer_ids=(1,))
    commands.run_all([Order(again)], by=chief, now=NOW - 3 * HOUR)
    nothing = Warehouse(warehouse.root / "nothing")
    assert run(source, "SELECT state, restored_at FROM flux.outages WHERE outage_id = 20") == [("confirmed", None)]
    assert_same(figures(source, warehouse), figures(source, nothing))  # it is over there still
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    assert_same(before, figures(source, nothing))
    assert move(source, warehouse) == MovedOutages(4, (), ())
    assert_same(figures(source, warehouse), before)
    commands.run_all([Order(RestoreOutage(outage_id=20, is_closing=True))], by=chief, now=NOW - HOUR)
    export_changes(source, warehouse)
    year = 365 * DAY
    for years, moved in ((1, 2), (2, 1)):  # 7 and 10, then 20, which was over again in the year after
        now = NOW + years * year
        before = figures(source, warehouse, now)
        assert move_outages(source, warehouse, 1, BORDER + years * year, 20) == MovedOutages(moved, (), ())
        assert_same(figures(source, warehouse, now), before)
        export_changes(source, warehouse)
        assert_same(figures(source, warehouse, now), before)
    assert here(source) == [5, 6, 8, 9]


def test_one_that_is_written_again_is_passed_over(source: PostgresSource, warehouse: Warehouse) -> None:
    """A list that comes every night would bring it back without its steps; it was there already before it was moved."""
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    move(source, warehouse)
    insert(source, "outages", [outage(2, OLD - DAY, 2, 40) | {"kind": "unplanned"}])
    assert (here(source), stubs(source)) == (KEPT, MOVED)
    export_changes(source, warehouse)
    assert there(warehouse) == MOVED + KEPT
    assert_same(figures(source, warehouse), before)


def test_another_outage_takes_no_moved_ones_number(source: PostgresSource, warehouse: Warehouse) -> None:
    """Numbers that begin anew each year did: the moved outage of that number was gone from all figures."""
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    move(source, warehouse)
    with pytest.raises(psycopg.errors.UniqueViolation, match=r"number 2 is that of an outage .* moved to the history"):
        insert(source, "outages", [outage(2, NOW - DAY, 2, 40) | {"kind": "unplanned"}])
    assert stubs(source) == MOVED
    assert_same(figures(source, warehouse), before)


@pytest.mark.parametrize("statement", ["DELETE FROM flux.utilities WHERE utility_id = 1", "delete_utility"])
def test_a_utility_that_goes_takes_its_moved_outages_along(
    source: PostgresSource, warehouse: Warehouse, statement: str
) -> None:
    export_changes(source, warehouse)
    move(source, warehouse)
    export_changes(source, warehouse)
    with source.connection() as connection:
        if statement == "delete_utility":
            execute(connection, statement, utility_id=1)
        else:
            connection.execute(statement.encode())
    assert stubs(source) == []
    export_changes(source, warehouse)
    assert there(warehouse) == []
