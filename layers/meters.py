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
    """Meters: their density from afar, marks sized by `monthly_kwh` from near."""

    kind = "meter"
    statement = "map_meters"
    kept_columns = ("transformer_id", "monthly_kwh")
    reach_px = 0.0

    def colours(self) -> dict[int, Rgb]:
        """All meters look alike."""
        return {}

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas) -> Array:
        """Meters a pixel: uint16 (height, width), south to north."""
        out = blank(canvas, np.uint16)
        blocks = frame.blocks_in(*self._edges(canvas))
        count_points(out, frame.x0, frame.y0, self.codes(frame), blocks.start, blocks.stop, *transform(frame, canvas))
        return out
