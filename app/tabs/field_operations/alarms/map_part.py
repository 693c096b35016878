"""The map of the alarms: a tap on one opens it."""

from __future__ import annotations

from typing import Final

from app.desk.live_view import LiveView
from app.tabs.field_operations.alarms import rows
from app.tabs.field_operations.alarms.book import AlarmBook
from app.tabs.field_operations.alarms.marks import AlarmMarks, marks_table
from app.widgets.map_controls import MapHome
from app.widgets.map_stage import MapStage
from data_sources.assets import AssetRef
from layers.layer import Hit

CLOSE_UP_M: Final = 1500.0  # width of the view when flying to one place
PART: Final = (1.0, 0.5)  # of the room that a map alone has: the table stands above it
SHOWN: Final = frozenset({"feeders", "transformers", "substations", AlarmMarks.name})


class AlarmMap:
    """The map of the view.

    Args:
        view: whose state, maps and workers are used.
        book: the alarms.
    """

    def __init__(self, view: LiveView, book: AlarmBook) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._view, self._own, self._book = view, view.own, book
        self._flown: int | None = None
        tab, home = view.tab, MapHome()
        self.stage = MapStage(
            view, view.state, tab.maps.renderer, tab.maps.workers, tiles_url=tab.tiles_url, marks=(AlarmMarks(),),
            shown=SHOWN, on_tap=self._tapped, on_made=lambda _grid: self._show(), over=[home],
            css_classes=["linked-map"], rooms=["alarms"], shares_view=True, part=PART,
        )  # fmt: skip
        home.on("reset", lambda _value: self.stage.reset())
        view.watch(self._show, book, "alarms")
        view.watch(self._show, view.own, ["alarms_shown", "alarms_priority"])
        view.watch(self._go, view.own, "alarm")
        view.watch(lambda: self._hit(self.stage.picked), self.stage, "picked")
        view.watch(lambda: self.stage.mark(view.selection.asset), view.selection, "asset")

    def _tapped(self, asset: AssetRef | None) -> None:
        self._view.selection.change(asset=asset)

    def _hit(self, hit: Hit | None) -> None:
        if hit is not None and hit.layer == AlarmMarks.name:
            self._flown = hit.key  # the person is looking at it: the map stays where it is
            self._own.alarm = hit.key

    def _show(self) -> None:
        found = self._book.alarms
        if found is not None:
            listed = rows.chosen(found, self._own.alarms_shown, self._own.alarms_priority)
            self.stage.show(AlarmMarks.name, marks_table(listed))
            self._go()

    def _go(self) -> None:
        """Mark what the picked alarm is of and fly there once."""
        alarm_id = self._own.alarm
        row = self._book.row(alarm_id)
        if row is None or row["lon"] is None or self.stage.grid is None:
            return
        self.stage.mark(AssetRef(row["asset_kind"], row["asset_id"]))
        if self._flown != alarm_id:
            self._flown = alarm_id
            self.stage.grid.fly_to(row["lon"], row["lat"], CLOSE_UP_M)
