"""MeterView: the page of one meter: reads and their quality, voltage against the ranges, gaps, outages, neighbours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from app.follow import Follow, FollowStatus
from app.scope_bar.ground import Ground
from app.tabs.ami_analytics.meter.chart import MeterCharts
from app.tabs.ami_analytics.meter.head import MeterHead
from app.tabs.ami_analytics.meter.rows import MeterReadings, due_until, events, figures
from app.tabs.ami_analytics.view import AmiView, arranged
from app.widgets.board import Board, pane
from app.widgets.column import Column
from app.widgets.data_table import DataTable
from app.widgets.figures import Figures
from app.widgets.place_outages.bands import bands
from app.widgets.sql_note import Answered
from data_sources.analytics.ansi_c84 import limits_v
from data_sources.analytics.clock import utc64
from data_sources.errors import QueryError
from data_sources.history.interruptions_near import interruptions_near
from data_sources.history.scope import instants
from data_sources.query import Query
from data_sources.source import Source, Sources

MAX_DAYS = 31  # beyond it, 15-minute readings are more than the chart can show
MIN_NEEDLE = 2
EVENT_COLUMNS = [Column("started_at", "From", "time"), Column("minutes", "Lasting", "duration"), Column("what", "What")]


@dataclass(frozen=True, slots=True, eq=False)
class MeterAnswer:
    """What came: who the meter is, its readings, its neighbours', outages, up to when reads are due, the statements."""

    identity: dict[str, Any]
    readings: pa.Table
    neighbours: pa.Table
    outages: pa.Table
    due_at: dt.datetime | None
    answered: tuple[Answered, ...]


class MeterView(AmiView):
    """One meter."""

    slug, title = "meter", "Meter"

    def build(self) -> Any:
        """Head, figures, three charts, and a list of what was not as it should be."""
        self._answer: tuple[Ground, MeterAnswer] | None = None
        self._events: pa.Table | None = None
        self._needle = ""
        self.head = MeterHead()
        self.figures = Figures(6, css_classes=["view-figures"])
        self.charts = MeterCharts(self.tokens())
        self.list = DataTable(EVENT_COLUMNS, "event_id", part="events")
        panes = [
            pane(part.figure, name=name)
            for part, name in zip(self.charts.parts, ("is-power", "is-voltage", "is-factor"), strict=True)
        ]
        figures = [part.figure for part in self.charts.parts]
        tools = self.tools(self._exported, "meter_readings", self._answered, figures)
        self.board = Board(arranged("meter-charts", *panes), "view-lines", tools)
        self.gaps = Board(self.list, "view-table", self.tools(lambda: self.list.shown, "meter_gaps"))
        self._bind()
        return arranged("view view-meter", self.head, self.figures, self.board, self.gaps)

    def _answered(self) -> tuple[Answered, ...]:
        return self._answer[1].answered if self._answer else ()

    def _bind(self) -> None:
        self.follow = Follow(self, self._wish, self._fetch, self._show, self._tell, least_age_s=5.0)
        self.history(self._find_query, self._show_hits)
        self.head.on("find", self._find)
        self.head.on("meter", self._open)
        self.head.on("choose", lambda value: self._open(value[1]) if value[1] is not None else None)
        self.head.on("scope", self._leave)
        self.list.on("row", self._look_at_event)
        self.board.veil.on("retry", lambda _value: self.follow.retry())
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self.watch(self._tell_nothing, self.selection, ["scope", "scope_id"])
        self.watch(self._tell_nothing, self.known, "days")
        self.watch(self._on_window, self.ami, ["from_at", "to_at"])
        self._tell_nothing()

    # What is wanted ----------------------------------------------------------------------------------------------

    def _wish(self) -> Ground | None:
        ground = self.ground
        return ground if ground is not None and ground.kind == "meter" else None

    def _find_query(self) -> Query | None:
        utility_id, needle = self.state.utility_id, self._needle
        if utility_id is None or (len(needle) < MIN_NEEDLE and not needle.isdigit()):
            return None
        number = int(needle) if needle.isascii() and needle.isdigit() and len(needle) < 10 else -1
        return Query.of("ami_meter_find", utility_id=utility_id, needle=needle, number=number)

    def _find(self, text: Any) -> None:
        self._needle = str(text or "").strip().lower()
        if self._find_query() is None:
            self.head.hits = None

    def _show_hits(self, rows: pa.Table) -> None:
        self.head.param.update(needle=self._needle, hits=rows.to_pylist())

    def _open(self, meter_id: Any) -> None:
        self._needle = ""
        self.head.done()
        self.selection.change(scope="meter", scope_id=int(meter_id))

    def _leave(self, value: Any) -> None:
        """What the meter hangs on, in the view that shows its load."""
        kind, _, wanted = str(value).partition(":")
        self.selection.change(scope=kind, scope_id=int(wanted))
        self.ami.view = "load"

    def _look_at_event(self, key: Any) -> None:
        """Move the charts to a stretch of the list; once more shows the whole period."""
        if self._events is None or self._answer is None:
            return
        ground = self._answer[0]
        if self.list.picked == str(key):
            self.list.picked = ""
            self._look_at_period(ground)
            return
        self.list.picked = str(key)
        row = self._events.slice(int(key), 1)
        start, end = instants(row["started_at"])[0], instants(row["ended_at"])[0]
        margin = max((end - start), np.timedelta64(3, "h"))
        self.charts.look_at(start - margin, end + margin, ground.time_zone)

    def _fetch(self, source: Source, ground: Ground) -> MeterAnswer:
        """In a worker; what is asked of the history can be let go of."""
        return meter_answer(Sources(self.sources.live, source), ground)

    # What is shown -----------------------------------------------------------------------------------------------

    def _show(self, ground: Ground, answer: MeterAnswer) -> None:
        is_other = self._answer is None or self._answer[0] != ground
        self._answer = ground, answer
        identity, readings = answer.identity, MeterReadings.of(answer.readings)
        first, end = (utc64(at) for at in ground.period)
        due = due_until(readings, answer.due_at, end)
        until = max(first, min(end, utc64(dt.datetime.now(dt.UTC))))
        self._events = events(readings, answer.outages, first, until, due)
        nominal_v = float(identity["nominal_voltage_v"])
        self.head.identity = identity
        self.figures.show(figures(readings, answer.neighbours, nominal_v, (first, end), ground.time_zone, due))
        outages = bands(answer.outages, ground.time_zone, until)
        self.charts.show(readings, answer.neighbours, self._events, outages, nominal_v, ground.time_zone)
        if is_other:
            self.list.param.update(picked="", page=0)
            self._look_at_period(ground)
        self.list.param.update(rows=self._events, time_zone=ground.time_zone)
        self._heads(nominal_v)

    def _heads(self, nominal_v: float | None) -> None:
        words = ""
        if nominal_v is not None:
            low, high = limits_v("B", nominal_v)
            limits = f"dashed: ANSI C84.1 range A, dotted: B, {low:.0f} to {high:.0f} V"
            words = f"grey: neighbours' median, P5 to P95 · circles: estimated · {limits}"
        self.board.heading.show("Readings", words)
        self.gaps.heading.show("Gaps and outages", "a click shows it" if words else "")

    def _on_window(self) -> None:
        if self._answer is not None:
            self._look_at_period(self._answer[0])

    def _look_at_period(self, ground: Ground) -> None:
        self.charts.look_at(*self.window(ground), ground.time_zone)

    def _tell(self, status: FollowStatus) -> None:
        for board in (self.board, self.gaps):
            board.tell(status)
        if status.stage == "idle":
            self._tell_nothing()
            return
        self.figures.tell(status)
        if status.stage == "failed":
            self.gaps.empty("", "")
        elif status.stage == "ready" and self._answer is not None and not self._answer[1].readings.num_rows:
            self.board.empty("No readings of this meter", "The history holds none for the period chosen above.")
        if status.stage == "ready" and self._events is not None and not self._events.num_rows:
            self.gaps.empty("Nothing amiss", "Gaps, estimates, edits and outages of the period would be listed here.")

    def _tell_nothing(self) -> None:
        """Say how to choose a meter, unless one is chosen."""
        if self._wish() is not None:
            return
        self.head.identity = None
        self._heads(None)
        self.figures.write()
        if self.ground is None:
            self.board.empty(*self.known.nothing_yet())
        else:
            self.board.empty(
                "No meter chosen",
                "Find one above, search for one in the page's header, or click one on the map of readings.",
            )
        self.gaps.empty("", "")

    def _recolour(self) -> None:
        self.charts.recolour(self.tokens())

    def _exported(self) -> pa.Table | None:
        """The readings beside the neighbours' median."""
        if self._answer is None:
            return None
        answer = self._answer[1]
        near = answer.neighbours.select(["interval_start_at", "meters", "kw_median", "voltage_pct_median"])
        near = near.rename_columns(
            ["interval_start_at", "neighbours", "neighbours_median_kw", "neighbours_median_voltage_pct"]
        )
        return answer.readings.join(near, "interval_start_at", join_type="left outer").sort_by("interval_start_at")


