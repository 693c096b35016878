"""OrderMarks: every open order whose place is known on the map; shape and colour tell where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

import pyarrow as pa

from app.widgets.column import words
from data_sources.field.orders.states import UNDER_WAY
from layers.coded import CodedMarks, MarkKind
from layers.colours.colour import Rgb
from layers.layer import Mark, Tooltip
from layers.style import MapStyle

LATE, WAITING, ASSIGNED, AT_WORK = 4, 3, 2, 1
KINDS: Final = {
    LATE: MarkKind("late", "triangle"), WAITING: MarkKind("without a crew", "dot"),
    ASSIGNED: MarkKind("with a crew", "square"), AT_WORK: MarkKind("under way", "diamond"),
}  # fmt: skip


class OrderMarks(CodedMarks):
    """Orders by where they stand."""

    name, title, key = "open_orders", "Work orders", "work_order_id"
    is_overlay = True
    size_px = 10.0
    mark = Mark(marker="marker", opacity=1.0, line_px=1.5, halo_px=18.0)
    tooltip: ClassVar[Tooltip] = (("Order", "@id"), ("Work", "@title"), ("State", "@state_words"), ("Crew", "@crew"))
    head_start_px = 12.0
    kinds = KINDS

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """What is late glows; what goes on is quiet."""
        found = style.palette
        return {LATE: found.outage, WAITING: found.load[1], ASSIGNED: found.load[0], AT_WORK: found.trace}


def code_of(row: Mapping[str, Any]) -> int:
    """What is under way first, then what is late."""
    if row["status"] in UNDER_WAY:
        return AT_WORK
    if row["is_late"]:
        return LATE
    return WAITING if row["crew_name"] is None else ASSIGNED


def marks_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The rows of open_work_orders.sql as the layer takes them."""
    codes = [code_of(row) for row in rows]
    return OrderMarks.table(
        rows, codes,
        title=[row["title"] for row in rows],
        state_words=[words(row["status"]) for row in rows],
        crew=[row["crew_name"] or "none yet" for row in rows],
    )  # fmt: skip
