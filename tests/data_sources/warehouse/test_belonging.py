"""A history that holds what was moved out of one database, connected to another one."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.errors import FluxError
from data_sources.history.outages import OutageSpan, interruptions_of
from data_sources.pipeline.exports import database_id
from data_sources.pipeline.moving import MovedOutages, move_outages
from data_sources.postgres.source import PostgresSource
from data_sources.services.exports import Exports
from data_sources.source import Sources
from data_sources.studies.reliability.live_record import live_record
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.small import rows_of
from tests.handmade import NOW, insert, insert_utility, outage

DAY = dt.timedelta(days=1)
LONG_AGO = NOW - 2000 * DAY
KIND = {"kind": "unplanned"}


def run(source: PostgresSource, sql: str) -> None:
    with source.connection() as connection:
        connection.execute(sql.encode())


@pytest.fixture
def warehouse(empty_source: PostgresSource, tmp_path: Path) -> Warehouse:
    """Outage 1 was moved to it, and 2 is in it, of another database than the one that is here now, whose 1 is its own."""
    insert_utility(empty_source, served=(1200, 800))
    insert(
        empty_source, "outages", [outage(1, NOW - 400 * DAY, 90, 30) | KIND, outage(2, NOW - 3 * DAY, 90, 20) | KIND]
    )
    warehouse = Warehouse(tmp_path / "warehouse")
    Exports(empty_source, warehouse).run(NOW)
    assert move_outages(empty_source, warehouse, 1, NOW - 300 * DAY, 20) == MovedOutages(1, (), ())
    run(empty_source, "UPDATE flux.database_identity SET database_id = 'another'")
    run(empty_source, "TRUNCATE flux.moved_outages, flux.outages CASCADE")
    run(empty_source, "UPDATE flux.utilities SET loaded_at = loaded_at + interval '1 hour'")
    run(empty_source, "UPDATE flux.feeders SET feeder_name = 'B-' || feeder_name")
    run(
        empty_source,
        "INSERT INTO flux.moved_outages VALUES "
        "(1, 1, 1, now() - interval '900 days', now() - interval '899 days', 'tree', 6, true, 6, 8640)",
    )
    insert(empty_source, "outages", [outage(3, NOW - 9 * DAY, 90, 7) | KIND])
    return warehouse


@pytest.fixture
def history(empty_source: PostgresSource, warehouse: Warehouse) -> Iterator[DuckSource]:
    history = DuckSource(warehouse).beside(database_id(empty_source))
    yield history
    history.close()


def test_nothing_of_it_is_replaced_the_network_neither(empty_source: PostgresSource, warehouse: Warehouse) -> None:
    before = warehouse.manifest()
    with pytest.raises(FluxError, match="moved there out of another database"):
        Exports(empty_source, warehouse).run(NOW)
    assert warehouse.manifest() is before
    assert [row["feeder_name"] for row in rows_of(warehouse, "feeders", "feeder_name")] == ["F0001", "F0002"]


def test_its_outages_are_none_of_the_other_ones(empty_source: PostgresSource, history: DuckSource) -> None:
    span = OutageSpan.begun(1, LONG_AGO, NOW)
    assert interruptions_of(Sources(empty_source, history), span, NOW).outage.tolist() == [3]
    assert live_record(empty_source, 1, NOW, history).record.outage.tolist() == [3]
    assert "moved there out of another database; they are left out" in history.health().message


def test_beside_its_own_database_they_count(empty_source: PostgresSource, history: DuckSource) -> None:
    run(empty_source, f"UPDATE flux.database_identity SET database_id = '{_follows(history.warehouse)}'")
    history.beside(database_id(empty_source))
    found = interruptions_of(Sources(empty_source, history), OutageSpan.begun(1, LONG_AGO, NOW), NOW)
    assert sorted(found.outage.tolist()) == [1, 2, 3]
    assert history.health().message == ""


def test_in_another_process_they_are_left_out_too(empty_source: PostgresSource, history: DuckSource) -> None:
    again = pickle.loads(pickle.dumps(history))
    found = interruptions_of(Sources(empty_source, again), OutageSpan.begun(1, LONG_AGO, NOW), NOW)
    again.close()
    assert found.outage.tolist() == [3]


def _follows(warehouse: Warehouse) -> str:
    return warehouse.manifest().notes["moved_from"]
