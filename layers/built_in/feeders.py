"""Feeders: every line segment, coloured by circuit, load or voltage; dashed without supply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

import datashader as ds
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.query import Query
from data_sources.source import Source
from layers import geo
from layers.aggregates import Pens, drawn_lines, pixel_metres
from layers.built_in.points import level_inks
from layers.colours.colour import Rgb
from layers.colours.palette import Palette
from layers.colours.scales import FEEDER_LOAD, VOLTAGE
from layers.detail import Drawn
from layers.frame import Array, BlockFrame
from layers.layer import NOWHERE, REACH_PX, Codes, Hit, Inks, Layer, Place
from layers.legend import LegendEntry, LegendLine, entries, entry
from layers.network import Segments, feeders_of, lines_of, segments_of, texts, with_colours
from layers.snapshot import Scene, Snapshot
from layers.style import ColourBy, MapStyle

DARK_CODE = 40  # without supply: dashed, above all others
# Metres a pixel where one way of drawing gives way to the next.
NEAR_METRES, SMOOTH_METRES, FAR_METRES = 8.0, 16.0, 30.0

# Trunk, then lateral. Near by, lines are smooth and two pixels wide (Datashader's `line_width`). Farther away there are
# so many that they are aggregated one pixel wide, a third as dear, and widened; laterals step back there, so that
# circuits show their shape.
FULL = np.ones(2, np.float32)
WIDE = [[1, 3, 1], [3, 4, 3], [1, 3, 1]]
SLIM = [[0, 2, 0], [2, 4, 2], [0, 2, 0]]
THIN = [[0, 1, 0], [1, 3, 1], [0, 1, 0]]
NEAR_PENS = Pens(FULL, np.array([WIDE, WIDE], np.uint8), 2.0)
SMOOTH_PENS = Pens(np.array([1.0, 0.75], np.float32), np.array([WIDE, SLIM], np.uint8), 2.0)
MIDDLE_PENS = Pens(FULL, np.array([WIDE, SLIM], np.uint8), 0.0)
FAR_PENS = Pens(FULL, np.array([WIDE, THIN], np.uint8), 0.0)


def line_colours(palette: Palette, colour_by: ColourBy) -> dict[int, Rgb]:
    """The colour of each code of a feeder's line."""
    unknown = palette.unknown
    bands = {
        "circuit": palette.circuits, "load": (*palette.feeder_load, unknown), "voltage": (*palette.voltage, unknown),
    }[colour_by]  # fmt: skip
    return {**dict(enumerate(bands, start=1)), DARK_CODE: palette.de_energized}


