"""One change of some days' readings with all that hangs on it: their rollups, and one commit for all of it.

Everything is computed from one manifest. It is kept only if none of its days changed meanwhile (else `Moved`: compute
again), so whoever lands, corrects or takes back readings holds the lock "landing" and asks again where that failed.

Rollups after a change, by the state of the day:
- open (today, or its rollups are by the hour): the touched hours; the daily ones wait for `upkeep`;
- closed (its rollups are of the whole day): the rows of the touched feeders, all five rollups; all rows where another
  version made them, so that no file is of two;
- no rollups yet and long over: built as a whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_sources.analytics.clock import local_day
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.rollups.days import build_days, patch_days, split_into_hours
from data_sources.pipeline.rollups.rollups import (
    HOURLY,
    WHOLE_DAY,
    Effort,
    Moved,
    build_hours,
    files_by_day,
    meters_version,
    with_days,
    with_hours,
)
from data_sources.warehouse.files import Attempt, Manifest, Warehouse

Change = Callable[[Manifest], Manifest]


class DaysChange:
    """Steps from the manifest that was seen to the one that is to be. Use it as a context manager.

    Args:
        warehouse: its files.
        known_meters: the meters there are.
        effort: cores and memory the rollups may take.
        now: naive UTC; which days are still open follows from it.

    Attributes:
        seen: what everything is computed from.
        present: the same with the steps so far.
    """

    def __init__(self, warehouse: Warehouse, known_meters: KnownMeters, effort: Effort, now: dt.datetime) -> None:
        """Nothing is written before the first step."""
        self.warehouse, self.known_meters, self.effort, self.now = Attempt(warehouse), known_meters, effort, now
        self.seen = self.present = warehouse.manifest()
        self.steps: list[Change] = []

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Files that were written and not committed are gone."""
        self.warehouse.__exit__(kind, error, at)

    def step(self, change: Change) -> None:
        """A change of the manifest that names new files."""
        self.steps.append(change)
        self.present = change(self.present)

    def roll_up(self, touched: Mapping[str, pa.Table]) -> None:
        """Bring the rollups to the readings of `present`.

        Args:
            touched: by day, the `meter_id` and `interval_start_at` of the readings that changed.
        """
        kinds = _Kinds(self.present)
        is_open = {
            day: day not in kinds.outdated and (day in kinds.by_hour or self._is_open(day, day in kinds.whole))
            for day in touched
        }
        for day in (day for day in touched if is_open[day]):
            self._roll_up_hours(day, touched[day], day in kinds.whole)
        closed = [day for day in touched if not is_open[day]]
        version, whole = meters_version(self.present), kinds.whole - kinds.outdated
        kept = {day for day in closed if day in whole and self.present.notes.get(f"rolled:{day}") == version}
        parts = build_days(self.warehouse, self.present, [day for day in closed if day not in kept], self.effort)
        if kept:
            feeders = self._feeders({day: touched[day] for day in kept})
            parts |= patch_days(self.warehouse, self.present, feeders, self.effort)
        if parts:
            self.step(lambda newest: with_days(newest, parts))

    def commit(self, days: Collection[str], finish: Change) -> None:
        """Keep all steps at once, and what `finish` adds.

        Raises:
            Moved: one of the days is no longer what it was.
        """

        def change(newest: Manifest) -> Manifest:
            if files_by_day(newest, days) != files_by_day(self.seen, days):
                raise Moved
            for step in self.steps:
                newest = step(newest)
            return finish(newest)

        self.warehouse.commit(change)

    def _roll_up_hours(self, day: str, touched: pa.Table, whole: bool) -> None:
        since = self.now.isoformat()
        hours = sorted(pc.unique(pc.floor_temporal(touched["interval_start_at"], unit="hour")).to_pylist())
        parts = split_into_hours(self.warehouse, self.present, day, but=hours) if whole else []
        parts += build_hours(self.warehouse, self.present, day, hours, self.effort)
        self.step(lambda newest: _marked_stale(with_hours(newest, day, parts), day, since))

    def _is_open(self, day: str, is_rolled: bool) -> bool:
        """Whether more of the day is to come: today in any utility's zone, and yesterday until it was settled."""
        first = min(local_day(self.now, zone) for zone in set(self.known_meters.zones.values()) or {"UTC"})
        return day >= (first if is_rolled else first - dt.timedelta(days=1)).isoformat()

    def _feeders(self, touched: Mapping[str, pa.Table]) -> dict[str, pa.Array]:
        """The feeders that each day's meters are on."""
        files = [self.warehouse.root / part.path for part in self.present.of("meters")]
        meters = pa.concat_tables([pq.read_table(file, columns=["meter_id", "feeder_id"]) for file in files])
        meters = meters.sort_by("meter_id").combine_chunks()
        ids, feeders = (meters[name].to_numpy() for name in meters.column_names)

        def of(rows: pa.Table) -> pa.Array:
            mine = np.unique(rows["meter_id"].to_numpy())
            return pa.array(np.unique(feeders[np.searchsorted(ids, mine[np.isin(mine, ids)])]))

        return {day: of(rows) for day, rows in touched.items()}


class _Kinds:
    """Days whose hourly rollups are one file an hour, days with one file, and those of another version."""

    def __init__(self, manifest: Manifest) -> None:
        parts = [part for table in HOURLY for part in manifest.of(table)]
        self.by_hour = {part.day for part in parts if part.scope.startswith("h")}
        self.whole = {part.day for part in parts if part.scope == WHOLE_DAY}
        self.outdated = {part.day for part in parts if part.is_outdated}


def _marked_stale(manifest: Manifest, day: str, since: str) -> Manifest:
    """Remember since when the daily rollups of an open day lack readings (ISO time)."""
    return manifest.with_notes(**{f"stale:{day}": manifest.notes.get(f"stale:{day}", since)})
