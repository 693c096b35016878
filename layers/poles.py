"""Poles, coloured by health."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from layers.frame import BlockFrame
from layers.points import PointCode, PointLayer, by_band
from layers.scales import HEALTH


class PoleLayer(PointLayer):
    """Poles: green, yellow and red by `health_score` (0 failed to 100 new; bands of `scales.HEALTH`)."""

    kind = "pole"
    statement = "map_poles"
    kept_columns = ("health_score",)

    def _bands(self, frame: BlockFrame) -> NDArray[np.uint8]:
        health = frame["health_score"]
        codes = (PointCode.POLE_POOR, PointCode.POLE_FAIR, PointCode.POLE_GOOD)
        is_shown = self.filters.has_health(health)
        if self.filters.construction == "underground":
            is_shown &= False
        return by_band(codes, HEALTH.band(health), is_shown)
