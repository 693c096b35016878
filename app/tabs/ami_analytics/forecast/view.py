"""Forecast: the load of the days ahead with its band, and how good such forecasts were."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from app import formats
from app.follow import Follow, FollowStatus
from app.scope_bar.ground import Ground
from app.tabs.ami_analytics.forecast import rows
from app.tabs.ami_analytics.forecast.charts import ErrorsByDay, LoadAhead
from app.tabs.ami_analytics.forecast.rows import Ahead, ForecastWish, Tested
from app.tabs.ami_analytics.view import AmiView, arranged
from app.widgets.board import Board, pane, segments
from app.widgets.column import Column
from app.widgets.data_table import table_of
from app.widgets.figures import Figures
from app.widgets.html import el
from data_sources.history.scope import floats, instants
from data_sources.query import Query

SHOWN_PAST_DAYS = 7
LEAST_AGE_S = 300.0  # a day's forecast does not change with every reading that lands
SCORE_COLUMNS = [
    Column("days", "Days ahead", "text"), Column("wape_pct", "Error, %", "number", 2),
    Column("baseline_wape_pct", "Baseline, %", "number", 2), Column("skill_pct", "Skill, %", "number", 1),
    Column("perfect_skill_pct", "Perfect weather forecast, %", "number", 1),
    Column("poor_skill_pct", "No weather, %", "number", 1), Column("coverage_pct", "In band, %", "number", 1),
    Column("count", "Hours", "number"),
]  # fmt: skip


class ForecastView(AmiView):
    """Load ahead."""

    slug = "forecast"
    title = "Forecast"

    def build(self) -> Any:
        """The view, made once."""
        tokens = self.tokens()
        self._ahead: tuple[ForecastWish, Ahead] | None = None
        self._tested: tuple[Ground, Tested] | None = None
        self._is_testing = True  # asked as soon as the view is in front
        self.figures = Figures(6, css_classes=["view-figures"])
        self.chart, self.errors = LoadAhead(tokens), ErrorsByDay(tokens)
        self.scores = table_of(SCORE_COLUMNS, part="rows")
        lines_tools = self.tools(self._ahead_table, "load_forecast", self._ahead_queries, self.chart.figure)
        skill_tools = self.tools(self._tested_table, "forecast_backtest", self._tested_queries, self.errors.figure)
        table_tools = self.tools(self._scores_table, "forecast_scores", self._tested_queries)
        self.lines = Board(pane(self.chart.figure), "view-lines", lines_tools)
        self.skill = Board(pane(self.errors.figure), "view-skill", skill_tools)
        self.table = Board(self.scores, "view-table", table_tools)
        self._bind()
        return arranged("view view-forecast", self.figures, self.lines, self.skill, self.table)

    def _bind(self) -> None:
        self.forecast = Follow(
            self, self._wish, rows.look_ahead, self._show_ahead, self._tell_ahead, least_age_s=LEAST_AGE_S
        )
        self.backtest = Follow(
            self, lambda: self.ground, rows.look_back, self._show_tested, self._tell_tested, least_age_s=LEAST_AGE_S
        )
        self.lines.heading.on("horizon", lambda days: setattr(self.ami, "horizon_days", int(days)))
        self.lines.veil.on("retry", lambda _value: self.forecast.retry())
        for board in (self.skill, self.table):
            board.veil.on("retry", lambda _value: self.backtest.retry())
        self.watch(self._head, self.ami, "horizon_days")
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self._head()

    def _wish(self) -> ForecastWish | None:
        ground = self.ground
        return None if ground is None else ForecastWish(ground, self.ami.horizon_days)

    # What comes back --------------------------------------------------------------------------------------------

    def _show_ahead(self, wish: ForecastWish, answer: Ahead) -> None:
        self._ahead = wish, answer
        if answer.made is None:
            return
        past, table = answer.made.history, answer.table
        past = past.slice(max(past.num_rows - SHOWN_PAST_DAYS * 24, 0))
        ahead = {name: floats(table[name]) for name in ("p10_kw", "p50_kw", "p90_kw", "baseline_kw", "actual_kw")}
        self.chart.show(
            instants(past["start_at"]), floats(past["load_kw"]), instants(table["start_at"]), ahead,
            wish.ground.time_zone,
        )  # fmt: skip
        self._head()

    def _tell_ahead(self, status: FollowStatus) -> None:
        for board in [self.lines]:
            board.tell(status)
        self.figures.tell(status)
        self._show_figures(status)
        if status.stage == "ready" and self._ahead is not None and self._ahead[1].made is None:
            self.lines.empty("Too little history for a forecast", self._ahead[1].message)

    def _show_tested(self, ground: Ground, answer: Tested) -> None:
        self._tested = ground, answer
        if answer.table is None:
            return
        by_day = answer.table.filter(pa.array(np.asarray(answer.table["day_ahead"]) > 0))
        columns = [by_day[name].to_pylist() for name in ("day_ahead", "wape_pct", "baseline_wape_pct", "skill_pct")]
        self.errors.show(*columns)
        self.scores.show(answer.table)
        self._head()

    def _tell_tested(self, status: FollowStatus) -> None:
        self._is_testing = status.stage == "waiting"
        for board in (self.skill, self.table):
            board.tell(status)
        for board in (self.skill, self.table):
            if status.stage == "ready" and self._tested is not None and self._tested[1].table is None:
                board.empty("Too little history for a back-test", self._tested[1].message)
        self._show_figures(status)

    def _show_figures(self, status: FollowStatus) -> None:
        ahead = self._ahead[1] if self._ahead is not None else None
        if ahead is not None:
            tested = self._tested[1] if self._tested is not None and self._tested[0] == self.ground else None
            shown = rows.figures(ahead, tested, self.state.time_zone, is_testing=self._is_testing)
            self.figures.show(shown, status)

    def _head(self) -> None:
        horizon = self.ami.horizon_days
        days = segments("horizon", "Days ahead", [(str(n), f"{n} d") for n in range(1, 8)], str(horizon))
        label = el("span", "Days ahead", cls="controls-label")
        self.lines.heading.show("Load, past and ahead", self._origin(), label, days)
        self.skill.heading.show("Error by day ahead", "mean absolute, % of mean load; skill: 1 − error ÷ baseline's")
        self.table.heading.show("Back-test", rows.tested_words(self._tested[1] if self._tested else None))

    def _origin(self) -> str:
        """Where the forecast begins: at the end of the period, or of the load known in it."""
        if self._ahead is None or self._ahead[1].made is None:
            return ""
        wish, answer = self._ahead
        at = answer.table["start_at"][0].as_py()
        return f"from {formats.day_and_clock(at, wish.ground.time_zone)} on, hour by hour"

    def _recolour(self) -> None:
        tokens = self.tokens()
        self.chart.recolour(tokens)
        self.errors.recolour(tokens)

    # For export and "Show the SQL" ------------------------------------------------------------------------------

    def _ahead_table(self) -> pa.Table | None:
        return None if self._ahead is None or self._ahead[1].made is None else self._ahead[1].table

    def _ahead_queries(self) -> list[Query]:
        return [] if self._ahead is None else list(self._ahead[1].queries)

    def _tested_table(self) -> pa.Table | None:
        return None if self._tested is None else self._tested[1].rows

    def _tested_queries(self) -> list[Query]:
        return [] if self._tested is None else list(self._tested[1].queries)

    def _scores_table(self) -> pa.Table | None:
        return None if self._tested is None else self._tested[1].table
