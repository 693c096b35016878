"""For those who hear a page or have no mouse: what opens over a view, rows that Tab reaches and Enter opens."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server
from tests.browser.every_view import SETTLE_MS, VIEWS, open_settled, settle
from tests.browser.reach import told

THEMES = ("dark", "light")

# The control that has the focus, through all shadow roots, and whether it is seen that it has.
FOCUSED = """() => {
  let node = document.activeElement
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement
  if (!node || node === document.body) return null
  const holder = node.closest(".search-field, .mh-field") ?? node
  const style = getComputedStyle(node), around = getComputedStyle(holder)
  const hasOwnRings = node.type === "date" // the browser's, around its day, month, year and button
  const isSeen = hasOwnRings || style.outlineStyle !== "none" || around.borderColor !== style.borderColor
  return {name: node.tagName, row: node.classList.contains("dt-open"), isSeen, html: node.outerHTML.slice(0, 120)}
}"""


@pytest.mark.parametrize("theme", THEMES)
def test_axe_core_finds_nothing_in_what_opens_over_a_view(page: Page, views: Server, theme: str) -> None:
    """The outages on record, where a figure comes from, the statements behind a board, the results of a search."""
    open_settled(page, views, f"{VIEWS['operations']}&operations-dashboard.record=1&theme={theme}")
    expect(page.get_by_role("heading", name="Outages on record")).to_be_visible(timeout=SETTLE_MS)
    assert told(Axe().run(page).response["violations"]) == []
    page.get_by_role("button", name="SQL", exact=True).first.click()
    settle(page)
    assert told(Axe().run(page).response["violations"]) == []
    open_settled(page, views, f"{VIEWS['operations']}&theme={theme}")
    page.get_by_role("button", name=re.compile(r"SAIFI \d{4} to date.*Show where this comes from")).click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=SETTLE_MS)
    settle(page)
    assert told(Axe().run(page).response["violations"]) == []
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Search").fill("F00")
    expect(page.get_by_role("option").first).to_be_visible(timeout=SETTLE_MS)
    assert told(Axe().run(page).response["violations"]) == []


def test_tab_reaches_a_row_and_enter_opens_it(page: Page, views: Server, seen: Seen) -> None:
    """Each stop on the way is seen to have the focus."""
    open_settled(page, views, VIEWS["completeness"])
    rows = 0
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused is None or focused["isSeen"], focused
        if focused is not None and focused["row"]:
            rows += 1
            if rows == 2:
                break
    assert rows == 2
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("scope=feeder"), timeout=SETTLE_MS)
    assert seen.errors == []


def test_the_search_tells_what_it_found(page: Page, views: Server, seen: Seen) -> None:
    """Case M23: a combobox that says whether its list is open, and which of it is chosen."""
    open_settled(page, views, VIEWS["operations"])
    search = page.get_by_role("combobox", name="Search")
    expect(search).to_have_attribute("aria-expanded", "false")
    search.fill("F00")
    expect(search).to_have_attribute("aria-expanded", "true", timeout=SETTLE_MS)
    search.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(search).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    search.press("Enter")
    expect(search).to_have_attribute("aria-expanded", "false", timeout=SETTLE_MS)
    settle(page)
    assert seen.errors == []


def test_a_kpi_is_heard_with_its_figure(page: Page, views: Server) -> None:
    open_settled(page, views, VIEWS["operations"])
    card = page.get_by_role("button", name=re.compile(r"SAIFI \d{4} to date.*Show where this comes from"))
    expect(card).to_have_count(1)
    card.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading", name=re.compile("SAIFI"))).to_be_visible(timeout=SETTLE_MS)
