"""The isolation study of an outage: what could be opened and closed around its fault, step by step; a study alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app import formats
from app.tabs.outage_management.active.map_part import OutageMap
from app.tabs.outage_management.active.study_map import (
    NO_STUDY,
    SteppedStudy,
    feeders_picking_up,
    on_map,
    stepped_study,
)
from app.tabs.outage_management.view import OutageView
from app.widgets.html import Markup, el
from app.widgets.states import empty_state, skeleton
from data_sources.network.switching_sheet import switching_sheet, unserved_in_words
from data_sources.studies.isolation.of_outage import OutageStudy

Row = Mapping[str, Any]
ONLY = "Study only: it operates nothing."
NO_LINE = ("Which line has the fault?", "A transformer failed: tap the faulted line on the map to study one.")
NOTHING = "Nothing can be fed from elsewhere: everybody waits for the repair."


class IsolationPart:
    """The study of the picked outage; worked out while it is in front.

    Args:
        view: gives selection and workers.
        chart: shows the chosen step.
        redraw: called when the study is there.
    """

    def __init__(self, view: OutageView, chart: OutageMap, redraw: Callable[[], None]) -> None:
        """Nothing is studied yet."""
        self._view, self._chart, self._redraw = view, chart, redraw
        self._asked: tuple[object, ...] = ()
        self._found: SteppedStudy | str | None = None
        self._is_there = False
        self._shown: tuple[SteppedStudy, int] | None = None
        view.watch(self._on_asset, view.selection, "asset")

    def draw(self, row: Row) -> Markup:
        """The sheet, or what is to be done to get one."""
        self._ask(row)
        found = self._found if self._is_there else None
        self._show(found if isinstance(found, SteppedStudy) else None)
        if not self._is_there:
            return skeleton(5)
        if found is None:
            return empty_state(*NO_LINE)
        if isinstance(found, str):
            return el("div", el("p", ONLY, cls="study-only"), el("p", found, cls="secondary"))
        return sheet_html(found, found.at(self._view.own.outage_step))

    def leave(self) -> None:
        """Another part is in front: the map shows no study."""
        self._show(None)

    def _show(self, found: SteppedStudy | None) -> None:
        wanted = None if found is None else (found, found.at(self._view.own.outage_step))
        if wanted != self._shown:
            self._shown = wanted
            self._chart.show_study(NO_STUDY if wanted is None else on_map(*wanted))

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

        def take(found: SteppedStudy | str | None) -> None:
            if self._asked == key:
                self._found, self._is_there = found, True
                self._redraw()

        self._view.work(lambda: stepped_study(source, utility_id, row["outage_id"], segment), take, key="isolation")


def sheet_html(stepped: SteppedStudy, step: int) -> Markup:
    """A study as a list of steps, the one that the map shows marked.

    Args:
        stepped: the study.
        step: number of that step; 0 is before the first.
    """
    found = stepped.study
    study, lines = found.study, switching_sheet(found.network, found.study)
    left = [el("li", text) for text in unserved_in_words(found.network, study)]
    without = f"{formats.count_of(study.customers_lost, 'customer')} without supply"
    steps = [_step(0, step, "After the trip", f"{without}.", "")]
    steps += [_step(line.number, step, line.instruction, line.outcome, line.voltage) for line in lines]
    return el(
        "div", el("p", ONLY, cls="study-only"),
        el("p", f"Fault on line {found.segment_id}: {without}, {study.customers_restored:,} of them until it is "
                "switched. Tap another line on the map to study that one.",
           cls="secondary"),
        el("ol", steps, cls="sheet") if lines else el("p", NOTHING),
        _key(feeders_picking_up(stepped, step)) if lines else None,
        el("h3", "Who stays out") if left else None, el("ul", left, cls="sheet-left") if left else None,
        el("p", "Switching sheet (PDF): ", _sheet_link(found, "a4", "A4"), " ", _sheet_link(found, "letter", "Letter")),
        cls="study",
    )  # fmt: skip


def _step(number: int, chosen: int, instruction: str, outcome: str, voltage: str) -> Markup:
    """A step: pressed, the map shows how things are after it."""
    return el("li", el(
        "button", el("b", f"{number}. " if number else "", instruction), el("span", outcome),
        el("span", voltage, cls="secondary") if voltage else None,
        type="button", data_action="step", data_value=number, aria_pressed="true" if number == chosen else "false",
        title="Show on the map how things are after it",
    ))  # fmt: skip


def _key(helping: Sequence[str]) -> Markup:
    """What the lines on the map mean; each has a stroke of its own beside its colour."""
    over = f"fed over a tie from {', '.join(helping)}" if helping else "fed over a tie"
    entries = [
        el("li", el("span", cls=f"study-key {slug}", aria_hidden="true"), label)
        for slug, label in (
            ("faulted", "section with the fault"), ("out", "without supply"), ("back", "supply as before"),
            ("picked-up", over),
        )
    ]  # fmt: skip
    return el("ul", entries, cls="study-keys", aria_label="Lines on the map")


def _sheet_link(found: OutageStudy, paper: str, label: str) -> Markup:
    address = f"api/outages/{found.outage_id}/switching-sheet.pdf?segment_id={found.segment_id}&paper={paper}"
    return el("a", label, href=address, download=True)
