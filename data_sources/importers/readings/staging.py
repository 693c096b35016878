"""Readings of one file, kept aside until the whole of it is read, then given back by ranges of time.

What belongs together in a file may stand anywhere in it: the other channel of a meter, a second value of the same time.
In a range of time all of it is there, a range fits in memory, and each day is landed once. What is more than a range
waits on disk.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_sources.importers.readings.parsed import MEASURES, Ints, ParsedReadings

RANGE_ROWS = 100_000
HOUR = 3_600_000_000  # microseconds; ranges are whole hours


class Stage:
    """Takes readings in any order, gives them back in ranges of time. Use it as a context manager.

    Args:
        range_rows: about how many readings a range may hold; those of one hour stay together.
    """

    def __init__(self, range_rows: int = RANGE_ROWS) -> None:
        """Holds nothing, and no file."""
        self._range_rows = range_rows
        self._codes: dict[str, int] = {}
        self._held: list[pa.Table] = []
        self._held_rows = 0
        self._hours: Counter[int] = Counter()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: list[Path] = []

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
        if self._held_rows >= self._range_rows // 4 and self._hours.total() > self._range_rows:
            self._spill()

    def take(self) -> Iterator[ParsedReadings]:
        """All that was kept, range by range, oldest first; then nothing is held any more."""
        if self._files and self._held:
            self._spill()
        pa.default_memory_pool().release_unused()  # what the reader took for its blocks
        names = pa.array(list(self._codes), pa.string())
        for first, last in self._ranges():
            rows = pa.concat_tables(self._rows(first * HOUR, (last + 1) * HOUR))
            yield _as_piece(rows.combine_chunks(), names)
        self._clear()

    def _clear(self) -> None:
        self._held, self._held_rows, self._files = [], 0, []
        self._hours = Counter()
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def _ranges(self) -> Iterator[tuple[int, int]]:
        """First and last hour of each."""
        hours = sorted(self._hours)
        start, rows = 0, 0
        for place, hour in enumerate(hours):
            if rows and rows + self._hours[hour] > self._range_rows:
                yield hours[start], hours[place - 1]
                start, rows = place, 0
            rows += self._hours[hour]
        if hours:
            yield hours[start], hours[-1]

    def _rows(self, start: int, end: int) -> Iterator[pa.Table]:
        """The rows from one instant to another, in the order they came."""
        if not self._files:
            yield from (_between(table, start, end) for table in self._held)
            return
        for path in self._files:
            with pq.ParquetFile(path) as file:
                bounds = file.metadata.row_group(0).column(file.schema_arrow.get_field_index("at")).statistics
                if bounds.max >= start and bounds.min < end:
                    yield _between(file.read(use_threads=False), start, end)

    def _spill(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="flux-readings-")
        path = Path(self._folder.name) / f"{len(self._files):06}.parquet"
        rows = pa.concat_tables(self._held)
        pq.write_table(rows, path, compression="lz4", row_group_size=len(rows), use_dictionary=["meter"])
        self._files.append(path)
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
