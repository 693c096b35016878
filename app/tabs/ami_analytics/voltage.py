"""Voltage: who left the service ranges of ANSI C84.1, by meter, transformer and feeder; for how long, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app import theme
from app.tabs.ami_analytics import voltage_rows as rows
from app.tabs.ami_analytics.findings import Follow, Status
from app.tabs.ami_analytics.findings_board import Board, Figures, box, segments, tell_all
from app.tabs.ami_analytics.findings_charts import Bars, DayBars
from app.tabs.ami_analytics.findings_ground import Ground, ground_of, scope_of
from app.tabs.ami_analytics.findings_map import PointMap, Points
from app.tabs.ami_analytics.findings_tools import Column, FindingsTable, Tools, pane, table_of
from app.tabs.ami_analytics.view import AmiView
from app.tabs.ami_analytics.voltage_meter import MeterVoltage
from data_sources.history import voltage
from data_sources.query import Query
from data_sources.source import Source

LISTED = 1000  # rows of a list at most; the worst come first, and all of them are counted
LARGEST_PX, SMALLEST_PX = 26.0, 9.0

_TIMES = [
    Column("minutes_below", "Below, min", "number"),
    Column("minutes_above", "Above, min", "number"),
    Column("worst_pct", "Worst, % of nominal", "number", 1),
]
COLUMNS = {
    "meter": [
        Column("meter_name", "Meter", "text"), Column("transformer_name", "Transformer", "text"),
        Column("feeder_name", "Feeder", "text"), *_TIMES, Column("days", "Days", "number"),
    ],
    "transformer": [
        Column("transformer_name", "Transformer", "text"), Column("feeder_name", "Feeder", "text"),
        Column("meters", "Meters", "number"), *_TIMES,
    ],
    "feeder": [Column("feeder_name", "Feeder", "text"), Column("meters", "Meters", "number"), *_TIMES],
}  # fmt: skip
NONE_HINT = "Every meter read stayed within the range, for every interval of the period."


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked."""

    ground: Ground
    service_range: Literal["A", "B"]
    level: str


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What came: rows of the level, of the transformers for the map, and of the days for both ranges."""

    listed: pa.Table
    places: pa.Table
    days: dict[str, pa.Table]
    meters: int
    queries: tuple[Query, ...]


class VoltageView(AmiView):
    """Voltage exceptions."""

    slug = "voltage"
    title = "Voltage exceptions"

    def build(self) -> Any:
        """The view, made once."""
        tokens = theme.tokens(self.state.theme, self.state.palette)
        self._answer: tuple[Wish, Answer] | None = None
        self._map: PointMap | None = None
        self.figures = Figures(7, css_classes=["fnd-figures"])
        self.day_chart = DayBars(
            [Bars("below", "Below", "accent"), Bars("above", "Above", "warning")], "meter-hours", tokens, decimals=2
        )
        self.lists = {
            level: table_of(columns, f"{level}_id", self._picker(level), rows.LEVELS[level].lower())
            for level, columns in COLUMNS.items()
        }
        self._list = box("stacked", self.lists[self.ami.level])
        self._lower, self._stage = box("stacked", pane(self.day_chart.figure)), box("stacked")
        self.meter = MeterVoltage(self)
        table_tools = Tools(self, self._listed, "voltage_exceptions", self._queries)
        day_tools = Tools(self, self._days, "voltage_exceptions_by_day", self._queries, self.day_chart.figure)
        self.table = Board(self._list, "fnd-table", table_tools.views)
        self.map = Board(self._stage, "fnd-map", Tools(self, self._places, "voltage_places", self._queries).views)
        self.days = Board(self._lower, "fnd-lower", day_tools.views)
        self._boards = (self.table, self.map, self.days)
        self._lower_place = box("stacked", self.days)
        self._lower_place.css_classes = ["stacked", "fnd-lower"]
        self._room = box("fnd", self.figures, self.table, self.map, self._lower_place)
        self._bind()
        return box("fnd-frame", self._room)

    def _bind(self) -> None:
        self.follow = Follow(self, self._wish, _fetch, self._show, self._tell)
        self.table.heading.on("level", self._choose_level)
        self.table.heading.on("range", lambda key: setattr(self.ami, "service_range", str(key)))
        for board in self._boards:
            board.veil.on("retry", lambda _value: self.follow.retry())
        self.ami.param.watch(lambda *_events: self._on_picked(), ["picked", "level"])
        self.ami.param.watch(lambda *_events: self._head(), ["service_range", "level"])
        self.state.param.watch(lambda *_events: self._recolour(), ["theme", "palette"])
        self._head()
        self._on_picked()

    def _wish(self) -> Wish | None:
        ground = ground_of(self)
        return None if ground is None else Wish(ground, self.ami.service_range, self.ami.level)

    # What comes back --------------------------------------------------------------------------------------------

    def _show(self, wish: Wish, answer: Answer) -> None:
        self._answer = wish, answer
        self.figures.show(self._figures())
        shown = self.lists[wish.level]
        shown.show(rows.with_worst(answer.listed, wish.service_range))
        days = answer.days[wish.service_range]
        self.day_chart.show(days["reading_day"].to_pylist(), rows.hours_by_day(days))
        self._show_map(wish, answer)
        self._head()
        self.meter.name_again()
        self._on_picked()
        self._place(shown)

    def _place(self, shown: FindingsTable) -> None:
        """Put what is new into the page last: the browser would be told of changes of models that it does not know."""
        if self._list[0] is not shown:
            self._list[:] = [shown]
        if self._map is not None and not len(self._stage):
            self._stage[:] = [self._map.view]

    def _tell(self, status: Status) -> None:
        tell_all(self._boards, status, self.tab.nothing_yet)
        if self._answer is None:
            return
        self.figures.show(self._figures(), status)
        if status.stage == "ready" and not self._answer[1].listed.num_rows:
            words = f"No {rows.LEVELS[self.ami.level].lower()} outside range {self.ami.service_range}"
            self.table.empty(words, NONE_HINT)
            self.map.empty("Nothing to mark", "Places appear here when a meter leaves the range.")

    def _figures(self) -> Sequence[Any]:
        if self._answer is None:
            return []
        wish, answer = self._answer
        return rows.figures(answer.days["A"], answer.days["B"], answer.meters, wish.service_range)

    def _show_map(self, wish: Wish, answer: Answer) -> None:
        if self._map is None:
            self._map = PointMap(self.tab.maps, wish.ground.utility_id, self.state, self._pick_place)
        self._map.show_utility(wish.ground.utility_id)
        self._map.show(_points(answer.places, wish.service_range))

    def _head(self) -> None:
        ami = self.ami
        levels = segments("level", "Counted by", list(rows.LEVELS.items()), ami.level)
        options = [(name, f"Range {name}") for name in rows.RANGES]
        ranges = segments("range", "Service range of ANSI C84.1", options, ami.service_range)
        self.table.heading.show("Exceptions", self._counted(), ranges, levels)
        self.map.heading.show("Where", "transformers, size by meter-hours")
        self.days.heading.show("By day", f"meter-hours outside {rows.range_words(ami.service_range)}")

    def _counted(self) -> str:
        if self._answer is None:
            return ""
        listed, meters = self._answer[1].listed, self._answer[1].meters
        total = meters if self.ami.level == "meter" else listed.num_rows
        if "exception_transformers" in listed.column_names and listed.num_rows:
            total = listed["exception_transformers"][0].as_py()
        return f"the {listed.num_rows:,} worst of {total:,}" if total > listed.num_rows else ""

    def _recolour(self) -> None:
        self.day_chart.recolour(theme.tokens(self.state.theme, self.state.palette))
        self.meter.recolour()
        if self._map is not None:
            self._map.follow_look()

    # What a person asks for -------------------------------------------------------------------------------------

    def _choose_level(self, level: Any) -> None:
        self.ami.param.update(level=str(level), picked=None)

    def _picker(self, level: str) -> Any:
        def pick(key: Any) -> None:
            if level == "feeder":
                self.ami.param.update(scope="feeder", scope_id=int(key), level="transformer", picked=None)
            else:
                self.ami.picked = None if self.ami.picked == int(key) else int(key)

        return pick

    def _pick_place(self, transformer_id: int) -> None:
        self.ami.param.update(level="transformer", picked=transformer_id)

    def _on_picked(self) -> None:
        """A meter's own voltage takes the place of the bars by day; what is picked is marked on the map."""
        picked, level = self.ami.picked, self.ami.level
        is_meter = picked is not None and level == "meter"
        lower = self.meter.board if is_meter else self.days
        classes = ["fnd", "fnd-voltage", *(["has-meter"] if is_meter else [])]
        if self._room.css_classes != classes:
            self._room.css_classes = classes
        if self._lower_place[0] is not lower:
            self._lower_place[:] = [lower]
        for name, shown in self.lists.items():
            shown.mark(picked if name == level else None)
        if self._map is not None:
            self._map.mark(self._transformer_picked())

    def _transformer_picked(self) -> int | None:
        if self.ami.level == "transformer":
            return None if self.ami.picked is None else int(self.ami.picked)
        row = self.row_of(self.ami.picked)
        return None if row is None else int(row["transformer_id"])

    def row_of(self, meter_id: int | None) -> dict[str, Any] | None:
        """The listed row of a meter, if it is listed."""
        if self._answer is None or meter_id is None or "meter_id" not in self._answer[1].listed.column_names:
            return None
        listed = self._answer[1].listed
        found = listed.filter(pc.equal(listed["meter_id"], meter_id)).to_pylist()
        return found[0] if found else None

    # For export and "Show the SQL" ------------------------------------------------------------------------------

    def _queries(self) -> list[Query]:
        return [] if self._answer is None else list(self._answer[1].queries)

    def _listed(self) -> pa.Table | None:
        return None if self._answer is None else rows.with_worst(self._answer[1].listed, self._answer[0].service_range)

    def _places(self) -> pa.Table | None:
        return None if self._answer is None else self._answer[1].places

    def _days(self) -> pa.Table | None:
        return None if self._answer is None else self._answer[1].days[self._answer[0].service_range]


