"""The embedded history: questions are stopped where they are, warn of nothing, and follow the manifest."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data_sources import statements
from data_sources.cache import CachedSource, Waiter
from data_sources.connect import connect_history
from data_sources.errors import SourceUnavailable, TooLarge, Withdrawn
from data_sources.query import Query
from data_sources.statements import register_folder
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.snowflake import SnowflakeSettings, SnowflakeSource
from tests.app.looping import GivenVersions
from tests.data_sources import history_rows

SECONDS = 20  # until a hanging test is given up
ENDLESS = """-- One row, after ages.
-- result: n int64
SELECT COUNT(*) AS n
FROM ami_interval_readings AS a, ami_interval_readings AS b, ami_interval_readings AS c
WHERE a.voltage_v + b.voltage_v + c.voltage_v > :limit
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckSource]:
    source = history_rows.write_warehouse(tmp_path_factory.mktemp("warehouse"))
    yield source
    source.close()


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[Query]:
    known = list(statements._folders)
    register_folder(tmp_path, "snowflake")
    (tmp_path / "t_endless.sql").write_text(ENDLESS)
    yield Query.of("t_endless", limit=1)
    statements._folders[:] = known
    statements.statement.cache_clear()


def wait_until_running(source: DuckSource, query: Query, times: int = 1) -> None:
    for _ in range(SECONDS * 100):
        if len(source._running.get(query, ())) == times:
            return
        threading.Event().wait(0.01)
    raise AssertionError("the question did not begin")


def test_a_question_is_stopped_by_those_who_asked(source: DuckSource, endless: Query) -> None:
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(source.fetch, endless) for _ in range(2)]
        wait_until_running(source, endless, 2)
        source.cancel(endless)
        for future in asked:
            with pytest.raises(Withdrawn):
                future.result(SECONDS)
    assert source._running == {}
    assert source.health().is_up


def test_it_stops_when_the_last_waiter_let_go(source: DuckSource, endless: Query) -> None:
    cached, waiter = CachedSource(source, GivenVersions()), Waiter()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(cached.fetch, endless, waiter)
        wait_until_running(source, endless)
        waiter.let_go()
        with pytest.raises(Withdrawn):
            asked.result(SECONDS)


def test_no_answer_warns(source: DuckSource) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rows = source.fetch(Query.of("ami_load_of_meter", meter_id=5, from_at=history_rows.FROM_AT,
                                     to_at=history_rows.FROM_AT + dt.timedelta(hours=1)))  # fmt: skip
    assert rows.num_rows == 4


def test_every_question_has_the_settings_of_the_database(source: DuckSource) -> None:
    """A plain SET holds for one cursor only: the next would read every file's footer anew, in the machine's own zone."""
    text = "SELECT CURRENT_SETTING('parquet_metadata_cache') AS keeps_footers, CURRENT_SETTING('TimeZone') AS zone"
    assert source.run(text, {}).to_pylist() == [{"keeps_footers": True, "zone": "UTC"}]


def test_a_file_that_is_gone_is_one_sentence_and_what_needs_it_not_goes_on(tmp_path: Path) -> None:
    source = history_rows.write_warehouse(tmp_path)
    warehouse = source.warehouse
    source.close()
    (tmp_path / warehouse.manifest().of("weather")[0].path).unlink()
    again = DuckSource(warehouse)
    with pytest.raises(SourceUnavailable, match="The embedded history cannot read its files"):
        again.run("SELECT MAX(temperature_c) AS a FROM weather", {})
    assert not again.health().is_up
    assert again.run("SELECT COUNT(*) AS meters FROM meters", {})["meters"].to_pylist()[0] > 0
    assert again.health().is_up


def test_a_history_is_connected_without_opening_anything(tmp_path: Path) -> None:
    embedded = connect_history(tmp_path, None)
    assert isinstance(embedded, DuckSource)
    assert embedded.health().name == "DuckDB (embedded)"
    assert not (tmp_path / "warehouse").exists()
    theirs = connect_history(tmp_path, SnowflakeSettings(account="a"))
    assert isinstance(theirs, SnowflakeSource)
    assert theirs.health().last_ok_at is None


