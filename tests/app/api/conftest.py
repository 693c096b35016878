"""One hand-made utility on one server for all tests that only read."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from app.wiring import Runtime
from data_sources.embedded import EmbeddedPostgres
from data_sources.migrations import migrate
from data_sources.postgres import PostgresSource
from tests.app.api.rows import load_rows
from tests.app.api.server import running


def fresh_database(embedded: EmbeddedPostgres, name: str) -> PostgresSource:
    """A migrated database of its own on the server of the run."""
    with PostgresSource(embedded.dsn).dedicated_connection() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        admin.execute(f'CREATE DATABASE "{name}"'.encode())
    source = PostgresSource(embedded.dsn.replace("dbname=postgres", f"dbname={name}"))
    migrate(source)
    return source


@pytest.fixture(scope="session")
def rest(embedded: EmbeddedPostgres) -> Iterator[tuple[str, Runtime]]:
    """Address and runtime of a server over the hand-made utility; nobody writes to it."""
    source = fresh_database(embedded, "rest")
    load_rows(source)
    with running(source) as (address, runtime):
        yield address, runtime
    source.close()


@pytest.fixture
def client(rest: tuple[str, Runtime]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=rest[0]) as client:
        yield client
