"""One image of a view: aggregates through lookup tables, on one another, as a small file shared by all sessions.

Why a palette PNG, and not the raw array: measured at 1430x850 on the demo utility, the PNG takes 93 KB at the full
extent (217 at most, in between) where the raw palette image takes 1,216; it is made in the worker in 7 to 20 ms, and
once for everybody who looks at the same view, where websocket compression would do that work again for every session,
on the event loop. It travels in the websocket, so it costs no request of its own, and the browser shows it in the frame
in which it arrives. Only the part of the view that has rows in it is drawn and sent.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from layers.detail import MAX_MARKS, Detail, Drawn
from layers.frame import Array
from layers.image.image_palette import image_palette, plane_of
from layers.image.png import encode
from layers.kernels import lay_over
from layers.layer import Columns, Layer
from layers.legend import LegendLine
from layers.map_frames import empty_snapshot
from layers.registry import BUILT_IN
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import Bbox, Viewport

NEAR = (0.7, 1.0, 1.7, 3.0)
"""Times as many places in view: no reason to draw a view that was dragged in another way, and to send all of it anew.
More than before are a reason sooner, since they hide each other, than fewer."""


_side_by_side = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="flux-aggregate")
"""Of all pictures of a process: never more at a time than there are cores."""


@dataclass(frozen=True)
class Picture:
    """What one view shows.

    Attributes:
        viewport: the view.
        image: the part of the view that the image covers: no more than there are rows.
        version: of what it was drawn from, as the renderer tells it.
        file: the image as a file that a browser shows.
        detail: how the layers are drawn.
        marks: columns of the sized marks by layer; only of layers drawn as marks.
        timings_ms: how long the steps took: count, each layer of the image (side by side) and all of them (aggregates),
            compose, encode, marks, total.
        figures: what else is told of the view, by a renderer of something else than the network's state.
    """

    viewport: Viewport
    image: Viewport
    version: object
    file: bytes
    detail: Detail
    marks: Mapping[str, Columns]
    timings_ms: Mapping[str, float] = field(compare=False)
    figures: Any = None

    @property
    def nbytes(self) -> int:
        """About how many bytes it takes, in memory and on the wire."""
        return len(self.file) + weight(self.marks)


@dataclass(frozen=True)
class Painting:
    """An area as it is drawn, before its image is a file.

    Attributes:
        image: the part of it that the image covers: no more than there are rows.
        rows: uint8 (height, 1 + width), palette indexes, north first, as `png.encode` takes them.
        colours: uint8 (n, 4), red, green, blue, opacity by palette index.
        marks: columns of the sized marks by layer; only of layers drawn as marks.
    """

    image: Viewport
    rows: Array
    colours: Array
    marks: Mapping[str, Columns]


def weight(marks: Mapping[str, Columns]) -> int:
    """About how many bytes the columns of marks take."""
    columns = [column for columns in marks.values() for column in columns.values()]
    return sum(int(column.nbytes) if hasattr(column, "nbytes") else 8 * len(column) for column in columns)


def draw(
    snapshot: Snapshot, viewport: Viewport, style: MapStyle, filters: MapFilters, layers: tuple[Layer, ...] = BUILT_IN
) -> Picture:
    """Draw one view of one snapshot."""
    clock = StepClock()
    detail = choose(Scene(snapshot, style, filters), layers, viewport)
    scene = scene_of(snapshot, style, filters, layers, detail)
    clock.lap("count")
    painting = paint(scene, layers, viewport, detail, clock)
    file = encode(painting.rows, painting.colours)
    clock.lap("encode")
    told, version = replace(detail, ranges=scene.ranges), version_of(snapshot, style, layers)
    return Picture(viewport, painting.image, version, file, told, painting.marks, clock.finished())


def scene_of(
    snapshot: Snapshot, style: MapStyle, filters: MapFilters, layers: Iterable[Layer], detail: Detail
) -> Scene:
    """What the layers have in common in a view of which it is known how they are drawn."""
    grains = {
        name: layer.grain(count) for layer in layers if (count := detail.counts.get(name := layer.name)) is not None
    }
    return Scene(snapshot, style, filters, grains=grains, ranges=dict(detail.ranges))


def paint(scene: Scene, layers: tuple[Layer, ...], area: Viewport, detail: Detail, clock: StepClock) -> Painting:
    """Draw an area, which may be more than the view of which it is known how the layers are drawn."""
    drawn = in_image(layers, detail)
    image = area.cropped(extent_of(scene.snapshot, drawn))
    rows = painted(scene, drawn, image, detail, clock)
    marks = marked(scene, layers, area, detail)
    clock.lap("marks")
    return Painting(image, rows, image_palette(scene.style, drawn).colours, marks)


def in_image(layers: Iterable[Layer], detail: Detail) -> tuple[Layer, ...]:
    """The layers that take part in the image."""
    return tuple(layer for layer in layers if not layer.is_overlay and detail[layer.name].is_in_image)


def painted(scene: Scene, drawn: tuple[Layer, ...], image: Viewport, detail: Detail, clock: StepClock) -> Array:
    """The image: uint8 (height, 1 + width), palette indexes, north first, as `png.encode` takes them."""
    planes = aggregated(scene, drawn, image, detail, clock)
    palette, rows = image_palette(scene.style, drawn), np.zeros((image.height, image.width + 1), np.uint8)
    for name in reversed(planes):
        lay_over(rows, planes[name], palette.tables[name])
    clock.lap("compose")
    return rows


def marked(scene: Scene, layers: Iterable[Layer], area: Viewport, detail: Detail) -> dict[str, Columns]:
    """The columns of the sized marks in an area, by layer; of layers that are drawn as marks."""
    shown = [layer for layer in layers if detail[layer.name] is Drawn.MARKS and not layer.is_overlay]
    frames = scene.snapshot.frames
    return {
        layer.name: layer.marks(frames[layer.name], layer.rows_shown(frames[layer.name], area, scene), scene)
        for layer in shown
    }


def extent_of(snapshot: Snapshot, layers: Iterable[Layer]) -> Bbox:
    """The network's extent and that of the layers' rows, which may reach beyond it."""
    found = [snapshot.extent, *(snapshot.frames[layer.name].extent for layer in layers)]
    west, south, east, north = zip(*(extent for extent in found if extent is not None), strict=True)
    return min(west), min(south), max(east), max(north)


def version_of(snapshot: Snapshot, style: MapStyle, layers: Iterable[Layer]) -> object:
    """The frames that a picture of some layers is drawn from; overlays lie outside of pictures."""
    shown = [layer for layer in layers if not layer.is_overlay and is_on(layer, style)]
    return snapshot.extent, *(snapshot.frames[layer.name].number for layer in shown if layer.name in snapshot.frames)


def aggregated(
    scene: Scene, layers: Iterable[Layer], image: Viewport, detail: Detail, clock: StepClock
) -> dict[str, Array]:
    """The aggregates by plane, the topmost first; layers of one plane are joined by their larger byte.

    Layers are aggregated side by side: Datashader's loops run without the interpreter's lock.
    """

    def aggregate(layer: Layer) -> tuple[Array, float]:
        began = time.perf_counter()
        found = layer.aggregate(scene.snapshot.frames[layer.name], image.canvas(), scene, detail[layer.name])
        return found, (time.perf_counter() - began) * 1e3

    planes: dict[str, Array] = {}
    layers = tuple(layers)
    for layer, (found, took_ms) in zip(layers, _side_by_side.map(aggregate, layers), strict=True):
        name = plane_of(layer)
        planes[name] = np.maximum(planes[name], found) if name in planes else found
        clock.note(layer.name, took_ms)
    clock.lap("aggregates")
    return planes


def choose(scene: Scene, layers: Sequence[Layer], viewport: Viewport, was: Mapping[str, Drawn] | None = None) -> Detail:
    """How each layer is drawn: near enough, marks as long as they are 3,000 at most, in the order of the layers.

    Args:
        scene: the rows, what is drawn and what is left out.
        layers: what may be drawn.
        viewport: the view.
        was: how the layers are drawn in a view that was dragged from there; one that holds about as many places of a
            layer is drawn the same, else all would be sent anew. None where it was not dragged.
    """
    drawn: dict[str, Drawn] = {}
    counts, left = {}, MAX_MARKS
    for layer in layers:
        frame = scene.snapshot.frames.get(layer.name)
        if frame is None or not is_on(layer, scene.style):
            drawn[layer.name] = Drawn.OFF
            continue
        if layer.is_overlay:
            drawn[layer.name] = Drawn.MARKS
            continue
        if not layer.is_countable(frame):
            drawn[layer.name] = layer.detail(0, viewport)
            continue
        count = counts[layer.name] = frame.count_in(viewport, layer.codes(frame, scene))
        how = drawn[layer.name] = _how(layer, count, left, viewport, (was or {}).get(layer.name))
        left -= count if how is Drawn.MARKS else 0
    return Detail(drawn, counts)


def _how(layer: Layer, count: int, left: int, viewport: Viewport, was: Drawn | None) -> Drawn:
    """How so many places are drawn of which `left` may be marks; as they were where about as many would be."""

    def how(places: int) -> Drawn:
        is_near = viewport.metres_per_pixel <= layer.mark_metres
        return Drawn.MARKS if is_near and places <= min(left, layer.max_marks) else layer.detail(places, viewport)

    return was if was is not None and was in {how(round(count * share)) for share in NEAR} else how(count)


def legend_lines(
    scene: Scene, detail: Detail | None = None, layers: Sequence[Layer] = BUILT_IN
) -> tuple[LegendLine, ...]:
    """The lines of the legend for what is drawn in a view; without a view, for all that is on."""
    scene = scene if detail is None else replace(scene, ranges=dict(detail.ranges))
    drawn = [(layer, _shown_as(layer, scene, detail)) for layer in layers]
    lines = [layer.legend(scene, how) for layer, how in drawn if how is not Drawn.OFF]
    return tuple(line for line in lines if line is not None)


def _shown_as(layer: Layer, scene: Scene, detail: Detail | None) -> Drawn:
    if detail is not None:
        return detail[layer.name]
    return Drawn.MARKS if is_on(layer, scene.style) else Drawn.OFF


def is_on(layer: Layer, style: MapStyle) -> bool:
    """Whether a layer is switched on."""
    return style.shows(layer.follows or layer.name)


def compile_all(layers: tuple[Layer, ...] = BUILT_IN) -> None:
    """Draw no rows in every way there is, so that all is compiled even where a utility leaves a layer out."""
    scene = Scene(empty_snapshot(0))
    for metres in (100.0, 20.0, 1.0):
        view = Viewport.around(*scene.snapshot.origin, metres, 16, 16)
        drawn = {layer.name: Drawn.IMAGE for layer in layers}
        known = [layer for layer in layers if layer.name in scene.snapshot.frames]
        planes = aggregated(scene, known, view, Detail(drawn, {}), StepClock())
        for found in planes.values():
            lay_over(np.zeros((16, 17), np.uint8), found, np.zeros(256, np.uint8))


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

    def note(self, step: str, took_ms: float) -> None:
        """A step that ran beside others took so long."""
        self._laps[step] = took_ms

    def finished(self) -> dict[str, float]:
        """All steps and their total."""
        return {**self._laps, "total": (time.perf_counter() - self._start) * 1e3}
