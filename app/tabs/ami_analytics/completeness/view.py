"""Completeness: which reads came, which are estimates, which came late.

By feeder and day; by meter and day with its gaps for a transformer; by day and hour with its gaps for one meter.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import panel as pn
import pyarrow as pa

from app.charts.bars import Bars, DayBars
from app.charts.heat import HeatMap, across_days, across_hours
from app.follow import Follow, FollowStatus
from app.scope_bar.ground import Ground
from app.tabs.ami_analytics.completeness import rows
from app.tabs.ami_analytics.completeness.rows import CompletenessAnswer, fetch
from app.tabs.ami_analytics.view import SHEET, AmiView, arranged
from app.widgets.board import Board, pane, segments
from app.widgets.column import Column, day_words
from app.widgets.data_table import DataTable, table_of
from app.widgets.figures import Figures
from app.widgets.html import Markup, el, icon
from data_sources.query import Query
from data_sources.source import Source

SHARES = [
    Column("intervals_expected", "Expected, reads", "number"),
    Column("received_pct", "Received, %", "number", 2),
    Column("estimated_pct", "Estimated, %", "number", 2),
    Column("late_pct", "Late, %", "number", 2),
    Column("intervals_missing", "Missing, reads", "number", tip="Not received, and no outage explains it"),
    Column(
        "intervals_explained", "By outages, reads", "number",
        tip="Missing where an interruption of the meter's transformer covers any part of the interval",
    ),
]  # fmt: skip
FEEDER_COLUMNS = [
    Column("feeder_name", "Feeder", "text"), *SHARES, Column("days_missing", "Days without a record", "number"),
]  # fmt: skip
DAY_COLUMNS = [Column("reading_day", "Day", "day"), *SHARES]
GAPS = [
    Column("started_at", "From", "time"), Column("minutes", "Lasting", "duration"), Column("reads", "Reads", "number"),
    Column("what", "What", "words"),
]  # fmt: skip
GAP_COLUMNS = {"transformer": [Column("meter_name", "Meter", "text"), *GAPS], "meter": GAPS}
HEAT_ROWS = 60  # feeders the heat map has room for
NO_READS = "No reads in this period"
NO_GAPS = "No gaps"
NO_GAPS_HINT = "Every read of the period came, in time and measured."
NO_READS_HINT = "Reads land here by the day. Choose a period with readings, or another part of the utility."


class CompletenessView(AmiView):
    """Reads expected and received."""

    slug = "completeness"
    title = "Completeness"

    def build(self) -> Any:
        """The view, made once."""
        tokens = self.tokens()
        self._answer: tuple[Ground, CompletenessAnswer] | None = None
        self._explained: tuple[Ground, pa.Table, Query] | None = None
        self._order = np.zeros(0, np.int64)
        self._row_id: int | None = None
        self.figures = Figures(7, css_classes=["view-figures"])
        self.heat_chart = HeatMap(tokens)
        self.day_chart = DayBars(
            [
                Bars("missing", "Missing", "bad"), Bars("explained", "Missing by an outage", "text_disabled"),
                Bars("late", "Late", "accent"),
            ],
            "reads", tokens,
        )  # fmt: skip
        self.feeders = table_of(FEEDER_COLUMNS, "feeder_id", self._open_feeder, "feeders")
        self.by_day = table_of(DAY_COLUMNS, part="days")
        self.gaps = {
            "transformer": table_of(GAP_COLUMNS["transformer"], "meter_id", self._open_meter, "gaps"),
            "meter": table_of(GAP_COLUMNS["meter"], "gap_id", part="gaps"),
        }
        self._tables = pn.Column(self.feeders, sizing_mode="stretch_both", margin=0)
        self._tools = {
            "heat": self.tools(self._heat_rows, "reads_by_feeder_and_day", self._queries, self.heat_chart.figure),
            "days": self.tools(self._day_rows, "reads_by_day", self._queries, self.day_chart.figure),
            "table": self.tools(self._table_rows, "reads_by_feeder", self._queries),
        }
        self.heat = Board(pane(self.heat_chart.figure, is_scrolled=True), "view-heat", self._tools["heat"])
        self.days = Board(pane(self.day_chart.figure), "view-days", self._tools["days"])
        self.table = Board(self._tables, "view-table", self._tools["table"])
        self.heat.heading.dress(SHEET)
        self._boards = (self.heat, self.days, self.table)
        self._bind()
        return arranged("view view-completeness", self.figures, self.heat, self.days, self.table)

    def _bind(self) -> None:
        self.follow = Follow(self, lambda: self.ground, fetch, self._show, self._tell, least_age_s=5.0)
        self.outages = Follow(self, self._outage_wish, _explained, self._explain, least_age_s=5.0)
        self.heat.heading.on("share", lambda key: setattr(self.ami, "read_share", str(key)))
        for board in self._boards:
            board.veil.on("retry", lambda _value: self.follow.retry())
        self.table.heading.on("all_days", lambda _value: self._pick(None))
        for chart in (self.heat_chart, self.day_chart):
            chart.let_tap()
        self.watch(self._pick_cell, self.heat_chart, "tapped", onlychanged=False)
        self.watch(lambda: self._pick(self.day_chart.tapped), self.day_chart, "tapped", onlychanged=False)
        self.watch(self._draw, self.ami, ["read_share", "read_day"])
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self._head()

    # What comes back --------------------------------------------------------------------------------------------

    def _show(self, ground: Ground, answer: CompletenessAnswer) -> None:
        if self._explained is not None and self._explained[0] == ground:  # what outages explain changes seldom
            answer = rows.with_outages(answer, self._explained[1], ground, self._explained[2])
        self._answer = ground, answer
        self._draw()

    def _outage_wish(self) -> tuple[Ground, Query] | None:
        """Once the reads are there: what outages explain of them takes longer, and nobody waits for it."""
        if self._answer is None or self._answer[0] != self.ground:
            return None
        ground = self._answer[0]
        query = rows.explained_wish(ground)
        return None if query is None else (ground, query)

    def _explain(self, wish: tuple[Ground, Query], explained: pa.Table) -> None:
        ground, query = wish
        self._explained = ground, explained, query
        if self._answer is not None and self._answer[0] == ground:
            self._answer = ground, rows.with_outages(self._answer[1], explained, ground, query)
            self._draw()

    def _tell(self, status: FollowStatus) -> None:
        self.figures.tell(status)
        for board in self._boards:
            board.tell(status)
        if self._answer is None:
            return
        self._show_figures(status)
        if status.stage == "ready":
            self._say_what_is_not_there(self._answer[1])

    def _say_what_is_not_there(self, answer: CompletenessAnswer) -> None:
        if not answer.has_reads:
            for board in self._boards:
                board.empty(NO_READS, NO_READS_HINT)
        elif answer.gaps is not None and not answer.gaps.num_rows:
            self.table.empty(NO_GAPS, NO_GAPS_HINT)

    def _show_figures(self, status: FollowStatus | None = None) -> None:
        if self._answer is not None:
            ground, answer = self._answer
            self.figures.show(rows.figures(answer.reads, answer.gaps, ground.time_zone), status)

    def _draw(self) -> None:
        self._head()
        self._show_figures()
        if self._answer is None or not self._answer[1].has_reads:
            return
        ground, answer = self._answer
        self._draw_heat(answer)
        days = rows.by_day(answer.reads)
        values = {name: days[f"intervals_{name}"].to_numpy() for name in ("missing", "explained", "late")}
        self.day_chart.show(days["reading_day"].to_pylist(), values)
        table = self._table(ground)
        table.time_zone = ground.time_zone
        table.show(self._listed(ground, answer))
        table.mark(self._row_picked(ground))
        if self._tables[0] is not table:
            self._tables[:] = [table]

    def _table(self, ground: Ground) -> DataTable:
        if ground.is_below_feeder:
            return self.gaps[ground.kind]
        return self.by_day if ground.is_one_feeder else self.feeders

    def _listed(self, ground: Ground, answer: CompletenessAnswer) -> pa.Table:
        day = self._day(ground)
        if answer.gaps is not None:
            gaps = answer.gaps if day is None else rows.gaps_on(answer.gaps, day, ground.time_zone)
            return rows.gaps_listed(gaps)
        if ground.is_one_feeder:
            return rows.by_day(answer.reads)
        return rows.by_feeder(answer.reads.heat if day is None else rows.on_day(answer.reads.heat, day))

    def _draw_heat(self, answer: CompletenessAnswer) -> None:
        """Days and hours in their order for one meter; else feeders or meters, the worst on top."""
        share, heat = self.ami.read_share, answer.reads.heat
        if answer.hours is not None:
            names, across, counts = across_days(answer.hours.days).words, across_hours(), answer.hours
            order = np.arange(len(names))
        else:
            across, counts = across_days(heat.days), heat.counts
            order = rows.worst_first(counts, share)[:HEAT_ROWS]
            names = [heat.row_names[i] for i in order]
        self._order = order
        cells = rows.share_of(counts, share)[order]
        self.heat_chart.show(
            "Feeder" if answer.gaps is None else "Meter" if answer.hours is None else "Day", names, across, cells,
            rows.cell_colours(cells, share, self.state.theme, self.state.palette), rows.details(counts)[order],
            has_holes=answer.hours is None,
        )  # fmt: skip

    def _head(self) -> None:
        kind, count = "utility", 0
        if self._answer is not None:
            kind, count = self._answer[0].kind, len(self._answer[1].reads.heat.row_names)
        share = self.ami.read_share
        choices = segments("share", "Share shown", list(rows.SHARES.items()), share)
        line = (f"the {HEAT_ROWS} worst of {count}; " if count > HEAT_ROWS else "") + "a click picks the day"
        self.heat.heading.show(rows.HEAT_TITLES[kind], line, choices, self._steps(share, has_holes=kind != "meter"))
        self.days.heading.show("Late and missing reads by day", "late: over 6 h after the interval's end")
        self._head_table(kind)

    def _head_table(self, kind: str) -> None:
        title, line = rows.TABLE_TITLES[kind]
        day = None if self._answer is None else self._day(self._answer[0])
        if day is None or kind == "feeder":
            self.table.heading.show(title, line)
            return
        let_go = {"type": "button", "cls": "button", "data_action": "all_days", "title": "All days"}
        every = el("button", day_words(day), icon("close"), **let_go)
        self.table.heading.show(title, line, every)

    def _steps(self, share: str, *, has_holes: bool) -> Markup:
        """What the colours mean, with the unit; a hatched cell has no record at all."""
        colours = rows.band_colours(self.state.theme, self.state.palette)
        steps = [_step(label, colour) for label, colour in zip(rows.band_labels(share), colours, strict=True)]
        hole = _step("no record", None) if has_holes else None
        return el("span", el("span", rows.SHARE_WORDS[share]), steps, hole, cls="steps")

    def _recolour(self) -> None:
        tokens = self.tokens()
        self.heat_chart.recolour(tokens)
        self.day_chart.recolour(tokens)
        self._draw()

    # The day picked in a chart: the table lists what is of it ---------------------------------------------------

    def _day(self, ground: Ground) -> dt.date | None:
        """The day picked, while it lies in the period."""
        day = self.ami.read_day
        return day if day is not None and ground.first_day <= day < ground.end_day else None

    def _pick(self, day: dt.date | None, row_id: int | None = None) -> None:
        """Pick a day, and the feeder or meter of a cell; the same once more lets go of it."""
        is_same = (day, row_id) == (self.ami.read_day, self._row_id)
        self._row_id = None if is_same else row_id
        self.ami.read_day = None if is_same else day
        self._draw()

    def _pick_cell(self) -> None:
        if self._answer is None:
            return
        (row, column), answer = self.heat_chart.tapped, self._answer[1]
        if answer.hours is not None:
            self._pick(answer.hours.days[row].astype(dt.date))
        else:
            heat = answer.reads.heat
            self._pick(heat.days[column].astype(dt.date), int(heat.row_ids[self._order[row]]))

    def _row_picked(self, ground: Ground) -> object:
        """The row of the table to mark: a feeder's day where the table lists days, else the feeder of the cell."""
        return self._day(ground) if ground.kind == "feeder" else self._row_id if self._day(ground) else None

    # What a person asks for -------------------------------------------------------------------------------------

    def _open_feeder(self, feeder_id: Any) -> None:
        self.selection.change(scope="feeder", scope_id=int(feeder_id))

    def _open_meter(self, meter_id: Any) -> None:
        self.selection.change(scope="meter", scope_id=int(meter_id))

    def _queries(self) -> list[Query]:
        return [] if self._answer is None else list(self._answer[1].queries)

    def _heat_rows(self) -> pa.Table | None:
        if self._answer is None:
            return None
        answer = self._answer[1]
        return answer.reads.rows if answer.hours is None else rows.hours_table(answer.hours)

    def _day_rows(self) -> pa.Table | None:
        return None if self._answer is None else rows.by_day(self._answer[1].reads)

    def _table_rows(self) -> pa.Table | None:
        return None if self._answer is None else self._listed(*self._answer)


def _explained(source: Source, wish: tuple[Ground, Query]) -> pa.Table:
    """In a worker."""
    return source.fetch(wish[1])


def _step(label: str, colour: str | None) -> Markup:
    """A swatch with its meaning; hatched where there is no colour."""
    hatch = el("path", d="M0 12L12 0M-3 3L3 -3M9 15L15 9", stroke="currentColor", stroke_width="1", fill="none")
    square = el(
        "svg", el("path", d="M0 0h12v12H0z", fill=colour or "none"), None if colour else hatch, viewBox="0 0 12 12"
    )
    return el("span", square, label)
