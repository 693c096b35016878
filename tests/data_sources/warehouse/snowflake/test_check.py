"""`fluxops check --warehouse`: what is missing or of another type, on both engines."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.cache import CachedSource
from data_sources.checks.finding import Finding
from data_sources.checks.warehouse import check_warehouse
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import definitions
from data_sources.warehouse.snowflake import SnowflakeSource
from tests.app.looping import GivenVersions
from tests.data_sources import history_rows
from tests.fakesnow.running import FakeSnowflake


def bad(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.check: finding for finding in findings if finding.severity != "ok"}


def test_the_history_is_whole_on_both_engines(snowflake: SnowflakeSource, embedded_history: DuckSource) -> None:
    for source in (snowflake, embedded_history, CachedSource(embedded_history, GivenVersions())):
        findings = check_warehouse(source)
        assert bad(findings) == {}
        assert {f"table {name}" for name in definitions()} <= {finding.check for finding in findings}


def test_somebody_else_s_tables_are_told_apart(empty_server: FakeSnowflake) -> None:
    source = empty_server.source(database="FOREIGN_DB", schema="PUBLIC")
    source.run("CREATE TABLE utilities (utility_id VARCHAR, utility_name VARCHAR, is_demo BOOLEAN, more INTEGER)")
    source.run("CREATE TABLE substations (substation_id INTEGER, utility_id INTEGER, substation_name VARCHAR, lon FLOAT,"
               " lat FLOAT, voltage_kv NUMBER(6, 2), capacity_mva INTEGER)")  # fmt: skip
    found = bad(check_warehouse(source))
    source.close()
    assert found["table utilities"].count == 2
    assert found["table utilities"].examples == "utility_id is text, wanted integer; time_zone is missing"
    assert found["table meters"].sentence == "The table meters is missing."
    assert "table substations" not in found  # whole numbers and decimals serve where a fraction may stand


def test_files_that_are_gone_or_other_are_told(tmp_path: Path) -> None:
    source = history_rows.write_warehouse(tmp_path)
    manifest = source.warehouse.manifest()
    (tmp_path / manifest.of("weather")[0].path).unlink()
    other = tmp_path / manifest.of("poles")[0].path
    pq.write_table(pa.table({"pole_id": [1, 2]}), other)
    found = bad(check_warehouse(DuckSource(Warehouse(tmp_path))))
    assert "cannot be read" in found["files of weather"].examples
    assert "has other columns" in found["files of poles"].examples
    assert found["warehouse"].sentence.startswith(
        "The history cannot be asked: The embedded history cannot read its files"
    )


def test_a_warehouse_that_is_away_is_a_finding(server: FakeSnowflake) -> None:
    away = SnowflakeSource(server.settings(port=1, attempts=1))
    (finding,) = check_warehouse(away)
    away.close()
    assert finding.sentence.startswith("The history cannot be asked: Snowflake (fakesnow) does not answer")
