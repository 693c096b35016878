"""Rollups and copies whose files were cut short, are gone, or were made by another version are made again."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

import duckdb

from data_sources.pipeline.rollups.rollups import Effort, rebuild_rollups, rollup_tables
from data_sources.warehouse.copies import note_of
from data_sources.warehouse.damage import has_its_size
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import BY_METER, READINGS

log = logging.getLogger(__name__)

RENEWED_ROWS = 60_000_000  # a day of 597,000 meters, a quarter of a minute


def mend(warehouse: Warehouse, effort: Effort) -> list[str]:
    """Make again what can be; a day whose readings are damaged too, or gone, stays as it is.

    What another version made follows, newest first, about `RENEWED_ROWS` readings a call: the rest waits for the next.

    Args:
        warehouse: its files; of each only the size is looked at.
        effort: cores and memory to take.

    Returns:
        The days whose rollups were remade, ISO.
    """
    manifest = warehouse.manifest()
    _drop_copies(warehouse, _damaged(warehouse, manifest, BY_METER))
    days = {part.day for table in rollup_tables() for part in _damaged(warehouse, manifest, table)}
    lost = {part.day for part in _damaged(warehouse, manifest, READINGS)}
    read = {part.day for part in manifest.of(READINGS)}
    due = [*sorted((days & read) - lost), *_outdated(manifest, (read - days) - lost)]
    return [day for day in due if _rebuild(warehouse, day, effort)]


def _outdated(manifest: Manifest, days: Collection[str]) -> Iterator[str]:
    """Some of the days whose rollups another version made, newest first."""
    outdated = {part.day for table in rollup_tables() for part in manifest.of(table) if part.is_outdated}
    rows = Counter[str]()
    for part in manifest.of(READINGS):
        rows[part.day] += part.rows
    taken = 0
    for day in sorted(outdated & set(days), reverse=True):
        if taken and taken + rows[day] > RENEWED_ROWS:
            return
        taken += rows[day]
        yield day


def _damaged(warehouse: Warehouse, manifest: Manifest, table: str) -> list[Part]:
    return [part for part in manifest.of(table) if not has_its_size(warehouse.root, part)]


def _rebuild(warehouse: Warehouse, day: str, effort: Effort) -> bool:
    try:
        rebuild_rollups(warehouse, day, threads=effort.threads, memory_mb=effort.memory_mb)
    except (duckdb.Error, OSError) as error:
        log.warning("The rollups of %s cannot be remade: %s", day, error)
        return False
    return True


def _drop_copies(warehouse: Warehouse, damaged: list[Part]) -> None:
    """Forget the copies of the weeks of damaged files: the days' own files answer until they are copied again."""
    weeks = {(part.owner, part.day) for part in damaged}
    if not weeks:
        return
    notes = {note_of(*week) for week in weeks}

    def without(newest: Manifest) -> Manifest:
        gone = [part for part in newest.of(BY_METER) if (part.owner, part.day) in weeks]
        kept = {key: value for key, value in newest.notes.items() if key not in notes}
        return replace(newest.without(BY_METER, gone), notes=kept)

    warehouse.commit(without)
