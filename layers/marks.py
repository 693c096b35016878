"""The columns of the sized marks in the street: where, how large, which colour, and the words of the tooltip."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from layers.frame import BlockFrame
from layers.map_frames import POINT_LAYERS, Snapshot
from layers.points import PointCode
from layers.scales import HEALTH, LOAD
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport

Columns = dict[str, Any]

POLE_PX = 16.0  # diameter: 8 px radius
TRANSFORMER_PX = (10.0, 20.0)
METER_PX = (5.0, 15.0)
METER_KWH = (200.0, 6000.0)  # monthly use drawn smallest and largest; between them by its square root


def point_rows(
    snapshot: Snapshot, kind: str, viewport: Viewport, style: MapStyle, filters: MapFilters
) -> NDArray[np.int64]:
    """The rows of a kind that are in view and pass the filters."""
    frame = snapshot.points[kind]
    rows = frame.rows_in(viewport)
    codes = POINT_LAYERS[kind](style=style, filters=filters, feeders=snapshot.feeders).codes(frame)
    return rows[codes[rows] > 0]


def marks(snapshot: Snapshot, kind: str, rows: NDArray[np.int64], style: MapStyle, filters: MapFilters) -> Columns:
    """The columns of the marks of one kind; the worst come last, so that they lie on top."""
    frame = snapshot.points[kind]
    codes = POINT_LAYERS[kind](style=style, filters=filters, feeders=snapshot.feeders).codes(frame)
    rows = rows[np.argsort(codes[rows], kind="stable")]
    columns: Columns = {
        "x": frame.x0[rows].astype(np.float64) + frame.origin[0],
        "y": frame.y0[rows].astype(np.float64) + frame.origin[1],
        "id": frame["id"][rows],
        "code": codes[rows],
        "name": snapshot.names[kind].take(pa.array(frame["row"][rows])).to_pylist(),
        "feeder": feeder_names(snapshot, frame, rows),
    }
    return {**columns, **_OWN_COLUMNS[kind](frame, rows)}


def empty_marks(kind: str) -> Columns:
    """No marks of one kind, with their columns."""
    return {name: [] for name in ("x", "y", "id", "code", "name", "feeder", "size", *_WORDS[kind])}


_WORDS = {
    "pole": ("health", "health_word"),
    "transformer": ("opacity", "load", "rated", "health", "customers"),
    "meter": ("use",),
    "reading": ("colour", "power", "voltage", "quality"),
}


def feeder_names(snapshot: Snapshot, frame: BlockFrame, rows: NDArray[np.int64]) -> list[str]:
    """The names of the feeders of some rows; empty where no feeder is known."""
    if not len(snapshot.feeders):
        return [""] * len(rows)
    names: list[str] = snapshot.feeders.name.take(pa.array(frame["feeder"][rows])).to_pylist()
    return names


def _pole_columns(frame: BlockFrame, rows: NDArray[np.int64]) -> Columns:
    health = frame["health_score"][rows]
    words = np.array([name.capitalize() for name in HEALTH.names])
    return {
        "size": np.full(len(rows), POLE_PX, np.float32),
        "health": np.round(health).astype(np.int16),
        "health_word": words[HEALTH.band(health)].tolist(),
    }


def _transformer_columns(frame: BlockFrame, rows: NDArray[np.int64]) -> Columns:
    load = frame["load_pct"][rows]
    low, high = TRANSFORMER_PX
    return {
        "size": (low + (high - low) * (load / 120.0).clip(0, 1)).astype(np.float32),
        "opacity": np.where(LOAD.band(load) == 0, 0.65, 0.95).astype(np.float32),
        "load": np.round(load).astype(np.int16),
        "rated": frame["rated_kva"][rows],
        "health": np.round(frame["health_score"][rows]).astype(np.int16),
        "customers": frame["customers_served"][rows],
    }


def _meter_columns(frame: BlockFrame, rows: NDArray[np.int64]) -> Columns:
    use = frame["monthly_kwh"][rows]
    roots = (np.sqrt(use.clip(0)) - np.sqrt(METER_KWH[0])) / (np.sqrt(METER_KWH[1]) - np.sqrt(METER_KWH[0]))
    low, high = METER_PX
    return {"size": (low + (high - low) * roots.clip(0, 1)).astype(np.float32), "use": np.round(use).astype(np.int32)}


_OWN_COLUMNS = {"pole": _pole_columns, "transformer": _transformer_columns, "meter": _meter_columns}

# From the lowest to the topmost. Readings bring their colours along.
MARK_CODES: dict[str, tuple[int, ...]] = {
    "meter": (1,),
    "reading": (),
    "pole": (PointCode.POLE_GOOD, PointCode.POLE_FAIR, PointCode.POLE_POOR),
    "transformer": (
        PointCode.TRANSFORMER_NORMAL, PointCode.TRANSFORMER_HIGH, PointCode.TRANSFORMER_DARK,
        PointCode.TRANSFORMER_OVER,
    ),
}  # fmt: skip