class Feeders(Layer):
    """Line segments.

    Codes: circuit colour 1 to 24; or load band, or voltage class, 1 to 6, and 7 where it is unknown; 40 without supply.

    Attributes:
        dashed_code: pieces of this code are dashed; 0 for none.
    """

    name, title = "feeders", "Feeders"
    kind = "segment"
    statement = "map_segments"
    plane = "lines"
    head_start_px = 0.0
    dashed_code: ClassVar[int] = DARK_CODE

    def frame(self, table: pa.Table, snapshot: Snapshot) -> BlockFrame:
        """All straight pieces of the segments' paths, each with what its segment is drawn by; chords from afar."""
        segments = snapshot.segments
        if len(segments) != table.num_rows:
            segments = segments_of(table, snapshot.feeders)
        return lines_of(segments, texts(table, "phases"), snapshot.origin)

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas, scene: Scene, how: Drawn = Drawn.IMAGE) -> Array:
        """What covers each pixel: uint8 (height, width), `level << 6 | code`, south to north."""
        scale = pixel_metres(canvas)
        frame = frame.coarse if scale >= FAR_METRES and frame.coarse is not None else frame
        return drawn_lines(frame, self.codes(frame, scene), canvas, pens_at(scale), self.dashed_code)

    def inks(self, style: MapStyle) -> Inks:
        """Circuit, load or voltage colours of the style's palette."""
        return level_inks(line_colours(style.palette, style.colour_by))

    def mark_codes(self, frame: BlockFrame, scene: Scene) -> Codes:
        """The codes of the image."""
        return self.codes(frame, scene)

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """The colours of the image."""
        return line_colours(style.palette, style.colour_by)

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """What a feeder's colour means."""
        style, palette = scene.style, scene.style.palette
        dark = entry(palette.de_energized, "Without supply", "dashed")
        if style.colour_by == "load":
            bands = entries(FEEDER_LOAD, palette.feeder_load, "ramp")
            unknown = _unknown(palette, "Load", scene.snapshot.feeders.load_pct)
            return LegendLine(self.name, "Feeders by load", (*bands, *unknown, dark), FEEDER_LOAD.unit)
        if style.colour_by == "voltage":
            classes = entries(VOLTAGE, palette.voltage, "line")
            unknown = _unknown(palette, "Voltage", scene.snapshot.segments.voltage_kv)
            return LegendLine(self.name, "Feeders by voltage", (*classes, *unknown, dark))
        hues = tuple(entry(colour, "", "line") for colour in palette.circuits[:6])
        return LegendLine(self.name, "Feeders by circuit", (*hues, dark), note="A colour tells neighbours apart.")

    def hit(self, scene: Scene, x: float, y: float, metres_per_pixel: float, how: Drawn) -> Hit | None:
        """The segment that a tap means."""
        frame = scene.snapshot.frames[self.name]
        rows = self.near(frame, scene, x, y, REACH_PX * metres_per_pixel, how)
        if not len(rows):
            return None
        ends = (frame.x0[rows], frame.y0[rows], frame.x1[rows], frame.y1[rows])
        distance = distance_to_pieces(x - frame.origin[0], y - frame.origin[1], *ends) / metres_per_pixel
        best = int(distance.argmin())
        segments: Segments = frame.owner
        return self.hit_at(int(segments.segment_id[frame["row"][rows[best]]]), float(distance[best]))

    def locate(self, snapshot: Snapshot, kind: str, keys: Array) -> Place:
        """The paths of segments, or of all segments of feeders."""
        segments = snapshot.segments
        if kind == "segment":
            return _paths(segments, segments.rows_of(keys))
        if kind == "feeder":
            feeder = np.flatnonzero(np.isin(snapshot.feeders.feeder_id, keys))
            return _paths(segments, np.flatnonzero(np.isin(segments.feeder, feeder)))
        return NOWHERE

    def to_geoviews(
        self, rows: Source | pa.Table, *, scene: Scene | None = None, tiles_url: str | None = geo.CARTO_DARK
    ) -> Any:
        """See `Layer.to_geoviews`; given a source, the feeders' loads and colours are fetched too."""
        scene = scene or Scene(Snapshot(1))
        if not len(scene.snapshot.feeders) and not isinstance(rows, pa.Table):
            utility_id = scene.snapshot.utility_id
            found = feeders_of(rows.fetch(Query.of("map_feeders", utility_id=utility_id)))
            rows = rows.fetch(self.query(utility_id))
            segments = segments_of(rows, found)
            snapshot = Snapshot(utility_id, feeders=with_colours(found, segments), segments=segments)
            scene = replace(scene, snapshot=snapshot)
        return super().to_geoviews(rows, scene=scene, tiles_url=tiles_url)

    def _codes(self, frame: BlockFrame, scene: Scene, how: Drawn) -> Codes:
        """By segment first: a piece is drawn as its segment is."""
        segments: Segments = frame.owner
        codes = np.where(segments.is_dark, DARK_CODE, 1 + _bands(segments, scene)).astype(np.uint8)
        filters = scene.filters
        codes[~(filters.has_voltage(segments.voltage_kv) & filters.has_construction(segments.is_underground))] = 0
        shown = scene.feeder_is_shown()
        if shown is not None:
            codes[~shown[segments.feeder]] = 0
        return codes[frame["row"]]


def _unknown(palette: Palette, quantity: str, values: Array) -> tuple[LegendEntry, ...]:
    """The entry of what is not known, where there is such a thing."""
    return () if np.isfinite(values).all() else (entry(palette.unknown, f"{quantity} unknown", "line"),)


def pens_at(metres_per_pixel: float) -> Pens:
    """How lines are drawn at a scale."""
    if metres_per_pixel < SMOOTH_METRES:
        return NEAR_PENS if metres_per_pixel < NEAR_METRES else SMOOTH_PENS
    return MIDDLE_PENS if metres_per_pixel < FAR_METRES else FAR_PENS


def _bands(segments: Segments, scene: Scene) -> NDArray[np.uint8]:
    feeders = scene.snapshot.feeders
    if scene.style.colour_by == "voltage":
        return VOLTAGE.band(segments.voltage_kv)
    if not len(feeders):
        return (segments.feeder % 24).astype(np.uint8)
    if scene.style.colour_by == "load":
        return FEEDER_LOAD.band(feeders.load_pct)[segments.feeder]
    colours: NDArray[np.uint8] = feeders.colour
    return colours[segments.feeder]


def _paths(segments: Segments, rows: Array) -> Place:
    """Path after path with a NaN after each."""
    start, stop = segments.vertex_start[rows], segments.vertex_start[rows + 1]
    size = stop - start + 1
    ends = np.cumsum(size)
    if not len(ends):
        return NOWHERE
    at = np.arange(ends[-1]) - np.repeat(ends - size, size) + np.repeat(start, size)
    is_gap = np.zeros(ends[-1], bool)
    is_gap[ends - 1] = True
    at[is_gap] = 0
    x, y = np.where(is_gap, np.nan, segments.x[at]), np.where(is_gap, np.nan, segments.y[at])
    return Place(NOWHERE.x, NOWHERE.y, x, y)


def distance_to_pieces(x: float, y: float, x0: Array, y0: Array, x1: Array, y1: Array) -> Array:
    """The distance of one point from each straight piece."""
    dx, dy = (x1 - x0).astype(np.float64), (y1 - y0).astype(np.float64)
    length = np.maximum(dx * dx + dy * dy, 1e-9)
    along = (((x - x0) * dx + (y - y0) * dy) / length).clip(0, 1)
    distance: Array = np.hypot(x0 + along * dx - x, y0 + along * dy - y)
    return distance
