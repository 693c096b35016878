"""The outages that still last: always on the map, above all else, with the customers they leave without supply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from layers.colours.colour import Rgb
from layers.detail import Drawn
from layers.frame import BlockFrame
from layers.layer import Codes, Columns, Layer, Mark, Tooltip
from layers.legend import LegendLine, entry
from layers.network import texts
from layers.snapshot import Scene
from layers.style import MapStyle


class Outages(Layer):
    """Active outages as glowing marks."""

    name, title = "outages", "Active outages"
    kind = "outage"
    statement, key = "active_outages", "outage_id"
    is_overlay = True
    size_px = 13.0
    mark = Mark(opacity=1.0, line_px=2.0, halo_px=24.0, label="label")
    tooltip: ClassVar[Tooltip] = (
        ("Outage", "@id"),
        ("Customers out", "@customers_out{0,0}"),
        ("Cause", "@cause"),
    )
    head_start_px = 12.0

    def words(self, frame: BlockFrame, rows: NDArray[np.int64], scene: Scene) -> Columns:
        """Customers out as the label, and the cause in words."""
        causes = texts(frame.owner, "cause").to_pylist()
        out = frame["customers_out"][rows]
        return {
            "label": [f"{number:,}" for number in out.tolist()],
            "customers_out": out,
            "cause": [str(causes[row] or "").replace("_", " ").capitalize() for row in frame["row"][rows].tolist()],
        }

    def mark_codes(self, frame: BlockFrame, scene: Scene) -> Codes:
        """One colour for all, whatever is left out: what is wrong is always shown."""
        return np.ones(len(frame), np.uint8)

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """One colour for all."""
        return {1: style.palette.outage}

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """One colour."""
        return LegendLine(self.name, self.title, (entry(scene.style.palette.outage, "customers out", "dot"),))

    def _codes(self, frame: BlockFrame, scene: Scene, how: Drawn) -> Codes:
        return np.ones(len(frame), np.uint8)
