"""LinkedMap: the map of a linked view: marks of what is listed, taps on them, and one flight to what is picked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from app.desk.live_view import LiveView
from app.widgets.map_controls import MapHome
from app.widgets.map_stage import MapStage
from data_sources.assets import AssetRef
from layers.layer import Layer
from layers.map import GridMap

CLOSE_UP_M: Final = 1500.0  # width of the view when flying to one place
UNDER_TABLE: Final = (1.0, 0.5)  # of the room that a map alone has: the table stands above it
NETWORK: Final = ("feeders", "transformers", "substations")


class LinkedMap:
    """The map of a view; a subclass shows its rows.

    Args:
        view: whose state, maps and workers are used.
        marks: layers whose rows the view gives.
        under: names of the layers that are shown under them.
        rooms: further stylesheets in assets/css.
        part: share of the width and height that a map alone would have.
        look: class by which a sheet places it.
        close_up_m: width of the view when flying to one place, m.
    """

    def __init__(
        self, view: LiveView, marks: Sequence[Layer], *, under: Collection[str] = NETWORK, rooms: Sequence[str] = (),
        part: tuple[float, float] = UNDER_TABLE, look: str = "linked-map", close_up_m: float = CLOSE_UP_M,
    ) -> None:  # fmt: skip
        """Puts the map in at once where the utility is known; else when it is."""
        self._view, self._own, self._close_up_m = view, view.own, close_up_m
        self._flown: int | None = None
        tab, home = view.tab, MapHome()
        self.stage = MapStage(
            view, view.state, tab.maps.renderer, tab.maps.workers, tiles_url=tab.tiles_url, marks=marks,
            shown=frozenset({*under, *(one.name for one in marks)}), on_tap=self._tapped, on_made=self._made,
            over=[home], css_classes=[look], rooms=rooms, shares_view=True, part=part,
        )  # fmt: skip
        home.on("reset", lambda _value: self.stage.reset())

    def fly_to(self, lon: float, lat: float) -> None:
        """Show a place from close by."""
        if self.stage.grid is not None:
            self.stage.grid.fly_to(lon, lat, self._close_up_m)

    def _show(self) -> None:
        """Show the rows, where there are any yet."""
        raise NotImplementedError

    def _made(self, _grid: GridMap) -> None:
        self._show()

    def _tapped(self, asset: AssetRef | None) -> None:
        self._view.selection.change(asset=asset)

    def _picks(self, layer: str, param: str) -> None:
        """A tap on a mark of that layer is kept in a parameter of the view."""

        def pick() -> None:
            hit = self.stage.picked
            if hit is not None and hit.layer == layer:
                self._flown = hit.key  # the person is looking at it: the map stays where it is
                self._own.param.update(**{param: hit.key})

        self._view.watch(pick, self.stage, "picked")

    def _fly_once(self, key: int, row: Mapping[str, Any]) -> None:
        """Fly to what is picked, not again while it stays so."""
        if self._flown != key:
            self._flown = key
            self.fly_to(row["lon"], row["lat"])
