"""Asset Health, the views that plan, compare, trim and look back, as a user works with them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server
from tests.browser.every_view import SETTLE_MS, open_settled, settle

ASSETS = "tab=asset-health&utility=1&asset-health.view="


def figure(page: Page, label: str) -> str:
    """What a figure says."""
    return page.locator(f'.fig[data-key="{label}"] b').inner_text()


def test_a_budget_typed_makes_another_plan_and_stands_in_the_address(page: Page, views: Server, seen: Seen) -> None:
    open_settled(page, views, f"{ASSETS}plan")
    before = int(figure(page, "Replaced").replace(",", ""))
    page.get_by_label("Budget, US$", exact=True).fill("50,000")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"plan_budget=50000"), timeout=SETTLE_MS)
    expect(page.locator('.fig[data-key="Spent"] .fig-note')).to_have_text("of 50,000 US$", timeout=SETTLE_MS)
    settle(page)
    assert 0 < int(figure(page, "Replaced").replace(",", "")) < before
    with page.expect_download() as saved:
        page.get_by_role("link", name="PDF report").click()
    assert saved.value.suggested_filename == "replacement-plan.pdf"
    assert seen.errors == []


def test_more_growth_makes_more_transformers_hot(page: Page, views: Server, seen: Seen) -> None:
    open_settled(page, views, f"{ASSETS}what_if&asset-health.what_if_growth=0")
    before = int(figure(page, "Overloaded").replace(",", ""))
    page.get_by_label("Load growth, %", exact=True).fill("100")
    page.keyboard.press("Enter")
    expect(page.locator('.fig[data-key="Overloaded"] b')).not_to_have_text(f"{before:,}", timeout=SETTLE_MS)
    assert int(figure(page, "Overloaded").replace(",", "")) > before
    assert seen.errors == []


@pytest.mark.parametrize(("view", "heading"), [("vegetation", "To be trimmed"), ("back_test", "Hazard by age")])
def test_it_opens_and_says_what_it_rests_on(page: Page, views: Server, seen: Seen, view: str, heading: str) -> None:
    open_settled(page, views, f"{ASSETS}{view}")
    expect(page.get_by_text(heading, exact=True)).to_be_visible(timeout=SETTLE_MS)
    page.get_by_text("Method and limits").click()
    expect(page.locator(".method").last).to_be_visible()
    assert seen.errors == []
