"""The demo's quarter hours as they pass: the same model, one interval after another, so that "now" is now.

Each interval enters through the landing that every reading enters through, and the commit that carries it also carries
how far it is: nothing is lost or doubled by a crash. Reads that the model lets come late are not there yet; when the
day is over and the night's late reads and estimates are in, the day is made as a whole in the place of what had landed.
A longer gap (the start of the day, a pause) is written at once instead of interval by interval.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_sources.demo.ami.calendar import INTERVAL_MINUTES, Calendar, calendar_of
from data_sources.demo.ami.day import HEADS, TRANSFORMER_METERS, Beside, is_made, make_day, scope_of
from data_sources.demo.ami.intervals import FeederIntervals, feeder_intervals
from data_sources.demo.ami.measure import ON_TIME
from data_sources.demo.ami.outages import Supply, supply_of
from data_sources.demo.ami.prepare import prepare_history
from data_sources.demo.ami.rows import reading_batch
from data_sources.demo.ami.transfers import Heads
from data_sources.demo.ami.utility import DemoUtility, load_demo_utility
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.made import MADE_FOR
from data_sources.pipeline.notify import notify
from data_sources.pipeline.rollups.rollups import Effort, build_day, optimistic, with_day
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import READINGS, arrow_schema, reading_schema

DELAY: Final = dt.timedelta(seconds=20)  # after an interval's end it is on its way
CLOSE_AFTER: Final = dt.timedelta(hours=5.1)  # of the new day: late reads, estimates and edits of the old one are in
LONGEST_GAP: Final = 4  # intervals that are landed one by one
STEP: Final = dt.timedelta(minutes=INTERVAL_MINUTES)


class LiveIntervals:
    """Keeps a demo utility's readings up to now. Not thread-safe: one thread steps it, in the process that leads.

    Args:
        source: the live database.
        warehouse: where to.
        utility_id: a demo utility.
        threads: processor cores the rollups may take.
    """

    def __init__(self, source: PostgresSource, warehouse: Warehouse, utility_id: int, *, threads: int = 1) -> None:
        """Reads nothing before the first step."""
        self._source, self._warehouse, self._utility_id = source, warehouse, utility_id
        self._effort = Effort(threads)
        self._calendar: Calendar | None = None

    def step(self, now: dt.datetime) -> int:
        """Land every interval that is over and not there yet; close yesterday when its time has come.

        Args:
            now: an aware instant.

        Returns:
            How many intervals were landed.

        Raises:
            FluxError: the utility is no demo.
            SourceUnavailable: the live database cannot be reached; the next step goes on.
        """
        utility = load_demo_utility(self._source, self._utility_id)
        if self._warehouse.manifest().notes.get(MADE_FOR) != utility.stamp:
            prepare_history(self._source, self._warehouse, self._utility_id)
        local = now.astimezone(ZoneInfo(utility.time_zone))
        self._close_yesterday(utility, local)
        landed = 0
        yesterday = local.date() - dt.timedelta(days=1)
        if self._is_begun(yesterday, utility):
            landed += self._reach(utility, yesterday, now)
        return landed + self._reach(utility, local.date(), now)

    def _is_begun(self, day: dt.date, utility: DemoUtility) -> bool:
        """Whether a day's readings were landing when it ended."""
        manifest = self._warehouse.manifest()
        has_landed = bool(manifest.of(READINGS, role="landed", day=day.isoformat()))
        return has_landed and not is_made(manifest, utility.utility_id, day)

    def _close_yesterday(self, utility: DemoUtility, local: dt.datetime) -> None:
        midnight = dt.datetime.combine(local.date(), dt.time(), local.tzinfo)
        yesterday = local.date() - dt.timedelta(days=1)
        if local.timestamp() - midnight.timestamp() > CLOSE_AFTER.total_seconds() and self._is_begun(
            yesterday, utility
        ):
            make_day(self._source, self._warehouse, utility.utility_id, yesterday, threads=self._effort.threads)
            notify(self._source, "ami")

    def _reach(self, utility: DemoUtility, day: dt.date, now: dt.datetime) -> int:
        """Land the intervals of a day that are over and lack."""
        calendar = self._calendar_of(utility, day)
        manifest = self._warehouse.manifest()
        if is_made(manifest, utility.utility_id, day):
            return 0
        over = int(np.searchsorted(calendar.starts, _instant(now - DELAY - STEP), side="right"))
        first = self._next(manifest, utility, calendar)
        if first >= over:
            return 0
        supply = supply_of(self._source, utility.network, calendar.starts)
        write = self._write_at_once if over - first > LONGEST_GAP else self._land
        write(utility, calendar, supply, first, over)
        notify(self._source, "ami")
        return over - first

    def _next(self, manifest: Manifest, utility: DemoUtility, calendar: Calendar) -> int:
        """The first interval of the day that lacks."""
        reached = manifest.offsets.get(_stream(utility))
        if reached is None:
            return 0
        return int(np.searchsorted(calendar.starts, np.datetime64(reached, "s")))

    def _land(self, utility: DemoUtility, calendar: Calendar, supply: Supply, first: int, end: int) -> None:
        beside = _beside(utility, calendar, supply, first, end)
        found = beside.watch(feeder_intervals(utility, calendar, supply, first, end))
        rows = pa.concat_tables([_on_time(utility, calendar, one, first) for one in found])
        self._warehouse.commit(self._beside(utility, calendar, beside, first))
        land(
            self._warehouse, KnownMeters.of(self._warehouse), rows.select(reading_schema().names),
            offsets=_reached(utility, calendar, end), effort=self._effort,
        )  # fmt: skip

    def _write_at_once(self, utility: DemoUtility, calendar: Calendar, supply: Supply, first: int, end: int) -> None:
        beside, day = _beside(utility, calendar, supply, first, end), calendar.day.isoformat()
        found = beside.watch(feeder_intervals(utility, calendar, supply, first, end))
        batches = (batch for one in found for batch in _on_time(utility, calendar, one, first).to_batches())
        part = self._warehouse.write(READINGS, batches, role="landed", day=day)
        put_beside, offsets = self._beside(utility, calendar, beside, first), _reached(utility, calendar, end)

        def change(manifest: Manifest) -> Manifest:
            return put_beside(manifest.with_part(READINGS, part)).with_offsets(offsets)

        def work(seen: Manifest) -> tuple[object, Callable[[Manifest], Manifest]]:
            parts = build_day(self._warehouse, change(seen), day, self._effort)
            return parts, lambda newest: with_day(change(newest), day, parts)

        optimistic(self._warehouse, day, work)

    def _beside(
        self, utility: DemoUtility, calendar: Calendar, beside: Beside, first: int
    ) -> Callable[[Manifest], Manifest]:
        """The change that adds heads and transformer meters to the day's file of them."""
        new = {HEADS: beside.head_rows(), TRANSFORMER_METERS: beside.transformer_rows()}
        day, scope = calendar.day.isoformat(), scope_of(utility.utility_id)
        parts: list[tuple[str, Part]] = []
        for name, rows in new.items():
            old = [part for part in self._warehouse.manifest().of(name, day=day) if part.scope == scope]
            kept = [_before(pq.read_table(self._warehouse.root / part.path), calendar.starts[first]) for part in old]
            table = pa.concat_tables([*kept, rows.cast(arrow_schema(name))])
            order = [(table.column_names[0], "ascending"), ("interval_start_at", "ascending")]
            parts.append((name, self._warehouse.write(name, table.sort_by(order), role="table", day=day, scope=scope)))

        def change(manifest: Manifest) -> Manifest:
            for name, part in parts:
                manifest = manifest.with_part(name, part)
            return manifest

        return change

    def _calendar_of(self, utility: DemoUtility, day: dt.date) -> Calendar:
        if self._calendar is None or self._calendar.day != day:
            self._calendar = calendar_of(day, utility.time_zone, utility.seed)
        return self._calendar


