"""The rollups of a day: each dynamic table's own SELECT from the DDL, run by DuckDB over that day's files only.

A settled day has one file a rollup (scope "day"). The open day has one file a UTC hour (scope "h" + the hour) of the
two hourly rollups, rebuilt as readings land; its three daily rollups are refreshed now and then and when it is settled.
A correction in a closed day replaces the rows of the feeders it touched. Whatever is run again gives the same rows.

Limits: rollups follow the meters' feeders and transformers as recorded when they were built; where the record of meters
changed since, a day is rebuilt as a whole at its next correction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache

import duckdb
import pyarrow as pa

from data_sources.statements import SQL_ROOT
from data_sources.warehouse.dialect import to_duckdb
from data_sources.warehouse.duckdb import open_database
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import READINGS, definitions

HOURLY = ("feeder_interval_load", "transformer_hourly_load")
DAILY = ("transformer_day", "meter_day", "feeder_day")
WHOLE_DAY = "day"  # scope of a file that covers its whole day
THREADS = 2
MEMORY_MB = 3072  # of one rebuild; measured need of 57 million readings is below 1 GB
ATTEMPTS = 3

Parts = dict[str, Part]


class Moved(Exception):
    """The files a change was computed from are no longer the present ones: compute again."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What one rebuild may take.

    Attributes:
        threads: processor cores.
        memory_mb: before DuckDB spills to disk.
    """

    threads: int = THREADS
    memory_mb: int = MEMORY_MB


def rollup_tables() -> tuple[str, ...]:
    """The rollups in an order in which each stands after what it reads."""
    return tuple(table.name for table in definitions().values() if table.rollup and table.name != READINGS)


def rebuild_rollups(
    warehouse: Warehouse, day: dt.date | str, *, threads: int = THREADS, memory_mb: int = MEMORY_MB
) -> Manifest:
    """Build all rollups of one day anew from its readings, and commit them together.

    Args:
        warehouse: its files; the day's readings may be settled, landed or both.
        day: of the readings.
        threads: processor cores to take.
        memory_mb: to take before spilling.

    Raises:
        duckdb.Error: a file cannot be read.
    """
    name, effort = str(day), Effort(threads, memory_mb)

    def work(manifest: Manifest) -> tuple[Parts, Callable[[Manifest], Manifest]]:
        parts = build_day(warehouse, manifest, name, effort)
        return parts, lambda newest: with_day(newest, name, parts)

    return optimistic(warehouse, name, work)


def build_day(warehouse: Warehouse, manifest: Manifest, day: str, effort: Effort = Effort()) -> Parts:
    """Write the rollups of one day over the readings a manifest names; the caller commits them (`with_day`)."""
    with day_database(warehouse, manifest, day, effort) as database:
        return _write_each(warehouse, database, rollup_tables(), day)


def build_daily(warehouse: Warehouse, manifest: Manifest, day: str, effort: Effort = Effort()) -> Parts:
    """Write the three daily rollups of an open day, from its readings and its hourly rollups."""
    with day_database(warehouse, manifest, day, effort, with_rollups=HOURLY) as database:
        return _write_each(warehouse, database, [table for table in rollup_tables() if table in DAILY], day)


def build_hours(
    warehouse: Warehouse, manifest: Manifest, day: str, hours: Iterable[dt.datetime], effort: Effort = Effort()
) -> list[tuple[str, Part]]:
    """Write the hourly rollups of some hours, one file an hour and table."""
    parts: list[tuple[str, Part]] = []
    with day_database(warehouse, manifest, day, effort) as database:
        for hour in hours:
            narrow_to_hour(database, hour)
            for table in HOURLY:
                rows = rollup_rows(database, table)
                parts.append((table, warehouse.write(table, rows, role="rollup", day=day, scope=hour_scope(hour))))
    return parts


def with_day(manifest: Manifest, day: str, parts: Parts) -> Manifest:
    """The manifest with a day's rollups replaced by files of the whole day."""
    return with_days(manifest, {day: parts})


def with_days(manifest: Manifest, parts: Mapping[str, Parts]) -> Manifest:
    """The manifest with the rollups of days replaced by files of the whole day."""
    for table in {table for of_day in parts.values() for table in of_day}:
        new = {day: of_day[table] for day, of_day in parts.items() if table in of_day}
        old = [part for part in manifest.of(table) if part.day in new]
        manifest = manifest.without(table, old).with_part(table, *new.values())
    whole = [day for day, of_day in parts.items() if set(HOURLY) <= set(of_day)]
    # All five were built: remember from which record of the meters, and that nothing waits.
    waiting = {f"stale:{day}" for day in whole}
    notes = {key: value for key, value in manifest.notes.items() if key not in waiting}
    return replace(manifest, notes=notes | {f"rolled:{day}": meters_version(manifest) for day in whole})


def with_hours(manifest: Manifest, day: str, parts: Iterable[tuple[str, Part]]) -> Manifest:
    """The manifest with the hourly rollups of some hours replaced, and no hourly file of the whole day beside them."""
    for table in HOURLY:
        whole = [part for part in manifest.of(table, day=day) if part.scope == WHOLE_DAY]
        manifest = manifest.without(table, whole)
    for table, part in parts:
        manifest = manifest.with_part(table, part)
    return manifest


def hour_scope(hour: dt.datetime) -> str:
    """The scope of an hour's file; the whole UTC hour, since a local day may have the same hour twice."""
    return f"h{hour:%Y%m%d%H}"


