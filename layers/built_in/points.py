"""What poles, transformers and meters share: a filter by feeder, stamped marks, the codes of all point layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import ClassVar

import datashader as ds
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from layers.aggregates import pixel_metres, stamped_points
from layers.colours.colour import Rgb
from layers.colours.palette import Palette
from layers.detail import MARK_METRES_PER_PIXEL, MAX_MARKS, Drawn
from layers.frame import Array, BlockFrame
from layers.layer import Codes, Columns, Inks, Layer
from layers.legend import LegendEntry, LegendLine
from layers.network import numbers, place, texts
from layers.snapshot import Scene, Snapshot
from layers.style import MapStyle
from layers.viewport import Viewport


def whole(values: NDArray[np.float32], unit: str) -> list[str]:
    """Values as whole numbers with their unit; what is no number is not known."""
    return [f"{value:.0f}{unit}" if np.isfinite(value) else "unknown" for value in values.tolist()]


class PointCode(IntEnum):
    """What a point is drawn as; of two on one pixel the larger is seen, so the abnormal lies above the normal."""

    POLE_GOOD = 1
    TRANSFORMER_NORMAL = 2
    POLE_UNKNOWN = 3
    TRANSFORMER_UNKNOWN = 4
    POLE_FAIR = 5
    TRANSFORMER_HIGH = 6
    TRANSFORMER_DARK = 7
    POLE_POOR = 8
    TRANSFORMER_OVER = 9


ABNORMAL = PointCode.POLE_POOR
LEVEL_ALPHA = (72, 138, 204, 255)
FAR_METRES = 90.0  # metres a pixel from which trouble is a single pixel
DOTS_PER_PIXEL = 9000 / (1430 * 850)  # more dots than this and the circuits under them are lost

# One picture a mark: 0 clear, 1 to 4 how much of the pixel is covered.
PIN = np.array([[3]], np.uint8)
TINY_DOT = np.array([[2, 3, 0], [3, 4, 2], [0, 2, 0]], np.uint8)
SMALL_DOT = np.array([[2, 4, 2], [4, 4, 4], [2, 4, 2]], np.uint8)
LARGE_DOT = np.array(
    [[0, 2, 3, 2, 0], [2, 4, 4, 4, 2], [3, 4, 4, 4, 3], [2, 4, 4, 4, 2], [0, 2, 3, 2, 0]], np.uint8
)  # fmt: skip


def point_colours(palette: Palette) -> dict[int, Rgb]:
    """The colour of each code of a pole or transformer."""
    (poor, fair, good), (normal, high, over) = palette.health, palette.load
    return {
        PointCode.POLE_GOOD: good, PointCode.POLE_FAIR: fair, PointCode.POLE_POOR: poor,
        PointCode.TRANSFORMER_NORMAL: normal, PointCode.TRANSFORMER_HIGH: high, PointCode.TRANSFORMER_OVER: over,
        PointCode.TRANSFORMER_DARK: palette.de_energized,
        PointCode.POLE_UNKNOWN: palette.unknown, PointCode.TRANSFORMER_UNKNOWN: palette.unknown,
    }  # fmt: skip


class PointLayer(Layer):
    """Places with a health, load or use.

    Attributes:
        kept_columns: numbers of the rows that the drawing needs.
        stamp: what stands for a place in the district.
        far_stamp: what stands for one that is abnormal, from afar.
    """

    max_marks: ClassVar[int] = MAX_MARKS
    mark_metres: ClassVar[float] = MARK_METRES_PER_PIXEL
    plane: ClassVar[str] = "points"
    kept_columns: ClassVar[tuple[str, ...]] = ()
    stamp: ClassVar[NDArray[np.uint8]] = SMALL_DOT
    far_stamp: ClassVar[NDArray[np.uint8]] = PIN

    def frame(self, table: pa.Table, snapshot: Snapshot) -> BlockFrame:
        """The rows sorted, with `id`, the dense number of their `feeder`, and their `row` among the names."""
        columns = {name: numbers(table, name) for name in self.kept_columns}
        columns["id"] = numbers(table, f"{self.kind}_id")
        columns["feeder"] = snapshot.feeders.index(numbers(table, "feeder_id"))
        columns["row"] = np.arange(table.num_rows, dtype=np.int32)
        names = pa.table({"name": texts(table, f"{self.kind}_name")})
        return BlockFrame.of_points(*place(table), columns, snapshot.origin).owned_by(names)

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas, scene: Scene, how: Drawn = Drawn.IMAGE) -> Array:
        """The worst mark that covers each pixel: uint8 (height, width), `level << 6 | PointCode`, south to north."""
        stamp = self.stamp
        if how is Drawn.TROUBLE:
            stamp = self.far_stamp if pixel_metres(canvas) > FAR_METRES else TINY_DOT
        return stamped_points(frame, self.codes(frame, scene, how), canvas, stamp)

    def inks(self, style: MapStyle) -> Inks:
        """Health and load colours of the style's palette, for poles and transformers together."""
        return level_inks(point_colours(style.palette))

    def mark_codes(self, frame: BlockFrame, scene: Scene) -> Codes:
        """The codes of the image."""
        return self.codes(frame, scene)

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """Health and load colours of the style's palette."""
        return point_colours(style.palette)

    def detail(self, count: int, viewport: Viewport) -> Drawn:
        """All as dots as long as the circuits under them show; then what is wrong."""
        return Drawn.IMAGE if count <= DOTS_PER_PIXEL * viewport.width * viewport.height else Drawn.TROUBLE

    def words(self, frame: BlockFrame, rows: NDArray[np.int64], scene: Scene) -> Columns:
        """Names of the row and of its feeder."""
        return {
            "name": frame.owner["name"].take(pa.array(frame["row"][rows])).to_pylist(),
            "feeder": scene.snapshot.feeder_names(frame["feeder"][rows]),
        }

    def line(self, bands: tuple[LegendEntry, ...], unknown: LegendEntry | None, how: Drawn) -> LegendLine:
        """Its line in the legend, the worst band last, then what is not known where there is such a thing."""
        if how is Drawn.TROUBLE:
            return LegendLine(self.name, self.title, bands[-1:], self.unit, "Zoom in for all of them.")
        return LegendLine(self.name, self.title, (*bands, *([unknown] if unknown else [])), self.unit)

    def _codes(self, frame: BlockFrame, scene: Scene, how: Drawn) -> Codes:
        codes = self.bands(frame, scene)
        shown = scene.feeder_is_shown()
        if shown is not None:
            codes = np.where(shown[frame["feeder"]], codes, 0).astype(np.uint8)
        return np.where(codes >= ABNORMAL, codes, 0).astype(np.uint8) if how is Drawn.TROUBLE else codes

    def bands(self, frame: BlockFrame, scene: Scene) -> Codes:
        """The code of each row before the filter by feeder."""
        return np.ones(len(frame), np.uint8)


def has_unknown(frame: BlockFrame | None, column: str) -> bool:
    """Whether a number of some rows is not known; worked out once a frame."""
    if frame is None:
        return False
    key = ("has_unknown", column)
    if key not in frame.cache:
        frame.cache[key] = not np.isfinite(frame[column]).all()
    return bool(frame.cache[key])


def level_inks(colours: Mapping[int, Rgb]) -> Inks:
    """Each code's colour in four opacities, and the table from bytes (`level << 6 | code`) to them."""
    table, rows = np.zeros(256, np.uint8), []
    for code, colour in colours.items():
        for level, alpha in enumerate(LEVEL_ALPHA):
            rows.append((*colour, alpha))
            table[level << 6 | code] = len(rows)
    return Inks(np.array(rows, np.uint8), table)


def by_band(codes: Sequence[int], bands: NDArray[np.uint8], is_shown: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The code of each row's band, 0 where it is not shown."""
    return np.asarray(codes, np.uint8)[bands] * is_shown
