"""The frame of the page in a real browser: what it asks for, how big it is, keys, links, themes, sizes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Seen, Server

MAX_FIRST_VIEW_BYTES = 2_000_000


def open_page(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_function("() => !document.getElementById('loader')", timeout=90_000)


def test_the_page_asks_nothing_of_the_internet(page: Page, server: Server, seen: Seen) -> None:
    open_page(page, f"{server.url}/app")
    page.get_by_role("tab", name="Operations Dashboard").wait_for()
    page.wait_for_timeout(2000)
    own = (server.url, "data:", "blob:")
    assert [url for url in seen.requests if not url.startswith(own)] == []
    assert seen.errors == []


def test_the_first_view_is_small(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 1430, "height": 850})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    received: list[int] = []
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    network.on("Network.webSocketFrameReceived", lambda event: received.append(len(event["response"]["payloadData"])))
    open_page(page, f"{server.url}/app")
    page.wait_for_timeout(3000)
    assert 500_000 < sum(received) <= MAX_FIRST_VIEW_BYTES
    context.close()


def test_static_files_come_compressed_and_stay(page: Page, server: Server) -> None:
    answers = {}
    page.on("response", lambda response: answers.setdefault(response.url.split("?")[0].rsplit("/", 1)[-1], response))
    open_page(page, f"{server.url}/app")
    for name in ("bokeh.min.js", "panel.min.js", "panel-material-ui.bundle.js", "frame.css"):
        assert answers[name].headers["content-encoding"] in ("br", "gzip"), name
        assert "immutable" in answers[name].headers["cache-control"], name
    assert "frame-ancestors 'self'" in answers["app"].headers["content-security-policy"]
    assert "unsafe-eval" not in answers["app"].headers["content-security-policy"]


def test_slash_searches_and_escape_leaves(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/app")
    search = page.get_by_label("Search", exact=True)
    search.wait_for()
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type("/1")
    expect(search).to_have_value("/1")
    page.keyboard.press("Escape")
    expect(search).not_to_be_focused()


def test_a_link_opens_the_same_view(page: Page, server: Server) -> None:
    query = "asset=feeder:1&theme=light&palette=colour_blind&f.load=high,over"
    open_page(page, f"{server.url}/app?{query}")
    page.wait_for_function("() => document.documentElement.dataset.theme === 'light'")
    assert page.evaluate("() => document.documentElement.dataset.palette") == "colour_blind"
    page.wait_for_function("() => location.search.includes('utility=')")
    for part in query.split("&"):
        assert part in page.url, part


def test_a_mistyped_link_is_told_and_opens_the_rest(page: Page, server: Server, seen: Seen) -> None:
    open_page(page, f"{server.url}/app?theme=light&layers=clouds")
    page.get_by_text("not understood and left out: layers=clouds").wait_for()
    assert page.evaluate("() => document.documentElement.dataset.theme") == "light"
    assert seen.errors == []


def test_the_switches_change_the_page_and_its_address(page: Page, server: Server, seen: Seen) -> None:
    open_page(page, f"{server.url}/app")
    page.get_by_label("Light theme").click()
    page.wait_for_function("() => location.search.includes('theme=light')")
    background = "() => getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(237, 241, 246)"
    page.get_by_label("Colours safe for the colour-blind").click()
    page.wait_for_function("() => location.search.includes('palette=colour_blind')")
    page.get_by_label("Dark theme").click()
    page.wait_for_function("() => !location.search.includes('theme=light')")
    assert page.evaluate(background) == "rgb(7, 11, 20)"
    assert seen.errors == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (3840, 2160), (1024, 768)])
def test_it_fits_without_scrolling(page: Page, server: Server, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_page(page, f"{server.url}/app")
    page.wait_for_timeout(500)
    assert page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width, height,
    ]  # fmt: skip
    header = page.locator("header").first.bounding_box()
    assert header is not None
    assert header["height"] == (96 if width == 3840 else 48)


def test_the_clock_runs_in_the_utility_s_zone(page: Page, server: Server) -> None:
    open_page(page, f"{server.url}/app")
    clock = page.locator("time.clock")
    shown = clock.inner_text()
    assert shown.endswith(("CST", "CDT"))
    expect(clock).not_to_have_text(shown)
