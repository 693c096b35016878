"""The picture of a map of readings: feeders faint, meters by what they read; the rest as on any map.

What does not change with time is kept: lines by view, the places of a day's meters in a frame by day. So a frame of a
film is a gather, an aggregate and an encoding.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_sources.history.cube import gather_power, warm_cube
from data_sources.history.map_days import MapDay, MapDays
from layers.colour import mixed
from layers.composite import Picture, Renderer, StepClock
from layers.detail import MARK_METRES_PER_PIXEL, MAX_MARKS, Detail, Drawn
from layers.feeders import FAR_METRES, FeederLayer
from layers.frame import Array, BlockFrame
from layers.image_palette import LEVEL_ALPHA
from layers.kernels import LEVELS
from layers.map_frames import MapFrames, Snapshot
from layers.marks import Columns
from layers.palette import Theme, Vision, palette
from layers.png import data_uri, encode
from layers.readings.layer import FIRST_BAND, NO_READ, MeterValues, ReadingsLayer, cell_grid, compose_cells
from layers.readings.marks import at_places, meter_places, reading_marks
from layers.readings.scales import SCALES, no_read_colour, reading_colours
from layers.style import MapFilters, MapStyle, Reading
from layers.viewport import Viewport

KEPT_LINES = 8
KEPT_VALUES = 4


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
        max_pictures: pictures kept: a day of 15-minute frames of one view, and some.
    """

    def __init__(self, frames: MapFrames, days: MapDays, *, max_pictures: int = 256) -> None:
        """Draws nothing yet."""
        super().__init__(frames, max_pictures=max_pictures)
        self.days = days
        self._keeping = threading.Lock()
        self._lines: OrderedDict[Any, Array] = OrderedDict()
        self._values: OrderedDict[Any, MeterValues] = OrderedDict()
        self._drawn: tuple[Any, Any] = (None, None)
        self._generation = 0

    def version_of(self, snapshot: Snapshot) -> int:
        """Rises with places and lines alone: loads of transformers are not on this map."""
        seen = (snapshot.points["meter"], snapshot.segments)
        with self._keeping:
            if seen[0] is not self._drawn[0] or seen[1] is not self._drawn[1]:
                self._drawn, self._generation = seen, self._generation + 1
            return self._generation

    def draw(self, snapshot: Snapshot, viewport: Viewport, style: MapStyle, filters: MapFilters) -> Picture:
        """Draw one view at one instant (or of one day).

        Raises:
            ReadingsGone: the day is not kept any more.
            SourceError: the history cannot answer.
        """
        if style.reading is None:
            return super().draw(snapshot, viewport, style, filters)
        clock, reading, frame = StepClock(), style.reading, snapshot.points["meter"]
        values = self.values(reading, snapshot)
        layer = ReadingsLayer(values.coloured, quantity=reading.quantity, filters=filters, feeders=snapshot.feeders)
        clock.lap("values")
        stats = layer.stats(frame, viewport, values.told)
        is_near = viewport.metres_per_pixel <= MARK_METRES_PER_PIXEL and stats.meters <= MAX_MARKS
        how = Drawn.OFF if "meters" not in style.layers else Drawn.MARKS if is_near else Drawn.DOTS
        clock.lap("count")
        image = viewport.cropped(snapshot.extent)
        lines = self._lines_of(snapshot, image, style, filters)
        clock.lap("lines")
        tables = cell_palette(reading.quantity, style.theme, style.vision)
        rows = _cells(layer, frame, image, lines, tables, stats.meters, how)
        clock.lap("cells")
        address = data_uri(encode(rows, tables.colours))
        clock.lap("encode")
        shown = {"reading": self._marks(snapshot, viewport, style, layer, values)} if how is Drawn.MARKS else {}
        clock.lap("marks")
        detail = Detail({"transformer": Drawn.OFF, "pole": Drawn.OFF, "meter": how}, {"meter": stats.meters})
        return Picture(viewport, image, snapshot.version, address, detail, shown, clock.finished(), stats)

    def values(self, reading: Reading, snapshot: Snapshot) -> MeterValues:
        """What the meters of a snapshot read.

        Raises:
            ReadingsGone: the day is not kept any more.
            SourceError: the history cannot answer.
        """
        day = self.days.kept(snapshot.utility_id, reading.day, reading.stamp)
        if day is None:
            raise ReadingsGone(f"The readings of {reading.day} are not at hand.")
        key = (reading, self.version_of(snapshot), day.cube is not None)
        with self._keeping:
            if (kept := self._values.get(key)) is not None:
                return kept
        made = meter_values(day, reading, snapshot.points["meter"])
        with self._keeping:
            _keep(self._values, key, made, KEPT_VALUES)
        return made

    def _lines_of(self, snapshot: Snapshot, image: Viewport, style: MapStyle, filters: MapFilters) -> Array:
        key = (self.version_of(snapshot), image, "feeders" in style.layers, filters)
        with self._keeping:
            if (kept := self._lines.get(key)) is not None:
                return kept
        plain = replace(style, reading=None)
        frame = snapshot.chords if image.metres_per_pixel >= FAR_METRES else snapshot.pieces
        made = (
            FeederLayer(style=plain, filters=filters, feeders=snapshot.feeders).aggregate(frame, image.canvas())
            if "feeders" in style.layers
            else np.zeros((image.height, image.width), np.uint8)
        )
        with self._keeping:
            _keep(self._lines, key, made, KEPT_LINES)
        return made

    def _marks(
        self, snapshot: Snapshot, viewport: Viewport, style: MapStyle, layer: ReadingsLayer, values: MeterValues
    ) -> Columns:
        frame, reading = snapshot.points["meter"], style.reading
        assert reading is not None
        rows = frame.rows_in(viewport)
        rows = rows[layer.codes(frame)[rows] > 0]
        day = self.days.kept(snapshot.utility_id, reading.day, reading.stamp)
        return reading_marks(snapshot, rows, style, values, day)


