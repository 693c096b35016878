"""Datashader's aggregates over the rows in view, and what is stamped on them.

Only the rows of the blocks in view that have a code are handed over, as float32 metres from the frame's origin. Each
pair of a glyph and a reduction is compiled by Datashader at its first use, in about a second: `Renderer.warm` goes
through them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import datashader as ds
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.byte_max import ByteMax
from layers.frame import Array, BlockFrame
from layers.kernels import ink_lines, spread_counts, stamp_codes

Columns = dict[str, Array]
ENDS = ("x0", "y0", "x1", "y1")
PIECE_PX = 32  # longer pieces are drawn in parts, so that a view's edge cuts none at a place of its own
DASH_PX, GAP_PX = 5.0, 4.0  # of a line without supply; its ends are half a pixel longer, or one where it is stamped


def aggregate_points(
    frame: BlockFrame, codes: Array, canvas: ds.Canvas, reduction: Any, reach_px: int = 0, **columns: Array
) -> Any:
    """Datashader's aggregate of the points with a code.

    Args:
        frame: the rows.
        codes: one a row; 0 leaves it out.
        canvas: the view, Web Mercator.
        reduction: any of Datashader's.
        reach_px: pixels around the canvas that are aggregated too.
        columns: what the reduction takes, one value a row.

    Returns:
        What Datashader answers: rows from south to north, `reach_px` more at every side.
    """
    wide = grown(canvas, reach_px)
    blocks = frame.blocks_in(*edges(wide))
    shown = _shown({"x": frame.x0, "y": frame.y0, **columns}, blocks.take, blocks.take(codes))
    table = pd.DataFrame(shown, copy=False)
    return shifted(wide, frame.origin).points(table, "x", "y", reduction)


def stamped_points(frame: BlockFrame, codes: Array, canvas: ds.Canvas, stamp: NDArray[np.uint8]) -> Array:
    """The worst mark that covers each pixel: uint8 (height, width), `level << 6 | code`, south to north."""
    out = blank(canvas)
    worst = aggregate_points(frame, codes, canvas, ByteMax("code"), stamp.shape[0] // 2, code=codes)
    stamp_codes(out, worst.values, stamp[None])
    return out


def counted_points(frame: BlockFrame, codes: Array, canvas: ds.Canvas) -> Array:
    """Points a pixel: unsigned (height, width), south to north."""
    counts: Array = aggregate_points(frame, codes, canvas, ds.count()).values
    return counts


def spread(counts: Array, size: int) -> Array:
    """Each count on its pixel and on those to the north and east, up to `size` pixels: uint16."""
    out = np.zeros(counts.shape, np.uint16)
    spread_counts(out, counts, size)
    return out


@dataclass(frozen=True)
class Pens:
    """How lines are drawn, by pen (an index into each).

    Attributes:
        strength: how opaque a smooth line is at most, 0 to 1.
        stamps: what is put on every pixel of a line that is aggregated one pixel wide, see `kernels.stamp_codes`.
        width_px: of smooth lines; 0 for lines of one pixel with stamps on them, cheaper where there are many.
    """

    strength: NDArray[np.float32]
    stamps: NDArray[np.uint8]
    width_px: float


def drawn_lines(frame: BlockFrame, codes: Array, canvas: ds.Canvas, pens: Pens, dashed_code: int = 0) -> Array:
    """Straight pieces of lines: uint8 (height, width), `level << 6 | code`, south to north.

    Args:
        frame: the pieces; `pen` says with which of the pens each is drawn.
        codes: one a piece; 0 leaves it out.
        canvas: the view, Web Mercator.
        pens: how.
        dashed_code: pieces of this code are dashed, and drawn by the first pen.
    """
    out = blank(canvas)
    reach = pens.stamps.shape[1] // 2 if pens.width_px == 0 else 0
    wide = shifted(grown(canvas, reach), frame.origin)
    pieces = _pieces(frame, codes, canvas, pens, dashed_code)
    pen = np.where(pieces["code"] == dashed_code, 0, pieces["pen"])
    value = ((len(pens.strength) - 1 - pen) << 6 | pieces["code"]).astype(np.uint8)
    found = _line(wide, pieces, ByteMax("value"), value=value)
    if pens.width_px == 0:
        stamp_codes(out, found, np.ascontiguousarray(pens.stamps[::-1]))
    else:
        cover = _line(wide, pieces, ds.max("strength"), pens.width_px, strength=pens.strength[pen])
        ink_lines(out, cover, found)
    return out


def _line(canvas: ds.Canvas, pieces: Columns, reduction: Any, line_width: float = 0, **column: Array) -> Array:
    """Datashader's aggregate of the pieces by one more column; no more columns are handed over than it reads."""
    ends = np.stack([pieces[name] for name in ENDS])
    table = pd.DataFrame(ends.T, columns=list(ENDS), copy=False).assign(**column)
    drawn: Array = canvas.line(
        table, x=["x0", "x1"], y=["y0", "y1"], axis=1, agg=reduction, line_width=line_width
    ).values
    return drawn


def _pieces(frame: BlockFrame, codes: Array, canvas: ds.Canvas, pens: Pens, dashed_code: int) -> Columns:
    """The pieces in view, those without supply as dashes."""
    blocks = frame.blocks_in(*edges(grown(canvas, 3)))
    columns = {"x0": frame.x0, "y0": frame.y0, "x1": frame.x1, "y1": frame.y1, "pen": frame["pen"], "code": codes}
    pieces = _shown(columns, blocks.take, blocks.take(codes))
    is_dashed = pieces["code"] == dashed_code
    if not is_dashed.any():
        return parted(pieces, pixel_metres(canvas))
    whole = parted(_at(pieces, ~is_dashed), pixel_metres(canvas))
    cut = dashed(_at(pieces, is_dashed), canvas, frame.origin, pens.width_px == 0)
    return {name: np.concatenate([whole[name], cut[name]]) for name in whole}


