"""Leadership over a real PostgreSQL: one at a time, healed and handed over."""

from __future__ import annotations

import subprocess
import sys
import time

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from data_sources.postgres import leader as leader_module
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.leader import Leader
from data_sources.postgres.source import PostgresSource
from tests.data_sources.services.test_service import until


def test_one_leader_a_name(empty_source: PostgresSource) -> None:
    first, second, other = Leader(empty_source, "work"), Leader(empty_source, "work"), Leader(empty_source, "other")
    assert first.is_leader()
    assert not second.is_leader()
    assert other.is_leader()
    assert first.is_leader()
    first.resign()
    assert second.is_leader()
    assert not first.is_leader()
    second.resign()
    other.resign()


def test_a_lost_connection_loses_and_takes_again(empty_source: PostgresSource) -> None:
    leader = Leader(empty_source, "work")
    assert leader.is_leader()
    with empty_source.connection() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )
    assert not leader.is_leader()
    assert leader.is_leader()
    leader.resign()


def test_behind_a_pooler_a_row_is_leased(empty_source: PostgresSource) -> None:
    empty_source.has_pooler = True
    first, second = Leader(empty_source, "work"), Leader(empty_source, "work")
    assert first.is_leader()
    assert not second.is_leader()
    assert first.is_leader()
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.heartbeats SET beat_at = beat_at - interval '1 minute'")
    assert second.is_leader()
    assert not first.is_leader()
    first.resign()
    assert not first.is_leader()
    second.resign()
    assert first.is_leader()


def test_a_lease_is_kept_while_its_holder_works_for_long(
    empty_source: PostgresSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leader_module, "LEASE_SECONDS", 3.0)
    monkeypatch.setattr(leader_module, "RENEW_SECONDS", 0.1)
    empty_source.has_pooler = True
    first, second = Leader(empty_source, "work"), Leader(empty_source, "work")
    assert first.is_leader()
    for _ in range(50):  # more than a lease, in which the first never looks
        time.sleep(0.1)
        assert not second.is_leader()
    first.resign()
    assert second.is_leader()
    time.sleep(0.3)  # nothing of the first renews any more
    assert not first.is_leader()
    second.resign()


def test_a_lease_that_another_holds_is_not_renewed(
    empty_source: PostgresSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leader_module, "RENEW_SECONDS", 0.05)
    empty_source.has_pooler = True
    first, second = Leader(empty_source, "work"), Leader(empty_source, "work")
    assert first.is_leader()
    with empty_source.connection() as connection:  # as if the first had been cut off for long
        connection.execute("""UPDATE flux.heartbeats SET detail = '{"holder": "somebody"}'""")
    time.sleep(0.3)
    assert not second.is_leader()
    assert not first.is_leader()


def test_a_lock_that_may_not_be_taken_leaves_no_connection(empty_source: PostgresSource) -> None:
    with empty_source.connection() as connection:
        (name,) = connection.execute("SELECT current_database()").fetchone() or ("",)
        role = f"lockless_{name}"
        connection.execute(SQL("CREATE ROLE {} LOGIN").format(Identifier(role)))
        connection.execute("REVOKE EXECUTE ON FUNCTION pg_try_advisory_lock(int, int) FROM PUBLIC")
    with empty_source.dedicated_connection() as connection:
        dsn = psycopg.conninfo.make_conninfo(connection.info.dsn, user=role)
    leader = Leader(PostgresSource(dsn), "work")
    with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
        leader.is_leader()
    until(lambda: connections_of(empty_source, role) == 0)
    with empty_source.connection() as connection:
        connection.execute(SQL("DROP ROLE {}").format(Identifier(role)))
    assert refused.value.sqlstate == "42501"  # what was raised is still held: nothing was closed by its going


def connections_of(source: PostgresSource, role: str) -> int:
    with source.connection() as connection:
        return connection.execute("SELECT pid FROM pg_stat_activity WHERE usename = %s", (role,)).rowcount


def test_a_dead_process_hands_over(embedded: EmbeddedPostgres) -> None:
    program = (
        "import sys, time\n"
        "from data_sources.postgres.leader import Leader\n"
        "from data_sources.postgres.source import PostgresSource\n"
        "leader = Leader(PostgresSource(sys.argv[1]), 'handed over')\n"
        "print(leader.is_leader(), flush=True)\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, embedded.dsn], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "True\n"
    leader = Leader(PostgresSource(embedded.dsn), "handed over")
    assert not leader.is_leader()
    process.kill()
    process.wait()
    process.stdout.close()
    while not leader.is_leader():  # the server notices within moments; the test's own time limit ends it otherwise
        time.sleep(0.05)
    leader.resign()
