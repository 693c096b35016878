"""Fixtures: a real embedded PostgreSQL for the whole run, with a fresh database a test where it writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.connect import Live, connect_live
from data_sources.embedded import EmbeddedPostgres
from data_sources.migrations import migrate
from data_sources.postgres import PostgresSource


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("flux")


@pytest.fixture(scope="session")
def live(home: Path) -> Iterator[Live]:
    """One embedded server for the run."""
    live = connect_live(None, home)
    yield live
    live.close()


@pytest.fixture(scope="session")
def embedded(live: Live) -> EmbeddedPostgres:
    assert live.embedded
    return live.embedded


@pytest.fixture
def empty_source(embedded: EmbeddedPostgres, request: pytest.FixtureRequest) -> Iterator[PostgresSource]:
    """A migrated database of its own, without rows; dropped after the test."""
    name = f"t{abs(hash(request.node.nodeid)) % 10**12}"
    admin = PostgresSource(embedded.dsn).dedicated_connection()
    admin.execute(f'CREATE DATABASE "{name}"'.encode())
    source = PostgresSource(embedded.dsn.replace("dbname=postgres", f"dbname={name}"))
    migrate(source)
    yield source
    source.close()
    admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
    admin.close()
