"""Distances along the ground."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_008.8


def distance_m(lon: ArrayLike, lat: ArrayLike, other_lon: ArrayLike, other_lat: ArrayLike) -> Floats:
    """Distance along the ground in metres (sphere; half a percent is enough for line lengths)."""
    a, b = np.radians(np.asarray(lat, np.float64)), np.radians(np.asarray(other_lat, np.float64))
    half_lat = (b - a) / 2
    half_lon = np.radians(np.asarray(other_lon, np.float64) - np.asarray(lon, np.float64)) / 2
    h = np.sin(half_lat) ** 2 + np.cos(a) * np.cos(b) * np.sin(half_lon) ** 2
    answer: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(h, 0.0, 1.0)))
    return answer


def path_lengths_m(lon: Floats, lat: Floats, offsets: NDArray[np.int64]) -> Floats:
    """Length of each of several paths that lie end to end.

    Args:
        lon: degrees, shape (vertices,).
        lat: degrees, shape (vertices,).
        offsets: the k-th path runs over `lon[offsets[k]:offsets[k + 1]]`, shape (paths + 1,).

    Returns:
        Metres, shape (paths,); 0 for a path of less than two vertices.
    """
    count = len(offsets) - 1
    if len(lon) < 2:
        return np.zeros(count)
    owner = np.repeat(np.arange(count), np.diff(offsets))
    inside = owner[:-1] == owner[1:]
    steps = distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:])[inside]
    return np.bincount(owner[:-1][inside], weights=steps, minlength=count).astype(np.float64)
