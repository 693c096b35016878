"""The files of deploy/snowflake: parsed all, and what the test server can do of them, done."""

from __future__ import annotations

import datetime as dt
import logging
import math
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from data_sources.importers.readings.sheets.factor import reactive_kvarh
from data_sources.warehouse.migrations import split
from data_sources.warehouse.schema import fill, schema_files, schema_texts
from data_sources.warehouse.snowflake import SnowflakeSource
from tests.data_sources import history_rows
from tests.fakesnow.running import FakeSnowflake

FOLDER = Path(__file__).parents[4] / "deploy" / "snowflake"
VARIABLES = {
    "database": "ADAPTED", "schema": "HISTORY", "warehouse": "FLUX_WH", "user": "FLUX_APP", "bucket": "my-bucket",
    "integration": "FLUX_S3", "utility_id": "1", "stamp_zone": "UTC", "stamp_shift_minutes": "0", "interval_minutes": "15",
    "source": "SI_DEMOS.PRODUCTION", "history": "ADAPTED.HISTORY", "target": "ADAPTED.PRODUCTION", "target_lag": "1 minute",
}  # fmt: skip
# What sqlglot reads as a command without looking inside; anything else it cannot parse is a mistake of ours.
COMMANDS = (
    "CREATE ROLE IF NOT EXISTS ", "CREATE STREAM IF NOT EXISTS ", "CREATE TASK IF NOT EXISTS ", "CREATE PIPE IF NOT EXISTS ",
    "GRANT SELECT ON ALL ", "GRANT SELECT ON FUTURE ", "GRANT ROLE ", "GRANT OPERATE, MONITOR ON PIPE ",
    "CREATE OR REPLACE CORTEX SEARCH SERVICE ", "CREATE OR REPLACE AGENT ", "GRANT USAGE ON CORTEX SEARCH SERVICE ",
    "GRANT USAGE ON AGENT ", "GRANT DATABASE ROLE ",
)  # fmt: skip
# What sqlglot has no grammar for at all: its parts are read one by one, in test_assistant_deploy.py.
UNREAD = ("CREATE OR REPLACE SEMANTIC VIEW ",)
OLD_TABLE = """
CREATE TABLE ami_interval_readings (
    meter_id VARCHAR, "TIMESTAMP" TIMESTAMP_NTZ, usage_kwh FLOAT, voltage FLOAT, power_factor FLOAT,
    customer_segment_id VARCHAR
)"""
OLD_ROWS: list[dict[str, Any]] = [
    {"METER_ID": "MTR-0001", "TIMESTAMP": dt.datetime(2026, 3, 8, 5, 45), "USAGE_KWH": 1.0, "VOLTAGE": 120.5,
     "POWER_FACTOR": 0.9, "CUSTOMER_SEGMENT_ID": "residential"},
    {"METER_ID": "MTR-0002", "TIMESTAMP": dt.datetime(2026, 3, 8, 6), "USAGE_KWH": -2.0, "VOLTAGE": 241.0,
     "POWER_FACTOR": 1.0, "CUSTOMER_SEGMENT_ID": "commercial"},
    {"METER_ID": "MTR-0003", "TIMESTAMP": dt.datetime(2026, 3, 8, 6), "USAGE_KWH": None, "VOLTAGE": None,
     "POWER_FACTOR": None, "CUSTOMER_SEGMENT_ID": "residential"},
    {"METER_ID": "MTR-0004", "TIMESTAMP": dt.datetime(2026, 3, 8, 6), "USAGE_KWH": 4.0, "VOLTAGE": 120.0,
     "POWER_FACTOR": -0.8, "CUSTOMER_SEGMENT_ID": "residential"},
    {"METER_ID": "NOBODY", "TIMESTAMP": dt.datetime(2026, 3, 8, 6), "USAGE_KWH": 5.0, "VOLTAGE": 120.0,
     "POWER_FACTOR": 1.0, "CUSTOMER_SEGMENT_ID": "residential"},
]  # fmt: skip


def statements(name: str, **changes: str) -> list[str]:
    return split(fill((FOLDER / name).read_text(), {**VARIABLES, **changes}))


