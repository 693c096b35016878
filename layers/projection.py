"""Degrees to Web Mercator metres (EPSG:3857) and back, on whole arrays.

A sphere of radius 6,378,137 m, as in the EPSG registry's method 1024. Distances on the map are stretched by
1 / cos(latitude); `ground_scale` says by how much.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_M = 6_378_137.0
DEGREE_M = math.radians(EARTH_RADIUS_M)  # of longitude, map metres
MAX_LATITUDE = 85.051_128_78  # the square's edge: y equals half the equator

Floats = NDArray[np.floating[Any]]


def to_mercator(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude in degrees as x and y in Web Mercator metres; latitudes are clipped to the square."""
    phi = np.radians(np.clip(np.asarray(lat, np.float64), -MAX_LATITUDE, MAX_LATITUDE))
    x = np.radians(np.asarray(lon, np.float64)) * EARTH_RADIUS_M
    return x, np.arctanh(np.sin(phi)) * EARTH_RADIUS_M


def to_lonlat(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Web Mercator metres as longitude and latitude in degrees."""
    lon = np.degrees(np.asarray(x, np.float64) / EARTH_RADIUS_M)
    return lon, np.degrees(np.arctan(np.sinh(np.asarray(y, np.float64) / EARTH_RADIUS_M)))


def wrapped(lon: float) -> float:
    """A longitude as it is written, -180 to 180: those of a network across the antimeridian run on beyond."""
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def ground_scale(y: float) -> float:
    """Map metres per metre on the ground at a Web Mercator y: 1 at the equator, 1.15 at Houston."""
    return float(np.cosh(y / EARTH_RADIUS_M))
