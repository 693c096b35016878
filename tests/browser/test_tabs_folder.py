"""A data scientist's tab in a real browser: dropped into a folder, reloaded when saved, kept to itself when it fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server, start_server, stop_server

EXAMPLE = Path(__file__).parents[1] / "app" / "example_tab"
BROKEN = (
    "from app.tab import Tab\n\n\nclass Broken(Tab):\n    def build(self):\n        raise ValueError('bad column')\n"
)

# Its results come one after the other, from before the page has asked for anything until after it is complete.
EARLY = """
import time
from functools import partial

import panel as pn
import param
from bokeh.layouts import Column
from bokeh.models import Div

from app.tab import Tab
from data_sources.query import Query


class Early(Tab):
    class State(param.Parameterized):
        greeting = param.String(default="hello")
        times = param.Integer(default=1, bounds=(1, 3))

    def build(self):
        self.rows = pn.pane.Str("no rows")
        self.said = pn.pane.Str(f"{self.own.greeting} {self.own.times}")
        self.button = pn.widgets.Button(name="More", on_click=self.more)
        places = [Div(text=f"empty {number}") for number in range(48)]
        for number, place in enumerate(places):
            self.work(partial(time.sleep, 0.3 + 0.037 * (number % 8)), partial(self.fill, place, number))
        self.live(lambda: Query.of("utilities"), self.show)
        self.watch(self.say, self.own, ["greeting", "times"])
        return pn.Column(self.rows, self.said, self.button, pn.pane.Bokeh(Column(*places)))

    def fill(self, place, number, _result):
        place.text = f"full {number}"

    def show(self, rows):
        self.rows.object = f"{rows.num_rows} utility"

    def more(self, _event):
        self.own.times += 1

    def say(self):
        self.said.object = f"{self.own.greeting} {self.own.times}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tabs"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "broken.py").write_text(BROKEN)
    (folder / "early.py").write_text(EARLY)
    example = folder / "transformer_ages.py"
    example.write_text(example.read_text().replace("value=60", "value=0"))  # at night nothing is loaded much
    return folder


@pytest.fixture
def dev_server(tmp_path: Path, folder: Path) -> Iterator[Server]:
    server = start_server(tmp_path / "home", "--dev", FLUXOPS_TABS_DIR=str(folder))
    yield server
    stop_server(server)


def test_a_tab_from_the_folder(page: Page, seen: Seen, dev_server: Server, folder: Path) -> None:
    page.goto(f"{dev_server.url}/app?tab=transformer-ages")
    page.get_by_text("Loaded at least (%)").wait_for(timeout=90_000)
    page.locator("table tbody tr").first.wait_for()
    page.locator("canvas").first.wait_for(timeout=60_000)

    page.get_by_role("tab", name="Broken").click()
    page.get_by_text("bad column").wait_for()
    page.get_by_role("tab", name="Transformer ages").click()
    page.get_by_text("Loaded at least (%)").wait_for()

    source = folder / "transformer_ages.py"
    source.write_text(source.read_text().replace("Loaded at least (%)", "Carrying at least (%)"))
    page.get_by_text("Carrying at least (%)").wait_for(timeout=60_000)
    page.locator("table tbody tr").first.wait_for()

    sql = folder / "transformer_ages.sql"
    sql.write_text(sql.read_text().replace("LIMIT 15", "LIMIT 0"))
    page.wait_for_function("() => true")
    page.locator("table tbody tr").first.wait_for(state="detached", timeout=60_000)
    assert seen.errors == []


def test_what_comes_before_the_page_is_ready_is_shown(page: Page, seen: Seen, dev_server: Server) -> None:
    page.goto(f"{dev_server.url}/app?tab=early")
    page.get_by_text("full 47").wait_for(timeout=90_000)
    page.get_by_text("1 utility").wait_for()
    expect(page.get_by_text("full ")).to_have_count(48)
    expect(page.get_by_text("empty ")).to_have_count(0)
    assert seen.errors == []


def test_a_tab_s_own_state_is_in_the_address(page: Page, seen: Seen, dev_server: Server) -> None:
    page.goto(f"{dev_server.url}/app?tab=early&early.greeting=good%20day&early.times=9")
    page.get_by_text("good day 1").wait_for(timeout=90_000)
    page.get_by_text("Part of this link was not understood and left out: early.times=9.").wait_for()
    page.get_by_role("button", name="More").click()
    page.get_by_text("good day 2").wait_for()
    page.wait_for_url("**early.greeting=good%20day&early.times=2")
    page.reload()
    page.get_by_text("good day 2").wait_for(timeout=90_000)
    assert seen.errors == []
