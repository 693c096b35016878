"""A server that is there and says nothing (its processes stopped): nobody waits for it for ever, and it heals by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from data_sources.connect import connect_live
from data_sources.errors import SourceUnavailable
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query


@contextmanager
def stopped(server: EmbeddedPostgres) -> Iterator[None]:
    """All its processes, as by SIGSTOP."""
    pid = server.pid()
    assert pid
    postmaster = psutil.Process(pid)
    processes = [postmaster, *postmaster.children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """One of the test's own."""
    live = connect_live(None, tmp_path / "home")
    assert live.embedded
    yield live.embedded
    live.close()


@pytest.fixture
def source(server: EmbeddedPostgres) -> Iterator[PostgresSource]:
    source = PostgresSource(server.dsn, statement_timeout_s=5.0)
    yield source
    source.close()


def test_a_silent_server_is_down_and_up_again_when_it_speaks(server: EmbeddedPostgres, source: PostgresSource) -> None:
    assert source.ping().is_up
    with stopped(server):
        assert not source.ping().is_up
        assert source.health().message == "PostgreSQL does not answer."
        with pytest.raises(SourceUnavailable):
            source.fetch(Query.of("utilities"))
    for _ in range(60):
        if source.ping().is_up:
            break
    assert source.health().is_up


def test_whoever_waits_for_an_answer_is_told(server: EmbeddedPostgres, source: PostgresSource) -> None:
    told: list[Exception] = []

    def ask() -> None:
        try:
            source.fetch(Query.of("utilities"))
        except SourceUnavailable as error:
            told.append(error)

    with psycopg.connect(server.dsn) as other:
        other.execute("LOCK TABLE flux.utilities IN ACCESS EXCLUSIVE MODE")
        asking = threading.Thread(target=ask)
        asking.start()
        while not other.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall():
            pass
        with stopped(server):
            asking.join()
    assert "went away" in str(told[0])
