"""QuietLines: line segments, faint, under what a map is about."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping

import datashader as ds
import numpy as np

from layers.built_in.feeders import Feeders
from layers.built_in.points import level_inks
from layers.colours.colour import Rgb, mixed
from layers.detail import Drawn
from layers.frame import Array, BlockFrame
from layers.layer import Codes, Inks
from layers.legend import LegendLine
from layers.snapshot import Scene
from layers.style import MapStyle

QUIET = 1
KEPT = 8  # views whose lines are kept


class QuietLines(Feeders):
    """Line segments, faint: where things are, not how they are. They are drawn once a view, not once a frame."""

    dashed_code = 0

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        super().__init__()
        self._lock = threading.Lock()
        self._drawn: OrderedDict[tuple[object, ...], Array] = OrderedDict()

    def codes(self, frame: BlockFrame, scene: Scene, how: Drawn = Drawn.IMAGE) -> Codes:
        """All alike."""
        return np.full(len(frame), QUIET, np.uint8)

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas, scene: Scene, how: Drawn = Drawn.IMAGE) -> Array:
        """Where there is a line: uint8 (height, width), `level << 6 | code`, south to north."""
        key = (frame.number, canvas.x_range, canvas.y_range, canvas.plot_width, canvas.plot_height)
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        drawn = super().aggregate(frame, canvas, scene, how)
        with self._lock:
            self._drawn[key] = drawn
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        return drawn

    def inks(self, style: MapStyle) -> Inks:
        """One colour."""
        return level_inks(self.mark_colours(style))

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """Nearly the ground's."""
        palette = style.palette
        return {QUIET: mixed(palette.ground, palette.text, 0.26 if palette.is_dark else 0.36)}

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """None: lines tell nothing here."""
        return None
