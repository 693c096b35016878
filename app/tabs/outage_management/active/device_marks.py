"""DeviceMarks: the switching devices on the map of outages, from as near as a line is seen; a tap selects one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from layers.coded import CodedMarks, MarkKind
from layers.colours.colour import Rgb
from layers.detail import Drawn
from layers.layer import Mark, Tooltip
from layers.legend import LegendLine
from layers.snapshot import Scene
from layers.style import MapStyle
from layers.viewport import Viewport

CLOSED, OPEN, MOVED_CLOSED, MOVED_OPEN = 1, 2, 3, 4  # as built, as built, not as built
KINDS: Final = {
    CLOSED: MarkKind("closed", "square"), OPEN: MarkKind("open, as built", "diamond"),
    MOVED_CLOSED: MarkKind("closed, not as built", "square"), MOVED_OPEN: MarkKind("open, not as built", "diamond"),
}  # fmt: skip


class DeviceMarks(CodedMarks):
    """Devices by their position."""

    name, title, kind, key = "switching_devices", "Devices", "device", "device_id"
    size_px = 9.0
    mark = Mark(marker="marker", line_px=1.5)
    tooltip: ClassVar[Tooltip] = (("Device", "@device_name"), ("Kind", "@kind"), ("Position", "@position"))
    kinds = KINDS

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """What is as built is quiet."""
        found = style.palette
        moved = found.load[1]
        return {CLOSED: found.de_energized, OPEN: found.trace, MOVED_CLOSED: moved, MOVED_OPEN: moved}

    def detail(self, count: int, viewport: Viewport) -> Drawn:
        """Nothing from afar: there the outages are what is to be seen."""
        return Drawn.OFF

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """One line a position, where they are shown."""
        return super().legend(scene, how) if how is Drawn.MARKS else None


def device_table(rows: pa.Table) -> pa.Table:
    """The rows of map_devices.sql as the layer takes them."""
    is_open, as_built = rows["is_open"].to_numpy(), rows["is_normally_open"].to_numpy()
    moved = np.where(is_open, MOVED_OPEN, MOVED_CLOSED)
    codes = np.where(is_open != as_built, moved, np.where(is_open, OPEN, CLOSED)).astype(np.uint8)
    markers = np.array(["", *(kind.marker for kind in KINDS.values())])
    words = np.array(["", *(kind.label for kind in KINDS.values())])
    return pa.table({
        "device_id": pc.cast(rows["device_id"], pa.int64()), "lon": rows["lon"], "lat": rows["lat"],
        "device_name": rows["device_name"], "kind": rows["kind"], "code": pa.array(codes),
        "marker": pa.array(markers[codes].tolist(), pa.string()),
        "position": pa.array(words[codes].tolist(), pa.string()),
    })  # fmt: skip
