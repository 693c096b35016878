"""Transformers, coloured by load."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from layers.frame import BlockFrame
from layers.points import LARGE_DOT, TINY_DOT, PointCode, PointLayer, by_band
from layers.scales import LOAD


class TransformerLayer(PointLayer):
    """Transformers: blue, yellow and red by `load_pct` of nameplate (bands of `scales.LOAD`); grey without supply."""

    kind = "transformer"
    statement = "map_transformers"
    kept_columns = ("health_score", "load_pct", "rated_kva", "is_underground", "is_energized", "customers_served")
    stamp = LARGE_DOT
    far_stamp = TINY_DOT

    def _bands(self, frame: BlockFrame) -> NDArray[np.uint8]:
        load, filters = frame["load_pct"], self.filters
        is_shown = filters.has_load(load) & filters.has_health(frame["health_score"])
        is_shown &= filters.has_construction(frame["is_underground"])
        codes = (PointCode.TRANSFORMER_NORMAL, PointCode.TRANSFORMER_HIGH, PointCode.TRANSFORMER_OVER)
        found = by_band(codes, LOAD.band(load), is_shown)
        found[is_shown & ~frame["is_energized"]] = PointCode.TRANSFORMER_DARK
        return found
