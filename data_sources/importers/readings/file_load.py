"""Readings of one file on their way into the warehouse: checked, given their meters, landed range by range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.importers.readings.account import Account
from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.meter_book import MeterBook
from data_sources.importers.readings.options import FileReport, SameTime
from data_sources.importers.readings.parsed import DELIVERED, MEASURES, RECEIVED, ParsedReadings, Rejects, check_values
from data_sources.importers.readings.same_time import one_a_start
from data_sources.importers.readings.staging import Stage
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing import dedup
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.landing.load_record import LoadSource
from data_sources.pipeline.rollups.rollups import Effort
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.reading_values import MISSING, QUALITIES
from data_sources.warehouse.schema import reading_schema

DAY_US = 86_400_000_000
MEMORY_MB = 96  # for the sums of what a range touches, before they go by way of the disk


@dataclass(slots=True)
class Run:
    """What the files of a run bring together: a reading that several of them hold counts once.

    Attributes:
        load_id: by which the run can be taken back.
        has_several: it has more than one file; else nothing is counted, as the file's account says all.
        account: what stands of its readings, or stood before it with the same values.
        repeated: readings that were there already because an earlier file of the run had brought them.
        replaced: readings of earlier files of the run that a later one corrected.
    """

    load_id: str
    has_several: bool
    account: Account = field(default_factory=Account)
    repeated: int = 0
    replaced: int = 0
    _stamps: list[dt.datetime] = field(default_factory=list)
    _known: dict[int, Ints] = field(default_factory=dict)  # by day: keys of what stood before and was counted

    def stamp(self) -> dt.datetime:
        """When a batch of the run arrives; each is remembered."""
        self._stamps.append(dt.datetime.now(dt.UTC).replace(tzinfo=None))
        return self._stamps[-1]

    def counted(self, rows: pa.Table) -> Bools:
        """Which readings that stand are in the account already.

        Args:
            rows: with `meter_id`, `interval_start_at` and when the reading that stands came, `ingested_at`.
        """
        is_brought = pc.is_in(rows["ingested_at"], pa.array(self._stamps, pa.timestamp("us")))
        found = np.array(is_brought.to_numpy(zero_copy_only=False), np.bool_)
        if self._known:
            for day, own, keys in _by_day(rows):
                found[own] |= np.isin(keys, self._known.get(day, keys[:0]))
        return found

    def remember(self, rows: pa.Table) -> None:
        """Readings that stood before the run, and are counted now: another file of it may hold them too."""
        if self.has_several:
            for day, _, keys in _by_day(rows):
                self._known[day] = np.union1d(self._known.get(day, keys[:0]), keys)

    def count(self, piece: ParsedReadings) -> None:
        """Readings that stand now; what a single file brings is in its own account."""
        if self.has_several:
            self.account.add(*_counted(piece))

    def take_back(self, replaced: pa.Table, piece: ParsedReadings, ids: Ints) -> None:
        """Readings that those of a piece took the place of: those that were counted count no longer.

        Args:
            replaced: rows of the table of readings.
            piece: what arrived.
            ids: meter_id of each of its readings.
        """
        gone = replaced.filter(pa.array(self.counted(replaced)))
        if not len(gone) or not self.has_several:
            return
        self.replaced += len(gone)
        known, place = np.unique(ids, return_index=True)
        codes = piece.codes()[place[np.searchsorted(known, gone["meter_id"].to_numpy())]]
        measures = {name: gone[name].cast(pa.float64()).to_numpy() for name in MEASURES}
        at = gone["interval_start_at"].cast(pa.int64()).to_numpy()
        minutes = gone["interval_minutes"].to_numpy().astype(np.int64)
        self.account.take_back(piece.meter.dictionary.to_pylist(), codes, at, minutes, measures)


class FileLoad:
    """Collects readings of a file, and lands them range by range once the file is read. Use it as a context manager.

    Args:
        warehouse: where to.
        report: counts what becomes of them.
        book: the meters there are.
        run: which the file is of.
        same_time: what to do with different values of one meter and time.
    """

    def __init__(
        self, warehouse: Warehouse, report: FileReport, book: MeterBook, run: Run, same_time: SameTime = "refuse"
    ) -> None:
        """Nothing waits yet."""
        self.warehouse, self.report, self.book, self.run = warehouse, report, book, run
        self.same_time = same_time
        self.rejects = Rejects(report)
        self._stage = Stage(warehouse.root)

    def __enter__(self) -> Self:
        """Itself."""
        self._stage.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing of the file stays on disk beside the warehouse."""
        self._stage.__exit__(kind, error, at)

    def add(self, piece: ParsedReadings) -> None:
        """Keep a piece until all of the file is there."""
        self._stage.add(piece)

    def land(self) -> Iterator[None]:
        """Land what was kept, a range at each step.

        Raises:
            ImportRefused: whose readings they are cannot be told; nothing was landed.
        """
        self.report.rows_read += self.report.rejected.total()  # of rows that are no reading
        for piece in self._stage.take():
            self.report.rows_read += len(piece)
            before = self.report.combined
            self._land(piece)
            self.report.rows_read -= self.report.combined - before
            yield

    def _land(self, piece: ParsedReadings) -> None:
        ids_by_code = self.book.resolve(self.report.path.name, piece, self.report)
        piece = _of_known(piece, ids_by_code)
        piece = check_values(one_a_start(piece, self.rejects, self.same_time), self.rejects)
        if not len(piece):
            return
        ids = ids_by_code[piece.codes()]
        rows = _as_table(piece, ids)
        stands, is_counted = self._land_rows(rows, piece, ids)
        self.run.repeated += int(is_counted.sum())
        self.report.account.add(*_counted(piece.take(stands)))
        self.run.count(piece.take(stands & ~is_counted))

    def _land_rows(self, rows: pa.Table, piece: ParsedReadings, ids: Ints) -> tuple[Bools, Bools]:
        """Which readings stand now or stood before with the same values, and which of them the run has counted."""
        source = LoadSource(self.run.load_id, self.report.path.name, self.report.kind)
        effort = Effort(memory_mb=MEMORY_MB)
        known_meters = KnownMeters.of(self.warehouse)
        done = land(self.warehouse, known_meters, rows, source=source, effort=effort, ingested_at=self.run.stamp())
        self.report.loaded += done.new
        self.report.corrected += done.corrected
        self.report.beaten += done.superseded
        if done.replaced is not None:
            self.run.take_back(done.replaced, piece, ids)
        found = zip(done.rejections["row"].to_pylist(), done.rejections["reason"].to_pylist(), strict=True)
        for row, reason in found:
            self.rejects.add(int(piece.line[row]), reason, str(rows.slice(row, 1).to_pylist()[0]))
        known, is_counted = _known_readings(rows, done.unchanged, self.run)
        self.report.duplicates += int(known.sum())
        return done.stands | known, is_counted


