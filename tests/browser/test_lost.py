"""A page that loses its server says so at once and comes back by itself (FAULTS H1; DESIGN "Not live")."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, free_port, start_server, stop_server
from tests.browser.proxy import Network

WAIT_MS = 60_000
BACK_MS = 10_000  # from the server's return
NOTICED_MS = 15_000  # a silent connection
NOT_LIVE = re.compile(r"Not live since \d\d:\d\d, reconnecting")
# A server of a later version: other files in assets/.
UPGRADED = """
import shutil, sys, tempfile
from pathlib import Path
from app import theme
later = Path(tempfile.mkdtemp()) / "assets"
shutil.copytree(theme.ASSETS, later)
with (later / "css" / "tokens.css").open("a") as sheet:
    sheet.write(":root { --flux-version: later; }")
theme.ASSETS = later
from app.cli.main import run
run()
"""


def open_page(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator(".flux-status .source.good").first).to_be_visible(timeout=WAIT_MS)
    expect(page.locator("#loader")).to_have_count(0, timeout=WAIT_MS)


def expect_not_live(page: Page, timeout: int) -> None:
    """The banner, no light but grey ones, a clock and ages that stand still, no control that works."""
    banner = page.locator(".flux-lost")
    expect(banner).to_have_text(NOT_LIVE, timeout=timeout)
    expect(page.locator(".source.good, .source.warning, .source.bad")).to_have_count(0)
    expect(page.locator(".flux-status .sources")).not_to_contain_text("live")
    expect(page.get_by_label("Search", exact=True)).to_be_disabled()
    expect(page.get_by_role("tab", name="AMI Analytics")).to_be_disabled()
    before = texts(page)
    page.wait_for_timeout(2500)
    assert texts(page) == before
    for words in ("connection lost", "re-connect", "re-established"):
        expect(page.get_by_text(words)).to_have_count(0)


def texts(page: Page) -> list[str]:
    """Everything that runs while the page is live."""
    return [page.locator("time.clock").inner_text(), *page.locator("time[data-at]").all_inner_texts()]


def expect_live(page: Page) -> None:
    expect(page.locator(".flux-status .source.good").first).to_be_visible(timeout=BACK_MS)
    expect(page.locator(".flux-lost")).to_have_count(0)
    expect(page.get_by_label("Search", exact=True)).to_be_enabled()


def mark(page: Page) -> None:
    page.evaluate("() => { window.marked = true }")


def is_marked(page: Page) -> bool:
    return bool(page.evaluate("() => window.marked === true"))


def test_a_server_restarted_as_a_later_version(page: Page, tmp_path: Path, seen: Seen) -> None:
    port = free_port()
    server = start_server(tmp_path / "home", port=port)
    open_page(page, f"{server.url}/app?theme=light")
    page.get_by_role("tab", name="AMI Analytics").click()
    page.wait_for_function("() => location.search.includes('tab=ami-analytics')", timeout=WAIT_MS)
    address = page.url
    stop_server(server)
    expect_not_live(page, NOTICED_MS)
    page.keyboard.press("Enter")
    page.locator(".flux-brand").click()  # a link that would leave the page for an error of the browser's
    assert page.url == address

    later = start_server(tmp_path / "home", port=port, program=[sys.executable, "-c", UPGRADED])
    try:
        expect_live(page)
        assert page.url == address
        expect(page.get_by_role("tab", name="AMI Analytics")).to_have_attribute("aria-selected", "true")
        version = "() => getComputedStyle(document.documentElement).getPropertyValue('--flux-version').trim()"
        assert page.evaluate(version) == "later"
    finally:
        stop_server(later)


@pytest.fixture(scope="module")
def networked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Network, str]]:
    """A server behind a network, and its address there."""
    port = free_port()
    network = Network(port)
    home = tmp_path_factory.mktemp("networked") / "home"
    server = start_server(home, port=port, BOKEH_ALLOW_WS_ORIGIN=f"localhost:{network.port}")
    yield network, f"http://localhost:{network.port}"
    network.close()
    stop_server(server)


def test_a_network_that_forgets_its_connections(page: Page, networked: tuple[Network, str]) -> None:
    network, url = networked
    open_page(page, f"{url}/app?asset=feeder:1")
    page.wait_for_function("() => location.search.includes('utility=')", timeout=WAIT_MS)
    mark(page)
    network.stall()
    expect_not_live(page, NOTICED_MS)
    page.wait_for_timeout(15_000)  # longer than a session without its page is kept
    network.heal()
    expect_live(page)
    assert not is_marked(page)  # a new page
    assert "asset=feeder:1" in urlsplit(page.url).query


def test_a_network_that_only_stalled_needs_no_reload(page: Page, networked: tuple[Network, str]) -> None:
    network, url = networked
    open_page(page, f"{url}/app")
    mark(page)
    network.stall()
    expect_not_live(page, NOTICED_MS)
    network.resume()
    expect_live(page)
    before = texts(page)[0]
    expect(page.locator("time.clock")).not_to_have_text(before)
    page.get_by_role("tab", name="AMI Analytics").click()
    page.wait_for_function("() => location.search.includes('tab=ami-analytics')", timeout=WAIT_MS)


def say(page: Page, event: str) -> None:
    """What the browser says of the machine's own network."""
    page.evaluate("name => window.dispatchEvent(new Event(name))", event)


def test_a_browser_that_knows_its_network_gone_says_so_within_seconds(
    page: Page, networked: tuple[Network, str]
) -> None:
    """Without that word it takes 12 s of silence."""
    network, url = networked
    open_page(page, f"{url}/app")
    mark(page)
    network.stall()
    say(page, "offline")
    expect(page.locator(".flux-lost")).to_have_text(NOT_LIVE, timeout=3_000)
    network.resume()
    say(page, "online")
    expect(page.locator(".flux-lost")).to_have_count(0, timeout=3_000)
    assert is_marked(page)


def test_a_server_on_the_same_machine_needs_no_network(page: Page, networked: tuple[Network, str]) -> None:
    _network, url = networked
    open_page(page, f"{url}/app")
    say(page, "offline")
    page.wait_for_timeout(5_000)
    expect(page.locator(".flux-lost")).to_have_count(0)


def test_a_page_at_rest_stays_live(page: Page, networked: tuple[Network, str]) -> None:
    _network, url = networked
    open_page(page, f"{url}/app")
    mark(page)
    page.wait_for_timeout(20_000)
    expect(page.locator(".flux-lost")).to_have_count(0)
    assert is_marked(page)


def reloads(page: Page) -> str | None:
    count: str | None = page.evaluate("() => sessionStorage.getItem('flux-reloads')")
    return count


def test_a_server_that_answers_and_ends_again_is_tried_less_and_less_often(
    page: Page, networked: tuple[Network, str]
) -> None:
    """One that did so again and again made the page reload as often, for as long as it did."""
    network, url = networked
    page.clock.install()
    open_page(page, f"{url}/app")
    for number in range(1, 4):
        mark(page)
        network.cut()
        page.wait_for_function("() => window.marked !== true", timeout=WAIT_MS)
        expect_live(page)
        assert reloads(page) == str(number)  # the next one waits twice as long as the one before
    page.clock.fast_forward(61_000)
    expect_live(page)
    page.wait_for_function("() => sessionStorage.getItem('flux-reloads') === null", timeout=WAIT_MS)
