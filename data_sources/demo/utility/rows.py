"""Arrow columns and tables of the schema's types, names padded the same way everywhere."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_sources.demo.city import geography as geo
from data_sources.demo.city.geography import Floats, morton

UTC: Final = pa.timestamp("us", tz="UTC")
PHASES: Final = ("", "A", "B", "AB", "C", "AC", "BC", "ABC")

_TYPES: Final = {
    "int": pa.int32(),
    "big": pa.int64(),
    "small": pa.int16(),
    "real": pa.float32(),
    "double": pa.float64(),
    "text": pa.string(),
    "bool": pa.bool_(),
    "time": UTC,
}


def column(kind: str, values: object) -> pa.Array:
    """An array of a schema type: int, big, small, real, double, text, bool or time."""
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values
    array = np.asarray(values)
    if kind == "time":
        return pa.array(array.astype("datetime64[us]")).cast(UTC)
    if kind == "text" and array.dtype.kind == "U":
        return pa.array(array.tolist(), pa.string())
    return pa.array(array).cast(_TYPES[kind], safe=False)


def nullable(kind: str, values: NDArray[np.int64]) -> pa.Array:
    """Integers where -1 means NULL."""
    return pa.array(values, mask=values < 0).cast(_TYPES[kind], safe=False)


def table(**columns: tuple[str, object] | pa.Array) -> pa.Table:
    """A table from `name=(kind, values)` or ready arrays."""
    return pa.table(
        {
            name: value if isinstance(value, pa.Array | pa.ChunkedArray) else column(*value)
            for name, value in columns.items()
        }
    )


def padded(values: object, width: int) -> pa.Array:
    """Integers as text with leading zeros."""
    return pc.utf8_lpad(pc.cast(pa.array(np.asarray(values)), pa.string()), width, "0")


def named(prefix: str, *parts: pa.Array) -> pa.Array:
    """Text such as TX-0042-017: a prefix and padded numbers joined by hyphens."""
    return pc.binary_join_element_wise(prefix, *parts, "-") if prefix else parts[0]


def picked(words: tuple[str, ...], index: NDArray[np.int64]) -> pa.Array:
    """Words by index, as plain text."""
    return pa.array(words).take(pa.array(index))


def where(place: Floats) -> tuple[Floats, Floats]:
    """Longitudes and latitudes of places in the plane."""
    lonlat = geo.to_lonlat(place)
    return lonlat[:, 0], lonlat[:, 1]


def in_space_order(rows: pa.Table, place: Floats) -> pa.Table:
    """Rows along a Morton curve, so that a database heap loaded in this order is clustered in space."""
    return rows.take(pa.array(np.argsort(morton(place), kind="stable")))


def packed_paths(shape: Floats, every: NDArray[np.int64]) -> pa.Array:
    """Drawings as little-endian int32 (lon, lat) pairs in 1e-7 degree, with as many points as the bend needs.

    Args:
        shape: nine points a line, metres, shape (n, 9, 2).
        every: which rows must keep all nine points (1) or may be thinned (0), shape (n,).
    """
    chord = shape[:, -1] - shape[:, 0]
    long = np.maximum(np.hypot(chord[:, 0], chord[:, 1]), 1e-6)
    off = shape - shape[:, :1]
    bend = np.abs(off[..., 0] * chord[:, None, 1] - off[..., 1] * chord[:, None, 0]).max(axis=1) / long
    keep = np.ones((len(shape), 9), dtype=bool)
    patterns = ((1.0, (0, 8)), (5.0, (0, 4, 8)), (16.0, (0, 2, 4, 6, 8)), (np.inf, (0, 1, 3, 4, 5, 7, 8)))
    todo = every == 0
    for limit, points in patterns:
        fits = todo & (bend <= limit)
        keep[fits] = np.isin(np.arange(9), points)
        todo &= ~fits
    fixed = np.round(geo.to_lonlat(shape) * 1e7).astype("<i4")[keep]
    ends = np.concatenate([[0], np.cumsum(keep.sum(axis=1) * 8)]).astype(np.int32)
    return pa.Array.from_buffers(pa.binary(), len(shape), [None, pa.py_buffer(ends), pa.py_buffer(fixed.tobytes())])