def warm_readings() -> None:
    """Compile what a map of readings needs, before its first visitor: one meter, drawn once each way."""
    frame = BlockFrame.of_points(np.zeros(1), np.zeros(1), {"id": np.ones(1, np.int32)}, (0.0, 0.0))
    view = Viewport(-1, -1, 1, 1, 8, 8)
    tables, lines = cell_palette("consumption", "dark", "standard"), np.zeros((8, 8), np.uint8)
    layer = ReadingsLayer(np.ones(1, np.float32))
    layer.stats(frame, view, layer.values)
    _cells(layer, frame, view, lines, tables, 1, Drawn.DOTS)
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
        kw, share = gather_power(day.cube, reading.slot, places, day.meters.peak_kw)
        return MeterValues(share, kw)
    kw = at_places(day.instant(reading.slot).net_kw, places)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 100 * kw / at_places(day.meters.peak_kw, places)
    share[kw == 0] = 0  # a peak of nothing is nothing used
    return MeterValues(share.astype(np.float32), kw)


def _cells(
    layer: ReadingsLayer, frame: BlockFrame, image: Viewport, lines: Array, tables: CellPalette, meters: int, how: Drawn
) -> Array:
    rows = np.zeros((image.height, image.width + 1), np.uint8)
    grid = cell_grid(image, meters)
    layer.size_cells = grid.size
    if how is Drawn.DOTS:
        cells = layer.aggregate(frame, grid.canvas)
    else:
        cells = np.zeros((grid.canvas.plot_height, grid.canvas.plot_width), np.uint8)
    compose_cells(rows, cells, tables.cells, grid.cell_px, grid.shift_x, grid.shift_y, lines, tables.lines)
    return rows


def _keep(kept: OrderedDict[Any, Any], key: Any, value: Any, most: int) -> None:
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)
