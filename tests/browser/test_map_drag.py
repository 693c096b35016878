"""The map under a hand, in a real browser: nothing blank at its edge, nothing sent that is there, a map from the first moment."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Seen, Server

# The map's view, the address it tells, and its canvas.
HELPERS = """
window.mapOf = () => Bokeh.index.query_one((view) => view.model?.type === "Figure" && view.frame?.bbox.width > 300
  && [...view.renderer_views.values()].some(({ glyph }) => glyph?.model.type === "ImageURL"));
window.piecesOf = (map) => [...map.renderer_views.values()].find(({ glyph }) => glyph?.model.type === "ImageURL");
window.isWhole = () => {
  const map = typeof Bokeh === "undefined" ? null : mapOf();
  if (!map) return false;
  const { model, glyph } = piecesOf(map), { x_range: x, y_range: y } = map.model, tags = model.data_source.tags;
  return tags.length === 5 && glyph.resolved.count === glyph.data_size
    && tags[0] <= x.start && tags[2] >= x.end && tags[1] <= y.start && tags[3] >= y.end
    && Math.abs(tags[4] * map.frame.bbox.width / (x.end - x.start) - 1) < 0.01;
};
// Rows that change are drawn anew in the view alone, and that is told then: look for it right after a move.
window.hasSurroundings = () => {
  if (!isWhole()) return false;
  const tags = piecesOf(mapOf()).model.data_source.tags, { x_range: x } = mapOf().model;
  const quarter = (x.end - x.start) / 4;
  return tags[0] <= x.start - quarter && tags[2] >= x.end + quarter;
};
window.pixelsOf = (map) => {
  const canvas = map.canvas_view.primary.canvas;
  return new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer.slice(0));
};
window.painted = (map) => new Promise((done) => { map.repainted.connect(done); map.request_repaint(); });
"""

# Look a quarter farther without a word to the server, and keep what is painted then; then tell it, and compare.
SHIFT = """async ([across, up]) => {
  const map = mapOf(), { x_range: x, y_range: y } = map.model;
  const dx = across * (x.end - x.start), dy = up * (y.end - y.start);
  x.setv({ start: x.start + dx, end: x.end + dx });
  y.setv({ start: y.start + dy, end: y.end + dy });
  await painted(map);
  const at_once = pixelsOf(map);
  map.trigger_ranges_update_event();
  await new Promise((done) => setTimeout(done, 2500));
  await painted(map);
  const later = pixelsOf(map);
  const ink = later.filter((pixel) => pixel !== later[0]).length;
  return { ink, differing: later.filter((pixel, at) => pixel !== at_once[at]).length, isWhole: isWhole() };
}"""

PIECES = "() => piecesOf(mapOf()).model.data_source.data.url.map((file) => file.byteLength)"


def look_closer(page: Page, server: Server, times: int) -> None:
    """The operations map, zoomed in where lines run on beyond the view, with what lies around it."""
    page.add_init_script(HELPERS)
    page.goto(f"{server.url}/app")
    page.wait_for_function("() => isWhole()", timeout=90_000)
    box = page.evaluate("() => mapOf().el.getBoundingClientRect().toJSON()")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(times):
        page.mouse.wheel(0, -240)
        page.wait_for_timeout(150)
    page.wait_for_function("() => hasSurroundings()", timeout=30_000)


@pytest.mark.parametrize("direction", [(0.25, 0.25), (-0.25, 0.0)])
def test_a_drag_of_a_quarter_shows_no_blank_edge(page: Page, server: Server, direction: tuple[float, float]) -> None:
    """What is painted before the server knows of the drag is what is painted once it has answered."""
    look_closer(page, server, 3)
    found = page.evaluate(SHIFT, list(direction))
    assert found["isWhole"]
    assert found["ink"] > 1000
    # The simulator may have changed the load of a transformer meanwhile.
    assert found["differing"] < 0.03 * found["ink"]


def test_a_drag_brings_what_is_new_alone(page: Page, server: Server, seen: Seen) -> None:
    look_closer(page, server, 3)
    before = page.evaluate(PIECES)
    page.evaluate("() => { window.decoded = piecesOf(mapOf()).glyph.image.slice() }")
    frame: Any = page.evaluate("() => mapOf().el.getBoundingClientRect().toJSON()")
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + frame["width"] / 4, y + frame["height"] / 4, steps=5)
    page.mouse.up()
    page.wait_for_function("() => hasSurroundings()", timeout=30_000)
    after = page.evaluate(PIECES)
    assert len(after) > len(before)
    assert sum(after) - sum(before) < 0.8 * sum(before)
    is_kept = "() => decoded.every((image, at) => image.naturalWidth && image === piecesOf(mapOf()).glyph.image[at])"
    assert page.evaluate(is_kept), "what is there is not decoded again"
    assert seen.errors == []


def test_a_map_stands_in_its_place_before_anything_runs(browser: Browser, server: Server) -> None:
    """The first map is there as soon as the page is read, lies where the live one will, and goes when that has its picture."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.add_init_script(HELPERS)
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(f"{server.url}/app", wait_until="domcontentloaded")
    page.wait_for_function("() => performance.getEntriesByName('flux-first-map').length > 0", timeout=20_000)
    still = page.locator("#first-map").bounding_box()
    assert still is not None
    assert still["width"] > 700
    page.unroute("**/*.js*")
    page.goto(f"{server.url}/app")
    page.wait_for_function("() => isWhole()", timeout=90_000)
    page.wait_for_function("() => !document.getElementById('first-map')", timeout=10_000)
    page.goto(f"{server.url}/app?tab=ami-analytics", wait_until="domcontentloaded")
    assert page.locator("#first-map").count() == 0
    context.close()
