"""All rows the map draws, once a process and utility, and kept up to date topic by topic.

A `Snapshot` never changes: a refresh makes the next one, sharing all that did not change, so that a picture being drawn
is never torn. Give it the sources themselves, not caches around them: the rows live here, not twice.

`MapFrames` reads the network and the built-in layers. `LayerFrames` adds the layers of one map to them, read by the
topics of their own statements, so that what changes often on one map repaints no other. `FramesOver` puts something
that is at hand into each snapshot.
"""

from __future__ import annotations

import logging
import threading
import time
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
from layers.patience import Patience, sentence
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
        now: seconds of a clock that only rises, by which rows that cannot be drawn are read again later each time.
    """

    def __init__(
        self,
        source: Source,
        versions: Versions,
        utility_id: int,
        dark_segments: DarkSegments | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Asks the source nothing yet."""
        self._patience = Patience(now)
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
        state = self._state()
        is_changed = any(version != self._seen.get(topic) for topic, version in state.items())
        return is_changed and not self._patience.has_to_wait(state)

    def _state(self) -> dict[str, int]:
        return {topic: self._versions.version(topic)[0] for topic in self._changes}

    def refresh(self) -> Snapshot:
        """Read what changed and answer the newest snapshot; the old one where the source is out of reach.

        While another thread reads, the rows that are there are answered at once, if there are any.
        """
        if not self._lock.acquire(blocking=self.current.version == 0):
            return self.current
        state = self._state()
        try:
            if not self._patience.has_to_wait(state):
                self._read_changed()
        except FluxError as error:
            self._note(str(error))
        except Exception as error:  # a row that no layer foresaw must not end in silence
            self.trouble = f"The map's rows cannot be drawn: {sentence(error)}"
            self._patience.failed(state, self.trouble, error)
        finally:
            self._lock.release()
        return self.current

    def _read_changed(self) -> None:
        for topic, changes in self._changes.items():
            version = self._versions.version(topic)[0]
            read_with_it = self._state()
            if self._seen.get(topic) == version:
                continue
            for change in changes:
                self.current = change(self)
            self._seen.update(read_with_it if topic == "network" else {topic: version})
        self._patience.went_well()
        self._note(self._unlit)

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


class FramesOver:
    """The snapshots of a network with something put into each, once a snapshot. Thread-safe.

    Args:
        network: the utility's frames.
        put: makes the snapshot that is drawn out of the network's.
    """

    def __init__(self, network: Frames, put: Callable[[Snapshot], Snapshot]) -> None:
        """Puts nothing yet."""
        self._network, self._put = network, put
        self._made: tuple[Snapshot, Snapshot] | None = None

    @property
    def current(self) -> Snapshot:
        """The newest rows of the network, and what is put into them."""
        base, made = self._network.current, self._made
        if made is None or made[0] is not base:
            made = self._made = base, self._put(base)
        return made[1]

    @property
    def trouble(self) -> str:
        """The network's."""
        return self._network.trouble

    def is_stale(self) -> bool:
        """Whether the network changed."""
        return self._network.is_stale()

    def refresh(self) -> Snapshot:
        """Read what changed of the network."""
        self._network.refresh()
        return self.current


