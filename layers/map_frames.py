"""All rows the map draws, once a process and utility, and kept up to date topic by topic.

A `Snapshot` never changes: a refresh makes the next one, sharing all that did not change, so that a picture being drawn
is never torn. Give it the source itself, not a cache around it: the rows live here, not twice.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.cache import Versions
from data_sources.errors import FluxError
from data_sources.query import Query
from data_sources.source import Source
from data_sources.statements import statement
from layers.feeders import FeederLayer
from layers.frame import BlockFrame
from layers.meters import MeterLayer
from layers.network_frames import Feeders, Segments, feeders_of, numbers, place, segments_of, texts, with_colours
from layers.points import PointLayer
from layers.poles import PoleLayer
from layers.projection import to_mercator
from layers.substations import Substations, substations_of
from layers.transformers import TransformerLayer

log = logging.getLogger(__name__)

POINT_LAYERS: dict[str, type[PointLayer]] = {"transformer": TransformerLayer, "pole": PoleLayer, "meter": MeterLayer}
HOUSTON = (-95.37, 29.76)  # where an empty map looks

DarkSegments = Callable[[int, NDArray[np.int64]], NDArray[np.int64]]
"""(utility_id, ids of the open devices) -> ids of the segments without supply."""


@dataclass(frozen=True)
class Snapshot:
    """The rows of one utility at one moment.

    Attributes:
        utility_id: whose they are.
        version: rises with every change that can be seen.
        origin: Web Mercator x and y the frames count from.
        extent: Web Mercator west, south, east, north of everything; a view of Houston where there is nothing.
        substations: the substations.
        feeders: the feeders.
        segments: the line segments.
        pieces: all straight pieces of all segments.
        chords: one straight piece a segment, for views from afar.
        points: frames of "pole", "transformer" and "meter".
        names: display names by the same kinds, in the order of the frames' `row`.
        is_empty: whether the utility has no rows (or they could not be read yet).
    """

    utility_id: int
    version: int
    origin: tuple[float, float]
    extent: tuple[float, float, float, float]
    substations: Substations
    feeders: Feeders
    segments: Segments
    pieces: BlockFrame
    chords: BlockFrame
    points: Mapping[str, BlockFrame]
    names: Mapping[str, pa.Array]
    is_empty: bool = False


class MapFrames:
    """The newest snapshot of one utility. Thread-safe; loads on the first `refresh`.

    Args:
        source: where the rows are (uncached).
        versions: numbers the changes of topics.
        utility_id: whose rows.
        dark_segments: which segments are without supply, given the open devices; without it, those of dead feeders.
    """

    def __init__(
        self, source: Source, versions: Versions, utility_id: int, dark_segments: DarkSegments | None = None
    ) -> None:
        """Asks the source nothing yet."""
        self._source = source
        self._versions = versions
        self._dark_segments = dark_segments
        self._lock = threading.Lock()
        self._seen: dict[str, int] = {}
        self.trouble = ""
        self.current = empty_snapshot(utility_id)

    def is_stale(self) -> bool:
        """Whether a topic changed since the last refresh; no I/O."""
        return any(self._versions.version(topic)[0] != self._seen.get(topic) for topic in _TOPICS)

    def refresh(self) -> Snapshot:
        """Read what changed and answer the newest snapshot; the old one where the source is out of reach.

        While another thread reads, the rows that are there are answered at once, if there are any.
        """
        if not self._lock.acquire(blocking=self.current.version == 0):
            return self.current
        try:
            for topic, change in _TOPICS.items():
                version = self._versions.version(topic)[0]
                statuses = {name: self._versions.version(name)[0] for name in _READ_WITH_NETWORK}
                if self._seen.get(topic) == version:
                    continue
                try:
                    self.current = change(self)
                except FluxError as error:
                    self._note(str(error))
                    return self.current
                self._seen[topic] = version
                if topic == "network":
                    self._seen.update(statuses)
            self.trouble = ""
            return self.current
        finally:
            self._lock.release()

    def _note(self, trouble: str) -> None:
        if trouble != self.trouble:
            log.warning("The map keeps its last rows: %s", trouble)
        self.trouble = trouble

    def _fetch(self, name: str) -> pa.Table:
        return self._source.fetch(Query.of(name, utility_id=self.current.utility_id))

    def _load_network(self) -> Snapshot:
        tables = {name: self._fetch(f"map_{name}") for name in _NETWORK_TABLES}
        loaded = build_snapshot(self.current.utility_id, tables, self.current.version + 1)
        return self._with_dark_segments(loaded)

    def _load_transformers(self) -> Snapshot:
        old = self.current
        rows = self._fetch("map_transformer_status")
        frame = old.points["transformer"]
        fresh = with_status(frame, rows)
        if fresh is frame:
            return old
        return replace(old, version=old.version + 1, points={**old.points, "transformer": fresh})

    def _load_feeders(self) -> Snapshot:
        old, table = self.current, self._fetch("map_feeders")
        if table.num_rows != len(old.feeders):
            return old  # the network changed too, and is read in its own turn
        load = {name: numbers(table, name) for name in ("load_kw", "load_pct", "is_energized")}
        feeders = replace(old.feeders, **load)
        fresh = replace(
            old, version=old.version + 1, feeders=feeders,
            pieces=old.pieces.with_columns(), chords=old.chords.with_columns(),
        )  # fmt: skip
        same_supply = np.array_equal(feeders.is_energized, old.feeders.is_energized)
        return fresh if same_supply else self._with_dark_segments(fresh)

    def _load_devices(self) -> Snapshot:
        return self._with_dark_segments(self.current)

    def _with_dark_segments(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with the segments that have no supply; itself where nothing changed."""
        segments = snapshot.segments
        is_dark = ~snapshot.feeders.is_energized[segments.feeder] if len(snapshot.feeders) else segments.is_dark
        if self._dark_segments and len(segments):
            devices = self._fetch("map_devices")
            open_ids = numbers(devices, "device_id")[numbers(devices, "is_open")].astype(np.int64)
            is_dark = np.isin(segments.segment_id, self._dark_segments(snapshot.utility_id, open_ids))
        if np.array_equal(is_dark, segments.is_dark):
            return snapshot
        lit = replace(segments, is_dark=is_dark)
        version = max(snapshot.version, self.current.version + 1)
        return replace(
            snapshot, version=version, segments=lit,
            pieces=snapshot.pieces.owned_by(lit), chords=snapshot.chords.owned_by(lit),
        )  # fmt: skip


