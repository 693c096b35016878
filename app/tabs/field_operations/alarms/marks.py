"""AlarmMarks: the listed alarms on the map; a shape beside the colour tells the priority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

import pyarrow as pa

from app.tabs.field_operations.alarms import words
from layers.coded import CodedMarks, MarkKind
from layers.colours.colour import Rgb
from layers.layer import Mark, Tooltip
from layers.style import MapStyle

CODES: Final = {"critical": 4, "high": 3, "medium": 2, "low": 1}
KINDS: Final = {
    4: MarkKind("critical", "diamond"), 3: MarkKind("high", "triangle"), 2: MarkKind("medium", "square"),
    1: MarkKind("low", "dot"),
}  # fmt: skip


class AlarmMarks(CodedMarks):
    """Alarms by priority."""

    name, title, key = "open_alarms", "Alarms", "alarm_id"
    is_overlay = True
    size_px = 11.0
    mark = Mark(marker="marker", opacity=1.0, line_px=1.5, halo_px=20.0)
    tooltip: ClassVar[Tooltip] = (("Alarm", "@asset_name"), ("What", "@what"), ("State", "@state_words"))
    head_start_px = 12.0
    kinds = KINDS

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """The highest glow; the lowest are quiet."""
        found = style.palette
        return {4: found.outage, 3: found.load[2], 2: found.load[1], 1: found.trace}


def marks_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The rows of the table that have a place, as the layer takes them; the worst lie over the others."""
    placed = sorted((row for row in rows if row["lon"] is not None), key=lambda row: -row["rank"])
    codes = [CODES[row["priority"]] for row in placed]
    return AlarmMarks.table(
        placed, codes,
        asset_name=[row["asset_name"] for row in placed],
        what=[words.title(row["quantity"]) for row in placed],
        state_words=[row["state_words"] for row in placed],
    )  # fmt: skip
