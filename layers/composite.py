"""One image a view: aggregates through lookup tables, on one another, as a small PNG shared by all sessions.

Why a palette PNG in a data address, and not the raw array: measured at 1430x850 on the demo utility, the PNG takes 147
KB at the full extent (356 at most, in between) where the raw palette image takes 1,216; it is made in the worker in 7
to 20 ms, and once for everybody who looks at the same view, where websocket compression would do that work again for
every session, on the event loop. It travels in the websocket, so it costs no request of its own, and the browser shows
it in the frame in which it arrives. Only the part of the view that has rows in it is drawn and sent.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

import numpy as np

from layers.detail import Detail, Drawn, choose
from layers.feeders import FAR_METRES, FeederLayer
from layers.frame import Array
from layers.image_palette import ImagePalette, image_palette
from layers.kernels import compose
from layers.map_frames import POINT_LAYERS, MapFrames, Snapshot, empty_snapshot
from layers.marks import Columns, marks, point_rows
from layers.meters import MeterLayer
from layers.png import data_uri, encode
from layers.points import PointLayer
from layers.readings.layer import ReadingStats
from layers.style import MapFilters, MapStyle
from layers.transformers import TransformerLayer
from layers.viewport import Viewport, around

MARK_ORDER = ("transformer", "pole", "meter")
FEW_METERS, SOME_METERS = 8_000, 40_000  # in view; fewer are drawn larger
LAYER_OF = {"transformer": "transformers", "pole": "poles", "meter": "meters"}


@dataclass(frozen=True)
class Picture:
    """What one view shows.

    Attributes:
        viewport: the view.
        image: the part of the view that the image covers: no more than there are rows.
        version: of the snapshot it was drawn from.
        address: the image as a data address.
        detail: how the layers are drawn.
        marks: columns of the sized marks by kind; only the kinds drawn as marks.
        timings_ms: how long the steps took: lines, points, meters, compose, encode, marks, total.
        readings: what the readings in view come to, on a map of readings.
    """

    viewport: Viewport
    image: Viewport
    version: int
    address: str
    detail: Detail
    marks: Mapping[str, Columns]
    timings_ms: Mapping[str, float] = field(compare=False)
    readings: ReadingStats | None = None

    @property
    def nbytes(self) -> int:
        """About how many bytes the image takes on the wire."""
        return len(self.address)

    def looks_like(self, other: Picture) -> bool:
        """Whether the images of both are the same to the eye."""
        return (self.address, self.image) == (other.address, other.image)


class Renderer:
    """Draws views of one utility; shared by all sessions of a process. Thread-safe.

    Args:
        frames: the rows.
        max_pictures: pictures kept; the least recently used goes first.
    """

    def __init__(self, frames: MapFrames, *, max_pictures: int = 128) -> None:
        """Draws nothing yet."""
        self.frames = frames
        self._max_pictures = max_pictures
        self._lock = threading.Lock()
        self._pictures: OrderedDict[tuple[object, ...], Future[Picture]] = OrderedDict()

    def picture(self, viewport: Viewport, style: MapStyle, filters: MapFilters) -> Picture:
        """The picture of a view, drawn now or taken from those that are kept."""
        snapshot = self.frames.current
        key = (snapshot.utility_id, self.version_of(snapshot), viewport, style, filters)
        future, is_mine = self._claim(key)
        if is_mine:
            try:
                future.set_result(self.draw(snapshot, viewport, style, filters))
            except BaseException as error:
                with self._lock:
                    self._pictures.pop(key, None)
                future.set_exception(error)
                raise
        return future.result()

    def warm(self, sizes: Sequence[tuple[int, int]] = ((1430, 850),)) -> None:
        """Before the first visitor: read the rows, compile every kernel, draw the first view for some sizes in pixels.

        Every way of drawing is gone through once, since a kernel is compiled at its first use.
        """
        snapshot = self.frames.refresh()
        for width, height in sizes:
            whole = around(snapshot.extent, (width, height))
            for style in (MapStyle(), MapStyle(theme="light")):
                self.picture(whole, style, MapFilters())
        for zoom in (4, 20, 100):
            draw(snapshot, whole.zoomed(zoom), MapStyle(), MapFilters())
        _compile(whole)

    def version_of(self, snapshot: Snapshot) -> int:
        """A number that changes when pictures of the snapshot would look different."""
        return snapshot.version

    def draw(self, snapshot: Snapshot, viewport: Viewport, style: MapStyle, filters: MapFilters) -> Picture:
        """Draw one view; a renderer of something else than the network's state puts its own in place of this."""
        return draw(snapshot, viewport, style, filters)

    def _claim(self, key: tuple[object, ...]) -> tuple[Future[Picture], bool]:
        with self._lock:
            kept = self._pictures.get(key)
            if kept is not None:
                self._pictures.move_to_end(key)
                return kept, False
            future: Future[Picture] = Future()
            self._pictures[key] = future
            while len(self._pictures) > self._max_pictures:
                self._pictures.popitem(last=False)
            return future, True


