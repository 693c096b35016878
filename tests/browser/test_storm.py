"""Outage Management, Storm, as a supervisor works with it: declare, give areas times, approve the text, end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server, start_server, stop_server
from tests.browser.every_view import SETTLE_MS, VIEWS, open_settled

NAME = "Hurricane Wilhelm II"


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


def all_of_the_header_is_reached(page: Page) -> None:
    """With the longest badges there are, on a phone and on a laptop."""
    for width, last in ((390, ".menu-button"), (1366, ".flux-status .clock"), (1366, "[aria-label='Light theme']")):
        page.set_viewport_size({"width": width, "height": 768})
        box = page.locator(last).bounding_box()
        assert box is not None, last
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width, (width, last)
    search = page.get_by_label("Search", exact=True).bounding_box()
    assert search is not None
    assert search["width"] >= 20


def test_a_storm_from_its_declaration_to_its_end(page: Page, chief: Server, seen: Seen) -> None:
    open_settled(page, chief, VIEWS["storm"])
    expect(page.get_by_text("No storm is declared.")).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator(".storm-curve canvas").first).to_be_visible()
    page.get_by_role("button", name="Declare a storm").click()
    page.locator(".storm-asked input[name=storm_name]").fill("Ida")
    page.keyboard.press("Escape")
    expect(page.locator(".storm-asked")).to_have_count(0, timeout=SETTLE_MS)
    page.get_by_role("button", name="Declare a storm").click()
    page.locator(".storm-asked input[name=storm_name]").fill(NAME)
    page.get_by_role("button", name="Declare storm", exact=True).click()
    expect(page.locator(".flux-status .badge.bad")).to_contain_text(f"Storm: {NAME} since", timeout=SETTLE_MS)
    expect(page.locator(".storm-switch")).to_contain_text("declared by", timeout=SETTLE_MS)
    expect(page.locator(".storm-switch .storm-said")).to_contain_text("Done.", timeout=SETTLE_MS)
    all_of_the_header_is_reached(page)

    page.get_by_role("button", name="Areas", exact=True).click()
    expect(page.get_by_text("Times for areas")).to_be_visible(timeout=SETTLE_MS)  # rows of the queue name areas too
    row = page.locator(".storm-part tbody tr:visible").first
    expect(row).to_contain_text("SUB-", timeout=SETTLE_MS)
    row.locator(".dt-open").click()
    page.get_by_role("button", name="Set for all").click()
    expect(page.locator(".storm-said")).to_contain_text("Done.", timeout=SETTLE_MS)

    page.get_by_role("button", name="Public text", exact=True).click()
    expect(page.locator(".storm-text textarea")).to_have_value(
        re.compile(f"because of storm {NAME}"), timeout=SETTLE_MS
    )
    page.locator(".storm-text textarea").fill("Crews are on their way.")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator(".storm-public-body summary")).to_contain_text("Approved by", timeout=SETTLE_MS)

    page.goto(f"{chief.url}/app?{VIEWS['operations']}")  # on every tab
    expect(page.locator(".flux-status .badge.bad")).to_contain_text(f"Storm: {NAME} since", timeout=SETTLE_MS)
    open_settled(page, chief, VIEWS["storm"])
    page.get_by_role("button", name="End storm").click()
    page.get_by_role("button", name=f"End storm {NAME}").click()
    expect(page.get_by_text("No storm is declared.")).to_be_visible(timeout=SETTLE_MS)
    page.get_by_role("button", name="Past storms", exact=True).click()
    expect(page.locator(".storm-part tbody tr:visible").first).to_contain_text(NAME, timeout=SETTLE_MS)
    assert seen.errors == []


def by_keyboard(page: Page, button: str, field: str) -> None:
    """A form opened by Enter is typed into at once, numbers too, which are keys of the page elsewhere; Esc closes it."""
    page.get_by_role("button", name=button, exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(field)).to_be_focused(timeout=SETTLE_MS)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("123")
    expect(page.locator(field)).to_have_value("123")
    page.keyboard.press("Escape")
    expect(page.locator(field)).to_have_count(0, timeout=SETTLE_MS)


def test_a_form_opened_by_the_keyboard_is_typed_into_at_once(page: Page, chief: Server) -> None:
    open_settled(page, chief, VIEWS["storm"])
    by_keyboard(page, "Declare a storm", ".storm-asked input[name=storm_name]")
    by_keyboard(page, "Declare a storm", ".storm-asked input[name=storm_name]")  # and each time that it opens
    by_keyboard(page, "Start a simulated storm", ".storm-asked input[name=faults]")
    page.get_by_role("button", name="Declare a storm").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".storm-asked input[name=storm_name]")).to_be_focused(timeout=SETTLE_MS)
    page.keyboard.type("Ida")
    page.keyboard.press("Enter")
    expect(page.locator(".storm-switch")).to_contain_text("declared by", timeout=SETTLE_MS)
    by_keyboard(page, "End storm", ".storm-asked textarea[name=note]")
    open_settled(page, chief, VIEWS["active_outages"])
    page.locator(".active-list tbody tr:visible .dt-open").first.click()
    by_keyboard(page, "Note", ".action-area textarea[name=text]")


def test_what_is_typed_outlives_a_restart_of_the_server(page: Page, chief: Server) -> None:
    open_settled(page, chief, VIEWS["storm"])
    page.get_by_role("button", name="Declare a storm").click()
    page.locator(".storm-asked input[name=storm_name]").fill("Ida")
    page.locator(".storm-asked textarea[name=note]").fill("Gusts from the north")
    stop_server(chief)
    expect(page.get_by_text("Not live since")).to_be_visible(timeout=SETTLE_MS)
    again = start_server(
        chief.home, port=int(chief.url.rsplit(":", 1)[1]), FLUXOPS_ROLE="supervisor", FLUXOPS_SIMULATE="false"
    )
    chief.process = again.process
    expect(page.get_by_text("What you had typed is kept")).to_be_visible(timeout=SETTLE_MS)
    page.get_by_role("button", name="Declare a storm").click(timeout=SETTLE_MS)
    expect(page.locator(".storm-asked input[name=storm_name]")).to_have_value("Ida", timeout=SETTLE_MS)
    expect(page.locator(".storm-asked textarea[name=note]")).to_have_value("Gusts from the north")


def test_on_a_phone_the_picked_outage_comes_into_sight(page: Page, chief: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_settled(page, chief, VIEWS["active_outages"])
    page.locator(".active-list tbody tr:visible .dt-open").first.click()
    head = page.locator(".active-detail .panel-head")
    expect(head).to_be_in_viewport(timeout=SETTLE_MS)
