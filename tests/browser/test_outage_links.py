"""From one screen to the next, in a browser: an asset's outages, the readings around one, Replay, and Completeness."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server
from tests.browser.every_view import SETTLE_MS, open_settled

PLACE = "tab=ami-analytics&utility=1&scope=transformer:11&ami-analytics.view=outages"


def test_details_lead_to_all_outages_of_a_transformer_and_on_to_one_of_them(
    page: Page, views: Server, seen: Seen
) -> None:
    open_settled(page, views, "tab=operations-dashboard&utility=1&asset=transformer:11")
    details = page.locator(".details")
    expect(details).to_contain_text("the utility's mean", timeout=SETTLE_MS)
    details.get_by_role("button", name=re.compile("figures and readings")).click()
    page.wait_for_url(re.compile("tab=ami-analytics.*ami-analytics.view=outages"), timeout=SETTLE_MS)
    table = page.locator(".view-table")
    expect(table).to_contain_text("of this transformer", timeout=SETTLE_MS)
    table.locator("tr .dt-open").first.click()
    page.wait_for_url(re.compile(r"ami-analytics.outage_id=\d+"), timeout=SETTLE_MS)
    table.get_by_role("button", name="Readings around it").click()
    page.wait_for_url(re.compile(r"ami-analytics.from_at=\d{4}-.*ami-analytics.to_at=\d{4}-"), timeout=SETTLE_MS)
    page.go_back()
    page.wait_for_url(re.compile("ami-analytics.view=outages"), timeout=SETTLE_MS)
    assert not seen.errors


def test_an_outage_of_a_transformer_opens_in_replay(page: Page, views: Server, seen: Seen) -> None:
    open_settled(page, views, PLACE)
    table = page.locator(".view-table")
    # What other tests reported at this transformer, and left open, stands first; Replay shows what is over.
    over = table.locator("tr", has_text=re.compile("Closed|Restored")).first
    over.locator(".dt-open").click(timeout=SETTLE_MS)
    table.get_by_role("button", name="Replay").click()
    page.wait_for_url(re.compile(r"tab=outage-management.*replay_outage=\d+"), timeout=SETTLE_MS)
    assert not seen.errors


def test_completeness_tells_what_outages_explain(page: Page, views: Server, seen: Seen) -> None:
    open_settled(page, views, "tab=ami-analytics&utility=1&ami-analytics.view=completeness")
    figure = page.locator(".fig", has_text="Explained by outages")
    expect(figure.locator("b")).to_have_text(re.compile(r"^[\d,]+$"), timeout=SETTLE_MS)
    assert not seen.errors
