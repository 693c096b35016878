"""Outage Management, Reliability, as a user works with it: period, feeder, what agrees with the dashboard, reload."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server
from tests.browser.every_view import RELIABILITY, SETTLE_MS, open_settled, settle


def figure(page: Page, label: str) -> str:
    """What a figure says."""
    return page.locator(f'.fig[data-key="{label}"] b').inner_text()


def test_period_and_feeder_stay_in_the_address(page: Page, views: Server, seen: Seen) -> None:
    open_settled(page, views, RELIABILITY)
    expect(page.locator(".reliability-told")).to_contain_text("customers served", timeout=SETTLE_MS)
    this_year = figure(page, "SAIDI")
    page.get_by_role("button", name="Last 12 months").click()
    page.wait_for_url(re.compile("reliability_period=last_12_months"), timeout=SETTLE_MS)
    settle(page)
    page.locator(".reliability-feeders tbody tr").first.click()
    page.wait_for_url(re.compile(r"scope=feeder:\d+"), timeout=SETTLE_MS)
    expect(page.locator(".reliability-feeders tr[aria-selected=true]")).to_have_count(1, timeout=SETTLE_MS)
    settle(page)
    of_feeder = figure(page, "SAIDI")
    assert of_feeder != this_year
    address = page.url
    page.reload()
    page.wait_for_function("() => !document.getElementById('loader')", timeout=SETTLE_MS)
    expect(page.locator('.fig[data-key="SAIDI"] b')).to_have_text(of_feeder, timeout=SETTLE_MS)
    assert page.url == address
    assert seen.errors == []


def test_the_worst_feeders_show_the_columns_that_have_room(page: Page, views: Server, seen: Seen) -> None:
    share = page.locator(".reliability-feeders th", has_text="Share")
    open_settled(page, views, RELIABILITY)
    for width, is_there in ((1366, False), (1920, True)):
        page.set_viewport_size({"width": width, "height": 900})
        expect(share).to_be_visible(visible=is_there, timeout=SETTLE_MS)
    assert seen.errors == []


def test_by_keyboard_alone(page: Page, views: Server, seen: Seen) -> None:
    open_settled(page, views, RELIABILITY)
    page.get_by_role("button", name="Last 12 months").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Last 12 months")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("combobox", name="Substation").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile(r"scope=substation:\d+"), timeout=SETTLE_MS)
    page.go_back()
    assert seen.errors == []
