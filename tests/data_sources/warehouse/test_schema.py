"""The history's tables come from their DDL alone; templates are filled with safe values only."""

from __future__ import annotations

import pyarrow as pa
import pytest

from data_sources.errors import QueryError
from data_sources.warehouse.dialect import to_duckdb
from data_sources.warehouse.schema import arrow_schema, definitions, fill, reading_schema, schema_texts

ISSUE_COLUMNS = (
    "meter_id", "interval_start_at", "energy_delivered_kwh", "energy_received_kwh", "reactive_kvarh", "voltage_v",
    "quality", "ingested_at",
)  # fmt: skip


def test_a_reading_has_the_columns_everything_stands_on() -> None:
    assert set(ISSUE_COLUMNS) <= set(arrow_schema("ami_interval_readings").names)
    assert arrow_schema("ami_interval_readings").field("interval_start_at").type == pa.timestamp("us")
    assert "ingested_at" not in reading_schema().names


def test_the_deduplicated_table_has_the_columns_of_the_raw_one() -> None:
    assert arrow_schema("ami_interval_readings") == arrow_schema("ami_interval_readings_raw")


def test_a_rollup_stands_after_what_it_reads() -> None:
    seen: list[str] = []
    for table in definitions().values():
        for other in definitions():
            if table.rollup and other != table.name and f" {other} " in table.rollup.replace("\n", " "):
                assert other in seen, f"{table.name} reads {other}"
        seen.append(table.name)


def test_rollups_are_clustered_by_day() -> None:
    assert {table.clustering[0] for table in definitions().values() if table.rollup} == {"reading_day"}


def test_the_variables_of_the_schema_are_filled() -> None:
    texts = schema_texts({"target_lag": "5 minutes", "warehouse": "OPS_WH"})
    assert any("TARGET_LAG = '5 minutes' WAREHOUSE = OPS_WH" in text for text in texts)
    assert not any("<%" in text for text in texts)


@pytest.mark.parametrize("value", ["1 minute'; DROP TABLE x; --", "", 'a"b', "a\nb;"])
def test_a_value_that_could_end_its_place_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="target_lag"):
        fill("TARGET_LAG = '<% target_lag %>'", {"target_lag": value})


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(QueryError, match="no table 'nonsense'"):
        arrow_schema("nonsense")


def test_what_duckdb_cannot_do_is_refused_and_not_dropped() -> None:
    with pytest.raises(QueryError, match="cannot run this Snowflake SQL"):
        to_duckdb("SELECT TO_CHAR(1234.5, '9,999.00')")


def test_binds_keep_their_names() -> None:
    assert "$meter_id" in to_duckdb("SELECT :meter_id AS m")


def test_several_statements_are_refused() -> None:
    with pytest.raises(QueryError, match="holds 2"):
        to_duckdb("SELECT 1; SELECT 2")
