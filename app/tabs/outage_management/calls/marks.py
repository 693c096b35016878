"""CallMarks: every open call of the table on the map; its shape tells as its colour does what is to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

import pyarrow as pa

from app.tabs.outage_management.calls import words
from layers.coded import CodedMarks, MarkKind
from layers.colours.colour import Rgb
from layers.layer import Mark, Tooltip
from layers.style import MapStyle

HAZARD, ALONE, DUE, ATTACHED = 4, 3, 2, 1
KINDS: Final = {
    HAZARD: MarkKind("hazard", "triangle"), ALONE: MarkKind("without an outage", "dot"),
    DUE: MarkKind("to be called back", "square"), ATTACHED: MarkKind("put to an outage", "diamond"),
}  # fmt: skip


class CallMarks(CodedMarks):
    """Calls by what is to be done."""

    name, title, key = "open_calls", "Trouble calls", "call_id"
    is_overlay = True
    size_px = 11.0
    mark = Mark(marker="marker", opacity=1.0, line_px=1.5, halo_px=20.0)
    tooltip: ClassVar[Tooltip] = (("Call", "@id"), ("Seen", "@symptom_words"), ("Outage", "@outage_words"))
    head_start_px = 12.0
    kinds = KINDS

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """What is dangerous glows; what is known of is quiet."""
        found = style.palette
        return {HAZARD: found.outage, ALONE: found.load[1], DUE: found.health[2], ATTACHED: found.trace}


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
    return CallMarks.table(
        rows, codes,
        symptom_words=[row["symptom_words"] for row in rows],
        outage_words=[row["outage_words"] for row in rows],
    )  # fmt: skip
