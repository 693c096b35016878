"""The numbered files reach Snowflake once each, in order; a text is split only where a statement ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.checks.warehouse import check_warehouse
from data_sources.errors import ContractError, FluxError, QueryError
from data_sources.warehouse.migrations import migrate_warehouse, split
from data_sources.warehouse.schema import DEFAULT_VARIABLES, schema_files
from data_sources.warehouse.snowflake import SnowflakeSource
from tests.fakesnow.running import FakeSnowflake


@pytest.fixture
def place(empty_server: FakeSnowflake, request: pytest.FixtureRequest) -> Iterator[SnowflakeSource]:
    """A schema of the test's own."""
    source = empty_server.source(database="MIGRATED", schema=request.node.name.upper())
    yield source
    source.close()


def test_the_history_s_own_files_make_every_table(place: SnowflakeSource) -> None:
    assert migrate_warehouse(place, DEFAULT_VARIABLES) == [path.stem for path in schema_files()]
    assert {finding.severity for finding in check_warehouse(place)} == {"ok"}
    assert migrate_warehouse(place, DEFAULT_VARIABLES) == []


def test_what_failed_is_tried_again_and_the_rest_once(place: SnowflakeSource, tmp_path: Path) -> None:
    first, second = tmp_path / "001_first.sql", tmp_path / "002_second.sql"
    first.write_text("CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);")
    second.write_text("INSERT INTO a VALUES (2); INSERT INTO no_such_table VALUES (1);")
    with pytest.raises(ContractError, match="NO_SUCH_TABLE"):
        migrate_warehouse(place, {}, [first, second])
    second.write_text("INSERT INTO a VALUES (3)")
    assert migrate_warehouse(place, {}, [first, second]) == ["002_second"]
    assert place.run("SELECT x FROM a ORDER BY x")["x"].to_pylist() == [1, 2, 3]
    with pytest.raises(FluxError, match=r"schema version 2, newer than this Flux \(1\)"):
        migrate_warehouse(place, {}, [first])


def test_of_a_changed_file_what_replaces_is_run_again(place: SnowflakeSource, tmp_path: Path) -> None:
    """Also where an older Flux applied it, which kept no digest; a comment and a variable's value change nothing."""
    file = tmp_path / "001_first.sql"
    file.write_text(
        "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);\n-- v\nCREATE OR REPLACE VIEW v AS SELECT x FROM a;"
    )
    assert migrate_warehouse(place, {"lag": "1"}, [file]) == ["001_first"]
    file.write_text(
        "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);\n-- w\nCREATE OR REPLACE VIEW v AS SELECT x FROM a;"
    )
    assert migrate_warehouse(place, {"lag": "2"}, [file]) == []
    file.write_text(file.read_text().replace("SELECT x FROM a", "SELECT 2 * x AS x FROM a"))
    assert migrate_warehouse(place, {}, [file]) == ["001_first"]
    assert place.run("SELECT x FROM v")["x"].to_pylist() == [2]
    place.run("ALTER TABLE flux_migrations DROP COLUMN digest")
    assert migrate_warehouse(place, {}, [file]) == ["001_first"]
    assert migrate_warehouse(place, {}, [file]) == []
    assert place.run("SELECT x FROM a")["x"].to_pylist() == [1]


def test_a_variable_is_a_name_and_nothing_else(place: SnowflakeSource) -> None:
    for value in ("flux_wh'; DROP TABLE meters; --", "wh -- x", "wh;"):
        with pytest.raises(QueryError, match="variable warehouse"):
            migrate_warehouse(place, {"target_lag": "1 minute", "warehouse": value})


def test_a_text_is_split_where_statements_end() -> None:
    text = """-- one; comment
    SELECT 'a;b' AS "c;d"; /* ; */ SELECT $$x;y$$;
    -- only a comment;
    """
    assert split(text) == ["-- one; comment\n    SELECT 'a;b' AS \"c;d\"", "/* ; */ SELECT $$x;y$$"]


def test_outages_of_the_old_shape_are_migrated(place: SnowflakeSource) -> None:
    """A utility's own record, an outage a row, becomes a record of interruptions; its columns keep their meaning."""
    files = schema_files()
    before = [path for path in files if path.stem < "006"]
    migrate_warehouse(place, DEFAULT_VARIABLES, before)
    place.run(
        "INSERT INTO outage_events (outage_id, utility_id, feeder_id, transformer_id, started_at, restored_at, cause, "
        "customers_interrupted, customer_minutes, is_simulated) VALUES (7, 1, 2, NULL, '2024-07-08 09:00:00', "
        "'2024-07-08 11:00:00', 'storm', 40, 4800, FALSE)"
    )
    assert migrate_warehouse(place, DEFAULT_VARIABLES) == [path.stem for path in files if path not in before]
    (row,) = place.run("SELECT step, out_at, kind, device_id, customers_interrupted FROM outage_events").to_pylist()
    assert (row["step"], row["kind"], row["device_id"], row["customers_interrupted"]) == (1, "unplanned", None, 40)
    assert str(row["out_at"]) == "2024-07-08 09:00:00"
