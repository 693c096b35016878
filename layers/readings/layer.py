"""Meters coloured by what they read: the mean of the meters in each cell, from the rows in view alone.

From afar a cell is a few pixels wide, so that it holds enough meters for a mean to say something; cells are fixed to
the ground, so that they do not swim while the map is panned. From near each meter is a dot of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import datashader as ds
import numpy as np
import param
from numpy.typing import NDArray

from layers.frame import Array, BlockFrame
from layers.kernels import kernel
from layers.layer import transform
from layers.meters import MeterLayer
from layers.readings.scales import SCALES, ReadingScale
from layers.viewport import Viewport

NO_CELL, NO_READ, FIRST_BAND = 0, 1, 2  # what a cell's byte means: no meter, no reading, then band by band
FEW_METERS, SOME_METERS = 8_000, 40_000  # in view; fewer are drawn as larger dots


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


class ReadingsLayer(MeterLayer):
    """Meters by their readings.

    Attributes:
        values: what is coloured, in the order of the frame's rows.
        size_cells: how many cells each way a meter covers.
    """

    quantity = param.Selector(default="consumption", objects=list(SCALES), doc="what is coloured")
    size_cells = 1

    def __init__(self, values: NDArray[np.float32], **params: Any) -> None:
        """Takes the values and params by name."""
        super().__init__(**params)
        self.values = values

    @property
    def scale(self) -> ReadingScale:
        """The bands."""
        return SCALES[self.quantity]

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas) -> Array:
        """The band of each cell's mean: uint8 (height, width), south to north; `NO_CELL`, `NO_READ`, `FIRST_BAND` + i.

        A meter outside the scale's limits is worth more than a mean: its cell takes the band of the farthest one.
        """
        shape = (canvas.plot_height, canvas.plot_width)
        total, worst, count = np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.int32)
        blocks = frame.blocks_in(*self._edges(canvas))
        mean_points(
            total, worst, count, frame.x0, frame.y0, self.codes(frame), self.values, blocks.start, blocks.stop,
            *transform(frame, canvas), self.size_cells, *self.scale.limits,
        )  # fmt: skip
        out = np.zeros(shape, np.uint8)
        to_bands(out, total, worst, count, np.asarray(self.scale.edges, np.float32), *self.scale.limits)
        return out

    def stats(self, frame: BlockFrame, view: Viewport, told: NDArray[np.float32]) -> ReadingStats:
        """What the values in view come to.

        Args:
            frame: the meters.
            view: what is seen.
            told: the values in the unit they are told in.
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
            self.codes(frame),
            self.values,
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
def mean_points(
    total: Array,
    worst: Array,
    count: Array,
    x: Array,
    y: Array,
    code: Array,
    value: Array,
    start: Array,
    stop: Array,
    sx: float,
    tx: float,
    sy: float,
    ty: float,
    size: int,
    low: float,
    high: float,
) -> None:
    """Add the points with a code to the `size` by `size` cells around them.

    `total` sums their values, `count` counts them twice for each with a value and once for each without (so that 1, 3,
    5 … say that some had none), `worst` keeps how far the farthest value lies outside the limits, with its sign.
    """
    height, width = total.shape
    reach = size // 2
    for block in range(start.size):
        for row in range(start[block], stop[block]):
            if code[row] == 0:
                continue
            px, py = x[row] * sx + tx, y[row] * sy + ty
            if px < -reach or py < -reach or px >= width + reach or py >= height + reach:
                continue
            column, line, v = int(np.floor(px)) - reach, int(np.floor(py)) - reach, value[row]
            away = v - high if v > high else v - low if v < low else 0.0
            for i in range(max(line, 0), min(line + size, height)):
                for j in range(max(column, 0), min(column + size, width)):
                    if v != v:
                        count[i, j] |= 1
                        continue
                    count[i, j] += 2
                    total[i, j] += v
                    if abs(away) > abs(worst[i, j]):
                        worst[i, j] = away


@kernel
def to_bands(out: Array, total: Array, worst: Array, count: Array, edges: Array, low: float, high: float) -> None:
    """From sums to the band of the mean (or of the worst, see `mean_points`)."""
    height, width = out.shape
    for i in range(height):
        for j in range(width):
            if count[i, j] == 0:
                continue
            if count[i, j] == 1:
                out[i, j] = 1
                continue
            away = worst[i, j]
            value = total[i, j] / (count[i, j] >> 1)
            if away != 0.0:
                value = high + away if away > 0 else low + away
            out[i, j] = 2 + np.searchsorted(edges, value, side="right")


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
