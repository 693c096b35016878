"""A whole local day of a demo utility's readings into the warehouse: meters, feeder heads, metered transformers.

The same day of the same demo always has the same rows, whatever was made before. Memory stays flat: a feeder at a time.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_sources.demo.ami.calendar import INTERVAL_MINUTES, Calendar, calendar_of
from data_sources.demo.ami.faults import ground_truth
from data_sources.demo.ami.intervals import FeederIntervals, feeder_intervals
from data_sources.demo.ami.outages import supply_of
from data_sources.demo.ami.random import bells, uniforms
from data_sources.demo.ami.rows import day_column, in_advance, reading_batches
from data_sources.demo.ami.transfers import Heads
from data_sources.demo.ami.utility import DemoUtility, load_demo_utility
from data_sources.network.rows import Floats, Ints
from data_sources.pipeline.rollups.ranges import write_by_range
from data_sources.pipeline.rollups.rollups import Effort, build_day, optimistic, with_day
from data_sources.source import Source
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import READINGS

HEADS, TRANSFORMER_METERS = "feeder_head_readings", "transformer_meter_readings"
CLASS_ERROR = 0.0018  # deviation of a head's or transformer meter's gain: class 0.5


@dataclass(frozen=True, slots=True)
class MadeDay:
    """What was made.

    Attributes:
        day: local date.
        rows: readings of meters.
        size_bytes: of their file.
        seconds: making and writing them.
        rollup_seconds: building the rollups.
        rollup_bytes: of their files.
    """

    day: dt.date
    rows: int
    size_bytes: int
    seconds: float
    rollup_seconds: float
    rollup_bytes: int


def make_day(source: Source, warehouse: Warehouse, utility_id: int, day: dt.date, *, threads: int = 1) -> MadeDay:
    """Make one settled day with its rollups, in the place of whatever the warehouse has of that day and utility.

    Args:
        source: the live database (network, outages).
        warehouse: where to; `prepare_history` goes before the first day, rollups need its meters.
        utility_id: a demo utility.
        day: local date.
        threads: processor cores to take.

    Raises:
        FluxError: the utility is no demo.
        OSError: the disk is full.
    """
    began = time.perf_counter()
    utility = load_demo_utility(source, utility_id)
    parts = _write_day(source, warehouse, utility, day, ahead=threads > 1)
    written = time.perf_counter()
    rollups = _commit_day(warehouse, utility, day.isoformat(), parts, Effort(threads))
    readings = [part for name, part in parts if name == READINGS]
    return MadeDay(
        day, sum(part.rows for part in readings), sum(part.size_bytes for part in readings), written - began,
        time.perf_counter() - written, sum(part.size_bytes for part in rollups.values()),
    )  # fmt: skip


def is_made(manifest: Manifest, utility_id: int, day: dt.date) -> bool:
    """Whether a day was made as a whole, rollups and all."""
    return made_note(utility_id, day) in manifest.notes


def made_note(utility_id: int, day: dt.date) -> str:
    """The manifest's note of a day that was made."""
    return f"made:{scope_of(utility_id)}:{day.isoformat()}"


def scope_of(utility_id: int) -> str:
    """The scope of a utility's files."""
    return f"u{utility_id}"


def _write_day(
    source: Source, warehouse: Warehouse, utility: DemoUtility, day: dt.date, *, ahead: bool
) -> list[tuple[str, Part]]:
    """The files of a day, readings first; they count once they are committed."""
    calendar = calendar_of(day, utility.time_zone, utility.seed)
    supply = supply_of(source, utility.network, calendar.starts)
    beside = Beside(utility, calendar, Heads(utility.power, supply.transfers))
    batches = reading_batches(utility, calendar, beside.watch(feeder_intervals(utility, calendar, supply)))
    iso, scope = day.isoformat(), scope_of(utility.utility_id)
    rows = in_advance(batches) if ahead else batches
    parts = [(READINGS, part) for part in write_by_range(warehouse, rows, role="settled", day=iso, scope=scope)]
    for name, table in ((HEADS, beside.head_rows()), (TRANSFORMER_METERS, beside.transformer_rows())):
        parts.append((name, warehouse.write(name, table, role="table", day=iso, scope=scope)))
    return parts


def _commit_day(
    warehouse: Warehouse, utility: DemoUtility, day: str, parts: list[tuple[str, Part]], effort: Effort
) -> dict[str, Part]:
    """Readings, what is beside them and the rollups in one commit; what had landed of the utility that day goes.

    Landing is not held off meanwhile: where it was faster, the rollups are built again.
    """
    note = {made_note(utility.utility_id, dt.date.fromisoformat(day)): utility.stamp}
    rollups: dict[str, Part] = {}

    def work(seen: Manifest) -> tuple[object, Callable[[Manifest], Manifest]]:
        others = _of_others(warehouse, utility, seen, day)
        own = scope_of(utility.utility_id)
        gone = [part for part in seen.of(READINGS, day=day) if part.role != "settled" or part.owner == own]

        def change(manifest: Manifest) -> Manifest:
            manifest = manifest.without(READINGS, gone).with_part(READINGS, *others)
            for name, part in parts:
                manifest = manifest.with_part(name, part)
            return manifest.with_notes(**note)

        rollups.update(build_day(warehouse, change(seen), day, effort))
        made = dict(rollups)
        return made, lambda newest: with_day(change(newest), day, made)

    optimistic(warehouse, day, work)
    return rollups


