"""PointMap: places of findings over the utility's own feeders, on the same map as the dashboard's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import panel as pn
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    ColumnDataSource,
    GlyphRenderer,
    HoverTool,
    Scatter,
)
from numpy.typing import NDArray

from app import theme
from app.maps import Maps
from app.state import AppState
from data_sources.assets import AssetRef
from layers.map import GridMap
from layers.projection import to_mercator

SHOWN_LAYERS = frozenset({"feeders", "substations"})
TAP_PX = 14.0
LEAST_SPAN_DEGREES = 0.02  # about 2 km: a single point is shown with what is around it


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
        maps: the renderers of the process.
        utility_id: whose feeders are drawn.
        state: theme and colours.
        on_pick: takes the key of a point tapped.
    """

    def __init__(self, maps: Maps, utility_id: int, state: AppState, on_pick: Callable[[int], None]) -> None:
        """Shows the whole utility until there are points."""
        self._maps, self._utility_id, self._state, self._on_pick = maps, utility_id, state, on_pick
        self.map = GridMap(
            maps.renderer(utility_id), workers=maps.workers, theme=state.theme, palette=state.palette,
            tiles_url=maps.tiles_url,
        )  # fmt: skip
        self.map.on_tap = self._tapped
        self._points = EMPTY
        self._looked_at: tuple[float, float] | None = None
        self._place: tuple[float, float] = (0.0, 0.0)
        self.source = ColumnDataSource(_columns(EMPTY))
        self._low, self._high = (self._add(flag) for flag in (False, True))
        self.map.figure.on_event("tap", self._note_place)
        self.view: Any = pn.pane.Bokeh(  # type: ignore[no-untyped-call]  # Panel's pane has no annotations
            self.map.figure, sizing_mode="stretch_both", margin=0, css_classes=["point-map"]
        )
        self.follow_look()

    def _add(self, is_high: bool) -> GlyphRenderer:
        """Triangles point to where the voltage went, so that colour is not all that tells."""
        glyph = Scatter(
            x="x", y="y", size="size_high" if is_high else "size_low",
            marker="triangle" if is_high else "inverted_triangle",
            fill_alpha=0.75, line_width=1.5,
        )  # fmt: skip
        renderer = self.map.figure.add_glyph(self.source, glyph)
        lines = [("Transformer", "@name"), ("Outside", "@words"), ("Worst", "@worst")]
        self.map.figure.add_tools(HoverTool(renderers=[renderer], tooltips=lines, limit=1, show_arrow=False))
        return renderer

    def follow_look(self) -> None:
        """Take the colours of the session's theme."""
        tokens = theme.tokens(self._state.theme, self._state.palette)
        self.map.set_style(layers=SHOWN_LAYERS, theme=self._state.theme, palette=self._state.palette)
        for renderer, colour in ((self._low, tokens.accent), (self._high, tokens.warning)):
            renderer.glyph.update(fill_color=colour, line_color=tokens.background)

    def show_utility(self, utility_id: int) -> None:
        """Draw another utility's feeders."""
        if utility_id != self._utility_id:
            self._utility_id = utility_id
            self.map.show_utility(self._maps.renderer(utility_id))

    def show(self, points: Points) -> None:
        """Mark these; the view moves to them when they are others than before."""
        is_new = not np.array_equal(points.keys, self._points.keys)
        self._points = points
        self.source.data = _columns(points)
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

    def _note_place(self, event: Any) -> None:
        """The nearest point within reach of the finger."""
        view = self.map.viewport
        if view is None or event.x is None or not len(self._points.keys):
            return
        x, y = to_mercator(self._points.lon, self._points.lat)
        distance = np.hypot(x - event.x, y - event.y)
        nearest = int(np.argmin(distance))
        if distance[nearest] <= TAP_PX * view.metres_per_pixel:
            self._on_pick(int(self._points.keys[nearest]))

    def _tapped(self, _asset: AssetRef | None) -> None:
        """What the map itself finds under a tap is of no concern here."""


def _columns(points: Points) -> dict[str, Any]:
    x, y = to_mercator(points.lon, points.lat)
    size = points.size_px
    return {
        "x": x, "y": y,
        "size_low": np.where(points.is_high, 0.0, size), "size_high": np.where(points.is_high, size, 0.0),
        "name": list(points.names), "words": list(points.words), "worst": list(points.worst),
    }  # fmt: skip


def _around(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """West, south, east, north with a margin."""
    sides = []
    for values in (lon, lat):
        middle = (values.max() + values.min()) / 2
        half = max((values.max() - values.min()) * 0.6, LEAST_SPAN_DEGREES)
        sides.append((float(middle - half), float(middle + half)))
    (west, east), (south, north) = sides
    return west, south, east, north
