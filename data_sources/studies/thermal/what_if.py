"""A whole fleet before and after: the days on which most was asked of it, computed as they were and as they would be.

Method: the days that end with the one of the highest energy on record are run hour by hour by the engine of
THERMAL_STRESS, once with the loads and temperatures of then and once with those of a scenario (`analytics.thermal.
what_if`). Both runs begin in the steady state of their first hour, which has left the oil by the second day.

Limits: it is those days and no average year: loss of life is told for them alone, and a fleet that is hot on its peak
may be young for years. Transformers of which no hour is known are counted and in no sum. Any other days can be asked
for; each takes as long as one of these.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.clock import hours_of, local_seconds
from data_sources.analytics.thermal.constants import HOT_C, IEC_DISTRIBUTION, WARM_C
from data_sources.analytics.thermal.fleet import Singles, ThermalFleet, ThermalLoads, ThermalTotals, thermal_totals
from data_sources.analytics.thermal.loads import SteppedLoads
from data_sources.analytics.thermal.what_if import HeatScenario, changed_loads
from data_sources.errors import FluxError
from data_sources.jobs.frames import JobStep
from data_sources.network.metered_fleet import MeteredFleet
from data_sources.network.rows import Floats
from data_sources.pipeline.thermal.expected import ExpectedMeters, expected_meters
from data_sources.pipeline.thermal.readings import fleet_air, fleet_loads
from data_sources.query import Query
from data_sources.source import Source

TASK: Final = "data_sources.studies.thermal.what_if:what_if_steps"
METHOD: Final = (
    "The days are computed hour by hour, as they were and as they would be, each run from the steady state of its "
    "first hour. Growth multiplies every load; vehicles charge once a day on the local clock, together by Rusck's "
    "coincidence; warmth is added to the air and makes nobody cool more. They are the days asked for, or the three "
    "that end with the one of most energy, and no average year."
)
USUAL_DAYS: Final = 3
MOST_DAYS: Final = 400
ONE: Final = dt.timedelta(days=1)
TRANSFORMERS: Final = "transformers"  # table of the last step
COLUMNS: Final = "hot_spot_max_c", "peak_load_pct", "aged_hours"  # of each run


@dataclass(frozen=True, slots=True, eq=False)
class WhatIfJob:
    """What a job is to compute.

    Attributes:
        fleet: the transformers.
        time_zone: of the days.
        days: local, ascending; those that follow each other go on from one to the next.
        scenario: what is assumed.
    """

    fleet: MeteredFleet
    time_zone: str
    days: tuple[dt.date, ...]
    scenario: HeatScenario


@dataclass(frozen=True, slots=True)
class FleetHeat:
    """A fleet in one of the two runs.

    Attributes:
        above_110_c: transformers whose hot spot was above 110 °C at the end of some hour.
        above_140_c: likewise.
        overloaded: whose load was above the rating in some hour.
        aged_hours: of life, at rate 1, of all of them together.
        hot_spot_max_c: of the hottest.
    """

    above_110_c: int
    above_140_c: int
    overloaded: int
    aged_hours: float
    hot_spot_max_c: float


@dataclass(frozen=True, slots=True)
class FleetImpact:
    """Both runs.

    Attributes:
        before: as it was.
        after: as it would be.
        known: transformers of which some hour is known.
        unknown: the others.
    """

    before: FleetHeat
    after: FleetHeat
    known: int
    unknown: int


def peak_days(history: Source, utility_id: int, count: int = USUAL_DAYS) -> tuple[dt.date, ...]:
    """The days that end with the one of the highest energy, as far as they follow each other; none without readings.

    Args:
        history: asked by day.
        utility_id: whose.
        count: how many at most.
    """
    query = Query.of("ami_energy_by_day", utility_id=utility_id, substation_id=0, feeder_id=0)
    energy = {row["reading_day"]: row["energy_delivered_kwh"] or 0.0 for row in history.fetch(query).to_pylist()}
    if not energy:
        return ()
    days = [max(energy, key=lambda day: (energy[day], day))]
    while len(days) < count and days[0] - ONE in energy:
        days.insert(0, days[0] - ONE)
    return tuple(days)


def what_if_steps(source: Source, job: WhatIfJob) -> Iterator[JobStep]:
    """The task of a job: a step a day, the last one with a row a transformer.

    Its columns are transformer_id, and of both runs hot_spot_max_c, peak_load_pct and aged_hours, each with `_before`
    or `_after`; NULL where no hour is known.

    Raises:
        FluxError: too many days, or none.
        SourceUnavailable: the history cannot be reached.
    """
    if not 0 < len(job.days) <= MOST_DAYS:
        raise FluxError(f"A what-if takes from 1 to {MOST_DAYS} days of readings, not {len(job.days)}.")
    began, before, after = time.monotonic(), _Side(job.fleet), _Side(job.fleet)
    with ThreadPoolExecutor(1, "flux-what-if") as pool:
        meters = pool.submit(expected_meters, source, job.fleet.utility_id, job.fleet.ids)
        coming = pool.submit(_day, source, job, job.days[0], meters)
        _load_kernel()  # half a second, while the first day is read
        for number, day in enumerate(job.days):
            loads, air = coming.result()
            if number + 1 < len(job.days):
                coming = pool.submit(_day, source, job, job.days[number + 1], meters)
            goes_on = number > 0 and job.days[number - 1] == day - ONE
            before.add(loads.load_pu, air, goes_on=goes_on)
            after.add(_changed(job, loads), air + np.float32(job.scenario.warmer_k), goes_on=goes_on)
            done = number + 1
            left = (time.monotonic() - began) / done * (len(job.days) - done)
            tables = {TRANSFORMERS: _rows(job.fleet, before, after)} if done == len(job.days) else {}
            yield JobStep(done, len(job.days), left, tables)


def _load_kernel() -> None:
    """What is compiled comes from the disk at its first call."""
    hour = ThermalLoads(np.zeros((1, 1), np.float32), np.zeros(1, np.float32), 60.0)
    thermal_totals(ThermalFleet((IEC_DISTRIBUTION,), np.zeros(1, np.int64)), hour)


def unknown_rows(fleet: MeteredFleet) -> pa.Table:
    """A row a transformer, as the last step has them, where there is no day that could be computed."""
    nothing = pa.nulls(len(fleet.ids), pa.float64())
    sides = {f"{name}_{side}": nothing for side in ("before", "after") for name in COLUMNS}
    return pa.table({"transformer_id": pa.array(fleet.ids.astype(np.int32)), **sides})


def impact_of(rows: pa.Table) -> FleetImpact:
    """Both runs summed up, from the rows of a job's last step."""
    known = int(np.isfinite(_floats(rows, "hot_spot_max_c_before")).sum())
    return FleetImpact(_fleet_heat(rows, "before"), _fleet_heat(rows, "after"), known, len(rows) - known)


