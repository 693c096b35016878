"""WhatIfView: the whole fleet's temperatures before and after, computed again while the person waits."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from app import formats
from app.charts.curves import Curves
from app.tabs.asset_health.asset_map import AssetMap
from app.tabs.asset_health.fleet_book import FleetBook
from app.tabs.asset_health.standing import SHEET, StandingLine
from app.tabs.asset_health.view import AssetView
from app.tabs.asset_health.what_if import rows
from app.tabs.asset_health.what_if.asking import WhatIfAsking
from app.tabs.asset_health.what_if.bar import WhatIfBar
from app.tabs.asset_health.what_if.state import SPREADS
from app.what_ifs import WhatIfWish
from app.widgets.board import Board, box, pane, segments
from app.widgets.data_table import DataTable
from app.widgets.figures import Figures
from data_sources.assets import AssetRef
from data_sources.query import Query

NONE_KNOWN = (
    "Nothing is known of these transformers",
    "It takes readings of meters at them, their rating and the weather of the same days.",
)


class WhatIfView(AssetView):
    """Before and after."""

    slug, title = "what_if", "What-if"

    def build(self) -> Any:
        """The view, made once."""
        self.rows: pa.Table | None = None
        self.book, self.bar, self.standing = FleetBook(self), WhatIfBar(self), StandingLine()
        self.asking = WhatIfAsking(self, self._wish)
        self.figures = Figures(rows.EXPECTED, css_classes=["plan-figures"])
        self.map = AssetMap(self, "plan-map")
        self.spread = Curves(rows.UNIT_OF["hot_spot"], "Transformers", self.tokens(), y_form="0,0")
        self.table = DataTable(
            rows.WHAT_IF_COLUMNS, "transformer_id", search=("name",), part="transformers",
            filter_words="Filter by name", page_rows=25, css_classes=["grow"],
        )  # fmt: skip
        self._make_boards()
        self._bind()
        return box(
            "view planning", self.bar, self.standing, self.figures, self.map.stage.view, *self.boards, sheets=(SHEET,)
        )

    def _make_boards(self) -> None:
        spread_tools = self.tools(self._spread_rows, "what_if_histogram", self._queries, self.spread.figure)
        self.spread_board = Board(pane(self.spread.figure), "plan-chart", spread_tools)
        list_tools = self.tools(self.table.whole, "what_if", self._queries)
        self.list_board = Board(self.table, "plan-list", list_tools)
        self.boards = (self.spread_board, self.list_board)

    def _bind(self) -> None:
        self.watch(self._show, self.asking, "found")
        self.watch(self._tell, self.asking, "status")
        self.watch(self._show, self.book, "fleet")
        self.watch(self._show, self.selection, ["scope", "scope_id"])
        self.watch(self._show_map, self.own, ["what_if_map", "what_if_spread"])
        self.watch(self._show_spread, self.own, "what_if_spread")
        self.watch(self._mark, self.selection, "asset")
        self.watch(lambda: self.spread.recolour(self.tokens()), self.state, ["theme", "palette"])
        self.spread_board.heading.on("spread", self._choose_spread)
        for board in self.boards:
            board.veil.on("retry", lambda _value: self.asking.retry())
        self.table.on("row", self._open)
        self._head()

    @property
    def is_simulated(self) -> bool:
        """Whether the readings are made up: the fleet's are a demo's."""
        return self.book.fleet is not None and self.book.fleet.is_simulated

    def _wish(self) -> WhatIfWish | None:
        utility_id = self.state.utility_id
        if utility_id is None:
            return None
        return WhatIfWish(utility_id, formats.zone(self.state.time_zone).key, self.bar.scenario)

    # What is shown ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        found, fleet = self.asking.found, self.book.fleet
        if found is None or fleet is None:
            return
        self.rows = rows.kept(found, fleet, self.bar.place.feeder_ids)
        self.figures.show(rows.figures(self.rows, len(found.days)))
        self.table.show(rows.listed(self.rows, fleet))
        self._mark()
        self._show_spread()
        self._show_map()
        self._say()
        self._tell()

    def _show_spread(self) -> None:
        quantity = self.own.what_if_spread
        if self.rows is not None:
            self.spread.label(rows.UNIT_OF[quantity], "Transformers")
            self.spread.show(rows.spread(self.rows, quantity), mark=rows.LIMIT_OF[quantity])
        self._head()

    def _show_map(self) -> None:
        fleet = self.book.fleet
        if self.rows is not None and fleet is not None:
            quantity = self.own.what_if_spread
            drawn, mask = rows.on_map(self.rows, fleet, quantity, self.own.what_if_map)
            self.map.show(drawn, quantity, mask)
            what = "hot" if quantity == "hot_spot" else "overloaded"
            is_none = self.own.what_if_map == "new" and not mask.any()
            self.map.stage.say(words=f"No transformer is newly {what}" if is_none else "")

    def _say(self) -> None:
        found = self.asking.found
        at = formats.date_and_clock(found.at, self.state.time_zone)
        words = (rows.days_words(found), f"Computed {at} from readings and weather of the history.")
        self.standing.show(words, rows.CHAPTERS, is_simulated=self.is_simulated)

    def _head(self) -> None:
        quantity = self.own.what_if_spread
        choice = segments("spread", "Quantity", list(SPREADS.items()), quantity)
        words = "dashed: 110 °C" if quantity == "hot_spot" else "dashed: rated load"
        self.spread_board.heading.show("Before and after", words, choice)
        self.list_board.heading.show("Hottest after", "a row opens the transformer")

    def _tell(self) -> None:
        status = self.asking.status
        self.figures.tell(status)
        if self.rows is not None and self.asking.found is not None:
            self.figures.show(rows.figures(self.rows, len(self.asking.found.days)), status)
        for board in self.boards:
            board.tell(status)
            if status.stage == "ready" and self.table.rows is not None and not self.table.rows.num_rows:
                board.empty(*NONE_KNOWN)

    # What is chosen --------------------------------------------------------------------------------------------------

    def _choose_spread(self, value: Any) -> None:
        if value in SPREADS:
            self.own.what_if_spread = value

    def _mark(self) -> None:
        asset = self.selection.asset
        self.table.mark(asset.asset_id if asset is not None and asset.kind == "transformer" else None)

    def _open(self, key: Any) -> None:
        """Pick the transformer of a row, for all tabs, and look at it."""
        if str(key).isdigit():
            self.map.pick(self.book.fleet, AssetRef("transformer", int(key)))

    # Files -----------------------------------------------------------------------------------------------------------

    def _spread_rows(self) -> pa.Table | None:
        if self.rows is None:
            return None
        curves = rows.spread(self.rows, self.own.what_if_spread)
        if not curves:
            return None
        name = rows.COLUMN_OF[self.own.what_if_spread]
        counts = {f"transformers_{one.name.lower()}": one.y.astype(int) for one in curves}
        return pa.table({f"{name}_from": curves[0].x[:-1], f"{name}_to": curves[0].x[1:], **counts})

    def _queries(self) -> list[Query]:
        utility_id = self.state.utility_id
        return [] if utility_id is None else [Query.of("thermal_transformers", utility_id=utility_id, transformer_id=0)]
