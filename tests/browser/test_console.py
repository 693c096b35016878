"""A walk through everything there is leaves the browser's console empty."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.every_view import AMI, METER, SETTLE_MS, VIEWS, open_settled, settle

NAMES = ("Year over year", "Meter", "Map", "Voltage", "Losses", "Completeness", "Forecast", "Load")


def test_a_walk_through_all_views_says_nothing_in_the_console(page: Page, views: Server) -> None:
    """Of issue 9: 103 warnings "could not set initial ranges" on one walk through AMI Analytics."""
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("warning", "error", "assert") else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    open_settled(page, views, VIEWS["operations"])
    page.get_by_role("tab", name="AMI Analytics").click()
    for name in NAMES:
        page.get_by_role("navigation", name="Views").get_by_role("button", name=name, exact=True).click()
        settle(page)
    page.get_by_label("Light theme").click()
    page.wait_for_url(re.compile("theme=light"), timeout=SETTLE_MS)
    for query in (f"{AMI}meter&scope=meter:{METER}", VIEWS["suspects"], f"{AMI}voltage&scope=meter:{METER}"):
        open_settled(page, views, query)
    page.get_by_role("tab", name="Operations Dashboard").click()
    settle(page)
    expect(page.locator(".kpi-row .kpi").first).to_be_visible()
    assert said == []
