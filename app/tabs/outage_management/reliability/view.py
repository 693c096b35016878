"""ReliabilityView: indices with and without major event days, their calendar, trends, causes and worst feeders."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import pyarrow as pa

from app import formats
from app.charts.bars import RankBars
from app.charts.calendar import DayCalendar
from app.charts.lines import Lines
from app.follow import Follow, FollowStatus
from app.record import shared_record
from app.tabs.outage_management.reliability import rows
from app.tabs.outage_management.reliability.answer import (
    NoDays,
    ReliabilityAnswer,
    ReliabilityWish,
    answer,
    checked,
    last_whole,
)
from app.tabs.outage_management.reliability.bar import SHEET, ReliabilityBar
from app.tabs.outage_management.reliability.state import DAYS, TRENDS
from app.tabs.outage_management.view import OutageView
from app.widgets.board import Board, box, pane, segments
from app.widgets.data_table import DataTable
from app.widgets.figures import Figures
from app.widgets.html import Markup, el
from data_sources.analytics.clock import local_day, midnight_utc
from data_sources.assets import AssetRef
from data_sources.query import Query
from data_sources.source import Source, Sources

MOST_BUTTONS = 8  # of major event days
NOTHING = ("No outage on record", "Outages come from the control room, or by `fluxops import outages FILE`.")
NONE_IN_PERIOD = ("No interruption in this period", "Choose another period, or more of the utility.")


class ReliabilityView(OutageView):
    """How reliable supply was."""

    slug = "reliability"
    title = "Reliability"

    def build(self) -> Any:
        """The view, made once."""
        self._answer: ReliabilityAnswer | None = None
        self.bar = ReliabilityBar(self)
        self.figures = Figures(len(rows.IN_FRONT), css_classes=["reliability-figures"])
        self._make_charts()
        self._make_boards()
        self._bind()
        return box("view reliability", self.bar, self.figures, *self.boards, sheets=(SHEET,))

    def _make_charts(self) -> None:
        tokens = self.tokens()
        self.calendar, self.trend = DayCalendar(tokens), Lines(tokens)
        self.causes = RankBars("Thousand customer minutes", tokens, of="Cause")
        self.causes.figure.xaxis.axis_label = "Thousand customer minutes"
        self.indices = DataTable(rows.index_columns("Year before"), "place", part="indices", css_classes=["grow"])
        self.feeders = DataTable(
            rows.FEEDER_COLUMNS, "group_id", search=("group_name",), part="feeders", filter_words="Filter by name",
            css_classes=["grow"],
        )  # fmt: skip

    def _make_boards(self) -> None:
        def tools(get: Any, name: str, figure: Any = None) -> tuple[Any, ...]:
            return self.tools(get, name, self._queries, figure)

        self._index_board = Board(self.indices, "reliability-indices", tools(self._index_rows, "reliability_indices"))
        self._days_board = Board(
            pane(self.calendar.figure), "reliability-days", tools(self._day_rows, "daily_saidi", self.calendar.figure)
        )
        self._feeder_board = Board(self.feeders, "reliability-feeders", tools(self.feeders.whole, "worst_feeders"))
        self._trend_board = Board(
            pane(self.trend.figure), "reliability-trend",
            tools(lambda: self._answer and self._answer.months, "reliability_by_month", self.trend.figure),
        )  # fmt: skip
        self._cause_board = Board(
            pane(self.causes.figure), "reliability-causes",
            tools(lambda: self._answer and self._answer.causes, "customer_minutes_by_cause", self.causes.figure),
        )  # fmt: skip
        self.boards = (
            self._index_board, self._days_board, self._feeder_board, self._trend_board, self._cause_board
        )  # fmt: skip
        for board in self.boards:
            board.heading.dress(SHEET)

    def _bind(self) -> None:
        self.follow = Follow(
            self, self._wish, self._fetch, self._show, self._tell,
            source="live" if self.sources.history is None else "history",
        )  # fmt: skip
        for board in self.boards:
            board.veil.on("retry", lambda _value: self.follow.retry())
        self.feeders.on("row", lambda key: self._open_feeder(int(key)))
        self.calendar.let_tap()
        self.watch(lambda: self._open_day(self.calendar.tapped), self.calendar, "tapped", onlychanged=False)
        self._days_board.heading.on("day", self._open_day_of)
        self._trend_board.heading.on("trend", lambda value: self.own.param.update(reliability_trend=value))
        self.watch(self._show_trend, self.own, "reliability_trend")
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self._head()

    # What is asked ------------------------------------------------------------------------------------------------

    def why_idle(self) -> tuple[str, str] | None:
        """Why there is no period."""
        return ("No such period", self.bar.trouble) if self.bar.trouble else None

    def _wish(self) -> ReliabilityWish | None:
        if self.state.utility_id is None:
            return None
        now, zone = dt.datetime.now(dt.UTC), formats.zone(self.state.time_zone).key
        try:
            days = checked((self.own.reliability_first_day, self.own.reliability_end_day), local_day(now, zone))
        except NoDays as error:
            self.bar.trouble = str(error)
            return None
        self.bar.trouble = ""
        transformer = self.selection.scope_id if self.selection.scope == "transformer" else None
        return ReliabilityWish(
            self.state.utility_id, zone, *self.bar.place.looked_at,  # nothing smaller has indices
            self.own.reliability_period, last_whole(now), days, transformer,
        )  # fmt: skip

    def _fetch(self, source: Source, wish: ReliabilityWish) -> ReliabilityAnswer:
        """In a worker; what is asked of the history can be let go of."""
        both = Sources(source) if self.sources.history is None else Sources(self.sources.live, source)
        return answer(shared_record(self.sources.live, both, wish.utility_id, wish.time_zone, wish.as_of), wish)

    # What is shown ------------------------------------------------------------------------------------------------

    def _show(self, _wish: ReliabilityWish, found: ReliabilityAnswer) -> None:
        self._answer = self.bar.answer = found
        self.figures.show(rows.figures(found))
        self.indices.use(rows.index_columns(rows.before_words(found)))
        self.indices.show(rows.index_table(found))
        self.feeders.show(found.feeders)
        self.feeders.mark(self.selection.scope_id if self.selection.scope == "feeder" else None)
        self.causes.show(*rows.causes(found.causes))
        self.calendar.show(rows.calendar(found, self.tokens()))
        self._head()

    def _show_trend(self) -> None:
        chosen, words = self.own.reliability_trend, "all years on record"
        if self._answer is not None:
            at, lines, names = rows.trend(self._answer.months, chosen)
            self.trend.show(at, lines, "UTC", names=names)
            words = rows.trend_words(self._answer.months, chosen)
        choice = segments("trend", "Months shown", list(TRENDS.items()), chosen)
        self._trend_board.heading.show("By month", words, choice)

    def _head(self) -> None:
        found = self._answer
        days = rows.period_words(found) if found else ""
        self._index_board.heading.show("Indices", f"IEEE 1366; {days}" if days else "IEEE 1366")
        major = rows.major_words(found) if found else ""
        self._days_board.heading.show("Daily SAIDI and major event days", major, self._steps())
        self._feeder_board.heading.show("Worst feeders", "by customer minutes; a row opens the feeder in all tabs")
        self._show_trend()
        self._cause_board.heading.show("By cause", f"customer minutes; {days}" if days else "customer minutes")

    def _steps(self) -> Markup:
        tokens = self.tokens()
        bands = zip(rows.BAND_LABELS, rows.band_colours(tokens), strict=True)
        steps = [_step(label, colour) for label, colour in (*bands, ("major event day (MED)", tokens.attention))]
        limits = el("span", rows.limit_words(self._answer)) if self._answer is not None else None
        field = el("input", type="date", data_change="day", data_rev=self._day_rev())
        day = el("label", "Replay a day", field, cls="day bar-fields")
        return el("span", el("span", "min"), steps, limits, self._major_days(), day, cls="steps")

    def _major_days(self) -> list[Markup]:
        """A button a major event day, since a calendar that is drawn takes no keys."""
        found = rows.major_days(self._answer) if self._answer is not None else []
        return [
            el("button", f"{day.day} {day:%b}", type="button", cls="chip", data_action="day", data_value=day,
               title=f"{rows.minutes_words(minutes)}; opens the day in Replay")
            for day, minutes in found[:MOST_BUTTONS]
        ]  # fmt: skip

    def _day_rev(self) -> str:
        """Another one for every period: the field is empty again."""
        return rows.period_words(self._answer) if self._answer is not None else ""

    def _tell(self, status: FollowStatus) -> None:
        self.figures.tell(status)
        for board in self.boards:
            board.tell(status)
        if status.stage != "ready" or self._answer is None:
            return
        if not len(self._answer.record.rows):
            for board in self.boards:
                board.empty(*NOTHING)
        elif not self._answer.causes.num_rows:
            self._cause_board.empty(*NONE_IN_PERIOD)

    def _recolour(self) -> None:
        tokens = self.tokens()
        for chart in (self.calendar, self.trend, self.causes):
            chart.recolour(tokens)
        if self._answer is not None:
            self.calendar.show(rows.calendar(self._answer, tokens))
        self._head()

    def _open_feeder(self, feeder_id: int) -> None:
        self.selection.change(scope="feeder", scope_id=feeder_id, asset=AssetRef("feeder", feeder_id))

    def _open_day_of(self, text: Any) -> None:
        """The day of a button, or of the field for who has no pointer."""
        with suppress(ValueError):
            self._open_day(dt.date.fromisoformat(str(text)))

    def _open_day(self, day: dt.date | None) -> None:
        """Play a day again."""
        if day is not None and DAYS[0] <= day < DAYS[1]:
            zone = formats.zone(self.state.time_zone).key
            self.open_replay(midnight_utc(day, zone), midnight_utc(day + dt.timedelta(days=1), zone))

    def _queries(self) -> list[Query]:
        return [] if self._answer is None else list(self._answer.record.asked)

    def _index_rows(self) -> pa.Table | None:
        return None if self._answer is None else rows.index_table(self._answer)

    def _day_rows(self) -> pa.Table | None:
        return None if self._answer is None else rows.day_table(self._answer)


def _step(label: str, colour: str) -> Markup:
    square = el("svg", el("path", d="M0 0h12v12H0z", fill=colour), viewBox="0 0 12 12", aria_hidden="true")
    return el("span", square, label)
