"""All rows the map draws, once a process and utility, and kept up to date topic by topic.

A `Snapshot` never changes: a refresh makes the next one, sharing all that did not change, so that a picture being drawn
is never torn. Give it the sources themselves, not caches around them: the rows live here, not twice.

`MapFrames` reads the network and the built-in layers. `LayerFrames` adds the layers of one map to them, read by the
topics of their own statements, so that what changes often on one map repaints no other.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.cache import Versions
from data_sources.errors import FluxError
from data_sources.network.rows import NetworkError
from data_sources.query import Query
from data_sources.source import Source
from data_sources.statements import statement
from layers.frame import BlockFrame
from layers.layer import Layer
from layers.network import feeders_of, numbers, place, segments_of, with_colours
from layers.registry import BUILT_IN
from layers.snapshot import Snapshot, around_houston
from layers.viewport import Bbox

log = logging.getLogger(__name__)

DarkSegments = Callable[[int, NDArray[np.int64]], NDArray[np.int64]]
"""(utility_id, ids of the open devices) -> ids of the segments without supply."""


class Frames(Protocol):
    """What a renderer draws from."""

    @property
    def current(self) -> Snapshot:
        """The newest snapshot that was read."""
        ...

    @property
    def trouble(self) -> str:
        """Why rows are older than they should be, in one sentence; empty where they are not."""
        ...

    def is_stale(self) -> bool:
        """Whether a topic changed since the last refresh; no I/O."""
        ...

    def refresh(self) -> Snapshot:
        """Read what changed and answer the newest snapshot."""
        ...


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
        self._changes = _changes(BUILT_IN)
        self._unlit = ""
        self.trouble = ""
        self.current = empty_snapshot(utility_id)

    def is_stale(self) -> bool:
        """Whether a topic changed since the last refresh; no I/O."""
        return any(self._versions.version(topic)[0] != self._seen.get(topic) for topic in self._changes)

    def refresh(self) -> Snapshot:
        """Read what changed and answer the newest snapshot; the old one where the source is out of reach.

        While another thread reads, the rows that are there are answered at once, if there are any.
        """
        if not self._lock.acquire(blocking=self.current.version == 0):
            return self.current
        try:
            for topic, changes in self._changes.items():
                version = self._versions.version(topic)[0]
                read_with_it = {name: self._versions.version(name)[0] for name in self._changes}
                if self._seen.get(topic) == version:
                    continue
                for change in changes:
                    self.current = change(self)
                self._seen.update(read_with_it if topic == "network" else {topic: version})
            self._note(self._unlit)
        except FluxError as error:
            self._note(str(error))
        finally:
            self._lock.release()
        return self.current

    def _note(self, trouble: str) -> None:
        if trouble and trouble != self.trouble:
            log.warning("The map is not as it should be: %s", trouble)
        self.trouble = trouble

    def _fetch(self, name: str) -> pa.Table:
        return self._source.fetch(Query.of(name, utility_id=self.current.utility_id))

    def _load_all(self) -> Snapshot:
        utility_id = self.current.utility_id
        tables = {layer.name: self._source.fetch(layer.query(utility_id)) for layer in BUILT_IN if layer.statement}
        loaded = build_snapshot(utility_id, self._fetch("map_feeders"), tables, self.current.version + 1)
        return self._with_dark_segments(loaded)

    def _load_feeders(self) -> Snapshot:
        old, table = self.current, self._fetch("map_feeders")
        if table.num_rows != len(old.feeders):
            return old  # the network changed too, and is read in its own turn
        load = {name: numbers(table, name) for name in ("load_kw", "load_pct", "is_energized")}
        feeders = replace(old.feeders, **load)
        fresh = replace(old, version=old.version + 1, feeders=feeders, frames=_repainted(old.frames))
        same_supply = np.array_equal(feeders.is_energized, old.feeders.is_energized)
        return fresh if same_supply else self._with_dark_segments(fresh)

    def _load_devices(self) -> Snapshot:
        return self._with_dark_segments(self.current)

    def _reload(self, layer: Layer) -> Snapshot:
        """What changed of one layer's rows, or all of them; the same snapshot where nothing moved."""
        old = self.current
        frame = old.frames[layer.name]
        if layer.status:
            fresh = layer.with_status(frame, self._fetch(layer.status))
        else:
            table = self._source.fetch(layer.query(old.utility_id))
            fresh = frame if table.equals(frame.owner) else layer.frame(table, old)
        if fresh is frame:
            return old
        return with_frames(old, {layer.name: fresh}, BUILT_IN)

    def _with_dark_segments(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with the segments that have no supply; itself where nothing changed."""
        segments = snapshot.segments
        is_dark = ~snapshot.feeders.is_energized[segments.feeder] if len(snapshot.feeders) else segments.is_dark
        if self._dark_segments and len(segments):
            devices = self._fetch("map_devices")
            open_ids = numbers(devices, "device_id")[numbers(devices, "is_open")].astype(np.int64)
            try:
                is_dark = np.isin(segments.segment_id, self._dark_segments(snapshot.utility_id, open_ids))
                self._unlit = ""
            except NetworkError as error:
                self._unlit = f"Lines without supply are known by feeder only: {error}"
        if np.array_equal(is_dark, segments.is_dark):
            return snapshot
        lit = segments.with_supply(is_dark)
        frames = {**snapshot.frames, "feeders": snapshot.frames["feeders"].owned_by(lit)}
        version = max(snapshot.version, self.current.version + 1)
        return replace(snapshot, version=version, segments=lit, frames=frames)


class LayerFrames:
    """The snapshots of one map: the network's, with the rows of layers of its own. Thread-safe.

    Args:
        network: the utility's frames.
        layers: further layers.
        sources: by name ("live", "history"), uncached.
        versions: numbers the changes of topics.
    """

    def __init__(
        self, network: MapFrames, layers: Sequence[Layer], sources: Mapping[str, Source], versions: Versions
    ) -> None:
        """Asks the sources nothing yet."""
        self.network, self.layers = network, tuple(layers)
        self._sources, self._versions = sources, versions
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[object, ...]] = {}
        self._frames: dict[str, BlockFrame] = {}
        self._trouble = ""
        self._base: Snapshot | None = None
        self.current = network.current

    @property
    def trouble(self) -> str:
        """Why rows are older than they should be; empty where they are not."""
        return self._trouble or self.network.trouble

    def is_stale(self) -> bool:
        """Whether a topic changed since the last refresh; no I/O."""
        is_changed = self._base is not self.network.current or self.network.is_stale()
        return is_changed or any(self._seen.get(layer.name) != self._state(layer) for layer in self.layers)

    def refresh(self) -> Snapshot:
        """Read what changed and answer the newest snapshot; old rows where a source is out of reach."""
        base = self.network.refresh()
        with self._lock:
            changed = [layer for layer in self.layers if self._seen.get(layer.name) != self._state(layer)]
            if changed or base is not self._base:
                self._trouble = ""
                for layer in changed:
                    self._read(layer, base)
                self._base = base
                self.current = self._joined(base)
            return self.current

    def _read(self, layer: Layer, base: Snapshot) -> None:
        state = self._state(layer)
        try:
            source = self._sources[layer.source]
            self._frames[layer.name] = layer.frame(source.fetch(layer.query(base.utility_id)), base)
        except (FluxError, LookupError) as error:
            self._trouble = f"{layer.title or layer.name}: {error}"
            log.warning("The map keeps its last rows of a layer: %s", self._trouble)
            return
        self._seen[layer.name] = state

    def _state(self, layer: Layer) -> tuple[object, ...]:
        """What a layer's rows depend on: their query's topics, and where frames count from."""
        base = self.network.current
        topics = statement(layer.statement).topics
        return (base.origin, len(base.feeders), *(self._versions.version(*topics) if topics else ()))

    def _joined(self, base: Snapshot) -> Snapshot:
        empty = {
            layer.name: layer.frame(_no_rows(layer), base) for layer in self.layers if layer.name not in self._frames
        }
        joined = with_frames(base, {**empty, **self._frames}, self.layers)
        return replace(joined, version=max(base.version, self.current.version) + 1)


def build_snapshot(utility_id: int, feeders: pa.Table, tables: Mapping[str, pa.Table], version: int) -> Snapshot:
    """A snapshot of the built-in layers.

    Args:
        utility_id: whose.
        feeders: the rows of `map_feeders`.
        tables: the rows of each layer that has a statement, by its name.
        version: of the snapshot.
    """
    extent = _extent(tables)
    origin = (round((extent[0] + extent[2]) / 2), round((extent[1] + extent[3]) / 2))
    found = feeders_of(feeders)
    segments = segments_of(tables["feeders"], found)
    bare = Snapshot(
        utility_id=utility_id, version=version, origin=origin, extent=extent,
        feeders=with_colours(found, segments), segments=segments,
        is_empty=not any(table.num_rows for table in tables.values()),
    )  # fmt: skip
    frames = {layer.name: layer.frame(tables[layer.name], bare) for layer in BUILT_IN if layer.statement}
    return replace(with_frames(bare, frames, BUILT_IN), version=version)


def empty_snapshot(utility_id: int) -> Snapshot:
    """A snapshot without rows: the map shows its basemap."""
    tables = {layer.name: _no_rows(layer) for layer in BUILT_IN if layer.statement}
    feeders = statement("map_feeders").result
    assert feeders is not None
    return build_snapshot(utility_id, feeders.empty_table(), tables, 0)


def with_frames(snapshot: Snapshot, frames: Mapping[str, BlockFrame], layers: Iterable[Layer]) -> Snapshot:
    """The next snapshot, with some frames new and with those that are made of them."""
    joined = {**snapshot.frames, **frames}
    for layer in layers:
        if layer.needs and any(name in frames for name in layer.needs):
            joined[layer.name] = layer.derived(joined)
    return replace(snapshot, version=snapshot.version + 1, frames=joined)


Change = Callable[[MapFrames], Snapshot]


def _changes(layers: Sequence[Layer]) -> dict[str, list[Change]]:
    """What is read again when a topic changes; the network first, since all else is read with it."""
    changes: dict[str, list[Change]] = {
        "network": [MapFrames._load_all],
        "feeder_status": [MapFrames._load_feeders],
        "devices": [MapFrames._load_devices],
    }
    for layer in layers:
        topics = statement(layer.status or layer.statement).topics if layer.statement else ()
        for topic in topics:
            if topic != "network":
                changes.setdefault(topic, []).append(lambda frames, layer=layer: frames._reload(layer))  # type: ignore[misc]
    return changes


def _repainted(frames: Mapping[str, BlockFrame]) -> dict[str, BlockFrame]:
    """Feeders' loads are told by their lines and by the service lines: frames of their own, with codes of their own."""
    fresh = {name: frames[name].with_columns() for name in ("feeders", "service_lines") if name in frames}
    return {**frames, **fresh}


def _no_rows(layer: Layer) -> pa.Table:
    schema = statement(layer.statement).result
    assert schema is not None
    return schema.empty_table()


def _extent(tables: Mapping[str, pa.Table]) -> Bbox:
    placed = [place(table) for table in tables.values() if "lon" in table.column_names and table.num_rows]
    if not placed:
        return around_houston()
    xs, ys = zip(*((np.array([x.min(), x.max()]), np.array([y.min(), y.max()])) for x, y in placed), strict=True)
    x, y = np.concatenate(xs), np.concatenate(ys)
    return float(np.nanmin(x)), float(np.nanmin(y)), float(np.nanmax(x)), float(np.nanmax(y))
