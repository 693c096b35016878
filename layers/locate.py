"""Where an asset is: its place or its lines, for the selection, for a trace and for flying there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from data_sources.assets import AssetRef
from layers.frame import Array
from layers.map_frames import POINT_LAYERS, Snapshot

NO_LINES = (np.empty(0), np.empty(0))


@dataclass(frozen=True)
class Place:
    """Places and lines in Web Mercator metres; a NaN ends each line."""

    x: Array
    y: Array
    line_x: Array
    line_y: Array

    @property
    def extent(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all of it; None for nowhere."""
        x, y = np.concatenate([self.x, self.line_x]), np.concatenate([self.y, self.line_y])
        if not np.isfinite(x).any():
            return None
        return float(np.nanmin(x)), float(np.nanmin(y)), float(np.nanmax(x)), float(np.nanmax(y))


NOWHERE = Place(*NO_LINES, *NO_LINES)


def locate(snapshot: Snapshot, asset: AssetRef) -> Place:
    """Where an asset is; nowhere, if the map does not hold it (a device, an outage, another utility)."""
    if asset.kind == "substation":
        return _substation(snapshot, asset.asset_id)
    if asset.kind in POINT_LAYERS:
        return points(snapshot, asset.kind, [asset.asset_id])
    if asset.kind == "segment":
        return lines(snapshot, [asset.asset_id])
    if asset.kind == "feeder":
        return _feeder(snapshot, asset.asset_id)
    return NOWHERE


def points(snapshot: Snapshot, kind: str, asset_ids: Iterable[int]) -> Place:
    """The places of poles, transformers or meters."""
    frame = snapshot.points[kind]
    rows = np.flatnonzero(np.isin(frame["id"], np.fromiter(asset_ids, np.int64)))
    x, y = frame.x0[rows].astype(float) + frame.origin[0], frame.y0[rows].astype(float) + frame.origin[1]
    return Place(x, y, *NO_LINES)


def lines(snapshot: Snapshot, segment_ids: Iterable[int]) -> Place:
    """The paths of segments."""
    rows = snapshot.segments.rows_of(np.fromiter(segment_ids, np.int64))
    return Place(*NO_LINES, *_paths(snapshot, rows))


def _paths(snapshot: Snapshot, rows: Array) -> tuple[Array, Array]:
    """Path after path with a NaN after each."""
    segments = snapshot.segments
    start, stop = segments.vertex_start[rows], segments.vertex_start[rows + 1]
    size = stop - start + 1
    ends = np.cumsum(size)
    if not len(ends):
        return NO_LINES
    at = np.arange(ends[-1]) - np.repeat(ends - size, size) + np.repeat(start, size)
    is_gap = np.zeros(ends[-1], bool)
    is_gap[ends - 1] = True
    at[is_gap] = 0
    return np.where(is_gap, np.nan, segments.x[at]), np.where(is_gap, np.nan, segments.y[at])


def _substation(snapshot: Snapshot, asset_id: int) -> Place:
    found = np.flatnonzero(snapshot.substations.substation_id == asset_id)
    return Place(snapshot.substations.x[found], snapshot.substations.y[found], *NO_LINES)


def _feeder(snapshot: Snapshot, asset_id: int) -> Place:
    index = np.flatnonzero(snapshot.feeders.feeder_id == asset_id)
    rows = np.flatnonzero(np.isin(snapshot.segments.feeder, index)) if len(index) else np.empty(0, np.int64)
    return Place(*NO_LINES, *_paths(snapshot, rows))
