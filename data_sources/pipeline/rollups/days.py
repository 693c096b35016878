"""The rollups of many days at once: one database and one pass over the readings, then one file a day and table.

A file of a year's readings of a few meters touches 366 days with few rows each; a database a day would take many times
as long as the sums. Days are taken together up to so many readings, so that memory stays flat.

Limit: where different feeders were touched on different days of a group, the sums of all of them are made for every
day of it, and only those of the day's own feeders are used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_sources.pipeline.rollups.rollups import (
    HOURLY,
    WHOLE_DAY,
    Effort,
    Parts,
    days_database,
    embedded_sql,
    hour_scope,
    rollup_rows,
    rollup_tables,
    row_order,
    stand_in,
)
from data_sources.pipeline.writing import NewFile, write_files
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import READINGS, arrow_schema

GROUP_ROWS = 4_000_000  # readings that are summed together; a day with more stands alone

Days = dict[str, Parts]


def build_days(warehouse: Warehouse, manifest: Manifest, days: Collection[str], effort: Effort) -> Days:
    """Write the rollups of days over the readings a manifest names; the caller commits them (`with_days`)."""
    found: Days = {day: {} for day in days}
    for group in together(manifest, days):
        with days_database(warehouse, manifest, group, effort) as database:
            for table, rows in _each_rollup(database):
                _write(warehouse, table, rows, {day: found[day] for day in group})
    return found


def patch_days(warehouse: Warehouse, manifest: Manifest, feeders: Mapping[str, pa.Array], effort: Effort) -> Days:
    """Write the rollups of closed days with the rows of some feeders computed anew, all others as they were.

    Args:
        warehouse: its files.
        manifest: names the readings as they are to be, and the rollups as they were.
        feeders: ids of the feeders to be computed, by day.
        effort: cores and memory to take.
    """
    found: Days = {day: {} for day in feeders}
    for group in together(manifest, feeders):
        touched = pc.unique(pa.chunked_array([feeders[day] for day in group]))
        with days_database(warehouse, manifest, group, effort) as database:
            database.register("touched", pa.table({"feeder_id": touched}))
            database.execute(embedded_sql("narrow_feeders"))
            for table, rows in _each_rollup(database):
                merged = _patched(_read(warehouse, manifest, table, group), rows, feeders)
                order = [(name, "ascending") for name in row_order(table)]
                _write(warehouse, table, merged.sort_by(order), {day: found[day] for day in group})
    return found


def split_into_hours(
    warehouse: Warehouse, manifest: Manifest, day: str, *, but: Collection[dt.datetime] = ()
) -> list[tuple[str, Part]]:
    """Write the hourly rollups of a day that is still open, one file an hour, out of its files of the whole day.

    Hours named by `but` are left out: they are about to be built anew.
    """
    parts: list[tuple[str, Part]] = []
    for table, column in zip(HOURLY, ("interval_start_at", "hour_start_at"), strict=True):
        for old in manifest.of(table, day=day):
            rows = pq.read_table(warehouse.root / old.path)
            hours = pc.floor_temporal(rows[column], unit="hour")
            for hour in set(pc.unique(hours).to_pylist()) - set(but):
                own = rows.filter(pc.equal(hours, pa.scalar(hour, hours.type)))
                parts.append((table, warehouse.write(table, own, role="rollup", day=day, scope=hour_scope(hour))))
    return parts


def by_day(rows: pa.Table) -> dict[str, pa.Table]:
    """Rows apart by their `reading_day`, oldest first; those of a day keep their order."""
    if not len(rows):
        return {}
    days = rows["reading_day"].cast(pa.int32()).to_numpy()
    if days.min() == days.max():
        return {rows["reading_day"][0].as_py().isoformat(): rows}
    order = np.argsort(days, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(days[order])) + 1, len(order))
    rows = rows.take(pa.array(order))
    starts = np.concatenate([[0], ends[:-1]])
    return {
        rows["reading_day"][int(start)].as_py().isoformat(): rows.slice(start, end - start)
        for start, end in zip(starts, ends, strict=True)
    }


def together(manifest: Manifest, days: Iterable[str]) -> Iterator[list[str]]:
    """Days in groups that hold at most about `GROUP_ROWS` readings."""
    counts = dict.fromkeys(sorted(days), 0)
    for part in manifest.of(READINGS):
        if part.day in counts:
            counts[part.day] += part.rows
    group: list[str] = []
    for day in counts:
        if group and sum(counts[one] for one in group) + counts[day] > GROUP_ROWS:
            yield group
            group = []
        group.append(day)
    if group:
        yield group


def _each_rollup(database: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, pa.Table]]:
    """Every rollup's rows; each stands in for its table when the next is asked for."""
    for table in rollup_tables():
        schema = arrow_schema(table)
        rows = rollup_rows(database, table).select(schema.names).cast(schema)
        stand_in(database, table, rows)
        yield table, rows


def _read(warehouse: Warehouse, manifest: Manifest, table: str, days: Collection[str]) -> pa.Table:
    """A table's rows of some days as they were."""
    paths = [warehouse.root / part.path for part in manifest.of(table) if part.day in days]
    return pq.read_table(paths, partitioning=None) if paths else arrow_schema(table).empty_table()


def _patched(old: pa.Table, new: pa.Table, feeders: Mapping[str, pa.Array]) -> pa.Table:
    """Rows of some days with those of their touched feeders in place of what was there of them."""
    touched = np.concatenate([_pairs(dt.date.fromisoformat(day), ids.to_numpy()) for day, ids in feeders.items()])

    def is_touched(rows: pa.Table) -> pa.Array:
        days = rows["reading_day"].cast(pa.int32()).to_numpy().astype(np.int64)
        return pa.array(np.isin((days << 32) + rows["feeder_id"].to_numpy(), touched))

    return pa.concat_tables([old.filter(pc.invert(is_touched(old))), new.filter(is_touched(new))])


def _pairs(day: dt.date, feeder_ids: np.ndarray) -> np.ndarray:
    return ((day - dt.date(1970, 1, 1)).days << 32) + feeder_ids.astype(np.int64)


def _write(warehouse: Warehouse, table: str, rows: pa.Table, found: Days) -> None:
    """One file a day of `found`, also of a day that has no row."""
    none, of_day = rows.slice(0, 0), by_day(rows)
    files = [NewFile(table, of_day.get(day, none), "rollup", day, WHOLE_DAY) for day in found]
    for day, part in zip(found, write_files(warehouse, files), strict=True):
        found[day][table] = part
