"""AMI Analytics in a real browser: the page of a meter, Year over year, exports and "Show the SQL"."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page, expect

from data_sources.connect import connect_live
from data_sources.demo.ami.day import make_day
from data_sources.demo.ami.prepare import prepare_history
from data_sources.demo.utility.load import load_demo
from data_sources.warehouse.files import Warehouse
from tests.browser.conftest import Seen, Server, start_server, stop_server

WAIT_MS = 60_000
LAST = dt.date.today() - dt.timedelta(days=1)
METER = 500


@pytest.fixture(scope="module")
def ami_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the small demo with yesterday and the same weekday of last year, and nothing that goes on changing."""
    home = tmp_path_factory.mktemp("ami") / "home"
    live = connect_live(None, home)
    load_demo(live.source, "small")
    warehouse = Warehouse(home / "warehouse")
    prepare_history(live.source, warehouse, 1)
    for day in (LAST, LAST - dt.timedelta(days=364)):
        make_day(live.source, warehouse, 1, day)
    live.close()
    server = start_server(home, FLUXOPS_DEMO_HISTORY="false", FLUXOPS_SIMULATE="false")
    yield server
    stop_server(server)


def open_view(page: Page, server: Server, view: str, **selections: object) -> None:
    chosen = {"view": view, "first_day": LAST, "end_day": LAST + dt.timedelta(days=1), **selections}
    query = "".join(f"&ami.{name}={value}" for name, value in chosen.items())
    page.goto(f"{server.url}/app?tab=ami-analytics&utility=1{query}")


def download(page: Page, words: str) -> tuple[str, bytes]:
    with page.expect_download(timeout=WAIT_MS) as waiting:
        page.get_by_role("button", name=words, exact=True).first.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_meters_page_tells_who_it_is_and_what_it_read(page: Page, seen: Seen, ami_server: Server) -> None:
    open_view(page, ami_server, "meter", scope="meter", scope_id=METER)
    expect(page.get_by_role("heading", name=f"MTR-{METER:07d}")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Energy delivered")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text(re.compile("of 96 estimated"))).to_be_visible(timeout=WAIT_MS)
    expect(page.locator(".bk-Figure")).to_have_count(3, timeout=WAIT_MS)
    assert not seen.errors
    assert not [
        url for url in seen.requests if not url.startswith((ami_server.url, "data:", "blob:", "ws://localhost"))
    ]


def test_what_is_shown_can_be_saved_in_three_forms(page: Page, ami_server: Server) -> None:
    open_view(page, ami_server, "meter", scope="meter", scope_id=METER)
    expect(page.get_by_text("Energy delivered")).to_be_visible(timeout=WAIT_MS)
    name, written = download(page, "CSV")
    assert name == "meter_readings.csv"
    assert pyarrow.csv.read_csv(io.BytesIO(written)).num_rows == 96
    assert pq.read_table(io.BytesIO(download(page, "Parquet")[1])).num_rows == 96
    name, picture = download(page, "PNG")
    assert name == "meter_readings.png"
    assert picture.startswith(b"\x89PNG")


def test_the_sql_behind_a_chart_is_shown_with_its_values(page: Page, ami_server: Server) -> None:
    open_view(page, ami_server, "meter", scope="meter", scope_id=METER)
    expect(page.get_by_text("Energy delivered")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="SQL", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("ami_meter_neighbours.sql")).to_be_visible(timeout=WAIT_MS)
    expect(dialog.get_by_text("Simulated")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_another_meter_is_found_by_its_number_and_is_in_the_address(page: Page, ami_server: Server) -> None:
    open_view(page, ami_server, "meter")
    expect(page.get_by_text("No meter chosen")).to_be_visible(timeout=WAIT_MS)
    box = page.get_by_placeholder("Find a meter")
    box.fill("17")
    expect(page.locator(".mh-hits [role=option]").first).to_contain_text("MTR-0000017", timeout=WAIT_MS)
    box.press("Enter")
    expect(page.get_by_role("heading", name="MTR-0000017")).to_be_visible(timeout=WAIT_MS)
    expect(page).to_have_url(re.compile(r"scope=meter:17"), timeout=WAIT_MS)


def test_two_years_are_compared(page: Page, seen: Seen, ami_server: Server) -> None:
    open_view(page, ami_server, "years")
    expect(page.get_by_text("364 days earlier")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text(re.compile(r"[+−±][\d.,]+ MWh \([+−±][\d.]+ %\) against"))).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("all there")).to_be_visible()
    expect(page.locator(".bk-Figure")).to_have_count(3, timeout=WAIT_MS)
    assert not seen.errors


def test_load_is_drawn_and_the_views_change_places(page: Page, seen: Seen, ami_server: Server) -> None:
    open_view(page, ami_server, "load", resolution="hour")
    expect(page.get_by_text("Energy delivered")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Net load by hours; bands: its interval means")).to_be_visible(timeout=WAIT_MS)
    expect(page.locator(".bk-Figure")).to_have_count(2, timeout=WAIT_MS)
    page.get_by_role("button", name="Completeness", exact=True).click()
    expect(page.get_by_text("Reads by feeder and day")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Net load by hours")).to_be_hidden()
    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.get_by_text("Net load by hours; bands: its interval means")).to_be_visible(timeout=WAIT_MS)
    expect(page).to_have_url(re.compile(r"ami-analytics\.resolution=hour"))
    assert not seen.errors


def test_a_feeder_chosen_above_is_what_all_views_show(page: Page, seen: Seen, ami_server: Server) -> None:
    open_view(page, ami_server, "load")
    expect(page.get_by_role("heading", name="Whole utility")).to_be_visible(timeout=WAIT_MS)
    page.get_by_label("Feeder", exact=True).select_option(label="F0003")
    expect(page.get_by_role("heading", name="F0003")).to_be_visible(timeout=WAIT_MS)
    expect(page).to_have_url(re.compile(r"scope=feeder:3"), timeout=WAIT_MS)
    assert not seen.errors
