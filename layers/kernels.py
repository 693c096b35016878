"""What is done to Datashader's aggregates, compiled by numba: stamp marks and lines on them, put layers on one another.

The kernels run without the interpreter lock, so that sessions render side by side. A pixel of a stamped layer is one
byte, `level << 6 | code`: `level` (0..3) is how much of the pixel is covered, `code` (1..63) what covers it. The larger
byte wins, so the answer does not depend on the order of the rows, and a worse state is simply a larger code.

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
def stamp_codes(out: Array, found: Array, stamps: Array) -> None:
    """Put a small picture on every pixel that has a value.

    Args:
        out: uint8 (height, width), changed in place.
        found: uint8 (height + 2 reach, width + 2 reach): `stamp << 6 | code` of each pixel, 0 for none.
        stamps: uint8 (stamps, 2 reach + 1, 2 reach + 1), each pixel's level + 1, or 0 where it is clear.
    """
    height, width = out.shape
    size = stamps.shape[1]
    lines, columns = found.shape
    for line in range(lines):
        for start in range(0, columns, 16):
            stop = min(start + 16, columns)
            any_here = 0
            for column in range(start, stop):
                any_here |= found[line, column]
            if any_here == 0:
                continue  # as most of a map is
            for column in range(start, stop):
                value = found[line, column]
                if value == 0:
                    continue
                stamp, code = stamps[value >> 6], value & 63
                for i in range(max(0, size - 1 - line), min(size, height + size - 1 - line)):
                    at = line + i - size + 1
                    for j in range(max(0, size - 1 - column), min(size, width + size - 1 - column)):
                        if stamp[i, j]:
                            byte = np.uint8((stamp[i, j] - 1) << 6 | code)
                            beside = column + j - size + 1
                            if byte > out[at, beside]:
                                out[at, beside] = byte


@kernel
def spread_counts(out: Array, counts: Array, size: int) -> None:
    """Add each count to its pixel and to those above and right of it, up to `size` pixels; `out` stops at 65535."""
    height, width = out.shape
    for line in range(height):
        for column in range(width):
            count = counts[line, column]
            if count == 0:
                continue
            for i in range(line, min(line + size, height)):
                for j in range(column, min(column + size, width)):
                    out[i, j] = min(out[i, j] + count, 65535)


@kernel
def ink_lines(out: Array, cover: Array, found: Array) -> None:
    """From how much of each pixel is covered, and the one-pixel lines that cover it, to bytes.

    A pixel takes the largest code of the nearest line pixels: its own, then those around it, then those two away.

    Args:
        out: uint8 (height, width), changed in place.
        cover: float (height, width), 0 to 1; NaN for none.
        found: uint8 (height, width), code in the lower six bits; 0 for none.
    """
    height, width = out.shape
    for line in range(height):
        for column in range(width):
            level = int(cover[line, column] * 4.0 + 0.5) - 1 if cover[line, column] > 0 else -1
            if level < 0:
                continue
            code = 0
            for reach in range(3):
                for i in range(max(line - reach, 0), min(line + reach + 1, height)):
                    for j in range(max(column - reach, 0), min(column + reach + 1, width)):
                        code = max(code, found[i, j] & 63)
                if code:
                    break
            if code:
                out[line, column] = max(out[line, column], np.uint8(min(level, 3) << 6 | code))


@kernel
def lay_over(out: Array, found: Array, table: Array) -> None:
    """Put a layer over those that lie in an image: palette indexes, north up, first column left clear.

    The clear first column is the filter byte of a PNG row.

    Args:
        out: uint8 (height, 1 + width), changed in place.
        found: what each pixel of the layer is, south to north; a value beyond the table counts as its last.
        table: palette index by value; 0 leaves what lies there.
    """
    height, width = found.shape
    top = table.size - 1
    for line in range(height):
        at = height - 1 - line
        for column in range(width):
            value = found[line, column]
            if value:
                index = table[top if value > top else value]
                if index:
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
