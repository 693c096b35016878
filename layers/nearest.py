"""What lies under a tap: the nearest thing that is drawn, small things before large ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_sources.assets import AssetKind, AssetRef
from layers.detail import Drawn
from layers.feeders import FeederLayer
from layers.frame import Array, BlockFrame
from layers.map_frames import POINT_LAYERS, Snapshot
from layers.points import PointLayer
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport

REACH_PX = 14.0
# Subtracted from the distance in pixels: what is small and on top wins against the line it stands on.
HEAD_START_PX = {"outage": 12.0, "substation": 9.0, "transformer": 6.0, "pole": 4.0, "meter": 3.0, "segment": 0.0}


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing near the tap, and how near it counts."""

    asset: AssetRef
    cost_px: float


def nearest(
    snapshot: Snapshot,
    x: float,
    y: float,
    viewport: Viewport,
    style: MapStyle,
    filters: MapFilters,
    drawn: dict[str, Drawn],
    outages: Iterable[tuple[int, float, float]] = (),
) -> AssetRef | None:
    """The asset a tap means, or None where nothing is within 14 pixels.

    Args:
        snapshot: the rows.
        x: Web Mercator x of the tap.
        y: Web Mercator y of the tap.
        viewport: the view tapped.
        style: what is drawn.
        filters: what is left out.
        drawn: how each kind of place is drawn.
        outages: id, x and y of the outages shown.
    """
    scale = viewport.metres_per_pixel
    hits = [hit for hit in (_outage(outages, x, y, scale), _substation(snapshot, x, y, scale)) if hit]
    for kind, layer_type in POINT_LAYERS.items():
        how = drawn.get(kind, Drawn.OFF)
        if how is Drawn.OFF or (kind == "meter" and how is not Drawn.MARKS and style.reading is None):
            continue
        layer = layer_type(style=style, filters=filters, feeders=snapshot.feeders, only_abnormal=how is Drawn.TROUBLE)
        hits.extend(_point(layer, snapshot.points[kind], x, y, scale))
    if "feeders" in style.layers:
        hits.extend(_segment(snapshot, x, y, scale, style, filters))
    return min(hits, key=lambda hit: hit.cost_px).asset if hits else None


def _hit(kind: AssetKind, asset_id: int, distance_px: float) -> Hit | None:
    return Hit(AssetRef(kind, asset_id), distance_px - HEAD_START_PX[kind]) if distance_px <= REACH_PX else None


def _outage(outages: Iterable[tuple[int, float, float]], x: float, y: float, scale: float) -> Hit | None:
    found = [(float(np.hypot(ox - x, oy - y)) / scale, key) for key, ox, oy in outages]
    return _hit("outage", min(found)[1], min(found)[0]) if found else None


def _substation(snapshot: Snapshot, x: float, y: float, scale: float) -> Hit | None:
    substations = snapshot.substations
    if not len(substations):
        return None
    distance = np.hypot(substations.x - x, substations.y - y)
    row = int(distance.argmin())
    return _hit("substation", int(substations.substation_id[row]), float(distance[row]) / scale)


def _near_rows(frame: BlockFrame, codes: NDArray[np.uint8], x: float, y: float, reach: float) -> NDArray[np.int64]:
    rows = frame.blocks_in(x - reach, y - reach, x + reach, y + reach).indexes()
    return rows[codes[rows] > 0]


def _point(layer: PointLayer, frame: BlockFrame, x: float, y: float, scale: float) -> list[Hit]:
    rows = _near_rows(frame, layer.codes(frame), x, y, REACH_PX * scale)
    if not len(rows):
        return []
    distance = np.hypot(frame.x0[rows] - (x - frame.origin[0]), frame.y0[rows] - (y - frame.origin[1])) / scale
    best = int(distance.argmin())
    kind: AssetKind = layer.kind  # type: ignore[assignment]  # a point layer's kind is one of them
    hit = _hit(kind, int(frame["id"][rows[best]]), float(distance[best]))
    return [hit] if hit else []


def _segment(snapshot: Snapshot, x: float, y: float, scale: float, style: MapStyle, filters: MapFilters) -> list[Hit]:
    frame = snapshot.pieces
    codes = FeederLayer(style=style, filters=filters, feeders=snapshot.feeders).codes(frame)
    rows = _near_rows(frame, codes, x, y, REACH_PX * scale)
    if not len(rows):
        return []
    ends = (frame.x0[rows], frame.y0[rows], frame.x1[rows], frame.y1[rows])
    distance = distance_to_pieces(x - frame.origin[0], y - frame.origin[1], *ends) / scale
    best = int(distance.argmin())
    row = int(frame["row"][rows[best]])
    hit = _hit("segment", int(snapshot.segments.segment_id[row]), float(distance[best]))
    return [hit] if hit else []


def distance_to_pieces(x: float, y: float, x0: Array, y0: Array, x1: Array, y1: Array) -> Array:
    """The distance of one point from each straight piece."""
    dx, dy = (x1 - x0).astype(np.float64), (y1 - y0).astype(np.float64)
    length = np.maximum(dx * dx + dy * dy, 1e-9)
    along = (((x - x0) * dx + (y - y0) * dy) / length).clip(0, 1)
    distance: Array = np.hypot(x0 + along * dx - x, y0 + along * dy - y)
    return distance
