"""MapStage: a live map in a tab, with what lies over it: legend, notice, coordinates, and whatever the tab adds.

It follows the session's utility, theme and colours, and reads its rows again when they changed, as long as its tab can
be seen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import panel as pn
import param
import pyarrow as pa
from panel.viewable import Viewer

from app import theme
from app.living import Living
from app.state import AppState, MapView
from app.widgets.board import pane
from app.widgets.legend import Legend, has_room
from app.widgets.notice import Notice
from data_sources.assets import AssetRef
from layers.drawing import Workers
from layers.image.renderer import Renderer
from layers.layer import Hit, Layer
from layers.map import GridMap
from layers.projection import to_lonlat
from layers.viewport import WHOLE, Viewport

REFRESH_SECONDS = 0.5  # at most this often, however fast the rows change


class MapStage(Viewer):
    """One map of a session.

    Args:
        host: the tab or view it is part of, and ends with.
        state: utility, theme and colours; and the view, where it is shared.
        renderer_for: the renderer of a utility, None where there is none; asked again when another is chosen.
        workers: where pictures are drawn and rows are read.
        on_tap: takes the asset that a tap means, or None.
        on_made: takes the map when it is made.
        tiles_url: XYZ template of map tiles; None or "off" for the shipped map alone.
        marks: layers whose rows the tab gives (`show`), drawn as marks over all others.
        shown: names of the layers that are on; None for all.
        over: what else lies over the map.
        css_classes: names by which the surrounding room places it.
        rooms: further stylesheets in assets/css, for `over`.
        shares_view: whether it looks where the session's other maps look.
        has_legend: whether it has the common legend.
        part: share of the width and height that a map alone would have; its marks grow on a wall as those of that one.

    Attributes:
        grid: the map; None before a utility is known.
    """

    picked = param.ClassSelector(
        class_=Hit, default=None, allow_None=True, doc="The row that was tapped last; None for none. Writer: the map."
    )

    def __init__(
        self,
        host: Living,
        state: AppState,
        renderer_for: Callable[[int], Renderer | None],
        workers: Workers,
        *,
        on_tap: Callable[[AssetRef | None], None] | None = None,
        on_made: Callable[[GridMap], None] | None = None,
        tiles_url: str | None = None,
        marks: Sequence[Layer] = (),
        shown: frozenset[str] | None = None,
        over: Sequence[Any] = (),
        css_classes: Sequence[str] = (),
        rooms: Sequence[str] = (),
        shares_view: bool = False,
        has_legend: bool = True,
        part: tuple[float, float] = WHOLE,
    ) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        super().__init__()
        self.grid: GridMap | None = None
        self._host, self._on_tap, self._on_made = host, on_tap, on_made
        self._state, self._renderer_for, self._workers = state, renderer_for, workers
        self._tiles_url, self._marks, self._shown = tiles_url, tuple(marks), shown
        self._shares_view, self._part = shares_view, part
        self._renderer: Renderer | None = None
        self._asked: tuple[object, ...] = ()
        self._next_look = 0.0
        self._trouble = self._words = ""
        self._marked: AssetRef | None = None
        self._told: MapView | None = None  # where it last said that it looks
        self.legend = Legend(css_classes=["map-legend"], is_folded=None)  # what unfolds is not folded under a hand
        self.notice = Notice(css_classes=["map-notice"])
        self.coordinates = Notice(css_classes=["map-coordinates"])
        parts = [*over, *([self.legend] if has_legend else []), self.notice, self.coordinates]
        sheets = [theme.stylesheet(room) for room in ("base", "map", *rooms)]
        self.view = pn.Column(
            *parts, css_classes=["map-stage", *css_classes], stylesheets=sheets, sizing_mode="stretch_both", margin=0
        )
        host.watch(lambda: self.show_utility(state.utility_id), state, "utility_id")
        host.watch(self._recolour, state, ["theme", "palette"])
        host.each_look(self._look)
        if shares_view:
            host.watch(self._follow_view, state, "viewport")
            host.watch(self._follow_view, host, "is_shown")
        self.show_utility(state.utility_id)

    def __panel__(self) -> pn.Column:
        """What Panel puts into the page."""
        return self.view

    # Which rows ----------------------------------------------------------------------------------------------------

    def show_utility(self, utility_id: int | None) -> None:
        """Show a utility, all of it; nothing happens while it is not known, or where it is shown already."""
        if utility_id is None:
            return
        renderer = self._renderer_for(utility_id)
        if renderer is None or renderer is self._renderer:
            return
        self._renderer, self._asked = renderer, ()
        if self.grid is None:
            self._make(renderer)
        else:
            self.grid.show_utility(renderer)

    def use(self, renderer_for: Callable[[int], Renderer | None]) -> None:
        """Draw other rows of the same layers (of another time, say), where the map looks now."""
        self._renderer_for = renderer_for
        utility_id = self._state.utility_id
        renderer = renderer_for(utility_id) if utility_id is not None else None
        if renderer is not None and self.grid is not None:
            self._renderer, self._asked = renderer, ()
            self.grid.use(renderer)

    def show(self, name: str, rows: pa.Table) -> None:
        """Give the rows of one of `marks`: `lon`, `lat` and what the layer tells."""
        if self.grid is not None:
            self.grid.show_rows(name, rows)

    def _look(self) -> None:
        """Draw again when the rows changed; no I/O here."""
        now = time.monotonic()
        if self.grid is None or self._renderer is None or now < self._next_look:
            return
        frames = self._renderer.frames
        state = (frames, frames.current.version)
        if frames.is_stale() or state != self._asked:
            self._asked, self._next_look = state, now + REFRESH_SECONDS
            self.grid.refresh()

    def mark(self, asset: AssetRef | None) -> None:
        """Mark an asset in amber; None marks nothing."""
        self._marked = asset
        if self.grid is not None:
            self.grid.select(asset)

    def reset(self) -> None:
        """Look at the whole utility."""
        if self.grid is not None:
            self.grid.reset()

    # What it says --------------------------------------------------------------------------------------------------

    def say(self, *, trouble: str | None = None, words: str | None = None) -> None:
        """What stands over the map: what is wrong, else something to know; None leaves what there is."""
        self._trouble = self._trouble if trouble is None else trouble
        self._words = self._words if words is None else words
        wrong = self._trouble or (self.grid.trouble if self.grid is not None else "")
        self.notice.say(wrong or self._words, "bad" if wrong else "")

    # The map -------------------------------------------------------------------------------------------------------

    def _make(self, renderer: Renderer) -> None:
        state = self._state
        made = GridMap(
            renderer, workers=self._workers, theme=state.theme, palette=state.palette, tiles_url=self._tiles_url,
            marks=self._marks, part=self._part,
        )  # fmt: skip
        if self._shown is not None:
            made.set_style(layers=self._shown)
        if self._shares_view and state.viewport is not None:
            made.fly_to(state.viewport.lon, state.viewport.lat, state.viewport.width_m)
        made.on_hit, made.on_viewport = self._hit, self._moved
        self._host.watch(lambda: self.legend.param.update(lines=made.legend), made, "legend")
        self._host.watch(lambda: self.coordinates.say(made.coordinates, "plain"), made, "coordinates")
        self._host.watch(self.say, made, "trouble")
        self.legend.lines = made.legend
        made.select(self._marked)
        self.grid = made
        self.view.insert(0, pane(made.figure, name="map-figure"))
        if self._on_made is not None:
            self._on_made(made)

    def _hit(self, hit: Hit | None) -> None:
        self.picked = hit
        if self._on_tap is not None:
            self._on_tap(hit.asset if hit is not None else None)

    def _moved(self, viewport: Viewport) -> None:
        if self._renderer is not None:
            size = (viewport.width, viewport.height)
            self.legend.is_folded = not has_room(self._renderer.frames.current.extent, size)
        if self._shares_view:
            lon, lat = to_lonlat(*viewport.centre)
            width_m = viewport.ground_metres_per_pixel * viewport.width
            self._told = MapView(round(float(lon), 6), round(float(lat), 6), round(float(width_m), 1))
            self._state.viewport = self._told

    def _follow_view(self) -> None:
        """Look where another map of the session went, or an address says; what is not seen follows when it is."""
        view = self._state.viewport
        if self.grid is None or view == self._told or not self._host.is_shown:
            return
        if view is None:
            self.grid.reset()
        else:
            self.grid.fly_to(view.lon, view.lat, view.width_m)

    def _recolour(self) -> None:
        if self.grid is not None:
            self.grid.set_style(theme=self._state.theme, palette=self._state.palette)