_READ_WITH_NETWORK = ("transformer_status", "feeder_status", "devices")
_NETWORK_TABLES = ("substations", "feeders", "segments", "transformers", "poles", "meters")
_TOPICS: dict[str, Callable[[MapFrames], Snapshot]] = {
    "network": MapFrames._load_network,
    "transformer_status": MapFrames._load_transformers,
    "feeder_status": MapFrames._load_feeders,
    "devices": MapFrames._load_devices,
}


def with_status(frame: BlockFrame, rows: pa.Table) -> BlockFrame:
    """Transformers with their load and supply now; the same frame where nothing moved."""
    ids = numbers(rows, "transformer_id")
    if not len(ids) or not len(frame):
        return frame
    order = np.argsort(ids, kind="stable")
    at = order[np.searchsorted(ids, frame["id"], sorter=order).clip(0, len(ids) - 1)]
    is_known = ids[at] == frame["id"]
    load = np.where(is_known, numbers(rows, "load_pct")[at], frame["load_pct"]).astype(np.float32)
    supply = np.where(is_known, numbers(rows, "is_energized")[at], frame["is_energized"])
    if np.array_equal(load, frame["load_pct"]) and np.array_equal(supply, frame["is_energized"]):
        return frame
    return frame.with_columns(load_pct=load, is_energized=supply)


def build_snapshot(utility_id: int, tables: Mapping[str, pa.Table], version: int) -> Snapshot:
    """Frames from the answers of the map's queries (by what comes after `map_` in their names)."""
    extent = _extent(tables)
    origin = (round((extent[0] + extent[2]) / 2), round((extent[1] + extent[3]) / 2))
    feeders = feeders_of(tables["feeders"])
    segments = segments_of(tables["segments"], feeders)
    feeders = with_colours(feeders, segments)
    layers = {kind: layer(feeders=feeders) for kind, layer in POINT_LAYERS.items()}
    lines = FeederLayer(feeders=feeders)
    return Snapshot(
        utility_id=utility_id,
        version=version,
        origin=origin,
        extent=extent,
        substations=substations_of(tables["substations"]),
        feeders=feeders,
        segments=segments,
        pieces=lines.frame(tables["segments"], origin).owned_by(segments),
        chords=lines.far_frame(tables["segments"], origin).owned_by(segments),
        points={kind: layer.frame(tables[f"{kind}s"], origin) for kind, layer in layers.items()},
        names={kind: texts(tables[f"{kind}s"], f"{kind}_name") for kind in layers},
        is_empty=not any(table.num_rows for table in tables.values()),
    )


def empty_snapshot(utility_id: int) -> Snapshot:
    """A snapshot without rows: the map shows its basemap."""
    schemas = {name: statement(f"map_{name}").result for name in _NETWORK_TABLES}
    return build_snapshot(utility_id, {name: schema.empty_table() for name, schema in schemas.items() if schema}, 0)


def _extent(tables: Mapping[str, pa.Table]) -> tuple[float, float, float, float]:
    placed = [place(table) for name, table in tables.items() if "lon" in table.column_names and table.num_rows]
    if not placed:
        x, y = to_mercator(*HOUSTON)
        return float(x) - 60e3, float(y) - 40e3, float(x) + 60e3, float(y) + 40e3
    xs, ys = zip(*((np.array([x.min(), x.max()]), np.array([y.min(), y.max()])) for x, y in placed), strict=True)
    x, y = np.concatenate(xs), np.concatenate(ys)
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())