def _beside(utility: DemoUtility, calendar: Calendar, supply: Supply, first: int, end: int) -> Beside:
    """The collector for the intervals first .. end - 1."""
    return Beside(utility, calendar, Heads(utility.power, supply.between(first, end).transfers), first)


def _stream(utility: DemoUtility) -> str:
    return f"demo-live/{utility.stamp}"


def _reached(utility: DemoUtility, calendar: Calendar, end: int) -> dict[str, str]:
    """The offset: start of the next interval."""
    return {_stream(utility): str(calendar.starts[end - 1] + np.timedelta64(INTERVAL_MINUTES * 60, "s"))}


def _on_time(utility: DemoUtility, calendar: Calendar, found: FeederIntervals, first: int) -> pa.Table:
    """A feeder's rows without those that come later."""
    rows = pa.table(reading_batch(utility.meter_ids[found.rows], found.readings, calendar, first))
    return rows.filter(pa.array(found.readings.arrival.ravel() == ON_TIME))


def _before(rows: pa.Table, at: np.datetime64) -> pa.Table:
    return rows.filter(pc.less(rows["interval_start_at"], pa.scalar(at.astype("datetime64[us]"))))


def _instant(at: dt.datetime) -> np.datetime64:
    return np.datetime64(at.astimezone(dt.UTC).replace(tzinfo=None), "s")
