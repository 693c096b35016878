"""Active outages in two browsers: what one does the other sees; who comes second is told, and keeps what they typed."""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.errors import Conflict
from data_sources.outages.life import SetCause
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.source import PostgresSource
from tests.browser.conftest import Seen, Server
from tests.browser.every_view import SETTLE_MS, open_settled

TAB = "tab=outage-management&utility=1"


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A second person's page."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


def report(page: Page, server: Server, transformer_id: int) -> str:
    """Report an outage at a transformer; its number."""
    open_settled(page, server, f"{TAB}&asset=transformer:{transformer_id}")
    page.locator(".choices button", has_text="New outage").click()
    expect(page.locator(".detail-panel")).to_contain_text("What a trace says would be out", timeout=SETTLE_MS)
    expect(page.locator(".detail-panel")).to_contain_text("kVA")
    page.get_by_role("button", name="Report outage").click()
    expect(page.locator(".detail-panel h2")).to_have_text(re.compile(r"Outage \d+"), timeout=SETTLE_MS)
    return page.locator(".detail-panel h2").inner_text().removeprefix("Outage ")


def test_what_one_does_the_other_sees_and_a_conflict_keeps_what_was_typed(
    page: Page, other: Page, views: Server, seen: Seen
) -> None:
    open_settled(other, views, TAB)
    number = report(page, views, 11)
    row = other.locator(f".active-list tr[data-key='{number}']")
    expect(row).to_contain_text("Confirmed", timeout=SETTLE_MS)
    row.locator(".dt-open").click()
    expect(other.locator(".detail-panel h2")).to_have_text(f"Outage {number}", timeout=SETTLE_MS)
    other.wait_for_url(re.compile(f"outage-management.outage={number}"), timeout=SETTLE_MS)

    page.locator(".actions").get_by_role("button", name="ETR", exact=True).click()
    page.locator(".command-form textarea").fill("A pole is broken")
    other.get_by_role("button", name="Note", exact=True).click()
    other.locator(".command-form textarea").fill("Tree on the line")
    other.get_by_role("button", name="Add note").click()
    expect(other.locator(".form-done")).to_contain_text("Note: done", timeout=SETTLE_MS)

    page.get_by_role("button", name="Set ETR").click()
    expect(page.locator(".form-error")).to_contain_text(
        re.compile(r"was changed by .* \(add note\)"), timeout=SETTLE_MS
    )
    expect(page.locator(".command-form textarea")).to_have_value("A pole is broken")
    page.get_by_role("button", name="Set ETR").click()
    expect(page.locator(".form-done")).to_contain_text("ETR: done", timeout=SETTLE_MS)
    expect(row).to_contain_text("manual", timeout=SETTLE_MS)

    other.get_by_role("button", name="Timeline").click()
    timeline = other.locator(".timeline")
    expect(timeline).to_contain_text("Tree on the line", timeout=SETTLE_MS)
    expect(timeline).to_contain_text("Conflict", timeout=SETTLE_MS)
    assert seen.errors == []


def test_the_table_fits_a_small_screen_and_shows_all_on_a_wide_one(page: Page, views: Server) -> None:
    report(page, views, 47)
    heads = page.locator(".active-list th")
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(heads.get_by_text("Started", exact=True)).to_be_visible()
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(heads.get_by_text("Started", exact=True)).to_be_hidden()
    expect(heads.get_by_text("Hazards", exact=True)).to_be_in_viewport(ratio=1)
    assert page.locator(".active-list .dt-scroll").evaluate("node => node.scrollWidth <= node.clientWidth")


def test_a_laptop_has_room_for_five_outages_and_a_map(page: Page, views: Server) -> None:
    """Of 21 outages four were seen at 1366 x 768."""
    open_settled(page, views, TAB)
    table, map_ = (page.locator(name).bounding_box() for name in (".active-list .dt-scroll", ".linked-map"))
    row = page.locator(".active-list thead tr").bounding_box()
    assert table
    assert map_
    assert row
    assert table["height"] - row["height"] >= 5 * row["height"]
    assert map_["height"] >= 160


