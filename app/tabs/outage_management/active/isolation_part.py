"""The isolation study of an outage: what could be opened and closed around its fault, step by step; a study alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.tabs.outage_management.view import OutageView
from app.widgets.html import Markup, el
from app.widgets.states import empty_state, skeleton
from data_sources.errors import FluxError, SourceUnavailable
from data_sources.network.graph import Network
from data_sources.network.isolation import isolation_study
from data_sources.network.rows import Floats
from data_sources.network.switching_sheet import SheetLine, switching_sheet, unserved_in_words
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Outage
from data_sources.outages.store import fetch_outage, load_state
from data_sources.query import Query
from data_sources.source import Source

Row = Mapping[str, Any]
ONLY = "Study only: it operates nothing."
NO_LINE = ("Which line has the fault?", "A transformer failed: tap the faulted line on the map to study one.")
NOTHING = "Nothing can be fed from elsewhere: everybody waits for the repair."


class IsolationPart:
    """The study of the picked outage; worked out while it is in front.

    Args:
        view: gives selection and workers.
        redraw: called when the study is there.
    """

    def __init__(self, view: OutageView, redraw: Callable[[], None]) -> None:
        """Nothing is studied yet."""
        self._view, self._redraw = view, redraw
        self._asked: tuple[object, ...] = ()
        self._found: StudySheet | str | None = None
        self._is_there = False
        view.watch(self._on_asset, view.selection, "asset")

    def draw(self, row: Row) -> Markup:
        """The sheet, or what is to be done to get one."""
        self._ask(row)
        if not self._is_there:
            return skeleton(5)
        if self._found is None:
            return empty_state(*NO_LINE)
        if isinstance(self._found, str):
            return el("div", el("p", ONLY, cls="study-only"), el("p", self._found, cls="secondary"))
        return sheet_html(self._found)

    def _on_asset(self) -> None:
        if self._view.own.outage is not None and self._view.own.outage_part == "isolation":
            self._redraw()

    def _segment(self) -> int | None:
        asset = self._view.selection.asset
        return asset.asset_id if asset is not None and asset.kind == "segment" else None

    def _ask(self, row: Row) -> None:
        utility_id, segment, source = self._view.state.utility_id, self._segment(), self._view.sources.live
        key = (row["outage_id"], row["version"], segment)
        if key == self._asked or utility_id is None:
            return
        if key[::2] != self._asked[::2]:
            self._is_there = False
        self._asked = key

        def take(found: StudySheet | str | None) -> None:
            if self._asked == key:
                self._found, self._is_there = found, True
                self._redraw()

        self._view.work(lambda: study_sheet(source, utility_id, row["outage_id"], segment), take, key="isolation")


def sheet_html(sheet: StudySheet) -> Markup:
    """A study as a list of steps."""
    lines = [
        el("li", el("b", line.instruction), el("span", line.outcome), el("span", line.voltage, cls="secondary"))
        for line in sheet.lines
    ]
    left = [el("li", text) for text in sheet.left]
    return el(
        "div", el("p", ONLY, cls="study-only"),
        el("p", f"Fault on line {sheet.segment}: {sheet.lost:,} customers lose supply, "
                f"{sheet.restored:,} come back by switching. Tap another line on the map to study that one.",
           cls="secondary"),
        el("ol", lines, cls="sheet") if lines else el("p", NOTHING),
        el("h3", "Who stays out") if left else None, el("ul", left, cls="sheet-left") if left else None, cls="study",
    )  # fmt: skip
