"""From rows of the database to frames of the map: projection, paths, dense feeder numbers, names on the side."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from layers.colours.circuits import circuit_colours
from layers.frame import Array, BlockFrame
from layers.projection import to_mercator

Origin = tuple[float, float]
_numbers = itertools.count(1)

TRUNK, LATERAL = 0, 1  # pens: all three phases, or fewer


@dataclass(frozen=True)
class FeederColumns:
    """The feeders of a utility, sorted by id; their places here are the dense feeder numbers of all frames.

    Attributes:
        feeder_id: keys, ascending.
        substation_id: the substation that feeds each.
        name: display names.
        voltage_kv: nominal voltage, line to line.
        load_kw: load now.
        load_pct: of its rating, now.
        is_energized: whether it is supplied at its head.
        colour: circuit colour number, 0 to 23.
    """

    feeder_id: NDArray[np.int32]
    substation_id: NDArray[np.int32]
    name: pa.Array
    voltage_kv: NDArray[np.float32]
    load_kw: NDArray[np.float32]
    load_pct: NDArray[np.float32]
    is_energized: NDArray[np.bool_]
    colour: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.feeder_id)

    def index(self, feeder_id: Array) -> NDArray[np.int32]:
        """The dense numbers of feeder ids; an id that is not here counts as the first feeder."""
        if not len(self):
            return np.zeros(len(feeder_id), np.int32)
        places = np.searchsorted(self.feeder_id, feeder_id).clip(0, len(self) - 1)
        return places.astype(np.int32)


@dataclass(frozen=True)
class Segments:
    """The line segments of a utility, sorted by id.

    Attributes:
        segment_id: keys, ascending.
        feeder: dense feeder numbers.
        name: display names.
        voltage_kv: nominal voltage.
        is_underground: cable rather than overhead line.
        is_dark: without supply now.
        vertex_start: where each path starts in the next two; one more entry than segments.
        x: Web Mercator x of all vertices, path after path.
        y: Web Mercator y.
        number: another one for every state of supply.
    """

    segment_id: NDArray[np.int32]
    feeder: NDArray[np.int32]
    name: pa.Array
    voltage_kv: NDArray[np.float32]
    is_underground: NDArray[np.bool_]
    is_dark: NDArray[np.bool_]
    vertex_start: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    number: int = field(default_factory=lambda: next(_numbers), compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.segment_id)

    def with_supply(self, is_dark: NDArray[np.bool_]) -> Segments:
        """The same segments, others of them without supply."""
        return replace(self, is_dark=is_dark, number=next(_numbers))

    def rows_of(self, segment_ids: Sequence[int] | Array) -> NDArray[np.int64]:
        """The places of the segments among these that exist."""
        wanted = np.asarray(segment_ids, np.int64)
        if not len(self) or not len(wanted):
            return np.empty(0, np.int64)
        rows = np.searchsorted(self.segment_id, wanted).clip(0, len(self) - 1)
        found: NDArray[np.int64] = rows[self.segment_id[rows] == wanted]
        return found


def no_feeders() -> FeederColumns:
    """Feeders of a utility that has none (yet)."""
    none, words = np.zeros(0, np.float32), pa.array([], pa.string())
    ids = np.zeros(0, np.int32)
    return FeederColumns(ids, ids, words, none, none, none, np.zeros(0, bool), np.zeros(0, np.uint8))


def no_segments() -> Segments:
    """Segments of a utility that has none (yet)."""
    ids, flags, words = np.zeros(0, np.int32), np.zeros(0, bool), pa.array([], pa.string())
    none = np.zeros(0, np.float64)
    return Segments(ids, ids, words, none.astype(np.float32), flags, flags, np.zeros(1, np.int64), none, none)


def numbers(table: pa.Table, column: str) -> NDArray[Any]:
    """One column as a numpy array of its own."""
    values: NDArray[Any] = table[column].combine_chunks().to_numpy(zero_copy_only=False)
    return values


def texts(table: pa.Table, column: str) -> pa.Array:
    """One column of words, kept as Arrow: Python strings are made only for what is shown."""
    chunked = table[column].combine_chunks()
    return chunked.chunk(0) if isinstance(chunked, pa.ChunkedArray) else chunked


def place(table: pa.Table) -> tuple[Array, Array]:
    """The Web Mercator x and y of rows with lon and lat."""
    return to_mercator(numbers(table, "lon"), numbers(table, "lat"))


def feeders_of(table: pa.Table) -> FeederColumns:
    """Feeders from the rows of `map_feeders`, all of one colour yet."""
    return FeederColumns(
        feeder_id=numbers(table, "feeder_id"),
        substation_id=numbers(table, "substation_id"),
        name=texts(table, "feeder_name"),
        voltage_kv=numbers(table, "voltage_kv"),
        load_kw=numbers(table, "load_kw"),
        load_pct=numbers(table, "load_pct"),
        is_energized=numbers(table, "is_energized"),
        colour=np.zeros(table.num_rows, np.uint8),
    )


def with_colours(feeders: FeederColumns, segments: Segments) -> FeederColumns:
    """The feeders with circuit colours by where their segments lie."""
    first = segments.vertex_start[:-1][np.diff(segments.vertex_start) > 0]
    if not len(first) or not len(feeders):
        return feeders
    owner = segments.feeder[np.diff(segments.vertex_start) > 0]
    return replace(feeders, colour=circuit_colours(owner, segments.x[first], segments.y[first], len(feeders)))


def segments_of(table: pa.Table, feeders: FeederColumns) -> Segments:
    """Segments with their paths decoded; a path of fewer than two places becomes no piece."""
    path = texts(table, "path")
    offsets = np.zeros(1, np.int32)
    if len(path):
        offsets = np.frombuffer(path.buffers()[1], np.int32, len(path) + 1, path.offset * 4)
    data = path.buffers()[2]
    degrees = np.frombuffer(data or b"", "<i4")[offsets[0] // 4 : offsets[-1] // 4].reshape(-1, 2) * 1e-7
    x, y = to_mercator(degrees[:, 0], degrees[:, 1])
    return Segments(
        segment_id=numbers(table, "segment_id"),
        feeder=feeders.index(numbers(table, "feeder_id")),
        name=texts(table, "segment_name"),
        voltage_kv=numbers(table, "voltage_kv"),
        is_underground=numbers(table, "is_underground"),
        is_dark=np.zeros(table.num_rows, bool),
        vertex_start=(offsets.astype(np.int64) - offsets[0]) // 8,
        x=x,
        y=y,
    )


def lines_of(segments: Segments, phases: pa.Array, origin: Origin) -> BlockFrame:
    """Every straight piece of every path, with the row of its segment and its pen; chords stand in from afar."""
    return replace(_pieces_of(segments, phases, origin), coarse=_chords_of(segments, phases, origin))


def _pieces_of(segments: Segments, phases: pa.Array, origin: Origin) -> BlockFrame:
    owner = np.repeat(np.arange(len(segments)), np.diff(segments.vertex_start))
    first = np.flatnonzero(owner[1:] == owner[:-1]) if len(owner) else np.empty(0, np.int64)
    return _pieces(segments, first, first + 1, owner[first] if len(owner) else first, phases, origin)


def _chords_of(segments: Segments, phases: pa.Array, origin: Origin) -> BlockFrame:
    """One straight piece a segment, from its start to its end: what can be told apart from far away."""
    has_path = np.diff(segments.vertex_start) > 1
    rows = np.flatnonzero(has_path)
    return _pieces(segments, segments.vertex_start[rows], segments.vertex_start[rows + 1] - 1, rows, phases, origin)


def _pieces(segments: Segments, a: Array, b: Array, row: Array, phases: pa.Array, origin: Origin) -> BlockFrame:
    x, y = segments.x, segments.y
    is_trunk = pc.match_substring(phases, "ABC").to_numpy(zero_copy_only=False).astype(bool)
    pen = np.where(is_trunk, TRUNK, LATERAL)
    columns: dict[str, Array] = {"row": row.astype(np.int32), "pen": pen[row].astype(np.uint8)}
    return BlockFrame.of_pieces((x[a], y[a], x[b], y[b]), columns, origin).owned_by(segments)
