"""FleetView: all assets on the map, by their values and ranked; what is brushed in one narrows the others."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.tabs.asset_health.fleet.bar import FleetBar
from app.tabs.asset_health.fleet.brushes import BRUSHES, bounds_of, kept
from app.tabs.asset_health.fleet.figures import EXPECTED, figures
from app.tabs.asset_health.fleet.linked import LinkedBrush
from app.tabs.asset_health.fleet.map_part import FleetMap
from app.tabs.asset_health.fleet.ranked import RankedTable
from app.tabs.asset_health.fleet_book import FleetBook
from app.tabs.asset_health.view import SHEET, AssetView
from app.widgets.board import Board, box
from app.widgets.figures import Figures
from app.widgets.html import Markup, el
from data_sources.query import Query
from layers.fleet.quantities import QUANTITIES, Quantity

CHOSEN: Final = ["fleet_kind", "fleet_band", "fleet_lacks"]
AXES: Final = ["fleet_h", "fleet_x", "fleet_y"]
SPAN_AXES: Final = {"fleet_h": "vegetation", "fleet_x": "clearance", "fleet_y": "span_customers"}
BRUSH_OF: Final = {"fleet_h": "histogram", "fleet_x": "scatter", "fleet_y": "scatter"}
NONE: Final = (
    "No asset was assessed yet",
    "The assessment runs by itself, once a day and when what it is made of changed; it takes some seconds.",
)
NONE_SHOWN: Final = ("No asset is as chosen above", "Choose more kinds, another health, or the whole utility.")


class FleetView(AssetView):
    """The fleet."""

    slug, title = "fleet", "Fleet"

    def build(self) -> Any:
        """The view, made once."""
        self._shown: NDArray[np.bool_] | None = None
        self.book, self.bar = FleetBook(self), FleetBar(self)
        self.figures = Figures(EXPECTED, css_classes=["fleet-figures"])
        self.map = FleetMap(self)
        self.linked = LinkedBrush(self.tokens(), self._brushed)
        self.table = RankedTable(css_classes=["grow"])
        self._make_boards()
        self._bind()
        return box("view fleet", self.bar, self.figures, self.map.stage.view, *self.boards, sheets=(SHEET,))

    def _make_boards(self) -> None:
        tools = self.tools(self.table.whole, "assets", self._queries)
        self.histogram = Board(self.linked.panes["histogram"], "fleet-histogram")
        self.scatter = Board(self.linked.panes["scatter"], "fleet-scatter")
        self.list = Board(self.table, "fleet-list", tools)
        self.boards = (self.histogram, self.scatter, self.list)
        for board in self.boards:
            board.heading.dress(SHEET)

    def _bind(self) -> None:
        own = self.own
        self.watch(self._choose_rows, self.book, "fleet")
        self.watch(self._head_list, self.book, "assessed_at")
        self.watch(self._choose_rows, own, CHOSEN)
        self.watch(self._choose_rows, self.selection, ["scope", "scope_id"])
        self.watch(self._show_axes, own, AXES)
        self.watch(self._show_map, own, "fleet_colour")
        self.watch(self._show_kept, self.linked, "mask")
        for part, name in BRUSHES.items():
            self.watch(partial(self._brush, part), own, name)
        self.watch(self._mark, self.selection, "asset")
        self.watch(lambda: self.linked.recolour(self.tokens()), self.state, ["theme", "palette"])
        self.watch(lambda: self.table.param.update(is_stale=self.book.is_stale), self.book, "is_stale")
        self.table.on("row", self._open)
        self.list.heading.on("page", lambda _value: own.param.update(view="asset"))
        self.on_close(self.linked.close)
        for board in (self.histogram, self.scatter):
            for name in AXES:
                board.heading.on(name, partial(self._choose_axis, name))
        self._head()

    @property
    def is_simulated(self) -> bool:
        """Whether any asset shown is a demo's."""
        return self.book.fleet is not None and self.book.fleet.is_simulated

    # Which rows ------------------------------------------------------------------------------------------------------

    def _choose_rows(self) -> None:
        """The fleet, or what is chosen of it, is another: all follows."""
        fleet = self.book.fleet
        self._shown = None if fleet is None else self.bar.chosen.mask(fleet)
        self._head()
        if self._shown is None:
            return
        self._show_axes()
        for part in BRUSHES:
            self._brush(part)
        self._show_kept()

    def _show_axes(self) -> None:
        if self.book.fleet is not None and self._shown is not None:
            self.linked.show(self.book.fleet, self._shown, self._slugs)
        self._head()

    @property
    def _slugs(self) -> tuple[str, str, str]:
        """The quantities of the axes: those chosen, as far as what is shown has them."""
        is_spans = self.own.fleet_kind == "segment"
        found = {name: getattr(self.own, name) for name in AXES}
        for name, slug in found.items():
            if ("segment" in QUANTITIES[slug].kinds) is not is_spans:
                found[name] = SPAN_AXES[name] if is_spans else self.own.param[name].default
        return found["fleet_h"], found["fleet_x"], found["fleet_y"]

    def _choose_axis(self, name: str, value: Any) -> None:
        """Another quantity: what was brushed on the old one means nothing on it."""
        if value in QUANTITIES:
            self.own.param.update({BRUSHES[BRUSH_OF[name]]: [], name: value})

    # Brushes ---------------------------------------------------------------------------------------------------------

    def _brushed(self, part: str, bounds: tuple[float, ...]) -> None:
        """A person brushed a chart."""
        self.own.param.update({BRUSHES[part]: kept(part, bounds)})

    def _brush(self, part: str) -> None:
        """What the address says, and what the map's box is."""
        if self._shown is not None:
            self.linked.brush(part, bounds_of(self.own, part))

    # What is shown ---------------------------------------------------------------------------------------------------

    def _show_kept(self) -> None:
        fleet, shown = self.book.fleet, self._shown
        if fleet is None or shown is None:
            return
        mask = shown if self.linked.mask is None else self.linked.mask
        self.figures.show(figures(fleet, shown, mask))
        self.table.rank(fleet, mask, int(shown.sum()), spans=self.own.fleet_kind == "segment")
        self._show_map()
        self._mark()
        for board in self.boards:
            if not len(fleet) or not shown.any():
                board.empty(*(NONE_SHOWN if len(fleet) else NONE))
            else:
                board.veil.clear()

    def _show_map(self) -> None:
        fleet, shown = self.book.fleet, self._shown
        if fleet is not None and shown is not None:
            mask = shown if self.linked.mask is None else self.linked.mask
            self.map.show(fleet, None if mask.all() else mask)

    def _mark(self) -> None:
        fleet = self.book.fleet
        self.table.mark(None if fleet is None else fleet.row_of(self.selection.asset))
        self._head_list()

    def _open(self, key: Any) -> None:
        """Pick the asset of a row, for all tabs, and look at it."""
        fleet = self.book.fleet
        if fleet is not None and str(key).isdigit() and int(key) < len(fleet):
            self.selection.change(asset=fleet.ref(int(key)))
            self.map.go_to(fleet, int(key))

    def _head(self) -> None:
        h, x, y = self._slugs
        self.histogram.heading.show("Histogram", "", self._choice("fleet_h", h))
        over = el("span", "over", cls="secondary")
        self.scatter.heading.show("Scatter", "", self._choice("fleet_y", y), over, self._choice("fleet_x", x))
        self._head_list()

    def _head_list(self) -> None:
        """What is picked has a page, if it is no span."""
        fleet, asset = self.book.fleet, self.selection.asset
        row = None if fleet is None else fleet.row_of(asset)
        page = None
        if fleet is not None and row is not None and asset.kind != "segment":
            name = fleet.names[row].as_py()
            page = el("button", f"Page of {name}", type="button", cls="button", data_action="page")
        words = "; ".join(filter(None, (self.book.standing, "a row opens it on the map")))
        self.list.heading.show("Ranked", words, *filter(None, [page]), is_simulated=self.is_simulated)

    def _choice(self, name: str, chosen: str) -> Markup:
        is_spans = self.own.fleet_kind == "segment"
        offered = [one for one in QUANTITIES.values() if _is_offered(one, is_spans=is_spans)]
        items = [el("option", one.title, value=one.slug, selected=one.slug == chosen) for one in offered]
        label = {"fleet_h": "Quantity", "fleet_x": "To the right", "fleet_y": "Upwards"}[name]
        return el("select", items, data_change=name, data_rev=f"{chosen}/{len(offered)}", aria_label=label)

    def _queries(self) -> list[Query]:
        return self.book.queries


def _is_offered(quantity: Quantity, *, is_spans: bool) -> bool:
    return ("segment" in quantity.kinds) is is_spans
