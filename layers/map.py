"""GridMap: one session's map. Pan or zoom sets the viewport; a worker draws it; the session's loop shows the picture.

A newer viewport drops an older one that waits. Only the session's own document is touched, and only from its own loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import param
import pyarrow as pa
from bokeh.events import RangesUpdate, Tap
from bokeh.models import ColumnDataSource
from bokeh.plotting import figure

from data_sources.assets import AssetRef
from data_sources.network.trace import Trace
from layers.colours.palette import Theme, Vision
from layers.detail import Detail, Drawn
from layers.drawing import Drawing, Wish, Workers, on_loop
from layers.figure.basemap import tiles_answer
from layers.figure.overlays import Overlays
from layers.figure.pointer import read_pointer
from layers.figure.spare import SPARE_FIGURES
from layers.frame import BlockFrame
from layers.image.composite import legend_lines
from layers.image.mosaic import Mosaic
from layers.image.renderer import Renderer
from layers.layer import Hit, Layer, Place
from layers.locate import lines_of
from layers.nearest import nearest
from layers.projection import ground_scale, to_mercator
from layers.readings.cells import ReadingStats
from layers.snapshot import Scene, Snapshot
from layers.style import ColourBy, MapFilters, MapStyle, Reading
from layers.viewport import WHOLE, Bbox, Viewport, around

MIN_METRES_PER_PIXEL, MAX_METRES_PER_PIXEL = 0.02, 5000.0


class GridMap(param.Parameterized):
    """The map of one session.

    Args:
        renderer: draws the utility; shared by all sessions.
        theme: dark or light.
        palette: the colours, "standard" or "colour_blind".
        workers: where pictures are drawn; shared by all sessions.
        tiles_url: XYZ template of map tiles; None or "off" for the shipped map alone.
        marks: layers of this session, over all others, whose rows are given (`show_rows`).
        home: what to show first, degrees (west, south, east, north); the whole utility where None.
        part: share of the width and height that a map alone would have in its window, which tells a wall.
    """

    viewport = param.ClassSelector(class_=Viewport, default=None, allow_None=True, doc="What is seen. Writer: the map.")
    legend = param.ClassSelector(class_=tuple, default=(), doc="LegendLines of what is drawn. Writer: the map.")
    coordinates = param.String(default="", doc="Latitude and longitude under the pointer. Writer: the map.")
    readings = param.ClassSelector(
        class_=ReadingStats, default=None, allow_None=True, doc="What the readings in view come to. Writer: the map."
    )
    reading = param.ClassSelector(
        class_=Reading, default=None, allow_None=True, doc="The readings on the picture that is shown. Writer: the map."
    )
    step = param.Integer(default=0, doc="The step of a film on the picture that is shown. Writer: the map.")
    trouble = param.String(default="", doc="Why what is shown is older than it should be, a sentence. Writer: the map.")
    is_drawing = param.Boolean(default=False, doc="A newer picture is on its way. Writer: the map.")

    def __init__(
        self,
        renderer: Renderer,
        *,
        workers: Workers,
        theme: Theme = "dark",
        palette: Vision = "standard",
        tiles_url: str | None = None,
        marks: Sequence[Layer] = (),
        home: Bbox | None = None,
        part: tuple[float, float] = WHOLE,
    ) -> None:
        """Draws nothing before the browser has told the map's size."""
        super().__init__()
        self._renderer = renderer
        self._workers = workers
        self._home, self._part = home, part
        self.style = MapStyle(theme=theme, vision=palette)
        self.filters = MapFilters()
        self.on_tap: Callable[[AssetRef | None], None] | None = None
        self.on_hit: Callable[[Hit | None], None] | None = None
        self.on_viewport: Callable[[Viewport], None] | None = None
        self._mosaic: Mosaic | None = None
        self._surrounded: object = None  # the view around which all is drawn
        self._first: Viewport | None = None  # the view chosen for want of another; it follows the window's size
        self._must_fit = False  # the rows were not read when the first view was chosen, and nobody looked elsewhere
        self._version_shown: object = None
        self._rows_shown = -1
        self._size: tuple[int, int] = (0, 0)
        self._rows_trouble = self._picture_trouble = ""
        self._drawing = Drawing(workers, self._show)
        self._marks = tuple(marks)
        self._tables: dict[str, pa.Table] = {}
        self._own: dict[str, BlockFrame] = {}
        self._plot = SPARE_FIGURES.take(self.layers, self.style, tiles_url)
        self._overlays = Overlays(self._plot, self.layers)
        self._listen()
        self._overlays.redraw(self._scene, None)
        self.legend = legend_lines(self._scene, layers=self.layers)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All that may be drawn, from the topmost to the lowest."""
        return (*self._marks, *self._renderer.layers)

    def marks(self, name: str) -> ColumnDataSource:
        """The marks of a layer as they are drawn now."""
        return self._plot.marks[name]

    @property
    def image(self) -> ColumnDataSource:
        """The pieces of the image as they are drawn now."""
        return self._plot.laid.image

    @property
    def selected(self) -> AssetRef | None:
        """The asset that is marked."""
        return self._overlays.selected

    @property
    def figure(self) -> figure:
        """The Bokeh figure, to be placed on the page once."""
        return self._plot.figure

    # What a person does -----------------------------------------------------------------------------------------

    def _listen(self) -> None:
        plot = self._plot.figure
        plot.on_event(RangesUpdate, self._ranges_changed)
        plot.on_event(Tap, self._tapped)
        read_pointer(plot, lambda place: self.param.update(coordinates=place))
        plot.on_change("inner_width", self._size_changed)
        plot.on_change("inner_height", self._size_changed)

    def _size_changed(self, attr: str, _old: int | None, new: int | None) -> None:
        """Bokeh tells width and height one after the other; wait until there are both."""
        width, height = self._size
        self._size = (int(new or 0), height) if attr == "inner_width" else (width, int(new or 0))
        if min(self._size) < 2:
            return
        width, height = (int(px / share) for px, share in zip(self._size, self._part, strict=True))
        self._plot.scale_to((width, height))
        if self.viewport is None:
            self._probe_tiles()
            self._go_first()
            if self._snapshot.version == 0:
                self.refresh()
        elif self.viewport == self._first:
            self._go_first()
        else:
            self._go(self.viewport.resized(*self._size))

    def _ranges_changed(self, event: Any) -> None:
        edges = (event.x0, event.y0, event.x1, event.y1)
        if min(self._size) < 2 or None in edges:
            return
        seen = Viewport(*edges, *self._size)
        scale = min(max(seen.metres_per_pixel, MIN_METRES_PER_PIXEL), MAX_METRES_PER_PIXEL)
        square = Viewport.around(*seen.centre, scale, *self._size)
        if abs(square.y1 - seen.y1) > 0.75 * scale or abs(square.x1 - seen.x1) > 0.75 * scale:
            self._go(square)  # zoomed too far, or the pixels are no longer square
        else:
            self._see(seen)

    def _tapped(self, event: Any) -> None:
        """Tell what was hit: as an asset of the network, and as a row of a layer."""
        if self.viewport is None or self._mosaic is None or event.x is None or event.y is None:
            return
        place = (float(event.x), float(event.y), self.viewport.metres_per_pixel)
        hit = nearest(self._scene, self.layers, self._detail(self._mosaic.detail), *place)
        if self.on_hit is not None:
            self.on_hit(hit)
        if self.on_tap is not None:
            self.on_tap(hit.asset if hit else None)

    # What the page asks for -------------------------------------------------------------------------------------

    def set_style(
        self,
        *,
        layers: frozenset[str] | None = None,
        colour_by: ColourBy | None = None,
        filters: MapFilters | None = None,
        theme: Theme | None = None,
        palette: Vision | None = None,
        reading: Reading | None = None,
        step: int | None = None,
    ) -> None:
        """Change what is drawn and how; what is None stays."""
        old = self.style
        self.style = MapStyle(
            layers=old.layers if layers is None else layers,
            colour_by=colour_by or old.colour_by,
            theme=theme or old.theme,
            vision=palette or old.vision,
            reading=reading or old.reading,
            step=old.step if step is None else step,
        )
        self.filters = self.filters if filters is None else filters
        if (self.style.theme, self.style.vision) != (old.theme, old.vision):
            self._plot.recolour(self.style)
            self._probe_tiles()
        if self.style.layers != old.layers:
            self._overlays.redraw(self._scene, self.viewport)
        self._request()

    def prepare(self, *readings: Reading) -> None:
        """Draw other readings of the present view ahead, so that they are there when they are asked for."""
        renderer, viewport, style, filters = self._renderer, self.viewport, self.style, self.filters
        if viewport is not None:
            for reading in readings:
                self._workers.drawing.submit(renderer.picture, viewport, replace(style, reading=reading), filters)

    def show_utility(self, renderer: Renderer) -> None:
        """Show another utility, all of it; its renderer has layers of the same names."""
        self._take(renderer)
        self.select(None)
        self.show_trace(None)
        self.show_study({})
        self._overlays.redraw(self._scene, None)
        self.reset()
        self.refresh()

    def use(self, renderer: Renderer) -> None:
        """Draw other rows of layers of the same names, where the map looks now."""
        self._take(renderer)
        self.refresh()

    def _take(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._overlays.layers = self.layers  # what a layer holds itself goes with its renderer
        self._version_shown, self._rows_shown = None, -1

    def show_rows(self, name: str, table: pa.Table) -> None:
        """Give the rows of one of the session's own layers.

        Args:
            name: of the layer, one of `marks`.
            table: `lon`, `lat` and what the layer tells.
        """
        self._tables[name] = table
        self._own.pop(name, None)
        self._overlays.redraw(self._scene, self.viewport)

    def refresh(self) -> None:
        """The rows may have changed: read them in a worker and draw again if they did."""
        self._drawing.read(self._renderer, self._plot.figure.document, self._rows_read)

    def select(self, asset: AssetRef | None) -> None:
        """Mark an asset in amber; None marks nothing."""
        self._overlays.select(self._scene, asset)

    def show_trace(self, trace: Trace | None) -> None:
        """Mark what a trace found in cyan; None marks nothing."""
        self._overlays.show_trace(self._scene, trace)

    def show_study(self, study: Mapping[int, Sequence[int]]) -> None:
        """Draw what a switching state says of segments: their ids by its codes; nothing for none."""
        self._overlays.show_study(self._scene, study)

    def fly_to(self, lon: float, lat: float, width_m: float = 1500.0) -> None:
        """Look at a place (degrees), so that the map is `width_m` metres on the ground wide."""
        x, y = (float(v) for v in to_mercator(lon, lat))
        if min(self._size) < 2:
            half = width_m / 2 * ground_scale(y)
            self._home = Viewport(x - half, y - 1, x + half, y + 1, 1, 1).bbox  # flat: the width alone decides
            return
        self._go(Viewport.around(x, y, width_m * ground_scale(y) / self._size[0], *self._size))

    def fit(self, bbox: Bbox) -> None:
        """Look at a box of degrees: west, south, east, north."""
        if min(self._size) < 2:
            self._home = bbox
        else:
            self._go(Viewport.from_lonlat(bbox, *self._size))

    @property
    def has_rows(self) -> bool:
        """Whether the rows of the utility are here."""
        return not self._snapshot.is_empty

    def zoom_to_selection(self) -> None:
        """Look at what is selected."""
        self._zoom_to(self._overlays.place_of(self._scene, self.selected))

    def zoom_to_lines(self, part: AssetRef) -> None:
        """Look at all lines of a feeder, or of the feeders of a substation; where there are none, it stays."""
        self._zoom_to(lines_of(self._snapshot, part, self.layers))

    def _zoom_to(self, place: Place) -> None:
        if place.extent is None:
            return
        if min(self._size) < 2:
            self._home = around(place.extent, (1, 1), min_metres=150.0).bbox
        else:
            self._go(around(place.extent, self._size, min_metres=150.0))

    def zoom(self, factor: float) -> None:
        """Come nearer (factor above 1) or go back, around the middle."""
        if self.viewport is not None:
            self._go(self.viewport.zoomed(factor))

    def reset(self) -> None:
        """Look at the whole utility."""
        self._home = None
        if min(self._size) >= 2:
            self._go_first()

    # How a picture comes about ----------------------------------------------------------------------------------

    @property
    def _snapshot(self) -> Snapshot:
        return self._renderer.frames.current

    @property
    def _scene(self) -> Scene:
        return Scene(self._with_own(self._snapshot), self.style, self.filters)

    def _with_own(self, snapshot: Snapshot) -> Snapshot:
        """The rows of all sessions and those of this one, in the same frame of reference."""
        for layer in self._marks:
            frame, table = self._own.get(layer.name), self._tables.get(layer.name)
            if table is not None and (frame is None or frame.origin != snapshot.origin):
                self._own[layer.name] = layer.frame(table, snapshot)
        return replace(snapshot, frames={**snapshot.frames, **self._own}) if self._own else snapshot

    def _detail(self, detail: Detail) -> Detail:
        """How all layers are drawn: those of the session are marks."""
        return replace(detail, drawn={**detail.drawn, **{layer.name: Drawn.MARKS for layer in self._marks}})

    def _first_viewport(self) -> Viewport:
        if self._home is not None:
            return Viewport.from_lonlat(self._home, *self._size)
        return around(self._snapshot.extent, self._size)

    def _go_first(self) -> None:
        self._first = self._first_viewport()
        self._must_fit = self._home is None and self._snapshot.version == 0
        self._go(self._first)

    def _go(self, viewport: Viewport) -> None:
        """Look somewhere by program: move the ranges, then see."""
        plot = self._plot.figure
        plot.x_range.update(start=viewport.x0, end=viewport.x1)
        plot.y_range.update(start=viewport.y0, end=viewport.y1)
        self._see(viewport)

    def _see(self, viewport: Viewport) -> None:
        self._plot.moved(viewport)
        self._overlays.label(self._scene, viewport)
        self.viewport = viewport
        self._request()
        if self.on_viewport is not None:
            self.on_viewport(viewport)

    def _request(self) -> None:
        if self.viewport is not None:
            self.is_drawing = True
            sheet = self._mosaic.sheet if self._mosaic is not None else None
            wish = Wish(self._renderer, self.viewport, self.style, self.filters, sheet)
            self._drawing.ask(wish, self._plot.figure.document)

    def _rows_read(self, trouble: str) -> None:
        """Rows were read, or could not be: say so, and draw again what they change."""
        self._rows_trouble = trouble or self._renderer.frames.trouble
        self._tell_trouble()
        if self._snapshot.version != self._rows_shown:
            self._rows_shown = self._snapshot.version
            self._show_rows()
        if self._renderer.version_of(self._snapshot, self.style) != self._version_shown:
            self._request()

    def _tell_trouble(self) -> None:
        self.trouble = self._rows_trouble or self._picture_trouble

    def _show(self, wish: Wish, mosaic: Mosaic | str) -> None:
        """On the session's loop: show a picture and what goes with it, in as few messages as can be."""
        if self._drawing.is_newest(wish):
            self.is_drawing = False
        if wish.renderer is not self._renderer:
            return
        self._picture_trouble = mosaic if isinstance(mosaic, str) else ""
        self._tell_trouble()
        if isinstance(mosaic, str):
            return
        document = self._plot.figure.document
        if document is not None:
            document.hold("combine")
        try:
            self._plot.laid.show(mosaic)
            self._mosaic = mosaic
            self._version_shown = mosaic.version
        finally:
            if document is not None:
                document.unhold()
        self.legend = legend_lines(self._scene, self._detail(mosaic.detail), self.layers)
        self.param.update(readings=mosaic.figures, reading=wish.style.reading, step=wish.style.step)
        self._look_around(wish, mosaic)

    def _look_around(self, wish: Wish, mosaic: Mosaic) -> None:
        """Have what lies around a new view drawn too; rows that change are drawn anew in the view alone."""
        if mosaic.has_surroundings:
            self._surrounded = (mosaic.viewport, mosaic.sheet)
        elif self._surrounded != (mosaic.viewport, mosaic.sheet):
            self._drawing.ask_around(wish, mosaic, self._plot.figure.document)

    def _show_rows(self) -> None:
        """New rows: what is drawn outside the image follows; the first rows are looked at as a whole."""
        self._overlays.redraw(self._scene, self.viewport)
        if self._must_fit and self._snapshot.version > 0:
            self._must_fit = False
            if self.viewport == self._first:
                self.reset()

    def _probe_tiles(self) -> None:
        """Ask in a worker whether tiles answer; lay them under the network if they do."""
        url, document = self._plot.basemap.tiles_url, self._plot.figure.document
        if url is None or document is None:
            return

        def probe() -> None:
            if tiles_answer(url, self._workers.probe_seconds):
                on_loop(document, self._show_tiles)

        self._workers.probes.submit(probe)

    def _show_tiles(self) -> None:
        self._plot.basemap.show_tiles(self.style.theme)
        self._plot.recolour(self.style)
