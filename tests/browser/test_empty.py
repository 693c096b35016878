"""A database without any utility: the page says what would be here and how to get it, and opens it when it is there."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from data_sources.demo.utility.load import load_demo
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.migrations import migrate
from data_sources.postgres.source import PostgresSource
from tests.browser.conftest import Seen, start_server, stop_server

WAIT_MS = 60_000


def test_an_empty_database(page: Page, tmp_path: Path, seen: Seen) -> None:
    """FAULTS L: skeletons for ever."""
    embedded = EmbeddedPostgres(tmp_path / "database")
    embedded.start()
    source = PostgresSource(embedded.dsn)
    migrate(source)
    server = start_server(tmp_path / "home", FLUXOPS_POSTGRES_DSN=embedded.dsn)
    try:
        page.goto(server.url)
        expect(page.get_by_role("heading", name="No utility yet")).to_be_visible(timeout=WAIT_MS)
        expect(page.get_by_text("fluxops import tables")).to_be_visible()
        expect(page.locator(".skeleton:visible")).to_have_count(0)
        load_demo(source, "small")
        expect(page.get_by_text("Customers out", exact=True).first).to_be_visible(timeout=WAIT_MS)
        expect(page.get_by_role("heading", name="No utility yet")).to_be_hidden()
        assert seen.errors == []
    finally:
        stop_server(server)
        source.close()
        embedded.stop()
