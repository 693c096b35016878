"""Back and Forward go through tabs, views and assets, not through every pan; the address keeps up (FAULTS, L)."""

from __future__ import annotations

import re
from math import cos, radians
from time import monotonic

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Seen, Server

WAIT_MS = 60_000
METRES_A_DEGREE = 111_320.0
# A busy browser: what is to happen a little later happens much later.
LATE_TIMERS = """
const later = window.setTimeout
window.setTimeout = (run, ms, ...rest) => later(run, ms >= 50 && ms < 1000 ? ms + 5000 : ms, ...rest)
"""
# As a film or a hand does for a while: browsers drop what is written to the history more often than 200 times in 10 s.
WRITE_TOO_OFTEN = """() => {
  for (let i = 0; i < 300; i++) { history.replaceState(history.state, "", location.href) }
}"""


def open_page(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_function("() => location.search.includes('at=')", timeout=WAIT_MS)
    expect(page.locator("#loader")).to_have_count(0, timeout=WAIT_MS)


def expect_address(page: Page, part: str, timeout: int = WAIT_MS) -> None:
    expect(page).to_have_url(re.compile(re.escape(part)), timeout=timeout)


def where(page: Page) -> tuple[float, float, float]:
    """Latitude and longitude of the map's middle in degrees and its width in metres, as the address says."""
    latitude, longitude, width = re.search(r"at=([^&]*)", page.url)[1].split(",")  # type: ignore[index]
    return float(latitude), float(longitude), float(width)


def drag_east(page: Page, figure: Locator, pixels: int) -> None:
    """Drags the map, and waits until the address is as far as the hand, not somewhere on the way or the map's first fit."""
    box = figure.bounding_box()
    assert box is not None
    latitude, longitude, width = where(page)
    degrees = pixels * width / box["width"] / (METRES_A_DEGREE * cos(radians(latitude)))
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 300 + pixels, box["y"] + 340, steps=5)
    page.mouse.up()
    deadline = monotonic() + WAIT_MS / 1000
    while longitude - where(page)[1] < 0.9 * degrees and monotonic() < deadline:
        page.wait_for_timeout(100)
    assert longitude - where(page)[1] >= 0.9 * degrees, (longitude, page.url, degrees)
    page.wait_for_timeout(1_000)  # the last of the hand's way, and what the map makes of it


def expect_front(page: Page, tab: str) -> None:
    expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true", timeout=WAIT_MS)


def test_back_and_forward_go_through_tabs_and_views(page: Page, server: Server, seen: Seen) -> None:
    open_page(page, f"{server.url}/app")
    page.get_by_role("tab", name="AMI Analytics").click()
    expect_address(page, "tab=ami-analytics")
    page.get_by_role("button", name="Completeness").click()
    expect_address(page, "ami-analytics.view=completeness")
    page.go_back()
    expect(page.locator("[data-action=view][aria-current=page]")).to_have_text("Load", timeout=WAIT_MS)
    page.go_back()
    expect_front(page, "Operations Dashboard")
    page.go_forward()
    expect_front(page, "AMI Analytics")
    page.go_forward()
    expect(page.locator("[data-action=view][aria-current=page]")).to_have_text("Completeness", timeout=WAIT_MS)
    expect_address(page, "ami-analytics.view=completeness")
    assert seen.errors == []


