"""What a map shows: pieces of an image and the marks in them, told apart by key, so that each is sent once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

import numpy as np

from layers.aggregates import PIECE_PX
from layers.detail import Detail, Drawn
from layers.frame import Array
from layers.image.composite import Painting, Picture, StepClock, in_image, marked, painted, weight
from layers.image.image_palette import image_palette
from layers.image.png import encode
from layers.image.tiles import PARTS, TILE_PX, TileGrid, TileId, TileRect
from layers.layer import Columns, Layer
from layers.snapshot import Scene
from layers.style import MapFilters, MapStyle
from layers.viewport import Bbox, Viewport

MARGIN_PX = PIECE_PX + 8  # drawn around tiles and cut off again: the edge of a drawing is not like its inside
OVERSCAN = 0.25  # of the view's width and height, at each side: how far a drag shows no blank edge


@dataclass(frozen=True, slots=True)
class Sheet:
    """What tiles of one map have in common; only such lie beside one another.

    Attributes:
        source: whose rows they show, by identity.
        grid: where they lie.
        style: what is drawn and in which colours.
        filters: what is left out.
        drawn: how each layer is drawn.
        grains: what else the layers' pixels depend on (`Layer.grain`).
    """

    source: object
    grid: TileGrid
    style: MapStyle
    filters: MapFilters
    drawn: tuple[tuple[str, Drawn], ...]
    grains: tuple[int, ...]

    def is_of(self, view: Viewport, style: MapStyle, filters: MapFilters) -> bool:
        """Whether a view that is drawn so was only dragged, or is another step of the same film."""
        return self.grid.fits(view) and (self.style.of_film, self.filters) == (style.of_film, filters)

    def lies_like(self, other: object) -> bool:
        """Whether its tiles take the places of another's: of the same, or of another step of the same film."""
        return isinstance(other, Sheet) and replace(self, style=self.style.of_film) == replace(
            other, style=other.style.of_film
        )


@dataclass(frozen=True, slots=True)
class Whole:
    """What a picture that cannot be cut and what lies around it have in common; of no other picture.

    Attributes:
        source: whose rows they show, by identity.
        version: of the rows.
        view: of the picture.
        style: what is drawn and in which colours.
        filters: what is left out.
    """

    source: object
    version: object
    view: Viewport
    style: MapStyle
    filters: MapFilters


@dataclass(frozen=True)
class Piece:
    """One image, and the marks that stand in it.

    Attributes:
        area: what it covers.
        file: the image as a file that a browser shows; empty where nothing is drawn.
        marks: columns of the sized marks by layer; of layers that are drawn as marks.
    """

    area: Viewport
    file: bytes
    marks: Mapping[str, Columns]

    @property
    def nbytes(self) -> int:
        """About how many bytes it takes, in memory and on the wire."""
        return len(self.file) + weight(self.marks) + 200


@dataclass(frozen=True)
class Pieces:
    """Several that are kept together.

    Attributes:
        pieces: by what tells them apart within their sheet.
    """

    pieces: Mapping[Hashable, Piece]

    @property
    def nbytes(self) -> int:
        """About how many bytes all of them take."""
        return sum(piece.nbytes for piece in self.pieces.values())


@dataclass(frozen=True)
class Mosaic:
    """What one view shows.

    Attributes:
        viewport: the view.
        sheet: pieces of equal sheets go together; others take the place of all there are.
        version: of what it was drawn from, as the renderer tells it.
        pieces: by what tells them apart within their sheet.
        covered: what they cover, Web Mercator; the view, or more.
        detail: how the layers are drawn.
        figures: what else is told of the view, by a renderer of something else than the network's state.
        timings_ms: how long the steps took.
    """

    viewport: Viewport
    sheet: Sheet | Whole
    version: object
    pieces: Mapping[Hashable, Piece]
    covered: Bbox
    detail: Detail
    figures: Any = None
    timings_ms: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def has_surroundings(self) -> bool:
        """Whether it covers more than its view."""
        return self.covered == overscanned(self.viewport)


def of_one(picture: Picture, sheet: Whole) -> Mosaic:
    """A picture that cannot be cut: it shows its view and no more, and takes the place of what there was."""
    piece, view = Piece(picture.image, picture.file, picture.marks), picture.viewport
    return Mosaic(
        view, sheet, picture.version, {"view": piece}, (view.x0, view.y0, view.x1, view.y1), picture.detail,
        picture.figures, picture.timings_ms,
    )  # fmt: skip


def with_surroundings(view: Viewport) -> Viewport:
    """The view with what lies around it, in whole pixels."""
    across, down = ceil(OVERSCAN * view.width) + 1, ceil(OVERSCAN * view.height) + 1
    return view.part(-across, -down, view.width + across, view.height + down)


