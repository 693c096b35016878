"""PageView: the page of one transformer or pole; whichever is picked, here or in another tab."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import numpy as np
import pyarrow as pa

from app import ways
from app.charts.lines import Line, Lines
from app.tabs.asset_health.asset import head_html, rows
from app.tabs.asset_health.asset.heat_part import HeatPart
from app.tabs.asset_health.fleet_book import FleetBook, rows_of
from app.tabs.asset_health.view import SHEET, AssetView
from app.widgets.board import Board, BoardHtml, box, pane
from app.widgets.column import Column, Row, day_words
from app.widgets.data_table import DataTable
from app.widgets.figures import Figures
from app.widgets.html import el
from app.widgets.states import empty_state, skeleton
from data_sources.assets import AssetRef
from data_sources.history.scope import floats
from data_sources.query import Query

KINDS: Final = ("transformer", "pole")
PAST: Final = "dot: the present assessment"
NONE: Final = (
    "No transformer or pole is picked",
    "Pick one in Fleet, on any map, or by the search in the page's header: its page is here.",
)
ORDERS: Final = (
    Column("work_order_id", "Order"), Column("title", "Work"), Column("status", "State", "badge"),
    Column("due_on", "Due", "day"), Column("completed_at", "Done", "datetime", room="wide"),
)  # fmt: skip
BEHIND: Final = (Column("name", "Meter"), Column("note", "Customer", "words"))
LIVE: Final = {"inspections": "inspections_of_asset", "failures": "failures_of_asset", "plate": "nameplate_of_asset",
               "orders": "orders_of_asset"}  # fmt: skip


class PageView(AssetView):
    """One asset."""

    slug, title = "asset", "Asset"

    def build(self) -> Any:
        """The page, made once."""
        self._found: dict[str, pa.Table] = {}
        self._past: pa.Table | None = None
        self._asset = self.asset
        self.book = FleetBook(self)
        self.head, self.facts, self.parts = (
            BoardHtml(css_classes=[f"asset-{name}"]) for name in ("top", "what", "why")
        )
        self.figures = Figures(6, css_classes=["asset-figures"])
        self.past = Lines(self.tokens())
        self.happened = DataTable(rows.HAPPENED, "key", part="events", css_classes=["grow"])
        self.orders = DataTable(ORDERS, "work_order_id", part="orders", css_classes=["grow"])
        self.behind = DataTable(BEHIND, "asset_id", part="meters", css_classes=["grow"])
        self.heat = HeatPart(self)
        self._make_boards()
        self._bind()
        self._head_parts()
        self._draw()
        return box("view asset-page", self.head, self.figures, *self.boards, *self.heat.boards, sheets=(SHEET,))

    def _make_boards(self) -> None:
        self.why = Board(self.parts, "asset-parts")
        self.what = Board(self.facts, "asset-plate")
        former, listed = lambda: self._past, lambda: rows.happened_file(self.happened.shown)
        self.history_board = Board(pane(self.past.figure), "asset-past", self.tools(former, "health_history"))
        self.events = Board(self.happened, "asset-events", self.tools(listed, "asset_events"))
        self.work_board = Board(self.orders, "asset-orders", self.tools(self.orders.whole, "asset_orders"))
        self.meters = Board(self.behind, "asset-behind", self.tools(self.behind.whole, "asset_customers"))
        self.boards = (self.why, self.what, self.history_board, self.events, self.work_board, self.meters)
        for html in (self.head, self.facts, self.parts):
            html.dress(SHEET)
        for board, name, words in (
            (self.what, "Nameplate", ""), (self.history_board, "Health over the years", PAST),
            (self.events, "Inspections and failures", ""), (self.work_board, "Work orders", "a row opens the order"),
            (self.meters, "Customers behind it", "a row opens the meter"),
        ):  # fmt: skip
            board.heading.show(name, words)

    def _bind(self) -> None:
        self.live(self._details_query, partial(self._take, "details"))
        self.live(lambda: self._query("children", "transformer"), partial(self._take, "children"))
        for name in LIVE:
            self.live(partial(self._live_query, name), partial(self._take, name))
        self.history(self._past_query, partial(self._take, "past"))
        self.watch(self._forget, self.selection, "asset")
        self.watch(self._draw, self.book, ["fleet", "assessed_at"])
        self.watch(lambda: self.past.recolour(self.tokens()), self.state, ["theme", "palette"])
        self.head.on("way", self._go)
        self.orders.on("row", lambda key: ways.open_order(self.state, int(key)))
        self.behind.on("row", lambda key: self._open_meter(int(key)))

    @property
    def asset(self) -> AssetRef | None:
        """What is picked, if it has a page."""
        asset = self.selection.asset
        return asset if asset is not None and asset.kind in KINDS else None

    @property
    def is_simulated(self) -> bool:
        """Whether what is shown is a demo's."""
        return self.book.fleet is not None and self.book.fleet.is_simulated

    # What is asked ---------------------------------------------------------------------------------------------------

    def _query(self, name: str, *kinds: str) -> Query | None:
        asset, utility_id = self.asset, self.state.utility_id
        if asset is None or utility_id is None or asset.kind not in kinds:
            return None
        return Query.of(f"{name}_{asset.kind}", utility_id=utility_id, asset_id=asset.asset_id)

    def _details_query(self) -> Query | None:
        return self._query("details", *KINDS)

    def _live_query(self, name: str) -> Query | None:
        asset, utility_id = self.asset, self.state.utility_id
        if asset is None or utility_id is None:
            return None
        return Query.of(LIVE[name], utility_id=utility_id, asset_kind=asset.kind, asset_id=asset.asset_id)

    def _past_query(self) -> Query | None:
        asset = self.asset
        if asset is None:
            return None
        return Query.of("health_history_of_asset", asset_kind=asset.kind, asset_id=asset.asset_id)

    def _take(self, name: str, found: pa.Table) -> None:
        self._found[name] = found
        self._draw()

    def _forget(self) -> None:
        """Another asset; one that has no page leaves the last one."""
        if self.asset is not None or self.selection.asset is None:
            self._found = {}
            self._past = None
            self._draw()

    # What is shown ---------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        asset, fleet = self.asset, self.book.fleet
        row = None if fleet is None or asset is None else fleet.row_of(asset)
        if asset is None or fleet is None or row is None:
            self._draw_nothing(is_waiting=asset is not None and fleet is None)
            return
        shown = rows_of(fleet, np.array([row]))[0]
        details = self._first("details")
        orders = self._found["orders"].num_rows if "orders" in self._found else None
        self.head.write(head_html.head(shown, details, orders))
        self.figures.show(rows.figures(shown))
        self.parts.write(head_html.parts(shown))
        self._head_parts()
        self.facts.write(head_html.nameplate(shown, details, self._first("plate")) if details else skeleton(4))
        self._draw_lists(asset)
        self._draw_past(shown)
        for board in (self.why, self.what):
            board.veil.clear()

    def _head_parts(self) -> None:
        told = (self.book.standing, "0 failed, 100 new")
        self.why.heading.show("Health by its parts", "; ".join(filter(None, told)))

    def _draw_nothing(self, *, is_waiting: bool) -> None:
        """Nothing is picked, or nothing is known of it yet."""
        title, hint = self._why_nothing()
        self.head.write(skeleton(1) if is_waiting else el("div", empty_state(title, hint), cls="asset-none"))
        self.figures.write()
        for board in self.boards:
            board.empty("", "")

    def _why_nothing(self) -> tuple[str, str]:
        """What stands in the place of the page: an address may name what never was."""
        asset, details = self.asset, self._found.get("details")
        if asset is None:
            return NONE
        if details is not None and not details.num_rows:
            return f"There is no {asset.kind} {asset.asset_id} in this network", NONE[1]
        return "Not assessed yet", "The next assessment will have it."

    def _draw_lists(self, asset: AssetRef) -> None:
        if "inspections" in self._found and "failures" in self._found:
            listed = rows.happened(self._found["inspections"], self._found["failures"], self.state.time_zone)
            self.happened.show(listed)
            self._clear(
                self.events, self.happened.rows, "Nobody inspected it, and nothing failed here, as far as is known"
            )
        if "orders" in self._found:
            self.orders.time_zone = self.state.time_zone
            self.orders.show(self._found["orders"])
            self._clear(self.work_board, self._found["orders"], "No work order is about it")
        if asset.kind == "pole":
            self.meters.empty("No meter hangs on a pole itself", "The figures above count who its failure interrupts.")
        elif "children" in self._found:
            self.behind.show(self._found["children"])
            self._clear(self.meters, self._found["children"], "No meter is recorded at it")

    def _draw_past(self, shown: Row) -> None:
        if self.sources.history is None:
            self.history_board.empty("No history is set up", "Assessments of former years are kept there.")
        elif "past" in self._found:
            kept, zone = self._found["past"], self.state.time_zone
            self._past = found = rows.past(kept, shown, self.book.assessed_at, zone)
            at = found["assessed_on"].cast(pa.timestamp("s")).to_numpy().astype("datetime64[s]")
            names, dots = [day_words(day) for day in found["assessed_on"].to_pylist()], found["is_present"].to_numpy()
            self.past.show(at, [Line("health", "of 100", floats(found["health_score"]))], "UTC", names=names, dots=dots)
            self._clear(self.history_board, kept, "No assessment of former years is on record")

    def _clear(self, board: Board, found: pa.Table | None, nothing: str) -> None:
        if found is None or not found.num_rows:
            board.empty(nothing)
        else:
            board.veil.clear()

    def _first(self, name: str) -> dict[str, Any]:
        found = self._found.get(name)
        return {} if found is None or not found.num_rows else found.to_pylist()[0]

    # Ways on ---------------------------------------------------------------------------------------------------------

    def _go(self, way: Any) -> None:
        asset = self.asset
        if asset is None:
            return
        if way == "map":
            details = self._first("details")
            if details:
                ways.open_map(self.state, details["lon"], details["lat"], asset)
        elif way == "readings" and asset.kind == "transformer":
            ways.open_load(self.state, "transformer", asset.asset_id)
        elif way == "outages":
            feeder = self._first("details").get("feeder_id")
            kind, place = (asset.kind, asset.asset_id) if asset.kind == "transformer" else ("feeder", feeder)
            if place is not None:
                ways.open_outages_of(self.state, kind, int(place))
        elif way == "orders" and self._first("details"):
            ways.open_orders_of(self.state, self._first("details")["name"])

    def _open_meter(self, meter_id: int) -> None:
        ways.open_load(self.state, "meter", meter_id, view="meter")
