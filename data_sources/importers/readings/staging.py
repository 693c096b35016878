"""Readings of one file, kept aside until the whole of it is read, then given back by ranges of time.

What belongs together in a file may stand anywhere in it: the other channel of a meter, a second value of the same time.
In a range of time all of it is there, a range fits in memory, and a day is landed once where it fits in a range. What
is more than a range waits on disk, sorted by time in short batches, so that a range reads little but its own rows.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.importers.readings.arrays import Ints
from data_sources.importers.readings.parsed import MEASURES, ParsedReadings
from data_sources.warehouse.spill import spill_name

RANGE_ROWS = 150_000
BATCH_ROWS = 2048  # on disk: what is read beside a range's own rows is at most two of them a file
HOUR = 3_600_000_000  # microseconds; ranges are whole hours


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Hours since 1970 that follow each other, and how many readings begin in them."""

    first: int
    last: int
    rows: int

    def joined(self, later: _Stretch) -> _Stretch:
        return _Stretch(self.first, later.last, self.rows + later.rows)


@dataclass(frozen=True, slots=True)
class _Spilled:
    """Readings on disk, sorted by time: the first and last instant of each batch."""

    path: Path
    first: Ints
    last: Ints

    @classmethod
    def of(cls, rows: pa.Table, path: Path) -> _Spilled:
        at = rows["at"].to_numpy()
        order = np.argsort(at, kind="stable")
        rows, at = rows.take(pa.array(order)).combine_chunks(), at[order]
        with pa.ipc.new_file(path, rows.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as file:
            file.write_table(rows, BATCH_ROWS)
        starts = np.arange(0, len(at), BATCH_ROWS)
        return cls(path, at[starts], at[np.minimum(starts + BATCH_ROWS, len(at)) - 1])

    def rows(self, start: int, end: int) -> Iterator[pa.Table]:
        """Those from one instant to another."""
        wanted = np.flatnonzero((self.last >= start) & (self.first < end)).tolist()
        if not wanted:
            return
        with pa.OSFile(str(self.path)) as source, pa.ipc.open_file(source) as file:
            yield _between(pa.Table.from_batches([file.get_batch(number) for number in wanted]), start, end)


class Stage:
    """Takes readings in any order, gives them back in ranges of time. Use it as a context manager.

    Args:
        root: folder of the warehouse, where what is more than a range waits; the system's folder of temporary files
            is often memory.
        range_rows: about how many readings a range may hold; those of one hour stay together.
    """

    def __init__(self, root: Path, range_rows: int = RANGE_ROWS) -> None:
        """Holds nothing, and no file."""
        self._root, self._range_rows = root, range_rows
        self._codes: dict[str, int] = {}
        self._held: list[pa.Table] = []
        self._held_rows = 0
        self._hours: Counter[int] = Counter()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: list[_Spilled] = []

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing stays on disk."""
        self._clear()

    def add(self, piece: ParsedReadings) -> None:
        """Keep the readings of a piece."""
        if not len(piece):
            return
        hours, counts = np.unique(piece.at // HOUR, return_counts=True)
        self._hours.update(dict(zip(hours.tolist(), counts.tolist(), strict=True)))
        self._held.append(self._as_table(piece))
        self._held_rows += len(piece)
        # A file that fits in one range needs no disk.
        if self._held_rows >= self._range_rows and self._hours.total() > self._range_rows:
            self._spill()

    def take(self) -> Iterator[ParsedReadings]:
        """All that was kept, range by range, oldest first; then nothing is held any more."""
        if self._files and self._held:
            self._spill()
        names = pa.array(list(self._codes), pa.string())
        for span in self._ranges():
            pa.default_memory_pool().release_unused()  # what the reader, and the range before, took and gave back
            rows = pa.concat_tables(self._rows(span.first * HOUR, (span.last + 1) * HOUR))
            yield _as_piece(rows.combine_chunks(), names)
        self._clear()

    def _clear(self) -> None:
        self._held, self._held_rows, self._files = [], 0, []
        self._hours = Counter()
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def _ranges(self) -> Iterator[_Stretch]:
        """The hours of each."""
        span: _Stretch | None = None
        for unit in self._units():
            if span and span.rows + unit.rows > self._range_rows:
                yield span
                span = None
            span = span.joined(unit) if span else unit
        if span:
            yield span

    def _units(self) -> Iterator[_Stretch]:
        """What is not taken apart: days, or the hours of a day that is more than a range."""
        for _, of_day in groupby(sorted(self._hours), key=lambda hour: hour // 24):
            hours = list(of_day)
            day = _Stretch(hours[0], hours[-1], sum(self._hours[hour] for hour in hours))
            if day.rows <= self._range_rows:
                yield day
            else:
                yield from (_Stretch(hour, hour, self._hours[hour]) for hour in hours)

    def _rows(self, start: int, end: int) -> Iterator[pa.Table]:
        """The rows from one instant to another; those of one instant in the order they came."""
        for file in self._files:
            yield from file.rows(start, end)
        yield from (_between(table, start, end) for table in self._held)

    def _spill(self) -> None:
        if self._folder is None:
            self._root.mkdir(parents=True, exist_ok=True)
            self._folder = tempfile.TemporaryDirectory(prefix=f"{spill_name()}-", dir=self._root)
        path = Path(self._folder.name) / f"{len(self._files):06}.arrow"
        self._files.append(_Spilled.of(pa.concat_tables(self._held), path))
        self._held, self._held_rows = [], 0

    def _as_table(self, piece: ParsedReadings) -> pa.Table:
        own = [self._codes.setdefault(name, len(self._codes)) for name in piece.meter.dictionary.to_pylist()]
        meters = np.array(own or [0], np.int32)[piece.codes()]
        columns = {
            "meter": meters, "at": piece.at, "minutes": piece.minutes.astype(np.int32),
            "quality": piece.quality.astype(np.int8), "line": piece.line, "channel": piece.channel.astype(np.int32),
            **piece.measures,
        }  # fmt: skip
        return pa.table(columns)


def _between(rows: pa.Table, start: int, end: int) -> pa.Table:
    is_inside = pc.and_(pc.greater_equal(rows["at"], start), pc.less(rows["at"], end))
    return rows if pc.all(is_inside).as_py() else rows.filter(is_inside)


def _as_piece(rows: pa.Table, names: pa.Array) -> ParsedReadings:
    def ints(name: str) -> Ints:
        return np.asarray(rows[name].to_numpy(), dtype=np.int64)

    meters = pa.DictionaryArray.from_arrays(rows["meter"].combine_chunks(), names)
    measures = {name: rows[name].to_numpy() for name in MEASURES}
    return ParsedReadings(meters, ints("at"), ints("minutes"), measures, ints("quality"), ints("line"), ints("channel"))
