"""Leadership over a real PostgreSQL: one at a time, healed and handed over."""

from __future__ import annotations

import subprocess
import sys
import time

from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.leader import Leader
from data_sources.postgres.source import PostgresSource


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
