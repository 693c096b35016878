"""What lies around a picture that cannot be cut: drawn like it, and put beside it pixel by pixel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import datashader as ds
import numpy as np
import pytest

from layers.drawing import Workers
from layers.image.mosaic import Mosaic, Whole, with_surroundings
from layers.image.renderer import Renderer
from layers.layer import Layer
from layers.map import GridMap
from layers.snapshot import Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport
from tests.layers.figure.test_laid import covered, drag
from tests.layers.image.test_composite import Still, pixels
from tests.layers.test_map import Later, sized

STYLE, FILTERS = MapStyle(), MapFilters()


class Crowd(Layer):
    """The health of poles, summed by pixel: its scale is the picture's own."""

    name, title, key = "crowd", "Crowd", "row"
    reduction = ds.sum("health_score")
    mark_metres = 0.0


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def crowded(town: Snapshot) -> Renderer:
    poles = town.frames["poles"]
    frames = {"crowd": poles.with_columns(health_score=poles["health_score"].astype(np.float64))}
    return Renderer(Still(replace(town, frames=frames)), (Crowd(),))  # type: ignore[arg-type]


@pytest.fixture
def middle(whole: Viewport) -> Viewport:
    """A view with rows at every side of it."""
    return Viewport.around(*whole.centre, whole.metres_per_pixel, 240, 120)


def pasted(mosaic: Mosaic, view: Viewport) -> np.ndarray:
    """The pixels of a view out of the pieces of a mosaic."""
    out = np.zeros((view.height, view.width, 4), np.uint8)
    for piece in mosaic.pieces.values():
        left = round((piece.area.x0 - view.x0) / view.metres_per_pixel)
        top = round((view.y1 - piece.area.y1) / view.metres_per_pixel)
        if piece.file:
            assert not out[top : top + piece.area.height, left : left + piece.area.width].any(), "none lies on another"
            out[top : top + piece.area.height, left : left + piece.area.width] = pixels(piece.file)
    return out


def test_what_lies_around_has_the_scale_of_the_picture(crowded: Renderer, middle: Viewport) -> None:
    mosaic = crowded.mosaic(middle, STYLE, FILTERS)
    around = crowded.surroundings(mosaic)
    assert around is not None
    assert around.has_surroundings
    assert not mosaic.has_surroundings

    class Limited(Crowd):
        limits = mosaic.detail.ranges["crowd"]

    wide = with_surroundings(middle)
    expected = Renderer(crowded.frames, (Limited(),)).picture(wide, STYLE, FILTERS)
    shown = replace(around, pieces={"view": replace(around.pieces["view"], area=expected.image, file=expected.file)})
    assert np.array_equal(pasted(around, wide), pasted(shown, wide))
    assert pasted(around, wide)[:, :40].any()


def test_a_picture_that_is_there_is_not_sent_again(crowded: Renderer, middle: Viewport) -> None:
    mosaic = crowded.mosaic(middle, STYLE, FILTERS)
    around = crowded.surroundings(mosaic)
    assert around is not None
    assert around.sheet == mosaic.sheet
    assert around.pieces["view"] == mosaic.pieces["view"]
    assert isinstance(mosaic.sheet, Whole)
    assert crowded.mosaic(middle.zoomed(1.1), STYLE, FILTERS).sheet != mosaic.sheet


def test_a_drag_of_a_quarter_shows_no_blank_edge(
    crowded: Renderer, town: Snapshot, middle: Viewport, later: Later
) -> None:
    grid = sized(GridMap(crowded, workers=Workers(later, later, later)), 240, 120)
    grid._go(middle)
    later.run()
    before = grid.image.data["url"][0]
    drag(grid, 60, -30)
    assert covered(grid, town)
    assert grid.image.data["url"][0] == before
    later.run()
    assert grid.image.data["url"][0] != before, "the view has a scale of its own"


def test_where_rows_end_nothing_lies_around(crowded: Renderer, whole: Viewport) -> None:
    around = crowded.surroundings(crowded.mosaic(whole.zoomed(0.3), STYLE, FILTERS))
    assert around is not None
    assert [side for side, piece in around.pieces.items() if piece.file] == ["view"]


def test_marks_around_a_picture_stand_beyond_it(crowded: Renderer, middle: Viewport) -> None:
    class Spots(Crowd):
        mark_metres = np.inf

        def words(self, *_: Any) -> Mapping[str, Any]:
            return {}

    spots = Renderer(crowded.frames, (Spots(),))
    around = spots.surroundings(spots.mosaic(middle, STYLE, FILTERS))
    assert around is not None
    near, far = around.pieces["view"].marks["crowd"], around.pieces["marks"].marks["crowd"]
    assert len(near["x"])
    assert len(far["x"])
    assert not set(near["id"].tolist()) & set(far["id"].tolist())
    wide = with_surroundings(middle)
    assert len(near["x"]) + len(far["x"]) == len(crowded.frames.current.frames["crowd"].rows_in(wide))
