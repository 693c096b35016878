"""Square tiles fixed to the ground: what a browser has of the map's image is told by them, and not sent again.

At each scale there is a grid of its own, laid so that it begins in the corner of the view it was made for. A view that
was dragged from there lies on the same pixels, so its tiles are the same; they are shared by all sessions that opened
the map in the same place, which most do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from layers.viewport import Bbox, Viewport

TILE_PX = 256
PARTS = 64  # of a pixel: how finely a grid is laid under the pixels of its view
SAME_SCALE_PX = 0.05  # by how much a view's width may differ from that of its grid

TileId = tuple[int, int]
"""Column and row of a tile, counted to the east and to the north."""


@dataclass(frozen=True, slots=True)
class TileRect:
    """A rectangle of tiles: columns `c0` to `c1` and rows `r0` to `r1`, the latter not included."""

    c0: int
    r0: int
    c1: int
    r1: int

    def tiles(self) -> list[TileId]:
        """All its tiles."""
        return [(column, row) for row in range(self.r0, self.r1) for column in range(self.c0, self.c1)]


@dataclass(frozen=True, slots=True)
class TileGrid:
    """The tiles of one scale.

    Attributes:
        scale: map metres a pixel.
        east: by how many 64ths of a pixel the grid lies east of a whole number of tiles.
        north: likewise.
    """

    scale: float
    east: int
    north: int

    @classmethod
    def under(cls, view: Viewport) -> TileGrid:
        """The grid that begins in the south-west corner of a view."""
        scale = view.metres_per_pixel
        return cls(scale, *(floor(edge / scale % TILE_PX * PARTS + 0.5) for edge in (view.x0, view.y0)))

    def fits(self, view: Viewport) -> bool:
        """Whether a view has this scale: then it was dragged, and lies on these pixels."""
        return abs(view.metres_per_pixel / self.scale - 1) * max(view.width, view.height) < SAME_SCALE_PX

    def rect(self, area: Bbox) -> TileRect:
        """The tiles that a rectangle (Web Mercator) touches."""
        west, south, east, north = area
        (c0, c1), (r0, r1) = self._span(west, east, self.east), self._span(south, north, self.north)
        return TileRect(c0, r0, max(c1, c0), max(r1, r0))

    def _span(self, low: float, high: float, shift: int) -> tuple[int, int]:
        edges = ((edge / self.scale - shift / PARTS) / TILE_PX for edge in (low, high))
        first, last = (round(edge, 4) for edge in edges)  # a grid begins at its view, but for a part of a pixel
        return floor(first), -floor(-last)

    def area(self, rect: TileRect, margin_px: int = 0) -> Viewport:
        """The rectangle of some tiles and its pixels, with some more at every side."""
        x0, x1 = (rect.c0 * TILE_PX - margin_px, rect.c1 * TILE_PX + margin_px)
        y0, y1 = (rect.r0 * TILE_PX - margin_px, rect.r1 * TILE_PX + margin_px)
        east, north, scale = self.east / PARTS, self.north / PARTS, self.scale
        return Viewport(
            (x0 + east) * scale, (y0 + north) * scale, (x1 + east) * scale, (y1 + north) * scale, x1 - x0, y1 - y0
        )

    def tile(self, place: TileId) -> Viewport:
        """The rectangle of one tile."""
        return self.area(TileRect(*place, place[0] + 1, place[1] + 1))


def rects_of(places: Iterable[TileId]) -> list[TileRect]:
    """Few rectangles that hold these tiles and no others: runs of a row, joined with equal runs above."""
    done: list[TileRect] = []
    growing: dict[tuple[int, int], TileRect] = {}
    rows: dict[int, list[int]] = {}
    for column, row in places:
        rows.setdefault(row, []).append(column)
    for row in sorted(rows):
        runs = _runs(sorted(set(rows[row])))
        grown: dict[tuple[int, int], TileRect] = {}
        for c0, c1 in runs:
            below = growing.pop((c0, c1), None)
            is_next = below is not None and below.r1 == row
            grown[c0, c1] = TileRect(c0, below.r0 if below is not None and is_next else row, c1, row + 1)
            if below is not None and not is_next:
                done.append(below)
        done += growing.values()
        growing = grown
    return [*done, *growing.values()]


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column:
            runs[-1] = (runs[-1][0], column + 1)
        else:
            runs.append((column, column + 1))
    return runs
