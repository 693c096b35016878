"""Readings of one file on their way into the warehouse: checked, given their meters, landed in large batches."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.importers.readings.meters import MeterBook
from data_sources.importers.readings.options import FileReport
from data_sources.importers.readings.parsed import (
    DELIVERED,
    MEASURES,
    MISSING,
    QUALITIES,
    RECEIVED,
    Bools,
    ParsedReadings,
    Rejects,
    check_values,
    last_of_each,
)
from data_sources.pipeline.dims import Dims
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.landing.loads import LoadSource
from data_sources.pipeline.rollups.rollups import embedded_sql
from data_sources.warehouse.duckdb import open_database
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import READINGS, reading_schema

LAND_ROWS = 4_000_000  # a commit rebuilds rollups: few large batches beat many small ones


class Loading:
    """Collects readings of a file and lands them in large batches.

    Args:
        warehouse: where to.
        report: counts what becomes of them.
        book: the meters there are.
        load_id: of the run, by which it can be taken back.
    """

    def __init__(self, warehouse: Warehouse, report: FileReport, book: MeterBook, load_id: str) -> None:
        """Nothing waits yet."""
        self.warehouse, self.report, self.book, self.load_id = warehouse, report, book, load_id
        self.rejects = Rejects(report)
        self.waiting: list[pa.Table] = []
        self.lines: list[np.ndarray] = []  # type: ignore[type-arg]

    def add(self, piece: ParsedReadings) -> None:
        """Check a piece, name its meters, and keep it."""
        self.report.rows_read += len(piece)
        before = self.report.rejected.total()
        piece = check_values(piece, self.rejects)
        self.report.rows_read -= self.report.rejected.total() - before  # counted with the rejected ones at the end
        distinct = last_of_each(piece)
        self.report.duplicates += len(piece) - len(distinct)
        ids, is_known = self.book.resolve(self.report.path.name, distinct, self.report)
        if not is_known.all():
            distinct, ids = distinct.take(is_known), ids[is_known]
        if len(distinct):
            self._tell(distinct)
            self.waiting.append(_as_table(distinct, ids))
            self.lines.append(distinct.line)
        if sum(len(table) for table in self.waiting) >= LAND_ROWS:
            self.land()

    def land(self) -> None:
        """Land what waits."""
        if not self.waiting:
            return
        rows, lines = pa.concat_tables(self.waiting), np.concatenate(self.lines)
        self.waiting, self.lines = [], []
        known = _known_readings(self.warehouse, rows)
        self.report.duplicates += int(known.sum())
        rows, lines = rows.filter(pa.array(~known)), lines[~known]
        if not len(rows):
            return
        source = LoadSource(self.load_id, self.report.path.name, self.report.kind)
        done = land(self.warehouse, Dims.of(self.warehouse), rows, source=source)
        self.report.loaded += done.new
        self.report.corrected += done.corrected
        self.report.duplicates += done.superseded
        found = zip(done.rejections["row"].to_pylist(), done.rejections["reason"].to_pylist(), strict=True)
        for row, reason in found:
            self.rejects.add(int(lines[row]), reason, str(rows.slice(row, 1).to_pylist()[0]))
        self.report.rows_read -= done.rejected  # counted with the rejected ones

    def _tell(self, piece: ParsedReadings) -> None:
        first, last = (_moment(value) for value in (piece.at.min(), piece.at.max()))
        self.report.first_at = min(first, self.report.first_at or first)
        self.report.last_at = max(last, self.report.last_at or last)
        self.report.energy_kwh += float(np.nansum(piece.measures[DELIVERED]))


def _moment(microseconds: int) -> dt.datetime:
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=int(microseconds))


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
    database = open_database(warehouse, replace(manifest, parts={READINGS: near}))
    try:
        database.register("arriving", rows.append_column("row", pa.array(np.arange(len(rows)))))
        found = database.sql(embedded_sql("unchanged_readings")).to_arrow_table()["row"].to_numpy()
    finally:
        database.close()
    known[found] = True
    return known
