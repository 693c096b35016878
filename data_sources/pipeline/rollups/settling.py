"""A day comes to rest: its landed files and overrides become one sorted file a utility, its rollups one file each.

Merging works along the meters, a range at a time, so that memory stays flat however large the day is. What lands while
a merge is under way stays beside the merged file: new keys are in no other file, and winners hide what they beat.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from data_sources.analytics.clock import local_day
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.rollups.mending import mend
from data_sources.pipeline.rollups.ranges import write_by_range
from data_sources.pipeline.rollups.rollups import (
    DAILY,
    HOURLY,
    WHOLE_DAY,
    Effort,
    Moved,
    build_daily,
    build_day,
    day_database,
    day_files,
    discard,
    embedded_sql,
    optimistic,
    with_day,
)
from data_sources.pipeline.rollups.weeks import copy_weeks
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import READINGS

log = logging.getLogger(__name__)

SETTLE_AFTER = dt.timedelta(hours=6)  # after the day's end: what comes later counts as late anyway
DAILY_REFRESH = dt.timedelta(minutes=3)  # how old the daily rollups of an open day may grow
SMALL_ROWS = 4_000_000  # a landed file below is merged with its like …
SMALL_FILES = 24  # … when there are so many
LARGE_ROWS = 1_000_000  # landed on a day: then a question about one meter looks through many groups of rows
MANY_OVERRIDES = 500_000  # each override rewrites the day's file of them
MERGE_ROWS = 2_000_000  # held in memory at a time
ORPHAN_S = 6 * 3600.0  # a file no commit named after so long belongs to a writer that died
FILLING = "filling"  # note: when somebody last said that days of the past are being made (ISO, naive UTC)
FILLING_AGE = dt.timedelta(minutes=15)  # a longer silence: whoever filled is gone
KNOWN_FILES = 5_000  # spooled files that are known again if they are dropped once more


def settle_day(warehouse: Warehouse, day: dt.date | str, *, effort: Effort | None = None) -> Manifest:
    """Merge a day's files to one sorted file a utility and rebuild its rollups; again gives the same rows.

    A utility whose readings of the day are settled already, with nothing landed since, keeps its file.

    Args:
        warehouse: its files.
        day: local date of the readings.
        effort: cores and memory to take.
    """
    name = str(day)
    return optimistic(warehouse, name, lambda seen: _settle(warehouse, seen, name, effort or Effort()))


def settle_due(warehouse: Warehouse, now: dt.datetime | None = None, *, effort: Effort | None = None) -> list[str]:
    """Settle every past day that has landed readings or rollups by the hour; the days settled, oldest first."""
    now = now or dt.datetime.now(dt.UTC).replace(tzinfo=None)
    days = [day for day in _unsettled(warehouse.manifest()) if day < _first_open(warehouse, now)]
    for day in days:
        settle_day(warehouse, day, effort=effort)
    return days


def settle_large(
    warehouse: Warehouse, now: dt.datetime | None = None, *, least_rows: int = LARGE_ROWS,
    tell: Callable[[str, float], object] = lambda _what, _share: None, effort: Effort | None = None,
) -> list[str]:  # fmt: skip
    """After a load beside no server: bring the past days to rest that have so many readings that questions would wait.

    Args:
        warehouse: its files.
        now: naive UTC.
        least_rows: landed on a day.
        tell: told what is being done and the share done.
        effort: cores and memory to take.

    Returns:
        The days settled, oldest first.
    """
    now = now or dt.datetime.now(dt.UTC).replace(tzinfo=None)
    landed: Counter[str] = Counter()
    for part in warehouse.manifest().of(READINGS, role="landed"):
        landed[part.day] += part.rows
    first_open = _first_open(warehouse, now)
    days = sorted(day for day, rows in landed.items() if rows >= least_rows and day < first_open)
    for number, day in enumerate(days):
        tell(f"settling {day}", number / len(days))
        settle_day(warehouse, day, effort=effort)
    if days:
        tell("copying weeks by meter", 1.0)
        copy_weeks(warehouse, first_open, effort=effort)
    return days


def upkeep(
    warehouse: Warehouse, now: dt.datetime | None = None, *, effort: Effort | None = None, is_filling: bool = False
) -> list[str]:
    """What has to be done now and then beside landing; call it every minute or so, beside whoever lands.

    Settles days that are over, merges small files of the open day, refreshes its daily rollups, copies weeks at rest
    by meter, makes again what was damaged of what it made, and removes files that a dead writer left.

    Args:
        warehouse: its files.
        now: naive UTC.
        effort: cores and memory to take.
        is_filling: days of the past are still being made or loaded, so a week that lacks some is not copied yet.

    Returns:
        One word and day for each thing done, for the log.
    """
    now = now or dt.datetime.now(dt.UTC).replace(tzinfo=None)
    done = [f"remade {day}" for day in mend(warehouse, effort or Effort())]
    done += [f"settled {day}" for day in settle_due(warehouse, now, effort=effort)]
    for day in _unsettled(warehouse.manifest()):
        if compact_day(warehouse, day, effort=effort):
            done.append(f"merged {day}")
    done += [f"refreshed {day}" for day in refresh_daily(warehouse, now, effort=effort)]
    first_open = _first_open(warehouse, now)  # one week at a time: what lands must not wait for years of them
    mondays = copy_weeks(warehouse, first_open, only_whole=is_filling, at_most=1, effort=effort)
    done += [f"copied the week of {monday}" for monday in mondays]
    forget_files(warehouse)
    remove_orphans(warehouse)
    return done


def is_filling(manifest: Manifest, now: dt.datetime) -> bool:
    """Whether days of the past are being made just now (`FILLING`), so that a week that lacks some is not whole yet."""
    said = manifest.notes.get(FILLING, "")
    return said != "" and now - dt.datetime.fromisoformat(said) < FILLING_AGE


def refresh_daily(warehouse: Warehouse, now: dt.datetime, *, effort: Effort | None = None) -> list[str]:
    """Rebuild the daily rollups of open days that lack readings: large days after some minutes; the days refreshed."""
    manifest = warehouse.manifest()
    since = {key[6:]: value for key, value in manifest.notes.items() if key.startswith("stale:")}
    rows = Counter[str]()
    for part in manifest.of(READINGS):
        rows[part.day] += part.rows
    due = sorted(
        day
        for day, value in since.items()
        if rows[day] < SMALL_ROWS or now - dt.datetime.fromisoformat(value) >= DAILY_REFRESH
    )
    return [day for day in due if _refresh(warehouse, day, effort or Effort())]


def compact_day(warehouse: Warehouse, day: str, *, files: int = SMALL_FILES, effort: Effort | None = None) -> bool:
    """Merge the small landed files of a day that is still open, if there are so many; whether it was done."""
    landed = warehouse.manifest().of(READINGS, role="landed", day=day)
    small = [part for part in landed if part.rows < SMALL_ROWS]
    if len(small) < files:
        return False
    only = replace(warehouse.manifest(), parts={READINGS: tuple(small)})
    with day_database(warehouse, only, day, effort or Effort()) as database:
        merged = warehouse.write(
            READINGS, _merged(database, KnownMeters.of(warehouse).meter_ids), role="landed", day=day
        )
    return _replace_parts(warehouse, day, small, [merged])


def forget_files(warehouse: Warehouse) -> None:
    """Forget the oldest spooled files that were taken long ago: the manifest must stay small."""
    taken = [key for key, value in warehouse.manifest().offsets.items() if key.startswith("spool:") and value == "done"]
    gone = set(taken[:-KNOWN_FILES])
    if gone:
        warehouse.commit(
            lambda newest: replace(newest, offsets={k: v for k, v in newest.offsets.items() if k not in gone})
        )


def remove_orphans(warehouse: Warehouse) -> int:
    """Remove files that no manifest names and nobody has touched for hours; how many."""
    named = {part.path for parts in warehouse.manifest().parts.values() for part in parts}
    before, count = time.time() - ORPHAN_S, 0
    for path in [*warehouse.root.glob("*/*.parquet"), *warehouse.root.glob("*/*.writing")]:
        retired = path.with_suffix(".retired").exists()
        if str(path.relative_to(warehouse.root)) not in named and not retired and _is_older(path, before):
            path.unlink(missing_ok=True)
            count += 1
    return count


def _is_older(path: Path, before: float) -> bool:
    """Whether nobody has touched a file since; one that its writer gives its name meanwhile is not there any more."""
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False


def _settle(
    warehouse: Warehouse, seen: Manifest, day: str, effort: Effort
) -> tuple[list[Part], Callable[[Manifest], Manifest]]:
    """The merged files and rollups of a day, and the change that puts them in place of what they were made of."""
    old = seen.of(READINGS, day=day)
    is_settled = all(part.role == "settled" for part in old)
    merged = [] if is_settled else _settled_files(warehouse, seen, day, effort)
    gone = () if is_settled else old

    def moved(manifest: Manifest) -> Manifest:
        return manifest.without(READINGS, gone).with_part(READINGS, *merged)

    rollups = build_day(warehouse, moved(seen), day, effort)
    return [*merged, *rollups.values()], lambda newest: with_day(moved(newest), day, rollups)


def _settled_files(warehouse: Warehouse, seen: Manifest, day: str, effort: Effort) -> list[Part]:
    """The sorted files of each utility that has readings that day."""
    known_meters, files = KnownMeters.of(warehouse), list[Part]()
    with day_database(warehouse, seen, day, effort) as database:
        for utility_id in np.unique(known_meters.utility_ids).tolist():
            meters = known_meters.meter_ids[known_meters.utility_ids == utility_id]
            rows = _merged(database, meters)
            files += write_by_range(warehouse, rows, role="settled", day=day, scope=f"u{utility_id}")
    return files


def _merged(database: duckdb.DuckDBPyConnection, meters: np.ndarray) -> Iterator[pa.RecordBatch]:
    """The readings of some sorted meters, by meter and time, a range of meters at a time."""
    per_day = 1440 // 15
    step = max(MERGE_ROWS // per_day, 1)
    for first in range(0, len(meters), step):
        chunk = meters[first : first + step]
        database.register("wanted", pa.table({"meter_id": chunk}))
        yield from database.sql(embedded_sql("merged_readings")).to_arrow_table().to_batches()


def _refresh(warehouse: Warehouse, day: str, effort: Effort) -> bool:
    """Daily rollups of a day by the hour. What lands meanwhile waits for the next time."""
    seen = warehouse.manifest()
    parts = build_daily(warehouse, seen, day, effort)

    def change(newest: Manifest) -> Manifest:
        if any(newest.of(table, day=day) != seen.of(table, day=day) for table in DAILY):
            raise Moved(day)
        done = with_day(newest, day, parts)
        if day_files(newest, day) != day_files(seen, day):
            return done
        return replace(done, notes={key: value for key, value in done.notes.items() if key != f"stale:{day}"})

    return _kept(warehouse, change, list(parts.values()))


def _replace_parts(warehouse: Warehouse, day: str, old: list[Part], new: list[Part]) -> bool:
    def change(newest: Manifest) -> Manifest:
        if not set(old) <= set(newest.of(READINGS, day=day)):
            raise Moved(day)
        return newest.without(READINGS, old).with_part(READINGS, *new)

    return _kept(warehouse, change, new)


def _kept(warehouse: Warehouse, change: Callable[[Manifest], Manifest], written: list[Part]) -> bool:
    """Commit, or remove what was written if somebody else was faster; whether it was kept."""
    try:
        with warehouse.alone("landing"):
            warehouse.commit(change)
    except Moved:
        discard(warehouse, written)
        return False
    return True


def _unsettled(manifest: Manifest) -> list[str]:
    """Days with landed files, overrides, or rollups by the hour."""
    days = {part.day for part in manifest.of(READINGS) if part.role != "settled"}
    days |= {part.day for table in HOURLY for part in manifest.of(table) if part.scope != WHOLE_DAY}
    return sorted(days)


def _first_open(warehouse: Warehouse, now: dt.datetime) -> str:
    """The first day that is not over everywhere, some hours for late readings added."""
    zones = set(KnownMeters.of(warehouse).zones.values()) or {"UTC"}
    return min(local_day(now - SETTLE_AFTER, zone) for zone in zones).isoformat()