def test_an_outage_lives_by_keyboard_alone_until_it_is_closed(page: Page, views: Server, seen: Seen) -> None:
    number = report(page, views, 17)
    page.get_by_role("button", name="Assign crew").press("Enter")
    page.locator(".command-form input[type=radio]").first.press("Space")
    page.locator(".command-form .is-primary").press("Enter")
    badge = page.locator(".detail-panel .panel-head .badge").first
    expect(badge).to_have_text("Crew assigned", timeout=SETTLE_MS)
    for button, state in (("En route", "En route"), ("On site", "On site")):
        page.get_by_role("button", name=button, exact=True).press("Enter")
        expect(badge).to_have_text(state, timeout=SETTLE_MS)
    page.get_by_role("button", name="Restore", exact=True).press("Enter")
    page.locator(".command-form .is-primary").press("Enter")
    expect(badge).to_have_text("Restored", timeout=SETTLE_MS)
    page.get_by_role("button", name="Close", exact=True).press("Enter")
    page.get_by_role("button", name=f"Close outage {number}").press("Enter")
    expect(badge).to_have_text("Closed", timeout=SETTLE_MS)
    expect(page.locator(f".active-list tr[data-key='{number}']")).to_have_count(0, timeout=SETTLE_MS)
    assert seen.errors == []


def test_a_missing_reason_is_said_under_its_field_and_several_are_changed_at_once(
    page: Page, views: Server, seen: Seen
) -> None:
    numbers = [report(page, views, transformer_id) for transformer_id in (23, 29)]
    page.locator(".actions").get_by_role("button", name="ETR", exact=True).click()
    page.get_by_role("button", name="Set ETR").click()
    expect(page.locator(".field-error")).to_be_visible(timeout=SETTLE_MS)
    for number in numbers:
        page.get_by_label(f"Choose {number}", exact=True).click()
    expect(page.locator(".bulk-head")).to_contain_text("2 ticked", timeout=SETTLE_MS)
    page.locator(".bulk-head").get_by_role("button", name="Cause").click()
    page.locator(".bulk select").select_option("animal")
    page.get_by_role("button", name="Cause of 2 outages").click()
    expect(page.locator(".bulk")).to_contain_text("2 done", timeout=SETTLE_MS)
    for number in numbers:
        expect(page.locator(f".active-list tr[data-key='{number}']")).to_contain_text("Animal", timeout=SETTLE_MS)
    assert seen.errors == []


def test_the_dashboard_opens_its_outage_here(page: Page, views: Server, seen: Seen) -> None:
    number = report(page, views, 31)
    page.get_by_role("tab", name="Operations Dashboard").click()
    page.locator(f".outage-list button[data-value='{number}']").first.click()
    page.get_by_role("button", name="Open in Outage Management").click()
    expect(page.locator(".detail-panel h2")).to_have_text(f"Outage {number}", timeout=SETTLE_MS)
    expect(page.get_by_role("tab", name="Outage Management")).to_have_attribute("aria-selected", "true")
    assert seen.errors == []


def by_rest(server: Server, number: str, version: int) -> int:
    """Set the cause over the version that was seen; the status of the answer."""
    request = urllib.request.Request(
        f"{server.url}/api/outages/{number}/cause", json.dumps({"cause": "vehicle"}).encode(),
        {"Content-Type": "application/json", "If-Match": f'"{version}"'}, method="POST",
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)


def by_a_rule(source: PostgresSource, number: str, version: int) -> bool:
    """Set the cause as the simulator does, over the version that was seen; whether it was done."""
    rule = Principal("simulator", "operator", is_person=False)
    try:
        Commands(source).run(SetCause(outage_id=int(number), cause="weather"), by=rule, expected_version=version)
    except Conflict:
        return False
    return True


