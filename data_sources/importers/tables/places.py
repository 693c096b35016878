"""Places in plain tables: points and lines to degrees, nodes from the ends of lines, the node nearest to a thing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from data_sources.analytics.ground import EARTH_RADIUS_M, path_lengths_m
from data_sources.importers import coordinates
from data_sources.importers.coordinates import (
    Floats,
    beyond_180,
    crosses_antimeridian,
    encode_path,
    on_one_side,
    to_lon_lat,
)
from data_sources.importers.tables.sheet import Bools, Ints, TableSheet

NEAREST_NODE_M = 1000.0
LINE_END_M = 5.0
# A node derived from a line's end is named by its place, to about a decimetre.
NODE_DIGITS = 6
_WKT = re.compile(
    r"(?:SRID=4326;\s*)?(?:LINESTRING[ ZM]*\((.*)\)|MULTILINESTRING[ ZM]*\(\s*\(([^()]*)\)\s*\))\s*$",
    re.IGNORECASE | re.DOTALL,
)


def settle_points(sheet: TableSheet, crs: str | None) -> str:
    """Convert columns lon and lat in place; answers what was done, "" without any place.

    Single rows out of place are bad rows; a file that is out of place as a whole is refused.

    Raises:
        ImportRefused: planar coordinates without a CRS, or an unknown CRS.
    """
    lon, lat = sheet["lon"], sheet["lat"]
    sheet.reject(np.isnan(lon) != np.isnan(lat), "lon", "and lat belong together; give both")
    given = ~np.isnan(lon) & ~np.isnan(lat) & ~sheet.bad
    if not given.any():
        return ""
    if crs is None:
        given &= ~_out_of_place(sheet, given)
    assert sheet.raw
    lon[given], lat[given], note = to_lon_lat(lon[given], lat[given], crs, sheet.raw.path.name)
    return note


def _out_of_place(sheet: TableSheet, given: Bools) -> Bools:
    """Reject single rows outside the world or far from the rest; leaves a file alone that is so as a whole."""
    lon, lat = sheet["lon"], sheet["lat"]
    outside: Bools = given & ((np.abs(lon) > 180) | (np.abs(lat) > 90))
    if outside.sum() * 2 > given.sum():
        return np.zeros_like(given)
    lon = on_one_side(np.where(given & ~outside, lon, np.nan))
    sheet.reject(outside, "lon", "and its lat are no degrees; correct them, or give --crs for the whole folder")
    inside = given & ~outside
    far = np.hypot(lon - np.median(lon[inside]), lat - np.median(lat[inside])) > coordinates.WIDEST_DEGREES / 2
    if (far & inside).sum() * 2 <= inside.sum():
        sheet.reject(far & inside, "lon", "lies far away from the rest of the network; correct lon and lat")
        outside |= far & inside
    return outside


def settle_side(sheets: Iterable[TableSheet], lines: LinePlaces) -> LinePlaces:
    """Where a utility lies across the antimeridian all its longitudes run on beyond 180: points in place, lines anew.

    Args:
        sheets: those with columns lon and lat, in degrees.
        lines: in degrees.
    """
    given = list(sheets)
    if not crosses_antimeridian(np.concatenate([*(sheet["lon"][~sheet.bad] for sheet in given), lines.lon])):
        return lines
    for sheet in given:
        sheet["lon"] = beyond_180(sheet["lon"])
    return replace(lines, lon=beyond_180(lines.lon))


@dataclass(frozen=True, slots=True)
class LinePlaces:
    """Lines end to end: the k-th runs over `lon[offsets[k]:offsets[k + 1]]`, empty where none is given."""

    lon: Floats
    lat: Floats
    offsets: Ints

    @property
    def is_given(self) -> Bools:
        """Which rows have a line."""
        return np.diff(self.offsets) >= 2

    def ends(self, at_end: bool) -> tuple[Floats, Floats]:
        """First or last vertex of each row that has a line; NaN for the others."""
        lon, lat = np.full(len(self.offsets) - 1, np.nan), np.full(len(self.offsets) - 1, np.nan)
        given = self.is_given
        at = (self.offsets[1:] - 1 if at_end else self.offsets[:-1])[given]
        lon[given], lat[given] = self.lon[at], self.lat[at]
        return lon, lat

    def lengths_m(self) -> Floats:
        """Length of each line, 0 where none is given."""
        return path_lengths_m(self.lon, self.lat, self.offsets)

    def keep(self, kept: Bools) -> LinePlaces:
        """The lines of some rows."""
        sizes = np.diff(self.offsets)
        vertices = np.repeat(kept, sizes)
        return LinePlaces(self.lon[vertices], self.lat[vertices], np.concatenate([[0], np.cumsum(sizes[kept])]))

    def path(self, row: int) -> bytes:
        """One line as the schema stores it."""
        part = slice(int(self.offsets[row]), int(self.offsets[row + 1]))
        return encode_path(self.lon[part], self.lat[part])


def read_lines(segments: TableSheet, crs: str | None) -> LinePlaces:
    """The lines of column `geometry`, in degrees.

    Raises:
        ImportRefused: planar coordinates without a CRS, or an unknown CRS.
    """
    points: list[list[tuple[float, float]]] = []
    wrong = np.zeros(len(segments), dtype=bool)
    for row, text in enumerate(segments["geometry"]):
        try:
            line = _vertices(text) if text else []
        except (ValueError, IndexError, KeyError, TypeError):
            line = []
        wrong[row] = bool(text) and len(line) < 2
        points.append([] if wrong[row] else line)
    segments.reject(wrong, "geometry", "is no LINESTRING of at least two points")
    offsets = np.concatenate([[0], np.cumsum([len(line) for line in points])]).astype(np.int64)
    flat = np.array([point for line in points for point in line], dtype=np.float64).reshape(-1, 2)
    if not len(flat):
        return LinePlaces(flat[:, 0], flat[:, 1], offsets)
    assert segments.raw
    lon, lat, _ = to_lon_lat(flat[:, 0], flat[:, 1], crs, segments.raw.path.name)
    return LinePlaces(lon, lat, offsets)


def _vertices(text: str) -> list[tuple[float, float]]:
    """WKT, or GeoJSON as text; of several lines (MULTI…) only one that is alone, of EWKT only degrees."""
    if text.startswith("{"):
        shape = json.loads(text)
        parts = {"LineString": [shape["coordinates"]], "MultiLineString": shape["coordinates"]}.get(shape["type"], [])
        return [(float(p[0]), float(p[1])) for p in parts[0]] if len(parts) == 1 else []
    match = _WKT.match(text)
    if not match:
        return []
    return [(float(part[0]), float(part[1])) for part in (point.split() for point in (match[1] or match[2]).split(","))]


def derive_nodes(segments: TableSheet, lines: LinePlaces) -> TableSheet:
    """Nodes where there is no such table: the ends of the segments' lines, by their ids or else by their place."""
    names, lons, lats = [], [], []
    for column, at_end in (("from_node_id", False), ("to_node_id", True)):
        lon, lat = lines.ends(at_end)
        segments.reject(~lines.is_given, "geometry", "is given and there is no nodes table; add one of both")
        places = [f"{x:.{NODE_DIGITS}f},{y:.{NODE_DIGITS}f}" for x, y in zip(lon, lat, strict=True)]
        segments.fill(column, np.array(places, dtype=object))
        good = ~segments.bad
        names.append(segments[column][good])
        lons.append(lon[good])
        lats.append(lat[good])
    keys, first = np.unique(np.concatenate(names).astype(str), return_index=True)
    order = np.argsort(first)
    nodes = TableSheet(None, "nodes")
    nodes.count = len(keys)
    nodes.bad = np.zeros(len(keys), bool)
    nodes.place_in_file = np.arange(len(keys))
    nodes.columns = {
        "node_id": keys[order].astype(object),
        "node_name": keys[order].astype(object),
        "lon": np.concatenate(lons)[first[order]],
        "lat": np.concatenate(lats)[first[order]],
    }
    return nodes


