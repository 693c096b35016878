"""VegetationView: what is to be trimmed beside lines, on the map, as a work list and by feeder."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from app import formats
from app.tabs.asset_health.asset_map import AssetMap
from app.tabs.asset_health.fleet_book import FleetBook
from app.tabs.asset_health.standing import SHEET, StandingLine
from app.tabs.asset_health.vegetation import rows
from app.tabs.asset_health.vegetation.bar import TrimBar
from app.tabs.asset_health.view import AssetView
from app.widgets.board import Board, box
from app.widgets.data_table import DataTable
from app.widgets.figures import Figures
from data_sources.assets import AssetRef
from data_sources.query import Query

NO_SURVEY = (
    "No vegetation was surveyed here",
    "Import a survey (fluxops import vegetation FILE): distance, height, canopy and growth of trees beside spans.",
)
NONE_SHOWN = ("Nothing is to be trimmed as chosen above", "Choose another level or a later time, or the whole utility.")


class VegetationView(AssetView):
    """The work list."""

    slug, title = "vegetation", "Vegetation"

    def build(self) -> Any:
        """The view, made once."""
        self.spans: pa.Table | None = None
        self._feeders: dict[int, str] = {}
        self.book, self.bar, self.standing = FleetBook(self), TrimBar(self), StandingLine()
        self.figures = Figures(rows.EXPECTED, css_classes=["plan-figures"])
        self.map = AssetMap(self, "plan-map")
        self.table = DataTable(
            rows.TRIM_COLUMNS, "segment_id", search=("segment_name", "feeder_name"), part="spans",
            filter_words="Filter by name", page_rows=25, css_classes=["grow"],
        )  # fmt: skip
        self.feeders = DataTable(rows.FEEDER_COLUMNS, "feeder_id", part="feeders", css_classes=["grow"])
        self.feeder_board = Board(
            self.feeders, "plan-chart", self.tools(self.feeders.whole, "trim_by_feeder", self._queries)
        )
        self.list_board = Board(self.table, "plan-list", self.tools(self.table.whole, "trim_work_list", self._queries))
        self._bind()
        return box(
            "view planning", self.bar, self.standing, self.figures, self.map.stage.view, self.feeder_board,
            self.list_board, sheets=(SHEET,),
        )  # fmt: skip

    def _bind(self) -> None:
        self.live(lambda: self._query("vegetation_risk"), self._take_spans)
        self.live(lambda: self._query("filter_choices"), self._take_places)
        self.watch(self._show, self.own, ["trim_level", "trim_within"])
        self.watch(self._show, self.selection, ["scope", "scope_id"])
        self.watch(self._show_map, self.book, "fleet")
        self.watch(self._stale, self.book, "is_stale")
        self.watch(self._mark, self.selection, "asset")
        self.table.on("row", self._open)
        self.feeders.on("row", self._look_at)
        self.feeder_board.heading.show("By feeder", "of the spans on the list; a row opens the feeder in all tabs")
        self.list_board.heading.show("To be trimmed", "what is due first; a row opens the span on the map")

    @property
    def is_simulated(self) -> bool:
        """Whether any of it is made up."""
        return self.spans is not None and any(self.spans["is_simulated"].to_pylist())

    def _query(self, name: str) -> Query | None:
        utility_id = self.state.utility_id
        return None if utility_id is None else Query.of(name, utility_id=utility_id)

    def _take_spans(self, found: pa.Table) -> None:
        self.spans = found
        self._show()

    def _take_places(self, found: pa.Table) -> None:
        self._feeders = {row["asset_id"]: row["name"] for row in found.to_pylist() if row["kind"] == "feeder"}
        self._show()

    # What is shown ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        if self.spans is None:
            return
        feeders = self.bar.place.feeder_ids
        shown = rows.chosen(self.spans, self.own.trim_level, self.own.trim_within, feeders)
        self.figures.show(rows.figures(rows.chosen(self.spans, "all", "all", feeders), shown))
        named = rows.named(shown, self._feeders)
        self.table.show(named)
        self.feeders.show(rows.by_feeder(named))
        self._mark()
        self._say()
        self._veil()
        self._show_map()

    def _veil(self) -> None:
        """What stands in place of rows."""
        assert self.spans is not None
        for board in (self.feeder_board, self.list_board):
            if not self.spans.num_rows:
                board.empty(*NO_SURVEY)
            elif not self.table.rows.num_rows:
                board.empty(*NONE_SHOWN)
            else:
                board.veil.clear()

    def _say(self) -> None:
        assert self.spans is not None
        if not self.spans.num_rows:
            self.standing.show(())
            return
        at = formats.date_and_clock(self.spans["assessed_at"][0].as_py(), self.state.time_zone)
        told = f"Of the surveys as assessed {at}, canopies grown since; PostgreSQL."
        self.standing.show((told,), rows.CHAPTERS, is_simulated=self.is_simulated)

    def _show_map(self) -> None:
        fleet = self.book.fleet
        if fleet is not None and self.table.rows is not None:
            self.map.show(fleet, "vegetation", fleet.has("segment", self.table.rows["segment_id"].to_numpy()))

    def _stale(self) -> None:
        for table in (self.table, self.feeders):
            table.is_stale = self.book.is_stale

    # What is picked --------------------------------------------------------------------------------------------------

    def _mark(self) -> None:
        asset, scope = self.selection.asset, self.selection
        self.table.mark(asset.asset_id if asset is not None and asset.kind == "segment" else None)
        self.feeders.mark(scope.scope_id if scope.scope == "feeder" else None)

    def _open(self, key: Any) -> None:
        """Pick the span of a row, for all tabs, and look at it."""
        if str(key).isdigit():
            self.map.pick(self.book.fleet, AssetRef("segment", int(key)))

    def _look_at(self, key: Any) -> None:
        if str(key).isdigit():
            self.selection.change(scope="feeder", scope_id=int(key))

    def _queries(self) -> list[Query]:
        query = self._query("vegetation_risk")
        return [] if query is None else [query]
