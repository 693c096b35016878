"""CrewMarks and BoardOrderMarks: crews, and the orders of the board, on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

import pyarrow as pa

from data_sources.studies.dispatch.ground import BoardGround, urgency_of
from layers.coded import CodedMarks, MarkKind
from layers.colours.colour import Rgb
from layers.layer import Mark, Tooltip
from layers.style import MapStyle

FREE, BUSY, OFF = 3, 2, 1
CREW_KINDS: Final = {
    FREE: MarkKind("free", "square"), BUSY: MarkKind("on its way or at work", "diamond"),
    OFF: MarkKind("off shift", "dot"),
}  # fmt: skip
URGENT, WAITS, PLANNED = 3, 2, 1
ORDER_KINDS: Final = {
    URGENT: MarkKind("urgent", "triangle"), WAITS: MarkKind("without a crew", "dot"),
    PLANNED: MarkKind("with a crew", "square"),
}  # fmt: skip


class CrewMarks(CodedMarks):
    """Crews by what they do."""

    name, title, key = "board_crews", "Crews", "crew_id"
    is_overlay = True
    size_px = 14.0
    mark = Mark(marker="marker", opacity=1.0, line_px=2.0, halo_px=20.0, label="label")
    tooltip: ClassVar[Tooltip] = (("Crew", "@label"), ("Does", "@words"))
    head_start_px = 14.0
    kinds = CREW_KINDS

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """Who is free stands out."""
        found = style.palette
        return {FREE: found.trace, BUSY: found.load[0], OFF: found.unknown}


class BoardOrderMarks(CodedMarks):
    """Orders by whether somebody has them."""

    name, title, key = "board_orders", "Orders", "work_order_id"
    is_overlay = True
    size_px = 9.0
    mark = Mark(marker="marker", opacity=1.0, line_px=1.5, halo_px=18.0)
    tooltip: ClassVar[Tooltip] = (("Order", "@number"), ("Work", "@title"), ("Crew", "@crew"))
    head_start_px = 12.0
    kinds = ORDER_KINDS

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """What is urgent glows; what somebody has is quiet."""
        found = style.palette
        return {URGENT: found.outage, WAITS: found.load[1], PLANNED: found.load[0]}


def crews_table(crews: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Crews as the layer takes them."""
    codes = [FREE if one["status"] == "available" else OFF if one["status"] == "off_shift" else BUSY for one in crews]
    return CrewMarks.table(
        crews, codes,
        label=[one["crew_name"] for one in crews],
        words=[CREW_KINDS[code].label for code in codes],
    )  # fmt: skip


def orders_table(ground: BoardGround) -> pa.Table:
    """Orders with a place as the layer takes them, those under way among them."""
    names = {one["crew_id"]: one["crew_name"] for one in ground.crew_rows}
    rows = [one for one in (*ground.rows, *ground.current.values()) if one["lon"] is not None]
    codes = [_code(one, ground) for one in rows]
    return BoardOrderMarks.table(
        rows, codes,
        number=[one["number"] for one in rows],
        title=[one["title"] for one in rows],
        crew=[names.get(one["crew_id"], "none yet") for one in rows],
    )  # fmt: skip


def _code(row: Mapping[str, Any], ground: BoardGround) -> int:
    if row["crew_id"] is not None:
        return PLANNED
    return URGENT if urgency_of(row, ground.now, ground.time_zone) == 0 else WAITS
