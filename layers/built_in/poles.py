"""Poles, coloured by health."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from layers.built_in.points import PointCode, PointLayer, by_band, has_unknown, whole
from layers.colours.scales import HEALTH, UNKNOWN
from layers.detail import Drawn
from layers.frame import BlockFrame
from layers.layer import Codes, Columns, Mark, Tooltip
from layers.legend import LegendLine, entries, entry
from layers.snapshot import Scene


class Poles(PointLayer):
    """Poles: green, yellow and red by `health_score` (0 failed to 100 new; bands of `scales.HEALTH`).

    Rings near by, so that the transformer they carry shows.
    """

    name, title, unit = "poles", "Poles by health", HEALTH.unit
    kind = "pole"
    statement = "map_poles"
    kept_columns = ("health_score",)
    tooltip: ClassVar[Tooltip] = (
        ("Pole", "@name"),
        ("Feeder", "@feeder"),
        ("Health", "@health"),
    )
    mark = Mark(is_ring=True, side="below")  # a transformer hangs on its pole: their tooltips go to different sides
    size_px = 16.0
    head_start_px = 4.0

    def words(self, frame: BlockFrame, rows: NDArray[np.int64], scene: Scene) -> Columns:
        """Name, feeder and health."""
        health = frame["health_score"][rows]
        named = np.array([name.capitalize() for name in (*HEALTH.names, UNKNOWN)])
        bands = named[HEALTH.band(health)].tolist()
        told = [
            f"{text} ({band})" if np.isfinite(score) else text
            for text, band, score in zip(whole(health, " of 100"), bands, health.tolist(), strict=True)
        ]
        return {**super().words(frame, rows, scene), "health": told}

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """Good, fair, poor, unknown."""
        palette = scene.style.palette
        bands = tuple(reversed(entries(HEALTH, palette.health, "ring")))
        is_missing = has_unknown(scene.snapshot.frames.get(self.name), "health_score")
        return self.line(bands, entry(palette.unknown, "Health unknown", "ring") if is_missing else None, how)

    def bands(self, frame: BlockFrame, scene: Scene) -> Codes:
        """By health; all poles are overhead."""
        health = frame["health_score"]
        codes = (PointCode.POLE_POOR, PointCode.POLE_FAIR, PointCode.POLE_GOOD, PointCode.POLE_UNKNOWN)
        is_shown = scene.filters.has_health(health)
        if scene.filters.construction == "underground":
            is_shown &= False
        return by_band(codes, HEALTH.band(health), is_shown)
