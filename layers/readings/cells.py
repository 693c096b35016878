"""Meters coloured by what they read: the mean of the meters in each cell, from the rows in view alone.

From afar a cell is a few pixels wide, so that it holds enough meters for a mean to say something; cells are fixed to
the ground, so that they do not swim while the map is panned. From near each meter is a dot of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import datashader as ds
import numpy as np
from numpy.typing import NDArray

from layers.aggregates import aggregate_points, blank
from layers.built_in.meters import Meters
from layers.detail import Drawn
from layers.frame import Array, BlockFrame
from layers.kernels import kernel
from layers.layer import Mark, Tooltip
from layers.readings.bands import SCALES, ReadingScale
from layers.snapshot import Scene
from layers.viewport import Viewport

NO_CELL, NO_READ, FIRST_BAND = 0, 1, 2  # what a cell's byte means: no meter, no reading, then band by band
FEW_METERS, SOME_METERS = 8_000, 40_000  # in view; fewer are drawn as larger dots
CELL = ds.summary(
    total=ds.sum("value"), read=ds.count("value"), meters=ds.count(), low=ds.min("value"), high=ds.max("value")
)


@dataclass(frozen=True, slots=True)
class MeterValues:
    """What every meter of a frame read, in the frame's order; NaN where it did not.

    Attributes:
        coloured: in the scale's unit.
        told: in the unit of the figures beside the legend; the same array where it is the same.
    """

    coloured: NDArray[np.float32]
    told: NDArray[np.float32]


@dataclass(frozen=True)
class ReadingStats:
    """The values in view.

    Attributes:
        meters: how many meters are in view.
        no_read: how many of them have no reading.
        bands: how many lie in each band of the scale.
        low: least value told; NaN without any.
        median: half are below.
        high: highest.
        total: sum of the values told.
    """

    meters: int
    no_read: int
    bands: tuple[int, ...]
    low: float
    median: float
    high: float
    total: float


@dataclass(frozen=True, slots=True)
class CellGrid:
    """The cells of a view: a canvas of one pixel a cell, and how it lies under the view's pixels.

    Attributes:
        canvas: the cells.
        cell_px: pixels of the view across a cell.
        shift_x: pixels from the canvas' west edge to the view's.
        shift_y: likewise from the south edge.
        size: how many cells each way a meter covers.
    """

    canvas: ds.Canvas
    cell_px: int
    shift_x: int
    shift_y: int
    size: int


def cell_grid(view: Viewport, meters: int) -> CellGrid:
    """Three pixels a cell where there are many meters; else a pixel a cell and larger dots.

    Args:
        view: what is drawn.
        meters: how many meters are in it.
    """
    if meters <= SOME_METERS:
        return CellGrid(view.canvas(), 1, 0, 0, 5 if meters < FEW_METERS else 3)
    cell_px = 3
    side_x, side_y = cell_px * view.metres_per_pixel, cell_px * (view.y1 - view.y0) / view.height
    west, south = np.floor(view.x0 / side_x) * side_x, np.floor(view.y0 / side_y) * side_y
    shift_x, shift_y = round((view.x0 - west) / side_x * cell_px), round((view.y0 - south) / side_y * cell_px)
    columns, rows = -(-(view.width + shift_x) // cell_px), -(-(view.height + shift_y) // cell_px)
    canvas = ds.Canvas(columns, rows, (west, west + columns * side_x), (south, south + rows * side_y))
    return CellGrid(canvas, cell_px, shift_x, shift_y, 1)


class Readings(Meters):
    """Meters by what they read; takes the place of `Meters` on a map of readings.

    Args:
        quantity: what is coloured, a key of `SCALES`.
        shown: what each meter read, in the order of the frame's rows; nothing is drawn without.
        size_cells: how many cells each way a meter covers.
    """

    tooltip: ClassVar[Tooltip] = (
        ("Meter", "@name"), ("Feeder", "@feeder"), ("Power", "@power"), ("Voltage", "@voltage"), ("Read", "@quality"),
    )  # fmt: skip
    mark = Mark(opacity=0.95, is_coloured=True)

    def __init__(
        self, quantity: str = "consumption", shown: NDArray[np.float32] | None = None, size_cells: int = 1
    ) -> None:
        """Cheap: one is made for every picture."""
        super().__init__()
        self.quantity, self.size_cells = quantity, size_cells
        self.shown = np.zeros(0, np.float32) if shown is None else shown

    @property
    def scale(self) -> ReadingScale:
        """The bands."""
        return SCALES[self.quantity]

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas, scene: Scene, how: Drawn = Drawn.IMAGE) -> Array:
        """The band of each cell's mean: uint8 (height, width), south to north; `NO_CELL`, `NO_READ`, `FIRST_BAND` + i.

        A meter outside the scale's limits is worth more than a mean: its cell takes the band of the farthest one.
        """
        codes, reach = self.codes(frame, scene), self.size_cells // 2
        cells = aggregate_points(frame, codes, canvas, CELL, reach, value=self.shown)
        out = blank(canvas)
        total, read, meters, low, high = (cells[name].values for name in ("total", "read", "meters", "low", "high"))
        edges = np.asarray(self.scale.edges, np.float32)
        to_bands(out, total, read, meters, low, high, self.size_cells, edges, *self.scale.limits)
        return out

    def stats(self, frame: BlockFrame, view: Viewport, told: NDArray[np.float32], scene: Scene) -> ReadingStats:
        """What the values in view come to.

        Args:
            frame: the meters.
            view: what is seen.
            told: the values in the unit they are told in.
            scene: what is left out.
        """
        blocks, edges = frame.visible_blocks(view), np.asarray(self.scale.edges, np.float32)
        bands, found = np.zeros(len(edges) + 1, np.int64), np.empty(blocks.rows, np.float32)
        box = (
            view.x0 - frame.origin[0],
            view.y0 - frame.origin[1],
            view.x1 - frame.origin[0],
            view.y1 - frame.origin[1],
        )
        meters, read, total = count_values(
            bands,
            found,
            frame.x0,
            frame.y0,
            self.codes(frame, scene),
            self.shown,
            told,
            blocks.start,
            blocks.stop,
            *box,
            edges,
        )
        values = found[:read]
        low, high = (float(values.min()), float(values.max())) if read else (np.nan, np.nan)
        median = float(np.partition(values, read // 2)[read // 2]) if read else np.nan
        return ReadingStats(meters, meters - int(bands.sum()), tuple(bands.tolist()), low, median, high, total)


@kernel
def to_bands(
    out: Array,
    total: Array,
    read: Array,
    meters: Array,
    least: Array,
    most: Array,
    size: int,
    edges: Array,
    low: float,
    high: float,
) -> None:
    """The band of the mean of the meters in the `size` by `size` cells around each cell, or of the worst of them.

    All but `out` reach `size // 2` cells farther at every side: the sum, number with a reading, number, least and
    highest of each cell's meters. The worst is the one farthest outside `low` and `high`.
    """
    height, width = out.shape
    for line in range(height):
        for column in range(width):
            known, count, value, worst = 0, 0, 0.0, 0.0
            for i in range(line, line + size):
                for j in range(column, column + size):
                    count += meters[i, j]
                    if read[i, j] == 0:
                        continue
                    known += read[i, j]
                    value += total[i, j]
                    if most[i, j] - high > abs(worst):
                        worst = most[i, j] - high
                    if low - least[i, j] > abs(worst):
                        worst = least[i, j] - low
            if known:
                value = high + worst if worst > 0 else low + worst if worst < 0 else value / known
                out[line, column] = 2 + np.searchsorted(edges, value, side="right")
            elif count:
                out[line, column] = 1


@kernel
def count_values(
    bands: Array,
    found: Array,
    x: Array,
    y: Array,
    code: Array,
    value: Array,
    told: Array,
    start: Array,
    stop: Array,
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    edges: Array,
) -> tuple[int, int, float]:
    """Count the values inside a rectangle by band, and gather what is told: (points, values gathered, their sum)."""
    points, read, total = 0, 0, 0.0
    for block in range(start.size):
        for row in range(start[block], stop[block]):
            if code[row] == 0 or not (x0 <= x[row] <= x1 and y0 <= y[row] <= y1):
                continue
            points += 1
            if value[row] == value[row]:
                bands[np.searchsorted(edges, value[row], side="right")] += 1
            if told[row] == told[row]:
                found[read] = told[row]
                read += 1
                total += told[row]
    return points, read, total


@kernel
def compose_cells(
    out: Array, cells: Array, cell_lut: Array, cell_px: int, shift_x: int, shift_y: int, lines: Array, line_lut: Array
) -> None:
    """Cells over lines as palette indexes, north up, first column left clear (a PNG row's filter byte)."""
    height, width = lines.shape
    for line in range(height):
        at, row = height - 1 - line, (line + shift_y) // cell_px
        for column in range(width):
            index = cell_lut[cells[row, (column + shift_x) // cell_px]]
            out[at, column + 1] = index if index else line_lut[lines[line, column]]
