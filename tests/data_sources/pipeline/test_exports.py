"""From the live database into the history: what changed, once, and nothing of a utility that is gone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from data_sources.demo.ami.day import is_made
from data_sources.pipeline.exports import export_changes, export_network
from data_sources.pipeline.made import MADE_FOR, without_made
from data_sources.pipeline.rollups.rollups import rollup_tables
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.files import Part, Warehouse
from data_sources.warehouse.schema import READINGS
from tests.data_sources.pipeline.small import make_warehouse, rows_of
from tests.handmade import NOW, insert, insert_utility, outage

LAST_YEAR = NOW - dt.timedelta(days=365)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


@pytest.fixture
def source(empty_source: PostgresSource) -> PostgresSource:
    """Two utilities with outages of two years and an hour of weather."""
    for utility_id in (1, 2):
        insert_utility(empty_source, utility_id=utility_id)
        mine = {"utility_id": utility_id}
        insert(
            empty_source,
            "outages",
            [outage(utility_id, LAST_YEAR, 60, 10) | mine, outage(utility_id + 2, NOW, 30, 5) | mine],
        )
    hour = {"utility_id": 1, "temperature_c": 30.0, "humidity_pct": 40.0, "wind_mps": 2.0, "is_simulated": False}
    insert(empty_source, "weather", [hour | {"observed_at": NOW}])
    return empty_source


def run(source: PostgresSource, sql: str, *values: Any) -> None:
    with source.connection() as connection:
        connection.execute(sql.encode(), values)


def paths(warehouse: Warehouse, table: str) -> set[str]:
    return {part.path for part in warehouse.manifest().of(table)}


def outage_ids(warehouse: Warehouse) -> list[int]:
    return [row["outage_id"] for row in rows_of(warehouse, "outage_events", "outage_id")]  # type: ignore[misc]


def test_what_is_there_is_copied_once(source: PostgresSource, warehouse: Warehouse) -> None:
    assert export_changes(source, warehouse) == ["outage_events", "weather"]
    assert outage_ids(warehouse) == [1, 2, 3, 4]
    (hour,) = rows_of(warehouse, "weather", "observed_at")
    assert (hour["observed_at"], hour["temperature_c"]) == (NOW.replace(tzinfo=None), 30.0)
    version = warehouse.manifest().version
    assert export_changes(source, warehouse) == []
    assert warehouse.manifest().version == version


def test_only_the_slice_that_changed_is_written_again(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    before = paths(warehouse, "outage_events")
    run(source, "UPDATE flux.outages SET cause = 'squirrel' WHERE outage_id = 3")
    assert export_changes(source, warehouse) == ["outage_events"]
    after = paths(warehouse, "outage_events")
    assert (len(before), len(before & after), len(after)) == (4, 3, 4)
    causes = {row["outage_id"]: row["cause"] for row in rows_of(warehouse, "outage_events", "outage_id")}
    assert causes == {1: "tree", 2: "tree", 3: "squirrel", 4: "tree"}


def test_what_came_and_what_went_is_followed(source: PostgresSource, warehouse: Warehouse) -> None:
    export_changes(source, warehouse)
    insert(source, "outages", [outage(9, NOW, None, 50)])
    run(source, "DELETE FROM flux.outages WHERE outage_id = 1")
    export_changes(source, warehouse)
    assert outage_ids(warehouse) == [2, 3, 4, 9]
    run(source, "DELETE FROM flux.utilities WHERE utility_id = 2")
    export_changes(source, warehouse)
    assert outage_ids(warehouse) == [3, 9]


def test_a_history_that_was_copied_as_a_whole_is_taken_over(source: PostgresSource, warehouse: Warehouse) -> None:
    """A file without a slice, as an older Flux left it, is not counted beside the slices."""
    export_changes(source, warehouse)
    (rows, *_) = warehouse.manifest().of("outage_events")
    whole = Part(rows.path, rows.rows, "table")
    warehouse.commit(
        lambda manifest: manifest.with_table("outage_events", whole).with_notes(**{"exported:outage_events": "{}"})
    )
    export_changes(source, warehouse)
    assert outage_ids(warehouse) == [1, 2, 3, 4]


def test_the_network_is_copied_when_a_utility_was_loaded_anew(source: PostgresSource, warehouse: Warehouse) -> None:
    assert export_network(source, warehouse)
    meters = paths(warehouse, "meters")
    assert not export_network(source, warehouse)
    assert paths(warehouse, "meters") == meters
    run(source, "UPDATE flux.utilities SET loaded_at = loaded_at + interval '1 day' WHERE utility_id = 2")
    assert export_network(source, warehouse)
    assert len(rows_of(warehouse, "meters", "meter_id")) == 8
    assert export_network(source, warehouse, anyway=True)


def test_a_database_without_a_utility_gives_tables_without_rows(
    empty_source: PostgresSource, warehouse: Warehouse
) -> None:
    assert export_network(empty_source, warehouse)
    assert export_changes(empty_source, warehouse) == []
    assert rows_of(warehouse, "meters", "meter_id") == []


def test_readings_made_for_a_load_that_is_gone_go_and_measured_ones_stay(tmp_path: Path) -> None:
    own = Part("a", 1, "settled", "2026-11-11", "u1")
    real = Part("b", 1, "settled", "2026-11-11", "u2")
    rollup = Part("c", 1, "rollup", "2026-11-11", "day")
    manifest = make_warehouse(tmp_path).manifest().with_part(READINGS, own, real).with_part(rollup_tables()[0], rollup)
    manifest = manifest.with_part("demo_ground_truth", Part("d", 1, "table"))
    manifest = manifest.with_notes(**{MADE_FOR: "1/7/yesterday", "made:u1:2026-11-11": "1/7/yesterday"})
    assert without_made(manifest, ["1/7/yesterday", "2/-1/x"]) is manifest
    kept = without_made(manifest, ["1/7/today", "2/-1/x"])
    assert kept.of(READINGS) == (real,)
    assert kept.of(rollup_tables()[0]) == kept.of("demo_ground_truth") == ()
    assert not is_made(kept, 1, dt.date(2026, 11, 11))
    assert without_made(kept, ["1/7/today"]) is kept


def test_a_network_in_the_demo_s_place_takes_no_simulated_reading_over(
    source: PostgresSource, warehouse: Warehouse
) -> None:
    """Same meter ids, another utility: what was simulated for the first is not shown as the second's."""
    export_network(source, warehouse)
    made = Part("made", 1, "settled", "2026-07-08", "u1")
    warehouse.commit(lambda manifest: manifest.with_part(READINGS, made).with_notes(**{MADE_FOR: "1/7/a demo"}))
    run(source, "UPDATE flux.utilities SET loaded_at = loaded_at + interval '1 day', source_note = 'imported'")
    assert export_network(source, warehouse)
    assert warehouse.manifest().of(READINGS) == ()
