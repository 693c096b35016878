"""A database and a history of outages."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.moving.cases import BORDER, DAY, HOUR, MINUTE, OLD, OLDER, run
from tests.handmade import insert, insert_utility, outage


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


@pytest.fixture
def source(empty_source: PostgresSource) -> PostgresSource:
    """Of the years that move: 1 in steps, 2 momentary, 3 planned, 4 without names; 5 to 9 may not; 10 is of last year."""
    insert_utility(empty_source, served=(1200, 800))
    kind = {"kind": "unplanned"}
    insert(empty_source, "outages", [
        outage(1, OLD, 90, 30, device_id=1) | kind, outage(2, OLD - DAY, 2, 40) | kind,
        outage(3, OLDER, 120, 5, feeder_id=2) | {"kind": "planned"}, outage(4, OLDER - HOUR, 20, 7) | kind,
        outage(5, OLD + HOUR, None, 11) | kind,  # lasts
        outage(6, OLD + 2 * HOUR, 60, 3) | kind | {"state": "restored"},  # not closed
        outage(7, BORDER - HOUR, 120, 8) | kind,  # lasted into the year that is kept
        outage(8, OLD + 3 * HOUR, 60, 2) | kind,  # a crew is on it still
        outage(9, OLD + 4 * HOUR, 60, 2) | kind,  # of a storm
        outage(10, BORDER + HOUR, 60, 20) | kind,
    ])  # fmt: skip
    insert(empty_source, "interruptions", [
        {"outage_id": 1, "out_at": OLD, "restored_at": OLD + minutes * MINUTE, "customers": customers,
         "transformer_ids": ids}
        for minutes, customers, ids in ((3, 10, "{1}"), (90, 20, "{1,2}"))
    ])  # fmt: skip
    run(empty_source, "UPDATE flux.outages SET has_interruptions = true WHERE outage_id = 1")
    run(empty_source, "UPDATE flux.crews SET outage_id = 8 WHERE crew_id = (SELECT min(crew_id) FROM flux.crews)")
    storm = {"utility_id": 1, "storm_name": "Iris", "started_by": "maria", "ended_by": "maria"}
    insert(empty_source, "storms", [storm | {"started_at": OLD + 3.5 * HOUR, "ended_at": OLD + 6 * HOUR}])
    return empty_source
