"""First start: the demo's readings are made in the background, and the page shows them as they come."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, start_server, stop_server

WAIT_MS = 120_000


def test_readings_appear_by_themselves(page: Page, seen: Seen, tmp_path: Path) -> None:
    server = start_server(tmp_path / "home", FLUXOPS_DEMO_HISTORY="true", FLUXOPS_SIMULATE="false")
    try:
        page.goto(f"{server.url}/app?tab=ami-analytics")
        expect(page.get_by_text("Net load by 15-minute intervals")).to_be_visible(timeout=WAIT_MS)
        expect(page.get_by_text("Simulated", exact=True).first).to_be_visible()
        assert not seen.errors
    finally:
        stop_server(server)
