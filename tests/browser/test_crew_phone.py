"""Field Operations, Crew, on a phone: a shift's work reported, with the network lost in the middle of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.connect import connect_live
from data_sources.field.orders import AssignWorkOrder, EditWorkOrder
from tests.browser.conftest import Seen, Server, start_server, stop_server
from tests.browser.every_view import SETTLE_MS, VIEWS, open_settled
from tests.browser.field_work import make_orders

FOUND = "Bushing cracked, oil on the ground below"
MARIA = Principal("maria", "operator")


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in which nobody simulates anything, with six orders in the queues of three crews."""
    server = start_server(tmp_path_factory.mktemp("crew") / "home", FLUXOPS_SIMULATE="false")
    make_orders(server.home)
    live = connect_live(None, server.home)
    with live.source.connection() as connection:
        numbers = [row[0] for row in connection.execute(
            "SELECT work_order_id FROM flux.work_orders WHERE title LIKE 'Mend bushing%' ORDER BY title LIMIT 6"
        ).fetchall()]  # fmt: skip
    crews = (1, 1, 2, 2, 2, 3)  # each is at one order at a time
    orders = [
        Order(AssignWorkOrder(work_order_id=number, crew_id=crew)) for number, crew in zip(numbers, crews, strict=True)
    ]
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
    """Of all orders, by title."""
    live = connect_live(None, server.home)
    with live.source.connection() as connection:
        found = connection.execute(
            "SELECT status, version FROM flux.work_orders WHERE title LIKE 'Mend bushing%' ORDER BY title"
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


def edit(server: Server, title: str) -> None:
    """Somebody else changes an order."""
    live = connect_live(None, server.home)
    with live.source.connection() as connection:
        row = connection.execute("SELECT work_order_id FROM flux.work_orders WHERE title = %s", (title,)).fetchone()
    assert row
    Commands(live.source).run(EditWorkOrder(work_order_id=row[0], description="Another gate"), by=MARIA)
    live.close()


def order(page: Page, server: Server, title: str, crew: int = 2) -> Locator:
    """An order of a crew on its phone, open."""
    open_settled(page, server, VIEWS["field_crew"].replace("crew=1", f"crew={crew}"))
    card = page.locator(".crew-card", has_text=title)
    expect(card).to_be_visible(timeout=SETTLE_MS)
    if card.locator("details").first.get_attribute("open") is None:
        card.locator("summary").first.tap()
    return card


def sign_in_page(route: Route) -> None:
    """What a proxy answers once its session has ended: 200, and nothing of ours."""
    route.fulfill(status=200, content_type="text/html", body="<h1>Sign in</h1>")


def sent_elsewhere(route: Route) -> None:
    """The same by a redirect, to a page that answers 200."""
    route.fulfill(status=302, headers={"Location": "/app"})


def not_let_in(route: Route) -> None:
    """A refusal of the proxy, not of the operations center."""
    route.fulfill(status=403, content_type="text/html", body="<h1>Forbidden</h1>")


@pytest.mark.parametrize("answer", [sign_in_page, sent_elsewhere, not_let_in])
def test_a_press_is_done_by_a_receipt_alone(phone: Page, field: Server, answer: Callable[[Route], None]) -> None:
    card = order(phone, field, "Mend bushing 2")
    phone.route("**/api/work-orders/*/tick", answer)
    was = states(field)[2][1]
    card.get_by_role("button", name="Briefing").tap()
    strip = phone.locator(".kept-strip")
    expect(strip).to_contain_text("load", timeout=SETTLE_MS)
    expect(strip).to_contain_text("1 press is kept")
    assert states(field)[2][1] == was
    phone.unroute("**/api/work-orders/*/tick")
    expect(strip).to_be_empty(timeout=SETTLE_MS)
    assert states(field)[2][1] == was + 1


def test_one_press_without_an_answer_holds_up_no_other_order_and_can_be_stopped(phone: Page, field: Server) -> None:
    """500 for ever for one order: another one's goes out; stopped, the next of the same order does; then it is sent again."""
    card = order(phone, field, "Mend bushing 3")
    phone.route("**/api/work-orders/*/start", lambda route: route.fulfill(status=500, body="{}"))
    card.get_by_role("button", name="On site: start").tap()
    card.get_by_role("button", name="Briefing").tap()
    strip = phone.locator(".kept-strip")
    expect(strip).to_contain_text("the server answers 500", timeout=SETTLE_MS)
    expect(strip).to_contain_text("2 presses are kept")
    other = phone.locator(".crew-card", has_text="Mend bushing 4")
    other.locator("summary").first.tap()
    other.get_by_role("button", name="Briefing").tap()
    expect(other.locator(".mark.is-done")).to_have_count(1, timeout=SETTLE_MS)
    expect(strip).to_contain_text("2 presses are kept")
    assert states(field)[3] == ("assigned", 2)
    strip.get_by_role("button", name="Stop sending").tap(timeout=SETTLE_MS)
    expect(card.locator(".mark.is-done")).to_have_count(1, timeout=SETTLE_MS)
    assert states(field)[3] == ("assigned", 3)
    stopped = strip.locator(".is-refused")
    expect(stopped).to_contain_text("no longer sent")
    phone.unroute("**/api/work-orders/*/start")
    stopped.get_by_role("button", name="Send again").tap()
    expect(stopped).to_contain_text("not done", timeout=SETTLE_MS)
    stopped.get_by_role("button", name="Send over version 3").tap()
    expect(card.locator(".badge").first).to_have_text("In progress", timeout=SETTLE_MS)
    expect(strip).to_be_empty(timeout=SETTLE_MS)


def test_what_was_typed_outlives_a_refusal(phone: Page, field: Server, seen: Seen) -> None:
    """Also a reload; it is sent over the version that the page shows by then."""
    card = order(phone, field, "Mend bushing 5", crew=3)
    card.get_by_role("button", name="On site: start").tap()
    expect(card.locator(".badge").first).to_have_text("In progress", timeout=SETTLE_MS)
    card.get_by_role("button", name="Briefing").tap()
    expect(card.locator(".mark.is-done")).to_have_count(1, timeout=SETTLE_MS)
    phone.context.set_offline(True)
    card.locator("summary", has_text="Complete").tap()
    card.locator("textarea[name=found]").fill(FOUND)
    card.locator("select[name=found_code]").select_option("wear")
    card.locator("input[name=labour_hours]").fill("3.5")
    card.locator("form.told button", has_text="Complete").tap()
    expect(phone.locator(".kept-strip")).to_contain_text("no answer yet", timeout=SETTLE_MS)
    edit(field, "Mend bushing 5")
    phone.context.set_offline(False)
    refused = phone.locator(".kept.is-refused")
    expect(refused).to_contain_text("was changed by maria", timeout=SETTLE_MS)
    expect(refused).to_contain_text(FOUND)
    expect(refused).to_contain_text("together: 3.5")
    expect(refused.get_by_role("button", name="Copy")).to_be_visible()
    order(phone, field, "Mend bushing 5", crew=3)
    expect(refused).to_contain_text(FOUND, timeout=SETTLE_MS)
    refused.get_by_role("button", name="Send over version 5").tap(timeout=SETTLE_MS)
    expect(phone.locator(".kept-strip")).to_be_empty(timeout=SETTLE_MS)
    assert states(field)[5][0] == "completed"
    live = connect_live(None, field.home)
    with live.source.connection() as connection:
        row = connection.execute("SELECT found FROM flux.work_orders WHERE title = 'Mend bushing 5'").fetchone()
    live.close()
    assert row == (FOUND,)
    assert seen.errors == []


def test_a_browser_without_room_keeps_a_press_while_its_page_is_open(phone: Page, field: Server) -> None:
    phone.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }")
    card = order(phone, field, "Mend bushing 4")
    was = states(field)[4][1]
    phone.context.set_offline(True)
    card.get_by_role("button", name="Briefing").tap()
    strip = phone.locator(".kept-strip")
    expect(strip).to_contain_text("leave this page open", timeout=SETTLE_MS)
    phone.context.set_offline(False)
    expect(strip).to_be_empty(timeout=SETTLE_MS)
    assert states(field)[4][1] == was + 1
