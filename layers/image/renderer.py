"""Renderer: draws views of one utility for all sessions of a process, in tiles where it can, and keeps what it drew."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from layers.detail import Detail, Drawn
from layers.image.composite import (
    NEAR,
    Picture,
    StepClock,
    choose,
    compile_all,
    draw,
    extent_of,
    is_on,
    paint,
    scene_of,
    version_of,
)
from layers.image.mosaic import (
    MARGIN_PX,
    Mosaic,
    Piece,
    Pieces,
    Sheet,
    Whole,
    cut_around,
    drawn_tiles,
    of_one,
    overscanned,
    with_surroundings,
    within,
)
from layers.image.pictures import Pictures
from layers.image.tiles import TileGrid, TileId, rects_of
from layers.layer import Layer
from layers.map_frames import Frames
from layers.registry import BUILT_IN
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport, around


class Renderer:
    """Draws views of one utility; shared by all sessions of a process. Thread-safe.

    Args:
        frames: the rows.
        layers: what is drawn, from the topmost to the lowest.
        pictures: where they are kept, with those of others; a place of its own where None.
    """

    def __init__(
        self, frames: Frames, layers: tuple[Layer, ...] = BUILT_IN, *, pictures: Pictures | None = None
    ) -> None:
        """Draws nothing yet."""
        self.frames = frames
        self.layers = layers
        self._pictures = Pictures() if pictures is None else pictures
        self._owner = object()  # stands for this renderer among the pictures, which must not keep its rows alive

    def picture(self, viewport: Viewport, style: MapStyle, filters: MapFilters) -> Picture:
        """The picture of a view, drawn now or taken from those that are kept."""
        snapshot = self.frames.current
        key = (self.version_of(snapshot, style), viewport, style, filters)
        return self._pictures.get(self._owner, key, lambda: self.draw(snapshot, viewport, style, filters))

    def mosaic(
        self, viewport: Viewport, style: MapStyle, filters: MapFilters, shown: Sheet | Whole | None = None
    ) -> Mosaic:
        """What a view shows, in tiles where it can be cut.

        Args:
            viewport: the view.
            style: what is drawn and how.
            filters: what is left out.
            shown: what the tiles that are shown have in common; kept where the view only moved.
        """
        snapshot, clock = self.frames.current, StepClock()
        if not self.is_divisible(style):
            picture = self.picture(viewport, style, filters)
            return of_one(picture, Whole(self._owner, picture.version, viewport, style, filters))
        old = shown if isinstance(shown, Sheet) and shown.is_of(viewport, style, filters) else None
        sheet, detail = self._sheet(snapshot, viewport, style, filters, old)
        if old is not None and (sheet.drawn, sheet.grains) != (old.drawn, old.grains):
            sheet, detail = self._sheet(snapshot, viewport, style, filters)  # all is sent anew: as it would be opened
        clock.lap("count")
        view = (viewport.x0, viewport.y0, viewport.x1, viewport.y1)
        return self._laid(Mosaic(viewport, sheet, None, {}, view, detail), snapshot, clock)

    def _sheet(
        self, snapshot: Snapshot, viewport: Viewport, style: MapStyle, filters: MapFilters, old: Sheet | None = None
    ) -> tuple[Sheet, Detail]:
        """What the tiles of a view have in common; much as of the view it was dragged from (`old`)."""
        was = old.grains if old is not None else (None,) * len(self.layers)
        drawn = dict(old.drawn) if old is not None else None
        detail = choose(Scene(snapshot, style, filters), self.layers, viewport, drawn)
        grains = tuple(
            grain_of(layer, detail.counts.get(layer.name, 0), one) for layer, one in zip(self.layers, was, strict=True)
        )
        grid = old.grid if old is not None else TileGrid.under(viewport)
        return Sheet(self._owner, grid, style, filters, tuple(sorted(detail.drawn.items())), grains), detail

    def surroundings(self, mosaic: Mosaic) -> Mosaic | None:
        """The same with what lies around the view; None where newer rows have come."""
        snapshot, sheet = self.frames.current, mosaic.sheet
        if self.version_of(snapshot, sheet.style) != mosaic.version:
            return None
        wide = replace(mosaic, covered=overscanned(mosaic.viewport))
        if isinstance(sheet, Sheet):
            return self._laid(wide, snapshot, StepClock())
        key = (mosaic.version, sheet, "around")
        around = self._pictures.get(self._owner, key, lambda: Pieces(self.draw_around(snapshot, mosaic)))
        return replace(wide, pieces={**mosaic.pieces, **around.pieces})

    def is_divisible(self, style: MapStyle) -> bool:
        """Whether parts of a view can be drawn by themselves."""
        return all(layer.is_divisible for layer in self.layers if is_on(layer, style))

    def _laid(self, mosaic: Mosaic, snapshot: Snapshot, clock: StepClock) -> Mosaic:
        """The mosaic with the tiles of all it is to cover; beyond the rows there are none."""
        sheet, detail = mosaic.sheet, mosaic.detail
        assert isinstance(sheet, Sheet)
        version = self.version_of(snapshot, sheet.style)
        grains = {layer.name: grain for layer, grain in zip(self.layers, sheet.grains, strict=True)}
        scene = Scene(snapshot, sheet.style, sheet.filters, grains=grains)
        on = [layer for layer in self.layers if detail[layer.name] is not Drawn.OFF and not layer.is_overlay]
        tiles = sheet.grid.rect(within(mosaic.covered, extent_of(snapshot, on), MARGIN_PX * sheet.grid.scale)).tiles()

        def draw_missing(missing: Sequence[tuple[object, Sheet, TileId]]) -> dict[Any, Piece]:
            drawn: dict[Any, Piece] = {}
            for rect in rects_of(tile for *_, tile in missing):
                pieces = drawn_tiles(scene, on, sheet.grid, rect, detail, clock)
                drawn |= {(version, sheet, tile): piece for tile, piece in pieces.items()}
            return drawn

        found = self._pictures.get_all(self._owner, [(version, sheet, tile) for tile in tiles], draw_missing)
        pieces: dict[Hashable, Piece] = {tile: found[version, sheet, tile] for tile in tiles}
        return replace(mosaic, version=version, pieces=pieces, timings_ms=clock.finished())

    def forget(self) -> None:
        """Let go of the pictures; who still draws goes on."""
        self._pictures.forget(self._owner)

    def warm(self, sizes: Sequence[tuple[int, int]] = ((1430, 850),)) -> None:
        """Before the first visitor: read the rows, compile every aggregate and kernel, draw the first view.

        Every way of drawing is gone through once, since it is compiled at its first use.
        """
        snapshot = self.frames.refresh()
        for width, height in sizes:
            whole = around(snapshot.extent, (width, height))
            for style in (MapStyle(), MapStyle(theme="light")):
                self.mosaic(whole, style, MapFilters())
        compile_all(self.layers)

    def version_of(self, snapshot: Snapshot, style: MapStyle) -> object:
        """What changes when pictures of the snapshot would look different: the frames of the layers that are on."""
        return version_of(snapshot, style, self.layers)

    def draw(self, snapshot: Snapshot, viewport: Viewport, style: MapStyle, filters: MapFilters) -> Picture:
        """Draw one view; a renderer of something else than the network's state puts its own in place of this."""
        return draw(snapshot, viewport, style, filters, self.layers)

    def draw_around(self, snapshot: Snapshot, mosaic: Mosaic) -> dict[Hashable, Piece]:
        """What lies around a picture that cannot be cut, drawn like it; see `draw`."""
        style, filters = mosaic.sheet.style, mosaic.sheet.filters
        scene = scene_of(snapshot, style, filters, self.layers, mosaic.detail)
        area = with_surroundings(mosaic.viewport)
        return cut_around(paint(scene, self.layers, area, mosaic.detail, StepClock()), mosaic.viewport)


def grain_of(layer: Layer, count: int, was: int | None) -> int:
    """A layer's grain; as it was where a view was dragged and holds about as many: else all would be sent anew."""
    near = {layer.grain(round(count * share)) for share in NEAR}
    return was if was is not None and was in near else layer.grain(count)
