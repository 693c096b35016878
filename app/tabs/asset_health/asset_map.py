"""AssetMap: some assets of the fleet by one quantity on the product's map, as the answer of a view puts them there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.tabs.asset_health.view import AssetView
from app.widgets.map_controls import MapHome
from app.widgets.map_stage import MapStage
from data_sources.assets import AssetRef
from data_sources.fleet import Fleet
from layers.fleet.picture import FleetRenderer
from layers.fleet.places import BLANK, FleetPlaces

PART = (0.5, 0.85)  # of the room that a map alone has: figures and lists stand beside it
CLOSE_UP_M = 1200.0


class AssetMap:
    """The map of a view; a tap picks an asset for all tabs.

    Args:
        view: whose state, maps and workers are used.
        name: class by which a sheet places it.
    """

    def __init__(self, view: AssetView, name: str) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._view, self._places = view, BLANK
        home = MapHome()
        self.stage = MapStage(
            view, view.state, self._renderer, view.tab.maps.workers, tiles_url=view.tab.tiles_url,
            on_tap=lambda asset: view.selection.change(asset=asset), over=[home], css_classes=[name],
            shares_view=True, part=PART,
        )  # fmt: skip
        home.on("reset", lambda _value: self.stage.reset())
        view.watch(lambda: self.stage.mark(view.selection.asset), view.selection, "asset")
        self.stage.mark(view.selection.asset)

    def show(self, fleet: Fleet, quantity: str, mask: NDArray[np.bool_] | None) -> None:
        """Draw some assets, where the map looks now.

        Args:
            fleet: the assets.
            quantity: slug of what colours them.
            mask: which of them, bool (n,); None for all.
        """
        self._places = FleetPlaces(fleet, quantity, mask)
        self.stage.use(self._renderer)

    def go_to(self, fleet: Fleet, row: int) -> None:
        """Look at one asset."""
        if self.stage.grid is not None:
            self.stage.grid.fly_to(float(fleet.lon[row]), float(fleet.lat[row]), CLOSE_UP_M)

    def pick(self, fleet: Fleet | None, asset: AssetRef) -> None:
        """Pick an asset for all tabs, and look at it where the fleet that is known has it."""
        self._view.selection.change(asset=asset)
        if fleet is not None and (row := fleet.row_of(asset)) is not None:
            self.go_to(fleet, row)

    def _renderer(self, utility_id: int) -> FleetRenderer:
        return self._view.tab.maps.fleet(utility_id, self._places)
