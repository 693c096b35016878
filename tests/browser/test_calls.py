"""Trouble calls in a real browser: taken by keyboard alone, attached to an outage, called back when supply is back."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Seen, Server
from tests.browser.every_view import SETTLE_MS, open_settled
from tests.browser.test_active_outages import report

CALLS = "tab=outage-management&utility=1&outage-management.view=calls"


def take(page: Page, meter: str, symptom: str, *, wants_callback: bool = False) -> str:
    """Take a call from a meter, by keyboard alone, with the focus in the search; the number of the call."""
    page.keyboard.type(meter)
    expect(page.locator(".calls-hit").first).to_contain_text(meter, timeout=SETTLE_MS)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".calls-state")).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator("select[name=symptom]")).to_be_focused()
    page.keyboard.type(symptom)
    for _ in range(4):  # note, who calls, call back at, wants a call-back
        page.keyboard.press("Tab")
    if wants_callback:
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    done = page.locator(".form-done")
    expect(done).to_contain_text(re.compile(r"Call \d+ taken"), timeout=SETTLE_MS)
    number = re.findall(r"Call (\d+) taken", done.inner_text())[0]
    expect(page.locator(".calls-search input")).to_be_focused(timeout=SETTLE_MS)
    return str(number)


def test_three_calls_by_keyboard_are_attached_restored_and_called_back(
    page: Page, browser: Browser, views: Server, seen: Seen
) -> None:
    outage = report(page, views, 53)
    other = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    open_settled(other, views, CALLS)
    open_settled(page, views, CALLS)
    page.locator(".calls-search input").focus()
    first = take(page, "MTR-0000101", "Lights", wants_callback=True)
    page.locator(".calls-search input").press("m")  # what was typed for the last one is gone
    page.keyboard.press("Backspace")
    second, third = take(page, "MTR-0000301", "Wire"), take(page, "MTR-0000501", "Lights")

    fits = "node => node.scrollWidth <= node.clientWidth"
    assert other.locator(".calls-list .dt-scroll").evaluate(fits)  # at 1366; what has no room is in the files
    for number in (first, second, third):
        expect(other.locator(f".calls-list tr[data-key='{number}']")).to_be_visible(timeout=SETTLE_MS)
        page.get_by_label(f"Choose {number}", exact=True).press("Space")
    expect(page.locator(".bulk-head")).to_contain_text("3 ticked", timeout=SETTLE_MS)
    page.locator(".bulk-head").get_by_role("button", name="Attach").press("Enter")
    expect(page.locator(f".bulk option[value='{outage}']")).to_have_count(1, timeout=SETTLE_MS)
    page.locator(".bulk select").select_option(outage)
    page.get_by_role("button", name="Attach", exact=True).last.press("Enter")
    expect(page.locator(".bulk")).to_contain_text("3 done", timeout=SETTLE_MS)
    row = other.locator(f".calls-list tr[data-key='{first}']")
    expect(row).to_contain_text(f"{outage}, confirmed", timeout=SETTLE_MS)

    open_settled(page, views, f"tab=outage-management&utility=1&outage-management.outage={outage}")
    expect(page.locator(".detail-panel")).to_contain_text("3 of 3 customers, 3 open", timeout=SETTLE_MS)
    expect(page.locator(".hazard-note")).to_contain_text("Wire down", timeout=SETTLE_MS)
    page.get_by_role("button", name="Restore", exact=True).press("Enter")
    page.locator(".command-form .is-primary").press("Enter")
    expect(page.locator(".detail-panel")).to_contain_text("Call-backs due", timeout=SETTLE_MS)
    expect(row).to_contain_text("Due", timeout=SETTLE_MS)

    row.locator(".dt-open").press("Enter")
    expect(other.locator(".detail-panel h2")).to_have_text(f"Call {first}", timeout=SETTLE_MS)
    other.get_by_role("button", name="Record call-back", exact=True).first.press("Enter")
    other.get_by_label("Not supplied").check()
    other.locator(".command-form .is-primary").press("Enter")
    expect(other.locator(".hazard-note")).to_contain_text("Still out", timeout=SETTLE_MS)
    expect(row).to_contain_text("Not supplied", timeout=SETTLE_MS)
    expect(other.locator(".timeline")).to_contain_text("Record callback", timeout=SETTLE_MS)
    expect(page.locator(".detail-panel")).to_contain_text("perhaps a nested outage", timeout=SETTLE_MS)
    other.context.close()
    assert not [url for url in seen.requests if "MTR-" in url]
    assert seen.errors == []
