"""Outage Management, Storm, as a supervisor works with it: declare, give areas times, approve the text, end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server, start_server, stop_server
from tests.browser.every_view import SETTLE_MS, VIEWS, open_settled


@pytest.fixture
def chief(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for a supervisor, with three outages that nobody simulates any further."""
    server = start_server(
        tmp_path_factory.mktemp("storm") / "home", FLUXOPS_ROLE="supervisor", FLUXOPS_SIMULATE="false"
    )
    for transformer in (11, 60, 120):
        answer = httpx.post(f"{server.url}/api/outages", json={"transformer_id": transformer}, timeout=120)
        assert answer.status_code == 201, answer.text
    yield server
    stop_server(server)


def test_a_storm_from_its_declaration_to_its_end(page: Page, chief: Server, seen: Seen) -> None:
    open_settled(page, chief, VIEWS["storm"])
    expect(page.get_by_text("No storm is declared.")).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator(".storm-curve canvas").first).to_be_visible()
    page.get_by_role("button", name="Declare a storm").click()
    page.locator(".storm-asked input[name=storm_name]").fill("Ida")
    page.get_by_role("button", name="Declare storm", exact=True).click()
    expect(page.locator(".flux-status .badge.bad")).to_contain_text("Storm: Ida since", timeout=SETTLE_MS)
    expect(page.locator(".storm-switch")).to_contain_text("declared by", timeout=SETTLE_MS)

    page.get_by_role("button", name="Areas", exact=True).click()
    row = page.locator(".storm-part tbody tr").first
    expect(row).to_contain_text("SUB-", timeout=SETTLE_MS)
    row.locator(".dt-open").click()
    page.get_by_role("button", name="Set for all").click()
    expect(page.locator(".storm-said")).to_contain_text("Done.", timeout=SETTLE_MS)

    page.get_by_role("button", name="Public text", exact=True).click()
    expect(page.locator(".storm-text textarea")).to_have_value(re.compile("because of storm Ida"), timeout=SETTLE_MS)
    page.locator(".storm-text textarea").fill("Crews are on their way.")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator(".storm-public-body summary")).to_contain_text("Approved by", timeout=SETTLE_MS)

    page.goto(f"{chief.url}/app?{VIEWS['operations']}")  # on every tab
    expect(page.locator(".flux-status .badge.bad")).to_contain_text("Storm: Ida since", timeout=SETTLE_MS)
    open_settled(page, chief, VIEWS["storm"])
    page.get_by_role("button", name="End storm").click()
    page.get_by_role("button", name="End storm Ida").click()
    expect(page.get_by_text("No storm is declared.")).to_be_visible(timeout=SETTLE_MS)
    page.get_by_role("button", name="Past storms", exact=True).click()
    expect(page.locator(".storm-part tbody tr").first).to_contain_text("Ida", timeout=SETTLE_MS)
    assert seen.errors == []
