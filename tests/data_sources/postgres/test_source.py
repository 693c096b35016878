"""The live source against a real PostgreSQL."""

from __future__ import annotations

import datetime as dt
import os
import select
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from data_sources import statements
from data_sources.cache import CachedSource
from data_sources.errors import ContractError, QueryError, SourceUnavailable
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.feed import Feed
from data_sources.postgres.migrations import migrate, migration_files, pending
from data_sources.postgres.source import MAX_CONNECTIONS, PostgresSource, execute
from data_sources.query import Query
from data_sources.statements import ARROW_TYPES, register_folder

HEADER = "-- One row a number.\n"


@pytest.fixture
def write_sql(tmp_path: Path):
    """Statements of the test's own, as a data scientist would add them."""
    known = list(statements._folders)
    register_folder(tmp_path)

    def write(name: str, text: str) -> None:
        (tmp_path / f"{name}.sql").write_text(HEADER + text)

    yield write
    statements._folders[:] = known
    statements.statement.cache_clear()


def add_utility(source: PostgresSource, utility_id: int = 1) -> None:
    with source.transaction("test", "add_utility", utility_id) as connection:
        connection.execute(
            "INSERT INTO flux.utilities (utility_id, utility_name, time_zone, service_area, source_note)"
            " VALUES (%s, %s, 'America/Chicago', '{}', 'test')",
            (utility_id, f"Utility {utility_id}"),
        )


ALL_TYPES = (
    "-- result: a int16, b int32, c int64, d float32, e float64, f bool, g string, h binary, i date,"
    " j timestamp{more}\n{bulk}SELECT (g % 100)::int2 AS a, g AS b, g::int8 * 5000000000 AS c, g::float4 / 2 AS d, g::float8 / 3 AS e,"
    " g % 2 = 0 AS f,"
    " 'ü' || g AS g, decode(lpad(to_hex(g), 4, '0'), 'hex') AS h,"
    " date '1969-12-30' + g AS i, timestamptz '1969-12-31 23:59:59.75+00' + g * interval '1 day 1 microsecond' AS j{columns} FROM generate_series(1, :n) AS g ORDER BY b"
)


def test_by_row_and_by_column_answer_the_same(empty_source: PostgresSource, write_sql) -> None:
    write_sql("by_row", ALL_TYPES.format(more="", bulk="", columns=""))
    write_sql("by_column", ALL_TYPES.format(more="", bulk="-- bulk: yes\n", columns=""))
    for rows in (0, 1, 1000):
        by_row = empty_source.fetch(Query.of("by_row", n=rows))
        by_column = empty_source.fetch(Query.of("by_column", n=rows))
        assert by_row.equals(by_column)
        assert by_row.num_rows == rows
    assert by_row["g"][999].as_py() == "ü1000"
    assert by_row["c"][1].as_py() == 10_000_000_000
    assert set(by_row.schema.types) == set(ARROW_TYPES.values())


def test_null_in_a_bulk_answer_is_refused_not_shifted(empty_source: PostgresSource, write_sql) -> None:
    write_sql("holed", "-- result: a int32\n-- bulk: yes\nSELECT nullif(g, 2) AS a FROM generate_series(1, 3) AS g")
    with pytest.raises(ContractError, match="holds NULLs"):
        empty_source.fetch(Query.of("holed"))


def test_times_come_in_utc_and_nulls_stay_null(empty_source: PostgresSource, write_sql) -> None:
    write_sql(
        "times",
        "-- result: at timestamp, none timestamp\n"
        "SELECT '2026-03-08 02:30-06'::timestamptz AS at, NULL::timestamptz AS none",
    )
    answer = empty_source.fetch(Query.of("times")).to_pylist()
    assert answer == [{"at": dt.datetime(2026, 3, 8, 8, 30, tzinfo=dt.UTC), "none": None}]


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("-- result: a int32\nSELECT 1 AS b", "names the columns"),
        ("-- result: a int16\nSELECT 70000 AS a", "does not fit"),
        ("-- result: a int32\nSELECT a FROM no_such_table", "was refused"),
    ],
)
def test_broken_contract_is_told(empty_source: PostgresSource, write_sql, sql: str, sentence: str) -> None:
    write_sql("broken", sql)
    with pytest.raises(ContractError, match=sentence):
        empty_source.fetch(Query.of("broken"))


def test_a_statement_without_result_is_not_fetched(empty_source: PostgresSource) -> None:
    with pytest.raises(QueryError, match="names no result"):
        empty_source.fetch(Query.of("delete_utility", utility_id=1))


def test_values_are_bound_never_pasted(empty_source: PostgresSource, write_sql) -> None:
    write_sql("echo", "-- result: a string\nSELECT :text::text AS a")
    nasty = "'; DROP SCHEMA flux CASCADE; -- %s :x"
    assert empty_source.fetch(Query.of("echo", text=nasty))["a"].to_pylist() == [nasty]


