"""The map of outages that need a crew, by what comes first; a tap picks an outage, or a place for a damage entry."""

from __future__ import annotations

from app.tabs.outage_management.storm.answer import StormDesk
from app.tabs.outage_management.storm.marks import StormMarks, storm_marks
from app.tabs.outage_management.view import OutageView
from app.widgets.map_controls import MapHome
from app.widgets.map_stage import MapStage
from data_sources.assets import AssetRef
from layers.map import GridMap

PART = (0.58, 0.5)  # of the room that a map alone has: the curve stands above it, one part beside it
SHOWN = frozenset({"feeders", "transformers", "substations", "poles", StormMarks.name})


class StormMap:
    """The map of the view.

    Args:
        view: whose state, maps and workers are used.
        storm: what is shown.
    """

    def __init__(self, view: OutageView, storm: StormDesk) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._view, self._storm = view, storm
        tab, home = view.tab, MapHome()
        self.stage = MapStage(
            view, view.state, tab.maps.renderer, tab.maps.workers, tiles_url=tab.tiles_url, marks=(StormMarks(),),
            shown=SHOWN, on_tap=self._tapped, on_made=self._made, over=[home], css_classes=["storm-map"],
            rooms=["storm"], shares_view=True, part=PART,
        )  # fmt: skip
        home.on("reset", lambda _value: self.stage.reset())
        view.watch(self._show, storm, "picture")
        view.watch(lambda: self.stage.mark(view.selection.asset), view.selection, "asset")

    def _made(self, _grid: GridMap) -> None:
        if self._storm.picture is not None:
            self._show()

    def _tapped(self, asset: AssetRef | None) -> None:
        if asset is not None and asset.kind == "outage":
            self._view.own.param.update(view="active", outage=asset.asset_id)
        else:
            self._view.selection.change(asset=asset)

    def _show(self) -> None:
        picture = self._storm.picture
        self.stage.show(StormMarks.name, storm_marks(() if picture is None else picture.priorities))
