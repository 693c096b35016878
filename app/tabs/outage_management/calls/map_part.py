"""The map of the calls: a tap on one opens it; a tap on a meter or a pole is where the next one comes from."""

from __future__ import annotations

from app.tabs.outage_management.calls import rows
from app.tabs.outage_management.calls.book import CallBook
from app.tabs.outage_management.calls.marks import CallMarks, marks_table
from app.tabs.outage_management.view import OutageView
from app.widgets.map_controls import MapHome
from app.widgets.map_stage import MapStage
from data_sources.assets import AssetRef
from layers.layer import Hit

CLOSE_UP_M = 1500.0  # width of the view when flying to one place
PART = (1.0, 0.5)  # of the room that a map alone has: the table stands above it
SHOWN = frozenset({"feeders", "transformers", "substations", "outages", CallMarks.name})


class CallMap:
    """The map of the view.

    Args:
        view: whose state, maps and workers are used.
        book: the rows.
    """

    def __init__(self, view: OutageView, book: CallBook) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._view, self._own, self._book = view, view.own, book
        self._flown: int | None = None
        tab, home = view.tab, MapHome()
        self.stage = MapStage(
            view, view.state, tab.maps.renderer, tab.maps.workers, tiles_url=tab.tiles_url, marks=(CallMarks(),),
            shown=SHOWN, on_tap=self._tapped, on_made=lambda _grid: self._show(), over=[home],
            css_classes=["linked-map"], rooms=["calls"], shares_view=True, part=PART,
        )  # fmt: skip
        home.on("reset", lambda _value: self.stage.reset())
        view.watch(self._show, book, "calls")
        view.watch(self._show, view.own, "call_group")
        view.watch(self._go, view.own, "call")
        view.watch(lambda: self._hit(self.stage.picked), self.stage, "picked")
        view.watch(lambda: self.look_at(view.selection.asset), view.selection, "asset")

    def look_at(self, asset: AssetRef | None, place: tuple[float, float] | None = None) -> None:
        """Mark something, and fly to its place where that is given."""
        self.stage.mark(asset)
        if place is not None and self.stage.grid is not None:
            self.stage.grid.fly_to(*place, CLOSE_UP_M)

    def _tapped(self, asset: AssetRef | None) -> None:
        if asset is None or asset.kind != "outage":
            self._view.selection.change(asset=asset)

    def _hit(self, hit: Hit | None) -> None:
        if hit is not None and hit.layer == CallMarks.name:
            self._flown = hit.key  # the person is looking at it: the map stays where it is
            self._own.call = hit.key

    def _show(self) -> None:
        found = self._book.calls
        if found is not None:
            self.stage.show(CallMarks.name, marks_table(rows.chosen(found, self._own.call_group)))
            self._go()

    def _go(self) -> None:
        """Mark where the picked call comes from and fly there once."""
        call_id = self._own.call
        row = self._book.row(call_id)
        if row is None or self.stage.grid is None:
            return
        self.stage.mark(None if row["meter_id"] is None else AssetRef("meter", row["meter_id"]))
        if self._flown != call_id:
            self._flown = call_id
            self.stage.grid.fly_to(row["lon"], row["lat"], CLOSE_UP_M)