def test_migrating_twice_changes_nothing(empty_source: PostgresSource) -> None:
    assert pending(empty_source) == []
    assert migrate(empty_source) == []
    assert [number for number, _ in migration_files()] == sorted({number for number, _ in migration_files()})


def fail_half_way(source: PostgresSource) -> None:
    with source.transaction("test", "fails") as connection:
        connection.execute("DELETE FROM flux.utilities")
        raise ContractError("on purpose")


def test_a_write_leaves_one_audit_row_and_a_failed_one_nothing(empty_source: PostgresSource) -> None:
    add_utility(empty_source)
    with pytest.raises(ContractError):
        fail_half_way(empty_source)
    with empty_source.connection() as connection:
        assert connection.execute("SELECT actor, action FROM flux.audit").fetchall() == [("test", "add_utility")]
        assert connection.execute("SELECT count(*) FROM flux.utilities").fetchall() == [(1,)]


def test_password_is_nowhere_to_be_seen(caplog: pytest.LogCaptureFixture) -> None:
    source = PostgresSource("host=127.0.0.1 port=1 dbname=x user=y password=sesame")
    with pytest.raises(SourceUnavailable) as caught:
        source.fetch(Query.of("utilities"))
    source.close()
    assert "sesame" not in f"{source!r} {caught.value} {caplog.text} {source.health()}"


def test_one_answer_is_shared_until_its_topic_changes(empty_source: PostgresSource) -> None:
    add_utility(empty_source)
    feed = Feed(empty_source)
    cached = CachedSource(empty_source, feed)
    first = cached.fetch(Query.of("utilities"))
    assert cached.fetch(Query.of("utilities")) is first
    feed.bump("network")
    assert cached.fetch(Query.of("utilities")) is not first


def test_a_failure_is_not_kept(empty_source: PostgresSource, write_sql) -> None:
    write_sql(
        "flaky", "-- result: a int32\n-- topics: outages\nSELECT 1 / (SELECT count(*)::int FROM flux.utilities) AS a"
    )
    cached = CachedSource(empty_source, Feed(empty_source))
    with pytest.raises(ContractError):
        cached.fetch(Query.of("flaky"))
    add_utility(empty_source)
    assert cached.fetch(Query.of("flaky"))["a"].to_pylist() == [1]


def wait_for(condition, seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_feed_counts_each_commit_and_heals_after_its_connection_was_cut(empty_source: PostgresSource) -> None:
    feed = Feed(empty_source)
    feed.start()
    try:
        assert wait_for(lambda: feed.is_listening)
        before = feed.version("network")
        add_utility(empty_source, 1)
        assert wait_for(lambda: feed.version("network") != before)
        with empty_source.connection() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"
            )
        before = feed.version("network")
        add_utility(empty_source, 2)  # may happen while nobody listens: everything counts as changed afterwards
        assert wait_for(lambda: feed.version("network") != before)
    finally:
        feed.stop()


def test_a_misspelt_topic_is_refused(empty_source: PostgresSource) -> None:
    with pytest.raises(QueryError, match=r"there is no topic 'outage'; the topics are network, .*outages"):
        Feed(empty_source).version("network", "outage")


def test_polling_counts_everything_where_listening_is_forbidden(empty_source: PostgresSource) -> None:
    empty_source.has_pooler = True
    feed = Feed(empty_source, poll_seconds=0.1)
    feed.start()
    try:
        before = feed.version("outages", "crews")
        assert wait_for(
            lambda: all(now > old for now, old in zip(feed.version("outages", "crews"), before, strict=True))
        )
    finally:
        feed.stop()


def test_twenty_connections_at_most(empty_source: PostgresSource) -> None:
    def hold() -> None:
        with empty_source.connection() as connection:
            connection.execute("SELECT pg_sleep(0.3)")

    threads = [threading.Thread(target=hold) for _ in range(40)]
    for thread in threads:
        thread.start()
    with empty_source.dedicated_connection() as watcher:
        most = 0
        while any(thread.is_alive() for thread in threads):
            row = watcher.execute(  # an autovacuum worker is no connection of ours
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND backend_type = 'client backend'"
            ).fetchone()
            most = max(most, row[0] - 1 if row else 0)
            time.sleep(0.02)
    assert 2 < most <= 20


