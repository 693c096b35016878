"""Readings land: checked, deduplicated against everything that is there, counted in the rollups, committed at once.

One commit carries the readings' files, the rollups they touch and the offsets of the stream they came from: after a
crash all of it is there, or nothing. Only one lander works at a time (threads and processes); settling and rebuilding
compute beside it and commit between two batches, and whoever finds the day changed under its hands computes again.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_sources.analytics.clock import naive_utc
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing import dedup, overlaps
from data_sources.pipeline.landing.changing import DaysChange
from data_sources.pipeline.landing.load_record import LoadSource, load_so_far, with_batch
from data_sources.pipeline.landing.validation import as_readings, rejected_with, validate
from data_sources.pipeline.rollups.days import by_day, together
from data_sources.pipeline.rollups.rollups import Effort, Moved, arrow, days_database, embedded_sql
from data_sources.pipeline.writing import NewFile, write_files
from data_sources.warehouse.files import Manifest, Warehouse
from data_sources.warehouse.schema import READINGS, arrow_schema


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of a batch; `rows` is the sum of the four others and the length of `unchanged`.

    Attributes:
        rows: given.
        new: of a meter and interval that had none.
        corrected: won over a reading that was there.
        superseded: lost to a reading that was there or stood in the same batch.
        rejected: cannot be true, or overlaps a reading of another interval (see `overlaps`).
        rejections: the rejected rows with their number in the batch and the reason.
        stands: of a load's batch, which of the given rows stand now; else empty.
        replaced: of a load's batch, the readings that were there and are not any more; else None.
        unchanged: of a load's batch, the readings that were there already, value for value, as they stand; else None.
    """

    rows: int
    new: int
    corrected: int
    superseded: int
    rejected: int
    rejections: pa.Table
    stands: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    replaced: pa.Table | None = None
    unchanged: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class _Share:
    """One day's share of a batch, sorted by key: what is new and what wins over a row that is there."""

    day: str
    new: pa.Table
    won: pa.Table

    @property
    def rows(self) -> pa.Table:
        return pa.concat_tables([self.new, self.won])


def land(
    warehouse: Warehouse,
    known_meters: KnownMeters,
    readings: pa.Table,
    *,
    offsets: Mapping[str, str] | None = None,
    ingested_at: dt.datetime | None = None,
    effort: Effort | None = None,
    source: LoadSource | None = None,
    refuse: Callable[[pa.Table], object] | None = None,
) -> Landed:
    """Take a batch of readings into the embedded warehouse.

    Args:
        warehouse: where to.
        known_meters: the meters there are (`KnownMeters.of(warehouse)`).
        readings: rows with the columns of `reading_schema`, in any order.
        offsets: how far the streams they came from were read; committed with them, also when no row is taken.
        ingested_at: when they arrived; now, unless a test or a replay says otherwise. UTC.
        effort: cores and memory the rollups may take.
        source: the load they are of, where it is to be remembered so that it can be taken back.
        refuse: told the rejected rows before anything is committed, once more where it has to be computed again.

    Raises:
        ImportRefused: a column is missing or has a type no reading has; nothing was written.
        OSError: the disk is full or may not be written; nothing of the batch stays there.
    """
    arrived = naive_utc(ingested_at or dt.datetime.now(dt.UTC))
    given = as_readings(readings)
    batch = _Batch(given, known_meters, arrived)

    def tell(standing: np.ndarray) -> None:
        if refuse:
            refuse(batch.rejections(standing))

    with warehouse.alone("landing"):
        attempts = (_Landing(warehouse, known_meters, effort or Effort(), arrived, source) for _ in itertools.count())
        done = _land_until_kept(attempts, batch.rows, dict(offsets or {}), tell)
    rejections = batch.rejections(done.standing)
    return Landed(
        rows=len(given), new=done.new, corrected=done.won, rejected=len(rejections), rejections=rejections,
        superseded=len(given) - done.new - done.won - len(rejections) - len(done.unchanged or ()),
        stands=batch.stands(done.keys) if source else np.zeros(0, bool), replaced=done.replaced,
        unchanged=done.unchanged,
    )  # fmt: skip


