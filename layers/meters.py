"""Meters: how many there are, in purple."""

from __future__ import annotations

import datashader as ds
import numpy as np

from layers.colour import Rgb
from layers.frame import Array, BlockFrame
from layers.kernels import count_points
from layers.layer import blank, transform
from layers.points import PointLayer


class MeterLayer(PointLayer):
    """Meters: their density from afar, marks sized by `monthly_kwh` from near.

    Attributes:
        size_px: how many pixels a meter covers each way; more than one where few are in view.
    """

    kind = "meter"
    statement = "map_meters"
    kept_columns = ("transformer_id", "monthly_kwh")
    reach_px = 0.0
    size_px = 1

    def colours(self) -> dict[int, Rgb]:
        """All meters look alike."""
        return {}

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas) -> Array:
        """Meters a pixel: uint16 (height, width), south to north."""
        out = blank(canvas, np.uint16)
        blocks = frame.blocks_in(*self._edges(canvas))
        codes, size = self.codes(frame), self.size_px
        count_points(out, frame.x0, frame.y0, codes, blocks.start, blocks.stop, *transform(frame, canvas), size)
        return out