def test_reliability_sums_follow_every_write(empty_source: PostgresSource) -> None:
    """Inserted lasting, then restored, then corrected, then deleted: the summary always equals the rows."""
    add_utility(empty_source)
    insert = (
        "INSERT INTO flux.outages (utility_id, feeder_id, started_at, restored_at, cause, customers_interrupted,"
        " customers_out,"
        " customer_minutes, stepped_at, lon, lat) VALUES (1, 7, %s, %s, 'test', 100, %s, %s, now(), 0, 0)"
    )
    # 2026-01-01 03:00 UTC is still 2025 in Chicago.
    new_year = dt.datetime(2026, 1, 1, 3, tzinfo=dt.UTC)
    kept = (
        "SELECT year, sustained_outages, customer_interruptions, customer_minutes, momentary_outages"
        " FROM flux.feeder_reliability"
    )
    with empty_source.transaction("test", "outages", 1) as connection:
        connection.execute(insert, (new_year, new_year + dt.timedelta(minutes=60), 0, 6000.0))
        connection.execute(insert, (new_year, new_year + dt.timedelta(minutes=5), 0, 500.0))
        connection.execute(insert, (new_year, None, 100, 0.0))
        assert connection.execute(kept).fetchall() == [(2025, 1, 100, 6000.0, 1)]
        connection.execute(
            "UPDATE flux.outages SET restored_at = started_at + interval '2 hours', customers_out = 0,"
            " customer_minutes = 12000"
            " WHERE restored_at IS NULL"
        )
        assert connection.execute(kept).fetchall() == [(2025, 2, 200, 18000.0, 1)]
        connection.execute("DELETE FROM flux.outages WHERE customer_minutes = 6000")
        assert connection.execute(kept).fetchall() == [(2025, 1, 100, 12000.0, 1)]


def test_execute_binds_by_name(empty_source: PostgresSource) -> None:
    add_utility(empty_source, 5)
    with empty_source.connection() as connection:
        assert execute(connection, "count_other_utilities", utility_id=4).fetchall() == [(1,)]


def test_connections_over_a_network_notice_when_the_other_side_is_gone(embedded: EmbeddedPostgres) -> None:
    """The feed's connection waited for ever for words from a server behind a network that went away."""
    with forwarded(embedded) as port:
        dsn = f"host=127.0.0.1 port={port} dbname=postgres user=postgres"
        source, theirs = PostgresSource(dsn), PostgresSource(f"{dsn} keepalives_idle=77")
        with source.connection() as pooled, source.dedicated_connection() as listening:
            for connection in (pooled, listening):
                assert _option(connection, socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
                assert 0 < _option(connection, socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) <= 30
                assert 0 < _option(connection, socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) <= 30_000
        with theirs.connection() as connection:  # what the operator's DSN says counts
            assert _option(connection, socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 77
        source.close()
        theirs.close()


def _option(connection: psycopg.Connection[Any], level: int, name: int) -> int:
    with socket.socket(fileno=os.dup(connection.fileno())) as mine:
        return mine.getsockopt(level, name)


@contextmanager
def forwarded(embedded: EmbeddedPostgres) -> Iterator[int]:
    """A TCP port of the loopback that leads to the embedded server's unix socket."""

    class Forward(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.socket(socket.AF_UNIX) as there:
                there.connect(str(embedded.run / ".s.PGSQL.5432"))
                ends = {self.request: there, there: self.request}
                while True:
                    for one in select.select(list(ends), [], [])[0]:
                        if not (content := one.recv(65_536)):
                            return
                        ends[one].sendall(content)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Forward) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_options_of_the_dsn_hold_beside_ours(embedded: EmbeddedPostgres) -> None:
    dsn = make_conninfo(embedded.dsn, options="-c role=pg_monitor -c timezone=Asia/Tokyo")
    with PostgresSource(dsn, statement_timeout_s=7).dedicated_connection() as connection:
        asked = "SELECT current_user::text, current_setting('statement_timeout'), current_setting('timezone')"
        assert connection.execute(asked).fetchone() == ("pg_monitor", "7s", "UTC")


def test_a_server_whose_connections_are_all_at_work_is_busy_and_not_away(empty_source: PostgresSource) -> None:
    assert empty_source.ping().is_up
    with ExitStack() as held:
        for _ in range(MAX_CONNECTIONS):
            held.enter_context(empty_source.connection()).execute("SELECT 1")
        with pytest.raises(SourceUnavailable, match=f"is busy: all {MAX_CONNECTIONS} connections were in use for 3 s"):
            empty_source.fetch(Query.of("utilities"))
        assert empty_source.health().is_up
    assert empty_source.ping().is_up


def test_what_a_server_refuses_does_not_make_it_away(empty_source: PostgresSource) -> None:
    """It says that it did not get a lock in time: it is there to say so."""

    def lock(wait_ms: int) -> None:
        with empty_source.connection() as second:
            second.execute(f"SET LOCAL lock_timeout = '{wait_ms}ms'".encode())
            second.execute("LOCK TABLE flux.crews")

    assert empty_source.ping().is_up
    with empty_source.connection() as first:
        first.execute("LOCK TABLE flux.crews")
        with pytest.raises(SourceUnavailable, match="could not do it: canceling statement due to lock timeout"):
            lock(20)
        assert empty_source.health().is_up
