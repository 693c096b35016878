"""The map of the calls: a tap on one opens it; a tap on a meter or a pole is where the next one comes from."""

from __future__ import annotations

from app.desk.linked_map import NETWORK, LinkedMap
from app.tabs.outage_management.calls import rows
from app.tabs.outage_management.calls.book import CallBook
from app.tabs.outage_management.calls.marks import CallMarks, marks_table
from app.tabs.outage_management.view import OutageView
from data_sources.assets import AssetRef


class CallMap(LinkedMap):
    """The map of the view.

    Args:
        view: whose state, maps and workers are used.
        book: the rows.
    """

    def __init__(self, view: OutageView, book: CallBook) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._book = book
        super().__init__(view, [CallMarks()], under=(*NETWORK, "outages"), rooms=["calls"])
        view.watch(self._show, book, "calls")
        view.watch(self._show, view.own, "call_group")
        view.watch(self._go, view.own, "call")
        self._picks(CallMarks.name, "call")
        view.watch(lambda: self.look_at(view.selection.asset), view.selection, "asset")

    def look_at(self, asset: AssetRef | None, place: tuple[float, float] | None = None) -> None:
        """Mark something, and fly to its place where that is given."""
        self.stage.mark(asset)
        if place is not None:
            self.fly_to(*place)

    def _tapped(self, asset: AssetRef | None) -> None:
        if asset is None or asset.kind != "outage":
            super()._tapped(asset)

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
        self._fly_once(row["call_id"], row)
