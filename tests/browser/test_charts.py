"""Charts in a real browser: what is dragged over or clicked comes out as a param, so that views can be linked."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import panel as pn
import pytest
from playwright.sync_api import Page, expect

from app import theme
from app.charts.bars import Bars, DayBars, RankBars
from app.charts.heat import HeatMap, across_hours
from tests.browser.conftest import Seen, free_port

WAIT_MS = 60_000
DAYS = [dt.date(2026, 11, day) for day in (1, 2, 3, 4)]
WIDTH, HEIGHT = 600, 200


def charts() -> Any:
    """Three charts one below the other, and a text that follows each; and charts of days that have no rows yet."""
    days = DayBars([Bars("n", "Reads", "accent")], "reads", theme.tokens())
    days.show(DAYS, {"n": [1, 2, 3, 4]})
    rank = RankBars("Losses, %", theme.tokens())
    rank.show(["F0007", "F0001"], [3.0, 1.0], ["", ""])
    heat = HeatMap(theme.tokens())
    share = np.full((2, 24), 50.0)
    heat.show("Feeder", ["a", "b"], across_hours(), share, np.full(share.shape, "#888888"), np.full(share.shape, ""))
    days.let_brush()
    rank.let_tap()
    heat.let_tap()
    parts = []
    for name, chart, what in (("days", days, "brushed"), ("rank", rank, "tapped"), ("heat", heat, "tapped")):
        said = pn.pane.Str(chart.param[what], css_classes=[f"said-{name}"])
        figure = pn.pane.Bokeh(chart.figure, width=WIDTH, height=HEIGHT, sizing_mode="fixed")
        parts += [pn.Column(figure, css_classes=[f"chart-{name}"]), said]
    without_rows = [DayBars([Bars("n", "Reads", "accent")], "reads", theme.tokens()), HeatMap(theme.tokens())]
    parts += [pn.pane.Bokeh(chart.figure, width=WIDTH, height=HEIGHT, sizing_mode="fixed") for chart in without_rows]
    return pn.Column(*parts)


@pytest.fixture
def charts_url() -> Iterator[str]:
    port = free_port()
    server = pn.serve(charts, port=port, threaded=True, show=False, websocket_origin=f"localhost:{port}")
    wait_for(port)
    yield f"http://localhost:{port}"
    server.stop()


def wait_for(port: int) -> None:
    """Until the server's thread listens."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("localhost", port), timeout=5):
            return
        time.sleep(0.1)
    raise TimeoutError("The server of the charts did not start.")


def place(page: Page, name: str, x: float, y: float) -> tuple[float, float]:
    """A point of a chart on the page, by shares of its width and height."""
    box = page.locator(f".chart-{name} .bk-Figure").bounding_box()
    assert box is not None
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def test_bars_and_cells_are_clicked_and_days_are_dragged_over(page: Page, charts_url: str, seen: Seen) -> None:
    page.goto(charts_url)
    expect(page.locator(".chart-heat .bk-Figure canvas").first).to_be_visible(timeout=WAIT_MS)
    page.mouse.click(*place(page, "rank", 0.3, 0.25))
    expect(page.locator(".said-rank")).to_contain_text("F0007", timeout=WAIT_MS)
    page.wait_for_timeout(600)  # else two clicks are a double click, which is none of the two
    page.mouse.click(*place(page, "rank", 0.2, 0.65))
    expect(page.locator(".said-rank")).to_contain_text("F0001", timeout=WAIT_MS)
    page.mouse.click(*place(page, "heat", 0.5, 0.8))
    expect(page.locator(".said-heat")).to_contain_text("(1, 1", timeout=WAIT_MS)  # the second row, about noon
    start, end = place(page, "days", 0.3, 0.5), place(page, "days", 0.7, 0.5)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()
    expect(page.locator(".said-days")).to_contain_text("2026-11-0", timeout=WAIT_MS)
    assert not [error for error in seen.errors if "favicon" not in error]
