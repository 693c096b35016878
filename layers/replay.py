"""Who was without supply at each frame of a replayed period: transformers, and places of outages that name none.

The frame is the step of the style, as on any map that is a film (`layers.spread`): pictures are kept like all others.
Frames between which nobody lost supply or had it again are one step, so that they are one picture.
"""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Final

import datashader as ds
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.replay.frames import alike
from data_sources.analytics.replay.history import OutageReplay
from data_sources.assets import AssetKind
from layers.aggregates import pixel_metres, stamped_points
from layers.built_in.points import LARGE_DOT, SMALL_DOT, TINY_DOT, PointLayer, level_inks
from layers.built_in.quiet_lines import QuietLines
from layers.built_in.substations import Substations
from layers.colours.colour import Rgb
from layers.colours.palette import Palette
from layers.detail import Drawn
from layers.frame import Array, BlockFrame
from layers.image.pictures import Pictures
from layers.image.renderer import Renderer
from layers.layer import Codes, Columns, Hit, Inks, Layer, Mark, Tooltip
from layers.legend import LegendLine, entry
from layers.map_frames import FramesOver, MapFrames
from layers.projection import to_lonlat, to_mercator
from layers.snapshot import Scene, Snapshot
from layers.style import MapStyle
from layers.viewport import Bbox, Viewport

PLANNED, OUT = 1, 2  # of two on one pixel the larger is seen
QUIET = 1  # of lines
FAR_DOT_METRES: Final = 60.0  # metres a pixel from which a transformer is a small dot
MOST_RINGS: Final = 400
LEAST_HALF_DEGREES: Final = 0.006  # some 600 m
KEPT = 8  # steps whose transformers are kept, for the layers and taps that ask for the same
NO_INTS: Final = np.zeros(0, np.int64)
_numbers = itertools.count(1)


class OutFilm:
    """Who is out at each frame. Immutable for those who look; thread-safe.

    Args:
        replay: of the period.
        at_ms: the frames, ascending, shape (frames,).
        planned: ids of outages announced by the utility.
        place_outage: ids of outages, ascending, that have a place of their own, since they name no transformers.
        place_lon: degrees, likewise.
        place_lat: degrees, likewise.
    """

    def __init__(
        self, replay: OutageReplay, at_ms: NDArray[np.int64], planned: NDArray[np.int64] = NO_INTS,
        place_outage: NDArray[np.int64] = NO_INTS, place_lon: Array = NO_INTS, place_lat: Array = NO_INTS,
    ) -> None:  # fmt: skip
        """Finds out which frames look the same."""
        self.number = next(_numbers)
        self.replay, self.at_ms = replay, at_ms
        self.place_outage, self.place_lon, self.place_lat = place_outage, place_lon, place_lat
        self._alike = alike(replay, at_ms)
        self._is_planned = np.isin(replay.rows.outage, planned)
        self._lock = threading.Lock()
        self._rows: OrderedDict[int, NDArray[np.int64]] = OrderedDict()
        self._placed: dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}

    def step(self, frame: int) -> int:
        """The step that a frame's picture is drawn at: the first frame that looks like it."""
        return int(self._alike[min(max(frame, 0), len(self._alike) - 1)])

    def rows(self, step: int) -> NDArray[np.int64]:
        """Rows of the replay that are out."""
        step = self.step(step)
        with self._lock:
            if step in self._rows:
                return self._rows[step]
        found = self.replay.out(int(self.at_ms[step]))
        with self._lock:
            self._rows[step] = found
            while len(self._rows) > KEPT:
                self._rows.popitem(last=False)
        return found

    def codes(self, step: int, ids: NDArray[np.int64], column: str) -> Codes:
        """How transformers (or outages) are drawn: 0 for one that is not out.

        Args:
            step: of the film.
            ids: of theirs, ascending, shape (n,).
            column: "transformer" or "outage"; of outages only those count of which no transformer is named.
        """
        found = np.zeros(len(ids), np.uint8)
        rows, places = self.rows(step), self._places(ids, column)
        at = places[rows]
        is_planned, is_there = self._is_planned[rows], at >= 0
        found[at[is_there & is_planned]] = PLANNED
        found[at[is_there & ~is_planned]] = OUT
        return found

    def _places(self, ids: NDArray[np.int64], column: str) -> NDArray[np.int64]:
        """Of each row of the replay, where among some ids it stands, -1 for one that does not; found once."""
        with self._lock:
            kept = self._placed.get(column)
        if kept is not None and kept[0] is ids:
            return kept[1]
        keys = getattr(self.replay.rows, column)
        at = np.searchsorted(ids, keys)
        is_there = at < len(ids)
        is_there[is_there] = ids[at[is_there]] == keys[is_there]
        if column == "outage":
            is_there &= self.replay.rows.transformer < 0
        places = np.where(is_there, at, -1)
        with self._lock:
            self._placed[column] = ids, places
        return places

    def row_of(self, step: int, transformer: int) -> int | None:
        """The row of the replay by which a transformer is out; None where it is not."""
        rows = self.rows(step)
        found = rows[self.replay.rows.transformer[rows] == transformer]
        return int(found[-1]) if len(found) else None

    def outage_of(self, step: int, transformer: int) -> int | None:
        """Id of the outage by which a transformer is out; None where it is not."""
        row = self.row_of(step, transformer)
        return None if row is None else int(self.replay.rows.outage[row])


