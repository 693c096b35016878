"""StormMarks: outages that need a crew on the map: shape and colour by what comes first, labelled by the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import pyarrow as pa

from data_sources.studies.storm.ground import endangers_or_is_high
from data_sources.studies.storm.picture import StormPriority
from layers.coded import CodedMarks, MarkKind
from layers.colours.colour import Rgb
from layers.layer import Mark, Tooltip
from layers.style import MapStyle

FIRST, WAITS, CREWED = 3, 2, 1
LABELLED: Final = 10  # the first of the queue; more numbers would lie on each other
KINDS: Final = {
    FIRST: MarkKind("comes first", "diamond"), WAITS: MarkKind("waits for a crew", "dot"),
    CREWED: MarkKind("has a crew", "triangle"),
}  # fmt: skip


class StormMarks(CodedMarks):
    """Outages by what the queue says; a label is the place in the queue."""

    name, title, kind, key = "storm_outages", "Outages", "outage", "outage_id"
    is_overlay = True
    size_px = 13.0
    mark = Mark(marker="marker", opacity=1.0, line_px=2.0, halo_px=24.0, label="label")
    tooltip: ClassVar[Tooltip] = (
        ("Outage", "@id"), ("Queue", "@order_words"), ("Customers", "@customers{0,0}"), ("Why", "@why"),
    )  # fmt: skip
    head_start_px = 12.0
    kinds = KINDS

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """What comes first glows; what somebody works at is quiet."""
        found = style.palette
        return {FIRST: found.outage, WAITS: found.load[1], CREWED: found.health[2]}


def storm_marks(rows: Sequence[StormPriority]) -> pa.Table:
    """The outages as the layer takes them."""
    codes = [_code(one) for one in rows]
    return StormMarks.table(
        [one.row for one in rows], codes,
        customers=pa.array([one.customers for one in rows], pa.int64()),
        label=[_label(one) for one in rows],
        order_words=[_order(one) for one in rows],
        why=[one.why for one in rows],
    )  # fmt: skip


def _code(one: StormPriority) -> int:
    if one.order is None and one.crew is not None:
        return CREWED
    return FIRST if one.critical or endangers_or_is_high(one.row) else WAITS


def _label(one: StormPriority) -> str:
    return str(one.order) if one.order is not None and one.order <= LABELLED else ""


def _order(one: StormPriority) -> str:
    if one.order is not None:
        return f"number {one.order}"
    return "has a crew" if one.crew is not None else "nobody gets there"
