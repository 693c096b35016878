"""The map of the public page as one SVG: counties, water, served areas, areas with outages, a mark for each place.

Web Mercator, the service area scaled to a thousand units. The shipped basemap is drawn where it lies; elsewhere the
served areas are all the ground there is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from app import formats
from app.theme import ASSETS
from app.widgets.html import Markup, el
from data_sources.analytics.disclosure import Box
from data_sources.publishing.outages import PublishedOutage

WIDTH = 1000.0
MARGIN = 0.06
FLATTEST, TALLEST = 0.55, 1.0  # height of the map by its width
SMALLEST_MARK, LARGEST_MARK = 13.0, 34.0  # radius, in pixels of the screen
_BASEMAP = ("land", "water", "border")


@dataclass(frozen=True, slots=True)
class MapSheet:
    """What part of the world is drawn, in Web Mercator of the unit square.

    Attributes:
        west: left edge.
        north: upper edge.
        scale: units of the drawing by one of the world.
        height: of the drawing, units.
    """

    west: float
    north: float
    scale: float
    height: float

    def x(self, lon: float) -> float:
        """Of a longitude."""
        return (lon / 360 + 0.5 - self.west) * self.scale

    def y(self, lat: float) -> float:
        """Of a latitude."""
        return (_mercator(lat) - self.north) * self.scale


def picture(ground: Sequence[Box], outages: Sequence[PublishedOutage]) -> Markup | None:
    """The map; None where no area is known."""
    placed = [one for one in outages if one.areas]
    boxes = ground or [box for one in placed for box in one.areas]
    if not boxes or max(box[2] - box[0] for box in boxes) > 90:  # the whole world is no map
        return None
    sheet = _sheet(boxes)
    return el(
        "svg", _base(sheet), el("path", cls="served", d=_rects(sheet, ground)),
        [el("path", cls="hit", d=_rects(sheet, areas)) for areas in _by_areas(placed)],
        _names(sheet), [_mark(sheet, areas, members) for areas, members in reversed(_by_areas(placed).items())],
        viewBox=f"0 0 {WIDTH:.0f} {sheet.height:.0f}", id="map", role="group", aria_label="Map of outages",
        preserveAspectRatio="xMidYMid meet",
    )  # fmt: skip


def _by_areas(outages: Iterable[PublishedOutage]) -> dict[tuple[Box, ...], list[PublishedOutage]]:
    """Outages by where they are; those of one place share a mark."""
    found: dict[tuple[Box, ...], list[PublishedOutage]] = {}
    for one in outages:
        found.setdefault(one.areas, []).append(one)
    return found


def _mark(sheet: MapSheet, areas: Sequence[Box], members: Sequence[PublishedOutage]) -> Markup:
    """A disc with the customers out there; it leads to the first of the outages in the list."""
    out = sum(one.customers_out for one in members)
    x, y = _middle(sheet, areas)
    radius = min(LARGEST_MARK, SMALLEST_MARK + 1.6 * math.log2(1 + out / 10))
    more = f", and {len(members) - 1} more here" if len(members) > 1 else ""
    label = f"{formats.count_of(out, 'customer')} without power, {members[0].cause.lower()}{more}: to the list"
    disc = el("g", el("circle", r=f"{radius:.0f}"), el("text", short(out), dy="0.35em"), cls="size")
    return el("a", el("g", disc, transform=f"translate({x:.1f} {y:.1f})"), cls="mark", href=f"#o-{members[0].mrid}",
              aria_label=label)  # fmt: skip


def short(count: int) -> str:
    """A count in at most four letters: 990, 1.2k, 34k, 1.3M."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if count >= size:
            value = count / size
            return f"{value:.1f}{unit}" if value < 9.95 else f"{value:.0f}{unit}"
    return str(count)