LARGE = "SELECT ARRAY_AGG(a.voltage_v + b.voltage_v) AS n FROM ami_interval_readings AS a, ami_interval_readings AS b"


def test_a_question_too_large_for_its_memory_is_one_sentence_and_others_are_answered(tmp_path: Path) -> None:
    history_rows.write_warehouse(tmp_path).close()
    source = DuckSource(Warehouse(tmp_path), threads=1, memory_mb=24)
    with pytest.raises(TooLarge, match=r"takes more than the 24 MB of memory .*: ask for fewer days") as refused:
        source.run(LARGE, {})
    assert "\n" not in str(refused.value)
    assert source.health().is_up
    assert source.run("SELECT COUNT(*) AS meters FROM meters", {})["meters"].to_pylist()[0] > 0
    source.close()
    assert not list(tmp_path.glob("spill-*"))


def test_what_a_killed_process_has_spilled_is_removed(tmp_path: Path) -> None:
    history_rows.write_warehouse(tmp_path).close()
    left, used = tmp_path / "spill-99999999-0", tmp_path / f"spill-{os.getppid()}-0"
    for folder in (left, used):
        folder.mkdir()
        (folder / "duckdb_temp_storage.tmp").write_bytes(b"rows")
    source = DuckSource(Warehouse(tmp_path))
    assert source.run("SELECT 1 AS one", {}).num_rows == 1
    source.close()
    assert not left.exists()
    assert used.exists()


def test_closing_stops_what_is_under_way_and_takes_no_more(tmp_path: Path, endless: Query) -> None:
    source = history_rows.write_warehouse(tmp_path)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(source.fetch, endless), pool.submit(source.run, ENDLESS, {"limit": 1})]
        wait_until_running(source, endless)
        source.close()
        for future in asked:
            with pytest.raises(Withdrawn):
                future.result(SECONDS)
    with pytest.raises(Withdrawn, match="closed"):
        source.fetch(endless)
    source.close()


def test_a_source_is_opened_anew_in_another_process(source: DuckSource) -> None:
    again = pickle.loads(pickle.dumps(source))
    text = "SELECT COUNT(*) AS meters FROM meters"
    assert again.run(text, {}).equals(source.run(text, {}))
    again.close()
    settings = SnowflakeSettings(account="a", user="b", token="secret")
    theirs = pickle.loads(pickle.dumps(SnowflakeSource(settings)))
    assert theirs.settings == settings
    assert theirs.health().last_ok_at is None


@pytest.mark.parametrize(
    "text",
    [
        "WITH meters AS (SELECT meter_id FROM ami_interval_readings WHERE meter_id < 4) SELECT COUNT(DISTINCT meter_id) AS n "
        "FROM meters",
        "WITH few AS (SELECT meter_id FROM meters WHERE meter_id < 4) SELECT COUNT(DISTINCT r.meter_id) AS n FROM few AS f "
        "JOIN ami_interval_readings AS r ON r.meter_id = f.meter_id",
        "WITH RECURSIVE up AS (SELECT 1 AS meter_id UNION ALL SELECT meter_id + 1 FROM up WHERE meter_id < 3) "
        "SELECT COUNT(DISTINCT r.meter_id) AS n FROM up JOIN ami_interval_readings AS r ON r.meter_id = up.meter_id",
        "SELECT COUNT(*) AS n FROM (WITH few AS (SELECT DISTINCT meter_id FROM ami_interval_readings) SELECT * FROM few "
        "WHERE meter_id < 4) AS x",
    ],
)  # fmt: skip
def test_a_question_may_name_expressions_of_its_own(source: DuckSource, text: str) -> None:
    """Also one that is called like a table."""
    assert source.run(text, {}).to_pylist() == [{"n": 3}]
