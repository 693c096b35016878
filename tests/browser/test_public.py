"""The public page: on a phone and a desk, with and without a script, by keyboard, fresh, and honest when it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Seen, Server, start_server, stop_server
from tests.browser.reach import told

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 768}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = start_server(
        tmp_path_factory.mktemp("public") / "home", FLUXOPS_SIMULATE="false", FLUXOPS_PUBLIC_OUTAGES="true",
        FLUXOPS_PUBLIC_REFRESH_S="1", FLUXOPS_PUBLIC_TELEPHONE="0800 1234",
    )  # fmt: skip
    report(server, 0)
    yield server
    stop_server(server)


def report(server: Server, place: int) -> None:
    """The transformer's feeder loses supply: the outage at the place-th feeder's breaker."""
    with httpx.Client(base_url=server.url, timeout=60) as client:
        rows = client.get("/api/topology/feeders").json()["feeders"]["feeder_id"]
        segments = client.get("/api/topology/feeders", params={"feeder_id": rows[place]}).json()["segments"]
        answer = client.post("/api/outages", json={"segment_id": segments["segment_id"][0], "cause": "wind"})
        assert answer.status_code == 201, answer.text


def answer(server: Server) -> dict:
    found: dict = httpx.get(f"{server.url}/api/public/outages", timeout=60).json()
    return found


def shown(page: Page) -> int:
    """Customers without power as the page says."""
    text = page.locator(".figures dd").first.inner_text()
    return int(text.replace(",", ""))


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_it_shows_the_numbers_of_the_answer_and_axe_finds_nothing(
    browser: Browser, public: Server, size: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{public.url}/public")
    document = answer(public)
    assert shown(page) == document["metersAffected"] > 0
    expect(page.locator(".list li")).to_have_count(len(document["features"]))
    expect(page.locator(".telephone")).to_contain_text("0800 1234")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert {re.sub(r"[?#].*", "", url) for url in asked} <= {
        f"{public.url}/public", f"{public.url}/public/public.css", f"{public.url}/public/public.js",
    }  # fmt: skip
    assert told(Axe().run(page).response["violations"]) == []
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    dark = sum(map(int, re.findall(r"\d+", background)[:3])) < 200
    assert dark is (scheme == "dark")
    context.close()


def test_without_a_script_the_list_and_the_map_are_there(browser: Browser, public: Server) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{public.url}/public")
    expect(page.locator(".list li")).not_to_have_count(0)
    expect(page.locator("#map .mark")).not_to_have_count(0)
    expect(page.locator(".zoom")).to_be_hidden()
    context.close()


def test_a_mark_leads_to_its_outage_and_the_map_moves_by_keyboard(page: Page, public: Server, seen: Seen) -> None:
    page.goto(f"{public.url}/public")
    mark = page.locator("#map .mark").first
    mark.focus()
    page.keyboard.press("+")
    assert page.locator("#map").get_attribute("viewBox") != page.locator("#map").get_attribute("data-whole")
    page.keyboard.press("0")
    assert page.locator("#map").get_attribute("viewBox") == page.locator("#map").get_attribute("data-whole")
    page.keyboard.press("Enter")
    focused = page.evaluate("'#' + document.activeElement.id")
    assert focused == mark.get_attribute("href")
    assert seen.errors == []


def test_it_follows_what_changes_and_keeps_the_place_on_the_map(page: Page, public: Server) -> None:
    page.goto(f"{public.url}/public")
    before = shown(page)
    page.get_by_role("button", name="Zoom in").click()
    moved = page.locator("#map").get_attribute("viewBox")
    report(public, 1)
    expect(page.locator(".figures dd").first).not_to_have_text(f"{before:,}", timeout=60_000)
    assert page.locator("#map").get_attribute("viewBox") == moved


def test_it_says_when_the_server_is_gone(page: Page, public: Server) -> None:
    page.goto(f"{public.url}/public")
    page.route("**/public*", lambda route: route.abort())
    expect(page.locator("#old")).to_contain_text("the server cannot be reached", timeout=60_000)
    expect(page.locator(".list li")).not_to_have_count(0)
    page.unroute("**/public*")
    expect(page.locator("#old")).to_be_empty(timeout=60_000)


def test_page_weight(browser: Browser, public: Server) -> None:
    """A reader on a weak connection: everything together stays below 200 KB, compressed as it comes."""
    with httpx.Client(base_url=public.url, timeout=60) as client:
        sizes = [
            len(b"".join(answer.iter_raw()))
            for path in ("/public", "/public/public.css", "/public/public.js")
            for answer in [client.send(client.build_request("GET", path), stream=True)]
        ]
    assert sum(sizes) < 200_000


def test_steps_of_a_study_are_shown_on_the_map_by_keyboard(page: Page, public: Server, seen: Seen) -> None:
    """Of the outage that is published too: its study's list leads the map, and to the sheet."""
    (row, *_) = httpx.get(f"{public.url}/api/outages/active", timeout=60).json()["rows"]
    own = f"outage-management.outage={row['outage_id']}&outage-management.outage_part=isolation"
    page.goto(f"{public.url}/app?tab=outage-management&{own}")
    steps = page.locator(".sheet button")
    expect(steps.first).to_have_attribute("aria-pressed", "true", timeout=120_000)
    steps.last.focus()
    page.keyboard.press("Enter")
    expect(steps.last).to_have_attribute("aria-pressed", "true", timeout=60_000)
    page.wait_for_url(re.compile(r"outage-management\.outage_step=\d"), timeout=60_000)
    with page.expect_download(timeout=60_000) as saved:
        page.get_by_role("link", name="Letter").click()
    assert saved.value.suggested_filename == f"switching-sheet-outage-{row['outage_id']}.pdf"
    assert seen.errors == []