def _of_others(warehouse: Warehouse, utility: DemoUtility, manifest: Manifest, day: str) -> list[Part]:
    """Landed files of the day without the utility's readings; nothing where all of them are its own."""
    kept = []
    for part in manifest.of(READINGS, day=day):
        if part.role == "settled":
            continue
        rows = pq.read_table(warehouse.root / part.path)
        rows = rows.filter(pc.invert(pc.is_in(rows["meter_id"], pa.array(utility.meter_ids, pa.int32()))))
        if len(rows):
            kept.append(warehouse.write(READINGS, rows, role=part.role, day=day, scope=part.scope))
    return kept


def ground_truth_rows(utility: DemoUtility, first_day: dt.date, end_day: dt.date) -> pa.Table:
    """Every trouble on a day of a span, as rows of demo_ground_truth."""
    ids = utility.network.transformers.ids
    return ground_truth(
        utility.meter_ids, utility.can_steal, ids[utility.recorded], ids[utility.true], first_day, end_day,
        utility.seed,
    )  # fmt: skip


def metered_rows(utility: DemoUtility) -> pa.Table:
    """The transformers that have a meter of their own, as rows of metered_transformers."""
    return pa.table({"transformer_id": pa.array(utility.network.transformers.ids[utility.metered], pa.int32())})


@dataclass(slots=True)
class Beside:
    """Collects what is measured beside the customers' meters while feeders pass by.

    Attributes:
        utility: whose.
        calendar: the day.
        heads: collects what enters the feeders.
        first: number of the first interval.
    """

    utility: DemoUtility
    calendar: Calendar
    heads: Heads
    first: int = 0
    _transformers: list[tuple[Floats, ...]] = field(default_factory=list)

    def watch(self, found: Iterator[FeederIntervals]) -> Iterator[FeederIntervals]:
        """The same feeders, remembered."""
        first = self.utility.feeders.transformer_first
        for one in found:
            own = np.flatnonzero(self.utility.metered[first[one.feeder] : first[one.feeder + 1]])
            self.heads.watch(one.demand)
            secondary = (one.demand.transformer_kw, one.demand.transformer_kvar, one.flow.secondary_pu)
            self._transformers.append(tuple(column[own].astype(np.float64) for column in secondary))
            yield one

    def head_rows(self) -> pa.Table:
        """Rows of feeder_head_readings."""
        return self._table("feeder_id", self.utility.feeders.feeder_ids, "head", *self.heads.measured())

    def transformer_rows(self) -> pa.Table:
        """Rows of transformer_meter_readings."""
        kw, kvar, volts = (np.concatenate([found[k] for found in self._transformers]) for k in range(3))
        ids = self.utility.network.transformers.ids[self.utility.metered]
        return self._table("transformer_id", ids, "has_meter", kw, kvar, volts)

    def _table(
        self, name: str, ids: Ints, salt: str, kw: Floats, kvar: Floats,
        volts: Floats,
    ) -> pa.Table:  # fmt: skip
        """Measured in class 0.5: a gain of each meter's own and a little noise."""
        count, steps = kw.shape
        starts = self.calendar.starts[self.first : self.first + steps]
        gain = 1 + CLASS_ERROR * np.clip(bells(self.utility.seed, "accuracy", 1_000_000_000 + ids), -2.6, 2.6)
        when = (starts.astype(np.int64) // 900)[None, :] + (ids << 24)[:, None]
        gain = gain[:, None] + 0.0008 * (uniforms(self.utility.seed, salt, when) - 0.5).reshape(count, steps)
        return pa.table(
            {
                name: pa.array(np.repeat(ids.astype(np.int32), steps)),
                "interval_start_at": pa.array(np.tile(starts.astype("datetime64[us]"), count)),
                "interval_minutes": pa.array(np.full(count * steps, INTERVAL_MINUTES, np.int16)),
                "reading_day": day_column(self.calendar.day, count * steps),
                "energy_delivered_kwh": _rounded(0.25 * kw * gain, 3),
                "reactive_kvarh": _rounded(0.25 * kvar * gain, 3),
                "voltage_v": _rounded(120.0 * volts, 2),
            }
        )


def _rounded(values: Floats, digits: int) -> pa.Array:
    return pa.array(values.round(digits).astype(np.float32).ravel())
