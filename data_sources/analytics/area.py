"""What a service area is: a GeoJSON Polygon or MultiPolygon in degrees. Its shape only; no library is asked."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

FEWEST_POSITIONS = 4  # of a closed ring (RFC 7946, section 3.1.6)


def is_area(geometry: Any) -> bool:
    """Whether something is a GeoJSON Polygon or MultiPolygon in degrees, down to its last coordinate."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "Polygon":
        return _is_polygon(geometry.get("coordinates"))
    return kind == "MultiPolygon" and _are_all(geometry.get("coordinates"), 1, _is_polygon)


def _is_polygon(rings: Any) -> bool:
    return _are_all(rings, 1, lambda ring: _are_all(ring, FEWEST_POSITIONS, _is_position))


def _is_position(place: Any) -> bool:
    limits = (360.0, 90.0)  # across the antimeridian longitudes run on beyond 180
    return _are_all(place, 2, lambda value: type(value) in (int, float) and math.isfinite(value)) and all(
        abs(value) <= limit for value, limit in zip(place, limits, strict=False)
    )


def _are_all(values: Any, fewest: int, is_right: Callable[[Any], bool]) -> bool:
    return isinstance(values, list) and len(values) >= fewest and all(map(is_right, values))
