"""Who moves or exports is killed: nothing is lost, nothing doubled."""

from __future__ import annotations

import time

import pytest

from data_sources.pipeline.exports import export_changes
from data_sources.pipeline.moving import MovedOutages
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.locks import alone
from tests.data_sources.pipeline.moving.cases import (
    KEPT,
    MOVED,
    assert_same,
    exported_in_a_process,
    figures,
    here,
    kill_at,
    move,
    moved_in_a_process,
    process_of,
    run,
    there,
    wait_until_blocked,
)


@pytest.mark.parametrize(
    "lock",
    [
        "LOCK flux.transformers IN ACCESS EXCLUSIVE MODE",  # in the middle of the proof
        "SELECT FROM flux.outages WHERE outage_id = 2 FOR UPDATE",  # proven, nothing done
        "SELECT FROM flux.interruptions FOR UPDATE",
        "LOCK flux.moved_outages IN SHARE MODE",  # deleted, and what stays not written
        "LOCK flux.audit IN SHARE MODE",  # not committed
    ],
)
def test_killed_in_the_middle_nothing_is_lost_and_nothing_doubled(
    source: PostgresSource, warehouse: Warehouse, lock: str
) -> None:
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    kill_at(lock, source, process_of(moved_in_a_process, source, warehouse))
    assert_same(figures(source, warehouse), before)
    assert here(source) == MOVED + KEPT
    export_changes(source, warehouse)
    assert move(source, warehouse) == MovedOutages(4, (), ())
    assert_same(figures(source, warehouse), before)
    export_changes(source, warehouse)
    assert_same(figures(source, warehouse), before)


def files(warehouse: Warehouse) -> int:
    return len(list((warehouse.root / "outage_events").glob("*.parquet")))


def test_an_export_that_is_killed_before_it_carries_loses_nothing(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    move(source, warehouse)
    locked = "LOCK flux.transformers IN ACCESS EXCLUSIVE MODE"
    kill_at(locked, source, process_of(exported_in_a_process, source, warehouse))
    assert_same(figures(source, warehouse), before)
    assert export_changes(source, warehouse) == ["outage_events"]
    assert there(warehouse) == MOVED + KEPT
    assert_same(figures(source, warehouse), before)


def test_an_export_that_is_killed_before_its_commit_loses_nothing(source: PostgresSource, warehouse: Warehouse) -> None:
    """What is moved was carried over into files that do not count yet."""
    export_changes(source, warehouse)
    before, count = figures(source, warehouse), files(warehouse)
    move(source, warehouse)
    process = process_of(exported_in_a_process, source, warehouse)
    with alone(warehouse.root, "writing"):
        process.start()
        for _ in range(1200):
            if files(warehouse) == count + len(warehouse.manifest().of("outage_events")) - 1:  # of two years
                break
            time.sleep(0.05)
        else:
            raise AssertionError("It never came to its commit.")
        process.kill()
        process.join()
    assert there(warehouse) == MOVED + KEPT
    assert_same(figures(source, warehouse), before)
    assert export_changes(source, warehouse) == ["outage_events"]
    assert there(warehouse) == MOVED + KEPT
    assert_same(figures(source, warehouse), before)


def test_a_move_that_is_killed_beside_a_waiting_export(source: PostgresSource, warehouse: Warehouse) -> None:
    """The export gets its turn by the death of who moves, and copies what is here."""
    export_changes(source, warehouse)
    before = figures(source, warehouse)
    moves = process_of(moved_in_a_process, source, warehouse)
    exports = process_of(exported_in_a_process, source, warehouse)
    run(source, "UPDATE flux.outages SET customers_interrupted = 21 WHERE outage_id = 10")
    with source.dedicated_connection() as holding, holding.transaction():
        holding.execute(b"LOCK flux.moved_outages IN SHARE MODE")
        moves.start()
        wait_until_blocked(source)
        exports.start()
        exports.join(timeout=3)
        assert exports.is_alive()
        moves.kill()
        moves.join()
    exports.join()
    assert exports.exitcode == 0
    assert (here(source), there(warehouse)) == (MOVED + KEPT, MOVED + KEPT)
    run(source, "UPDATE flux.outages SET customers_interrupted = 20 WHERE outage_id = 10")
    export_changes(source, warehouse)
    assert_same(figures(source, warehouse), before)
    assert move(source, warehouse) == MovedOutages(4, (), ())
    assert_same(figures(source, warehouse), before)
