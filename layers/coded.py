"""CodedMarks: marks of a few kinds, each row of which says itself which it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final, NamedTuple

import numpy as np
import pyarrow as pa

from layers.detail import Drawn
from layers.frame import BlockFrame
from layers.layer import Codes, Layer
from layers.legend import LegendLine, MarkShape, entry
from layers.snapshot import Scene

# Bokeh's names of the shapes that the legend draws.
MARKER_OF: Final[Mapping[MarkShape, str]] = {
    "dot": "circle", "square": "square", "diamond": "diamond", "triangle": "triangle",
}  # fmt: skip


class MarkKind(NamedTuple):
    """One kind of marks.

    Attributes:
        label: in the legend.
        shape: there and on the map.
    """

    label: str
    shape: MarkShape

    @property
    def marker(self) -> str:
        """Bokeh's name of its shape, for the rows to bring."""
        return MARKER_OF[self.shape]


class CodedMarks(Layer):
    """Rows with a column `code`, above 0, that a view gives.

    Attributes:
        kinds: what each code means, in the order of the legend.
    """

    kinds: ClassVar[Mapping[int, MarkKind]] = {}

    @classmethod
    def table(cls, rows: Sequence[Mapping[str, Any]], codes: Sequence[int], **more: Any) -> pa.Table:
        """Rows as the layer takes them.

        Args:
            rows: each with the layer's key, lon and lat (degrees).
            codes: what each of them is, one of `kinds`.
            more: columns for tooltips and labels: texts, or an array of another type.
        """
        columns = {
            name: values if isinstance(values, pa.Array) else pa.array(values, pa.string())
            for name, values in more.items()
        }
        return pa.table({
            cls.key: pa.array([row[cls.key] for row in rows], pa.int64()),
            "lon": pa.array([row["lon"] for row in rows], pa.float64()),
            "lat": pa.array([row["lat"] for row in rows], pa.float64()),
            "code": pa.array(codes, pa.uint8()),
            "marker": pa.array([cls.kinds[code].marker for code in codes], pa.string()),
            **columns,
        })  # fmt: skip

    def mark_codes(self, frame: BlockFrame, scene: Scene) -> Codes:
        """As the rows say."""
        return np.asarray(frame["code"], np.uint8)

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """One line a kind."""
        colours = self.mark_colours(scene.style)
        found = [entry(colours[code], kind.label, kind.shape) for code, kind in self.kinds.items()]
        return LegendLine(self.name, self.title, tuple(found))

    def _codes(self, frame: BlockFrame, scene: Scene, how: Drawn) -> Codes:
        return self.mark_codes(frame, scene)