class _Batch:
    """What was given, and what of it may land.

    Attributes:
        rows: sorted by key, one a key; none overlaps another.
    """

    def __init__(self, given: pa.Table, known_meters: KnownMeters, arrived: dt.datetime) -> None:
        self._given = given
        accepted, self._implausible = validate(given, known_meters, arrived)
        accepted = _stamped(accepted, arrived)
        self._row = np.delete(np.arange(len(given)), self._implausible["row"].to_numpy())
        clash = overlaps.within(accepted)
        self._clashing, apart = self._row[clash], np.flatnonzero(~clash)
        self._apart, self._keys = self._row[apart], dedup.keys(accepted)[apart]
        chosen = apart[dedup.winners(accepted.take(pa.array(apart)))] if clash.any() else dedup.winners(accepted)
        self.rows, self._chosen = accepted.take(pa.array(chosen)), self._row[chosen]

    def rejections(self, standing: np.ndarray) -> pa.Table:
        """The rejected rows with their reasons; those of `rows` at some places overlap what is there."""
        found = [
            self._implausible, rejected_with(self._given, self._clashing, overlaps.TOGETHER),
            rejected_with(self._given, self._chosen[standing], overlaps.STANDING),
        ]  # fmt: skip
        return pa.concat_tables(found).sort_by("row")

    def stands(self, keys: np.ndarray) -> np.ndarray:
        """Which of the given rows stand, when the readings of some keys do."""
        stands = np.zeros(len(self._given), bool)
        stands[self._apart] = np.isin(self._keys, keys)
        return stands


@dataclass(frozen=True, slots=True)
class _Done:
    """What an attempt changed; keys and replaced readings only of a load.

    Attributes:
        new: rows that had none before.
        won: rows that took the place of another.
        standing: places of the rows that were rejected, as they overlap what is there.
        keys: of all that are new or won.
        replaced: what stood before.
        unchanged: what stands and says the same.
    """

    new: int
    won: int
    standing: np.ndarray
    keys: np.ndarray
    replaced: pa.Table | None
    unchanged: pa.Table | None


def _land_until_kept(
    attempts: Iterable[_Landing], rows: pa.Table, offsets: dict[str, str], tell: Callable[[np.ndarray], None]
) -> _Done:
    for one in attempts:  # a second turn only if a day was replaced by someone who does not ask for the lock
        with suppress(Moved), one as attempt:
            return attempt.run(rows, offsets, tell)
    raise AssertionError("there is always another attempt")


