"""Outage Management, Replay, as a user works with it: the hurricane, play, scrub, keys, what is picked, wrong links."""

from __future__ import annotations

import datetime as dt
import re

import duckdb
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server
from tests.browser.every_view import LARGEST, RELIABILITY, REPLAY, SETTLE_MS, open_settled, settle

OWN = "outage-management.replay_"
STORM = f"{REPLAY}&{OWN}from=2024-07-08T05:00:00&{OWN}to=2024-07-11T05:00:00"  # three days from midnight in Houston


def figure(page: Page, label: str) -> str:
    """What a figure says."""
    return page.locator(f'.fig[data-key="{label}"] b').inner_text()


def number(page: Page, label: str) -> float:
    return float(figure(page, label).replace(",", ""))


def clock(page: Page) -> str:
    return page.locator(".replay-time .player-clock").inner_text()


def open_at(page: Page, server: Server, query: str) -> None:
    """Open a period and wait until its figures and the clock are there."""
    open_settled(page, server, query)
    expect(page.locator(".player-clock")).to_contain_text(":", timeout=SETTLE_MS)


def by_sql(server: Server, at: dt.datetime) -> tuple[int, int]:
    """(customers out, outages) at an instant, from the files of the warehouse themselves."""
    files = str(server.home / "warehouse" / "outage_events" / "**" / "*.parquet")
    row = (
        duckdb.connect()
        .execute(
            "SELECT sum(customers_interrupted), count(DISTINCT outage_id) FROM read_parquet(?)"
            " WHERE utility_id = 1 AND out_at <= ?::timestamp AND restored_at > ?::timestamp",
            [files, at, at],
        )
        .fetchone()
    )
    assert row is not None
    return int(row[0]), int(row[1])


def test_the_hurricane_is_found_in_the_record(page: Page, views: Server, seen: Seen) -> None:
    open_at(page, views, LARGEST)
    expect(page.locator('input[data-change="from"]')).to_have_value(re.compile(r"^2024-07-0\d"), timeout=SETTLE_MS)
    assert number(page, "Customers out") > 1000
    expect(page.locator(".replay-outages tbody tr").first).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator(".replay-outages").get_by_text("MED", exact=True).nth(1)).to_be_visible(timeout=SETTLE_MS)
    assert seen.errors == []


def test_a_feeder_chosen_is_replayed_alone_and_stays_in_the_address(page: Page, views: Server, seen: Seen) -> None:
    open_at(page, views, f"{STORM}&{OWN}at=2024-07-08T15:00:00")
    everybody = number(page, "Customers out")
    page.get_by_label("Feeder", exact=True).select_option(label="F0002")
    page.wait_for_url(re.compile(r"scope=feeder:2\b"), timeout=SETTLE_MS)
    expect(page.locator(".replay-told")).to_contain_text("; F0002", timeout=SETTLE_MS)
    expect(page.locator(".replay-outages tbody tr").first).to_contain_text("F0002", timeout=SETTLE_MS)
    settle(page)
    assert 0 < number(page, "Customers out") < everybody
    page.wait_for_url(re.compile(r"[?&]at="), timeout=SETTLE_MS)  # the map went there
    page.get_by_label("Substation", exact=True).select_option(label="All substations")
    expect(page.locator(".replay-told")).to_contain_text("; whole utility", timeout=SETTLE_MS)
    settle(page)
    assert number(page, "Customers out") == everybody
    assert seen.errors == []


@pytest.mark.parametrize("hour", [9, 14, 30, 60])
def test_figures_are_those_of_the_files_at_that_instant(page: Page, views: Server, hour: int) -> None:
    at = dt.datetime(2024, 7, 8, 5) + dt.timedelta(hours=hour)
    open_at(page, views, f"{STORM}&{OWN}at={at.isoformat()}")
    assert (number(page, "Customers out"), number(page, "Outages open")) == by_sql(views, at)


def test_play_moves_the_clock_and_the_figures(page: Page, views: Server, seen: Seen) -> None:
    open_at(page, views, f"{STORM}&{OWN}at=2024-07-08T06:00:00")
    before, out = clock(page), figure(page, "Customers out")
    page.get_by_label("Frames a second").select_option("12")
    page.get_by_role("button", name="Play (space)").click()
    expect(page.locator('.fig[data-key="Customers out"] b')).not_to_have_text(out, timeout=SETTLE_MS)
    page.get_by_role("button", name="Pause (space)").click()
    page.wait_for_url(re.compile("replay_at="), timeout=SETTLE_MS)
    assert clock(page) != before
    assert seen.errors == []


