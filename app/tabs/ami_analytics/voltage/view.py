"""Voltage: who left the service ranges of ANSI C84.1, by meter, transformer and feeder; for how long, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.charts.bars import Bars, DayBars
from app.follow import Follow, FollowStatus
from app.tabs.ami_analytics.view import AmiView, arranged
from app.tabs.ami_analytics.voltage import rows
from app.tabs.ami_analytics.voltage.fetch import VoltageAnswer, VoltageWish, fetch, points_of
from app.tabs.ami_analytics.voltage.meter import MeterChoice, MeterVoltage
from app.widgets.board import Board, box, pane, segments
from app.widgets.column import Column
from app.widgets.data_table import DataTable, table_of
from app.widgets.figures import Figures
from app.widgets.html import Markup
from app.widgets.point_map import PointMap
from data_sources.analytics.ansi_c84 import SERVICE_RANGES, range_words
from data_sources.query import Query

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


class VoltageView(AmiView):
    """Voltage exceptions."""

    slug = "voltage"
    title = "Voltage exceptions"

    def build(self) -> Any:
        """The view, made once."""
        tokens = self.tokens()
        self._answer: tuple[VoltageWish, VoltageAnswer] | None = None
        self._map: PointMap | None = None
        self.figures = Figures(7, css_classes=["view-figures"])
        self.day_chart = DayBars(
            [Bars("below", "Below", "accent"), Bars("above", "Above", "warning")], "meter-hours", tokens, decimals=2
        )
        self.lists = {
            level: table_of(columns, f"{level}_id", self._picker(level), rows.LEVELS[level].lower())
            for level, columns in COLUMNS.items()
        }
        self._list = box("stacked", self.lists[self.ami.level])
        self._lower, self._stage = box("stacked", pane(self.day_chart.figure)), box("stacked")
        choice = MeterChoice(
            lambda: self.meter_id, lambda: self.scope_meter_id is not None, self._meter_name, self._ranges
        )
        self.meter = MeterVoltage(self, choice)
        table_tools = self.tools(self._listed, "voltage_exceptions", self._queries)
        day_tools = self.tools(self._days, "voltage_exceptions_by_day", self._queries, self.day_chart.figure)
        self.table = Board(self._list, "view-table", table_tools)
        self.map = Board(self._stage, "view-map", self.tools(self._places, "voltage_places", self._queries))
        self.days = Board(self._lower, "view-lower", day_tools)
        self._boards = (self.table, self.map, self.days)
        self._table_place, self._lower_place = (
            box("stacked view-table", self.table),
            box("stacked view-lower", self.days),
        )
        self._room = arranged("view", self.figures, self._table_place, self.map, self._lower_place)
        self._bind()
        return arranged("view-frame", self._room)

    def _bind(self) -> None:
        self.follow = Follow(self, self._wish, fetch, self._show, self._tell)
        self.table.heading.on("level", self._choose_level)
        self.table.heading.on("range", lambda key: setattr(self.ami, "service_range", str(key)))
        for board in self._boards:
            board.veil.on("retry", lambda _value: self.follow.retry())
        self.watch(self._on_picked, self.ami, ["picked", "level"])
        self.watch(self._head, self.ami, ["service_range", "level"])
        self.watch(self._on_scope, self.selection, ["scope", "scope_id"])
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self._head()
        self._on_picked()

    def _wish(self) -> VoltageWish | None:
        ground = self.ground
        return None if ground is None else VoltageWish(ground, self.ami.service_range, self._level())

    def _levels(self) -> list[str]:
        """What exceptions can be counted by: nothing larger than what is chosen."""
        return rows.LEVELS_WITHIN.get(self.selection.scope, list(rows.LEVELS))

    def _level(self) -> str:
        levels = self._levels()
        return self.ami.level if self.ami.level in levels else levels[0]

    @property
    def scope_meter_id(self) -> int | None:
        """The meter chosen above the views, if it is one."""
        return self.selection.scope_id if self.selection.scope == "meter" else None

    @property
    def meter_id(self) -> int | None:
        """The meter whose own voltage is shown: the one chosen above the views, or the one picked in the list."""
        return self.scope_meter_id or (self.ami.picked if self._level() == "meter" else None)

    # What comes back --------------------------------------------------------------------------------------------

    def _show(self, wish: VoltageWish, answer: VoltageAnswer) -> None:
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

    def _place(self, shown: DataTable) -> None:
        """Put what is new into the page last: the browser would be told of changes of models that it does not know."""
        if self._list[0] is not shown:
            self._list[:] = [shown]
        if self._map is not None and not len(self._stage):
            self._stage[:] = [self._map.view]

    def _tell(self, status: FollowStatus) -> None:
        self.figures.tell(status)
        for board in self._boards:
            board.tell(status)
        if self._answer is None:
            return
        self.figures.show(self._figures(), status)
        if status.stage != "ready":
            return
        days = self._answer[1].days[self._answer[0].service_range]
        if not rows.has_hours(days):
            self.days.empty(*rows.no_hours(days, self._answer[0].service_range))
        if not self._answer[1].listed.num_rows:
            words = f"No {rows.LEVELS[self._level()].lower()} outside range {self.ami.service_range}"
            self.table.empty(words, NONE_HINT)
            if self._answer[1].place is None:
                self.map.empty("Nothing to mark", "Places appear here when a meter leaves the range.")

    def _figures(self) -> Sequence[Any]:
        if self._answer is None:
            return []
        wish, answer = self._answer
        is_meter = wish.ground.kind == "meter"
        return rows.figures(answer.days["A"], answer.days["B"], answer.meters, wish.service_range, is_meter=is_meter)

    def _show_map(self, wish: VoltageWish, answer: VoltageAnswer) -> None:
        if self._map is None:
            self._map = PointMap(self, self.tab.maps, wish.ground.utility_id, self.state, self._pick_place)
        self._map.show_utility(wish.ground.utility_id)
        self._map.show(points_of(answer.places, wish.service_range))
        self._map.look_at(None if answer.place is None else (answer.place.lon, answer.place.lat))

    def _head(self) -> None:
        levels = segments("level", "Counted by", [(key, rows.LEVELS[key]) for key in self._levels()], self._level())
        self.table.heading.show("Exceptions", self._counted(), self._ranges(), levels)
        self.map.heading.show("Where", "transformers, size by meter-hours")
        unit = "meter-hours" if self.scope_meter_id is None else "hours"
        self.day_chart.figure.yaxis.axis_label = unit
        self.days.heading.show("By day", f"outside {range_words(self.ami.service_range)}")

    def _ranges(self) -> Markup:
        """The choice of the service range."""
        options = [(name, f"Range {name}") for name in SERVICE_RANGES]
        return segments("range", "Service range of ANSI C84.1", options, self.ami.service_range)

    def _counted(self) -> str:
        if self._answer is None:
            return ""
        listed, meters = self._answer[1].listed, self._answer[1].meters
        total = meters if self._level() == "meter" else listed.num_rows
        if "exception_transformers" in listed.column_names and listed.num_rows:
            total = listed["exception_transformers"][0].as_py()
        return f"the {listed.num_rows:,} worst of {total:,}" if total > listed.num_rows else ""

    def _recolour(self) -> None:
        self.day_chart.recolour(self.tokens())
        self.meter.recolour()

    # What a person asks for -------------------------------------------------------------------------------------

    def _choose_level(self, level: Any) -> None:
        self.ami.param.update(level=str(level), picked=None)

    def _picker(self, level: str) -> Any:
        def pick(key: Any) -> None:
            if level == "feeder":
                self.selection.change(scope="feeder", scope_id=int(key))
                self.ami.level = "transformer"
            else:
                self.ami.picked = None if self.ami.picked == int(key) else int(key)

        return pick

    def _pick_place(self, transformer_id: int) -> None:
        if self.scope_meter_id is None:
            self.ami.param.update(level="transformer", picked=transformer_id)

    def _on_scope(self) -> None:
        self._head()
        self._on_picked()

    def _on_picked(self) -> None:
        """A meter's own voltage takes the place of the bars by day, or of the list where no other meter is chosen."""
        is_alone, is_meter = self.scope_meter_id is not None, self.meter_id is not None
        classes = ["view", "view-voltage", *(["has-meter"] if is_meter and not is_alone else [])]
        if self._room.css_classes != classes:
            self._room.css_classes = classes
        _put(self._table_place, self.meter.board if is_alone else self.table)
        _put(self._lower_place, self.meter.board if is_meter and not is_alone else self.days)
        for name, shown in self.lists.items():
            shown.mark(self.ami.picked if name == self._level() else None)
        if self._map is not None:
            self._map.mark(self._transformer_picked())

    def _transformer_picked(self) -> int | None:
        place = None if self._answer is None else self._answer[1].place
        if self._level() == "transformer" and self.ami.picked is not None:
            return int(self.ami.picked)
        row = self._row_of(self.ami.picked)
        if row is not None and self._level() == "meter":
            return int(row["transformer_id"])
        return None if place is None else place.scope.transformer_id

    def _meter_name(self, meter_id: int) -> str:
        row = self._row_of(meter_id)
        if row is not None:
            return str(row["meter_name"])
        return self.known.scope_name() if self.scope_meter_id is not None else f"Meter {meter_id}"

    def _row_of(self, meter_id: int | None) -> dict[str, Any] | None:
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


def _put(place: Any, board: Board) -> None:
    """Show a board in a place, unless it is there already."""
    if place[0] is not board.view:
        place[:] = [board.view]