def out_colours(palette: Palette) -> dict[int, Rgb]:
    """What is out glows; what was announced is quieter."""
    return {PLANNED: palette.trace, OUT: palette.outage}


class OutTransformers(PointLayer):
    """Transformers without supply.

    Args:
        film: who is out when.
    """

    name, title = "transformers", "Without supply"
    kind: ClassVar[AssetKind | None] = "transformer"
    plane = "out"
    stamp = LARGE_DOT
    mark = Mark(marker="square", opacity=0.95, side="above")
    tooltip: ClassVar[Tooltip] = (
        ("Transformer", "@name"), ("Feeder", "@feeder"), ("Customers out", "@customers{0,0}"), ("Outage", "@outage"),
    )  # fmt: skip
    head_start_px = 8.0

    def __init__(self, film: OutFilm) -> None:
        """Draws one film."""
        super().__init__(film=film.number)
        self.film = film

    def codes(self, frame: BlockFrame, scene: Scene, how: Drawn = Drawn.IMAGE) -> Codes:
        """By outage at the style's step; kept with the frame."""
        step = self.film.step(scene.style.step)
        key = (self.name, self.film.number, step)
        kept: Codes | None = frame.cache.get(key)
        if kept is None:
            order, ids = _by_id(frame)
            kept = np.zeros(len(frame), np.uint8)
            kept[order] = self.film.codes(step, ids, self.column)
            _keep(frame, key, kept)
        return kept

    @property
    def column(self) -> str:
        """What the rows of the film are told apart by."""
        return "transformer"

    def detail(self, count: int, viewport: Viewport) -> Drawn:
        """All of them, however many: that is what is looked for."""
        return Drawn.IMAGE

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas, scene: Scene, how: Drawn = Drawn.IMAGE) -> Array:
        """What is out in each pixel: uint8 (height, width), `level << 6 | code`, south to north."""
        stamp = TINY_DOT if pixel_metres(canvas) > FAR_DOT_METRES else SMALL_DOT
        return stamped_points(frame, self.codes(frame, scene), canvas, stamp)

    def inks(self, style: MapStyle) -> Inks:
        """Two colours in four opacities."""
        return level_inks(out_colours(style.palette))

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """The colours of the image."""
        return out_colours(style.palette)

    def words(self, frame: BlockFrame, rows: NDArray[np.int64], scene: Scene) -> Columns:
        """Name, feeder, customers out and number of the outage."""
        film, step = self.film, self.film.step(scene.style.step)
        out = [film.row_of(step, key) for key in frame["id"][rows].tolist()]
        found = film.replay.rows
        return {
            **super().words(frame, rows, scene),
            "customers": [int(found.customers[row]) if row is not None else 0 for row in out],
            "outage": [str(found.outage[row]) if row is not None else "" for row in out],
        }

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """What is out, what was announced."""
        colours = out_colours(scene.style.palette)
        found = entry(colours[OUT], "Interrupted", "square"), entry(colours[PLANNED], "Planned", "square")
        return LegendLine(self.name, self.title, found)


class OutPlaces(OutTransformers):
    """Outages without supply where no transformers are named: at a place of their own."""

    name, title = "outage_places", "Outages by place"
    kind = "outage"
    mark = Mark(marker="circle", opacity=0.95, side="above")
    tooltip: ClassVar[Tooltip] = (("Outage", "@outage"), ("Customers out", "@customers{0,0}"))

    @property
    def column(self) -> str:
        """Outages."""
        return "outage"

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas, scene: Scene, how: Drawn = Drawn.IMAGE) -> Array:
        """What is out in each pixel: large dots, since one stands for all customers of an outage."""
        return stamped_points(frame, self.codes(frame, scene), canvas, LARGE_DOT)

    def words(self, frame: BlockFrame, rows: NDArray[np.int64], scene: Scene) -> Columns:
        """Number of the outage and its customers out."""
        out = self.film.rows(self.film.step(scene.style.step))
        found = self.film.replay.rows
        outage, customers = found.outage[out], found.customers[out]
        keys = frame["id"][rows].tolist()
        return {
            "outage": [str(key) for key in keys], "customers": [int(customers[outage == key].sum()) for key in keys],
        }  # fmt: skip

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """None: the transformers' line has the colours."""
        return None

    def rows_of(self, snapshot: Snapshot) -> BlockFrame:
        """The places of the film, in the frame of reference of a snapshot."""
        columns: Columns = {"id": self.film.place_outage, "row": np.arange(len(self.film.place_outage), dtype=np.int32)}
        x, y = to_mercator(self.film.place_lon, self.film.place_lat)
        return BlockFrame.of_points(x, y, columns, snapshot.origin).owned_by(pa.table({"id": self.film.place_outage}))


