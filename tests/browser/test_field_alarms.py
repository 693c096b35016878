"""Alarms and the shift log in a real browser: acknowledged by keyboard, shelved, unfolded; notes, a shift, the report."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server, start_server, stop_server
from tests.browser.every_view import SETTLE_MS, VIEWS, open_settled

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def supervised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for a supervisor; what is there is all there is, and the alarm engine judges it."""
    home = tmp_path_factory.mktemp("alarms") / "home"
    server = start_server(home, FLUXOPS_ROLE="supervisor", FLUXOPS_USER="maria", FLUXOPS_SIMULATE="false")
    yield server
    stop_server(server)


def post(server: Server, path: str, values: dict[str, object]) -> None:
    body = json.dumps(values).encode()
    request = urllib.request.Request(f"{server.url}{path}", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status in (200, 201)


def test_alarms_are_read_acknowledged_by_keyboard_and_shelved(page: Page, supervised: Server, seen: Seen) -> None:
    rule = {"operator": "above", "threshold": 0, "deadband": 0, "text": "look at it"}
    post(supervised, "/api/outages", {"device_id": 1})
    post(supervised, "/api/alarm-rules", {**rule, "quantity": "feeder_customers_out", "priority": "high"})
    post(supervised, "/api/alarm-rules", {**rule, "quantity": "feeder_active_outages", "priority": "low"})
    open_settled(page, supervised, VIEWS["field_alarms"])
    cause = page.locator(".alarms-list tr", has_text=re.compile(r"Outage \d+\s*2 alarms"))
    expect(cause).to_be_visible(timeout=SETTLE_MS)
    cause.locator(".dt-open").press("Enter")
    below = page.locator(".alarms-list tr", has_text="Feeder customers out above 0 customers")
    below.locator(".dt-open").press("Enter")
    detail = page.locator(".detail-panel")
    expect(detail).to_contain_text("look at it", timeout=SETTLE_MS)
    detail.get_by_role("button", name="Shelve", exact=True).press("Enter")
    page.locator("input[name=reason]").fill("crew on site")
    page.locator(".command-form .is-primary").press("Enter")
    expect(detail).to_contain_text("Shelved", timeout=SETTLE_MS)
    expect(detail).to_contain_text("crew on site")
    page.keyboard.press("Alt+a")
    expect(page.locator(".linked-choices")).to_contain_text(re.compile(r"\d+ alarms? acknowledged"), timeout=SETTLE_MS)
    page.locator(".linked-choices select").first.select_option("unseen")
    expect(page.locator(".alarms-list")).to_contain_text("No alarm of this choice", timeout=SETTLE_MS)
    fits = "node => node.scrollWidth <= node.clientWidth"
    page.locator(".linked-choices select").first.select_option("open")
    expect(below).to_be_visible(timeout=SETTLE_MS)
    assert page.locator(".alarms-list .dt-scroll").evaluate(fits)
    assert not seen.errors


def test_a_supervisor_changes_a_rule(page: Page, supervised: Server) -> None:
    open_settled(page, supervised, VIEWS["field_alarm_rules"])
    page.get_by_label("Change: Outdoor temperature above 38 °C").press("Enter")
    page.locator("input[name=threshold]").fill("hot")
    page.locator(".command-form .is-primary").press("Enter")
    expect(page.locator(".field-error")).to_have_text("Give a number.", timeout=SETTLE_MS)
    page.locator("input[name=threshold]").fill("36")
    page.locator(".command-form .is-primary").press("Enter")
    expect(page.locator(".alarm-rules")).to_contain_text("Outdoor temperature above 36 °C", timeout=SETTLE_MS)


def test_a_shift_writes_corrects_and_hands_over(page: Page, supervised: Server) -> None:
    open_settled(page, supervised, VIEWS["field_log"])
    page.get_by_role("button", name="Start my shift").press("Enter")
    page.locator("form[data-submit=shift_do] .is-primary").press("Enter")
    hand_over = page.get_by_role("button", name="Hand over", exact=True)
    expect(hand_over).to_be_visible(timeout=SETTLE_MS)
    page.locator("form[data-submit=do] textarea").fill("fuse 1 open")
    page.locator("form[data-submit=do] .is-primary").press("Enter")
    notes = page.locator(".log-notes")
    expect(notes).to_contain_text("fuse 1 open", timeout=SETTLE_MS)
    notes.get_by_role("button", name=re.compile("Correct note")).first.press("Enter")
    notes.locator("textarea").fill("fuse 2 open")
    notes.locator(".is-primary").press("Enter")
    expect(notes).to_contain_text("fuse 2 open", timeout=SETTLE_MS)
    expect(notes.locator("s")).to_have_text("fuse 1 open")
    hand_over.press("Enter")
    page.locator("form[data-submit=shift_do] textarea").fill("all quiet")
    page.locator("form[data-submit=shift_do] .is-primary").press("Enter")
    expect(page.locator(".detail-panel")).to_contain_text("Handed over: all quiet", timeout=SETTLE_MS)
    address = page.get_by_role("link", name="Open to print").get_attribute("href")
    page.goto(f"{supervised.url}/{address}")
    expect(page.locator("h1")).to_have_text("Handover report")
    expect(page.locator("body")).to_contain_text("fuse 2 open")
    expect(page.locator("body")).to_contain_text("all quiet")
