"""What lies over the image: the layers that are always marks, the selection, a trace, a switching state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource

from data_sources.assets import AssetRef
from data_sources.network.trace import Trace
from layers.figure.apart import apart
from layers.figure.plot import Plot
from layers.frame import BlockFrame
from layers.layer import NOWHERE, Layer, Place
from layers.locate import locate, places
from layers.snapshot import Scene
from layers.viewport import Viewport, wall_scale


class Overlays:
    """The marks over the image of one session. Shows nothing before `redraw` has been told the rows.

    Attributes:
        layers: all that may be drawn, from the topmost to the lowest.
        selected: the asset that is marked.
    """

    def __init__(self, plot: Plot, layers: Sequence[Layer]) -> None:
        """Takes the plot's sources over."""
        self._plot = plot
        self.layers = tuple(layers)
        self._trace: Trace | None = None
        self._study: Mapping[int, Sequence[int]] = {}
        self._drawn: dict[str, object] = {}
        self.selected: AssetRef | None = None

    def redraw(self, scene: Scene, viewport: Viewport | None) -> None:
        """Draw all of it for (other) rows, or for another style."""
        for layer in self.layers:
            if layer.is_overlay:
                self._draw(layer, scene)
        if viewport is not None:
            self.label(scene, viewport)
        self.select(scene, self.selected)
        self.show_trace(scene, self._trace)
        self.show_study(scene, self._study)

    def place_of(self, scene: Scene, asset: AssetRef | None) -> Place:
        """Where an asset is."""
        return NOWHERE if asset is None else locate(scene.snapshot, asset, self.layers)

    def select(self, scene: Scene, asset: AssetRef | None) -> None:
        """Mark an asset in amber."""
        self.selected = asset
        place = self.place_of(scene, asset)
        _put(self._plot.selection_point, place.x, place.y)
        _put(self._plot.selection_line, place.line_x, place.line_y)

    def show_trace(self, scene: Scene, trace: Trace | None) -> None:
        """Mark what a trace found in cyan."""
        self._trace = trace
        found = NOWHERE if trace is None else places(scene.snapshot, "segment", trace.segment_ids, self.layers)
        _put(self._plot.trace, found.line_x, found.line_y)

    def show_study(self, scene: Scene, study: Mapping[int, Sequence[int]]) -> None:
        """Draw what a switching state says of segments: their ids by its codes."""
        self._study = study
        for code, source in self._plot.study.items():
            ids = study.get(code, ())
            found = places(scene.snapshot, "segment", ids, self.layers) if len(ids) else NOWHERE
            _put(source, found.line_x, found.line_y)

    def label(self, scene: Scene, viewport: Viewport) -> None:
        """Show the words of the marks in view where they are few enough and lie apart; only those are painted."""
        for layer in self.layers:
            frame = scene.snapshot.frames.get(layer.name)
            if not layer.mark.label or not layer.is_overlay or frame is None:
                continue
            rows = frame.rows_in(viewport) if scene.style.shows(layer.name) else np.empty(0, np.int64)
            rows = rows if len(rows) <= layer.mark.label_at_most else rows[:0]
            words = list(layer.words(frame, rows, scene)[layer.mark.label])
            x, y = _places(frame, rows)
            kept = apart(x, y, words, viewport, wall_scale((viewport.width, viewport.height)))
            source, shown = self._plot.labels[layer.name], f"{layer.name}/label"
            told = (frame.number, rows[kept].tolist(), [words[row] for row in kept])
            if self._drawn.get(shown) == told or not (kept or len(source.data["label"])):
                continue
            self._drawn[shown] = told
            source.data = {"x": x[kept], "y": y[kept], "label": told[-1]}

    def _draw(self, layer: Layer, scene: Scene) -> None:
        """All rows of a layer; nothing is sent where they are those that are shown."""
        frame = scene.snapshot.frames.get(layer.name)
        wanted = (frame.number if frame is not None else None, scene.style.shows(layer.name))
        if self._drawn.get(layer.name) == wanted:
            return
        self._drawn[layer.name] = wanted
        source = self._plot.marks[layer.name]
        if frame is None or not len(frame) or not scene.style.shows(layer.name):
            if len(source.data["x"]):
                source.data = layer.no_marks()
            return
        source.data = layer.marks(frame, np.arange(len(frame)), scene)


def _places(frame: BlockFrame, rows: Any) -> tuple[Any, Any]:
    return frame.x0[rows].astype(float) + frame.origin[0], frame.y0[rows].astype(float) + frame.origin[1]


def _put(source: ColumnDataSource, x: Any, y: Any) -> None:
    """Replace the places of a source; nothing is sent where it was empty and stays so."""
    if len(x) or len(source.data["x"]):
        source.data = {"x": x, "y": y}
