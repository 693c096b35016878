"""Filling: a thin line under the bar while readings are not all there.

They are still being made for a demo, day after day, in the background; or the history cannot read some of its files.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from app import formats, theme
from app.tab import Tab
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.query import Query

SILENT_AFTER = dt.timedelta(minutes=15)  # a day of readings takes seconds to minutes: who says nothing has ended


class Filling(HtmlView):
    """Says how many days are there; nothing once all are.

    Args:
        tab: whose utility is shown and whose sources are asked.
    """

    def __init__(self, tab: Tab) -> None:
        """Asks at once; says nothing before the answer."""
        super().__init__(css_classes=["ami-filling"])
        self.model.stylesheets = [theme.stylesheet("base"), theme.stylesheet("widgets"), theme.stylesheet("ami")]
        self._state = tab.state
        self._sources = tab.sources
        self._rows: list[dict[str, Any]] = []
        self._lacks = ""
        tab.each_look(self._look)
        tab.live(lambda: Query.of("history_filling"), self._take_rows)
        tab.watch(self._draw, tab.state, "utility_id")

    def _take_rows(self, rows: pa.Table) -> None:
        self._rows = rows.to_pylist()
        self._draw()

    def _look(self) -> None:
        health = self._sources.history.health() if self._sources.history is not None else None
        lacks = health.message if health is not None and health.is_up else ""
        if lacks != self._lacks:
            self._lacks = lacks
            self._draw()

    def _draw(self) -> None:
        own = (row for row in self._rows if row["utility_id"] == self._state.utility_id)
        lacks = el("div", el("span", self._lacks), cls="filling is-lacking", role="status") if self._lacks else None
        self.write(lacks, next((_line(row) for row in own if _goes_on(row)), None))


def _goes_on(row: dict[str, Any]) -> bool:
    is_recent = dt.datetime.now(dt.UTC) - row["told_at"] < SILENT_AFTER
    return bool(is_recent and row["days_done"] < row["days_planned"])


def _line(row: dict[str, Any]) -> Markup:
    done, planned = row["days_done"], row["days_planned"]
    told = f"Simulated readings are being made: {done} of {planned} days are there"
    at = f"As of {formats.clock(row['told_at'], 'UTC')}"
    return el(
        "div", el("progress", value=done, max=planned, aria_label=told), el("span", told, title=at), cls="filling"
    )
