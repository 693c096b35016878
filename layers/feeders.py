"""Feeders: every line segment, coloured by circuit, load or voltage, two pixels wide with smooth edges."""

from __future__ import annotations

from typing import Any

import datashader as ds
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.query import Query
from data_sources.source import Source
from layers import geo
from layers.colour import Rgb
from layers.frame import Array, BlockFrame
from layers.kernels import draw_lines
from layers.layer import Layer, blank, transform
from layers.network_frames import (
    Feeders,
    Origin,
    Segments,
    chords_of,
    feeders_of,
    pieces_of,
    segments_of,
    texts,
    with_colours,
)
from layers.palette import Palette
from layers.scales import FEEDER_LOAD, VOLTAGE
from layers.style import ColourBy

DARK_CODE = 40  # without supply: dashed, above all others
# Half the width and the opacity of trunk and lateral. From afar laterals step back, so that circuits show their shape.
NEAR_PENS = (np.array([1.0, 1.0]), np.array([1.0, 1.0]))
MIDDLE_PENS = (np.array([1.0, 0.75]), np.array([1.0, 0.85]))
FAR_PENS = (np.array([1.0, 0.5]), np.array([1.0, 0.75]))
NEAR_METRES, FAR_METRES = 8.0, 30.0  # metres a pixel where one way of drawing gives way to the next


def line_colours(palette: Palette, colour_by: ColourBy) -> dict[int, Rgb]:
    """The colour of each code of a feeder's line."""
    bands = {"circuit": palette.circuits, "load": palette.feeder_load, "voltage": palette.voltage}[colour_by]
    return {**dict(enumerate(bands, start=1)), DARK_CODE: palette.de_energized}


class FeederLayer(Layer):
    """Line segments. Codes: circuit colour 1 to 24, or load band 1 to 6, or voltage class 1 to 6; 40 without supply."""

    kind = "segment"
    statement = "map_segments"
    reach_px = 3.0

    def frame(self, table: pa.Table, origin: Origin = (0.0, 0.0)) -> BlockFrame:
        """All straight pieces of the segments' paths, each with what its segment is drawn by."""
        feeders = self.feeders
        assert feeders is None or isinstance(feeders, Feeders)
        segments = segments_of(table, feeders or _feeders_of(table))
        return pieces_of(segments, texts(table, "phases"), origin)

    def colours(self) -> dict[int, Rgb]:
        """Circuit, load or voltage colours of the style's palette."""
        return line_colours(self.style.palette, self.style.colour_by)

    def to_geoviews(self, rows: Source | pa.Table, *, tiles_url: str | None = geo.CARTO_DARK) -> Any:
        """See `Layer.to_geoviews`; given a source, the feeders' loads and colours are fetched too."""
        if self.feeders is None and not isinstance(rows, pa.Table):
            found = feeders_of(rows.fetch(Query.of("map_feeders", utility_id=self.utility_id)))
            rows = rows.fetch(self.query())
            self.feeders = with_colours(found, segments_of(rows, found))
        return super().to_geoviews(rows, tiles_url=tiles_url)

    def far_frame(self, table: pa.Table, origin: Origin = (0.0, 0.0)) -> BlockFrame:
        """One straight piece a segment, for views where bends are smaller than a pixel."""
        segments = segments_of(table, self.feeders or _feeders_of(table))
        return chords_of(segments, texts(table, "phases"), origin)

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas) -> Array:
        """Which circuit covers each pixel: uint8 (height, width), `level << 6 | code`, south to north."""
        out = blank(canvas)
        blocks = frame.blocks_in(*self._edges(canvas))
        scale = (canvas.x_range[1] - canvas.x_range[0]) / canvas.plot_width
        pens = NEAR_PENS if scale < NEAR_METRES else MIDDLE_PENS if scale < FAR_METRES else FAR_PENS
        draw_lines(
            out, frame.x0, frame.y0, frame.x1, frame.y1, self.codes(frame), frame["pen"],
            blocks.start, blocks.stop, *transform(frame, canvas), *pens, DARK_CODE,
        )  # fmt: skip
        return out

    def _codes(self, frame: BlockFrame) -> NDArray[np.uint8]:
        """By segment first: a piece is drawn as its segment is."""
        segments: Segments = frame.owner
        codes = np.where(segments.is_dark, DARK_CODE, 1 + self._bands(segments)).astype(np.uint8)
        filters = self.filters
        codes[~(filters.has_voltage(segments.voltage_kv) & filters.has_construction(segments.is_underground))] = 0
        shown = self._feeder_is_shown()
        if shown is not None:
            codes[~shown[segments.feeder]] = 0
        return codes[frame["row"]]

    def _bands(self, segments: Segments) -> NDArray[np.uint8]:
        feeders = self.feeders
        if self.style.colour_by == "voltage":
            return VOLTAGE.band(segments.voltage_kv)
        if feeders is None or not len(feeders):
            return (segments.feeder % 24).astype(np.uint8)
        if self.style.colour_by == "load":
            return FEEDER_LOAD.band(feeders.load_pct)[segments.feeder]
        colours: NDArray[np.uint8] = feeders.colour
        return colours[segments.feeder]


def _feeders_of(table: pa.Table) -> Feeders:
    """The feeders as far as the segments alone know them."""
    feeder_id = np.unique(table["feeder_id"].to_numpy())
    n = len(feeder_id)
    none = np.zeros(n, np.float32)
    return Feeders(
        feeder_id=feeder_id.astype(np.int32), substation_id=np.zeros(n, np.int32), name=pa.array([""] * n),
        voltage_kv=none, load_kw=none, load_pct=none, is_energized=np.ones(n, bool),
        colour=(np.arange(n) % 24).astype(np.uint8),
    )  # fmt: skip
