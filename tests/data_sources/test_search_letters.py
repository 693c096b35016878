"""Search and filters find letters beyond ASCII in either case, whatever locale the database was made with (H8)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from app.page.search import search_query
from data_sources.paging import PagedQuery
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.migrations import migrate
from data_sources.postgres.source import PostgresSource
from tests.conftest import dsn_of
from tests.handmade import NOW, insert, insert_utility, outage

LOCALES = {
    "of the embedded one": "ENCODING 'UTF8' LOCALE 'C'",
    "of the operating system": "ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C.UTF-8'",
    "PostgreSQL's own": "ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'",
}
OLD = "ENCODING 'LATIN1' LOCALE 'C'"


@contextmanager
def database(embedded: EmbeddedPostgres, name: str, locale: str) -> Iterator[PostgresSource]:
    """A database of a locale with a feeder and a transformer of German names."""
    with psycopg.connect(embedded.dsn, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 {locale}'.encode())
        source = PostgresSource(dsn_of(embedded, name))
        try:
            migrate(source)
            insert_utility(source)
            with source.connection() as connection:
                connection.execute("UPDATE flux.feeders SET feeder_name = 'Ölmühle Süd' WHERE feeder_id = 1")
                connection.execute("UPDATE flux.transformers SET transformer_name = 'ÄGERI-1' WHERE transformer_id = 1")
            yield source
        finally:
            source.close()
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="module", params=list(LOCALES))
def source(request: pytest.FixtureRequest, embedded: EmbeddedPostgres) -> Iterator[PostgresSource]:
    with database(embedded, f"letters_{list(LOCALES).index(request.param)}", LOCALES[request.param]) as source:
        yield source


@pytest.mark.parametrize("typed", ["Ölmühle", "ölmühle", "ÖLMÜHLE", "mühle s", "MÜHLE", "Ölmu\u0308hle", "öl\0mühle"])
def test_a_feeder_is_found_in_either_case(source: PostgresSource, typed: str) -> None:
    query = search_query(1, typed)
    assert query is not None
    assert [(row["kind"], row["name"]) for row in source.fetch(query).to_pylist()] == [("feeder", "Ölmühle Süd")]


@pytest.mark.parametrize("typed", ["ägeri", "Ägeri-1", "ÄGERI"])
def test_a_name_that_begins_so_is_found_by_its_index(source: PostgresSource, typed: str) -> None:
    query = search_query(1, typed)
    assert query is not None
    assert [row["name"] for row in source.fetch(query).to_pylist()] == ["ÄGERI-1"]


def test_the_filter_of_the_outages_finds_it_too(source: PostgresSource) -> None:
    insert(source, "outages", [outage(1, NOW, None, 400)])
    paged = PagedQuery.of("outages_page", utility_id=1, as_of=None)
    assert source.fetch(paged.count("ÖLMÜHLE"))["row_count"].to_pylist() == [1]
    assert source.fetch(paged.count("mühlen"))["row_count"].to_pylist() == [0]


def test_a_database_without_such_letters_finds_those_of_ascii(embedded: EmbeddedPostgres) -> None:
    with database(embedded, "letters_of_ascii", OLD) as source:
        query = search_query(1, "BRK-1")
        assert query is not None
        assert "BRK-1" in source.fetch(query)["name"].to_pylist()