def all_statements() -> list[tuple[str, str]]:
    deploy = [(path.name, text) for path in sorted(FOLDER.glob("*.sql")) for text in statements(path.name)]
    schema = [
        (path.name, text) for path, filled in zip(schema_files(), schema_texts(), strict=True) for text in split(filled)
    ]
    return [*deploy, *schema]


@pytest.mark.parametrize(("name", "text"), all_statements())
def test_every_statement_is_parsed(name: str, text: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "sqlglot")  # a command falls back with a warning
    if without_comments(text).startswith(UNREAD):
        with pytest.raises(ParseError):
            sqlglot.parse_one(text, read="snowflake")
        return
    parsed = sqlglot.parse_one(text, read="snowflake")
    if isinstance(parsed, exp.Command):
        assert without_comments(text).startswith(COMMANDS), f"{name}: {text[:80]}"
        body = body_of(text)
        assert not body or not isinstance(sqlglot.parse_one(body, read="snowflake"), exp.Command), (
            f"{name}: {body[:80]}"
        )


def without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()


def body_of(text: str) -> str:
    """What a task runs, or a search service indexes; sqlglot does not look into them itself."""
    return text.partition("\nAS\n")[2] if "CREATE TASK" in text or "CORTEX SEARCH SERVICE" in text else ""


@pytest.fixture(scope="module")
def adapted(empty_server: FakeSnowflake) -> Iterator[SnowflakeSource]:
    """A second database: Flux's dimensions, and readings under the old names in SI_DEMOS.PRODUCTION."""
    old = empty_server.source(database="SI_DEMOS", schema="PRODUCTION")
    old.run(OLD_TABLE)
    for row in OLD_ROWS:
        old.run("INSERT INTO ami_interval_readings SELECT ?, ?::TIMESTAMP_NTZ, ?, ?, ?, ?", tuple(row.values()))
    old.close()
    source = empty_server.source(database="ADAPTED")
    for file in (0, 2):  # 001 and 003 after the view, as views.sql says
        if file == 2:
            for text in statements("views.sql")[:1]:
                source.run(text)
        for text in split(schema_texts()[file]):
            source.run(text)
        if file == 0:
            with tempfile.TemporaryDirectory() as folder:
                for name, rows in history_rows.written_tables().items():
                    if name in {"utilities", "feeders", "transformers", "meters", "customers"}:
                        empty_server.load(name, rows, Path(folder), "ADAPTED.HISTORY")
    for text in statements("views.sql")[1:]:  # CREATE SCHEMA makes the new one the session's
        source.run(text)
    source.run("USE SCHEMA ADAPTED.HISTORY")
    yield source
    source.close()


def test_old_readings_stand_in_for_ours(adapted: SnowflakeSource) -> None:
    rows = adapted.run("SELECT * FROM ami_interval_readings ORDER BY meter_id").to_pylist()
    assert [row["meter_id"] for row in rows] == [1, 2, 3, 4]  # a meter nobody knows is not there
    first, second, third, fourth = rows
    # Known answer: 1 kWh at a power factor of 0.9 goes with tan(arccos 0.9) = 0.484322 kvarh.
    assert first["reactive_kvarh"] == pytest.approx(0.484322, abs=1e-6)
    assert fourth["reactive_kvarh"] == pytest.approx(-3.0)  # 4 kWh at 0.8 leading: 3, 4, 5
    assert first["reading_day"] == dt.date(2026, 3, 7)  # 23:45 in Chicago
    assert (second["energy_delivered_kwh"], second["energy_received_kwh"]) == (0.0, 2.0)
    assert second["reading_day"] == dt.date(2026, 3, 8)
    assert (third["quality"], third["energy_delivered_kwh"], third["voltage_v"]) == ("missing", None, None)


