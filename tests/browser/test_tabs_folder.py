"""A data scientist's tab in a real browser: dropped into a folder, reloaded when saved, kept to itself when it fails."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from layers.projection import to_lonlat
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

# Its component is on no page when that is opened.
LATE = """
import panel as pn
import panel_material_ui as pmui

from app.tab import Tab


class Late(Tab):
    def build(self):
        self.said = pn.pane.Str("nobody")
        name = pmui.TextInput(label="Who asks")
        name.param.watch(lambda event: setattr(self.said, "object", f"hello {event.new}"), "value")
        return pn.Column(name, self.said)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tabs"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "broken.py").write_text(BROKEN)
    (folder / "early.py").write_text(EARLY)
    (folder / "late.py").write_text(LATE)
    return folder


@pytest.fixture
def dev_server(tmp_path: Path, folder: Path) -> Iterator[Server]:
    server = start_server(tmp_path / "home", "--dev", FLUXOPS_TABS_DIR=str(folder))
    yield server
    stop_server(server)


def test_a_tab_from_the_folder(page: Page, seen: Seen, dev_server: Server, folder: Path) -> None:
    page.goto(f"{dev_server.url}/app?tab=transformer-ages")
    page.get_by_text("At least (years)").wait_for(timeout=90_000)
    page.locator("table tbody tr").first.wait_for()
    expect(page.locator(".map-stage .legend")).to_contain_text("Transformers by age", timeout=60_000)

    page.get_by_role("tab", name="Broken").click()
    page.get_by_text("bad column").wait_for()
    page.get_by_role("tab", name="Transformer ages").click()
    page.get_by_text("At least (years)").wait_for()

    source = folder / "transformer_ages.py"
    source.write_text(source.read_text().replace("At least (years)", "Older than (years)"))
    page.get_by_text("Older than (years)").wait_for(timeout=60_000)
    page.locator("table tbody tr").first.wait_for()

    sql = folder / "transformer_ages.sql"
    sql.write_text(sql.read_text() + "LIMIT 0\n")
    page.locator("table tbody tr").first.wait_for(state="detached", timeout=60_000)
    assert seen.errors == []


# What the live map with marks of transformers looks at, and where the mark nearest to its middle is in the window.
MAP = """() => {
  for (const doc of Bokeh.documents) for (const model of doc._all_models.values()) {
    if (model.type !== "Figure" || !(model.inner_width > 300)) continue;
    const marks = model.renderers.find((one) => one.glyph && one.glyph.type === "Scatter"
      && "transformer_name" in one.data_source.data);
    const image = model.renderers.find((one) => one.glyph && one.glyph.type === "ImageURL");
    if (!marks || !image.data_source.data.url.length) continue;
    const {x, y} = marks.data_source.data, {x_range: east, y_range: north} = model;
    const share = (value, range) => (value - range.start) / (range.end - range.start);
    const away = ([a, b]) => Math.hypot(a - 0.5, b - 0.5);
    const places = Array.from(x, (value, i) => [share(value, east), 1 - share(y[i], north)]);
    places.sort((one, other) => away(one) - away(other));
    return {view: [east.start, north.start, east.end, north.end], mark: places[0],
      size: [model.inner_width, model.inner_height]};
  }
}"""


def test_a_layer_of_ones_own_on_the_live_map_offline(page: Page, seen: Seen, dev_server: Server) -> None:
    """It opens on the utility, and goes back to it; near by its rows are marks that tell; all from the server."""
    page.goto(f"{dev_server.url}/app?tab=transformer-ages&transformer-ages.least_years=30")
    expect(page.locator(".map-stage .legend")).to_contain_text("Transformers by age", timeout=90_000)
    page.wait_for_function(MAP, timeout=60_000)
    home = west, south, east, north = page.evaluate(MAP)["view"]
    (west, east), (south, north) = to_lonlat([west, east], [south, north])
    assert -96.5 < west < -95.6 < east < -94.5
    assert 29 < south < 29.6 < north < 30.5

    box = page.locator(".map-stage").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"() => ({MAP})()?.mark", timeout=60_000)
    found = page.evaluate(MAP)
    at = [box[axis] + 1 + share * size for axis, share, size in zip("xy", found["mark"], found["size"], strict=True)]
    page.mouse.move(at[0], at[1])
    page.mouse.move(at[0] + 1, at[1])
    expect(page.locator(".bk-Tooltip")).to_have_count(1, timeout=30_000)
    page.mouse.click(*at)
    page.wait_for_url(re.compile("asset=transformer"), timeout=60_000)
    page.get_by_role("button", name="Show the whole utility").click()
    is_home = f"([w, s, e, n]) => Math.abs(({MAP})().view[0] - w) < 0.02 * (e - w)"
    page.wait_for_function(is_home, arg=home, timeout=60_000)
    assert all(url.startswith((dev_server.url, "data:", "blob:")) for url in seen.requests), seen.requests
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


def test_a_component_that_comes_later_is_known_to_the_page(page: Page, seen: Seen, dev_server: Server) -> None:
    page.goto(f"{dev_server.url}/app")
    page.get_by_role("tab", name="Late").click(timeout=90_000)
    page.get_by_text("Who asks").first.wait_for(timeout=90_000)
    box = page.locator("input[type=text]").last
    box.fill("somebody")
    box.press("Enter")
    page.get_by_text("hello somebody").wait_for()
    page.get_by_role("tab", name="Early").click()
    page.get_by_text("1 utility").wait_for()
    assert seen.errors == []