class _Landing(DaysChange):
    """One attempt to land rows that are sorted by key, one a key, none of which overlaps another."""

    def __init__(
        self,
        warehouse: Warehouse,
        known_meters: KnownMeters,
        effort: Effort,
        now: dt.datetime,
        source: LoadSource | None,
    ) -> None:
        super().__init__(warehouse, known_meters, effort, now)
        self.source = source
        self.replaced: list[pa.Table] = []
        self.unchanged: list[pa.Table] = []
        self.shared: list[pa.Table] = []

    def _clashing(self, rows: pa.Table) -> np.ndarray:
        """Places of the rows that overlap a reading of another interval that is there."""
        places = overlaps.may_overlap(self.warehouse, self.seen, rows, self.known_meters.zones.values())
        days = overlaps.days_around(rows) & {part.day for part in self.seen.of(READINGS)}
        found = [np.empty(0, np.int64)]
        for group in together(self.seen, days) if len(places) else ():
            with days_database(self.warehouse, self.seen, group, self.effort) as database:
                found.append(overlaps.standing(database, rows, places))
        return np.unique(np.concatenate(found))

    def run(self, rows: pa.Table, offsets: dict[str, str], tell: Callable[[np.ndarray], None]) -> _Done:
        tell(standing := self._clashing(rows))
        days, rows = _days(rows), rows.filter(pa.array(~np.isin(np.arange(len(rows)), standing)))
        shares = self._compare(rows)
        if new := [share for share in shares if len(share.new)]:
            self._add(new)
        if won := [share for share in shares if len(share.won)]:
            self._override(won)
        self.roll_up({share.day: share.rows for share in shares})
        counts = sum(len(share.new) for share in new), sum(len(share.won) for share in won)
        if self.source and (shares or any(map(len, self.shared))):
            self._remember(self.source, [share.day for share in shares], counts)
        lost = len(rows) - sum(counts) - sum(map(len, self.unchanged))
        if self.steps or offsets or lost:
            self.commit(days, lambda newest: _counted(newest, lost).with_offsets(offsets))
        return self._done(shares, counts, standing)

    def _done(self, shares: list[_Share], counts: tuple[int, int], standing: np.ndarray) -> _Done:
        if self.source is None:
            return _Done(*counts, standing, np.zeros(0, np.int64), None, None)
        keys = [dedup.keys(rows) for share in shares for rows in (share.new, share.won)]
        replaced, unchanged = (pa.concat_tables(found) if found else None for found in (self.replaced, self.unchanged))
        return _Done(*counts, standing, np.concatenate([np.zeros(0, np.int64), *keys]), replaced, unchanged)

    def _remember(self, source: LoadSource, days: list[str], counts: tuple[int, int]) -> None:
        """What the load brought, what it replaced, and what it holds too of another load or of none."""
        replaced, shared = (
            write_files(self.warehouse, [NewFile(READINGS, rows, source.load_id, "") for rows in found if len(rows)])
            for found in (self.replaced, self.shared)
        )
        days = sorted({*days, *(day for rows in self.shared for day in _days(rows))})
        counted = (*counts, sum(map(len, self.shared)))
        self.step(lambda manifest: with_batch(manifest, source, self.now, days, counted, replaced, shared))

    def _compare(self, rows: pa.Table) -> list[_Share]:
        """Split each day's rows into new ones and those that win; the losers are dropped."""
        is_new, has_won = np.ones(len(rows), bool), np.zeros(len(rows), bool)
        for group in together(self.seen, _days(rows) & {part.day for part in self.seen.of(READINGS)}):
            found = self._standing(rows, group)
            at = found["row"].to_numpy()
            is_new[at] = False
            has_won[at] = wins = dedup.beats(
                dedup.ranks(rows["quality"])[at], _us(rows["ingested_at"])[at],
                dedup.ranks(found["quality"]), _us(found["ingested_at"]),
            )  # fmt: skip
            if self.source:
                has_won[at] = wins = wins & ~self._set_same_aside(self.source, rows.take(found["row"]), found)
                self.replaced.append(found.filter(pa.array(wins)))
        new, won = (by_day(rows.filter(pa.array(mask))) for mask in (is_new, has_won))
        none = rows.slice(0, 0)
        return [_Share(day, new.get(day, none), won.get(day, none)) for day in sorted(new.keys() | won.keys())]

    def _set_same_aside(self, source: LoadSource, rows: pa.Table, found: pa.Table) -> np.ndarray:
        """Which rows say what stands already; those that another load brought, or none, are to be remembered."""
        same = dedup.same_values(rows, found)
        stamps = load_so_far(self.seen, source.load_id).stamps
        own = pa.array([dt.datetime.fromisoformat(stamp) for stamp in stamps], pa.timestamp("us"))
        is_own = pc.is_in(found["ingested_at"], own).to_numpy()
        self.unchanged.append(found.filter(pa.array(same)))
        self.shared.append(rows.filter(pa.array(same & ~is_own)))
        return same

    def _standing(self, rows: pa.Table, days: list[str]) -> pa.Table:
        """The readings of some days that rows of the batch compete with."""
        keys = rows.select(["meter_id", "interval_start_at", "reading_day"])
        with days_database(self.warehouse, self.seen, days, self.effort) as database:
            database.register("keys", keys.append_column("row", pa.array(np.arange(len(rows)))))
            return arrow(database, embedded_sql("standing_readings" if self.source else "existing_readings"))

    def _add(self, shares: list[_Share]) -> None:
        parts = write_files(self.warehouse, [NewFile(READINGS, share.new, "landed", share.day) for share in shares])
        self.step(lambda manifest: manifest.with_part(READINGS, *parts))

    def _override(self, shares: list[_Share]) -> None:
        """A day has one file of overrides, so that no row of it is shown twice."""
        old = {share.day: self.present.of(READINGS, role="override", day=share.day) for share in shares}
        files = []
        for share in shares:
            gone = dedup.keys(share.won)
            kept = [dedup.without_keys(pq.read_table(self.warehouse.root / one.path), gone) for one in old[share.day]]
            rows = dedup.sorted_by_key(pa.concat_tables([*kept, share.won]).combine_chunks())
            files.append(NewFile(READINGS, rows, "override", share.day))
        parts, replaced = write_files(self.warehouse, files), [part for parts in old.values() for part in parts]
        self.step(lambda manifest: manifest.without(READINGS, replaced).with_part(READINGS, *parts))


def _days(rows: pa.Table) -> set[str]:
    return {day.isoformat() for day in pc.unique(rows["reading_day"]).to_pylist()}


def _counted(manifest: Manifest, lost: int) -> Manifest:
    return manifest.with_notes(superseded=str(int(manifest.notes.get("superseded", "0")) + lost))


def _stamped(rows: pa.Table, arrived: dt.datetime) -> pa.Table:
    """With `ingested_at`, and the columns in the order of the DDL."""
    stamp = pa.repeat(pa.scalar(arrived, pa.timestamp("us")), len(rows))
    schema = arrow_schema(READINGS)
    return rows.append_column("ingested_at", stamp).select(schema.names).cast(schema).combine_chunks()


def _us(column: pa.ChunkedArray) -> np.ndarray:
    values: np.ndarray = column.cast(pa.int64()).to_numpy()
    return values