class NodeFinder:
    """The node nearest to a place.

    Args:
        nodes: with columns lon and lat in degrees.
    """

    def __init__(self, nodes: TableSheet) -> None:
        """Builds the search tree."""
        self._squeeze = float(np.cos(np.radians(nodes["lat"].mean()))) if len(nodes) else 1.0
        self._tree = cKDTree(np.column_stack([nodes["lon"] * self._squeeze, nodes["lat"]]))

    def fill(self, sheet: TableSheet, links: Ints, column: str, within_m: float = NEAREST_NODE_M) -> Ints:
        """Links with the nearest node where none is given; rows with none near are bad rows."""
        missing = np.flatnonzero((links < 0) & ~sheet.bad)
        lon, lat = sheet["lon"][missing], sheet["lat"][missing]
        placed = ~np.isnan(lon)
        degrees = np.full(len(missing), np.inf)
        nearest = np.zeros(len(missing), dtype=np.int64)
        if placed.any():
            degrees[placed], nearest[placed] = self._tree.query(np.column_stack([lon * self._squeeze, lat])[placed])
        is_far = np.radians(degrees) * EARTH_RADIUS_M > within_m
        wrong = np.zeros(len(sheet), dtype=bool)
        wrong[missing[is_far]] = True
        sheet.reject(wrong, column, f"is given and no node lies within {within_m:,.0f} m of its place")
        filled = links.copy()
        filled[missing[~is_far]] = nearest[~is_far]
        sheet[column + "#"] = filled
        return filled
