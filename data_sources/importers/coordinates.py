"""Places: planar coordinates to longitude and latitude, distances, and the area around a network."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import ConvexHull

from data_sources.errors import ImportRefused

Floats = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_008.8
# A distribution utility wider than this is taken for planar coordinates that happen to be small numbers.
WIDEST_DEGREES = 15.0
SERVICE_AREA_MARGIN_M = 500.0
PATH_SCALE = 1e7


def to_lon_lat(x: ArrayLike, y: ArrayLike, crs: str | None, where: str) -> tuple[Floats, Floats, str]:
    """Longitude and latitude in degrees (WGS 84), and what was done to get them.

    Args:
        x: longitudes, or eastings of `crs`, shape (n,).
        y: latitudes, or northings of `crs`, shape (n,).
        crs: anything pyproj knows, e.g. "EPSG:32611"; None when x and y are degrees.
        where: file or model, for messages.

    Raises:
        ImportRefused: planar coordinates without a CRS, an unknown CRS, or places outside the world.
    """
    east, north = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if crs is not None:
        lon, lat = _project(east, north, crs)
        if not _is_in_range(lon, lat):
            raise ImportRefused(f"{where}: some coordinates are not valid in {crs}; check it and its unit.")
        return lon, lat, f"converted from {crs}"
    if _is_in_range(east, north) and _is_one_place(east, north):
        return east, north, "longitude and latitude as given"
    if _is_in_range(north, east) and _is_one_place(east, north):
        return north, east, "x and y swapped: the file gives latitude first"
    raise ImportRefused(
        f"{where}: coordinates from ({east.min():g}, {north.min():g}) to ({east.max():g}, {north.max():g}) are planar, "
        f"not longitude and latitude of one utility; name their reference system, e.g. --crs EPSG:32611."
    )


def _is_in_range(lon: Floats, lat: Floats) -> bool:
    return bool(np.all(np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)))


def _is_one_place(x: Floats, y: Floats) -> bool:
    return len(x) == 0 or max(float(np.ptp(x)), float(np.ptp(y))) <= WIDEST_DEGREES


def _project(x: Floats, y: Floats, crs: str) -> tuple[Floats, Floats]:
    try:
        import pyproj
    except ImportError as error:
        raise ImportRefused('Converting coordinates needs an extra: pip install "flux-ops-center[opendss]".') from error
    try:
        transformer = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except pyproj.exceptions.CRSError as error:
        raise ImportRefused(f"{crs!r} is no reference system that PROJ knows; give one such as EPSG:32611.") from error
    lon, lat = transformer.transform(x, y)
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def distance_m(lon: ArrayLike, lat: ArrayLike, other_lon: ArrayLike, other_lat: ArrayLike) -> Floats:
    """Distance along the ground in metres (sphere; half a percent is enough for line lengths)."""
    a, b = np.radians(np.asarray(lat, np.float64)), np.radians(np.asarray(other_lat, np.float64))
    half_lat = (b - a) / 2
    half_lon = np.radians(np.asarray(other_lon, np.float64) - np.asarray(lon, np.float64)) / 2
    h = np.sin(half_lat) ** 2 + np.cos(a) * np.cos(b) * np.sin(half_lon) ** 2
    answer: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(h, 0.0, 1.0)))
    return answer


def encode_path(lon: ArrayLike, lat: ArrayLike) -> bytes:
    """A line as the schema stores it: little-endian int32 pairs (lon, lat) in 1e-7 degree."""
    points = np.column_stack([np.asarray(lon, np.float64), np.asarray(lat, np.float64)])
    return bytes(np.rint(points * PATH_SCALE).astype("<i4").tobytes())


def service_area(lon: ArrayLike, lat: ArrayLike, margin_m: float = SERVICE_AREA_MARGIN_M) -> dict[str, Any]:
    """GeoJSON Polygon: the convex hull of all places, pushed outwards by a margin."""
    x, y = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    dy = math.degrees(margin_m / EARTH_RADIUS_M)
    dx = dy / max(math.cos(math.radians(float(y.mean()))), 0.01)
    angles = np.linspace(0, 2 * math.pi, 16, endpoint=False)
    # The polygon of 16 corners must hold the circle of the margin, hence the division.
    ring = np.column_stack([np.cos(angles) * dx, np.sin(angles) * dy]) / math.cos(math.pi / 16)
    places = np.unique(np.round(np.column_stack([x, y]), 7), axis=0)
    around = (places[:, None, :] + ring[None, :, :]).reshape(-1, 2)
    corners = around[ConvexHull(around).vertices]
    closed = np.round(np.vstack([corners, corners[:1]]), 6)
    return {"type": "Polygon", "coordinates": [closed.tolist()]}


def zone_by_longitude(lon: ArrayLike) -> str:
    """The nautical time zone of a place ("Etc/GMT+8" is UTC-8): right to the hour, without daylight saving."""
    hours = round(float(np.mean(np.asarray(lon, np.float64))) / 15.0)
    return "Etc/GMT" if hours == 0 else f"Etc/GMT{-hours:+d}"
