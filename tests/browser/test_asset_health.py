"""Asset Health as a user works with it: brush in one chart, and map, list and the other chart follow; reload, clear."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from data_sources.connect import connect_live
from data_sources.demo.utility.load import load_demo
from tests.assessed import assess
from tests.browser.conftest import Seen, Server, start_server, stop_server
from tests.browser.every_view import SETTLE_MS, VIEWS, open_settled, settle


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose assets were assessed, and that nobody assesses anew."""
    home = tmp_path_factory.mktemp("assets") / "home"
    live = connect_live(None, home)
    load_demo(live.source, "small")
    assess(live.source)
    live.close()
    server = start_server(home, FLUXOPS_SIMULATE="false", FLUXOPS_SERVICES="false")
    yield server
    stop_server(server)


def drag(page: Page, over: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """From one place of an element to another, as shares of its width and height."""
    box = over.bounding_box()
    assert box is not None
    (x0, y0), (x1, y1) = (
        (box["x"] + right * box["width"], box["y"] + down * box["height"]) for right, down in (start, end)
    )
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move((x0 + x1) / 2, (y0 + y1) / 2, steps=5)
    page.mouse.move(x1, y1, steps=5)
    page.mouse.up()


def all_there(page: Page) -> int:
    """How many assets there are, once they are."""
    expect(page.locator(".fleet-list").get_by_text(re.compile(r"^[1-9][\d,]* assets"))).to_be_visible(timeout=SETTLE_MS)
    return count(page)


def count_below(page: Page, before: int) -> int:
    """How many a brush leaves, once the list knows: fewer than before, and some."""
    for _ in range(SETTLE_MS // 200):
        if 0 < count(page) < before:
            break
        page.wait_for_timeout(200)
    left = count(page)
    assert 0 < left < before
    return left


def count(page: Page) -> int:
    """Assets in the list, as its foot says."""
    text = page.locator(".fleet-list").get_by_text(re.compile(r"[\d,]+( of [\d,]+)? assets")).first.inner_text()
    return int(text.split()[0].replace(",", ""))


def canvas(page: Page, part: str) -> Locator:
    return page.locator(f".fleet-{part} .bk-Canvas").first


def test_brushes_meet_are_kept_by_the_address_and_cleared(page: Page, assets: Server, seen: Seen) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    open_settled(page, assets, VIEWS["fleet"])
    expect(canvas(page, "histogram")).to_be_visible(timeout=SETTLE_MS)
    expect(canvas(page, "scatter")).to_be_visible(timeout=SETTLE_MS)
    everything = all_there(page)
    drag(page, canvas(page, "histogram"), (0.3, 0.4), (0.7, 0.6))
    chips = page.locator(".fleet-brushes .chip")
    expect(chips).to_have_count(1, timeout=SETTLE_MS)
    expect(chips).to_contain_text("Health")
    by_health = count_below(page, everything)
    drag(page, canvas(page, "scatter"), (0.35, 0.2), (0.9, 0.6))
    expect(chips).to_have_count(3, timeout=SETTLE_MS)  # with one that clears both
    both = count_below(page, by_health)
    page.get_by_label("Brush a box on the map").click()
    expect(page.get_by_text("Drag a box over the assets you mean")).to_be_visible(timeout=SETTLE_MS)
    drag(page, page.locator(".fleet-map .bk-Canvas").first, (0.3, 0.3), (0.7, 0.7))
    expect(chips.filter(has_text="Box on the map")).to_be_visible(timeout=SETTLE_MS)
    three = count_below(page, both)
    expect(page).to_have_url(re.compile("asset-health.fleet_map_brush="), timeout=SETTLE_MS)
    page.reload()
    settle(page)
    expect(page.locator(".fleet-list").get_by_text(f"{three:,} of {everything:,} assets")).to_be_visible(
        timeout=SETTLE_MS
    )
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(".fleet-list").get_by_text(f"{everything:,} assets")).to_be_visible(timeout=SETTLE_MS)
    expect(chips).to_have_count(0)
    expect(page).not_to_have_url(re.compile("brush"), timeout=SETTLE_MS)
    assert not seen.errors


def test_a_row_is_opened_by_key_and_vegetation_is_a_list_of_its_own(page: Page, assets: Server, seen: Seen) -> None:
    open_settled(page, assets, VIEWS["fleet"])
    all_there(page)
    row = page.locator(".fleet-list tbody .dt-open").nth(1)
    row.focus()
    row.press("Enter")
    page.wait_for_url(re.compile(r"asset=(transformer|pole):\d+"), timeout=SETTLE_MS)
    page.get_by_role("group", name="Assets shown").get_by_role("button", name="Vegetation").click()
    expect(page.locator(".fleet-list").get_by_role("button", name="Clearance, m")).to_be_visible(timeout=SETTLE_MS)
    expect(page).to_have_url(re.compile("asset-health.fleet_colour=vegetation"), timeout=SETTLE_MS)
    assert not seen.errors


def test_nothing_assessed_is_said(page: Page, views: Server) -> None:
    open_settled(page, views, VIEWS["fleet"])
    expect(page.get_by_text(re.compile("No asset was assessed yet|assets$")).first).to_be_visible(timeout=SETTLE_MS)