def _counted(piece: ParsedReadings) -> tuple[list[str], Ints, Ints, Ints, dict[str, Floats]]:
    """A piece as an account takes it."""
    return piece.meter.dictionary.to_pylist(), piece.codes(), piece.at, piece.minutes, piece.measures


def _of_known(piece: ParsedReadings, ids_by_code: Ints) -> ParsedReadings:
    """The readings of known meters; two names of one meter become one, so that what they say is compared."""
    _, first, place = np.unique(ids_by_code, return_index=True, return_inverse=True)
    same = pa.array(first[place][piece.codes()].astype(np.int32))
    piece.meter = pa.DictionaryArray.from_arrays(same, piece.meter.dictionary)
    is_known = ids_by_code[piece.codes()] >= 0
    return piece if is_known.all() else piece.take(is_known)


def _as_table(piece: ParsedReadings, ids: np.ndarray) -> pa.Table:  # type: ignore[type-arg]
    """Readings as landing takes them; a reading of received energy alone says that none was delivered."""
    measures = dict(piece.measures)
    only_received = np.isnan(measures[DELIVERED]) & ~np.isnan(measures[RECEIVED]) & (piece.quality != MISSING)
    measures[DELIVERED] = np.where(only_received, 0.0, measures[DELIVERED])
    columns = {
        "meter_id": ids, "interval_start_at": pa.array(piece.at).cast(pa.timestamp("us")),
        "interval_minutes": piece.minutes, "quality": pa.array(QUALITIES).take(pa.array(piece.quality)),
        **{name: pa.array(measures[name], from_pandas=True) for name in MEASURES},
    }  # fmt: skip
    schema = reading_schema()
    return pa.table({name: columns[name] for name in schema.names}).cast(schema, safe=False)


def _known_readings(rows: pa.Table, unchanged: pa.Table | None, run: Run) -> tuple[Bools, Bools]:
    """(which rows were there already, value for value, which of them the run has counted before).

    A file that comes again corrects nothing.
    """
    known, is_counted = np.zeros(len(rows), np.bool_), np.zeros(len(rows), np.bool_)
    if unchanged is None or not len(unchanged):
        return known, is_counted
    own, keys = dedup.keys(rows), dedup.keys(unchanged)
    known = np.isin(own, keys)
    is_counted = np.isin(own, keys[run.counted(unchanged)])
    run.remember(unchanged)
    return known, is_counted


def _by_day(rows: pa.Table) -> Iterator[tuple[int, Ints, Ints]]:
    """(day since 1970 of UTC, its rows, their keys of meter and start)."""
    keys = dedup.keys(rows)
    days = rows["interval_start_at"].cast(pa.int64()).to_numpy() // DAY_US
    for day in np.unique(days):
        own = np.flatnonzero(days == day)
        yield int(day), own, keys[own]
