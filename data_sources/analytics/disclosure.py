"""Counts by area that tell of no single customer: which areas there are, what is merged, how counts are rounded.

Method, with the field's names (Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapters 4 and 5):

1. Fixed areas. Tiles of the Web Mercator grid, a quadtree: a tile is parted into those of its quarters that serve
   `least` customers and, as one area, the rest of it, as long as the rest serves as many too. Areas do not overlap and
   follow from who is served, never from who is out. So whatever areas two answers show, what one shows and the other
   does not is made of whole areas, and subtracting isolates nobody (differencing by geography).
2. Threshold rule. A count below the smallest one that may be shown is merged into the next larger area together with
   its neighbours; what stays below it at the top is not shown.
3. Rounding to a base, the smallest count itself: two answers over time differ by nothing or by a multiple of it, never
   by the exact number of those who lost or got back supply in between.

Limits
    Where everybody of an area is out, that is told (group disclosure): an area serves many customers, and it is what
    an outage map is for. Rounded counts add up to a rounded sum; each is off by half a base at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

DEEPEST = 14
"""Zoom of the smallest areas: 2.4 km at the equator, 1.9 km at 38 degrees."""
WHOLE = 0
"""Key of the area that holds all others."""

_BITS = 2 * DEEPEST
_MASK = (1 << DEEPEST) - 1
_SLACK = 1e-6  # shares of a count add up to it but for this
_MAX_LATITUDE = 85.05112878  # where Web Mercator ends

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PublicAreas:
    """The smallest areas of which something may be told.

    Attributes:
        keys: of the areas, ascending, shape (areas,).
        customers: served in each, shape (areas,).
        boxes: of each: west, south, east, north of its tiles, degrees; a tile never crosses the antimeridian.
        of_place: row of the area of each place given, shape (places,).
    """

    keys: Ints
    customers: Ints
    boxes: tuple[tuple[Box, ...], ...]
    of_place: Ints

    def within(self, key: int) -> Ints:
        """Rows of the areas that lie in an area of the tree, shape (found,)."""
        itself = int(np.searchsorted(self.keys, key))
        if itself < len(self.keys) and self.keys[itself] == key:
            return np.array([itself], np.int64)
        return np.array([row for row, one in enumerate(self.keys.tolist()) if holds(key, one)], np.int64)

    def locate(self, lon: Floats, lat: Floats) -> Ints:
        """Keys of the areas of places, shape (places,); WHOLE for a place in no area."""
        x, y = tiles(lon, lat)
        found = np.full(len(x), WHOLE, np.int64)
        for level in range(2 * DEEPEST + 1):
            keys = _keys(x, y, level)
            found = np.where(np.isin(keys, self.keys), keys, found)
        return found


def public_areas(lon: Floats, lat: Floats, customers: Ints, least: int) -> PublicAreas:
    """The areas of a network.

    Args:
        lon: of places with customers, degrees, shape (places,).
        lat: likewise.
        customers: served at each, more than none, shape (places,).
        least: customers that an area serves at least; the whole network may serve fewer.
    """
    x, y = tiles(lon, lat)
    level = np.zeros(len(x), np.int64)
    at = np.arange(len(x))  # places whose tile may still be parted
    for zoom in range(DEEPEST):
        is_own, is_rest = _parted(x[at], y[at], customers[at], zoom, least)
        level[at[is_rest]] = 2 * zoom + 1
        level[at[is_own]] = 2 * zoom + 2
        at = at[is_own]
    keys, of_place = np.unique(_keys(x, y, level), return_inverse=True)
    served = np.bincount(of_place, customers, len(keys)).astype(np.int64)
    return PublicAreas(keys, served, _boxes(x, y, level, of_place, len(keys)), of_place)


def merged(counts: Mapping[int, float], smallest: int) -> dict[int, float]:
    """Counts by area, each below `smallest` merged into the next larger area, those below it at the top left out.

    Args:
        counts: by key of an area.
        smallest: count that may be shown.

    Returns:
        Keys of areas of the tree, none of them below `smallest`.
    """
    levels: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for key, count in counts.items():
        levels[key >> _BITS][key] += count
    kept: dict[int, float] = {}
    for level in range(2 * DEEPEST, -1, -1):
        for key, count in levels[level].items():
            if count >= smallest - _SLACK:
                kept[key] = count
            elif level:
                above = larger(key)
                levels[above >> _BITS][above] += count
    return kept


def holds(key: int, other: int) -> bool:
    """Whether an area is another one or holds it."""
    while other >> _BITS > key >> _BITS:
        other = larger(other)
    return other == key


def larger(key: int) -> int:
    """The next larger area: of the rest of a tile the tile, of a tile the one it is a quarter of; at last WHOLE."""
    level, x, y = key >> _BITS, (key >> DEEPEST) & _MASK, key & _MASK
    if level % 2:
        return key - (1 << _BITS)
    return (level - 2) << _BITS | (x >> 1) << DEEPEST | y >> 1 if level else WHOLE


def rounded(count: float, base: int) -> int:
    """A count to the nearest multiple of a base; half of one goes up."""
    return int((count + base / 2) // base) * base


def tiles(lon: Floats, lat: Floats) -> tuple[Ints, Ints]:
    """Column and row of the deepest tiles that places lie in, shape (places,) each."""
    size = 1 << DEEPEST
    phi = np.radians(np.clip(lat, -_MAX_LATITUDE, _MAX_LATITUDE))
    east = ((np.asarray(lon, np.float64) + 180.0) % 360.0) / 360.0
    south = (1 - np.arcsinh(np.tan(phi)) / np.pi) / 2
    return _whole(east * size, size), _whole(south * size, size)


def _parted(x: Ints, y: Ints, customers: Ints, zoom: int, least: int) -> tuple[Bools, Bools]:
    """Places in quarters that become areas of their own, and in the rest of parted tiles, shape (places,) each."""
    _, tile = np.unique(_keys(x, y, 2 * zoom), return_inverse=True)
    shift = DEEPEST - zoom - 1
    quarter = 2 * ((x >> shift) & 1) + ((y >> shift) & 1)
    served = np.bincount(4 * tile + quarter, customers, 4 * (int(tile.max(initial=-1)) + 1)).reshape(-1, 4)
    is_own: Bools = np.asarray(served >= least)
    rest = np.where(is_own, 0, served).sum(axis=1)
    lacks = np.flatnonzero((rest > 0) & (rest < least))  # the smallest quarter of its own makes up for it
    is_own[lacks, np.where(is_own, served, np.inf).argmin(axis=1)[lacks]] = False
    own = is_own[tile, quarter]
    return own, ~own & np.asarray(is_own.any(axis=1))[tile]


def _boxes(x: Ints, y: Ints, level: Ints, of_place: Ints, count: int) -> tuple[tuple[Box, ...], ...]:
    """The tiles with customers that each area is made of."""
    zoom = (level + 1) // 2
    rows, first = np.unique(np.column_stack([of_place, _keys(x, y, 2 * zoom)]), axis=0, return_index=True)
    found: list[list[Box]] = [[] for _ in range(count)]
    for (row, _), place in zip(rows.tolist(), first.tolist(), strict=True):
        shift = DEEPEST - int(zoom[place])
        found[row].append(_box(int(zoom[place]), int(x[place]) >> shift, int(y[place]) >> shift))
    return tuple(tuple(one) for one in found)


def _whole(values: Floats, size: int) -> Ints:
    return np.clip(np.floor(values).astype(np.int64), 0, size - 1)


def _keys(x: Ints, y: Ints, level: Ints | int) -> Ints:
    """One number an area: level, column and row. Level 2z is a tile of zoom z, 2z + 1 the rest of it."""
    shift = DEEPEST - np.asarray(level, np.int64) // 2
    found: Ints = np.asarray(level, np.int64) << _BITS | (x >> shift) << DEEPEST | y >> shift
    return found


def _box(zoom: int, x: int, y: int) -> Box:
    size = 1 << zoom
    north, south = (float(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * row / size))))) for row in (y, y + 1))
    return x / size * 360 - 180, south, (x + 1) / size * 360 - 180, north
