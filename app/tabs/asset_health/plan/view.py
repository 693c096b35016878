"""PlanView: what to replace under a budget, and what it buys; worked out in a worker while the page goes on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import panel as pn
import pyarrow as pa

from app import formats, theme
from app.charts.curves import Curves
from app.follow import Follow, FollowStatus
from app.tabs.asset_health.asset_map import AssetMap
from app.tabs.asset_health.fleet_book import FleetBook
from app.tabs.asset_health.plan import rows
from app.tabs.asset_health.plan.bar import PlanBar
from app.tabs.asset_health.plan.orders_part import PlanOrders
from app.tabs.asset_health.standing import SHEET, StandingLine, file_link
from app.tabs.asset_health.view import AssetView
from app.widgets.board import Board, box, pane
from app.widgets.data_table import DataTable
from app.widgets.figures import Figures
from data_sources.assets import AssetRef
from data_sources.errors import QueryError
from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.assets.plan import AssetPlan, PlanRequest, asset_plan

NOTHING_CHOSEN = ("Nothing is replaced", "Nothing that lowers the risk can be had for this budget here: raise it.")


@dataclass(frozen=True, slots=True)
class PlanWish:
    """A plan of a utility."""

    utility_id: int
    request: PlanRequest


def planned(source: Source, wish: PlanWish) -> AssetPlan:
    """In a worker: the plan."""
    return asset_plan(source, wish.utility_id, wish.request)


class PlanView(AssetView):
    """The plan."""

    slug, title = "plan", "Plan"

    def build(self) -> Any:
        """The view, made once."""
        self.plan: AssetPlan | None = None
        self.book, self.bar, self.standing = FleetBook(self), PlanBar(self), StandingLine()
        self.figures = Figures(rows.EXPECTED, css_classes=["plan-figures"])
        self.map = AssetMap(self, "plan-map")
        self.curve = Curves("Spent, US$", rows.GAINED["cost"], self.tokens())
        self.table = DataTable(
            rows.PLAN_COLUMNS, "key", search=("asset_name", "asset_class"), part="assets",
            filter_words="Filter by name", page_rows=25, css_classes=["grow"],
        )  # fmt: skip
        self.orders = PlanOrders(self, lambda: self.plan, self._head)
        self._make_boards()
        self._bind()
        return box(
            "view planning", self.bar, self.standing, self.figures, self.map.stage.view, *self.boards, sheets=(SHEET,)
        )

    def _make_boards(self) -> None:
        curve_tools = self.tools(self._curve_rows, "benefit_by_budget", self._queries, self.curve.figure)
        self.curve_board = Board(pane(self.curve.figure), "plan-chart", curve_tools)
        list_tools = self.tools(self.table.whole, "replacement_plan", self._queries)
        self.list_board = Board(pn.Column(self.orders, self.table, css_classes=["stacked"],
                                          stylesheets=[theme.stylesheet("board")], sizing_mode="stretch_both",
                                          margin=0), "plan-list", list_tools, none=NOTHING_CHOSEN)  # fmt: skip
        self.boards = (self.curve_board, self.list_board)

    def _bind(self) -> None:
        self.follow = Follow(
            self, self._wish, planned, self._show, self._tell, source="live",
            is_empty=lambda plan: not plan.rows.num_rows,
        )  # fmt: skip
        for board in self.boards:
            board.veil.on("retry", lambda _value: self.follow.retry())
        self.table.on("row", self._open)
        self.list_board.heading.on("orders", lambda _value: self.orders.open())
        self.watch(self._show_map, self.book, "fleet")
        self.watch(self._show_list, self.orders, "ordered")
        self.watch(self._mark, self.selection, "asset")
        self.watch(lambda: self.curve.recolour(self.tokens()), self.state, ["theme", "palette"])
        self._head()

    @property
    def is_simulated(self) -> bool:
        """Whether the assessment is of made-up rows."""
        return self.plan is not None and self.plan.is_simulated

    def _wish(self) -> PlanWish | None:
        utility_id = self.state.utility_id
        return None if utility_id is None else PlanWish(utility_id, self.bar.request)

    # What is shown ---------------------------------------------------------------------------------------------------

    def _show(self, wish: PlanWish, plan: AssetPlan) -> None:
        self.plan = plan
        self.figures.show(rows.figures(plan))
        self.curve.label("Spent, US$", rows.GAINED[plan.request.goal])
        budget = plan.request.budget
        self.curve.show(rows.curves(plan), mark=budget if budget <= plan.curve[0][-1] else None)
        self._show_list()
        self._show_map()
        self._say(wish, plan)
        self._head()
        self.orders.draw()

    def _show_list(self) -> None:
        if self.plan is not None:
            self.table.show(rows.listed(self.plan, self.orders.ordered))
            self._mark()

    def _show_map(self) -> None:
        fleet, plan = self.book.fleet, self.plan
        if fleet is None or plan is None:
            return
        kinds = np.asarray(plan.rows["asset_kind"].to_pylist(), str)
        ids = plan.rows["asset_id"].to_numpy()
        mask = fleet.has("transformer", ids[kinds == "transformer"]) | fleet.has("pole", ids[kinds == "pole"])
        self.map.show(fleet, "risk", mask)

    def _say(self, wish: PlanWish, plan: AssetPlan) -> None:
        query, at = rows.file_query(wish.utility_id, wish.request), formats.date_and_clock
        assessed = f"Of the assessment of {at(plan.assessed_at, self.state.time_zone)}, PostgreSQL."
        self.standing.show(
            (rows.good_words(plan), rows.years_words(wish.request), assessed),
            (*rows.CHAPTERS, ("What the probabilities rest on", plan.basis)),
            file_link(f"api/asset-health/plan.pdf?{query}", "PDF report"), is_simulated=plan.is_simulated,
        )  # fmt: skip

    def _head(self) -> None:
        less = rows.LESS[self.own.plan_goal if self.plan is None else self.plan.request.goal]
        self.curve_board.heading.show("What money buys", f"{less} less at most, by budget; dashed: this one")
        words = self.orders.words or "by gain for each US$; a row opens the asset"
        button = self.orders.button
        self.list_board.heading.show("To be replaced", words, *([button] if button else []))

    def _tell(self, status: FollowStatus) -> None:
        self.figures.tell(status)
        if status.stage in ("waiting", "stale") and self.plan is not None:
            self.figures.show(rows.figures(self.plan), status)
        for board in self.boards:
            board.tell(status)

    # What is picked --------------------------------------------------------------------------------------------------

    def _mark(self) -> None:
        asset = self.selection.asset
        self.table.mark(None if asset is None else f"{asset.kind}:{asset.asset_id}")

    def _open(self, key: Any) -> None:
        """Pick the asset of a row, for all tabs, and look at it."""
        with suppress(QueryError):
            self.map.pick(self.book.fleet, AssetRef.parse(str(key)))

    # Files -----------------------------------------------------------------------------------------------------------

    def _curve_rows(self) -> pa.Table | None:
        if self.plan is None:
            return None
        spent, gained = self.plan.curve
        return pa.table({"spent_usd": spent, f"gain_{self.plan.request.goal}_per_year": gained})

    def _queries(self) -> list[Query]:
        wish = self._wish()
        names = ("asset_assessment", "asset_health", "customers_by_feeder")
        return [] if wish is None else [Query.of(name, utility_id=wish.utility_id) for name in names]
