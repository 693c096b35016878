"""PointMap: places that a tab marks over the utility's own feeders, on the same map as the dashboard's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from bokeh.models import ColumnDataSource
from numpy.typing import NDArray

from app.living import Living
from app.maps import Maps
from app.state import AppState
from app.widgets.map_stage import MapStage
from data_sources.assets import AssetRef
from layers.colours.colour import Rgb
from layers.detail import Drawn
from layers.frame import BlockFrame
from layers.layer import Codes, Hit, Layer, Mark
from layers.legend import LegendLine
from layers.map import GridMap
from layers.snapshot import Scene
from layers.style import MapStyle

BASE = ("feeders", "substations")
PART = (0.5, 0.6)  # of the room that a map alone has: lists and bars stand beside it
LEAST_SPAN_DEGREES = 0.02  # about 2 km: a single point is shown with what is around it


class PlacesLayer(Layer):
    """Places whose rows a tab gives. Triangles point to where the value went, so that colour is not all that tells."""

    name, title, key = "places", "Places", "key"
    is_overlay = True
    mark = Mark(marker="marker", opacity=0.75, line_px=1.5)
    tooltip = (("Transformer", "@name"), ("Outside", "@words"), ("Worst", "@worst"))

    def mark_codes(self, frame: BlockFrame, scene: Scene) -> Codes:
        """1 for below, 2 for above the range."""
        return np.where(frame["is_high"], 2, 1).astype(np.uint8)

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """Blue and yellow, as loads normal and high."""
        return {1: style.palette.load[0], 2: style.palette.load[1]}

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """None: the board around the map says what is marked."""
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Places to mark.

    Attributes:
        keys: what a tap tells.
        lon: degrees.
        lat: degrees.
        size_px: diameters.
        is_high: above the range rather than below.
        names: for the tooltip.
        words: likewise.
        worst: likewise.
    """

    keys: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    size_px: NDArray[np.float64]
    is_high: NDArray[np.bool_]
    names: Sequence[str]
    words: Sequence[str]
    worst: Sequence[str]


EMPTY = Points(
    np.zeros(0, np.int64), np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0, np.bool_), (), (), ()
)  # fmt: skip


class PointMap:
    """A map of the session's own with points on it.

    Args:
        host: the view it is part of.
        maps: the renderers of the process.
        utility_id: whose feeders are drawn.
        state: theme and colours.
        on_pick: takes the key of a point tapped.
    """

    def __init__(
        self, host: Living, maps: Maps, utility_id: int, state: AppState, on_pick: Callable[[int], None]
    ) -> None:
        """Shows the whole utility until there are points."""
        self._points = EMPTY
        self._looked_at: tuple[float, float] | None = None
        self.stage = MapStage(
            host, state, lambda utility: maps.with_layers(utility, (), BASE), maps.workers, tiles_url=maps.tiles_url,
            marks=(PlacesLayer(),), css_classes=["point-map"], has_legend=False, part=PART,
        )  # fmt: skip
        self.stage.show_utility(utility_id)
        host.watch(lambda: self._picked(self.stage.picked, on_pick), self.stage, "picked")
        self.view = self.stage.view

    @property
    def map(self) -> GridMap:
        """The map itself."""
        assert self.stage.grid is not None
        return self.stage.grid

    @property
    def source(self) -> ColumnDataSource:
        """The marks as they are drawn."""
        return self.map.marks("places")

    def show_utility(self, utility_id: int) -> None:
        """Draw another utility's feeders."""
        self.stage.show_utility(utility_id)

    def show(self, points: Points) -> None:
        """Mark these; the view moves to them when they are others than before."""
        is_new = not np.array_equal(points.keys, self._points.keys)
        self._points = points
        self.stage.show("places", _table(points))
        if is_new and len(points.keys):
            self.map.fit(_around(points.lon, points.lat))

    def look_at(self, lonlat: tuple[float, float] | None) -> None:
        """Move the view to a place when it is another than before; a person may look elsewhere afterwards."""
        if lonlat is not None and lonlat != self._looked_at:
            self.map.fit(_around(np.array([lonlat[0]]), np.array([lonlat[1]])))
        self._looked_at = lonlat

    def mark(self, transformer_id: int | None) -> None:
        """Mark what is picked, in amber."""
        self.map.select(None if transformer_id is None else AssetRef("transformer", transformer_id))

    def _picked(self, hit: Hit | None, on_pick: Callable[[int], None]) -> None:
        if hit is not None and hit.layer == "places":
            on_pick(hit.key)


def _table(points: Points) -> pa.Table:
    return pa.table(
        {
            "key": points.keys, "lon": points.lon, "lat": points.lat, "size": points.size_px.astype(np.float32),
            "is_high": points.is_high, "name": list(points.names), "words": list(points.words),
            "worst": list(points.worst), "marker": np.where(points.is_high, "triangle", "inverted_triangle"),
        }
    )  # fmt: skip


def _around(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """West, south, east, north with a margin."""
    sides = []
    for values in (lon, lat):
        middle = (values.max() + values.min()) / 2
        half = max((values.max() - values.min()) * 0.6, LEAST_SPAN_DEGREES)
        sides.append((float(middle - half), float(middle + half)))
    (west, east), (south, north) = sides
    return west, south, east, north
