"""The map beside the table: a tap on an outage picks it, one that is picked is marked with what it leaves dark."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from app.desk.linked_map import LinkedMap
from app.tabs.outage_management.active import rows
from app.tabs.outage_management.active.book import OutageBook
from app.tabs.outage_management.active.device_marks import DeviceMarks, device_table
from app.tabs.outage_management.active.extent import extent_of
from app.tabs.outage_management.active.marks import OutageMarks, StudyMarks, marks_table
from app.tabs.outage_management.active.study_map import NO_STUDY, StudyOnMap
from app.tabs.outage_management.view import OutageView
from data_sources.assets import AssetRef
from data_sources.network.trace import Trace
from data_sources.query import Query
from layers.map import GridMap


class OutageMap(LinkedMap):
    """The map of the view.

    Args:
        view: whose state, maps and workers are used.
        book: the rows.
    """

    def __init__(self, view: OutageView, book: OutageBook) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._book = book
        self._traced: tuple[Any, ...] = ()
        self._previewed: Trace | None = None
        self._studied = self._wanted = NO_STUDY
        self._devices: pa.Table | None = None
        super().__init__(view, [DeviceMarks(), OutageMarks(), StudyMarks()], rooms=["active"])
        view.live(self._devices_query, self._take_devices)
        view.watch(self._show, book, "outages")
        view.watch(self._show, view.own, ["outage_states", "outage_priority"])
        view.watch(self._go, view.own, "outage")
        view.watch(self._mark, view.selection, "asset")

    def preview(self, trace: Trace | None) -> None:
        """Show what a new outage would leave dark; None for what is picked again."""
        self._previewed = trace
        self._traced = ()
        self._go()

    def show_study(self, study: StudyOnMap) -> None:
        """Show a step of a study in place of what the outage leaves dark; NO_STUDY for none."""
        self._wanted = study
        if study is self._studied or self.stage.grid is None:
            return
        is_first, self._studied = self._studied is NO_STUDY, study
        self.stage.show(StudyMarks.name, study.devices)
        self.stage.grid.show_study(study.lines)
        self._traced = ()
        self._go()
        if is_first:  # all of it is shown once, then the map stays where it is
            self.stage.grid.fly_to(*study.middle, study.width_m)

    def _made(self, _grid: GridMap) -> None:
        self._show()
        self._show_devices()
        self.show_study(self._wanted)

    def _devices_query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        return None if utility_id is None else Query.of("map_devices", utility_id=utility_id)

    def _take_devices(self, rows: pa.Table) -> None:
        self._devices = device_table(rows)
        self._show_devices()

    def _show_devices(self) -> None:
        if self._devices is not None:
            self.stage.show(DeviceMarks.name, self._devices)

    def _tapped(self, asset: AssetRef | None) -> None:
        if asset is not None and asset.kind == "outage":
            self._flown = asset.asset_id  # the person is looking at it: the map stays where it is
            self._own.outage = asset.asset_id
        else:
            super()._tapped(asset)

    def _show(self) -> None:
        found, own = self._book.outages, self._own
        if found is None:
            return
        shown = rows.chosen(found, own.outage_states, own.outage_priority)
        self.stage.show(OutageMarks.name, marks_table([row for row in shown if row["lon"] is not None]))
        self._go()

    def _go(self) -> None:
        """Mark what is picked and fly there once; what it leaves dark follows every change of it."""
        outage_id = self._own.outage
        row = self._book.row(outage_id)
        self._mark()
        if row is None or self.stage.grid is None:
            self._put(self._previewed)
            return
        self._fly_once(row["outage_id"], row)
        self._trace(row)

    def _mark(self) -> None:
        outage_id, asset = self._own.outage, self._view.selection.asset
        self.stage.mark(asset if asset is not None or outage_id is None else AssetRef("outage", outage_id))

    def _trace(self, row: dict[str, Any]) -> None:
        utility_id, key = self._view.state.utility_id, (row["outage_id"], row["version"])
        if utility_id is None or key == self._traced:
            return
        self._traced = key
        self._view.work(
            lambda: extent_of(self._view.sources.live, utility_id, row),
            lambda found: self._put(found) if self._own.outage == row["outage_id"] else None, key="extent",
        )  # fmt: skip

    def _put(self, trace: Trace | None) -> None:
        if trace is None:
            self._traced = () if self._book.row(self._own.outage) is None else self._traced
        if self.stage.grid is not None:
            self.stage.grid.show_trace(trace if self._studied is NO_STUDY else None)
