"""Field Operations, Board, as a dispatcher works with it: drag, form by keyboard, the whole board."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server, start_server, stop_server
from tests.browser.every_view import SETTLE_MS, VIEWS, open_settled
from tests.browser.field_work import ORDERS, make_orders


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in which nobody simulates anything: what is there is all there is."""
    server = start_server(tmp_path_factory.mktemp("board") / "home", FLUXOPS_SIMULATE="false")
    make_orders(server.home)
    yield server
    stop_server(server)


def test_a_dispatcher_drags_takes_a_suggestion_and_applies_the_whole_board(
    page: Page, field: Server, seen: Seen
) -> None:
    open_settled(page, field, VIEWS["field_board"])
    cards = page.locator(".order-card", has_text="Mend bushing")
    expect(cards).to_have_count(ORDERS, timeout=SETTLE_MS)
    lane = page.locator(".lane").nth(1)
    name = lane.locator("b").inner_text()
    cards.first.drag_to(lane.locator(".lane-time"))
    expect(page.locator(".said")).to_contain_text(f"to {name}, ", timeout=SETTLE_MS)
    expect(page.locator(".lane", has_text=name).locator(".bar.is-work")).to_have_count(1, timeout=SETTLE_MS)
    expect(cards).to_have_count(ORDERS - 1)

    bar = page.locator(".lane", has_text=name).locator(".bar.is-work")  # back into the list
    bar.drag_to(page.locator(".pool-head"))
    expect(cards).to_have_count(ORDERS, timeout=SETTLE_MS)

    cards.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ranked-crew").first).to_contain_text("drive, has the skill line", timeout=SETTLE_MS)
    first = page.locator(".ranked-crew").first.get_by_role("button")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("Order", timeout=SETTLE_MS)
    expect(cards).to_have_count(ORDERS - 1, timeout=SETTLE_MS)

    page.keyboard.press("Escape")
    page.get_by_role("button", name="Suggest for all").click()
    expect(page.locator(".bar.is-proposed")).to_have_count(ORDERS - 1, timeout=SETTLE_MS)
    page.get_by_role("button", name=f"Apply {ORDERS - 1}", exact=True).click()
    expect(page.locator(".said")).to_contain_text(f"{ORDERS - 1} orders given to crews.", timeout=SETTLE_MS)
    expect(cards).to_have_count(0, timeout=SETTLE_MS)
    expect(page.locator(".bar.is-work")).to_have_count(ORDERS, timeout=SETTLE_MS)
    assert seen.errors == []
