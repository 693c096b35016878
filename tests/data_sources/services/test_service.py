"""A service goes on: through a lost database, a missing right, a failure; and its state says which."""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from data_sources.errors import ImportRefused
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.migrations import migrate
from data_sources.postgres.source import PostgresSource, execute
from data_sources.services.service import ServiceState, Turns, running
from data_sources.services.states import of_line, to_line

NOW = dt.datetime(2026, 7, 15, 18, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=5)


class Work:
    """A service that writes one row a run, or fails as it is told."""

    name, lock, every_s = "some work", "some work", 0.05

    def __init__(self, source: PostgresSource, error: Exception | None = None) -> None:
        self.source, self.error, self.runs = source, error, 0

    def run(self, now: dt.datetime) -> str:
        if self.error:
            raise self.error
        with self.source.connection() as connection:
            execute(connection, "heartbeat", service="work", now=now, detail="{}")
        self.runs += 1
        return f"run {self.runs}"


class Readings(Work):
    """A service that writes files of its own and no row."""

    def run(self, now: dt.datetime) -> str:
        return "looked"


@contextmanager
def reader_of(source: PostgresSource, has_pooler: bool = False) -> Iterator[PostgresSource]:
    """The same database as a role that may read only."""
    with source.connection() as connection:
        (name,) = connection.execute("SELECT current_database()").fetchone() or ("",)
        role = f"reader_{name}"
        connection.execute(f"CREATE ROLE {role} LOGIN".encode())
        connection.execute(f"GRANT USAGE ON SCHEMA flux TO {role}".encode())
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA flux TO {role}".encode())
    with source.dedicated_connection() as connection:
        dsn = psycopg.conninfo.make_conninfo(connection.info.dsn, user=role)
    reader = PostgresSource(dsn, has_pooler=has_pooler)
    try:
        yield reader
    finally:
        reader.close()
        with source.connection() as connection:
            connection.execute(f"DROP OWNED BY {role}".encode())
            connection.execute(f"DROP ROLE {role}".encode())


def turns_of(work: Work) -> tuple[Turns, list[ServiceState]]:
    told: list[ServiceState] = []
    return Turns(work, work.source, told.append), told


def test_it_says_when_it_ran_and_what_it_did(empty_source: PostgresSource) -> None:
    turns, told = turns_of(Work(empty_source))
    turns.look(NOW)
    assert [state.doing for state in told] == ["leads", "leads"]
    assert told[-1] == ServiceState("some work", "leads", NOW, "run 1")


def test_a_failure_is_told_in_words_and_the_next_look_tries_again(empty_source: PostgresSource) -> None:
    work = Work(empty_source, ImportRefused("The disk is full."))
    turns, told = turns_of(work)
    turns.look(NOW)
    assert (told[-1].doing, told[-1].error, told[-1].last_run_at) == ("failed", "The disk is full.", None)
    work.error = None
    turns.look(LATER)
    assert (told[-1].doing, told[-1].error, told[-1].last_run_at) == ("leads", "", LATER)
    assert (told[-1].last_error, told[-1].last_error_at) == ("The disk is full.", NOW)


def test_an_unforeseen_failure_ends_nothing(empty_source: PostgresSource, caplog: pytest.LogCaptureFixture) -> None:
    turns, told = turns_of(Work(empty_source, RuntimeError("boom")))
    with caplog.at_level(logging.ERROR):
        turns.look(NOW)
    assert told[-1].error == "RuntimeError: boom"
    assert "boom" in caplog.text


@pytest.mark.parametrize("has_pooler", [False, True])
def test_a_role_that_may_not_write_is_refused_politely(empty_source: PostgresSource, has_pooler: bool) -> None:
    with reader_of(empty_source, has_pooler) as reader:
        turns, told = turns_of(Work(reader))
        turns.look(NOW)
        writer, heard = turns_of(Work(empty_source))
        writer.look(NOW)
    assert told[-1].doing == "refused"
    assert told[-1].error == (
        "permission denied for table heartbeats: some work needs a role that may write Flux's own tables."
    )
    assert heard[-1].doing == "leads", "who may not write does not keep the lock from who may"


def test_what_is_done_counts_where_the_role_may_leave_no_word_of_it(empty_source: PostgresSource) -> None:
    with reader_of(empty_source) as reader:
        work = Readings(reader)
        turns, told = turns_of(work)
        turns.look(NOW)
    assert (told[-1].doing, told[-1].did, told[-1].error) == ("leads", "looked", "")


@pytest.fixture
def own_home() -> Iterator[Path]:
    """Outside pytest's own folders, as the run's own server is."""
    with tempfile.TemporaryDirectory(prefix="flux-tests-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def test_a_lost_database_pauses_it_and_it_heals_by_itself(own_home: Path) -> None:
    server = EmbeddedPostgres(own_home)
    server.start()
    source = PostgresSource(server.dsn)
    migrate(source)
    work, told = Work(source), list[ServiceState]()
    with running([work], source, told.append):
        until(lambda: work.runs > 0)
        server.stop()
        until(lambda: told[-1].doing == "paused")
        ran = work.runs
        again = EmbeddedPostgres(own_home)
        again.start()
        until(lambda: work.runs > ran)
    source.close()
    again.stop()
    assert next(state for state in told if state.doing == "paused").error != ""
    assert told[-1].error == ""


def test_a_lock_lost_with_its_connection_is_taken_again_in_the_same_look(empty_source: PostgresSource) -> None:
    work = Work(empty_source)
    turns, told = turns_of(work)
    turns.look(NOW)
    with empty_source.connection() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )
    turns.look(LATER)
    assert (work.runs, told[-1].doing, told[-1].last_run_at) == (2, "leads", LATER)


def test_two_run_one_at_a_time_and_hand_over(empty_source: PostgresSource) -> None:
    first, second = Work(empty_source), Work(empty_source)
    with running([second], empty_source):
        until(lambda: second.runs > 0)
        with running([first], empty_source):
            done = second.runs
            until(lambda: second.runs > done + 2)
            assert first.runs == 0
    with running([first], empty_source):
        until(lambda: first.runs > 0)


def test_a_state_is_a_line() -> None:
    state = ServiceState("some work", "failed", NOW, "much", "a\nb", "a\nb", LATER)
    assert "\n" not in to_line(state)
    assert of_line(to_line(state)) == state
    with pytest.raises(ValueError, match="Expecting"):
        of_line("Loading a library …")


def until(holds: object, seconds: float = 60.0) -> None:
    """Wait for something another thread brings about."""
    patience = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < patience, "it never came"
        threading.Event().wait(0.05)
