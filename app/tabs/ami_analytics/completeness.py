"""Completeness: which reads came, which are estimates, which came late; by feeder and day."""

from __future__ import annotations

from typing import Any

import panel as pn
import pyarrow as pa

from app import theme
from app.tabs.ami_analytics import completeness_rows as rows
from app.tabs.ami_analytics.completeness_rows import Reads
from app.tabs.ami_analytics.findings import Follow, Status
from app.tabs.ami_analytics.findings_board import Board, Figures, box, segments, tell_all
from app.tabs.ami_analytics.findings_charts import Bars, DayBars, HeatMap
from app.tabs.ami_analytics.findings_ground import Ground, ground_of, scope_of
from app.tabs.ami_analytics.findings_tools import Column, Tools, pane, table_of
from app.tabs.ami_analytics.view import AmiView
from app.widgets.html import Markup, el
from data_sources.history.completeness import days_query
from data_sources.query import Query
from data_sources.source import Source
from layers.colour import hexadecimal
from layers.palette import palette

SHARES = [
    Column("intervals_expected", "Expected, reads", "number"),
    Column("received_pct", "Received, %", "number", 2),
    Column("estimated_pct", "Estimated, %", "number", 2),
    Column("late_pct", "Late, %", "number", 2),
    Column("intervals_missing", "Missing, reads", "number"),
]
FEEDER_COLUMNS = [
    Column("feeder_name", "Feeder", "text"), *SHARES, Column("days_missing", "Days without a record", "number"),
]  # fmt: skip
DAY_COLUMNS = [Column("reading_day", "Day", "day"), *SHARES]
HEAT_ROWS = 60  # feeders the heat map has room for
NO_READS = "No reads in this period"
NO_READS_HINT = "Reads land here by the day. Choose a period with readings, or another part of the utility."


