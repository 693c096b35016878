"""A load of readings is taken back: what it brought goes, what it had replaced stands again, in one commit.

- A reading of the load that still stands goes. One that was corrected since stays as corrected.
- What stood before a reading of the load stands again, also where the day was settled meanwhile. It is kept of the
  latest `load_record.KEPT_LOADS` loads; of older ones a version that still lies beneath shows, else none.
- A reading that another load holds too, value for value, stays: it becomes that load's own.
- A reading that came with a load which was taken back before does not come back with another one.
- Rollups follow as they do when readings land; a day without any reading left has none.

Limits: a version that lost against the load's reading while that stood was never kept, so it has to be loaded again.
The network that `--as-new-utility` made stays. Only the embedded warehouse is written; on Snowflake, delete the raw
rows of the load's `ingested_at`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing import dedup
from data_sources.pipeline.landing.changing import DaysChange
from data_sources.pipeline.landing.load_record import (
    Load,
    load_named,
    loads_of,
    replaced_rows,
    shared_rows,
    with_load,
    without_files_of,
)
from data_sources.pipeline.rollups.days import by_day, together
from data_sources.pipeline.rollups.ranges import GROUP_ROWS
from data_sources.pipeline.rollups.rollups import (
    Effort,
    Moved,
    arrow,
    days_database,
    embedded_sql,
    rollup_tables,
)
from data_sources.pipeline.writing import NewFile, write_files
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import READINGS


@dataclass(frozen=True, slots=True)
class Unloaded:
    """What taking a load back did.

    Attributes:
        load: which, as it is remembered now.
        removed: readings of the load that stood and are gone.
        restored: readings that it had replaced and that stand again.
        corrected_since: readings of the load that others replaced; they stay as they are.
        lost: readings that it had replaced and that are no longer kept.
        days: days that changed.
        handed: readings of the load that another one holds too; they stay as that one's.
    """

    load: Load
    removed: int
    restored: int
    corrected_since: int
    lost: int
    days: int
    handed: int = 0

    def sentence(self) -> str:
        """One line for a person."""
        days = f"{self.days:,} day{'s' * (self.days != 1)}"
        told = f"Load {self.load.load_id} was taken back: {self.removed:,} readings of {days} are gone"
        told += f", {self.restored:,} that it had replaced stand again"
        if self.handed:
            told += f"; {self.handed:,} that another load holds too stay as that one's"
        if self.corrected_since:
            told += f"; {self.corrected_since:,} were replaced since and stay as they are"
        if self.lost:
            told += f"; what {self.lost:,} readings were before is no longer kept and cannot come back"
        return told + "."


def unload(
    warehouse: Warehouse, load_id: str, *, now: dt.datetime | None = None, effort: Effort | None = None
) -> Unloaded:
    """Take back what a load brought.

    Args:
        warehouse: its files.
        load_id: of the load, or so many of its first signs that it is the only one.
        now: naive UTC; the present, unless a test says otherwise.
        effort: cores and memory to take.

    Raises:
        ImportRefused: there is no such load, several begin so, or it was taken back before.
    """
    now = now or dt.datetime.now(dt.UTC).replace(tzinfo=None)
    with warehouse.alone("landing"):
        load = load_named(warehouse.manifest(), load_id)
        while True:  # a second turn only if a day was replaced by someone who does not ask for the lock
            known_meters = KnownMeters.of(warehouse)
            with suppress(Moved), _Unloading(warehouse, known_meters, effort or Effort(), now) as attempt:
                return attempt.run(load)


class _Unloading(DaysChange):
    """One attempt to take a load back."""

    def run(self, load: Load) -> Unloaded:
        own = _stamps([load])
        days = {part.day for part in self.seen.of(READINGS) if load.first_day <= part.day <= load.last_day}
        gone = self._standing(days, own)
        back = self._to_come_back(gone, own)
        self._rewrite(days, own, by_day(back))
        self._follow(by_day(gone))
        done = replace(load, taken_back_at=self.now.isoformat())
        handed = self._handed(back)
        self.commit(days, lambda newest: without_files_of(_handed_over(with_load(newest, done), handed), load.load_id))
        replaced = replaced_rows(self.warehouse, self.seen, load.load_id)
        again = len(replaced.filter(pc.is_in(replaced["ingested_at"], own)))
        since = max(load.new + load.corrected + load.taken_over - again - len(gone), 0)
        stay = sum(handed.values())
        lost = max(load.corrected - len(replaced), 0)
        return Unloaded(done, len(gone) - stay, len(back) - stay, since, lost, len(by_day(gone)), stay)

    def _follow(self, touched: dict[str, pa.Table]) -> None:
        """The rollups of the days that changed; a day without readings has none."""
        empty = touched.keys() - {part.day for part in self.present.of(READINGS)}
        self.step(lambda manifest: _without_rollups(manifest, empty))
        self.roll_up({day: rows for day, rows in touched.items() if day not in empty})

    def _standing(self, days: set[str], stamps: pa.Array) -> pa.Table:
        """Keys of the load's readings that stand."""
        found = []
        for group in list(together(self.seen, days)) or [[]]:
            with days_database(self.warehouse, self.seen, group, self.effort) as database:
                database.register("batches", pa.table({"ingested_at": stamps}))
                found.append(arrow(database, embedded_sql("readings_of_load")))
        return pa.concat_tables(found)

    def _to_come_back(self, gone: pa.Table, own: pa.Array) -> pa.Table:
        """The best of what stood before or is of another load too: not of this one nor of one that was taken back."""
        undone = _stamps([load for load in loads_of(self.seen) if load.taken_back_at])
        rows = pa.concat_tables([shared_rows(self.warehouse, self.seen), replaced_rows(self.warehouse, self.seen)])
        rows = rows.filter(pc.invert(pc.is_in(rows["ingested_at"], pa.concat_arrays([own, undone]))))
        rows = rows.sort_by("ingested_at")
        rows = rows.take(pa.array(dedup.winners(rows)))
        return rows.filter(pa.array(np.isin(dedup.keys(rows), dedup.keys(gone))))

    def _handed(self, back: pa.Table) -> dict[str, int]:
        """How many of the readings that come back are handed to which load, which held them too."""
        sources = (back, shared_rows(self.warehouse, self.seen), replaced_rows(self.warehouse, self.seen))
        found = {}
        for load in loads_of(self.seen) if len(sources[1]) else ():
            own = (rows.filter(pc.is_in(rows["ingested_at"], _stamps([load]))) for rows in sources)
            ours, held, stood = (dedup.keys(rows) for rows in own)  # what stood before was handed over earlier
            found[load.load_id] = int((np.isin(ours, held) & ~np.isin(ours, stood)).sum())
        return {load_id: count for load_id, count in found.items() if count}

    def _rewrite(self, days: set[str], own: pa.Array, back: dict[str, pa.Table]) -> None:
        """The days' files without the load's readings, and overrides for those that come back."""
        parts = [part for part in self.seen.of(READINGS) if part.day in days]
        arrivals = {part: self._arrivals(part) for part in parts}
        stamps = own.to_pylist()

        def may_hold(part: Part) -> bool:
            return any(first <= stamp <= last for first, last in arrivals[part] for stamp in stamps)

        old = [part for part in parts if may_hold(part) or (part.role == "override" and part.day in back)]
        mixed = [part for part in old if any(first != last or first not in stamps for first, last in arrivals[part])]
        new = [self._without(part, own) for part in mixed if part.role != "override"]
        new += write_files(self.warehouse, list(self._overrides(mixed, own, back)))
        new = [part for part in new if part.rows]
        self.step(lambda manifest: manifest.without(READINGS, old).with_part(READINGS, *new))

    def _arrivals(self, part: Part) -> list[tuple[dt.datetime, dt.datetime]]:
        """First and last `ingested_at` of each group of rows of a file."""
        found = pq.read_metadata(self.warehouse.root / part.path)
        column = found.schema.names.index("ingested_at")
        groups = [found.row_group(number).column(column).statistics for number in range(found.num_row_groups)]
        return [(group.min, group.max) for group in groups]

    def _without(self, part: Part, own: pa.Array) -> Part:
        """A file without the load's readings, a piece at a time: one day may be larger than memory."""

        def pieces() -> Iterator[pa.RecordBatch]:
            with pq.ParquetFile(self.warehouse.root / part.path) as file:
                for batch in file.iter_batches():
                    yield batch.filter(pc.invert(pc.is_in(batch["ingested_at"], own)))

        return self.warehouse.write(
            READINGS, pieces(), role=part.role, day=part.day, scope=part.scope, ids=part.ids, row_group_rows=GROUP_ROWS
        )

    def _overrides(self, mixed: list[Part], own: pa.Array, back: dict[str, pa.Table]) -> Iterator[NewFile]:
        """A day's one file of overrides: those that stay, and what comes back."""
        old = {part.day: part for part in mixed if part.role == "override"}
        for day in sorted(old.keys() | back.keys()):
            rows = [back[day]] if day in back else []
            if day in old:
                stay = pq.read_table(self.warehouse.root / old[day].path)
                rows.append(stay.filter(pc.invert(pc.is_in(stay["ingested_at"], own))))
            yield NewFile(READINGS, dedup.sorted_by_key(pa.concat_tables(rows).combine_chunks()), "override", day)


def _without_rollups(manifest: Manifest, days: Collection[str]) -> Manifest:
    """Without the rollups of days that have no reading left."""
    for table in rollup_tables():
        manifest = manifest.without(table, [part for part in manifest.of(table) if part.day in days])
    gone = {f"{kind}:{day}" for kind in ("rolled", "stale") for day in days}
    return replace(manifest, notes={key: value for key, value in manifest.notes.items() if key not in gone})


def _handed_over(manifest: Manifest, handed: Mapping[str, int]) -> Manifest:
    """Loads remember how many readings became their own."""
    for load in loads_of(manifest):
        if load.load_id in handed:
            manifest = with_load(manifest, replace(load, taken_over=load.taken_over + handed[load.load_id]))
    return manifest


def _stamps(loads: list[Load]) -> pa.Array:
    found = [dt.datetime.fromisoformat(stamp) for load in loads for stamp in load.stamps]
    return pa.array(found, pa.timestamp("us"))
