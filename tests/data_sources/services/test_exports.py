"""Exports as a service: pages are told what changed, and only then."""

from __future__ import annotations

from pathlib import Path

from data_sources.postgres.source import PostgresSource
from data_sources.services.exports import Exports
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.small import rows_of
from tests.handmade import NOW, insert, insert_utility, outage


def test_pages_are_told_of_what_was_copied(empty_source: PostgresSource, tmp_path: Path) -> None:
    insert_utility(empty_source)
    warehouse = Warehouse(tmp_path / "warehouse")
    service = Exports(empty_source, warehouse)
    with empty_source.dedicated_connection() as listening:
        listening.execute("LISTEN flux")
        assert service.run(NOW) == "copied network"
        insert(empty_source, "outages", [outage(1, NOW, 30, 5)])
        assert service.run(NOW) == "copied outage_events"
        assert service.run(NOW) == ""
        told = [one.payload for one in listening.notifies(timeout=1)]
    assert [topic for topic in told if topic in ("ami", "exports")] == ["ami", "exports"]
    assert len(rows_of(warehouse, "outage_events", "outage_id")) == 1