def cut_around(painting: Painting, view: Viewport) -> dict[Hashable, Piece]:
    """What is drawn around a view: an image above and one below it all across, one at either side, and the marks.

    Args:
        painting: of the view and what lies around it (`with_surroundings`).
        view: what is left out.
    """
    image, across, down = painting.image, view.metres_per_pixel, (view.y1 - view.y0) / view.height
    west, south = round((view.x0 - image.x0) / across), round((view.y0 - image.y0) / down)
    east, north = west + view.width, south + view.height
    sides = {
        "north": (0, north, image.width, image.height), "south": (0, 0, image.width, south),
        "west": (0, max(south, 0), west, north), "east": (east, max(south, 0), image.width, north),
    }  # fmt: skip
    pieces: dict[Hashable, Piece] = {}
    for side, (x0, y0, x1, y1) in sides.items():
        x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, image.width), min(y1, image.height)
        if x0 < x1 and y0 < y1:
            lines = part_of(painting.rows, image.height - y1, x0, (y1 - y0, x1 - x0))
            pieces[side] = Piece(image.part(x0, y0, x1, y1), _file(lines, painting.colours), {})
    marks = {name: _outside(columns, view) for name, columns in painting.marks.items()}
    return {**pieces, "marks": Piece(view, b"", marks)}


def _outside(marks: Columns, view: Viewport) -> Columns:
    """The marks that stand beyond a view."""
    x, y = np.asarray(marks["x"]), np.asarray(marks["y"])
    rows = np.flatnonzero(~((view.x0 <= x) & (x <= view.x1) & (view.y0 <= y) & (y <= view.y1)))
    return {name: taken(values, rows) for name, values in marks.items()}


def overscanned(view: Viewport) -> Bbox:
    """The view with what lies around it, and a pixel to spare."""
    scale = view.metres_per_pixel
    dx, dy = OVERSCAN * (view.x1 - view.x0) + scale, OVERSCAN * (view.y1 - view.y0) + scale
    return view.x0 - dx, view.y0 - dy, view.x1 + dx, view.y1 + dy


def within(area: Bbox, rows: Bbox, reach: float) -> Bbox:
    """The part of an area that rows can show in, metres around them included."""
    return (
        max(area[0], rows[0] - reach), max(area[1], rows[1] - reach),
        min(area[2], rows[2] + reach), min(area[3], rows[3] + reach),
    )  # fmt: skip


def drawn_tiles(
    scene: Scene, layers: Sequence[Layer], grid: TileGrid, rect: TileRect, detail: Detail, clock: StepClock
) -> dict[TileId, Piece]:
    """The tiles of a rectangle, drawn at one go and cut."""
    drawn = in_image(layers, detail)
    image = painted(scene, drawn, grid.area(rect, MARGIN_PX), detail, clock)
    colours = image_palette(scene.style, drawn).colours
    files = {tile: _file(cut(image, rect, tile), colours) for tile in rect.tiles()}
    clock.lap("encode")
    marks = by_tile(marked(scene, layers, grid.area(rect), detail), grid)
    clock.lap("marks")
    return {tile: Piece(grid.tile(tile), file, marks.get(tile, {})) for tile, file in files.items()}


def cut(image: Array, rect: TileRect, tile: TileId) -> Array:
    """One tile of an image, which reaches `MARGIN_PX` beyond a rectangle of them: as `png.encode` takes it."""
    line = MARGIN_PX + (rect.r1 - 1 - tile[1]) * TILE_PX
    return part_of(image, line, MARGIN_PX + (tile[0] - rect.c0) * TILE_PX, (TILE_PX, TILE_PX))


def part_of(image: Array, line: int, column: int, size: tuple[int, int]) -> Array:
    """A rectangle of an image, both as `png.encode` takes them: its first line and column, and how many of each."""
    out = np.zeros((size[0], size[1] + 1), np.uint8)
    out[:, 1:] = image[line : line + size[0], 1 + column : 1 + column + size[1]]
    return out


def _file(image: Array, colours: Array) -> bytes:
    return encode(image, colours) if image.any() else b""


def by_tile(marks: Mapping[str, Columns], grid: TileGrid) -> dict[TileId, dict[str, Columns]]:
    """Marks by the tile in which they stand, and by layer."""
    found: dict[TileId, dict[str, Columns]] = {}
    for name, columns in marks.items():
        column, row = (
            np.floor((np.asarray(columns[axis]) / grid.scale - shift / PARTS) / TILE_PX).astype(np.int64)
            for axis, shift in (("x", grid.east), ("y", grid.north))
        )
        order = np.lexsort((column, row))  # stable: the worst stay on top
        ends = np.flatnonzero(np.diff(column[order], append=0) | np.diff(row[order], append=0)) + 1
        for rows in np.split(order, ends[ends < len(order)]) if len(order) else ():
            tile = (int(column[rows[0]]), int(row[rows[0]]))
            found.setdefault(tile, {})[name] = {key: taken(values, rows) for key, values in columns.items()}
    return found


def taken(values: Any, rows: Array) -> Any:
    """Some rows of a column of marks, be it an array or a list."""
    return values[rows] if isinstance(values, np.ndarray) else [values[row] for row in rows.tolist()]
