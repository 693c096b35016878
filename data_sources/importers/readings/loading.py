"""Readings of one file on their way into the warehouse: checked, given their meters, landed range by range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.importers.readings.arrays import Bools, Ints
from data_sources.importers.readings.meter_book import MeterBook
from data_sources.importers.readings.options import FileReport, SameTime
from data_sources.importers.readings.parsed import DELIVERED, MEASURES, RECEIVED, ParsedReadings, Rejects, check_values
from data_sources.importers.readings.quality import MISSING, QUALITIES
from data_sources.importers.readings.same_time import one_a_start
from data_sources.importers.readings.staging import Stage
from data_sources.pipeline.dims import Dims
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.landing.load_record import LoadSource
from data_sources.pipeline.rollups.rollups import Effort, embedded_sql
from data_sources.warehouse.duckdb import open_database
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import READINGS, reading_schema

MEMORY_MB = 96  # for the sums of what a range touches, before they go by way of the disk


class Loading:
    """Collects readings of a file, and lands them range by range once the file is read. Use it as a context manager.

    Args:
        warehouse: where to.
        report: counts what becomes of them.
        book: the meters there are.
        load_id: of the run, by which it can be taken back.
        same_time: what to do with different values of one meter and time.
    """

    def __init__(
        self, warehouse: Warehouse, report: FileReport, book: MeterBook, load_id: str, same_time: SameTime = "refuse"
    ) -> None:
        """Nothing waits yet."""
        self.warehouse, self.report, self.book, self.load_id = warehouse, report, book, load_id
        self.same_time = same_time
        self.rejects = Rejects(report)
        self._stage = Stage()

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
        known = _known_readings(self.warehouse, rows)
        self.report.duplicates += int(known.sum())
        good = known.copy()
        arriving = np.flatnonzero(~known)
        if len(arriving):
            good[arriving] = self._land_new(rows.filter(pa.array(~known)), piece.line[arriving])
        taken = piece.take(good)
        names = taken.meter.dictionary.to_pylist()
        self.report.account.add(names, taken.codes(), taken.at, taken.minutes, taken.measures)

    def _land_new(self, rows: pa.Table, lines: Ints) -> Bools:
        """Which of the readings can be true; they are landed."""
        source = LoadSource(self.load_id, self.report.path.name, self.report.kind)
        effort = Effort(memory_mb=MEMORY_MB)
        done = land(self.warehouse, Dims.of(self.warehouse), rows, source=source, effort=effort)
        self.report.loaded += done.new
        self.report.corrected += done.corrected
        self.report.beaten += done.superseded
        good = np.ones(len(rows), np.bool_)
        found = zip(done.rejections["row"].to_pylist(), done.rejections["reason"].to_pylist(), strict=True)
        for row, reason in found:
            self.rejects.add(int(lines[row]), reason, str(rows.slice(row, 1).to_pylist()[0]))
            good[row] = False
        return good


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


def _known_readings(warehouse: Warehouse, rows: pa.Table) -> Bools:
    """Which rows of `reading_schema` are there already, value for value: a file that comes again corrects nothing."""
    known = np.zeros(len(rows), np.bool_)
    manifest = warehouse.manifest()
    # A local day is at most a calendar day away from the UTC date of its intervals.
    ends = pc.min_max(rows["interval_start_at"]).as_py()
    first, last = (ends["min"] - dt.timedelta(days=1)).date(), (ends["max"] + dt.timedelta(days=1)).date()
    near = tuple(part for part in manifest.of(READINGS) if first.isoformat() <= part.day <= last.isoformat())
    if not near:
        return known
    database = open_database(warehouse, replace(manifest, parts={READINGS: near}), memory_mb=MEMORY_MB)
    try:
        database.register("arriving", rows.append_column("row", pa.array(np.arange(len(rows)))))
        found = database.sql(embedded_sql("unchanged_readings")).to_arrow_table()["row"].to_numpy()
    finally:
        database.close()
    known[found] = True
    return known
