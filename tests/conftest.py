"""Fixtures: one real embedded PostgreSQL for the whole run; databases of a test's own are copies of a template."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from psycopg.sql import SQL, Identifier

from data_sources.connect import Live, connect_live
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.migrations import migrate
from data_sources.postgres.source import PostgresSource

# A slow machine is no fault: wall-clock times are the benches' business.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

CREATE, DROP = SQL("CREATE DATABASE {}"), SQL("DROP DATABASE {} WITH (FORCE)")
COPY = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")

CopyOf = Callable[[str], AbstractContextManager[PostgresSource]]


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """Outside pytest's own folders: another run on the same machine prunes those, in use or not."""
    with tempfile.TemporaryDirectory(prefix="flux-tests-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def live(home: Path) -> Iterator[Live]:
    """One embedded server for the run."""
    live = connect_live(None, home)
    yield live
    live.close()


@pytest.fixture(scope="session")
def embedded(live: Live) -> EmbeddedPostgres:
    """Its server, which waits for no disk: copies of a template take a quarter of the time, and no test cuts the power."""
    assert live.embedded
    with psycopg.connect(live.embedded.dsn, autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET fsync = off")
        admin.execute("SELECT pg_reload_conf()")
    return live.embedded


@pytest.fixture(scope="session")
def copy_of(embedded: EmbeddedPostgres) -> CopyOf:
    """A context manager that answers a fresh copy of a template database, dropped at the end."""
    numbers = itertools.count()

    @contextmanager
    def copy(template: str) -> Iterator[PostgresSource]:
        name = f"copy_{next(numbers)}"
        with psycopg.connect(embedded.dsn, autocommit=True) as admin:
            admin.execute(COPY.format(Identifier(name), Identifier(template)))
            source = PostgresSource(dsn_of(embedded, name))
            try:
                yield source
            finally:
                source.close()
                admin.execute(DROP.format(Identifier(name)))

    return copy


@pytest.fixture(scope="session")
def empty_template(embedded: EmbeddedPostgres) -> str:
    """A migrated database without rows, to be copied."""
    return make_template(embedded, "empty_template", lambda source: None)


@pytest.fixture(scope="session")
def demo_template(embedded: EmbeddedPostgres) -> str:
    """A database with the small demo utility, to be copied."""
    return make_template(embedded, "demo_template", load_small_demo)


@pytest.fixture
def empty_source(copy_of: CopyOf, empty_template: str) -> Iterator[PostgresSource]:
    """A migrated database of the test's own, without rows."""
    with copy_of(empty_template) as source:
        yield source


@pytest.fixture
def demo_source(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """A small demo utility of the test's own, to write to."""
    with copy_of(demo_template) as source:
        yield source


@pytest.fixture(scope="session")
def demo(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """A small demo utility for everybody: read only, please."""
    with copy_of(demo_template) as source:
        yield source


def make_template(embedded: EmbeddedPostgres, name: str, fill: Callable[[PostgresSource], object]) -> str:
    with psycopg.connect(embedded.dsn, autocommit=True) as admin:
        admin.execute(CREATE.format(Identifier(name)))
    source = PostgresSource(dsn_of(embedded, name))
    migrate(source)
    fill(source)
    source.close()
    return name


def dsn_of(embedded: EmbeddedPostgres, database: str) -> str:
    return embedded.dsn.replace("dbname=postgres", f"dbname={database}")


def load_small_demo(source: PostgresSource) -> None:
    from data_sources.demo.utility.load import load_demo

    load_demo(source, "small")
