"""Small windows: a phone, and a page at 200 %. Every view is readable there and every control within reach."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Seen, Server
from tests.browser.every_view import SETTLE_MS, VIEWS, open_settled
from tests.browser.reach import CONTROLS, PHONE, TOO_WIDE, TWICE, out_of_reach, too_small


@pytest.fixture
def phone(browser: Browser, seen: Seen) -> Iterator[Page]:
    width, height = PHONE
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    page = context.new_page()
    page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    yield page
    context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_reaches_every_control_of_a_view(phone: Page, views: Server, view: str, seen: Seen) -> None:
    """Case M22: 390 x 844; clock and theme were out of reach, the map 40 px wide."""
    open_settled(phone, views, VIEWS[view])
    controls = phone.evaluate(CONTROLS)
    assert len(controls) > 4
    assert out_of_reach(controls, PHONE[0]) == []
    assert too_small(controls) == []
    assert phone.evaluate(TOO_WIDE) == []
    assert seen.errors == []


@pytest.mark.parametrize("size", [PHONE, TWICE], ids=["phone", "200 percent"])
def test_what_is_chosen_is_one_line_that_unfolds(page: Page, views: Server, size: tuple[int, int]) -> None:
    """At 200 % the controls of AMI Analytics filled the first screen, and no figure was seen without scrolling."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_settled(page, views, VIEWS["load"])
    expect(page.locator(".view-figures .fig").first).to_be_in_viewport(ratio=1)
    feeders = page.get_by_label("Feeder", exact=True)
    expect(feeders).to_be_hidden()
    page.locator(".scope-fold summary").click()
    feeders.select_option(label="F0001")
    expect(page.locator(".scope-fold summary")).to_contain_text("F0001, ", timeout=SETTLE_MS)
    expect(feeders).to_be_visible()  # what was unfolded stays so


def test_the_map_of_readings_is_half_a_phone_high_and_its_choices_lie_under_it(phone: Page, views: Server) -> None:
    """Its figure had lost its class, and was as low as an empty one."""
    open_settled(phone, views, VIEWS["map"])
    figure, choices = (phone.locator(name).first.bounding_box() for name in (".map-figure", ".readings-top"))
    assert figure is not None
    assert choices is not None
    assert figure["height"] == pytest.approx(PHONE[1] / 2, abs=4)
    assert choices["y"] >= figure["y"] + figure["height"]


def test_the_header_of_a_phone_is_one_line_with_a_menu(phone: Page, views: Server) -> None:
    open_settled(phone, views, VIEWS["operations"])
    box = phone.locator("header").first.bounding_box()
    assert box is not None
    assert box["height"] == 48
    expect(phone.locator("time.clock")).to_be_in_viewport(ratio=1)
    search = phone.get_by_role("combobox", name="Search")
    expect(search).to_be_hidden()
    menu = phone.get_by_role("button", name=re.compile("^Menu"))  # which says too where a source is late
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.tap()
    expect(menu).to_have_attribute("aria-expanded", "true")
    for inside in (search, phone.get_by_label("Light theme"), phone.locator(".rest .source").first):
        expect(inside).to_be_in_viewport(ratio=1)
    search.fill("F0001")
    phone.locator(".search-hits [role=option]").first.tap()
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(phone.locator(".details h2")).to_have_text("F0001", timeout=SETTLE_MS)
    menu.tap()
    phone.get_by_label("Light theme").tap()
    phone.wait_for_function("() => document.documentElement.dataset.theme === 'light'")
    phone.keyboard.press("Escape")
    expect(search).to_be_hidden()


def test_a_phone_shows_two_and_a_half_cards_a_whole_map_and_the_list_under_it(phone: Page, views: Server) -> None:
    open_settled(phone, views, VIEWS["operations"])
    cards = [card.bounding_box() for card in phone.locator(".kpi-row .kpi").all()]
    assert len(cards) == 6
    inside = [card for card in cards if card and card["x"] + card["width"] <= PHONE[0]]
    assert len(inside) == 2
    third = cards[2]
    assert third is not None
    assert 0.3 < (PHONE[0] - third["x"]) / third["width"] < 0.7
    stage = phone.locator(".map-stage").first.bounding_box()
    assert stage is not None
    assert stage["width"] >= PHONE[0] - 32
    assert stage["height"] == pytest.approx(PHONE[1] / 2, abs=4)
    listed = phone.locator(".outages").first.bounding_box()
    assert listed is not None
    assert listed["y"] >= stage["y"] + stage["height"]


def test_figures_of_a_phone_stand_two_a_row_and_a_table_keeps_its_first_column(phone: Page, views: Server) -> None:
    open_settled(phone, views, VIEWS["losses"])
    figures = [one.bounding_box() for one in phone.locator(".view-figures .fig").all()]
    assert len({round(box["x"]) for box in figures if box}) == 2
    scrolled = phone.locator(".dt-scroll").first
    scrolled.scroll_into_view_if_needed()
    before = scrolled.locator("tbody td").first.bounding_box()
    scrolled.evaluate("(node) => { node.scrollLeft = 200 }")
    after = scrolled.locator("tbody td").first.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] == before["x"]
