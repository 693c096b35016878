"""Voltage, Losses, Completeness and Forecast in a real browser, over three days of the small demo."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Seen, Server
from tests.browser.every_view import AMI, SETTLE_MS, open_settled

LONG_MS = 60_000  # a search of one feeder while the server still warms up


def open_view(page: Page, server: Server, view: str, **ami: object) -> None:
    query = "".join(f"&ami.{name}={value}" for name, value in ami.items())
    page.goto(f"{server.url}/app?tab=ami-analytics&ami.view={view}{query}")


def test_completeness_shows_reads_and_opens_a_feeder(page: Page, views: Server, seen: Seen) -> None:
    open_view(page, views, "completeness")
    expect(page.get_by_text("Reads by feeder and day")).to_be_visible(timeout=LONG_MS)
    row = page.locator("tr", has_text="F0003").first
    expect(row).to_be_visible(timeout=LONG_MS)
    row.click()
    page.wait_for_url("**scope=feeder:3**")
    expect(page.get_by_text("the feeder chosen")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="Late", exact=True).click()
    page.wait_for_url("**ami-analytics.read_share=late**")
    assert seen.errors == []


def test_a_cell_clicked_drives_the_table_to_its_day(page: Page, views: Server, seen: Seen) -> None:
    open_view(page, views, "completeness")
    figure = page.locator(".view-heat .bk-Figure")
    expect(page.locator(".view-table tbody tr")).to_have_count(8, timeout=LONG_MS)
    box = figure.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    every = page.locator(".view-table").get_by_title("All days")
    expect(every).to_be_visible(timeout=LONG_MS)
    expect(page.locator(".view-table tr[aria-selected=true]")).to_have_count(1, timeout=LONG_MS)
    page.wait_for_url("**ami-analytics.read_day=**")
    every.click()
    expect(every).to_have_count(0, timeout=LONG_MS)
    assert seen.errors == []


def test_losses_ranks_feeders_and_finds_suspects(page: Page, views: Server, seen: Seen) -> None:
    open_view(page, views, "losses", scope="feeder", scope_id=1)
    expect(page.get_by_text("Losses by feeder")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="Suspects").click()
    page.wait_for_url("**ami-analytics.losses=suspects**")
    page.get_by_role("button", name="Wrong transformer").click()
    expect(page.get_by_text("Its voltage follows").first).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_text("Precision and recall")).to_be_visible()
    expect(page.get_by_text("Transformer's own meter").first).to_be_visible()
    assert seen.errors == []


def test_losses_follow_a_transformer_a_meter_and_lead_back(page: Page, views: Server, seen: Seen) -> None:
    """The boards move between layouts: each must be there again, and nothing twice."""
    open_view(page, views, "losses", scope="transformer", scope_id=1)
    expect(page.get_by_text("meter of its own")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_text("mean power of each hour")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_text("What speaks against meters of")).to_be_visible(timeout=LONG_MS)
    page.get_by_label("Back to the feeder").click()
    expect(page.get_by_text("Losses by feeder")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_text("mean power of each hour")).to_have_count(1)
    page.get_by_role("button", name="Suspects").click()
    expect(page.get_by_text("Precision and recall")).to_be_visible(timeout=LONG_MS)
    assert seen.errors == []


def test_completeness_and_voltage_of_a_meter(page: Page, views: Server, seen: Seen) -> None:
    open_view(page, views, "completeness", scope="meter", scope_id=1)
    expect(page.get_by_text("Reads by day and hour")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_text("Longest gap")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="Voltage").click()
    expect(page.get_by_text("Days outside range A")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("button", name="Open meter")).to_be_visible(timeout=LONG_MS)
    page.get_by_label("Back to the feeder").click()
    expect(page.get_by_text("Exceptions", exact=True)).to_be_visible(timeout=LONG_MS)
    assert seen.errors == []


def test_texts_of_charts_grow_with_the_page(browser: Browser, views: Server) -> None:
    """BokehJS alone would draw them at 13 px on a wall, too."""
    context = browser.new_context(viewport={"width": 3840, "height": 2160})
    page = context.new_page()
    open_view(page, views, "completeness")
    expect(page.get_by_text("Reads by feeder and day")).to_be_visible(timeout=LONG_MS)
    size = page.evaluate("() => { const t = new (Bokeh.require('core/graphics').TextBox)({text: '1'});"
                         " t.visuals = {font_size: '1em', font_style: 'normal', font: 'Roboto', color: 'black', alpha: 1,"
                         " align: 'left', baseline: 'top', line_height: 1}; return t.font }")  # fmt: skip
    context.close()
    assert "26px" in size


def test_voltage_lists_places_and_days_and_says_where_they_come_from(page: Page, views: Server, seen: Seen) -> None:
    open_view(page, views, "voltage", level="feeder")
    expect(page.get_by_text("Meters outside range A")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="Range B").click()
    page.wait_for_url("**ami-analytics.service_range=B**")
    expect(page.get_by_text("Meters outside range B")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="SQL").first.click()
    expect(page.get_by_text("ami_voltage_feeders.sql").first).to_be_visible()
    assert seen.errors == []


def test_the_forecast_follows_the_horizon_and_says_what_it_rests_on(page: Page, views: Server, seen: Seen) -> None:
    open_view(page, views, "forecast")
    expect(page.get_by_text("Peak ahead (P50)")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="3 d", exact=True).last.click()
    page.wait_for_url("**ami-analytics.horizon_days=3**")
    expect(page.get_by_text("days of load")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_text("3 days", exact=True)).to_be_visible(timeout=LONG_MS)
    assert seen.errors == []


def test_days_are_offered_where_a_view_follows_them_and_one_without_readings_is_refused(
    page: Page, views: Server, seen: Seen
) -> None:
    open_settled(page, views, f"{AMI}load")
    first = page.locator('input[data-change="first_day"]')
    kept = first.input_value()
    first.fill("1905-01-01")
    expect(page.locator(".scope-period .field-error")).to_contain_text("no other has readings", timeout=SETTLE_MS)
    assert "first_day" not in page.url
    first.fill(kept)
    page.get_by_role("button", name="Outages", exact=True).click()
    expect(page.get_by_role("button", name="28 d")).to_have_count(0, timeout=SETTLE_MS)
    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.get_by_role("button", name="28 d")).to_be_visible(timeout=SETTLE_MS)
    assert seen.errors == []
