"""What poles, transformers and meters share: a filter by feeder, stamped marks, the codes of all point layers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import datashader as ds
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from layers.colour import Rgb
from layers.frame import Array, BlockFrame
from layers.kernels import stamp_points
from layers.layer import Layer, blank, transform
from layers.network_frames import Origin, numbers, place
from layers.palette import Palette


class PointCode(IntEnum):
    """What a point is drawn as; of two on one pixel the larger is seen, so the abnormal lies above the normal."""

    POLE_GOOD = 1
    TRANSFORMER_NORMAL = 2
    POLE_FAIR = 3
    TRANSFORMER_HIGH = 4
    TRANSFORMER_DARK = 5
    POLE_POOR = 6
    TRANSFORMER_OVER = 7


ABNORMAL = PointCode.POLE_POOR


def point_colours(palette: Palette) -> dict[int, Rgb]:
    """The colour of each code of a pole or transformer."""
    (poor, fair, good), (normal, high, over) = palette.health, palette.load
    return {
        PointCode.POLE_GOOD: good, PointCode.POLE_FAIR: fair, PointCode.POLE_POOR: poor,
        PointCode.TRANSFORMER_NORMAL: normal, PointCode.TRANSFORMER_HIGH: high, PointCode.TRANSFORMER_OVER: over,
        PointCode.TRANSFORMER_DARK: palette.de_energized,
    }  # fmt: skip


FAR_METRES = 90.0  # metres a pixel from which trouble is a single pixel

# One picture a mark: 0 clear, 1 to 4 how much of the pixel is covered.
PIN = np.array([[3]], np.uint8)
TINY_DOT = np.array([[2, 3, 0], [3, 4, 2], [0, 2, 0]], np.uint8)
SMALL_DOT = np.array([[2, 4, 2], [4, 4, 4], [2, 4, 2]], np.uint8)
LARGE_DOT = np.array(
    [[0, 2, 3, 2, 0], [2, 4, 4, 4, 2], [3, 4, 4, 4, 3], [2, 4, 4, 4, 2], [0, 2, 3, 2, 0]], np.uint8
)  # fmt: skip


class PointLayer(Layer):
    """A layer of places with a health, load or use."""

    reach_px = 3.0
    stamp: NDArray[np.uint8] = SMALL_DOT
    far_stamp: NDArray[np.uint8] = PIN
    kept_columns: tuple[str, ...] = ()

    def frame(self, table: pa.Table, origin: Origin = (0.0, 0.0)) -> BlockFrame:
        """The rows sorted, with `id`, the dense number of their `feeder`, and their `row` in the table."""
        x, y = place(table)
        feeder_id = numbers(table, "feeder_id")
        columns = {name: numbers(table, name) for name in self.kept_columns}
        columns["id"] = numbers(table, f"{self.kind}_id")
        columns["feeder"] = feeder_id if self.feeders is None else self.feeders.index(feeder_id)
        columns["row"] = np.arange(table.num_rows, dtype=np.int32)
        return BlockFrame.of_points(x, y, columns, origin)

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas) -> Array:
        """The worst mark that covers each pixel: uint8 (height, width), `level << 6 | PointCode`, south to north."""
        out = blank(canvas)
        blocks = frame.blocks_in(*self._edges(canvas))
        codes, stamp = self.codes(frame), self._stamp(canvas)
        stamp_points(out, frame.x0, frame.y0, codes, blocks.start, blocks.stop, *transform(frame, canvas), stamp)
        return out

    def colours(self) -> dict[int, Rgb]:
        """Health and load colours of the style's palette."""
        return point_colours(self.style.palette)

    def _stamp(self, canvas: ds.Canvas) -> NDArray[np.uint8]:
        if not self.only_abnormal:
            return self.stamp
        is_far = (canvas.x_range[1] - canvas.x_range[0]) / canvas.plot_width > FAR_METRES
        return self.far_stamp if is_far else TINY_DOT

    def _codes(self, frame: BlockFrame) -> NDArray[np.uint8]:
        codes = self._bands(frame)
        shown = self._feeder_is_shown()
        if shown is not None:
            codes = np.where(shown[frame["feeder"]], codes, 0).astype(np.uint8)
        return np.where(codes >= ABNORMAL, codes, 0).astype(np.uint8) if self.only_abnormal else codes

    def _bands(self, frame: BlockFrame) -> NDArray[np.uint8]:
        """The code of each row before the filter by feeder."""
        return np.ones(len(frame), np.uint8)


def by_band(codes: Sequence[int], bands: NDArray[np.uint8], is_shown: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The code of each row's band, 0 where it is not shown."""
    return np.asarray(codes, np.uint8)[bands] * is_shown
