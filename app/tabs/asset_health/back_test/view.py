"""BackTestView: how good a ranking of a year ago was, and what probabilities, scores and risks rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from app import formats
from app.charts.curves import Curves
from app.tabs.asset_health.back_test import rows
from app.tabs.asset_health.back_test.assessed import Assessed
from app.tabs.asset_health.back_test.state import JUDGED, TABLES
from app.tabs.asset_health.standing import SHEET, StandingLine
from app.tabs.asset_health.view import AssetView
from app.widgets.board import Board, BoardHtml, box, pane, segments
from app.widgets.column import Column
from app.widgets.data_table import DataTable
from app.widgets.figures import Figures
from app.widgets.html import el
from data_sources.query import Query

NONE: Final = (
    "No asset was assessed yet",
    "The assessment runs by itself, once a day and when what it is made of changed; it takes some seconds.",
)
CANNOT: Final = "No back-test"
MADE: Final[Mapping[str, tuple[Callable[[Assessed, str], pa.Table], Sequence[Column]]]] = {
    "hazards": (rows.hazard_table, rows.HAZARD_COLUMNS), "weights": (rows.weight_table, rows.WEIGHT_COLUMNS),
    "parameters": (rows.parameter_table, rows.PARAMETER_COLUMNS),
}  # fmt: skip


class BackTestView(AssetView):
    """Looking back."""

    slug, title = "back_test", "Back-test"

    def build(self) -> Any:
        """The view, made once."""
        self.found: Assessed | None = None
        self.bar, self.standing = BoardHtml(css_classes=["plan-bar"]), StandingLine()
        self.bar.dress(SHEET)
        self.figures = Figures(rows.EXPECTED, css_classes=["plan-figures"])
        self.gain = Curves("Part of the ranking, %", "Of those that failed, %", self.tokens(), y_form="0,0.0")
        self.hazards = Curves("Age, years", "Failure within a year, %", self.tokens())
        self.table = DataTable(rows.HAZARD_COLUMNS, "name", part="classes", css_classes=["grow"])
        self._make_boards()
        self._bind()
        return box("view looking-back", self.bar, self.standing, self.figures, *self.boards, sheets=(SHEET,))

    def _make_boards(self) -> None:
        gain_tools = self.tools(self._gain_rows, "gain_curve", self._queries, self.gain.figure)
        self.gain_board = Board(pane(self.gain.figure), "back-gain", gain_tools)
        hazard_tools = self.tools(self._hazard_rows, "hazards_by_age", self._queries, self.hazards.figure)
        self.hazard_board = Board(pane(self.hazards.figure), "back-hazards", hazard_tools)
        self.table_board = Board(self.table, "back-table", self.tools(self.table.whole, "method", self._queries))
        self.boards = (self.gain_board, self.hazard_board, self.table_board)

    def _bind(self) -> None:
        self.live(self._query, self._take)
        self.watch(self._show, self.own, ["back_test_kind", "back_test_table"])
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self.bar.on("kind", self._choose_kind)
        self.table_board.heading.on("table", self._choose_table)
        self._head()

    @property
    def is_simulated(self) -> bool:
        """Whether the record is made up."""
        return self.found is not None and self.found.is_simulated

    def _query(self) -> Query | None:
        utility_id = self.state.utility_id
        return None if utility_id is None else Query.of("asset_assessment", utility_id=utility_id)

    def _take(self, found: pa.Table) -> None:
        self.found = Assessed.of(found)
        self._show()

    # What is shown ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        found, kind = self.found, self.own.back_test_kind
        self._head()
        if found is None:
            self.standing.show(())
            for board in self.boards:
                board.empty(*NONE)
            return
        why = found.why_no_test(kind)
        self.figures.show(rows.figures(found, kind))
        self.gain.show(rows.gain(found, kind), mark=10.0)
        self.hazards.show(rows.hazard_curves(found, kind))
        for board in self.boards:
            board.veil.clear()
        if why:
            self.gain_board.empty(CANNOT, why)
        self._show_table(found, kind)
        at = formats.date_and_clock(found.at, self.state.time_zone)
        self.standing.show(
            (why, f"Of the assessment of {at}, PostgreSQL."), rows.CHAPTERS, is_simulated=found.is_simulated
        )

    def _show_table(self, found: Assessed, kind: str) -> None:
        make, columns = MADE[self.own.back_test_table]
        self.table.param.update(sort_by="", page=0, rows=None)  # the rows before are of other columns
        self.table.use(columns)
        self.table.show(make(found, kind))

    def _head(self) -> None:
        own = self.own
        kinds = segments("kind", "Whose", list(JUDGED.items()), own.back_test_kind)
        self.bar.write(el("div", kinds, cls="plan-choices bar-fields"))
        self.gain_board.heading.show("Gain", "ranked a year ago against what failed since")
        words = "with bands of 95 %; points: as seen"
        self.hazard_board.heading.show("Hazard by age", words)
        choice = segments("table", "What it rests on", list(TABLES.items()), own.back_test_table)
        self.table_board.heading.show("What it rests on", "each with its source", choice)

    def _recolour(self) -> None:
        for chart in (self.gain, self.hazards):
            chart.recolour(self.tokens())

    # What is chosen --------------------------------------------------------------------------------------------------

    def _choose_kind(self, value: Any) -> None:
        if value in JUDGED:
            self.own.back_test_kind = value

    def _choose_table(self, value: Any) -> None:
        if value in TABLES:
            self.own.back_test_table = value

    # Files -----------------------------------------------------------------------------------------------------------

    def _gain_rows(self) -> pa.Table | None:
        curves = [] if self.found is None else rows.gain(self.found, self.own.back_test_kind)
        return pa.table({"share_of_ranking_pct": curves[0].x, "share_of_failures_pct": curves[0].y}) if curves else None

    def _hazard_rows(self) -> pa.Table | None:
        curves = [] if self.found is None else rows.hazard_curves(self.found, self.own.back_test_kind)
        tables = [
            pa.table({"curve": [one.name] * len(one.x), "age_years": one.x, "failure_pct": one.y,
                      "low_pct": one.columns["low"], "high_pct": one.columns["high"]})
            for one in curves
        ]  # fmt: skip
        return pa.concat_tables(tables) if tables else None

    def _queries(self) -> list[Query]:
        query = self._query()
        return [] if query is None else [query]
