"""The map of outages that need a crew, by what comes first; a tap picks an outage, or a place for a damage entry."""

from __future__ import annotations

from app.desk.linked_map import NETWORK, LinkedMap
from app.tabs.outage_management.storm.answer import StormDesk
from app.tabs.outage_management.storm.marks import StormMarks, storm_marks
from app.tabs.outage_management.view import OutageView
from data_sources.assets import AssetRef
from layers.map import GridMap

PART = (0.58, 0.5)  # of the room that a map alone has: the curve stands above it, one part beside it


class StormMap(LinkedMap):
    """The map of the view.

    Args:
        view: whose state, maps and workers are used.
        storm: what is shown.
    """

    def __init__(self, view: OutageView, storm: StormDesk) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._storm = storm
        super().__init__(view, [StormMarks()], under=(*NETWORK, "poles"), rooms=["storm"], part=PART, look="storm-map")
        view.watch(self._show, storm, "picture")
        view.watch(lambda: self.stage.mark(view.selection.asset), view.selection, "asset")

    def _made(self, _grid: GridMap) -> None:
        if self._storm.picture is not None:
            self._show()

    def _tapped(self, asset: AssetRef | None) -> None:
        if asset is not None and asset.kind == "outage":
            self._view.own.param.update(view="active", outage=asset.asset_id)
        else:
            super()._tapped(asset)

    def _show(self) -> None:
        picture = self._storm.picture
        self.stage.show(StormMarks.name, storm_marks(() if picture is None else picture.priorities))
