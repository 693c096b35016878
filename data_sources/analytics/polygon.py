"""Which points lie in a polygon with holes, by counting the edges crossed on the way east.

Coordinates are taken as a plane, so a polygon across the antimeridian or over a pole is not handled. A point exactly
on the border may count as inside or outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def inside(geometry: Mapping[str, Any], lon: Floats, lat: Floats) -> Bools:
    """Whether points lie in a GeoJSON Polygon or MultiPolygon.

    Args:
        geometry: the GeoJSON object.
        lon: degrees, shape (points,).
        lat: degrees, shape (points,).

    Raises:
        ValueError: another type of geometry.
    """
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"A service area must be a Polygon or MultiPolygon, not {geometry.get('type')}.")
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    found = np.zeros(len(lon), dtype=np.bool_)
    for rings in polygons:
        edges = np.concatenate([_edges(ring) for ring in rings])
        found |= _crosses_odd(edges, np.ascontiguousarray(lon, np.float64), np.ascontiguousarray(lat, np.float64))
    return found


def _edges(ring: Sequence[Sequence[float]]) -> Floats:
    """Shape (edges, 4): x and y of both ends; the ring is closed if it is not."""
    points = np.array([point[:2] for point in ring], dtype=np.float64)
    return np.concatenate([points, np.roll(points, -1, axis=0)], axis=1)


@numba.njit(nogil=True, cache=True)
def _crosses_odd(edges, lon, lat):  # type: ignore[no-untyped-def]  # numba infers the types
    found = np.zeros(len(lon), np.bool_)
    for p in range(len(lon)):
        x, y = lon[p], lat[p]
        for e in range(len(edges)):
            x0, y0, x1, y1 = edges[e]
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
                found[p] = not found[p]
    return found
