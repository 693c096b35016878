"""The map of the open orders: a tap on one opens it; a tap on a pole or a transformer is where the next one is made."""

from __future__ import annotations

import pyarrow as pa

from app.desk.live_view import LiveView
from app.tabs.field_operations.orders.marks import OrderMarks, marks_table
from app.widgets.map_controls import MapHome
from app.widgets.map_stage import MapStage
from data_sources.assets import AssetRef
from data_sources.query import Query
from layers.layer import Hit

CLOSE_UP_M = 1500.0  # width of the view when flying to one place
PART = (1.0, 0.5)  # of the room that a map alone has: the table stands above it
SHOWN = frozenset({"feeders", "transformers", "substations", "outages", OrderMarks.name})


class OrderMap:
    """The map of the view.

    Args:
        view: whose state, maps and workers are used.
    """

    def __init__(self, view: LiveView) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._view, self._own = view, view.own
        self._rows: pa.Table | None = None
        tab, home = view.tab, MapHome()
        self.stage = MapStage(
            view, view.state, tab.maps.renderer, tab.maps.workers, tiles_url=tab.tiles_url, marks=(OrderMarks(),),
            shown=SHOWN, on_tap=self._tapped, on_made=lambda _grid: self._show(), over=[home],
            css_classes=["linked-map"], rooms=["field_orders"], shares_view=True, part=PART,
        )  # fmt: skip
        home.on("reset", lambda _value: self.stage.reset())
        view.live(self._query, self._take)
        view.watch(lambda: self._hit(self.stage.picked), self.stage, "picked")
        view.watch(lambda: self.stage.mark(view.selection.asset), view.selection, "asset")

    def fly_to(self, lon: float, lat: float) -> None:
        """Show a place from close by."""
        if self.stage.grid is not None:
            self.stage.grid.fly_to(lon, lat, CLOSE_UP_M)

    def _query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        return None if utility_id is None else Query.of("open_work_orders", utility_id=utility_id)

    def _take(self, rows: pa.Table) -> None:
        self._rows = rows
        self._show()

    def _show(self) -> None:
        if self._rows is not None:
            self.stage.show(OrderMarks.name, marks_table(self._rows.to_pylist()))

    def _tapped(self, asset: AssetRef | None) -> None:
        if asset is None or asset.kind != "outage":
            self._view.selection.change(asset=asset)

    def _hit(self, hit: Hit | None) -> None:
        if hit is not None and hit.layer == OrderMarks.name:
            self._own.order = hit.key