class PickedPlaces(Layer):
    """Rings around what the picked outage took; the session's own rows."""

    name, title, key = "picked_places", "Picked outage", "key"
    is_overlay = True
    size_px = 16.0
    tooltip: ClassVar[Tooltip] = (("Picked outage", "@name"),)
    mark = Mark(is_ring=True, opacity=1.0, line_px=2.0)

    @staticmethod
    def table(lon: Array, lat: Array, name: str) -> pa.Table:
        """Its rows; of an outage of thousands of transformers some stand for all."""
        every = max(-(-len(lon) // MOST_RINGS), 1)
        lon, lat = np.asarray(lon, np.float64)[::every], np.asarray(lat, np.float64)[::every]
        return pa.table({"key": np.arange(len(lon)), "lon": lon, "lat": lat, "name": [name] * len(lon)})

    @staticmethod
    def around(lon: Array, lat: Array) -> Bbox:
        """West, south, east, north of places with a margin; of one place what lies around it."""
        half = [max((float(values.max() - values.min())) * 0.7, LEAST_HALF_DEGREES) for values in (lon, lat)]
        middle = [(float(values.max()) + float(values.min())) / 2 for values in (lon, lat)]
        return middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1]

    def mark_codes(self, frame: BlockFrame, scene: Scene) -> Codes:
        """All alike."""
        return np.full(len(frame), QUIET, np.uint8)

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """As whatever is selected."""
        return {QUIET: style.palette.selection}

    def hit(self, scene: Scene, x: float, y: float, metres_per_pixel: float, how: Drawn) -> Hit | None:
        """None: a tap means what lies under the ring."""
        return None

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """None: the card over the map says what is picked."""
        return None


def _with_places(places: OutPlaces, base: Snapshot) -> Snapshot:
    """The newest rows of the network, and the places of a film."""
    frame = places.rows_of(base)
    frames = {**base.frames, places.name: frame}
    extent = base.extent if frame.extent is None else _around(base.extent, frame.extent, base.is_empty)
    return Snapshot(
        base.utility_id, base.version, base.origin, extent, base.feeders, base.segments, frames,
        base.is_empty and not len(frame),
    )  # fmt: skip


class ReplayRenderer(Renderer):
    """Draws one film over a network; how that is now is not on it, so that its loads repaint nothing.

    Args:
        network: the rows of the network; share them with the map of its state.
        film: who is out when.
        pictures: where they are kept, with those of others.
    """

    def __init__(self, network: MapFrames, film: OutFilm, *, pictures: Pictures | None = None) -> None:
        """Draws nothing yet."""
        self.film, places = film, OutPlaces(film)
        layers = (Substations(), places, OutTransformers(film), QuietLines())
        super().__init__(FramesOver(network, partial(_with_places, places)), layers, pictures=pictures)

    def places_of(self, outage: int) -> tuple[Array, Array]:
        """(lon, lat) of the transformers that an outage took, or of its own place; empty for one that is nowhere."""
        rows, snapshot = self.film.replay.rows, self.frames.current
        wanted = {"transformers": rows.transformer[rows.outage == outage], "outage_places": np.array([outage])}
        for name, keys in wanted.items():
            frame = snapshot.frames[name]
            found = np.flatnonzero(np.isin(frame["id"], keys))
            if len(found):
                return to_lonlat(frame.x0[found] + float(frame.origin[0]), frame.y0[found] + float(frame.origin[1]))
        return np.zeros(0), np.zeros(0)

    def version_of(self, snapshot: Snapshot, style: MapStyle) -> object:
        """Changes with places and lines alone."""
        return snapshot.extent, snapshot.segments.number


def _by_id(frame: BlockFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(rows in the order of their ids, the ids); worked out once a frame."""
    kept: tuple[NDArray[np.int64], NDArray[np.int64]] | None = frame.cache.get("by_id")
    if kept is None:
        ids = np.asarray(frame["id"], np.int64)
        order = np.argsort(ids, kind="stable")
        kept = frame.cache["by_id"] = (order, ids[order])
    return kept


def _keep(frame: BlockFrame, key: tuple[object, ...], codes: Codes) -> None:
    """Keep codes of a few steps; those of all films together, the oldest go."""
    mine = [one for one in list(frame.cache) if isinstance(one, tuple) and one[0] == key[0] and len(one) == len(key)]
    for old in mine[: max(len(mine) - KEPT + 1, 0)]:
        frame.cache.pop(old, None)
    frame.cache[key] = codes


def _around(one: Bbox, other: Bbox, is_empty: bool) -> Bbox:
    if is_empty:
        return other
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


NOBODY = OutFilm(OutageReplay.of_nothing(), np.zeros(1, np.int64))
"""Before anything was read; shared, so that figures can be made ahead."""
