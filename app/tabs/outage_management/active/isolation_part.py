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


@dataclass(frozen=True, slots=True, eq=False)
class StudySheet:
    """A study in words.

    Attributes:
        segment: name of the faulted line.
        lost: customers without supply before the first step.
        restored: customers back after the last one.
        lines: the steps.
        left: who stays out and why.
    """

    segment: str
    lost: int
    restored: int
    lines: tuple[SheetLine, ...]
    left: tuple[str, ...]


def study_sheet(source: Source, utility_id: int, outage_id: int, segment_id: int | None) -> StudySheet | str | None:
    """The sheet, why there is none, or None where nothing says which line has the fault.

    Args:
        source: the live database.
        utility_id: whose outage.
        outage_id: the outage; its own switching is taken back before the study begins.
        segment_id: the faulted line; None for the one at the outage's device.

    Raises:
        SourceUnavailable: the source is away; worth another try.
    """
    state = load_state(source, utility_id)
    network, outage = state.network, fetch_outage(source, state.network, outage_id)
    if segment_id is None and outage.device < 0:
        return None
    number = segment_id
    if number is None:
        number = int(network.segments.ids[network.device_segment[outage.device]])
    before = _before(network, state.open_devices, outage)
    others = [one for one in state.outages if one.outage_id != outage_id]
    busy = OperatingState(network, state.open_devices, others).busy_feeders()
    try:
        found = isolation_study(network, number, before, _loads(source, network), idle_feeders=busy)
    except SourceUnavailable:
        raise
    except (FluxError, ValueError) as error:
        return str(error)
    return StudySheet(
        str(number), found.customers_lost, found.customers_restored, switching_sheet(network, found),
        unserved_in_words(network, found),
    )  # fmt: skip


def _before(network: Network, opened: set[int], outage: Outage) -> set[int]:
    """Which devices were open before the outage."""
    moved_open = {key for key, is_open in outage.switched.items() if is_open}
    before = (opened - moved_open) | (outage.switched.keys() - moved_open)
    own = {int(network.devices.ids[outage.device])} if outage.device >= 0 else set()
    return before - (own - network.normally_open)


def _loads(source: Source, network: Network) -> Floats:
    """What each transformer takes; one without supply as much of its rating as those with supply in the mean."""
    rows = source.fetch(Query.of("sim_transformer_status", utility_id=network.utility_id))
    rated = network.transformers["rated_kva"].astype(np.float64)
    load, is_live = np.zeros(len(rated)), np.zeros(len(rated), np.bool_)
    units = network.transformers.indexes(rows["transformer_id"].to_numpy())
    load[units] = np.nan_to_num(rows["load_kw"].to_numpy(zero_copy_only=False).astype(np.float64))
    is_live[units] = rows["is_energized"].to_numpy(zero_copy_only=False).astype(np.bool_)
    share = load[is_live].sum() / rated[is_live].sum() if is_live.any() else 0.5
    return np.where(is_live, load, rated * share)


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
