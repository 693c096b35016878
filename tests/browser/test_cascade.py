"""Outage Management, Cascade, as a user works with it: choose, run, step, go back, reload to the same address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server
from tests.browser.every_view import CASCADE, SETTLE_MS, open_settled, settle

# Loads at which the small demo does cascade: 1.8 times the design peak.
STORM = f"{CASCADE}&outage-management.cascade_scenario=winter_storm&outage-management.cascade_loads=peak"


def figure(page: Page, label: str) -> str:
    """What a figure says."""
    return page.locator(f'.fig[data-key="{label}"] b').inner_text()


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    expect(page.get_by_text("Fails first: ")).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator('.fig[data-key="Waves"] b')).not_to_have_text("–", timeout=SETTLE_MS)
    settle(page)


def test_choose_run_step_back_and_reload(page: Page, views: Server, seen: Seen) -> None:
    open_settled(page, views, STORM)
    expect(page.get_by_text("Study only: nothing is operated")).to_be_visible()
    choose(page, "SUB-003")
    waves = int(figure(page, "Waves"))
    assert waves > 0
    end = figure(page, "Without supply")
    page.get_by_role("button", name="Back one wave (arrow left)").click()
    page.wait_for_url(re.compile(rf"cascade_wave={waves}\b"), timeout=SETTLE_MS)
    expect(page.locator(".player-clock")).to_have_text(f"Wave {waves}", timeout=SETTLE_MS)
    page.locator(".player-range").evaluate(
        "node => { node.value = 0; node.dispatchEvent(new Event('input')); node.dispatchEvent(new Event('change')) }"
    )
    page.wait_for_url(re.compile(r"cascade_wave=0\b"), timeout=SETTLE_MS)
    expect(page.locator('.fig[data-key="Waves"] .fig-note')).to_have_text("shown: failure", timeout=SETTLE_MS)
    assert int(figure(page, "Without supply").replace(",", "")) < int(end.replace(",", ""))

    address = page.url
    page.reload()
    page.wait_for_function("() => !document.getElementById('loader')", timeout=SETTLE_MS)
    expect(page.locator('.fig[data-key="Waves"] .fig-note')).to_have_text("shown: failure", timeout=SETTLE_MS)
    expect(page.locator(".player-clock")).to_have_text("Failure", timeout=SETTLE_MS)
    assert page.url == address

    page.go_back()  # what fails first is a step of the browser's history
    page.wait_for_url(lambda url: "cascade_start" not in url, timeout=SETTLE_MS)
    expect(page.get_by_text("Choose what fails first")).to_be_visible(timeout=SETTLE_MS)
    assert seen.errors == []


def test_it_plays_to_the_end(page: Page, views: Server, seen: Seen) -> None:
    open_settled(page, views, f"{STORM}&outage-management.cascade_start=substation:3&outage-management.cascade_wave=0")
    expect(page.locator(".player-clock")).to_have_text("Failure", timeout=SETTLE_MS)
    page.get_by_role("button", name="Play (space)").click()
    expect(page.locator(".player-clock")).to_have_text("End", timeout=SETTLE_MS)
    page.get_by_role("button", name="Pause (space)").click()
    assert seen.errors == []


@pytest.mark.parametrize(
    ("part", "heading"),
    [
        ("Waves", "What tripped"),
        ("Cost", "What it costs"),
        ("Actions", "What would help in the hour"),
        ("Restoration", "In which order everybody comes back"),
        ("Investments", "What to build"),
        ("Risk now", "Feeders that ties could not help now"),
    ],
)
def test_every_part_answers(page: Page, views: Server, seen: Seen, part: str, heading: str) -> None:
    open_settled(page, views, f"{STORM}&outage-management.cascade_start=substation:3")
    page.get_by_role("group", name="Part").get_by_role("button", name=part).click()
    expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=SETTLE_MS)
    settle(page)
    assert seen.errors == []


def test_settings_of_ones_own_are_in_the_address_and_a_wrong_one_is_said(page: Page, views: Server, seen: Seen) -> None:
    open_settled(page, views, CASCADE)
    field = page.get_by_label("Load", exact=False).and_(page.locator('input[data-change="load_multiplier"]'))
    field.fill("20")
    field.press("Enter")
    expect(page.get_by_text("Load is a number from 0 to 10.")).to_be_visible(timeout=SETTLE_MS)
    field.fill("2.5")
    field.press("Enter")
    page.wait_for_url(re.compile(r"cascade_load_multiplier=2\.5"), timeout=SETTLE_MS)
    page.get_by_role("button", name="Back to normal").click()
    page.wait_for_url(lambda url: "cascade_load_multiplier" not in url, timeout=SETTLE_MS)
    assert seen.errors == []


def test_by_keyboard_alone(page: Page, views: Server, seen: Seen) -> None:
    """Tab to a row, Enter to let it fail, arrows to go through the waves."""
    open_settled(page, views, STORM)
    row = page.locator(".dt-open").first
    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("cascade_start="), timeout=SETTLE_MS)
    expect(page.locator(".player-clock")).to_have_text("End", timeout=SETTLE_MS)
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("cascade_wave="), timeout=SETTLE_MS)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: "cascade_wave" not in url, timeout=SETTLE_MS)
    assert seen.errors == []


def test_method_and_limits_unfold(page: Page, views: Server) -> None:
    open_settled(page, views, CASCADE)
    fold = page.locator(".method-fold summary")
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("A study: nothing is operated, and no result is a plan for switching.")).to_be_visible()
    expect(page.get_by_text("restoration takes the order", exact=False).first).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (390, 844)])
def test_nothing_is_wider_than_the_window(page: Page, views: Server, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_settled(page, views, f"{STORM}&outage-management.cascade_start=substation:3")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".cascade-map").first.bounding_box()
    assert box is not None
    assert box["width"] > 0.5 * width if width < 768 else box["width"] > 0.4 * width
    assert box["height"] > 240