def meters_version(manifest: Manifest) -> str:
    """Which record of the meters a manifest names."""
    return " ".join(part.path for part in manifest.of("meters"))


def day_files(manifest: Manifest, day: str) -> frozenset[str]:
    """The paths of a day's readings and rollups: what a change of that day is computed from."""
    return files_by_day(manifest, {day})[day]


def files_by_day(manifest: Manifest, days: Iterable[str]) -> dict[str, frozenset[str]]:
    """`day_files` of several days."""
    found: dict[str, set[str]] = {day: set() for day in days}
    for table in (READINGS, *rollup_tables()):
        for part in manifest.of(table):
            if part.day in found:
                found[part.day].add(part.path)
    return {day: frozenset(paths) for day, paths in found.items()}


def optimistic(
    warehouse: Warehouse, day: str, work: Callable[[Manifest], tuple[object, Callable[[Manifest], Manifest]]]
) -> Manifest:
    """Compute beside landing, commit if the day is still as it was, else again; at last with landing held off.

    The commit itself waits for a batch that is landing: so a lander never finds its day changed by us.

    Args:
        warehouse: its files.
        day: what is computed depends on this day's files alone.
        work: from a manifest to what it wrote (parts, to be removed if they are not kept) and the change to commit.
    """
    for _ in range(ATTEMPTS - 1):
        with suppress(Moved, duckdb.IOException):  # the latter: a file of the older manifest is gone
            seen = warehouse.manifest()
            written, change = work(seen)
            with warehouse.alone("landing"):
                return _commit_unless_moved(warehouse, day, seen, written, change)
    with warehouse.alone("landing"):
        seen = warehouse.manifest()
        return _commit_unless_moved(warehouse, day, seen, *work(seen))


def _commit_unless_moved(
    warehouse: Warehouse, day: str, seen: Manifest, written: object, change: Callable[[Manifest], Manifest]
) -> Manifest:
    def guarded(newest: Manifest) -> Manifest:
        if day_files(newest, day) != day_files(seen, day):
            raise Moved(day)
        return change(newest)

    try:
        return warehouse.commit(guarded)
    except Moved:
        discard(warehouse, written)
        raise


def discard(warehouse: Warehouse, written: object) -> None:
    """Remove files that no commit names."""
    if isinstance(written, dict):
        written = list(written.values())
    for item in written if isinstance(written, list) else ():
        part = item[1] if isinstance(item, tuple) else item
        (warehouse.root / part.path).unlink(missing_ok=True)


@contextmanager
def day_database(
    warehouse: Warehouse, manifest: Manifest, day: str, effort: Effort, *, with_rollups: tuple[str, ...] = ()
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database whose readings are those of one day, and in which a view may stand in for a table."""
    with days_database(warehouse, manifest, {day}, effort, with_rollups=with_rollups) as database:
        yield database


@contextmanager
def days_database(
    warehouse: Warehouse,
    manifest: Manifest,
    days: Collection[str],
    effort: Effort,
    *,
    with_rollups: tuple[str, ...] = (),
) -> Iterator[duckdb.DuckDBPyConnection]:
    """As `day_database`, of several days."""
    tables = {"meters": manifest.of("meters")}
    for table in (READINGS, *with_rollups):
        tables[table] = tuple(part for part in manifest.of(table) if part.day in days)
    database = open_database(warehouse, replace(manifest, parts=tables), effort.threads, effort.memory_mb)
    try:
        database.execute("CREATE SCHEMA narrowed")
        database.execute("SET search_path = 'narrowed,main'")
        yield database
    finally:
        database.close()


def narrow_to_hour(database: duckdb.DuckDBPyConnection, hour: dt.datetime) -> None:
    """Let the readings be those of one UTC hour."""
    database.execute("SET VARIABLE from_at = $value", {"value": hour})
    database.execute("SET VARIABLE to_at = $value", {"value": hour + dt.timedelta(hours=1)})
    database.execute(embedded_sql("narrow_hour"))


def rollup_rows(database: duckdb.DuckDBPyConnection, table: str) -> pa.Table:
    """What the table's own SELECT answers in this database, sorted as its files are."""
    select = definitions()[table].rollup
    assert select is not None
    return arrow(database, f"{to_duckdb(select)} ORDER BY {', '.join(row_order(table))}")


def arrow(database: duckdb.DuckDBPyConnection, text: str) -> pa.Table:
    """The rows of a statement."""
    return database.sql(text).to_arrow_table()


@cache
def embedded_sql(name: str) -> str:
    """A statement that only the embedded engine runs (sql/duckdb)."""
    return (SQL_ROOT / "duckdb" / f"{name}.sql").read_text(encoding="utf-8")


def _write_each(warehouse: Warehouse, database: duckdb.DuckDBPyConnection, tables: Iterable[str], day: str) -> Parts:
    parts: Parts = {}
    for table in tables:
        rows = rollup_rows(database, table)
        parts[table] = warehouse.write(table, rows, role="rollup", day=day, scope=WHOLE_DAY)
        stand_in(database, table, rows)
    return parts


def stand_in(database: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Let a rollup of rollups read the new rows: what is registered is a temporary view, which is found first."""
    schema = definitions()[table].schema
    database.register(table, rows.select(schema.names).cast(schema))


def row_order(table: str) -> list[str]:
    """Whose rows, then when: within one day the same as the clustering of the DDL."""
    names = definitions()[table].schema.names
    return [names[0], *(name for name in ("interval_start_at", "hour_start_at") if name in names)]
