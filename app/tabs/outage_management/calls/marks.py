"""CallMarks: every open call of the table on the map; its shape tells as its colour does what is to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

import numpy as np
import pyarrow as pa

from app.tabs.outage_management.calls import words
from layers.colours.colour import Rgb
from layers.detail import Drawn
from layers.frame import BlockFrame
from layers.layer import Codes, Layer, Mark, Tooltip
from layers.legend import LegendLine, entry
from layers.snapshot import Scene
from layers.style import MapStyle

HAZARD, ALONE, DUE, ATTACHED = 4, 3, 2, 1
MARKERS: Final = {HAZARD: "triangle", ALONE: "circle", DUE: "square", ATTACHED: "diamond"}
LABELS: Final = {
    HAZARD: "hazard", ALONE: "without an outage", DUE: "to be called back", ATTACHED: "put to an outage",
}  # fmt: skip


class CallMarks(Layer):
    """Calls whose rows the view gives."""

    name, title, key = "open_calls", "Trouble calls", "call_id"
    is_overlay = True
    size_px = 11.0
    mark = Mark(marker="marker", opacity=1.0, line_px=1.5, halo_px=20.0)
    tooltip: ClassVar[Tooltip] = (("Call", "@id"), ("Seen", "@symptom_words"), ("Outage", "@outage_words"))
    head_start_px = 12.0

    def mark_codes(self, frame: BlockFrame, scene: Scene) -> Codes:
        """By what is to be done."""
        return np.asarray(frame["code"], np.uint8)

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """What is dangerous glows; what is known of is quiet."""
        found = style.palette
        return {HAZARD: found.outage, ALONE: found.load[1], DUE: found.health[2], ATTACHED: found.trace}

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """One line a kind."""
        colours = self.mark_colours(scene.style)
        shapes: dict[int, Any] = {HAZARD: "dot", ALONE: "dot", DUE: "square", ATTACHED: "ring"}
        found = [entry(colours[code], LABELS[code], shapes[code]) for code in (HAZARD, ALONE, DUE, ATTACHED)]
        return LegendLine(self.name, self.title, tuple(found))

    def _codes(self, frame: BlockFrame, scene: Scene, how: Drawn) -> Codes:
        return self.mark_codes(frame, scene)


def code_of(row: Mapping[str, Any]) -> int:
    """What is to be done about a call first."""
    if words.is_hazard(row):
        return HAZARD
    if row["is_due"] or row["is_still_out"]:
        return DUE
    return ALONE if row["outage_id"] is None else ATTACHED


def marks_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The rows of the table as the layer takes them; nothing of a person is among it."""
    codes = [code_of(row) for row in rows]
    return pa.table({
        "call_id": pa.array([row["call_id"] for row in rows], pa.int64()),
        "lon": pa.array([row["lon"] for row in rows], pa.float64()),
        "lat": pa.array([row["lat"] for row in rows], pa.float64()),
        "code": pa.array(codes, pa.uint8()),
        "marker": pa.array([MARKERS[code] for code in codes], pa.string()),
        "symptom_words": pa.array([row["symptom_words"] for row in rows], pa.string()),
        "outage_words": pa.array([row["outage_words"] for row in rows], pa.string()),
    })  # fmt: skip
