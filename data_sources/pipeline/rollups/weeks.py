"""Weeks at rest are copied into files sorted by meter over all their days (see `copies` for how they are read).

Costs once more the disk of the readings, and about as long as writing them did; both in the background. A week is
copied when it is over and all its days are settled; again when one of them was settled anew. A group of rows holds 182
meters' week: what is asked of a copy is about single meters, and a group is the least that is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from data_sources.pipeline.rollups.ranges import write_by_range
from data_sources.pipeline.rollups.rollups import Effort, embedded_sql
from data_sources.warehouse.copies import digest, note_of, settled_between
from data_sources.warehouse.duckdb import open_database
from data_sources.warehouse.files import ROW_GROUP_ROWS, Manifest, Part, Warehouse
from data_sources.warehouse.schema import BY_METER, READINGS

WEEK_DAYS = 7
LEAST_DAYS = 2  # a copy of one day would be the day's own files
BATCH_ROWS = 491_520


def copy_weeks(
    warehouse: Warehouse, first_open: str, *, only_whole: bool = True, at_most: int | None = None,
    effort: Effort | None = None,
) -> list[str]:  # fmt: skip
    """Copy the weeks that are over and were not copied, or not since a day of theirs was settled anew.

    Args:
        warehouse: its files.
        first_open: the first local day that is not over, ISO.
        only_whole: pass over weeks that lack days, as more of them may be on their way.
        at_most: so many weeks; None for all. A week of 597,000 meters takes minutes.
        effort: cores and memory to take.

    Returns:
        The Mondays of the weeks copied, ISO.
    """
    drop_stale(warehouse)
    least = WEEK_DAYS if only_whole else LEAST_DAYS
    with warehouse.alone("copying"):  # a stream and a demo's worker both look after one warehouse
        due = list(_due(warehouse.manifest(), first_open, least))[:at_most]
        return [monday for owner, monday in due if _copy(warehouse, owner, monday, effort or Effort())]


def drop_stale(warehouse: Warehouse) -> None:
    """Forget copies of days that were settled anew or are gone: they are passed over already and only take disk."""

    def stale(manifest: Manifest) -> list[Part]:
        parts = manifest.of(BY_METER)
        weeks = {(part.owner, part.day) for part in parts}
        fresh = {week for week in weeks if _is_copied(manifest, *week)}
        return [part for part in parts if (part.owner, part.day) not in fresh]

    if stale(warehouse.manifest()):
        warehouse.commit(lambda newest: newest.without(BY_METER, stale(newest)))


def _due(manifest: Manifest, first_open: str, least: int) -> Iterator[tuple[str, str]]:
    """Owner and Monday of the weeks to copy, newest first."""
    restless = {_monday(part.day) for part in manifest.of(READINGS) if part.role != "settled" or not part.ids}
    held: dict[tuple[str, str], set[str]] = {}
    for part in manifest.of(READINGS, role="settled"):
        held.setdefault((_monday(part.day), part.owner), set()).add(part.day)
    for (monday, owner), days in sorted(held.items(), reverse=True):
        is_over = _sunday(monday) < first_open and monday not in restless
        if is_over and len(days) >= least and not _is_copied(manifest, owner, monday):
            yield owner, monday


def _copy(warehouse: Warehouse, owner: str, monday: str, effort: Effort) -> bool:
    """Write and commit one week's copy; whether it was kept."""
    manifest = warehouse.manifest()
    sources = settled_between(manifest, owner, monday, _sunday(monday))
    files: list[Part] = []
    for ids in sorted({part.ids for part in sources if part.ids}):
        rows = _sorted(warehouse, manifest, [part for part in sources if part.ids == ids], effort)
        files += write_by_range(
            warehouse, rows, table=BY_METER, role="copy", day=monday, last_day=_sunday(monday), scope=owner,
            row_group_rows=ROW_GROUP_ROWS,
        )  # fmt: skip
    made_of = digest(sources)

    def change(newest: Manifest) -> Manifest:
        if digest(settled_between(newest, owner, monday, _sunday(monday))) != made_of:
            files.clear()  # a day was settled anew meanwhile: what was written is left to `remove_orphans`
            return newest
        old = [part for part in newest.of(BY_METER, day=monday) if part.owner == owner]
        kept = newest.without(BY_METER, old).with_part(BY_METER, *files)
        return kept.with_notes(**{note_of(owner, monday): made_of})

    warehouse.commit(change)
    return bool(files)


def _sorted(warehouse: Warehouse, manifest: Manifest, parts: list[Part], effort: Effort) -> Iterator[pa.RecordBatch]:
    """The rows of some files by meter and time."""
    only = replace(manifest, parts={READINGS: tuple(parts)})
    database = open_database(warehouse, only, effort.threads, effort.memory_mb)
    try:
        yield from database.sql(embedded_sql("sorted_readings")).to_arrow_reader(BATCH_ROWS)
    finally:
        database.close()


def _is_copied(manifest: Manifest, owner: str, monday: str) -> bool:
    made_of = manifest.notes.get(note_of(owner, monday))
    return made_of == digest(settled_between(manifest, owner, monday, _sunday(monday)))


def _monday(day: str) -> str:
    date = dt.date.fromisoformat(day)
    return (date - dt.timedelta(days=date.weekday())).isoformat()


def _sunday(monday: str) -> str:
    return (dt.date.fromisoformat(monday) + dt.timedelta(days=WEEK_DAYS - 1)).isoformat()
