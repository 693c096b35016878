"""OutageMarks: every outage of the table on the map; its shape tells its state as its colour does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

import pyarrow as pa

from data_sources.outages.states import LASTING
from layers.coded import CodedMarks, MarkKind
from layers.colours.colour import Rgb
from layers.detail import Drawn
from layers.layer import Mark, Tooltip
from layers.legend import LegendLine
from layers.snapshot import Scene
from layers.style import MapStyle

OUT, PREDICTED, PLANNED, RESTORED = 4, 3, 2, 1
KINDS: Final = {
    OUT: MarkKind("lasting", "dot"), PREDICTED: MarkKind("predicted", "diamond"),
    PLANNED: MarkKind("planned", "square"), RESTORED: MarkKind("restored, not closed", "triangle"),
}  # fmt: skip
CODES: Final = {"predicted": PREDICTED, "planned": PLANNED, "restored": RESTORED} | dict.fromkeys(LASTING, OUT)


class OutageMarks(CodedMarks):
    """Outages by state."""

    name, title, kind, key = "unclosed_outages", "Outages", "outage", "outage_id"
    is_overlay = True
    size_px = 13.0
    mark = Mark(marker="marker", opacity=1.0, line_px=2.0, halo_px=24.0, label="label")
    tooltip: ClassVar[Tooltip] = (
        ("Outage", "@id"), ("State", "@state_words"), ("Customers", "@affected{0,0}"), ("Cause", "@cause_words"),
    )  # fmt: skip
    head_start_px = 12.0
    kinds = KINDS

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """What is out glows; what may be, what will be and what was are quieter."""
        found = style.palette
        return {OUT: found.outage, PREDICTED: found.load[1], PLANNED: found.trace, RESTORED: found.health[2]}


def marks_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The rows of the table as the layer takes them."""
    codes = [CODES[row["state"]] for row in rows]
    return OutageMarks.table(
        rows, codes,
        affected=pa.array([row["affected"] for row in rows], pa.int64()),
        label=[f"{row['affected']:,}" for row in rows],
        state_words=[row["state_words"] for row in rows],
        cause_words=[row["cause_words"] for row in rows],
    )  # fmt: skip


LATER, NOW, DONE = 1, 2, 3
MOVE_MARKERS: Final = {"open": "square", "close": "circle"}


class StudyMarks(CodedMarks):
    """Devices that a study would operate: a square opens, a disc closes; the number is that of the step."""

    name, title, kind, key = "study_devices", "Study: square opens, disc closes", "device", "device_id"
    is_overlay = True
    size_px = 15.0
    mark = Mark(marker="marker", opacity=1.0, line_px=2.0, label="label")
    tooltip: ClassVar[Tooltip] = (("Step", "@label"), ("Device", "@device"), ("When", "@when"))
    kinds: ClassVar[Mapping[int, MarkKind]] = {
        NOW: MarkKind("this step", "square"), DONE: MarkKind("done before", "square"),
        LATER: MarkKind("later", "square"),
    }  # fmt: skip

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """The step that is shown stands out."""
        found = style.palette
        return {LATER: found.unknown, NOW: found.selection, DONE: found.trace}

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """Nothing where nothing is studied."""
        frame = scene.snapshot.frames.get(self.name)
        return None if frame is None or not len(frame) else super().legend(scene, how)


def study_table(devices: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Devices of a study as the layer takes them: device_id, lon, lat, code, marker, label, device, when."""
    kinds = {
        "device_id": pa.int64(), "lon": pa.float64(), "lat": pa.float64(), "code": pa.uint8(), "marker": pa.string(),
        "label": pa.string(), "device": pa.string(), "when": pa.string(),
    }  # fmt: skip
    return pa.table({name: pa.array([one[name] for one in devices], kind) for name, kind in kinds.items()})