def _middle(sheet: MapSheet, areas: Sequence[Box]) -> tuple[float, float]:
    """The middle of the area that is nearest to the middle of all."""
    places = [(sheet.x((west + east) / 2), sheet.y((south + north) / 2)) for west, south, east, north in areas]
    middle = [sum(values) / len(values) for values in zip(*places, strict=True)]
    return min(places, key=lambda place: math.dist(place, middle))


def _sheet(boxes: Sequence[Box]) -> MapSheet:
    west, east = min(box[0] for box in boxes) / 360 + 0.5, max(box[2] for box in boxes) / 360 + 0.5
    north, south = _mercator(max(box[3] for box in boxes)), _mercator(min(box[1] for box in boxes))
    margin = MARGIN * max(east - west, south - north)
    wide, high = east - west + 2 * margin, south - north + 2 * margin
    ratio = min(max(high / wide, FLATTEST), TALLEST)
    wide_enough = max(wide, high / ratio)
    high_enough = wide_enough * ratio
    left, top = (west + east - wide_enough) / 2, (north + south - high_enough) / 2
    return MapSheet(left, top, WIDTH / wide_enough, WIDTH * ratio)


def _base(sheet: MapSheet) -> list[Markup]:
    """Counties, water and state lines of the shipped basemap, as far as they reach into the drawing."""
    found = []
    for kind in _BASEMAP:
        d = "".join(_line(sheet, ring, is_ring=kind != "border") for ring in _rings()[kind])
        if d:
            found.append(el("path", cls=kind, d=d))
    return found


def _names(sheet: MapSheet) -> list[Markup]:
    """Names of counties whose middle is in the drawing."""
    places = [(name, sheet.x(lon), sheet.y(lat)) for name, lon, lat in _shipped()["names"]]
    return [
        el("g", el("text", name, cls="size name"), transform=f"translate({x:.0f} {y:.0f})", aria_hidden="true")
        for name, x, y in places
        if 0 < x < WIDTH and 0 < y < sheet.height
    ]


def _line(sheet: MapSheet, ring: np.ndarray, *, is_ring: bool) -> str:
    """A ring or line as steps of whole units; nothing where it lies outside."""
    x = np.rint((ring[:, 0] / 360 + 0.5 - sheet.west) * sheet.scale).astype(int)
    y = np.rint((ring[:, 1] - sheet.north) * sheet.scale).astype(int)
    if x.max() < 0 or x.min() > WIDTH or y.max() < 0 or y.min() > sheet.height:
        return ""
    steps = [(int(a), int(b)) for a, b in zip(np.diff(x), np.diff(y), strict=True) if a or b]
    text = " ".join(f"{a} {b}" for a, b in steps)
    return f"M{x[0]} {y[0]}l{text}{'z' if is_ring else ''}" if steps else ""


@cache
def _shipped() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ASSETS / "basemap" / "houston.json").read_text(encoding="utf-8"))
    return found


@cache
def _rings() -> dict[str, list[np.ndarray]]:
    """Rings and lines of the basemap: longitude in degrees and Web Mercator, shape (places, 2) each."""
    shipped = _shipped()
    return {kind: [_unpacked(flat, shipped["unit_degrees"]) for flat in shipped[kind]] for kind in _BASEMAP}


def _unpacked(flat: Sequence[int], unit: float) -> np.ndarray:
    steps = np.array(flat, np.float64).reshape(-1, 2)
    degrees = np.cumsum(steps, axis=0) * unit
    return np.column_stack([degrees[:, 0], np.array([_mercator(lat) for lat in degrees[:, 1]])])


def _rects(sheet: MapSheet, boxes: Sequence[Box]) -> str:
    """Boxes as one path."""
    return "".join(_rect(sheet, box) for box in boxes)


def _rect(sheet: MapSheet, box: Box) -> str:
    west, south, east, north = box
    left, top, right, bottom = sheet.x(west), sheet.y(north), sheet.x(east), sheet.y(south)
    return f"M{left:.0f} {top:.0f}H{right:.0f}V{bottom:.0f}H{left:.0f}z"


def _mercator(lat: float) -> float:
    return (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
