"""HeatPart: the hot spot and load of a transformer over the last days, its load duration, and the life it lost.

The days are computed from readings as short as they are, the years from hourly means: each board says which, as the
same week peaks higher by the quarter hour than by the hour.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from app import formats
from app.charts.duration import DurationCurve
from app.charts.lines import Line, Lines
from app.follow import Follow, FollowStatus
from app.tabs.asset_health.view import AssetView
from app.widgets.board import Board, pane
from app.widgets.column import Column
from app.widgets.data_table import DataTable
from data_sources.history.heat import HeatPeriod, HeatReach, by_year, heat_reach, life_of_years
from data_sources.history.heat_trace import HeatTrace, heat_trace
from data_sources.history.scope import floats, instants
from data_sources.network.metered_fleet import metered_fleet
from data_sources.query import Query
from data_sources.source import Source

DAYS: Final = 7
LIMITS: Final = (110.0, 140.0)  # IEEE C57.91: rated hot spot; from 140 °C on gas may form in the oil
NO_TRACE: Final = ("No temperatures", "No meter is recorded at it, or its nameplate says that it has no oil.")
NOT_ASKED: Final = ("No temperatures", "A pole has none.")
LIFE: Final = (
    Column("year", "Year"),
    Column("loss_of_life_pct", "Life lost", "number", unit="%",
           write=lambda row: formats.small(row["loss_of_life_pct"]),
           tip="Of the 180,000 h of a normal life, in the hours known"),
    Column("hot_spot_max_c", "Hottest", "number", unit="°C",
           tip="Highest hot spot at the mean load of an hour; a peak within the hour is hotter"),
    Column("peak_load_pct", "Peak hour", "number", unit="%",
           tip="Highest mean load of an hour, of its rating; a peak within the hour is higher"),
    Column("known_hours", "Known", "count", unit="h", tip="Hours with a load and an air temperature"),
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
    """What came: the trace, the years, how far temperatures are computed, and whether there is such a transformer."""

    trace: HeatTrace | None
    years: list[HeatPeriod]
    reach: HeatReach
    is_there: bool


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
        self._head(None)
        self._idle()

    def _wish(self) -> HeatWish | None:
        asset, utility_id = self._view.selection.asset, self._view.state.utility_id
        if asset is None or asset.kind != "transformer" or utility_id is None:
            return None
        hour = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
        return HeatWish(utility_id, asset.asset_id, hour, self._view.state.time_zone)

    def _fetch(self, history: Source, wish: HeatWish) -> HeatAnswer:
        """In a worker."""
        live = self._view.sources.live
        named = {"utility_id": wish.utility_id, "asset_id": wish.transformer_id}
        is_there = len(live.fetch(Query.of("details_transformer", **named))) > 0
        fleet = metered_fleet(live, wish.utility_id)
        begin = wish.until - dt.timedelta(days=DAYS)
        trace = heat_trace(history, fleet, wish.transformer_id, begin, wish.until, wish.time_zone)
        months = life_of_years(history, wish.transformer_id, wish.until, wish.time_zone)
        return HeatAnswer(trace, by_year(months), heat_reach(history, wish.utility_id), is_there)

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
        self._head(found)

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
        """Say what is missing where the answer has nothing to draw; of no transformer the page's head says it."""
        if not found.is_there:
            for board in self.boards:
                board.empty("", "")
            return
        if not found.years:
            self.below.empty("No year was computed yet", found.reach.sentence)
        if found.trace is None:
            self.board.empty(*NO_TRACE)
            self.curve.empty("No load", NO_TRACE[1])
            return
        if not np.isfinite(floats(found.trace.rows["hot_spot_c"])).any():
            self.board.empty("No temperatures of these days", found.reach.sentence)
        if not len(found.trace.load_duration):
            self.curve.empty("No load of these days", "The meters behind it sent no readings of them.")

    def _head(self, found: HeatAnswer | None) -> None:
        """Over which period, and from means of how long."""
        trace = found and found.trace
        span = f"last {DAYS} days" + (f", {formats.mean_over(trace.step_minutes)}s" if trace else "")
        self.board.heading.show("Hot spot", f"{span}; dashed: 110 and 140 °C (IEEE C57.91)")
        self.curve.heading.show("Load duration", f"{span}; dashed: its rating")
        self.below.heading.show("Loss of life", f"hourly means of {found.reach.extent}" if found else "hourly means")

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
