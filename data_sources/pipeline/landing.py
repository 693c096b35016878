"""Readings land: checked, deduplicated against everything that is there, counted in the rollups, committed at once.

One commit carries the readings' files, the rollups they touch and the offsets of the stream they came from: after a
crash all of it is there, or nothing. Only one lander works at a time (threads and processes); settling and rebuilding
compute beside it and commit between two batches, and whoever finds the day changed under its hands computes again.

Rollups after landing, by the state of the day:
- open (today, or its rollups are by the hour): the touched hours; the daily ones wait for `upkeep`;
- closed (its rollups are of the whole day): the rows of the touched feeders, all five rollups;
- no rollups yet and long over: built as a whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_sources.locks import alone
from data_sources.pipeline import dedup
from data_sources.pipeline.dims import Dims
from data_sources.pipeline.rollups import (
    Effort,
    Moved,
    arrow,
    build_day,
    build_hours,
    day_database,
    day_files,
    discard,
    embedded_sql,
    has_whole_day,
    is_by_hour,
    local_day,
    marked_stale,
    meters_version,
    patch_day,
    split_into_hours,
    with_day,
    with_hours,
)
from data_sources.pipeline.settling import settle_day, settle_due, upkeep
from data_sources.pipeline.validation import as_readings, validate
from data_sources.warehouse import Manifest, Part, Warehouse
from data_sources.warehouse_schema import READINGS, arrow_schema

__all__ = ["Landed", "land", "settle_day", "settle_due", "upkeep"]


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of a batch; `rows` is the sum of the four others.

    Attributes:
        rows: given.
        new: of a meter and interval that had none.
        corrected: won over a reading that was there.
        superseded: lost to a reading that was there or stood in the same batch.
        rejected: cannot be true.
        rejections: the rejected rows with their number in the batch and the reason.
    """

    rows: int
    new: int
    corrected: int
    superseded: int
    rejected: int
    rejections: pa.Table


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
    dims: Dims,
    readings: pa.Table,
    *,
    offsets: Mapping[str, str] | None = None,
    ingested_at: dt.datetime | None = None,
    effort: Effort | None = None,
) -> Landed:
    """Take a batch of readings into the embedded warehouse.

    Args:
        warehouse: where to.
        dims: the meters there are (`Dims.of(warehouse)`).
        readings: rows with the columns of `reading_schema`, in any order.
        offsets: how far the streams they came from were read; committed with them, also when no row is taken.
        ingested_at: when they arrived; now, unless a test or a replay says otherwise. UTC.
        effort: cores and memory the rollups may take.

    Raises:
        ImportRefused: a column is missing or has a type no reading has; nothing was written.
    """
    arrived = _naive(ingested_at or dt.datetime.now(dt.UTC))
    given = as_readings(readings)
    accepted, rejections = validate(given, dims, arrived)
    rows = _stamped(accepted, arrived)
    chosen = rows.take(pa.array(dedup.winners(rows)))
    with alone(warehouse.root, "landing"):
        new, won = _land_until_kept(warehouse, dims, chosen, dict(offsets or {}), effort or Effort(), arrived)
    return Landed(
        rows=len(given), new=new, corrected=won, superseded=len(rows) - new - won,
        rejected=len(rejections), rejections=rejections,
    )  # fmt: skip


def _land_until_kept(
    warehouse: Warehouse, dims: Dims, rows: pa.Table, offsets: dict[str, str], effort: Effort, now: dt.datetime
) -> tuple[int, int]:
    while True:  # a second turn only if a day was replaced by someone who does not ask for the lock
        with suppress(Moved):
            return _Landing(warehouse, dims, effort, now).run(rows, offsets)


