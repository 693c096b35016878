"""What is brushed, as the address keeps it: by part, on the scales of the quantities shown. Pure."""

from __future__ import annotations

from typing import Any, Final

from layers.fleet.quantities import QUANTITIES
from layers.projection import to_lonlat, to_mercator

BRUSHES: Final = {"histogram": "fleet_h_brush", "scatter": "fleet_xy_brush", "map": "fleet_map_brush"}
"""The param that keeps a part's brush."""
LENGTHS: Final = {"histogram": 2, "scatter": 4, "map": 4}
DIGITS: Final = {"histogram": 4, "scatter": 4, "map": 5}  # as many as a link needs

Bounds = tuple[float, ...]


def bounds_of(own: Any, part: str) -> Bounds | None:
    """Where a part is brushed: of the map in Web Mercator metres; None where it is not, or the address is nonsense.

    Args:
        own: the view's state.
        part: of BRUSHES.
    """
    kept = tuple(getattr(own, BRUSHES[part]))
    if len(kept) != LENGTHS[part]:
        return None
    half = len(kept) // 2
    if any(low > high for low, high in zip(kept[:half], kept[half:], strict=True)):
        return None
    if part != "map":
        return kept
    x, y = to_mercator(kept[::2], kept[1::2])
    return float(x[0]), float(y[0]), float(x[1]), float(y[1])


def kept(part: str, bounds: Bounds) -> list[float]:
    """The value of a part's param: west, south, east, north of the map in degrees."""
    if part == "map":
        lon, lat = to_lonlat(bounds[::2], bounds[1::2])
        bounds = float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1])
    return [round(value, DIGITS[part]) for value in bounds]


def words(own: Any) -> dict[str, str]:
    """What is brushed, in words, by part."""
    found: dict[str, str] = {}
    for part in BRUSHES:
        bounds = bounds_of(own, part)
        if bounds is None:
            continue
        if part == "map":
            found[part] = "Box on the map"
        elif part == "histogram":
            found[part] = _range(own.fleet_h, *bounds)
        else:
            west, south, east, north = bounds
            found[part] = f"{_range(own.fleet_x, west, east)} and {_range(own.fleet_y, south, north)}"
    return found


def _range(slug: str, low: float, high: float) -> str:
    quantity = QUANTITIES[slug]
    ends = [quantity.of_scale(value) for value in (low, high)]
    return f"{quantity.title} {quantity.number(ends[0])} to {quantity.words(ends[1])}"