class LayerFrames:
    """The snapshots of one map: the network's, with the rows of layers of its own. Thread-safe.

    Args:
        network: the utility's frames.
        layers: further layers.
        sources: by name ("live", "history"), uncached.
        versions: numbers the changes of topics.
        now: seconds of a clock that only rises, by which a layer that failed is asked again later each time.
    """

    def __init__(
        self,
        network: MapFrames,
        layers: Sequence[Layer],
        sources: Mapping[str, Source],
        versions: Versions,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Asks the sources nothing yet."""
        self.network, self.layers = network, tuple(layers)
        self._sources, self._versions = sources, versions
        self._lock = threading.Lock()  # held by who reads; nobody waits for it
        self._seen: dict[str, tuple[object, ...]] = {}
        self._frames: dict[str, BlockFrame] = {}
        self._patience = {layer.name: Patience(now) for layer in self.layers}
        self._base: Snapshot | None = None
        self.current = network.current

    @property
    def trouble(self) -> str:
        """Why rows are older than they should be; empty where they are not."""
        own = (patience.trouble for patience in self._patience.values())
        return next(filter(None, own), "") or self.network.trouble

    def is_stale(self) -> bool:
        """Whether a topic changed since the last refresh; no I/O."""
        is_changed = self._base is not self.network.current or self.network.is_stale()
        return is_changed or bool(self._due())

    def refresh(self) -> Snapshot:
        """Read what changed and answer the newest snapshot; old rows where a source is out of reach.

        While another thread reads a layer, the rows that are there are answered at once: who waited would hold one of
        the few threads that all questions to the source share.
        """
        base = self.network.refresh()
        if not self._lock.acquire(blocking=False):
            return self.current
        try:
            if self._base is None:
                self.current = self._joined(base)  # the network is drawn while the first rows are read
            due = self._due()
            for layer in due:
                self._read(layer, base)
            if due or base is not self._base:
                self.current, self._base = self._joined(base), base
        finally:
            self._lock.release()
        return self.current

    def _due(self) -> list[Layer]:
        """The layers whose rows are to be read now."""
        states = [(layer, self._state(layer)) for layer in self.layers]
        changed = [(layer, state) for layer, state in states if self._seen.get(layer.name) != state]
        return [layer for layer, state in changed if not self._patience[layer.name].has_to_wait(state)]

    def _read(self, layer: Layer, base: Snapshot) -> None:
        state, patience = self._state(layer), self._patience[layer.name]
        try:
            source = self._sources[layer.source]
            self._frames[layer.name] = layer.frame(source.fetch(layer.query(base.utility_id)), base)
        except (FluxError, LookupError) as error:
            patience.failed(state, f"{layer.title or layer.name}: {error}")
        except Exception as error:  # a layer of somebody's own: whatever it raises is told
            patience.failed(state, f"{layer.title or layer.name}: {sentence(error)}", error)
        else:
            self._seen[layer.name] = state
            patience.went_well()

    def _state(self, layer: Layer) -> tuple[object, ...]:
        """What a layer's rows depend on: their query's topics, and where frames count from."""
        base = self.network.current
        topics = statement(layer.statement).topics
        return (base.origin, len(base.feeders), *(self._versions.version(*topics) if topics else ()))

    def _joined(self, base: Snapshot) -> Snapshot:
        frames = dict(self._frames)
        frames |= {layer.name: _empty_frame(layer, base) for layer in self.layers if layer.name not in frames}
        joined = with_frames(base, frames, self.layers)
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
# Changes that are about all frames: an assessment gives poles and transformers other scores, once a day or so.
_WHOLE = ("network", "asset_health")


def _changes(layers: Sequence[Layer]) -> dict[str, list[Change]]:
    """What is read again when a topic changes; the network first, since all else is read with it."""
    changes: dict[str, list[Change]] = {
        **{topic: [MapFrames._load_all] for topic in _WHOLE},
        "feeder_status": [MapFrames._load_feeders],
        "devices": [MapFrames._load_devices],
    }
    for layer in layers:
        topics = statement(layer.status or layer.statement).topics if layer.statement else ()
        for topic in topics:
            if topic not in _WHOLE:
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


def _empty_frame(layer: Layer, base: Snapshot) -> BlockFrame:
    """No rows of a layer, even of one that cannot make a frame: its failure is told where its rows are read."""
    table = _no_rows(layer)
    try:
        return layer.frame(table, base)
    except Exception:
        nothing = np.empty(0, np.int32)
        columns = dict.fromkeys((*table.column_names, "id", "row"), nothing)
        return BlockFrame.of_points(nothing, nothing, columns, base.origin).owned_by(table)


def _extent(tables: Mapping[str, pa.Table]) -> Bbox:
    """Of the network alone: an outage whose place is wrong must not take everybody's map away."""
    asked = {layer.name: statement(layer.statement).topics for layer in BUILT_IN if layer.statement}
    known = [table for name, table in tables.items() if "outages" not in asked[name]]
    placed = [place(table) for table in known if "lon" in table.column_names and table.num_rows]
    if not placed:
        return around_houston()
    xs, ys = zip(*((np.array([x.min(), x.max()]), np.array([y.min(), y.max()])) for x, y in placed), strict=True)
    x, y = np.concatenate(xs), np.concatenate(ys)
    return float(np.nanmin(x)), float(np.nanmin(y)), float(np.nanmax(x)), float(np.nanmax(y))
