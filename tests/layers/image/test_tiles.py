"""The map's image in tiles: the same pixels as undivided, and few rectangles to draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from layers.built_in.meters import FEW, Meters
from layers.built_in.poles import Poles
from layers.detail import Detail, Drawn
from layers.image.composite import StepClock, choose, draw
from layers.image.mosaic import Piece, drawn_tiles
from layers.image.renderer import grain_of
from layers.image.tiles import TILE_PX, TileGrid, TileRect, rects_of
from layers.map_frames import with_frames
from layers.registry import BUILT_IN
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport
from tests.layers.image.test_composite import pixels

STYLE, FILTERS = MapStyle(), MapFilters()


def test_a_grid_lies_on_the_pixels_of_its_view_and_of_all_it_is_dragged_to(whole: Viewport) -> None:
    grid = TileGrid.under(whole)
    step = whole.metres_per_pixel
    dragged = Viewport.around(whole.centre[0] + 357 * step, whole.centre[1] - 212 * step, step, 640, 400)
    assert grid.fits(dragged)
    assert TileGrid.under(whole) == grid
    assert len(grid.rect((whole.x0, whole.y0, whole.x1, whole.y1)).tiles()) == 6  # 640 x 400 of 256 x 256
    assert not grid.fits(whole.zoomed(1.01))
    tile = grid.tile((3, 4))
    assert (tile.width, tile.height) == (TILE_PX, TILE_PX)
    for edge, other in ((tile.x0, whole.x0), (tile.y0, dragged.y0)):
        pixels_between = (edge - other) / step
        assert pixels_between == pytest.approx(round(pixels_between), abs=0.01)


def test_a_block_holds_all_that_an_area_touches(whole: Viewport) -> None:
    grid = TileGrid.under(whole)
    area = grid.area(grid.rect((whole.x0, whole.y0, whole.x1, whole.y1)))
    part = grid.scale / 64  # a grid begins at its view, but for a part of a pixel
    assert area.x0 - part <= whole.x0 < area.x0 + TILE_PX * grid.scale
    assert area.y1 + part >= whole.y1 > area.y1 - TILE_PX * grid.scale
    own = grid.tile((7, 9))
    assert grid.rect((own.x0, own.y0, own.x1, own.y1)) == TileRect(7, 9, 8, 10)
    assert grid.rect((own.x1, own.y0, own.x0, own.y1)).tiles() == []


def test_tiles_are_drawn_in_few_rectangles() -> None:
    """What a diagonal drag leaves to draw is an L: two rectangles, not the one around it."""
    whole = {(column, row) for column in range(6) for row in range(4)}
    left = whole - {(column, row) for column in range(4) for row in range(3)}
    rects = rects_of(left)
    assert len(rects) == 2
    assert sorted(tile for rect in rects for tile in rect.tiles()) == sorted(left)
    assert rects_of([(0, 0), (2, 0), (2, 1)]) == [TileRect(0, 0, 1, 1), TileRect(2, 0, 3, 2)]
    assert rects_of([(0, 0), (0, 2)]) == [TileRect(0, 0, 1, 1), TileRect(0, 2, 1, 3)]
    assert rects_of([]) == []


def grains_of(detail: Detail) -> dict[str, int]:
    return {layer.name: layer.grain(detail.counts.get(layer.name, 0)) for layer in BUILT_IN}


def tiles_of(scene: Scene, grid: TileGrid, detail: Detail, rects: list[TileRect]) -> dict[tuple[int, int], Piece]:
    found: dict[tuple[int, int], Piece] = {}
    for rect in rects:
        found |= drawn_tiles(scene, BUILT_IN, grid, rect, detail, StepClock())
    return found


def put_together(pieces: dict[tuple[int, int], Piece], grid: TileGrid, view: Viewport) -> np.ndarray:
    """The pixels of a view out of its tiles."""
    out = np.zeros((view.height, view.width, 4), np.uint8)
    for piece in pieces.values():
        if not piece.file:
            continue
        left = round((piece.area.x0 - view.x0) / grid.scale)
        top = round((view.y1 - piece.area.y1) / grid.scale)
        x0, x1, y0, y1 = max(left, 0), min(left + TILE_PX, view.width), max(top, 0), min(top + TILE_PX, view.height)
        if x0 < x1 and y0 < y1:
            out[y0:y1, x0:x1] = pixels(piece.file)[y0 - top : y1 - top, x0 - left : x1 - left]
    return out


@pytest.mark.parametrize("metres", [120.0, 40.0, 20.0, 10.0, 4.0, 0.7])
def test_tiles_show_the_pixels_of_an_undivided_image(town: Snapshot, metres: float) -> None:
    """Each tile drawn by itself, against one drawing of the view: lines, dashes, dots and counts run on over the seams."""
    x, y = (town.extent[0] + town.extent[2]) / 2, (town.extent[1] + town.extent[3]) / 2
    grid = TileGrid.under(Viewport.around(x, y, metres, 700, 520))
    rect = grid.rect((x - 350 * metres, y - 260 * metres, x + 350 * metres, y + 260 * metres))
    view = grid.area(rect)
    dark = town.segments.with_supply(np.arange(len(town.segments)) % 5 == 0)
    frames = with_frames(replace(town, segments=dark), {"feeders": town.frames["feeders"].owned_by(dark)}, BUILT_IN)
    detail = choose(Scene(frames, STYLE, FILTERS), BUILT_IN, view)
    scene = Scene(frames, STYLE, FILTERS, grains=grains_of(detail))
    single = [TileRect(c, r, c + 1, r + 1) for c, r in rect.tiles()]
    apart = put_together(tiles_of(scene, grid, detail, single), grid, view)
    at_once = put_together(tiles_of(scene, grid, detail, [rect]), grid, view)
    assert np.array_equal(apart, at_once)
    undivided = draw(frames, view, STYLE, FILTERS)
    image, inner = undivided.image, 40
    whole = np.zeros_like(apart)
    left, top = round((image.x0 - view.x0) / metres), round((view.y1 - image.y1) / metres)
    whole[top : top + image.height, left : left + image.width] = pixels(undivided.file)
    assert np.array_equal(apart[inner:-inner, inner:-inner], whole[inner:-inner, inner:-inner])  # its edges are cut
    assert whole.any()


def test_every_mark_stands_in_one_tile(town: Snapshot, near: Viewport) -> None:
    detail = choose(Scene(town, STYLE, FILTERS), BUILT_IN, near)
    scene, grid = Scene(town, STYLE, FILTERS, grains=grains_of(detail)), TileGrid.under(near)
    pieces = tiles_of(scene, grid, detail, [grid.rect((near.x0, near.y0, near.x1, near.y1))])
    undivided = draw(town, near, STYLE, FILTERS).marks
    for name, columns in undivided.items():
        ids = np.concatenate([piece.marks[name]["id"] for piece in pieces.values() if name in piece.marks])
        assert sorted(ids.tolist()) == sorted(columns["id"].tolist())
    for piece in pieces.values():
        for columns in piece.marks.values():
            assert (columns["x"] >= piece.area.x0).all()
            assert (columns["x"] < piece.area.x1).all()
            assert (np.diff(columns["code"].astype(int)) >= 0).all()


def test_a_drag_keeps_how_large_meters_are_drawn() -> None:
    """Where a view holds about as many after a drag, its tiles are those that are there."""
    meters = Meters()
    assert (meters.grain(FEW - 1), meters.grain(FEW)) == (3, 2)
    assert grain_of(meters, FEW, None) == 2
    assert grain_of(meters, FEW + 500, 3) == 3
    assert grain_of(meters, FEW - 500, 2) == 2
    assert grain_of(meters, 2 * FEW, 3) == 2


def test_a_drag_keeps_how_layers_are_drawn(town: Snapshot, near: Viewport) -> None:
    """Another way of drawing would send all of a view anew: a third of the places more or less is no reason for it."""
    scene, most = Scene(town, STYLE, FILTERS), 500
    half = town.frames["poles"].with_columns()

    class Few(Poles):
        max_marks = most

    def how(places: int, was: Drawn | None) -> Drawn:
        rows = np.arange(len(half)) < places
        codes = np.where(rows, 1, 0).astype(np.uint8)
        layer = Few()
        half.cache[(layer.name, scene.filters, scene.style.colour_by, False)] = codes
        shown = replace(town, frames={"poles": half})
        drawn = None if was is None else {"poles": was}
        return choose(Scene(shown, STYLE, FILTERS), (layer,), near, drawn)["poles"]

    assert how(most, None) is Drawn.MARKS
    assert how(most + 1, None) is not Drawn.MARKS
    assert how(most + 100, Drawn.MARKS) is Drawn.MARKS
    assert how(most - 300, Drawn.IMAGE) is Drawn.IMAGE
    assert how(most // 4, Drawn.IMAGE) is Drawn.MARKS
