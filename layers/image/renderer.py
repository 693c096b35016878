"""Renderer: draws views of one utility for all sessions of a process, in tiles where it can, and keeps what it drew."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from layers.detail import Drawn
from layers.image.composite import (
    Picture,
    StepClock,
    choose,
    compile_all,
    draw,
    extent_of,
    is_on,
    version_of,
)
from layers.image.mosaic import MARGIN_PX, Mosaic, Piece, Sheet, drawn_tiles, of_one, overscanned, within
from layers.image.pictures import Pictures
from layers.image.tiles import TileGrid, TileId, blocks_of
from layers.layer import Layer
from layers.map_frames import Frames
from layers.registry import BUILT_IN
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport, around

NEAR = (0.7, 1.0, 1.4)  # times as many: no reason for another grain


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

    def mosaic(self, viewport: Viewport, style: MapStyle, filters: MapFilters, shown: Sheet | None = None) -> Mosaic:
        """What a view shows, in tiles where it can be cut.

        Args:
            viewport: the view.
            style: what is drawn and how.
            filters: what is left out.
            shown: what the tiles that are shown have in common; kept where the view only moved.
        """
        snapshot, clock = self.frames.current, StepClock()
        if not self.is_divisible(style):
            return of_one(self.picture(viewport, style, filters))
        detail = choose(Scene(snapshot, style, filters), self.layers, viewport)
        clock.lap("count")
        is_dragged = (
            shown is not None and shown.grid.fits(viewport) and (shown.style, shown.filters) == (style, filters)
        )
        grid = shown.grid if shown is not None and is_dragged else TileGrid.under(viewport)
        old = shown.grains if shown is not None and is_dragged else (None,) * len(self.layers)
        grains = tuple(
            grain_of(layer, detail.counts.get(layer.name, 0), was) for layer, was in zip(self.layers, old, strict=True)
        )
        sheet = Sheet(self._owner, grid, style, filters, tuple(sorted(detail.drawn.items())), grains)
        view = (viewport.x0, viewport.y0, viewport.x1, viewport.y1)
        return self._laid(Mosaic(viewport, sheet, None, {}, view, detail), snapshot, clock)

    def surroundings(self, mosaic: Mosaic) -> Mosaic | None:
        """The same with what lies around the view; None where it has none, or newer rows have come."""
        snapshot, sheet = self.frames.current, mosaic.sheet
        if sheet is None or self.version_of(snapshot, sheet.style) != mosaic.version:
            return None
        return self._laid(replace(mosaic, covered=overscanned(mosaic.viewport)), snapshot, StepClock())

    def is_divisible(self, style: MapStyle) -> bool:
        """Whether parts of a view can be drawn by themselves."""
        return all(layer.is_divisible for layer in self.layers if is_on(layer, style))

    def _laid(self, mosaic: Mosaic, snapshot: Snapshot, clock: StepClock) -> Mosaic:
        """The mosaic with the tiles of all it is to cover; beyond the rows there are none."""
        sheet, detail = mosaic.sheet, mosaic.detail
        assert sheet is not None
        version = self.version_of(snapshot, sheet.style)
        grains = {layer.name: grain for layer, grain in zip(self.layers, sheet.grains, strict=True)}
        scene = Scene(snapshot, sheet.style, sheet.filters, grains=grains)
        on = [layer for layer in self.layers if detail[layer.name] is not Drawn.OFF and not layer.is_overlay]
        tiles = sheet.grid.block(within(mosaic.covered, extent_of(snapshot, on), MARGIN_PX * sheet.grid.scale)).tiles()

        def draw_missing(missing: Sequence[tuple[object, Sheet, TileId]]) -> dict[Any, Piece]:
            drawn: dict[Any, Piece] = {}
            for block in blocks_of(tile for *_, tile in missing):
                pieces = drawn_tiles(scene, on, sheet.grid, block, detail, clock)
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


def grain_of(layer: Layer, count: int, was: int | None) -> int:
    """A layer's grain; as it was where a view was dragged and holds about as many: else all would be sent anew."""
    near = {layer.grain(round(count * share)) for share in NEAR}
    return was if was is not None and was in near else layer.grain(count)