def test_scrubbing_by_keyboard(page: Page, views: Server, seen: Seen) -> None:
    open_at(page, views, f"{STORM}&{OWN}at=2024-07-08T17:00:00")
    assert clock(page) == "8 Jul 12:00 CDT"
    page.keyboard.press("ArrowRight")
    expect(page.locator(".player-clock")).to_have_text("8 Jul 12:05 CDT", timeout=SETTLE_MS)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".player-clock")).to_have_text("8 Jul 12:00 CDT", timeout=SETTLE_MS)
    page.locator(".player-range").focus()
    page.keyboard.press("End")
    expect(page.locator(".player-clock")).to_have_text("11 Jul 00:00 CDT", timeout=SETTLE_MS)
    page.wait_for_url(re.compile(r"replay_at=2024-07-11T05:00:00"), timeout=SETTLE_MS)
    page.keyboard.press("Home")
    page.wait_for_url(re.compile(r"replay_at=2024-07-08T05:00:00"), timeout=SETTLE_MS)
    page.reload()
    page.wait_for_function("() => !document.getElementById('loader')", timeout=SETTLE_MS)
    expect(page.locator(".player-clock")).to_have_text("8 Jul 00:00 CDT", timeout=SETTLE_MS)
    # A period at hand is told with the first drawing; keys count from when the page is heard of, as the button says.
    expect(page.get_by_role("button", name="Play (space)")).to_be_enabled(timeout=SETTLE_MS)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause (space)")).to_be_visible(timeout=SETTLE_MS)
    page.keyboard.press("Space")
    assert seen.errors == []


def test_a_day_of_the_calendar_opens_in_replay(page: Page, views: Server, seen: Seen) -> None:
    """By the pointer on the calendar, and by the keyboard on the button of a major event day."""
    open_settled(page, views, f"{RELIABILITY}&outage-management.reliability_period=2024")
    canvas = page.locator(".reliability-days .bk-Canvas").last
    expect(canvas).to_be_visible(timeout=SETTLE_MS)
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 20)
    page.wait_for_url(re.compile(r"view=replay"), timeout=SETTLE_MS)
    assert re.search(r"replay_from=2024-0[5-8]-\d\dT05:00:00", page.url), page.url
    page.go_back()
    page.wait_for_url(re.compile(r"view=reliability"), timeout=SETTLE_MS)
    settle(page)
    day = page.locator('.steps .chip[data-value^="2024-07-"]').first
    day.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"replay_from=2024-07-\d\dT05:00:00"), timeout=SETTLE_MS)
    expect(page.locator(".player-clock")).to_contain_text("Jul", timeout=SETTLE_MS)
    assert seen.errors == []


def test_a_closed_outage_is_found_by_number_and_shown_where_and_when_it_began(
    page: Page, views: Server, seen: Seen
) -> None:
    open_at(page, views, STORM)
    row = page.locator(".replay-outages tbody tr").nth(3)
    outage = row.locator("td").first.inner_text()
    page.locator(".replay-outages input").fill(outage)
    expect(page.locator(".replay-outages tbody tr")).to_have_count(1, timeout=SETTLE_MS)
    button = page.locator(".replay-outages .dt-open").first
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"replay_outage={outage}"), timeout=SETTLE_MS)
    expect(page.locator(".replay-card")).to_contain_text(f"Outage {outage}", timeout=SETTLE_MS)
    expect(page.locator(".replay-card")).to_contain_text("no longer in PostgreSQL", timeout=SETTLE_MS)
    page.get_by_role("button", name="Let it go").click()
    page.wait_for_url(lambda url: "replay_outage" not in url, timeout=SETTLE_MS)
    assert seen.errors == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (f"{REPLAY}&{OWN}from=2024-07-09T00:00:00&{OWN}to=2024-07-08T00:00:00", "ends before it begins"),
        (f"{REPLAY}&{OWN}from=2024-07-09T00:00:00", "choose both"),
        (f"{REPLAY}&{OWN}from=2019-01-01T00:00:00&{OWN}to=2019-01-08T00:00:00", "Nothing is on record before"),
        (f"{REPLAY}&{OWN}from=soon&{OWN}period=yesterday", "soon"),
        (f"{STORM}&{OWN}outage=77", "not among those of this period"),
    ],
)
def test_what_cannot_be_shown_is_said(page: Page, views: Server, seen: Seen, query: str, words: str) -> None:
    open_settled(page, views, query)
    expect(page.get_by_text(words).first).to_be_visible(timeout=SETTLE_MS)
    assert seen.errors == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (390, 844)])
def test_nothing_is_wider_than_the_window(page: Page, views: Server, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_at(page, views, STORM)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width >= 768:
        fits = "node => node.scrollWidth <= node.clientWidth"
        assert page.locator(".replay-outages .dt-scroll").first.evaluate(fits)
    box = page.locator(".replay-map").first.bounding_box()
    assert box is not None
    assert box["height"] > 240