def _fleet_heat(rows: pa.Table, side: str) -> FleetHeat:
    hot_spot, load, aged = (_floats(rows, f"{name}_{side}") for name in COLUMNS)
    return FleetHeat(
        int((hot_spot > WARM_C).sum()), int((hot_spot > HOT_C).sum()), int((load > 100).sum()), float(np.nansum(aged)),
        float(np.fmax.reduce(hot_spot, initial=np.nan)),
    )  # fmt: skip


class _Side:
    """One of the two runs: what came of the days so far."""

    def __init__(self, fleet: MeteredFleet) -> None:
        self._fleet = fleet
        self._totals: ThermalTotals | None = None
        self.peak_pu: Floats = np.full(len(fleet.ids), np.nan)

    def add(self, load_pu: Singles, air_c: Singles, *, goes_on: bool) -> None:
        start = self._totals.state if goes_on and self._totals else None
        found = thermal_totals(self._fleet.thermal, ThermalLoads(load_pu, air_c, 60.0), start)
        self._totals = self._totals.then(found) if self._totals else found
        counted = np.where(np.isfinite(air_c), load_pu, -np.inf)  # an hour without weather is in no result
        highest = np.nan_to_num(counted, nan=-np.inf).max(axis=1, initial=-np.inf)
        self.peak_pu = np.fmax(self.peak_pu, np.where(np.isfinite(highest), highest, np.nan))

    def columns(self, side: str) -> dict[str, pa.Array]:
        assert self._totals is not None
        known = self._totals.known_hours > 0
        values = self._totals.hot_spot_max_c, 100 * self.peak_pu, self._totals.aged_hours
        return {
            f"{name}_{side}": pa.array(column, pa.float64(), mask=~known)
            for name, column in zip(COLUMNS, values, strict=True)
        }


def _day(source: Source, job: WhatIfJob, day: dt.date, meters: Future[ExpectedMeters]) -> tuple[SteppedLoads, Singles]:
    """Loads and air of a day; `meters` were asked for before, by the same thread."""
    hours = hours_of(day, job.time_zone)
    loads = fleet_loads(source, job.fleet, hours, meters.result().on(day))
    return loads, fleet_air(source, job.fleet.utility_id, hours)


def _changed(job: WhatIfJob, loads: SteppedLoads) -> Singles:
    clock = local_seconds(loads.starts.astype("datetime64[s]"), job.time_zone) // 3600 % 24
    return changed_loads(loads.load_pu, loads.power_pu, job.fleet.rated_kva, clock, job.scenario)


def _rows(fleet: MeteredFleet, before: _Side, after: _Side) -> pa.Table:
    ids = pa.array(fleet.ids.astype(np.int32))
    return pa.table({"transformer_id": ids, **before.columns("before"), **after.columns("after")})


def _floats(rows: pa.Table, name: str) -> NDArray[np.float64]:
    return np.asarray(rows[name].to_numpy(), np.float64)
