"""Temperatures in the embedded history: a file a table, utility and local day, and a note of what a day was made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.analytics.clock import midnight_utc
from data_sources.pipeline.rollups.rollups import WHOLE_DAY
from data_sources.pipeline.thermal.day import DAYS, STATE, STRESS, DayOfHeat
from data_sources.pipeline.thermal.keeping import ONE, HeatMade, HeatUtility
from data_sources.pipeline.writing import NewFile, write_files
from data_sources.source import Source
from data_sources.warehouse.damage import has_its_size
from data_sources.warehouse.files import Attempt, Manifest, Part, Warehouse

LOADS: Final = "transformer_hourly_load"
TABLES: Final = (STRESS, DAYS, STATE)
SUNDAY: Final = 6


class HeatFiles:
    """Keeps them.

    Args:
        warehouse: its files.
        history: asks them.
    """

    def __init__(self, warehouse: Warehouse, history: Source) -> None:
        """Touches nothing."""
        self._warehouse, self._history = warehouse, history

    @property
    def history(self) -> Source:
        """Answers for readings and weather."""
        return self._history

    def load_marks(self, utility: HeatUtility) -> Mapping[dt.date, str]:
        """The days whose rollups are of the whole day, each with the names of their files.

        Where a zone's midnight lies within an hour of UTC, the day after has a share in the last hour.
        """
        files: dict[dt.date, str] = {}
        for part in self._warehouse.manifest().of(LOADS):
            if part.scope == WHOLE_DAY:
                files[dt.date.fromisoformat(part.day)] = part.path
        return {day: f"{path} {_next(files, day, utility)}" for day, path in files.items()}

    def made(self, utility_id: int) -> dict[dt.date, HeatMade]:
        """The days that were made; one whose files are gone, or cut short, was not."""
        manifest, begin = self._warehouse.manifest(), _note(utility_id, "")
        whole = {table: self._whole_days(manifest, table, utility_id) for table in (STRESS, DAYS)}
        found = {}
        for key, note in manifest.notes.items():
            inputs, _, state = note.partition(" ")
            day = key.removeprefix(begin)
            if key.startswith(begin) and (not state or all(day in days for days in whole.values())):
                found[dt.date.fromisoformat(day)] = HeatMade(inputs, state)
        return found

    def state_rows(self, utility_id: int, day: dt.date) -> pa.Table | None:
        """Rows at the end of a day; None where they are not kept, or cannot be read."""
        for part in _of(self._warehouse.manifest(), STATE, utility_id):
            if part.day == day.isoformat() and has_its_size(self._warehouse.root, part):
                return pq.ParquetFile(self._warehouse.root / part.path).read()
        return None

    def write(self, utility_id: int, day: dt.date, heat: DayOfHeat, made: HeatMade) -> None:
        """Put a day in the place of what was there of it."""
        with Attempt(self._warehouse) as attempt:
            files = [NewFile(name, rows, "table", str(day), _scope(utility_id)) for name, rows in heat.tables.items()]
            parts = dict(zip(heat.tables, write_files(attempt, files if made.state else []), strict=False))

            def change(manifest: Manifest) -> Manifest:
                kept = _without(manifest, utility_id, {day})
                for table, part in parts.items():
                    kept = kept.with_part(table, part)
                kept = _without_old_states(kept, utility_id, day)
                return kept.with_notes(**{_note(utility_id, day.isoformat()): f"{made.inputs} {made.state}"})

            attempt.commit(change)

    def drop(self, utility_id: int, days: Collection[dt.date]) -> None:
        """Forget days."""
        self._warehouse.commit(lambda newest: _without(newest, utility_id, days))

    def drop_others(self, utility_ids: Collection[int]) -> bool:
        """Forget utilities that are none of these; whether there were any."""
        parts = [part for table in TABLES for part in self._warehouse.manifest().of(table)]
        days: dict[int, set[dt.date]] = {}
        for part in parts:
            if part.owner.startswith("u") and (owner := int(part.owner[1:])) not in utility_ids:
                days.setdefault(owner, set()).add(dt.date.fromisoformat(part.day))
        for owner, of_owner in days.items():
            self.drop(owner, of_owner)
        return bool(days)

    def _whole_days(self, manifest: Manifest, table: str, utility_id: int) -> set[str]:
        return {part.day for part in _of(manifest, table, utility_id) if has_its_size(self._warehouse.root, part)}


def _of(manifest: Manifest, table: str, utility_id: int) -> list[Part]:
    return [part for part in manifest.of(table) if part.owner == _scope(utility_id)]


def _without(manifest: Manifest, utility_id: int, days: Collection[dt.date]) -> Manifest:
    """Without some days of a utility, and without their notes."""
    names = {day.isoformat() for day in days}
    for table in TABLES:
        manifest = manifest.without(table, [part for part in _of(manifest, table, utility_id) if part.day in names])
    gone = {_note(utility_id, name) for name in names}
    return replace(manifest, notes={key: note for key, note in manifest.notes.items() if key not in gone})


def _without_old_states(manifest: Manifest, utility_id: int, newest: dt.date) -> Manifest:
    """States are kept of the last day, of Sundays, and of the day just made."""
    parts = _of(manifest, STATE, utility_id)
    last = max((part.day for part in parts), default="")
    kept = {last, newest.isoformat()}
    old = [part for part in parts if part.day not in kept and dt.date.fromisoformat(part.day).weekday() != SUNDAY]
    return manifest.without(STATE, old)


def _next(files: Mapping[dt.date, str], day: dt.date, utility: HeatUtility) -> str:
    return files.get(day + ONE, "") if midnight_utc(day + ONE, utility.time_zone).minute else ""


def _scope(utility_id: int) -> str:
    return f"u{utility_id}"


def _note(utility_id: int, day: str) -> str:
    return f"thermal:{utility_id}:{day}"
