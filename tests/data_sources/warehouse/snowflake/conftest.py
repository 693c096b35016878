"""Fixtures: one Snowflake-protocol server for the run, with the hand-made history in it; the same rows embedded."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.migrations import split
from data_sources.warehouse.schema import definitions, schema_texts
from data_sources.warehouse.snowflake import SnowflakeSource
from tests.data_sources import history_rows
from tests.fakesnow.environment import EnvironmentMissing
from tests.fakesnow.running import FakeSnowflake, running_server


@pytest.fixture(scope="session")
def empty_server() -> Iterator[FakeSnowflake]:
    """A server without tables."""
    os.environ["SNOWFLAKE_DISABLE_PLATFORM_DETECTION"] = "true"  # else each login asks the clouds' metadata addresses
    try:
        with running_server() as server:
            yield server
    except EnvironmentMissing as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def server(empty_server: FakeSnowflake) -> FakeSnowflake:
    """The server with the history's tables and the hand-made rows; rollups by the DDL's own SELECTs."""
    source = empty_server.source()
    for text in schema_texts():
        for statement in split(text):
            source.run(statement)
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in history_rows.written_tables().items():
            empty_server.load(name, rows, Path(folder))
        empty_server.load("ami_interval_readings_raw", history_rows.raw_readings(), Path(folder))
    for name, definition in definitions().items():
        if definition.rollup is not None:
            source.run(f"INSERT INTO {name} ({', '.join(definition.schema.names)}) {definition.rollup}")
    source.close()
    return empty_server


@pytest.fixture
def snowflake(server: FakeSnowflake) -> Iterator[SnowflakeSource]:
    """A source of the test's own."""
    source = server.source()
    yield source
    source.close()


@pytest.fixture(scope="session")
def embedded_history() -> Iterator[DuckSource]:
    """The same rows in an embedded warehouse."""
    with tempfile.TemporaryDirectory() as folder:
        source = history_rows.write_warehouse(Path(folder))
        yield source
        source.close()