def meter_answer(sources: Sources, ground: Ground) -> MeterAnswer:
    """Everything a meter's page shows. Runs in a worker.

    Raises:
        QueryError: there is no such meter, or the period is too long for 15-minute readings.
    """
    assert sources.history is not None
    if ground.days > MAX_DAYS:
        raise QueryError(f"A meter's page shows at most {MAX_DAYS} days of readings: choose a shorter period above.")
    who = Query.of("ami_meter_identity", utility_id=ground.utility_id, meter_id=ground.scope_id)
    found = sources.history.fetch(who).to_pylist()
    if not found:
        raise QueryError(f"The history of this utility has no meter with the number {ground.scope_id}.")
    identity, period = found[0], dict(zip(("from_at", "to_at"), ground.period, strict=True))
    near = {name: identity[name] for name in ("transformer_id", "first_neighbour_id", "last_neighbour_id")}
    asked = (
        Query.of("ami_meter_readings", meter_id=ground.scope_id, **period),
        Query.of("ami_meter_neighbours", meter_id=ground.scope_id, **near, **period),
        Query.of("ami_meter_due", feeder_id=identity["feeder_id"], **period),
    )  # fmt: skip
    tables = [sources.history.fetch(query) for query in asked]
    outages, more = interruptions_near(
        sources, ground.utility_id, identity["feeder_id"], identity["transformer_id"], *ground.instants
    )
    answered = [Answered(query, table.num_rows) for query, table in zip(asked, tables, strict=True)]
    answered += [Answered(query, outages.num_rows) for query in more]
    due_at = tables[2]["due_at"][0].as_py()
    return MeterAnswer(identity, tables[0], tables[1], outages, due_at, (Answered(who, 1), *answered))