def _fetch(source: Source, wish: Wish) -> Answer:
    """Runs in a worker."""
    scope = scope_of(source, wish.ground)
    first, end, own = wish.ground.first_day, wish.ground.end_day, wish.service_range
    days = {name: voltage.days_query(scope, first, end, service_range=name) for name in ("A", "B")}  # type: ignore[arg-type]  # mypy takes the names for any text
    places = voltage.transformers_query(scope, first, end, service_range=own, limit=LISTED)
    meters = voltage.meters_query(scope, first, end, service_range=own, limit=LISTED)
    by_level = {
        "meter": meters, "transformer": places,
        "feeder": voltage.feeders_query(scope, first, end, service_range=own),
    }  # fmt: skip
    listed = by_level[wish.level]
    met = source.fetch(meters)
    return Answer(
        listed=source.fetch(listed),
        places=source.fetch(places),
        days={name: source.fetch(query) for name, query in days.items()},
        meters=met["exception_meters"][0].as_py() if met.num_rows else 0,
        queries=(listed, places, *days.values()),
    )


def _points(places: pa.Table, service_range: str) -> Points:
    """Transformers as marks, the area of a mark in proportion to its meter-hours."""
    worst = rows.with_worst(places, service_range)
    minutes = worst["minutes"].to_numpy().astype(float)
    size = LARGEST_PX * np.sqrt(minutes / minutes.max()) if len(minutes) else minutes
    listed = worst.to_pylist()
    return Points(
        keys=worst["transformer_id"].to_numpy().astype(np.int64),
        lon=worst["lon"].to_numpy(),
        lat=worst["lat"].to_numpy(),
        size_px=np.maximum(size, SMALLEST_PX),
        is_high=worst["worst_pct"].to_numpy() > 100.0,
        names=[row["transformer_name"] for row in listed],
        words=rows.point_words(listed),
        worst=[theme.percent(row["worst_pct"], 1) + " of nominal" for row in listed],
    )
