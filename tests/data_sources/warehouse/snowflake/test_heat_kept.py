"""Temperatures on Snowflake: what keeping them up writes there is what it writes into the embedded history."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data_sources.errors import ContractError
from data_sources.pipeline.rollups.rollups import WHOLE_DAY
from data_sources.pipeline.thermal.files import HeatFiles
from data_sources.pipeline.thermal.keeping import HeatUtility, keep_up
from data_sources.pipeline.thermal.on_snowflake import HeatOnSnowflake
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.migrations import split
from data_sources.warehouse.schema import definitions, schema_texts
from data_sources.warehouse.snowflake import SnowflakeSource
from tests.data_sources import history_rows
from tests.fakesnow.running import FakeSnowflake
from tests.handmade import insert_utility

UTILITY = HeatUtility(1, history_rows.ZONE.key)
NOW = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
DAYS = history_rows.DAYS
TABLES = ("thermal_stress", "transformer_thermal_day", "transformer_thermal_state")


@pytest.fixture
def snowflake(empty_server: FakeSnowflake, request: pytest.FixtureRequest) -> Iterator[SnowflakeSource]:
    """Three days of readings in a schema of the test's own, no temperature yet."""
    schema = request.node.name.upper()
    source, place = empty_server.source(database="HEAT", schema=schema), f"HEAT.{schema}"
    for text in schema_texts():
        for statement in split(text):
            source.run(statement)
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in history_rows.written_tables().items():
            if "thermal" not in name:
                empty_server.load(name, rows, Path(folder), place)
        empty_server.load("ami_interval_readings_raw", history_rows.raw_readings(), Path(folder), place)
    for name, definition in definitions().items():
        if definition.rollup is not None:
            source.run(f"INSERT INTO {name} ({', '.join(definition.schema.names)}) {definition.rollup}")
    yield source
    source.close()


@pytest.fixture
def heat_files(tmp_path: Path) -> HeatFiles:
    """The same readings as files of whole days."""
    source = history_rows.write_warehouse(tmp_path / "warehouse")
    warehouse = source.warehouse
    for day in DAYS:
        rows = source.run(f"SELECT * FROM transformer_hourly_load WHERE reading_day = '{day}'", {})
        part = warehouse.write("transformer_hourly_load", rows, role="rollup", day=str(day), scope=WHOLE_DAY)
        warehouse.commit(lambda manifest, part=part: manifest.with_part("transformer_hourly_load", part))
    old = [part for part in warehouse.manifest().of("transformer_hourly_load") if not part.day]
    warehouse.commit(lambda manifest: manifest.without("transformer_hourly_load", old))
    for table in TABLES:
        warehouse.commit(lambda manifest, table=table: manifest.with_table(table))
    return HeatFiles(warehouse, DuckSource(warehouse, threads=1))


def rows_of(source: Any, table: str) -> list[dict[str, Any]]:
    names = ", ".join(definitions()[table].schema.names)
    found: list[dict[str, Any]] = source.run(
        f"SELECT {names} FROM {table} ORDER BY 1, 2, 3", *_nothing(source)
    ).to_pylist()
    return found


def _nothing(source: Any) -> tuple[dict[str, Any], ...]:
    return ({},) if isinstance(source, DuckSource) else ()


def test_both_histories_hold_the_same(
    empty_source: PostgresSource, snowflake: SnowflakeSource, heat_files: HeatFiles
) -> None:
    insert_utility(empty_source)
    store = HeatOnSnowflake(snowflake)
    for one in (store, heat_files):
        assert keep_up(empty_source, one, UTILITY, NOW).days == tuple(DAYS)
        assert keep_up(empty_source, one, UTILITY, NOW).days == ()
    for table in TABLES:
        expected, found = rows_of(heat_files.history, table), rows_of(snowflake, table)
        assert len(found) > 0
        assert [{name: _plain(value) for name, value in row.items()} for row in found] == [
            {name: _plain(value) for name, value in row.items()} for row in expected
        ]


def test_a_changed_day_takes_the_place_of_what_was_there(
    empty_source: PostgresSource, snowflake: SnowflakeSource
) -> None:
    insert_utility(empty_source)
    store = HeatOnSnowflake(snowflake)
    keep_up(empty_source, store, UTILITY, NOW)
    before = rows_of(snowflake, "transformer_thermal_day")
    snowflake.run(
        f"UPDATE transformer_hourly_load SET energy_delivered_kwh = 30, load_kva = 30 WHERE reading_day = '{DAYS[1]}'"
    )
    assert keep_up(empty_source, store, UTILITY, NOW).days == tuple(DAYS[1:])
    after = rows_of(snowflake, "transformer_thermal_day")
    assert [(row["transformer_id"], row["reading_day"]) for row in after] == [
        (row["transformer_id"], row["reading_day"]) for row in before
    ]
    for old, new in zip(before, after, strict=True):
        assert (new["aged_hours"] > old["aged_hours"]) == (new["reading_day"] != DAYS[0])
    assert len(rows_of(snowflake, "thermal_stress")) == 2 * 71 - 1  # one of transformer 2's three meters missed an hour


def test_loads_that_only_change_places_are_another_day(
    empty_source: PostgresSource, snowflake: SnowflakeSource
) -> None:
    """The hours of a day reversed: as many, with the same sums."""
    insert_utility(empty_source)
    store, day = HeatOnSnowflake(snowflake), f"WHERE reading_day = '{DAYS[1]}'"
    keep_up(empty_source, store, UTILITY, NOW)
    names = "energy_delivered_kwh AS energy, reactive_kvarh AS reactive, load_kva AS load, minutes_received AS minutes"
    place = "ROW_NUMBER() OVER (PARTITION BY transformer_id ORDER BY hour_start_at"
    snowflake.run(
        "CREATE TEMPORARY TABLE reversed AS SELECT a.transformer_id, a.hour_start_at, b.energy, b.reactive, b.load, b.minutes "
        f"FROM (SELECT transformer_id, hour_start_at, {place}) AS k FROM transformer_hourly_load {day}) AS a "
        f"JOIN (SELECT transformer_id, {names}, {place} DESC) AS k FROM transformer_hourly_load {day}) AS b "
        "ON a.transformer_id = b.transformer_id AND a.k = b.k"
    )
    snowflake.run(
        "UPDATE transformer_hourly_load SET energy_delivered_kwh = r.energy, reactive_kvarh = r.reactive, load_kva = r.load, "
        "minutes_received = r.minutes FROM reversed AS r WHERE transformer_hourly_load.transformer_id = r.transformer_id "
        "AND transformer_hourly_load.hour_start_at = r.hour_start_at"
    )
    assert keep_up(empty_source, store, UTILITY, NOW).days[0] == DAYS[1]


def test_a_day_that_cannot_be_written_whole_is_not_written(
    empty_source: PostgresSource, snowflake: SnowflakeSource
) -> None:
    insert_utility(empty_source)
    snowflake.run("DROP TABLE transformer_thermal_state")
    store = HeatOnSnowflake(snowflake)
    with pytest.raises(ContractError):
        keep_up(empty_source, store, UTILITY, NOW)
    assert rows_of(snowflake, "transformer_thermal_day") == []
    assert rows_of(snowflake, "thermal_stress") == []


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, int | float) else value
