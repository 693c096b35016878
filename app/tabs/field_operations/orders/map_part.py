"""The map of the open orders: a tap on one opens it; a tap on a pole or a transformer is where the next one is made."""

from __future__ import annotations

import pyarrow as pa

from app.desk.linked_map import NETWORK, LinkedMap
from app.desk.live_view import LiveView
from app.tabs.field_operations.orders.marks import OrderMarks, marks_table
from data_sources.assets import AssetRef
from data_sources.query import Query


class OrderMap(LinkedMap):
    """The map of the view.

    Args:
        view: whose state, maps and workers are used.
    """

    def __init__(self, view: LiveView) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._rows: pa.Table | None = None
        super().__init__(view, [OrderMarks()], under=(*NETWORK, "outages"), rooms=["field_orders"])
        view.live(self._query, self._take)
        self._picks(OrderMarks.name, "order")
        view.watch(lambda: self.stage.mark(view.selection.asset), view.selection, "asset")

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
            super()._tapped(asset)