def test_factors_are_read_as_load_ami_reads_them(adapted: SnowflakeSource) -> None:
    factors = [0.8, -0.8, 80.0, -80.0, 1.0, 1.005, 100.5, 0.0, 0.005, 1.5, 9.0, 120.0]
    adapted.run("CREATE SCHEMA SI_DEMOS.FACTORS")
    adapted.run(OLD_TABLE.replace("TABLE ami", "TABLE SI_DEMOS.FACTORS.ami"))
    for minute, factor in enumerate(factors):
        row = ("MTR-0001", dt.datetime(2026, 3, 8, 6, minute), -4.0, 120.0, factor, "")
        into = "INSERT INTO SI_DEMOS.FACTORS.ami_interval_readings SELECT ?, ?::TIMESTAMP_NTZ, ?, ?, ?, ?"
        adapted.run(into, row)
    view = statements("views.sql", source="SI_DEMOS.FACTORS")[0]
    adapted.run("USE SCHEMA ADAPTED.HISTORY")
    adapted.run(view.replace("VIEW ami_interval_readings", "VIEW of_factors"))
    found = adapted.run("SELECT reactive_kvarh FROM of_factors ORDER BY interval_start_at")
    told = [math.nan if value is None else value for value in found["reactive_kvarh"].to_pylist()]
    ours = reactive_kvarh(np.full(len(factors), -4.0), np.array(factors))
    assert told == pytest.approx(ours.tolist(), abs=1e-9, nan_ok=True)


def test_stamps_at_the_end_and_in_local_time_are_moved(adapted: SnowflakeSource) -> None:
    moved = statements("views.sql", stamp_zone="America/Chicago", stamp_shift_minutes="-15")[0]
    adapted.run(moved.replace("VIEW ami_interval_readings", "VIEW moved_readings"))
    rows = adapted.run("SELECT interval_start_at, reading_day FROM moved_readings WHERE meter_id = 1").to_pylist()
    # 05:45 in Chicago three hours after the clocks went forward, as the interval's end: it began 10:30 UTC.
    assert rows == [{"interval_start_at": dt.datetime(2026, 3, 8, 10, 30), "reading_day": dt.date(2026, 3, 8)}]


def test_ours_under_the_old_names_are_what_they_were(adapted: SnowflakeSource) -> None:
    back = adapted.run("SELECT * FROM ADAPTED.PRODUCTION.ami_interval_readings ORDER BY meter_id").to_pylist()
    assert [set(row) for row in back] == [{name.lower() for name in OLD_ROWS[0]}] * 4
    for row, old in zip(back, OLD_ROWS, strict=False):
        for name, value in old.items():
            found = row[name.lower()]
            assert found == (pytest.approx(value, rel=1e-6) if isinstance(value, float) else value)


def test_copied_files_become_readings_once(adapted: SnowflakeSource) -> None:
    for text in [*split(schema_texts()[1])[:1], *statements("020_s3_stage.sql")]:
        if "CREATE TABLE" in text or "TRANSIENT TABLE" in text:
            adapted.run(text)
    # In the place of COPY and the stream: the same rows, given away once.
    adapted.run("INSERT INTO ami_s3_readings SELECT * FROM SI_DEMOS.PRODUCTION.ami_interval_readings")
    adapted.run("CREATE TABLE ami_s3_arrivals AS SELECT * FROM ami_s3_readings")
    _, insert, unknown = statements("030_copy_ami.sql")
    adapted.run(insert)
    columns = "meter_id, interval_start_at, reading_day, reactive_kvarh, quality"
    raw = adapted.run(f"SELECT {columns} FROM ami_interval_readings_raw ORDER BY meter_id").to_pylist()
    viewed = adapted.run(f"SELECT {columns} FROM ami_interval_readings ORDER BY meter_id").to_pylist()
    assert raw == viewed
    assert adapted.run(unknown).to_pylist() == [{"meter_id": "NOBODY", "readings": 1}]


def test_the_task_does_what_the_file_does() -> None:
    in_task = body_of(statements("040_tasks.sql")[1])
    by_hand = statements("030_copy_ami.sql")[1]
    same = [sqlglot.parse_one(text, read="snowflake").sql("snowflake", comments=False) for text in (in_task, by_hand)]
    assert same[0] == same[1]
    assert math.isclose(math.tan(math.acos(0.9)), 0.484322, abs_tol=1e-6)