class _Landing:
    """One attempt: everything is computed from one manifest, and kept only if its days did not change meanwhile."""

    def __init__(self, warehouse: Warehouse, dims: Dims, effort: Effort, now: dt.datetime) -> None:
        self.warehouse, self.dims, self.effort, self.now = warehouse, dims, effort, now
        self.seen = self.present = warehouse.manifest()
        self.steps: list[Callable[[Manifest], Manifest]] = []
        self.written: list[Part] = []

    def run(self, rows: pa.Table, offsets: dict[str, str]) -> tuple[int, int]:
        shares = [self._compare(day, share) for day, share in _by_day(rows)]
        for share in shares:
            if len(share.rows):
                self._take(share)
        lost = len(rows) - sum(len(share.rows) for share in shares)
        if self.steps or offsets or lost:
            self._commit([share.day for share in shares], offsets, lost)
        return sum(len(share.new) for share in shares), sum(len(share.won) for share in shares)

    def _compare(self, day: str, rows: pa.Table) -> _Share:
        """Split a day's rows into new ones and those that win; the losers are dropped."""
        if not self.seen.of(READINGS, day=day):
            return _Share(day, rows, rows.slice(0, 0))
        with day_database(self.warehouse, self.seen, day, self.effort) as database:
            numbered = rows.select(["meter_id", "interval_start_at"])
            database.register("keys", numbered.append_column("row", pa.array(np.arange(len(rows)))))
            found = arrow(database, embedded_sql("existing_readings"))
        at = found["row"].to_numpy()
        won = dedup.beats(
            dedup.ranks(rows["quality"])[at], _us(rows["ingested_at"])[at],
            dedup.ranks(found["quality"]), _us(found["ingested_at"]),
        )  # fmt: skip
        is_new = np.ones(len(rows), bool)
        is_new[at] = False
        return _Share(day, rows.filter(pa.array(is_new)), rows.take(pa.array(np.sort(at[won]))))

    def _take(self, share: _Share) -> None:
        day = share.day
        if len(share.new):
            part = self.warehouse.write(READINGS, share.new, role="landed", day=day)
            self._step([part], lambda manifest: manifest.with_part(READINGS, part))
        if len(share.won):
            self._override(day, share.won)
        self._roll_up(share)

    def _override(self, day: str, won: pa.Table) -> None:
        """A day has one file of overrides, so that no row of it is shown twice."""
        old = self.present.of(READINGS, role="override", day=day)
        gone = dedup.keys(won)
        kept = [dedup.without_keys(pq.read_table(self.warehouse.root / part.path), gone) for part in old]
        rows = dedup.sorted_by_key(pa.concat_tables([*kept, won]).combine_chunks())
        part = self.warehouse.write(READINGS, rows, role="override", day=day)
        self._step([part], lambda manifest: manifest.without(READINGS, old).with_part(READINGS, part))

    def _roll_up(self, share: _Share) -> None:
        day, manifest, whole = share.day, self.present, has_whole_day(self.present, share.day)
        if is_by_hour(manifest, day) or self._is_open(day, whole):
            self._roll_up_hours(share, whole)
            return
        if whole and manifest.notes.get(f"rolled:{day}") == meters_version(manifest):
            parts = patch_day(self.warehouse, manifest, day, self._feeders(share), self.effort)
        else:
            parts = build_day(self.warehouse, manifest, day, self.effort)
        self._step(list(parts.values()), lambda newest: with_day(newest, day, parts))

    def _roll_up_hours(self, share: _Share, whole: bool) -> None:
        day, since = share.day, self.now.isoformat()
        hours = sorted(pc.unique(pc.floor_temporal(share.rows["interval_start_at"], unit="hour")).to_pylist())
        parts = split_into_hours(self.warehouse, self.present, day, but=hours) if whole else []
        parts += build_hours(self.warehouse, self.present, day, hours, self.effort)
        self._step([part for _, part in parts], lambda newest: marked_stale(with_hours(newest, day, parts), day, since))

    def _is_open(self, day: str, is_rolled: bool) -> bool:
        """Whether more of the day is to come: today in any utility's zone, and yesterday until it was settled."""
        first = min(local_day(self.now, zone) for zone in set(self.dims.zones.values()) or {"UTC"})
        return day >= (first if is_rolled else first - dt.timedelta(days=1)).isoformat()

    def _feeders(self, share: _Share) -> pa.Array:
        """The feeders a share's meters are on."""
        files = [self.warehouse.root / part.path for part in self.present.of("meters")]
        meters = pa.concat_tables([pq.read_table(file, columns=["meter_id", "feeder_id"]) for file in files])
        return pc.unique(meters.filter(pc.is_in(meters["meter_id"], pc.unique(share.rows["meter_id"])))["feeder_id"])

    def _step(self, written: list[Part], change: Callable[[Manifest], Manifest]) -> None:
        self.written += written
        self.steps.append(change)
        self.present = change(self.present)

    def _commit(self, days: list[str], offsets: dict[str, str], lost: int) -> None:
        def change(newest: Manifest) -> Manifest:
            if any(day_files(newest, day) != day_files(self.seen, day) for day in days):
                raise Moved
            for step in self.steps:
                newest = step(newest)
            superseded = int(newest.notes.get("superseded", "0")) + lost
            return newest.with_offsets(offsets).with_notes(superseded=str(superseded))

        try:
            self.warehouse.commit(change)
        except Moved:
            discard(self.warehouse, self.written)
            raise


def _by_day(rows: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """Rows sorted by key, apart by their day, still sorted."""
    for day in sorted(pc.unique(rows["reading_day"]).to_pylist()):
        yield day.isoformat(), rows.filter(pc.equal(rows["reading_day"], pa.scalar(day, pa.date32())))


def _stamped(rows: pa.Table, arrived: dt.datetime) -> pa.Table:
    """With `ingested_at`, and the columns in the order of the DDL."""
    stamp = pa.repeat(pa.scalar(arrived, pa.timestamp("us")), len(rows))
    schema = arrow_schema(READINGS)
    return rows.append_column("ingested_at", stamp).select(schema.names).cast(schema).combine_chunks()


def _naive(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _us(column: pa.ChunkedArray) -> np.ndarray:
    values: np.ndarray = column.cast(pa.int64()).to_numpy()
    return values
