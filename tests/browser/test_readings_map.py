"""The map of readings in a real browser: the film plays, keys and slider move it, a meter opens its card."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data_sources.connect import connect_live
from data_sources.demo.utility.load import load_demo
from data_sources.query import Query
from tests.app.ami_history import write_history
from tests.browser.conftest import Seen, Server, start_server, stop_server

WAIT_MS = 60_000
MAP = "/app?tab=ami-analytics&ami.view=map"
# Counts the pictures of the map as they are painted.
COUNT_PICTURES = """
window.pictures = new Set();
const draw = CanvasRenderingContext2D.prototype.drawImage;
CanvasRenderingContext2D.prototype.drawImage = function (image, ...rest) {
  if (image instanceof HTMLImageElement && image.complete) window.pictures.add(image.src);
  return draw.call(this, image, ...rest);
};
"""


@pytest.fixture(scope="module")
def read_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose home has the small demo and two days of readings."""
    home: Path = tmp_path_factory.mktemp("readings") / "home"
    live = connect_live(None, home)
    try:
        load_demo(live.source, "small")
        write_history(live.source, home / "warehouse")
    finally:
        live.close()
    server = start_server(home, FLUXOPS_SIMULATE="false")
    yield server
    stop_server(server)


def wait_for_pictures(page: Page, count: int) -> None:
    """Until so many different pictures were painted; the page's policy forbids Playwright's own waiting for a text."""
    deadline = time.monotonic() + WAIT_MS / 1000
    while page.evaluate("window.pictures.size") < count:
        assert time.monotonic() < deadline, "The film does not play."
        page.wait_for_timeout(200)


def open_map(page: Page, server: Server, query: str = "") -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.add_init_script(COUNT_PICTURES)
    page.goto(server.url + MAP + query)
    expect(page.locator(".reading-card")).to_contain_text("Meters", timeout=WAIT_MS)
    expect(page.locator(".player-button.is-main")).to_be_enabled(timeout=WAIT_MS)


def test_the_film_plays_by_button_and_key(page: Page, read_server: Server, seen: Seen) -> None:
    open_map(page, read_server)
    expect(page.locator(".player-clock")).to_have_text("18:00 CDT")
    page.evaluate("window.pictures.clear()")
    page.keyboard.press("Space")
    wait_for_pictures(page, 8)
    page.keyboard.press("Space")
    expect(page.locator(".player-button.is-main")).to_have_attribute("aria-label", re.compile("Play"), timeout=WAIT_MS)
    expect(page.locator(".player-clock")).not_to_have_text("18:00 CDT")
    page.wait_for_url(re.compile(r"ami-analytics\.at=2026-08-1"), timeout=WAIT_MS)
    assert seen.errors == []


def test_arrows_step_and_the_slider_jumps(page: Page, read_server: Server, seen: Seen) -> None:
    open_map(page, read_server, "&ami.at=2026-08-14T15:00:00")
    clock = page.locator(".player-clock")
    expect(clock).to_have_text("10:00 CDT", timeout=WAIT_MS)
    page.keyboard.press("ArrowRight")
    expect(clock).to_have_text("10:15 CDT", timeout=WAIT_MS)
    expect(page.locator(".reading-card")).to_contain_text("10:15 CDT", timeout=WAIT_MS)
    page.keyboard.press("ArrowLeft")
    expect(clock).to_have_text("10:00 CDT", timeout=WAIT_MS)
    page.locator(".player-range").fill("4")
    expect(page.locator(".reading-card")).to_contain_text("01:00 CDT", timeout=WAIT_MS)
    page.wait_for_url(
        re.compile(r"ami-analytics\.at=2026-08-14T06%3A00|ami-analytics\.at=2026-08-14T06:00"), timeout=WAIT_MS
    )
    assert seen.errors == []


def test_the_slider_stays_where_it_is_put_when_nothing_else_is_asked(
    page: Page, read_server: Server, seen: Seen
) -> None:
    """It went back to what was shown before, and the address with it, unless a picture was still under way."""
    open_map(page, read_server, "&ami.at=2026-08-14T15:00:00")
    card, slider = page.locator(".reading-card"), page.locator(".player-range")
    expect(card).to_contain_text("10:00 CDT", timeout=WAIT_MS)
    slider.fill("4")
    expect_instant(page, "01:00 CDT", "2026-08-14T06:00")
    slider.press("End")  # as somebody without a mouse
    expect_instant(page, "23:45 CDT", "2026-08-15T04:45")
    slider.press("PageDown")
    expect(card).not_to_contain_text("23:45 CDT", timeout=WAIT_MS)
    slider.press("Home")
    expect_instant(page, "00:00 CDT", "2026-08-14T05:00")
    assert seen.errors == []


def expect_instant(page: Page, clock: str, at: str) -> None:
    """The picture, the slider's clock and the address agree on it, and go on to do so."""
    for _ in range(2):
        expect(page.locator(".reading-card")).to_contain_text(clock, timeout=WAIT_MS)
        expect(page.locator(".player-clock")).to_have_text(clock, timeout=WAIT_MS)
        expect(page).to_have_url(re.compile(re.escape(f"ami-analytics.at={at}")), timeout=WAIT_MS)
        page.wait_for_timeout(1000)


def test_quantity_and_day(page: Page, read_server: Server, seen: Seen) -> None:
    open_map(page, read_server)
    page.get_by_role("button", name="Load factor").click()
    expect(page.locator(".reading-card")).to_contain_text("Load factor", timeout=WAIT_MS)
    expect(page.locator(".player-button.is-main")).to_be_disabled(timeout=WAIT_MS)
    page.get_by_role("button", name="Voltage", exact=True).last.click()
    expect(page.locator(".reading-card")).to_contain_text("ANSI C84.1", timeout=WAIT_MS)
    page.get_by_role("button", name="Day before").click()
    expect(page.locator(".reading-card")).to_contain_text("13 Aug 2026", timeout=WAIT_MS)
    assert seen.errors == []


def test_a_click_on_a_meter_opens_its_card(page: Page, read_server: Server, seen: Seen) -> None:
    """The map is opened on a meter, so that it lies in the middle."""
    live = connect_live(None, read_server.home)
    try:
        meter = live.source.fetch(Query.of("map_meters", utility_id=1)).to_pylist()[40]
    finally:
        live.close()
    open_map(page, read_server, f"&at={meter['lat']},{meter['lon']},200")
    box = page.locator(".readings .map-stage").first.bounding_box()
    assert box is not None
    page.wait_for_timeout(500)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".meter-card h2")).to_have_text(meter["meter_name"], timeout=WAIT_MS)
    expect(page.locator(".meter-card")).to_contain_text("Actual read", timeout=WAIT_MS)
    page.wait_for_url(re.compile("scope=meter"), timeout=WAIT_MS)
    assert seen.errors == []
