"""The plane the demo utility is drawn in, and where points of it lie.

The plane is equirectangular around downtown: metres east and north, good to about 0.3 % over 70 km, which is plenty
for a made-up network.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ORIGIN_LON: Final = -95.3650
ORIGIN_LAT: Final = 29.7580
METRES_PER_LAT: Final = 110_850.0
METRES_PER_LON: Final = 96_650.0

TIME_ZONE: Final = "America/Chicago"


def to_plane(lonlat: object) -> Floats:
    """Project lon/lat degrees, shape (..., 2), to metres east and north of downtown."""
    points = np.asarray(lonlat, dtype=np.float64)
    return (points - (ORIGIN_LON, ORIGIN_LAT)) * (METRES_PER_LON, METRES_PER_LAT)


def to_lonlat(plane: Floats) -> Floats:
    """Undo `to_plane`: metres, shape (..., 2), to degrees rounded to 1e-7 (about a centimetre)."""
    return np.round(plane / (METRES_PER_LON, METRES_PER_LAT) + (ORIGIN_LON, ORIGIN_LAT), 7)


def inside_polygon(points: Floats, ring: Floats) -> Bools:
    """Tell which points, shape (n, 2), lie inside an open ring, shape (m, 2), by counting crossings to the east."""
    x, y = points[:, 0], points[:, 1]
    inside = np.zeros(len(points), dtype=bool)
    for (x0, y0), (x1, y1) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        straddles = (y0 > y) != (y1 > y)
        inside ^= straddles & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return inside


def sampled(line: Floats, step_m: float) -> Floats:
    """Points along an open polyline, shape (m, 2), at most `step_m` metres apart."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0.0, along[-1], max(2, int(np.ceil(along[-1] / step_m)) + 1))
    return np.stack([np.interp(at, along, line[:, k]) for k in (0, 1)], axis=1)


def distance_to_samples(points: Floats, tree: cKDTree, reach_m: float = np.inf) -> Floats:
    """Distance in metres from points, shape (n, 2), to the nearest sample in a tree; infinite beyond `reach_m`."""
    return np.asarray(tree.query(points, distance_upper_bound=reach_m)[0])


def inside_with_margin(points: Floats, ring: Floats, margin_m: float) -> Bools:
    """Tell which points lie inside a ring and at least `margin_m` metres from its edge."""
    edge = cKDTree(sampled(np.vstack([ring, ring[:1]]), 30.0))
    return inside_polygon(points, ring) & (distance_to_samples(points, edge, margin_m + 15.0) >= margin_m + 15.0)


def inside_ellipses(points: Floats, ellipses: tuple[tuple[float, float, float, float, float], ...]) -> Bools:
    """Tell which points lie in any of the (lon, lat, half width, half height, rotation) ellipses."""
    hit = np.zeros(len(points), dtype=bool)
    for lon, lat, half_x, half_y, degrees in ellipses:
        turn = np.deg2rad(degrees)
        dx, dy = (points - to_plane((lon, lat))).T / 1000.0
        east, north = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
        hit |= (east / half_x) ** 2 + (north / half_y) ** 2 < 1.0
    return hit


def morton(points: Floats) -> NDArray[np.uint64]:
    """Position of each point along a Z-order curve over the points' own bounding box, 16 bits an axis."""
    low, high = points.min(axis=0), points.max(axis=0)
    scaled = ((points - low) / np.maximum(high - low, 1e-12) * 65_535.0).astype(np.uint64)
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        scaled = (scaled | (scaled << np.uint64(shift))) & np.uint64(mask)
    code: NDArray[np.uint64] = scaled[:, 0] | (scaled[:, 1] << np.uint64(1))
    return code