def parted(pieces: Columns, pixel: float) -> Columns:
    """Pieces of at most 32 pixels: longer ones in equal parts.

    Datashader cuts a piece at the edge of its canvas and draws what is left pixel by pixel from there, so that the same
    piece takes other pixels on another canvas. A part either lies on the canvas or is not seen.

    Args:
        pieces: columns of the pieces, their ends in metres.
        pixel: metres across one.
    """
    x0, y0, x1, y1 = (pieces[name] for name in ENDS)
    length = np.maximum(np.abs(x1 - x0), np.abs(y1 - y0))
    long = np.flatnonzero(length > PIECE_PX * pixel)
    if not len(long):
        return pieces
    count = np.ceil(length[long].astype(np.float64) / (PIECE_PX * pixel)).astype(np.int64)
    row, of = np.repeat(long, count), np.repeat(count, count)
    part = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    parts = _at(pieces, row) | _between(pieces, row, part / of, (part + 1) / of)
    short = _at(pieces, np.setdiff1d(np.arange(len(length)), long, assume_unique=True))
    return {name: np.concatenate([short[name], parts[name]]) for name in pieces}


def _between(pieces: Columns, row: Array, start: Array, end: Array) -> Columns:
    """The ends of parts of pieces: from one share of the way along each to another."""
    x0, y0, x1, y1 = (pieces[name].astype(np.float64)[row] for name in ENDS)
    ends = (x0 + start * (x1 - x0), y0 + start * (y1 - y0), x0 + end * (x1 - x0), y0 + end * (y1 - y0))
    return {name: values.astype(np.float32) for name, values in zip(ENDS, ends, strict=True)}


def dashed(pieces: Columns, canvas: ds.Canvas, origin: tuple[float, float], is_stamped: bool) -> Columns:
    """Each piece cut into dashes along its longer axis, fixed to the ground, so that short pieces and tiles join up."""
    x0, y0, x1, y1 = (pieces[name].astype(np.float64) for name in ENDS)
    west, south, pixel = canvas.x_range[0] - origin[0], canvas.y_range[0] - origin[1], pixel_metres(canvas)
    period, dash = DASH_PX + GAP_PX, DASH_PX - (2.0 if is_stamped else 1.0)
    is_steep = np.abs(y1 - y0) > np.abs(x1 - x0)
    shift = np.where(is_steep, canvas.y_range[0], canvas.x_range[0]) / pixel % period
    a = np.where(is_steep, y0 - south, x0 - west) / pixel + shift
    b = np.where(is_steep, y1 - south, x1 - west) / pixel + shift
    # A piece that reaches far beyond the view is not cut there: no more dashes than the view has room for.
    most = float(max(canvas.plot_width, canvas.plot_height)) + period
    low, high = np.minimum(a, b).clip(0, most), np.maximum(a, b).clip(0, most)
    first = np.floor(low / period)
    count = (np.floor(high / period) - first + 1).astype(np.int64)
    row = np.repeat(np.arange(len(a)), count)
    step = first[row] + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    start, end = np.maximum(step * period, low[row]), np.minimum(step * period + dash, high[row])
    is_there = end >= start
    row, start, end = row[is_there], start[is_there], end[is_there]
    length = np.where(np.abs(b - a) > 1e-9, b - a, 1.0)[row]
    shares = (((along - a[row]) / length).clip(0, 1) for along in (start, end))
    return _at(pieces, row) | _between(pieces, row, *shares)


def _at(columns: Columns, rows: Array) -> Columns:
    return {name: values[rows] for name, values in columns.items()}


def _shown(columns: Columns, take: Callable[[Array], Array], codes: Array) -> Columns:
    """The rows with a code; nothing is copied where all have one and they are one slice."""
    taken = {name: take(values) for name, values in columns.items()}
    is_shown = codes > 0
    return taken if is_shown.all() else _at(taken, is_shown)


def grown(canvas: ds.Canvas, pixels: int) -> ds.Canvas:
    """The canvas with some pixels more at every side."""
    if pixels == 0:
        return canvas
    (x0, x1), (y0, y1) = canvas.x_range, canvas.y_range
    dx, dy = pixels * (x1 - x0) / canvas.plot_width, pixels * (y1 - y0) / canvas.plot_height
    return ds.Canvas(
        canvas.plot_width + 2 * pixels, canvas.plot_height + 2 * pixels, (x0 - dx, x1 + dx), (y0 - dy, y1 + dy)
    )


def shifted(canvas: ds.Canvas, origin: tuple[float, float]) -> ds.Canvas:
    """The canvas with coordinates counted from a frame's origin."""
    (x0, x1), (y0, y1) = canvas.x_range, canvas.y_range
    return ds.Canvas(
        canvas.plot_width, canvas.plot_height, (x0 - origin[0], x1 - origin[0]), (y0 - origin[1], y1 - origin[1])
    )


def edges(canvas: ds.Canvas) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    (x0, x1), (y0, y1) = canvas.x_range, canvas.y_range
    return float(x0), float(y0), float(x1), float(y1)


def pixel_metres(canvas: ds.Canvas) -> float:
    """Map metres across one pixel; to the nanometre, so that all parts of a view agree."""
    return round(float((canvas.x_range[1] - canvas.x_range[0]) / canvas.plot_width), 9)


def blank(canvas: ds.Canvas, dtype: Any = np.uint8) -> Array:
    """An empty aggregate of a canvas' size."""
    return np.zeros((canvas.plot_height, canvas.plot_width), dtype)
