"""The picture of a map of readings: feeders faint, meters by what they read; the rest as on any map.

What does not change with time is kept: lines by view, the places of a day's meters in a frame by day. So a frame of a
film is a gather, an aggregate and an encoding.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_sources.history.cube import gather_power, warm_cube
from data_sources.history.map_days import MapDay, MapDays
from layers.aggregates import blank
from layers.built_in.feeders import Feeders
from layers.built_in.points import LEVEL_ALPHA
from layers.built_in.substations import Substations
from layers.colours.colour import mixed
from layers.colours.palette import Theme, Vision, palette
from layers.detail import MARK_METRES_PER_PIXEL, MAX_MARKS, Detail, Drawn
from layers.frame import Array, BlockFrame
from layers.image.composite import Painting, Picture, StepClock
from layers.image.mosaic import Mosaic, Piece, cut_around, with_surroundings
from layers.image.pictures import Pictures
from layers.image.png import encode
from layers.image.renderer import Renderer
from layers.kernels import LEVELS
from layers.layer import Columns, Layer
from layers.map_frames import Frames
from layers.readings.bands import SCALES, no_read_colour, reading_colours
from layers.readings.cells import FIRST_BAND, NO_READ, MeterValues, Readings, cell_grid, compose_cells
from layers.readings.marks import at_places, meter_places, reading_marks
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle, Reading
from layers.viewport import Viewport

KEPT_LINES = 8
KEPT_VALUES = 4
FEEDERS = Feeders()
LAYERS: tuple[Layer, ...] = (Substations(), Readings(), FEEDERS)  # from the topmost to the lowest


class ReadingsGone(LookupError):
    """The day is no longer kept: open it again."""


@dataclass(frozen=True)
class CellPalette:
    """Lookup tables of one quantity, theme and vision.

    Attributes:
        colours: uint8 (n, 4), red, green, blue, opacity; 0 is clear.
        lines: uint8 (256,), palette index by a line layer's byte.
        cells: uint8 (256,), palette index by a cell's byte.
    """

    colours: NDArray[np.uint8]
    lines: NDArray[np.uint8]
    cells: NDArray[np.uint8]


@lru_cache(maxsize=32)
def cell_palette(quantity: str, theme: Theme, vision: Vision) -> CellPalette:
    """The lookup tables of a quantity."""
    shown, bands = palette(theme, vision), reading_colours(quantity, theme, vision)
    faint = mixed(shown.ground, shown.text, 0.32 if theme == "dark" else 0.42)
    no_read = mixed(shown.land, no_read_colour(theme), 0.55)
    rows = [
        (0, 0, 0, 0),
        *((*faint, alpha) for alpha in LEVEL_ALPHA),
        (*no_read, 255),
        *((*band, 255) for band in bands),
    ]
    lines, cells = np.zeros(256, np.uint8), np.zeros(256, np.uint8)
    for level in range(LEVELS):
        lines[(level << 6) + 1 : (level + 1) << 6] = 1 + level
    cells[NO_READ : FIRST_BAND + len(bands)] = np.arange(1 + LEVELS, len(rows))
    return CellPalette(np.array(rows, np.uint8), lines, cells)


class ReadingsRenderer(Renderer):
    """Draws views of one utility's readings; shared by all sessions of a process. Thread-safe.

    Args:
        frames: the rows of the network; share them with the map of its state.
        days: the readings.
        pictures: where they are kept, with those of others; a place of its own where None.
    """

    def __init__(self, frames: Frames, days: MapDays, *, pictures: Pictures | None = None) -> None:
        """Draws nothing yet."""
        super().__init__(frames, LAYERS, pictures=pictures)
        self.days = days
        self._keeping = threading.Lock()
        self._lines: OrderedDict[Any, Array] = OrderedDict()
        self._values: OrderedDict[Any, MeterValues] = OrderedDict()

    def version_of(self, snapshot: Snapshot, style: MapStyle) -> object:
        """Changes with places and lines alone: the load of a feeder is not on this map."""
        return snapshot.extent, snapshot.frames["meters"].number, snapshot.segments.number

    def is_divisible(self, style: MapStyle) -> bool:
        """Never: the figures, and how large a cell is, belong to a view as a whole."""
        return False

    def draw(self, snapshot: Snapshot, viewport: Viewport, style: MapStyle, filters: MapFilters) -> Picture:
        """Draw one view at one instant (or of one day).

        Raises:
            ReadingsGone: the day is not kept any more.
            SourceError: the history cannot answer.
        """
        if style.reading is None:
            return super().draw(snapshot, viewport, _without_meters(style), filters)
        clock, reading, frame = StepClock(), style.reading, snapshot.frames["meters"]
        scene = Scene(snapshot, style, filters)
        values = self.values(reading, snapshot)
        layer = Readings(reading.quantity, values.coloured)
        clock.lap("values")
        stats = layer.stats(frame, viewport, values.told, scene)
        is_near = viewport.metres_per_pixel <= MARK_METRES_PER_PIXEL and stats.meters <= MAX_MARKS
        how = Drawn.OFF if not style.shows("meters") else Drawn.MARKS if is_near else Drawn.IMAGE
        lines_how = Drawn.IMAGE if style.shows(FEEDERS.name) else Drawn.OFF
        drawn = {"substations": Drawn.MARKS, FEEDERS.name: lines_how, layer.name: how}
        detail = Detail(drawn, {layer.name: stats.meters})
        clock.lap("count")
        painting = self._paint(scene, viewport, detail, clock)
        file = encode(painting.rows, painting.colours)
        clock.lap("encode")
        version = self.version_of(snapshot, style)
        return Picture(viewport, painting.image, version, file, detail, painting.marks, clock.finished(), stats)

    def draw_around(self, snapshot: Snapshot, mosaic: Mosaic) -> dict[Hashable, Piece]:
        """What lies around a picture, in the colours of the same instant and in cells of the same size."""
        style, filters = mosaic.sheet.style, mosaic.sheet.filters
        if style.reading is None:
            sheet = replace(mosaic.sheet, style=_without_meters(style))
            return super().draw_around(snapshot, replace(mosaic, sheet=sheet))
        area = with_surroundings(mosaic.viewport)
        painting = self._paint(Scene(snapshot, style, filters), area, mosaic.detail, StepClock())
        return cut_around(painting, mosaic.viewport)

    def _paint(self, scene: Scene, area: Viewport, detail: Detail, clock: StepClock) -> Painting:
        """An area drawn as a view is of which `detail` tells how many meters it has."""
        style, reading = scene.style, scene.style.reading
        assert reading is not None
        values = self.values(reading, scene.snapshot)
        layer, image = Readings(reading.quantity, values.coloured), area.cropped(scene.snapshot.extent)
        lines = self._lines_of(scene, image)
        clock.lap("lines")
        tables = cell_palette(reading.quantity, style.theme, style.vision)
        how = detail[layer.name]
        rows = _cells(layer, scene, image, lines, tables, detail.counts[layer.name], how)
        clock.lap("cells")
        marks = {layer.name: self._marks(scene, area, layer, values)} if how is Drawn.MARKS else {}
        clock.lap("marks")
        return Painting(image, rows, tables.colours, marks)

    def values(self, reading: Reading, snapshot: Snapshot) -> MeterValues:
        """What the meters of a snapshot read.

        Raises:
            ReadingsGone: the day is not kept any more.
            SourceError: the history cannot answer.
        """
        day = self.days.kept(snapshot.utility_id, reading.day, reading.stamp)
        if day is None:
            raise ReadingsGone(f"The readings of {reading.day} are not at hand.")
        key = (reading, snapshot.frames["meters"].number, day.cube is not None)
        with self._keeping:
            if (kept := self._values.get(key)) is not None:
                return kept
        made = meter_values(day, reading, snapshot.frames["meters"])
        with self._keeping:
            _keep(self._values, key, made, KEPT_VALUES)
        return made

    def _lines_of(self, scene: Scene, image: Viewport) -> Array:
        is_on = scene.style.shows(FEEDERS.name)
        key = (self.version_of(scene.snapshot, scene.style), image, is_on, scene.filters)
        with self._keeping:
            if (kept := self._lines.get(key)) is not None:
                return kept
        frame = scene.snapshot.frames[FEEDERS.name]
        made = FEEDERS.aggregate(frame, image.canvas(), scene) if is_on else blank(image.canvas())
        with self._keeping:
            _keep(self._lines, key, made, KEPT_LINES)
        return made

    def _marks(self, scene: Scene, viewport: Viewport, layer: Readings, values: MeterValues) -> Columns:
        snapshot, reading = scene.snapshot, scene.style.reading
        assert reading is not None
        rows = layer.rows_shown(snapshot.frames[layer.name], viewport, scene)
        day = self.days.kept(snapshot.utility_id, reading.day, reading.stamp)
        return reading_marks(snapshot, rows, scene.style, values, day)


def warm_readings() -> None:
    """Compile what a map of readings needs, before its first visitor: one meter, drawn once each way."""
    frame = BlockFrame.of_points(np.zeros(1), np.zeros(1), {"id": np.ones(1, np.int32)}, (0.0, 0.0))
    view = Viewport(-1, -1, 1, 1, 8, 8)
    tables, lines = cell_palette("consumption", "dark", "standard"), np.zeros((8, 8), np.uint8)
    layer, scene = Readings(shown=np.ones(1, np.float32)), Scene(Snapshot(0, frames={"meters": frame}))
    layer.stats(frame, view, layer.shown, scene)
    _cells(layer, scene, view, lines, tables, 1, Drawn.IMAGE)
    warm_cube()


def meter_values(day: MapDay, reading: Reading, frame: BlockFrame) -> MeterValues:
    """What the meters of a frame read at an instant of a day, or over the day."""
    places = meter_places(day, frame)
    if SCALES[reading.quantity].is_of_day:
        meters = day.meters
        found = meters.load_factor_pct if reading.quantity == "load_factor" else meters.estimated_pct
        values = at_places(found, places)
        return MeterValues(values, values)
    if reading.quantity == "voltage":
        values = at_places(day.voltage_pct(reading.slot), places)
        return MeterValues(values, values)
    if day.cube is not None:
        kw, share = gather_power(day.cube, reading.slot, places, day.meters.own_peak_kw)
        return MeterValues(share, kw)
    kw = at_places(day.instant(reading.slot).net_kw, places)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 100 * kw / at_places(day.meters.own_peak_kw, places)
    share[kw == 0] = 0  # a peak of nothing is nothing used
    return MeterValues(share.astype(np.float32), kw)


def _without_meters(style: MapStyle) -> MapStyle:
    """Before a reading is chosen meters have nothing to show, however few of them are in view."""
    shown = (layer.name for layer in LAYERS if not isinstance(layer, Readings))
    return replace(style, layers=frozenset(filter(style.shows, shown)))


def _cells(
    layer: Readings, scene: Scene, image: Viewport, lines: Array, tables: CellPalette, meters: int, how: Drawn
) -> Array:
    rows = np.zeros((image.height, image.width + 1), np.uint8)
    grid = cell_grid(image, meters)
    layer.size_cells = grid.size
    if how is Drawn.IMAGE:
        cells = layer.aggregate(scene.snapshot.frames[layer.name], grid.canvas, scene)
    else:
        cells = blank(grid.canvas)
    compose_cells(rows, cells, tables.cells, grid.cell_px, grid.shift_x, grid.shift_y, lines, tables.lines)
    return rows


def _keep(kept: OrderedDict[Any, Any], key: Any, value: Any, most: int) -> None:
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)