class CompletenessView(AmiView):
    """Reads expected and received."""

    slug = "completeness"
    title = "Completeness"

    def build(self) -> Any:
        """The view, made once."""
        tokens = theme.tokens(self.state.theme, self.state.palette)
        self._reads: tuple[Ground, Reads, Query] | None = None
        self.figures = Figures(6, css_classes=["fnd-figures"])
        self.heat_chart = HeatMap(tokens)
        self.day_chart = DayBars(
            [Bars("missing", "Missing", "bad"), Bars("late", "Late", "accent")], "reads", tokens
        )  # fmt: skip
        self.feeders = table_of(FEEDER_COLUMNS, "feeder_id", self._open_feeder, "feeders")
        self.by_day = table_of(DAY_COLUMNS, part="days")
        self._tables = pn.Column(self.feeders, sizing_mode="stretch_both", margin=0)
        self._tools = {
            "heat": Tools(self, self._heat_rows, "reads_by_feeder_and_day", self._queries, self.heat_chart.figure),
            "days": Tools(self, self._day_rows, "reads_by_day", self._queries, self.day_chart.figure),
            "table": Tools(self, self._table_rows, "reads_by_feeder", self._queries),
        }
        self.heat = Board(pane(self.heat_chart.figure, is_scrolled=True), "fnd-heat", self._tools["heat"].views)
        self.days = Board(pane(self.day_chart.figure), "fnd-days", self._tools["days"].views)
        self.table = Board(self._tables, "fnd-table", self._tools["table"].views)
        self._boards = (self.heat, self.days, self.table)
        self._bind()
        view = box("fnd", self.figures, self.heat, self.days, self.table)
        view.css_classes = ["fnd", "fnd-completeness"]
        return view

    def _bind(self) -> None:
        self.follow = Follow(self, lambda: ground_of(self), _fetch, self._show, self._tell, least_age_s=5.0)
        self.heat.heading.on("share", lambda key: setattr(self.ami, "read_share", str(key)))
        for board in self._boards:
            board.veil.on("retry", lambda _value: self.follow.retry())
        self.ami.param.watch(lambda *_events: self._draw(), "read_share")
        self.state.param.watch(lambda *_events: self._recolour(), ["theme", "palette"])
        self._head()

    # What comes back --------------------------------------------------------------------------------------------

    def _show(self, ground: Ground, answer: tuple[Reads, Query]) -> None:
        self._reads = (ground, *answer)
        self._draw()

    def _tell(self, status: Status) -> None:
        tell_all(self._boards, status, self.tab.nothing_yet)
        if self._reads is not None:
            self.figures.show(rows.figures(self._reads[1]), status)
            if not self._reads[1].rows.num_rows and status.stage == "ready":
                for board in self._boards:
                    board.empty(NO_READS, NO_READS_HINT)

    def _draw(self) -> None:
        self._head()
        if self._reads is None:
            return
        ground, reads, _query = self._reads
        self.figures.show(rows.figures(reads))
        if not reads.rows.num_rows:
            return
        self._draw_heat(reads)
        days = rows.by_day(reads)
        values = {name: days[f"intervals_{name}"].to_numpy() for name in ("missing", "late")}
        self.day_chart.show(days["reading_day"].to_pylist(), values)
        table = self.by_day if ground.is_one_feeder else self.feeders
        table.show(days if ground.is_one_feeder else rows.by_feeder(reads))
        if self._tables[0] is not table:
            self._tables[:] = [table]

    def _draw_heat(self, reads: Reads) -> None:
        share, state = self.ami.read_share, self.state
        order = rows.worst_first(reads.heat, share)[:HEAT_ROWS]
        cells = rows.share_of(reads.heat, share)[order]
        names = [reads.heat.feeder_names[i] for i in order]
        colours = rows.cell_colours(cells, share, state.theme, state.palette)
        self.heat_chart.show(names, reads.heat.days, cells, colours, rows.details(reads.heat)[order])

    def _head(self) -> None:
        share = self.ami.read_share
        is_one = self._reads is not None and self._reads[0].is_one_feeder
        choices = segments("share", "Share shown", list(rows.SHARES.items()), share)
        count = len(self._reads[1].heat.feeder_names) if self._reads is not None else 0
        line = f"the {HEAT_ROWS} worst of {count}" if count > HEAT_ROWS else ""
        self.heat.heading.show("Reads by feeder and day", line, choices, self._steps(share))
        self.days.heading.show("Late and missing reads by day", "late: over 6 h after the interval's end")
        if is_one:
            self.table.heading.show("By day", "the feeder chosen")
        else:
            self.table.heading.show("Feeders, fewest reads first", "a click opens the feeder")

    def _steps(self, share: str) -> Markup:
        """What the colours mean, with the unit; a hatched cell has no record at all."""
        colours = [hexadecimal(c) for c in palette(self.state.theme, self.state.palette).feeder_load]
        steps = [_step(label, colour) for label, colour in zip(rows.band_labels(share), colours, strict=True)]
        return el("span", el("span", rows.SHARE_WORDS[share]), steps, _step("no record", None), cls="steps")

    def _recolour(self) -> None:
        tokens = theme.tokens(self.state.theme, self.state.palette)
        self.heat_chart.recolour(tokens)
        self.day_chart.recolour(tokens)
        self._draw()

    # What a person asks for -------------------------------------------------------------------------------------

    def _open_feeder(self, feeder_id: Any) -> None:
        self.ami.param.update(scope="feeder", scope_id=int(feeder_id))

    def _queries(self) -> list[Query]:
        return [] if self._reads is None else [self._reads[2]]

    def _heat_rows(self) -> pa.Table | None:
        return None if self._reads is None else self._reads[1].rows

    def _day_rows(self) -> pa.Table | None:
        return None if self._reads is None else rows.by_day(self._reads[1])

    def _table_rows(self) -> pa.Table | None:
        if self._reads is None:
            return None
        ground, reads, _query = self._reads
        return rows.by_day(reads) if ground.is_one_feeder else rows.by_feeder(reads)


def _fetch(source: Source, ground: Ground) -> tuple[Reads, Query]:
    """Runs in a worker."""
    query = days_query(scope_of(source, ground), ground.first_day, ground.end_day)
    return rows.reads_of(source.fetch(query), ground.first_day, ground.end_day), query


def _step(label: str, colour: str | None) -> Markup:
    """A swatch with its meaning; hatched where there is no colour."""
    hatch = el("path", d="M0 12L12 0M-3 3L3 -3M9 15L15 9", stroke="currentColor", stroke_width="1", fill="none")
    square = el(
        "svg", el("path", d="M0 0h12v12H0z", fill=colour or "none"), None if colour else hatch, viewBox="0 0 12 12"
    )
    return el("span", square, label)
