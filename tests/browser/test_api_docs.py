"""The Swagger page: works under its own policy, asks nobody but this server, and calls the API."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import Seen


def test_the_page_lists_and_calls_the_api(page: Page, seen: Seen, server_url: str) -> None:
    page.goto(f"{server_url}/docs")
    page.wait_for_selector(".opblock")
    operation = page.locator(".opblock", has_text="/api/kpis")
    operation.locator(".opblock-summary").click()
    operation.locator(".execute").click()
    operation.locator(".live-responses-table").wait_for()
    assert "customers_served" in operation.locator(".live-responses-table").inner_text()
    assert all(url.startswith((server_url, "data:")) for url in seen.requests)
    assert not seen.errors
