"""What a person gives of a utility as a whole, checked to the last letter: its time zone and its service area."""

from __future__ import annotations

import math
from typing import Any
from zoneinfo import available_timezones

from data_sources.errors import ImportRefused

FEWEST_POSITIONS = 4  # of a closed ring (RFC 7946, section 3.1.6)


# Files beside the zones: this machine's own clock, and one that says that no zone was chosen.
NO_ZONES = ("localtime", "posixrules", "Factory")


def check_time_zone(name: str) -> None:
    """Refuse what is not an IANA time zone.

    Raises:
        ImportRefused: it is none.
    """
    if name not in available_timezones() or name in NO_ZONES:
        raise ImportRefused(f"{name!r} is no time zone; give an IANA name such as America/Los_Angeles.")


def check_area(area: Any, where: str) -> None:
    """Whether it is a GeoJSON Polygon or MultiPolygon in degrees.

    Args:
        area: what was given.
        where: the file, for the sentence.

    Raises:
        ImportRefused: it is not.
    """
    kind = area.get("type") if isinstance(area, dict) else None
    polygons = {"Polygon": lambda: [area.get("coordinates")], "MultiPolygon": lambda: area.get("coordinates")}
    found = polygons[kind]() if isinstance(kind, str) and kind in polygons else None
    if not (_is_list(found) and all(_is_polygon(polygon) for polygon in found)):
        raise ImportRefused(
            f"{where}: service_area must be a GeoJSON Polygon or MultiPolygon in lon/lat, each ring of at least "
            f"{FEWEST_POSITIONS} positions in degrees."
        )


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 0


def _is_polygon(rings: Any) -> bool:
    return _is_list(rings) and all(
        _is_list(ring) and len(ring) >= FEWEST_POSITIONS and all(map(_is_position, ring)) for ring in rings
    )


def _is_position(place: Any) -> bool:
    if not (_is_list(place) and len(place) >= 2):
        return False
    return all(
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and abs(value) <= limit
        for value, limit in zip(place, (180, 90), strict=False)
    )
