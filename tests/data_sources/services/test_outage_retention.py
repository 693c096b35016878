"""Retention of outages as a service: what is older than is kept goes to the history, and what cannot is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_sources.errors import SourceUnavailable
from data_sources.pipeline.exports import export_changes
from data_sources.postgres.source import PostgresSource
from data_sources.services.exports import exports_lock
from data_sources.services.outage_retention import OutageRetention
from data_sources.services.service import Turns
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.small import rows_of
from tests.handmade import NOW, insert, insert_utility, outage

NEW_YEAR = dt.datetime(2025, 1, 1, 6, tzinfo=dt.UTC)  # in Chicago
HOUR = dt.timedelta(hours=1)


def ids(source: PostgresSource) -> list[int]:
    with source.connection() as connection:
        return [row[0] for row in connection.execute(b"SELECT outage_id FROM flux.outages ORDER BY 1").fetchall()]


def fill(source: PostgresSource) -> None:
    """By UTC, 2 is of 2025 already; by the clock of Chicago it is of 2024."""
    insert_utility(source)
    insert(source, "outages", [
        outage(1, NEW_YEAR - 9 * HOUR, 60, 5), outage(2, NEW_YEAR - 2 * HOUR, 60, 5), outage(3, NEW_YEAR, 60, 5),
        outage(4, NOW, 60, 5),
    ])  # fmt: skip


def test_a_year_begins_at_the_utility_s_own_midnight(empty_source: PostgresSource, tmp_path: Path) -> None:
    fill(empty_source)
    warehouse = Warehouse(tmp_path / "warehouse")
    service = OutageRetention(empty_source, warehouse, years=2)
    assert OutageRetention(empty_source, warehouse, years=3).run(NOW) == ""
    assert service.run(NOW) == "moved 2 outages of Handmade 1 to the history"
    assert ids(empty_source) == [3, 4]
    assert service.run(NOW) == ""
    assert service.run(NOW + dt.timedelta(days=365)) == "moved 1 outage of Handmade 1 to the history"
    assert len(rows_of(warehouse, "outage_events", "outage_id")) == 4


def test_what_the_history_lacks_is_kept_and_told(empty_source: PostgresSource, tmp_path: Path) -> None:
    fill(empty_source)
    warehouse = Warehouse(tmp_path / "warehouse")
    export_changes(empty_source, warehouse)
    warehouse.commit(lambda manifest: manifest.with_table("outage_events"))
    assert OutageRetention(empty_source, warehouse, years=2).run(NOW) == (
        "kept 2 outages of Handmade 1 that are due to move: the history does not hold 2 of them (1, 2)"
    )
    assert ids(empty_source) == [1, 2, 3, 4]


def test_a_history_that_is_away_postpones(empty_source: PostgresSource, tmp_path: Path) -> None:
    fill(empty_source)
    (tmp_path / "disk").write_text("not mounted")
    away = Warehouse(tmp_path / "disk" / "warehouse")
    with pytest.raises(SourceUnavailable, match="history is away"):
        OutageRetention(empty_source, away, years=2).run(NOW)
    assert ids(empty_source) == [1, 2, 3, 4]
    assert OutageRetention(empty_source, Warehouse(tmp_path / "back"), years=2).run(NOW).startswith("moved 2 outages")


def test_beside_servers_with_histories_of_their_own_all_is_kept_and_told(
    empty_source: PostgresSource, tmp_path: Path
) -> None:
    fill(empty_source)
    mine, other = Warehouse(tmp_path / "mine"), Warehouse(tmp_path / "other")
    beat = {"service": exports_lock(other), "beat_at": NOW - dt.timedelta(days=29), "detail": "{}"}
    insert(empty_source, "heartbeats", [beat, beat | {"service": exports_lock(mine), "beat_at": NOW}])
    service = OutageRetention(empty_source, mine, years=2)
    assert service.run(NOW) == (
        "kept 2 outages of Handmade 1 that are due to move: other servers keep histories of their own beside this database"
    )
    assert ids(empty_source) == [1, 2, 3, 4]
    snowflake = OutageRetention(empty_source, None, years=2)
    Turns(snowflake, empty_source, lambda _state: None).look(NOW)  # by another server
    assert service.run(NOW + dt.timedelta(days=2)).startswith("kept 2 outages")
    with empty_source.connection() as connection:
        connection.execute(b"DELETE FROM flux.heartbeats WHERE service = 'exports to Snowflake'")
    assert service.run(NOW + dt.timedelta(days=2)) == "moved 2 outages of Handmade 1 to the history"  # it is gone


def test_beside_snowflake_all_is_kept_and_told(empty_source: PostgresSource) -> None:
    fill(empty_source)
    assert OutageRetention(empty_source, None, years=2).run(NOW) == (
        "kept 2 outages of Handmade 1 that are due to move: what Snowflake holds of them cannot be proven from here"
    )
    assert ids(empty_source) == [1, 2, 3, 4]
