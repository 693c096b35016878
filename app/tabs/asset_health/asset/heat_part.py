"""HeatPart: the hot spot and load of a transformer over the last days, its load duration, and the life it lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from app.charts.duration import DurationCurve
from app.charts.lines import Line, Lines
from app.follow import Follow, FollowStatus
from app.tabs.asset_health.view import AssetView
from app.widgets.board import Board, pane
from app.widgets.column import Column
from app.widgets.data_table import DataTable
from data_sources.analytics.clock import local_day
from data_sources.history.heat import HeatPeriod, by_year, heat_reach, life_by_month
from data_sources.history.heat_trace import HeatTrace, heat_trace
from data_sources.history.scope import floats, instants
from data_sources.network.metered_fleet import metered_fleet
from data_sources.source import Source

DAYS: Final = 7
YEARS: Final = 3
LIMITS: Final = (110.0, 140.0)  # IEEE C57.91: rated hot spot; from 140 °C on gas may form in the oil
NO_TRACE: Final = ("No temperatures", "No meter is recorded at it, or its nameplate says that it has no oil.")
NOT_ASKED: Final = ("No temperatures", "A pole has none.")
LIFE: Final = (
    Column("year", "Year"), Column("loss_of_life_pct", "Life lost", "number", 3, unit="%"),
    Column("hot_spot_max_c", "Hottest spot", "number", unit="°C"),
    Column("peak_load_pct", "Peak load", "number", unit="%"),
    Column("known_hours", "Hours known", "count"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeatWish:
    """Whose temperatures, up to when."""

    utility_id: int
    transformer_id: int
    until: dt.datetime
    time_zone: str


@dataclass(frozen=True, slots=True, eq=False)
class HeatAnswer:
    """What came: the trace, the years, and how far temperatures are computed."""

    trace: HeatTrace | None
    years: list[HeatPeriod]
    reach: str


class HeatPart:
    """Two boards of the page.

    Args:
        view: whose history is asked.
    """

    def __init__(self, view: AssetView) -> None:
        """Asks nothing before a transformer is picked."""
        self._view = view
        self._answer: HeatAnswer | None = None
        self.trace, self.duration = Lines(view.tokens(), LIMITS), DurationCurve(view.tokens())
        self.life = DataTable(LIFE, "year", part="years", css_classes=["grow"])
        tools = view.tools(self._rows, "hot_spot", None, self.trace.figure)
        self.board = Board(pane(self.trace.figure), "asset-heat", tools)
        self.curve = Board(pane(self.duration.figure), "asset-duration", view.tools(self._curve, "load_duration"))
        self.below = Board(self.life, "asset-life", view.tools(self.life.whole, "loss_of_life"))
        self.boards = (self.board, self.curve, self.below)
        self.follow = Follow(view, self._wish, self._fetch, self._show, self._tell, least_age_s=60.0)
        for board in self.boards:
            board.veil.on("retry", lambda _value: self.follow.retry())
        view.watch(self._recolour, view.state, ["theme", "palette"])
        view.watch(self._idle, view.selection, "asset")
        self._head("")
        self._idle()

    def _wish(self) -> HeatWish | None:
        asset, utility_id = self._view.selection.asset, self._view.state.utility_id
        if asset is None or asset.kind != "transformer" or utility_id is None:
            return None
        hour = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
        return HeatWish(utility_id, asset.asset_id, hour, self._view.state.time_zone)

    def _fetch(self, history: Source, wish: HeatWish) -> HeatAnswer:
        """In a worker."""
        fleet = metered_fleet(self._view.sources.live, wish.utility_id)
        begin = wish.until - dt.timedelta(days=DAYS)
        trace = heat_trace(history, fleet, wish.transformer_id, begin, wish.until, wish.time_zone)
        today = local_day(wish.until, wish.time_zone)
        months = life_by_month(history, wish.transformer_id, dt.date(today.year - YEARS, 1, 1), today)
        return HeatAnswer(trace, by_year(months), heat_reach(history, wish.utility_id).sentence)

    def _show(self, wish: HeatWish, found: HeatAnswer) -> None:
        self._answer = found
        if found.trace is not None:
            rows = found.trace.rows
            lines = [
                Line("hot spot", "°C", floats(rows["hot_spot_c"])), Line("top oil", "°C", floats(rows["top_oil_c"])),
                Line("ambient", "°C", floats(rows["ambient_c"])), Line("load", "% of rating", floats(rows["load_pct"])),
            ]  # fmt: skip
            self.trace.show(instants(rows["start_at"]), lines, wish.time_zone)
            curve = found.trace.load_duration
            self.duration.show(floats(curve["time_pct"]), floats(curve["load_pct"]))
        self.life.show(years_table(found.years))
        self._head(found.reach)

    def _idle(self) -> None:
        """Nothing is asked of a pole, or of nothing."""
        asset = self._view.selection.asset
        if asset is None or asset.kind != "transformer":
            self._answer = None
            for board in self.boards:
                board.empty(*(NOT_ASKED if asset is not None and asset.kind == "pole" else ("", "")))

    def _tell(self, status: FollowStatus) -> None:
        for board in self.boards:
            board.tell(status)
        if status.stage == "idle":
            self._idle()
        elif status.stage == "ready" and self._answer is not None:
            self._tell_nothing(self._answer)

    def _tell_nothing(self, found: HeatAnswer) -> None:
        """Say what is missing where the answer has nothing to draw."""
        if found.trace is None:
            self.board.empty(*NO_TRACE)
            self.curve.empty("No load", NO_TRACE[1])
            return
        if not np.isfinite(floats(found.trace.rows["hot_spot_c"])).any():
            self.board.empty("No temperatures of these days", found.reach)
        if not len(found.trace.load_duration):
            self.curve.empty("No load of these days", "The meters behind it sent no readings of them.")
        if not found.years:
            self.below.empty("No year was computed yet", found.reach)

    def _head(self, reach: str) -> None:
        self.board.heading.show("Hot spot", f"last {DAYS} days; dashed: 110 and 140 °C (IEEE C57.91)")
        self.curve.heading.show("Load duration", f"last {DAYS} days; dashed: its rating")
        self.below.heading.show("Loss of life", reach)

    def _recolour(self) -> None:
        self.trace.recolour(self._view.tokens())
        self.duration.recolour(self._view.tokens())

    def _rows(self) -> pa.Table | None:
        return None if self._answer is None or self._answer.trace is None else self._answer.trace.rows

    def _curve(self) -> pa.Table | None:
        found = self._answer
        return None if found is None or found.trace is None else found.trace.load_duration


def years_table(years: list[HeatPeriod]) -> pa.Table:
    """Years as the table shows them, oldest first."""
    return pa.table(
        {
            "year": pa.array([str(one.start.year) for one in years], pa.string()),
            "loss_of_life_pct": pa.array([one.loss_of_life_pct for one in years], pa.float64()),
            "hot_spot_max_c": pa.array([one.hot_spot_max_c for one in years], pa.float64()),
            "peak_load_pct": pa.array([one.peak_load_pct for one in years], pa.float64()),
            "known_hours": pa.array([one.known_hours for one in years], pa.int64()),
        }
    )
