"""The Operations Dashboard in a real browser: what a dispatcher does in the first minute."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen

WAIT_MS = 60_000


def open_dashboard(page: Page, server_url: str, query: str = "") -> None:
    page.goto(f"{server_url}/app{query}")
    expect(page.locator(".kpi-value").first).to_be_visible(timeout=WAIT_MS)


def test_first_view_is_whole_and_quiet(page: Page, server_url: str, seen: Seen) -> None:
    open_dashboard(page, server_url)
    expect(page.locator(".kpi")).to_have_count(6, timeout=WAIT_MS)
    expect(page.locator(".kpi-value").first).to_have_text(re.compile(r"^[\d.,]+$"), timeout=WAIT_MS)
    expect(page.locator(".legend")).to_contain_text("Feeders by circuit", timeout=WAIT_MS)
    expect(page.locator(".outages h2")).to_have_text("Active outages", timeout=WAIT_MS)
    expect(page.locator(".feed-title")).to_have_text("Events", timeout=WAIT_MS)
    size = page.evaluate(
        "[document.documentElement.scrollHeight, innerHeight, document.documentElement.scrollWidth, innerWidth]"
    )
    assert size[0] <= size[1]
    assert size[2] <= size[3]
    assert seen.errors == []


def test_search_selects_flies_and_esc_lets_go(page: Page, server_url: str, seen: Seen) -> None:
    open_dashboard(page, server_url)
    page.keyboard.press("/")
    page.keyboard.type("tx-0001")
    expect(page.locator(".search-hits")).to_contain_text("TX-0001-001", timeout=WAIT_MS)
    page.keyboard.press("Enter")
    expect(page.locator(".details h2")).to_have_text("TX-0001-001", timeout=WAIT_MS)
    expect(page.locator(".details")).to_contain_text("Customers downstream")
    expect(page.locator(".details")).to_contain_text("Meters", timeout=WAIT_MS)
    page.wait_for_url(re.compile("asset=transformer"), timeout=WAIT_MS)
    page.locator(".chip").first.click()
    expect(page.locator(".details .overline")).to_have_text("Substation", timeout=WAIT_MS)
    page.keyboard.press("Escape")
    expect(page.locator(".details")).to_have_count(0, timeout=WAIT_MS)
    assert seen.errors == []


def test_a_trace_a_filter_and_the_layers(page: Page, server_url: str, seen: Seen) -> None:
    open_dashboard(page, server_url, "?asset=feeder:1")
    page.locator(".panel-foot button", has_text="Downstream").click()
    expect(page.locator(".panel-foot button[aria-pressed=true]")).to_have_text("Downstream", timeout=WAIT_MS)
    page.locator("summary", has_text="Filter").click()
    page.locator("label.box", has_text="Above 100 %").locator("input").check()
    expect(page.locator(".notice")).to_contain_text("Showing only: Above 100 %", timeout=WAIT_MS)
    page.locator("select").nth(1).select_option(index=1)
    expect(page.locator(".notice")).to_contain_text("F0001", timeout=WAIT_MS)
    page.keyboard.press("Escape")
    expect(page.locator(".menu[open]")).to_have_count(0)
    expect(page.locator(".details")).to_have_count(1)  # Esc closed the menu only
    page.locator(".segmented button", has_text="Load").click()
    expect(page.locator(".legend")).to_contain_text("Feeders by load", timeout=WAIT_MS)
    page.wait_for_url(re.compile("colour=load"), timeout=WAIT_MS)
    assert seen.errors == []


def test_a_card_tells_where_its_figure_comes_from(page: Page, server_url: str, seen: Seen) -> None:
    open_dashboard(page, server_url)
    page.locator(".kpi").first.click()
    dialog = page.locator("dialog.source")
    expect(dialog).to_contain_text("IEEE Std 1366", timeout=WAIT_MS)
    expect(dialog.locator("tbody tr").first).to_be_visible(timeout=WAIT_MS)
    dialog.locator("summary").click()
    expect(dialog.locator("pre")).to_contain_text("flux.feeder_reliability")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0, timeout=WAIT_MS)
    assert seen.errors == []


def test_all_outages_on_record_are_paged_sorted_filtered_and_saved(page: Page, server_url: str, seen: Seen) -> None:
    open_dashboard(page, server_url)
    page.locator(".outages button", has_text="All").click()
    record = page.locator(".ops-record")
    expect(record.locator("tbody tr").first).to_be_visible(timeout=WAIT_MS)
    expect(record.locator("tbody tr")).to_have_count(50, timeout=WAIT_MS)
    expect(record.locator("th[aria-sort=descending]")).to_have_text("Started")
    record.get_by_role("button", name="Next page").click()
    expect(record.locator(".dt-pager")).to_contain_text("51 to 100", timeout=WAIT_MS)
    record.get_by_role("button", name="Customers interrupted").click()
    expect(record.locator("th[aria-sort=descending]")).to_have_text("Customers interrupted", timeout=WAIT_MS)
    expect(record.locator(".dt-pager")).to_contain_text("1 to 50", timeout=WAIT_MS)
    with page.expect_download(timeout=WAIT_MS) as waiting:
        record.get_by_role("button", name="CSV", exact=True).click()
    saved = Path(waiting.value.path()).read_text().splitlines()
    counted = int(re.sub(r"\D", "", record.locator(".dt-foot .secondary").first.inner_text()))
    assert waiting.value.suggested_filename == "outages.csv"
    assert abs(len(saved) - 1 - counted) <= 5, "every page is saved; the simulator may have gone on"
    record.get_by_placeholder("Filter by feeder or cause").fill("lightning")
    expect(record.locator(".dt-foot")).to_contain_text(" of ", timeout=WAIT_MS)
    record.get_by_role("button", name="Close").click()
    expect(record).to_be_hidden(timeout=WAIT_MS)
    assert seen.errors == []


def test_esc_empties_the_filter_and_then_closes_the_outages_on_record(page: Page, server_url: str, seen: Seen) -> None:
    open_dashboard(page, server_url)
    page.locator(".outages button", has_text="All").click()
    record = page.locator(".ops-record")
    field = record.get_by_placeholder("Filter by feeder or cause")
    field.fill("lightning")
    expect(record.locator(".dt-foot")).to_contain_text(" of ", timeout=WAIT_MS)
    page.keyboard.press("Escape")
    expect(field).to_have_value("", timeout=WAIT_MS)
    expect(record).to_be_visible()
    page.keyboard.press("Escape")
    expect(record).to_be_hidden(timeout=WAIT_MS)
    assert seen.errors == []


def test_the_legend_is_opened_by_keyboard(page: Page, server_url: str) -> None:
    open_dashboard(page, server_url)
    legend = page.locator("details.legend")
    expect(legend).to_be_visible(timeout=WAIT_MS)
    was_open = legend.get_attribute("open") is not None
    legend.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(legend.locator(".legend-body")).to_be_visible(visible=not was_open, timeout=WAIT_MS)
