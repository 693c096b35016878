"""Substations: always on the map, as marks of their own above the image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from layers.colours.colour import Rgb
from layers.detail import Drawn
from layers.frame import BlockFrame
from layers.layer import Codes, Layer, Mark, Tooltip
from layers.legend import LegendLine, entry
from layers.snapshot import Scene
from layers.style import MapStyle


class Substations(Layer):
    """Substations as squares, with their names where these are few."""

    name, title = "substations", "Substations"
    kind = "substation"
    statement, key = "map_substations", "substation_id"
    is_overlay = True
    size_px = 8.0
    mark = Mark(marker="square", opacity=1.0, line_px=1.5, label="substation_name", label_at_most=25, label_above=True)
    tooltip: ClassVar[Tooltip] = (
        ("Substation", "@substation_name"), ("High side", "@voltage_kv{0.[0]} kV"),
        ("Capacity", "@capacity_mva{0.[0]} MVA"),
    )  # fmt: skip
    head_start_px = 9.0

    def mark_codes(self, frame: BlockFrame, scene: Scene) -> Codes:
        """One colour for all."""
        return self.codes(frame, scene)

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """One colour for all."""
        return {1: style.palette.substation}

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """One colour."""
        return LegendLine(self.name, self.title, (entry(scene.style.palette.substation, "", "square"),))
