"""Field Operations, Crew, on a phone: a shift's work reported, with the network lost in the middle of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.connect import connect_live
from data_sources.field.orders import AssignWorkOrder, EditWorkOrder
from tests.browser.conftest import Seen, Server, start_server, stop_server
from tests.browser.every_view import SETTLE_MS, VIEWS, open_settled
from tests.browser.field_work import make_orders

MARIA = Principal("maria", "operator")


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in which nobody simulates anything, with two orders in the queue of crew 1."""
    server = start_server(tmp_path_factory.mktemp("crew") / "home", FLUXOPS_SIMULATE="false")
    make_orders(server.home)
    live = connect_live(None, server.home)
    with live.source.connection() as connection:
        numbers = [row[0] for row in connection.execute(
            "SELECT work_order_id FROM flux.work_orders WHERE title LIKE 'Mend bushing%' ORDER BY title LIMIT 2"
        ).fetchall()]  # fmt: skip
    orders = [Order(AssignWorkOrder(work_order_id=number, crew_id=1)) for number in numbers]
    Commands(live.source).run_all(orders, by=MARIA)
    live.close()
    yield server
    stop_server(server)


@pytest.fixture
def phone(browser: Browser, seen: Seen) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    yield page
    context.close()


def states(server: Server) -> list[tuple[str, int]]:
    live = connect_live(None, server.home)
    with live.source.connection() as connection:
        found = connection.execute(
            "SELECT status, version FROM flux.work_orders WHERE title LIKE 'Mend bushing%' ORDER BY title LIMIT 2"
        ).fetchall()
    live.close()
    return [tuple(row) for row in found]


def test_a_crew_works_through_a_lost_connection(phone: Page, field: Server, seen: Seen) -> None:
    """En route while there is a network; on site without one, with a tick: both are kept, told, and sent once it is back."""
    open_settled(phone, field, VIEWS["field_crew"])
    card = phone.locator(".crew-card").first
    expect(card).to_contain_text("Mend bushing 0", timeout=SETTLE_MS)
    card.get_by_role("button", name="En route").tap()
    expect(card.locator(".badge").first).to_have_text("En route", timeout=SETTLE_MS)
    phone.context.set_offline(True)
    card.get_by_role("button", name="On site: start").tap()
    card.get_by_role("button", name="Briefing").tap()
    strip = phone.locator(".kept-strip")
    expect(strip).to_contain_text("2 presses are kept", timeout=SETTLE_MS)
    expect(strip).to_contain_text("Start order")
    expect(strip).to_contain_text("no answer yet")
    assert states(field)[0] == ("en_route", 3)
    phone.context.set_offline(False)
    expect(strip).to_be_empty(timeout=SETTLE_MS)
    expect(card.locator(".badge").first).to_have_text("In progress", timeout=SETTLE_MS)
    expect(card.locator(".mark.is-done")).to_have_count(1, timeout=SETTLE_MS)
    assert states(field)[0] == ("in_progress", 5)  # each once

    card.locator("summary", has_text="Complete").tap()
    card.locator("textarea[name=found]").fill("Bushing cracked")
    card.locator("select[name=found_code]").select_option("wear")
    card.locator("input[name=labour_hours]").fill("3.5")
    card.locator("form.told button", has_text="Complete").tap()
    expect(phone.locator(".crew-card")).to_have_count(1, timeout=SETTLE_MS)
    expect(phone.locator(".crew-page")).to_contain_text("1 order completed")
    assert states(field)[0] == ("completed", 6)
    assert seen.errors == []


def test_what_somebody_else_changed_meanwhile_is_told_and_not_written_over(phone: Page, field: Server) -> None:
    open_settled(phone, field, VIEWS["field_crew"])
    card = phone.locator(".crew-card", has_text="Mend bushing 1")
    expect(card).to_be_visible(timeout=SETTLE_MS)
    phone.context.set_offline(True)
    card.get_by_role("button", name="En route").tap()
    expect(phone.locator(".kept-strip")).to_contain_text("1 press is kept", timeout=SETTLE_MS)
    live = connect_live(None, field.home)
    with live.source.connection() as connection:
        row = connection.execute("SELECT work_order_id FROM flux.work_orders WHERE title = 'Mend bushing 1'").fetchone()
    assert row
    Commands(live.source).run(EditWorkOrder(work_order_id=row[0], description="Another gate"), by=MARIA)
    live.close()
    phone.context.set_offline(False)
    expect(phone.locator(".kept.is-refused")).to_contain_text("was changed by maria", timeout=SETTLE_MS)
    assert states(field)[1][0] == "assigned"
    phone.get_by_role("button", name="Seen").tap()
    expect(phone.locator(".kept-strip")).to_be_empty()
