"""Every source killed and brought back while a browser watches: nothing blank, nothing lost, healed by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Page, expect

from data_sources.connect import connect_live
from data_sources.demo.utility.load import load_demo
from data_sources.postgres.embedded import EmbeddedPostgres
from tests.browser.conftest import Seen, Server, start_server, stop_server

PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL that the test stops and starts; to the server it is somebody else's, reached by a DSN."""
    home = tmp_path_factory.mktemp("heals") / "database"
    live = connect_live(None, home)
    load_demo(live.source, "small")
    live.close()
    embedded = EmbeddedPostgres(home)
    embedded.start()
    yield embedded
    embedded.stop()


@pytest.fixture(scope="module")
def dsn_server(database: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = start_server(tmp_path_factory.mktemp("heals-server") / "home", FLUXOPS_POSTGRES_DSN=database.dsn)
    yield server
    stop_server(server)


def start_simulator(database: EmbeddedPostgres) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "FLUXOPS_POSTGRES_DSN": database.dsn, "FLUXOPS_SIMULATE_STEP_S": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "app", "simulate"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def add_outage(database: EmbeddedPostgres, customers: int) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute(
            "INSERT INTO flux.outages (utility_id, feeder_id, started_at, cause, customers_interrupted, customers_out,"
            " stepped_at, lon, lat) SELECT utility_id, feeder_id, now() - interval '6 minutes', 'vegetation', %s, %s, now(),"
            " lon, lat FROM flux.devices ORDER BY device_id LIMIT 1",
            (customers, customers),
        )


def test_database_killed_and_back(dsn_server: Server, database: EmbeddedPostgres, page: Page, seen: Seen) -> None:
    page.goto(dsn_server.url)
    expect(page.get_by_text("Customers out", exact=True).first).to_be_visible(timeout=PATIENCE_MS)
    add_outage(database, 1234)
    expect(page.get_by_text("1,234").first).to_be_visible(timeout=PATIENCE_MS)

    database.stop()
    badge = page.get_by_text("PostgreSQL").first
    expect(page.locator(".flux-status")).to_contain_text("ago", timeout=PATIENCE_MS)
    expect(badge).to_be_visible()
    expect(page.get_by_text("1,234").first).to_be_visible()  # old data is dimmed, not removed
    outages = page.locator(".outages.is-stale")
    expect(outages.locator("> *").first).to_have_css("opacity", "0.55", timeout=PATIENCE_MS)
    expect(outages).to_have_css("opacity", "1")  # what is under a panel does not shine through
    page.locator("[data-action=source]", has_text="Customers out").click()  # what cannot be asked now says so
    expect(page.get_by_role("dialog")).to_contain_text("No answer yet", timeout=PATIENCE_MS)
    expect(page.get_by_text("Operations Dashboard failed")).to_have_count(0)
    page.reload()  # a visitor who comes while the database is away gets a page that says so, not a blank one
    expect(page.locator("body")).to_contain_text("PostgreSQL", timeout=PATIENCE_MS)

    back = EmbeddedPostgres(database.home)
    back.start()
    add_outage(back, 4321)
    expect(page.get_by_text("4,321").first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".flux-status")).to_contain_text("live", timeout=PATIENCE_MS)
    assert not [error for error in seen.errors if "WebSocket" not in error and "Failed to load resource" not in error]
    back.stop()


def test_simulator_killed_and_back(dsn_server: Server, database: EmbeddedPostgres, page: Page) -> None:
    running = EmbeddedPostgres(database.home)
    running.start()
    first = start_simulator(running)
    page.goto(dsn_server.url)
    status = page.locator(".flux-status")
    expect(status).to_contain_text("Simulator", timeout=PATIENCE_MS)
    first.kill()
    first.wait()
    expect(status).to_contain_text("ago", timeout=PATIENCE_MS)
    second = start_simulator(running)
    expect(status).not_to_contain_text("ago", timeout=PATIENCE_MS)
    second.terminate()
    second.wait(timeout=30)
    running.stop()
