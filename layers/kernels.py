"""Inner loops of the map, compiled by numba: count points, stamp points, draw lines, put the layers on one another.

They run without the interpreter lock, so that sessions render side by side. A pixel of a stamped or drawn layer is one
byte, `level << 6 | code`: `level` (0..3) is how much of the pixel is covered, `code` (1..63) what covers it. The larger
byte wins, so the answer does not depend on the order of the rows, and a worse state is simply a larger code.

Own kernels because they were measured faster than the general ones (Datashader 0.19, 66,000 segments, 1430x850: lines
20 ms and one pixel wide, against 5 ms here with two smooth pixels). Points fall on the same pixels as Datashader's.
Rows of the arrays run from south to north, as Datashader's do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
F = TypeVar("F", bound=Callable[..., Any])

LEVELS = 4
MAX_CODE = 63


def kernel(function: F) -> F:
    """Compile without the interpreter lock and keep the machine code on disk."""
    return cast(F, numba.njit(nogil=True, cache=True)(function))


@kernel
def count_points(
    out: Array,
    x: Array,
    y: Array,
    code: Array,
    start: Array,
    stop: Array,
    sx: float,
    tx: float,
    sy: float,
    ty: float,
    size: int,
) -> None:
    """Add the points with a code to the pixel they fall in and to those above and right of it, up to `size` pixels.

    `out` is uint16 (height, width) and stops at 65535.
    """
    height, width = out.shape
    for block in range(start.size):
        for row in range(start[block], stop[block]):
            if code[row] == 0:
                continue
            px, py = x[row] * sx + tx, y[row] * sy + ty
            if px < 0 or py < 0 or px > width or py > height:
                continue
            column, line = min(int(px), width - 1), min(int(py), height - 1)
            for i in range(line, min(line + size, height)):
                for j in range(column, min(column + size, width)):
                    if out[i, j] < 65535:
                        out[i, j] += 1


@kernel
def stamp_points(
    out: Array,
    x: Array,
    y: Array,
    code: Array,
    start: Array,
    stop: Array,
    sx: float,
    tx: float,
    sy: float,
    ty: float,
    stamp: Array,
) -> None:
    """Put a small picture on every point with a code; `stamp` holds level + 1, or 0 where it is clear."""
    height, width = out.shape
    reach = stamp.shape[0] // 2
    for block in range(start.size):
        for row in range(start[block], stop[block]):
            if code[row] == 0:
                continue
            px, py = x[row] * sx + tx, y[row] * sy + ty
            if px < -reach or py < -reach or px > width + reach or py > height + reach:
                continue
            column, line = int(np.floor(px)) - reach, int(np.floor(py)) - reach
            for i in range(stamp.shape[0]):
                for j in range(stamp.shape[1]):
                    level = stamp[i, j]
                    at, beside = line + i, column + j
                    if level and 0 <= at < height and 0 <= beside < width:
                        value = np.uint8((level - 1) << 6 | code[row])
                        if value > out[at, beside]:
                            out[at, beside] = value


@kernel
def draw_lines(
    out: Array,
    x0: Array,
    y0: Array,
    x1: Array,
    y1: Array,
    code: Array,
    pen: Array,
    start: Array,
    stop: Array,
    sx: float,
    tx: float,
    sy: float,
    ty: float,
    half_width: Array,
    strength: Array,
    dashed_code: int,
) -> None:
    """Draw straight pieces with smooth edges.

    Args:
        out: uint8 (height, width), changed in place.
        x0: first ends; with y0, x1, y1 one value a piece.
        y0: see x0.
        x1: see x0.
        y1: see x0.
        code: what a piece is drawn as; 0 leaves it out.
        pen: which pen a piece is drawn with, an index into the next two.
        start: first rows of the blocks to draw.
        stop: rows after the last of the blocks.
        sx: pixels a metre eastwards.
        tx: pixel of x = 0.
        sy: pixels a metre northwards.
        ty: pixel of y = 0.
        half_width: half a line's width in pixels, by pen.
        strength: how opaque a line is at most, by pen, 0 to 1.
        dashed_code: pieces of this code are drawn as dashes, five pixels on and four off.
    """
    height, width = out.shape
    for block in range(start.size):
        for row in range(start[block], stop[block]):
            if code[row] == 0:
                continue
            half, full = half_width[pen[row]], strength[pen[row]]
            ax, ay = x0[row] * sx + tx, y0[row] * sy + ty
            bx, by = x1[row] * sx + tx, y1[row] * sy + ty
            reach = half + 1.0
            if max(ax, bx) < -reach or min(ax, bx) > width + reach:
                continue
            if max(ay, by) < -reach or min(ay, by) > height + reach:
                continue
            _draw_one(out, ax, ay, bx, by, code[row], half, full, code[row] == dashed_code)


@kernel
def _draw_one(
    out: Array, ax: float, ay: float, bx: float, by: float, code: int, half: float, full: float, is_dashed: bool
) -> None:
    """One piece: walk along its longer axis, cover the pixels across it by their distance from the line."""
    is_steep = abs(by - ay) > abs(bx - ax)
    if is_steep:
        ax, ay, bx, by = ay, ax, by, bx
    if ax > bx:
        ax, ay, bx, by = bx, by, ax, ay
    along, across = (out.shape[0], out.shape[1]) if is_steep else (out.shape[1], out.shape[0])
    slope = (by - ay) / (bx - ax) if bx - ax > 1e-6 else 0.0
    tilt = np.sqrt(1.0 + slope * slope)
    spread = (half + 0.5) * tilt
    gain, base = 4.0 * full / tilt, 4.0 * full * (half + 0.5) + 0.5
    most = int(4.0 * full + 0.5) - 1
    first, last = max(int(np.floor(ax)), 0), min(int(np.floor(bx)), along - 1)
    for step in range(first, last + 1):
        if is_dashed and step % 9 >= 5:
            continue
        middle = ay + slope * (min(max(step + 0.5, ax), bx) - ax)
        low, high = max(int(middle - spread + 1.0) - 1, 0), min(int(middle + spread), across - 1)
        for side in range(low, high + 1):
            level = min(int(base - gain * abs(side + 0.5 - middle)) - 1, most)
            if level < 0:
                continue
            value = np.uint8(level << 6 | code)
            if is_steep:
                if value > out[step, side]:
                    out[step, side] = value
            elif value > out[side, step]:
                out[side, step] = value


@kernel
def compose(
    out: Array, meters: Array, meter_lut: Array, lines: Array, line_lut: Array, points: Array, point_lut: Array
) -> None:
    """Layers through their lookup tables into one image of palette indexes, north up, first column left clear.

    Meters lie under lines, lines under points; `meters` may be a single pixel where there are none. The clear first
    column is the filter byte of a PNG row.
    """
    height, width = lines.shape
    top = meter_lut.size - 1
    has_meters = meters.shape[0] == height
    for line in range(height):
        at = height - 1 - line
        for column in range(width):
            index = point_lut[points[line, column]]
            if index == 0:
                index = line_lut[lines[line, column]]
            if index == 0 and has_meters:
                count = meters[line, column]
                index = meter_lut[top if count > top else count]
            out[at, column + 1] = index


@kernel
def count_inside(
    x: Array, y: Array, start: Array, stop: Array, x0: float, y0: float, x1: float, y1: float, code: Array
) -> int:
    """How many points with a code lie inside a rectangle."""
    found = 0
    for block in range(start.size):
        for row in range(start[block], stop[block]):
            if code[row] and x0 <= x[row] <= x1 and y0 <= y[row] <= y1:
                found += 1
    return found