def draw(snapshot: Snapshot, viewport: Viewport, style: MapStyle, filters: MapFilters) -> Picture:
    """Draw one view of one snapshot."""
    clock = StepClock()
    layers = _point_layers(snapshot, style, filters)
    counts = {}
    for kind, layer in layers.items():
        frame = snapshot.points[kind]
        counts[kind] = frame.count_in(viewport, layer.codes(frame))
    detail = choose(counts, viewport)
    clock.lap("count")
    image = viewport.cropped(snapshot.extent)
    lines = _lines(snapshot, image, style, filters)
    clock.lap("lines")
    points = _points(snapshot, image, layers, detail)
    clock.lap("points")
    meters = _meters(snapshot, image, layers, detail)
    clock.lap("meters")
    rows = _composed(image, image_palette(style), lines, points, meters)
    clock.lap("compose")
    address = data_uri(encode(rows, image_palette(style).colours))
    clock.lap("encode")
    shown = {
        kind: marks(snapshot, kind, point_rows(snapshot, kind, viewport, style, filters), style, filters)
        for kind in layers
        if detail[kind] is Drawn.MARKS
    }
    clock.lap("marks")
    return Picture(viewport, image, snapshot.version, address, detail, shown, clock.finished())


def _point_layers(snapshot: Snapshot, style: MapStyle, filters: MapFilters) -> dict[str, PointLayer]:
    return {
        kind: POINT_LAYERS[kind](style=style, filters=filters, feeders=snapshot.feeders)
        for kind in MARK_ORDER
        if LAYER_OF[kind] in style.layers
    }


def _lines(snapshot: Snapshot, viewport: Viewport, style: MapStyle, filters: MapFilters) -> Array:
    if "feeders" not in style.layers:
        return _clear(viewport)
    layer = FeederLayer(style=style, filters=filters, feeders=snapshot.feeders)
    frame = snapshot.chords if viewport.metres_per_pixel >= FAR_METRES else snapshot.pieces
    return layer.aggregate(frame, viewport.canvas())


def _points(snapshot: Snapshot, viewport: Viewport, layers: Mapping[str, PointLayer], detail: Detail) -> Array:
    found = _clear(viewport)
    for kind, layer in layers.items():
        if kind == "meter" or detail[kind] not in (Drawn.DOTS, Drawn.TROUBLE):
            continue
        layer.only_abnormal = detail[kind] is Drawn.TROUBLE
        np.maximum(found, layer.aggregate(snapshot.points[kind], viewport.canvas()), out=found)
    return found


def _meters(snapshot: Snapshot, viewport: Viewport, layers: Mapping[str, PointLayer], detail: Detail) -> Array:
    layer = layers.get("meter")
    if not isinstance(layer, MeterLayer) or detail["meter"] is not Drawn.DOTS:
        return np.zeros((1, 1), np.uint16)
    layer.size_px = 3 if detail.counts["meter"] < FEW_METERS else 2 if detail.counts["meter"] < SOME_METERS else 1
    return layer.aggregate(snapshot.points["meter"], viewport.canvas())


def _composed(viewport: Viewport, tables: ImagePalette, lines: Array, points: Array, meters: Array) -> Array:
    rows = np.zeros((viewport.height, viewport.width + 1), np.uint8)
    compose(rows, meters, tables.meters, lines, tables.lines, points, tables.points)
    return rows


def _clear(viewport: Viewport) -> Array:
    return np.zeros((viewport.height, viewport.width), np.uint8)


def _compile(viewport: Viewport) -> None:
    """Run every layer's aggregate on no rows, so that all are compiled even where the utility leaves one out."""
    snapshot = empty_snapshot(0)
    lines = FeederLayer(feeders=snapshot.feeders).aggregate(snapshot.pieces, viewport.canvas())
    meters = MeterLayer(feeders=snapshot.feeders).aggregate(snapshot.points["meter"], viewport.canvas())
    points = TransformerLayer(feeders=snapshot.feeders).aggregate(snapshot.points["transformer"], viewport.canvas())
    _composed(viewport, image_palette(MapStyle()), lines, points, meters)


class StepClock:
    """Milliseconds of each step."""

    def __init__(self) -> None:
        """Starts now."""
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        """A step ends."""
        now = time.perf_counter()
        self._laps[step] = (now - self._last) * 1e3
        self._last = now

    def finished(self) -> dict[str, float]:
        """All steps and their total."""
        return {**self._laps, "total": (time.perf_counter() - self._start) * 1e3}
