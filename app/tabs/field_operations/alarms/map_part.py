"""The map of the alarms: a tap on one opens it."""

from __future__ import annotations

from app.desk.linked_map import LinkedMap
from app.desk.live_view import LiveView
from app.tabs.field_operations.alarms import rows
from app.tabs.field_operations.alarms.book import AlarmBook
from app.tabs.field_operations.alarms.marks import AlarmMarks, marks_table
from data_sources.assets import AssetRef


class AlarmMap(LinkedMap):
    """The map of the view.

    Args:
        view: whose state, maps and workers are used.
        book: the alarms.
    """

    def __init__(self, view: LiveView, book: AlarmBook) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._book = book
        super().__init__(view, [AlarmMarks()], rooms=["alarms"])
        view.watch(self._show, book, "alarms")
        view.watch(self._show, view.own, ["alarms_shown", "alarms_priority"])
        view.watch(self._go, view.own, "alarm")
        self._picks(AlarmMarks.name, "alarm")
        view.watch(lambda: self.stage.mark(view.selection.asset), view.selection, "asset")

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
        self._fly_once(row["alarm_id"], row)
