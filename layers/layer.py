"""What every layer of the map is: rows from a named query, a frame, a code a row, an aggregate a view.

A data scientist's layer names a `statement` with `lon` and `lat` columns and gets the rest from here: its aggregate is
Datashader's count over the blocks in view. The built-in layers replace `aggregate` by their own kernels.
"""

from __future__ import annotations

from typing import Any, ClassVar

import datashader as ds
import numpy as np
import pandas as pd
import param
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.query import Query
from data_sources.source import Source
from layers import geo
from layers.colour import Rgb
from layers.frame import Array, BlockFrame
from layers.network_frames import Feeders, Origin, place
from layers.style import MapFilters, MapStyle

Transform = tuple[float, float, float, float]
CODES_KEPT = 16


def transform(frame: BlockFrame, canvas: ds.Canvas) -> Transform:
    """Factors and offsets from a frame's metres to a canvas' pixels: x, then y (the same as Datashader's)."""
    (x0, x1), (y0, y1) = canvas.x_range, canvas.y_range
    sx, sy = canvas.plot_width / (x1 - x0), canvas.plot_height / (y1 - y0)
    return sx, (frame.origin[0] - x0) * sx, sy, (frame.origin[1] - y0) * sy


class Layer(param.Parameterized):
    """One layer of the map. Cheap to make; holds no rows."""

    kind: ClassVar[str] = ""
    statement: ClassVar[str] = ""
    reach_px: ClassVar[float] = 0.0

    utility_id = param.Integer(default=1, doc="the utility whose rows are drawn")
    visible = param.Boolean(default=True, doc="whether it is drawn")
    style = param.ClassSelector(class_=MapStyle, default=MapStyle(), doc="how it is drawn")
    filters = param.ClassSelector(class_=MapFilters, default=MapFilters(), doc="what is left out")
    feeders = param.ClassSelector(class_=Feeders, default=None, allow_None=True, doc="needed to filter by feeder")
    only_abnormal = param.Boolean(default=False, doc="draw only what is wrong (far away, where all would be haze)")

    def __init__(self, **params: Any) -> None:
        """Takes its params by name."""
        super().__init__(**params)

    def query(self) -> Query:
        """The rows of this layer."""
        return Query.of(self.statement, utility_id=self.utility_id)

    def frame(self, table: pa.Table, origin: Origin = (0.0, 0.0)) -> BlockFrame:
        """The rows of `query()`, sorted for the map; columns that are numbers are kept."""
        x, y = place(table)
        return BlockFrame.of_points(x, y, {}, origin)

    def codes(self, frame: BlockFrame) -> NDArray[np.uint8]:
        """What each row is drawn as: 0 for not at all, else 1 to 63, the larger the worse. Kept with the frame."""
        key = (type(self), self.filters, self.style.colour_by, self.only_abnormal)
        kept: NDArray[np.uint8] | None = frame.cache.get(key)
        if kept is None:
            kept = self._codes(frame)
            while len(frame.cache) >= CODES_KEPT:
                frame.cache.pop(next(iter(frame.cache)), None)
            frame.cache[key] = kept
        return kept

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas) -> Array:
        """Rows a pixel, (height, width) from south to north."""
        rows = frame.blocks_in(*self._edges(canvas)).indexes()
        rows = rows[self.codes(frame)[rows] > 0]
        points = pd.DataFrame({"x": frame.x0[rows].astype(float), "y": frame.y0[rows].astype(float)})
        counted = _shifted(canvas, frame.origin).points(points, "x", "y", ds.count())
        return np.asarray(counted.values)

    def colours(self) -> dict[int, Rgb]:
        """The colour of each code; a code that is not here takes the colour of meters."""
        return {}

    def to_geoviews(self, rows: Source | pa.Table, *, tiles_url: str | None = geo.CARTO_DARK) -> Any:
        """The layer as a GeoViews element over map tiles, for a notebook: `tiles * element`.

        Every row is one mark, without aggregation; lay Datashader's `rasterize` over it for more than about 50,000.

        Args:
            rows: where to fetch `query()`, or its answer.
            tiles_url: XYZ template of the tiles; None for none.
        """
        table = rows if isinstance(rows, pa.Table) else rows.fetch(self.query())
        frame = self.frame(table)
        marks = geo.element(frame, self.codes(frame), self.colours(), self.style.palette.meters)
        return geo.over_tiles(marks, tiles_url)

    def _codes(self, frame: BlockFrame) -> NDArray[np.uint8]:
        return np.ones(len(frame), np.uint8)

    def _feeder_is_shown(self) -> NDArray[np.bool_] | None:
        """By dense feeder number; None where all are shown."""
        filters, feeders = self.filters, self.feeders
        if feeders is None or (filters.substation_id is None and filters.feeder_id is None and not filters.voltage):
            return None
        shown: NDArray[np.bool_] = filters.has_voltage(feeders.voltage_kv)
        if filters.substation_id is not None:
            shown &= feeders.substation_id == filters.substation_id
        if filters.feeder_id is not None:
            shown &= feeders.feeder_id == filters.feeder_id
        return shown

    def _edges(self, canvas: ds.Canvas) -> tuple[float, float, float, float]:
        (x0, x1), (y0, y1) = canvas.x_range, canvas.y_range
        margin_x = self.reach_px * (x1 - x0) / canvas.plot_width
        margin_y = self.reach_px * (y1 - y0) / canvas.plot_height
        return x0 - margin_x, y0 - margin_y, x1 + margin_x, y1 + margin_y


def _shifted(canvas: ds.Canvas, origin: Origin) -> ds.Canvas:
    """The canvas with coordinates counted from a frame's origin."""
    (x0, x1), (y0, y1) = canvas.x_range, canvas.y_range
    return ds.Canvas(
        canvas.plot_width, canvas.plot_height, (x0 - origin[0], x1 - origin[0]), (y0 - origin[1], y1 - origin[1])
    )


def blank(canvas: ds.Canvas, dtype: Any = np.uint8) -> Array:
    """An empty aggregate of a canvas' size."""
    return np.zeros((canvas.plot_height, canvas.plot_width), dtype)