def test_an_asset_is_a_step_and_a_pan_is_none(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/app")
    steps = page.evaluate("() => history.length")
    drag_east(page, page.locator(".map-stage").first, 120)
    panned = re.search(r"at=([^&]*)", page.url)
    assert panned is not None
    assert page.evaluate("() => history.length") == steps

    page.keyboard.press("/")
    page.keyboard.type("F00")
    page.locator("[role=option]").first.wait_for(timeout=WAIT_MS)
    page.keyboard.press("Enter")
    expect_address(page, "asset=feeder:")
    assert page.evaluate("() => history.length") == steps + 1
    page.go_back()
    expect(page).not_to_have_url(re.compile("asset="), timeout=WAIT_MS)
    expect_address(page, f"at={panned[1]}")
    page.go_forward()
    expect_address(page, "asset=feeder:")


def test_the_address_does_not_wait_until_a_tab_is_built(page: Page, server: Server) -> None:
    """FAULTS L: up to 6 s late, as long as the tab took to build."""
    open_page(page, f"{server.url}/app")
    page.get_by_role("tab", name="AMI Analytics").click()
    expect(page.locator("[data-action=view][aria-current=page]")).to_be_visible(timeout=WAIT_MS)
    assert "tab=ami-analytics" in page.url


def test_back_right_after_a_step_undoes_that_step(page: Page, server: Server) -> None:
    """It left the page, where the browser had not come to writing the step into its history yet."""
    page.add_init_script(LATE_TIMERS)
    open_page(page, f"{server.url}/app")
    page.get_by_role("tab", name="AMI Analytics").click()
    expect(page.locator("[data-action=view][aria-current=page]")).to_be_visible(timeout=WAIT_MS)
    page.go_back()
    expect_front(page, "Operations Dashboard")
    page.go_forward()
    expect_front(page, "AMI Analytics")


def test_an_address_that_the_browser_dropped_is_written_again(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/app?tab=ami-analytics")
    expect_address(page, "utility=1")
    expect(page.locator("[data-action=view][aria-current=page]")).to_be_visible(timeout=WAIT_MS)
    steps = page.evaluate("() => history.length")
    page.evaluate(WRITE_TOO_OFTEN)
    page.get_by_role("button", name="Completeness").click()
    expect(page.locator("[data-action=view][aria-current=page]")).to_have_text("Completeness", timeout=WAIT_MS)
    expect_address(page, "ami-analytics.view=completeness")
    assert page.evaluate("() => history.length") == steps + 1


def test_outages_on_record_are_in_the_address(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/app")
    page.locator("[data-action=record]").click()
    record = page.locator(".ops-record")
    record.get_by_role("button", name="Customers interrupted").click(timeout=WAIT_MS)
    # Which causes there are depends on the day.
    cause = record.locator("tbody tr").first.locator("td").nth(2).inner_text(timeout=WAIT_MS)
    record.get_by_placeholder("Filter by feeder or cause").fill(cause)
    expect_address(page, f"record_filter={cause}")
    link = page.url
    page.goto("about:blank")
    open_page(page, link)
    expect(record.locator("th[aria-sort=descending]")).to_have_text("Customers interrupted", timeout=WAIT_MS)
    expect(record.get_by_placeholder("Filter by feeder or cause")).to_have_value(cause)
    expect(record.locator(".dt-foot")).to_contain_text(" of ", timeout=WAIT_MS)
    record.get_by_role("button", name="Close").click()
    expect(record).to_be_hidden(timeout=WAIT_MS)
    page.go_back()
    expect(record.locator("tbody tr").first).to_be_visible(timeout=WAIT_MS)


def test_the_start_address_takes_its_query_along(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?tab=ami-analytics&theme=light")
    expect_front(page, "AMI Analytics")
    expect_address(page, "theme=light")


def test_a_date_counts_when_it_is_whole(page: Page, server: Server) -> None:
    """M13: typing 2026 passes by the years 2, 20 and 202, each a date by itself."""
    page.goto(f"{server.url}/app?tab=ami-analytics&first_day=2026-11-18&end_day=2026-11-25")
    field = page.locator(".scope-period input[type=date]").first
    expect(field).to_have_value("2026-11-18", timeout=WAIT_MS)
    expect_address(page, "first_day=2026-11-18&end_day=2026-11-25")
    field.focus()
    page.keyboard.type("11102026", delay=150)
    expect(field).to_have_value("2026-11-10")
    page.wait_for_timeout(2000)
    expect_address(page, "first_day=2026-11-18&end_day=2026-11-25")
    expect(page.locator(".field-error")).to_have_count(0)
    page.keyboard.press("Enter")
    expect_address(page, "first_day=2026-11-10&end_day=2026-11-25")
