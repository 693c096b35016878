"""Places: planar coordinates to longitude and latitude, and the area around a network.

A network across the antimeridian (Fiji) has longitudes that run on beyond 180 degrees, so that what is near lies near.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import ConvexHull

from data_sources.analytics.ground import EARTH_RADIUS_M
from data_sources.errors import ImportRefused

Floats = NDArray[np.float64]

# A distribution utility wider than this is taken for planar coordinates that happen to be small numbers.
WIDEST_DEGREES = 15.0
SERVICE_AREA_MARGIN_M = 500.0
PATH_SCALE = 1e7
# A utility may lie this far outside the area its reference system is made for (the zone beside it is often used).
OUTSIDE_DEGREES = 3.0
FOOT_M = 0.3048


def to_lon_lat(x: ArrayLike, y: ArrayLike, crs: str | None, where: str) -> tuple[Floats, Floats, str]:
    """Longitude and latitude in degrees (WGS 84), and what was done to get them.

    Args:
        x: longitudes, or eastings of `crs`, shape (n,).
        y: latitudes, or northings of `crs`, shape (n,).
        crs: anything pyproj knows, e.g. "EPSG:32611"; None when x and y are degrees.
        where: file or model, for messages.

    Raises:
        ImportRefused: planar coordinates without a CRS, an unknown CRS, or places outside the world or outside the
            area that the CRS is made for.
    """
    east, north = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if crs is not None:
        lon, lat = _project(east, north, crs, where)
        return on_one_side(lon), lat, f"converted from {crs}"
    if _is_in_range(east, north) and _is_one_place(on_one_side(east), north):
        return on_one_side(east), north, "longitude and latitude as given"
    if _is_in_range(north, east) and _is_one_place(on_one_side(north), east):
        return on_one_side(north), east, "x and y swapped: the file gives latitude first"
    raise ImportRefused(
        f"{where}: coordinates from ({east.min():g}, {north.min():g}) to ({east.max():g}, {north.max():g}) are planar, "
        f"not longitude and latitude of one utility; name their reference system, e.g. --crs EPSG:32611."
    )


def crosses_antimeridian(lon: Floats) -> bool:
    """Whether the longitudes of one utility lie on both sides of the antimeridian (NaN: none)."""
    given = lon[~np.isnan(lon)]
    return bool(len(given) and np.ptp(given) > 180 and np.ptp(beyond_180(given)) <= WIDEST_DEGREES)


def beyond_180(lon: Floats) -> Floats:
    """The longitudes of the western hemisphere, east of the antimeridian, as degrees beyond 180."""
    return np.where(lon < 0, lon + 360, lon)


def on_one_side(lon: Floats) -> Floats:
    """Longitudes without a jump at the antimeridian."""
    return beyond_180(lon) if crosses_antimeridian(lon) else lon


def _is_in_range(lon: Floats, lat: Floats) -> bool:
    return bool(np.all(np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)))


def _is_one_place(x: Floats, y: Floats) -> bool:
    return len(x) == 0 or max(float(np.ptp(x)), float(np.ptp(y))) <= WIDEST_DEGREES


def _project(x: Floats, y: Floats, crs: str, where: str) -> tuple[Floats, Floats]:
    try:
        import pyproj
    except ImportError as error:
        raise ImportRefused('Converting coordinates needs an extra: pip install "flux-ops-center[opendss]".') from error
    try:
        system = pyproj.CRS.from_user_input(crs)
        transformer = pyproj.Transformer.from_crs(system, "EPSG:4326", always_xy=True)
    except pyproj.exceptions.CRSError as error:
        raise ImportRefused(f"{crs!r} is no reference system that PROJ knows; give one such as EPSG:32611.") from error
    lon, lat = (np.asarray(axis, dtype=np.float64) for axis in transformer.transform(x, y))
    if not _is_in_range(lon, lat):
        raise ImportRefused(f"{where}: some coordinates are not valid in {crs}; check it and its unit.")
    area = system.area_of_use
    if area is not None and not _is_within(area.bounds, lon, lat):
        feet = (np.asarray(axis, dtype=np.float64) for axis in transformer.transform(x * FOOT_M, y * FOOT_M))
        advice = " Taken as feet they would lie there: name a system in feet." if _is_within(area.bounds, *feet) else ""
        raise ImportRefused(
            f"{where}: in {crs} some coordinates lie around {float(np.median(lon)):.1f}, {float(np.median(lat)):.1f} "
            f"degrees, far outside the area that it is made for ({area.name.split('. ')[0].rstrip('.')}); check it and "
            f"its unit.{advice}"
        )
    return lon, lat


def _is_within(bounds: tuple[float, float, float, float], lon: Floats, lat: Floats) -> bool:
    """Whether places lie in west, south, east, north or near; east below west lies across the antimeridian."""
    west, south, east, north = bounds
    width = (east - west) % 360 or 360.0
    from_west = (lon - west + OUTSIDE_DEGREES) % 360
    is_between = (from_west <= width + 2 * OUTSIDE_DEGREES) | (width + 2 * OUTSIDE_DEGREES >= 360)
    is_high = (lat >= south - OUTSIDE_DEGREES) & (lat <= north + OUTSIDE_DEGREES)
    return bool(np.all(is_between & is_high))


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