def test_a_page_rest_and_the_simulator_change_one_outage_at_once_one_wins_and_two_are_told(
    page: Page, views: Server, seen: Seen
) -> None:
    number = report(page, views, 37)
    source = PostgresSource(EmbeddedPostgres(views.home).dsn)
    with source.connection() as connection:
        found = connection.execute("SELECT version FROM flux.outages WHERE outage_id = %s", (number,)).fetchone()
    assert found
    page.locator(".actions").get_by_role("button", name="Cause", exact=True).click()
    page.locator(".command-form select").select_option("animal")
    statuses: list[int] = []
    rules: list[bool] = []
    others = [
        threading.Thread(target=lambda: statuses.append(by_rest(views, number, found[0]))),
        threading.Thread(target=lambda: rules.append(by_a_rule(source, number, found[0]))),
    ]
    for other in others:
        other.start()
    page.get_by_role("button", name="Set cause").click()
    for other in others:
        other.join()
    expect(page.locator(".form-done, .form-error")).to_be_visible(timeout=SETTLE_MS)
    is_tabs = page.locator(".form-done").count() == 1
    assert (statuses[0] == 200) + rules[0] + is_tabs == 1
    assert statuses[0] in (200, 412)
    if not is_tabs:
        expect(page.locator(".form-error")).to_contain_text(f"Outage {number} was changed by")
        expect(page.locator(".command-form select")).to_have_value("animal")  # what was chosen stays
    with source.connection() as connection:
        attempts = connection.execute(
            "SELECT outcome FROM flux.audit WHERE action = 'set_cause' AND target_id = %s ORDER BY outcome", (number,)
        ).fetchall()
    source.close()
    assert [outcome for (outcome,) in attempts] == ["conflict", "conflict", "done"]
    page.get_by_role("button", name="Timeline").click()
    expect(page.locator(".timeline li.is-conflict")).to_have_count(2, timeout=SETTLE_MS)
    assert seen.errors == []


def test_the_last_own_step_is_undone_from_the_timeline(page: Page, views: Server, seen: Seen) -> None:
    number = report(page, views, 41)
    page.locator(".actions").get_by_role("button", name="Cause", exact=True).click()
    page.locator(".command-form select").select_option("animal")
    page.get_by_role("button", name="Set cause").click()
    row = page.locator(f".active-list tr[data-key='{number}']")
    expect(row).to_contain_text("Animal", timeout=SETTLE_MS)
    page.get_by_role("button", name="Timeline").click()
    page.get_by_role("button", name="Undo: set cause").click()
    expect(row).not_to_contain_text("Animal", timeout=SETTLE_MS)
    expect(page.locator(".timeline li")).to_have_count(3, timeout=SETTLE_MS)  # nothing is deleted
    assert seen.errors == []


def test_a_device_is_selected_and_opened_by_hand_and_its_outage_stands_in_the_table(
    page: Page, views: Server, seen: Seen
) -> None:
    source = PostgresSource(EmbeddedPostgres(views.home).dsn)
    with source.connection() as connection:
        found = connection.execute(
            "SELECT device_id, device_name FROM flux.devices WHERE kind = 'fuse' AND NOT is_open ORDER BY device_id LIMIT 1"
        ).fetchone()
    source.close()
    assert found
    open_settled(page, views, f"{TAB}&asset=device:{found[0]}")
    card = page.locator(".detail-panel")
    expect(card).to_contain_text("Closed, as built.", timeout=SETTLE_MS)
    expect(card).to_contain_text("customers without supply", timeout=SETTLE_MS)
    card.locator("textarea").fill("A tree is cut")
    card.get_by_role("button", name=f"Open {found[1]}").click()
    expect(card).to_contain_text("Open, not as built.", timeout=SETTLE_MS)
    expect(page.locator(".active-list")).to_contain_text(found[1], timeout=SETTLE_MS)
    card.get_by_role("button", name=f"Close {found[1]}").click()
    expect(card).to_contain_text("Closed, as built.", timeout=SETTLE_MS)
    assert seen.errors == []
