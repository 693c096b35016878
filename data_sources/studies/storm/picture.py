"""A storm as it stands: what is out, which outage next and why, who goes there, when areas and everybody are back.

Method: the queue of data_sources/analytics/storm on the present rows (ground.py), run some hundred times with drives
and repairs drawn anew; the past curve is that of flux.interruptions (record.py). Without a declared storm the same is
worked out for the outages that are open, since twelve hours ago.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from data_sources.analytics.storm.forecast import CurveForecast, StormRuns
from data_sources.analytics.storm.queue import NOBODY, Schedule, expected_schedule
from data_sources.network.graph import Network, load_network
from data_sources.outages.crews import round_up
from data_sources.outages.estimates import is_own_word
from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.storm.ground import (
    BUSY,
    StormGround,
    StormRows,
    dangers,
    storm_ground,
)
from data_sources.studies.storm.record import StormRecord, storm_record

SHARES: Final = (0.5, 0.75, 0.9, 0.95, 1.0)
AREA_SHARE: Final = 0.95
TOLD_MINUTES: Final = 30  # times of areas are told in steps of it
LOOK_BACK: Final = dt.timedelta(hours=12)  # without a storm
LONGEST: Final = dt.timedelta(days=60)  # of a storm whose end nobody knows
POINTS: Final = 121  # of the forecast curve
METHOD: Final = (
    "Whichever crew is free first takes an outage with critical customers, danger to people or priority by hand before "
    "one without, and of those the one with most customers an hour of crew.",
    "Drives and repairs are drawn anew in 400 runs, lognormal around the utility's own times, or around the hours that "
    "damage assessments say; the band is P10 to P90 of the runs.",
)
LIMITS: Final = (
    "Outages still to come, and customers switched in before the repair, are not in it: in the middle of a storm the "
    "curve is too low at first and too high later.",
    "Outages that are only predicted are in the queue and in the areas, with the customers that they are expected to "
    "have; the curve and the times of 50 to 100 % are of confirmed ones.",
    "Crews on shift now are counted on until the end; crews that are called in, or go home, change it.",
)
QUERIES: Final = (
    "unclosed_outages", "critical_transformers", "crews_and_outages", "standing_damage", "dispatch_rules", "storms",
    "told_areas",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class StormTables:
    """Everything asked of the live database, and when.

    Attributes:
        tables: answers of `QUERIES` by name.
        interruptions: of storm_interruptions.sql since `from_at`.
        network: of the utility.
        storm: the row of the declared storm; None without one.
        from_at: since when the record counts.
    """

    tables: Mapping[str, pa.Table]
    interruptions: pa.Table
    network: Network
    storm: Mapping[str, Any] | None
    from_at: dt.datetime


@dataclass(frozen=True, slots=True)
class StormPriority:
    """One outage of the queue.

    Attributes:
        row: of unclosed_outages.sql.
        order: its place in the queue, 1 for the first; None where it has a crew, or nobody gets to it.
        customers: out, or expected to be where it is only predicted.
        critical: critical customers out.
        life_support: of these, on life support.
        customers_per_crew_hour: of getting ready and of the expected work.
        repair_minutes: expected, on site.
        crew_hours: as damage assessments say; None where they do not.
        crew: row of the crew that has it, or that the queue sends; None where nobody gets to it.
        is_crew_free: the crew is recommended and could be sent now.
        arrives_at: when it is expected on site; None where it is there, or nobody comes.
        restored_at: when the outage is as likely over as not; None where nobody comes.
    """

    row: Mapping[str, Any]
    order: int | None
    customers: int
    critical: int
    life_support: int
    customers_per_crew_hour: float
    repair_minutes: float
    crew_hours: float | None
    crew: Mapping[str, Any] | None
    is_crew_free: bool
    arrives_at: dt.datetime | None
    restored_at: dt.datetime | None

    @property
    def comes_first(self) -> bool:
        """Whether it goes before all that are ordered by customers an hour of crew."""
        return bool(self.critical or dangers(self.row) or self._is_high_by_hand)

    @property
    def _is_high_by_hand(self) -> bool:
        return bool(self.row["is_priority_manual"]) and self.row["priority"] == "high"

    @property
    def why(self) -> str:
        """Why it stands where it does, in words."""
        return ", ".join(filter(None, [
            f"{self.critical:,} critical" + (f" ({self.life_support:,} on life support)" if self.life_support else "")
            if self.critical else "",
            " and ".join(one.replace("_", " ") for one in dangers(self.row)),
            "high priority by hand" if self._is_high_by_hand else "",
            f"{self.customers_per_crew_hour:,.0f} customers an hour of crew",
        ]))  # fmt: skip


@dataclass(frozen=True, slots=True)
class StormAreaTimes:
    """One area: a substation.

    Attributes:
        substation_id: which.
        name: of the substation.
        outages: that need a crew there.
        customers: out there, or expected to be.
        suggested_at: when 95 % of them have supply again, with 90 %, rounded up; None where nobody gets there.
        last_at: the same for the last of them.
        told_at: the time that it was given; None for none.
        told_by: by whom.
        own_times: outages there with a time of their own, set by hand.
    """

    substation_id: int
    name: str
    outages: int
    customers: int
    suggested_at: dt.datetime | None
    last_at: dt.datetime | None
    told_at: dt.datetime | None
    told_by: str | None
    own_times: int


@dataclass(frozen=True, slots=True)
class StormMilestone:
    """When a share of the customers interrupted has supply again.

    Attributes:
        share: of them.
        reached_at: since when it does; None while it does not.
        p10_at: sooner than that with 10 %; None where it is reached, or cannot be told.
        p50_at: as likely sooner as later.
        p90_at: later than that with 10 %.
    """

    share: float
    reached_at: dt.datetime | None
    p10_at: dt.datetime | None
    p50_at: dt.datetime | None
    p90_at: dt.datetime | None


@dataclass(frozen=True, slots=True, eq=False)
class StormPicture:
    """A storm as it stands.

    Attributes:
        at: when, aware.
        storm: row of the declared storm; None without one.
        from_at: since when the record counts.
        record: what was.
        forecast: what will be; None where nobody is out, or no crew works.
        priorities: outages that wait in the order of the queue, then those with a crew, then those nobody gets to.
        areas: most customers first.
        milestones: by share.
        predicted: outages among `priorities` that nobody has confirmed.
        critical: critical customers out.
        life_support: of these, on life support.
        working: crews at work or on their way.
        available: crews on shift without work.
        work_hours: of one crew, expected work on site in outages that wait.
    """

    at: dt.datetime
    storm: Mapping[str, Any] | None
    from_at: dt.datetime
    record: StormRecord
    forecast: CurveForecast | None
    priorities: Sequence[StormPriority]
    areas: Sequence[StormAreaTimes]
    milestones: Sequence[StormMilestone]
    predicted: int
    critical: int
    life_support: int
    working: int
    available: int
    work_hours: float

    @property
    def is_simulated(self) -> bool:
        """Whether anything in it is a demo's."""
        return any(one.row["is_simulated"] for one in self.priorities)


def storm_tables(source: Source, utility_id: int, now: dt.datetime) -> StormTables:
    """Ask what a picture is made of.

    Raises:
        NetworkError: there is no such utility.
        SourceUnavailable: the database cannot be reached.
    """
    network = load_network(source, utility_id)
    tables = {name: source.fetch(Query.of(name, utility_id=utility_id)) for name in QUERIES}
    storm = declared(tables["storms"])
    # Whole hours, so that the question, and its kept answer, stays the same for a while.
    from_at = storm["started_at"] if storm else (now - LOOK_BACK).replace(minute=0, second=0, microsecond=0)
    span = {"from_at": from_at, "to_at": from_at + LONGEST}
    return StormTables(
        tables, source.fetch(Query.of("storm_interruptions", utility_id=utility_id, **span)), network, storm, from_at
    )


def declared(storms: pa.Table) -> dict[str, Any] | None:
    """The row of the storm that is declared, of rows of storms.sql."""
    found: list[dict[str, Any]] = storms.slice(0, 1).to_pylist()
    return found[0] if found and found[0]["ended_at"] is None else None


def storm_picture(found: StormTables, now: dt.datetime) -> StormPicture:
    """Work it out; 500 outages and 60 crews take some 0.15 s.

    Args:
        found: rows of one utility.
        now: what counts as the present, aware.
    """
    rows = {name: table.to_pylist() for name, table in found.tables.items()}
    given = StormRows(
        rows["unclosed_outages"], rows["critical_transformers"], rows["crews_and_outages"], rows["standing_damage"],
        rows["dispatch_rules"][0],
    )  # fmt: skip
    ground = storm_ground(given, found.network, now)
    record = storm_record(found.interruptions, found.from_at, now)
    runs = StormRuns(ground.outages, ground.crews, ground.times, seed=found.network.utility_id)
    plan, waits = expected_schedule(ground.outages, ground.crews, ground.times), _waits(ground)
    busy = sum(row["status"] in BUSY for row in ground.crew_rows)
    return StormPicture(
        now, found.storm, found.from_at, record, _forecast(runs, ground), _priorities(ground, plan, runs, now),
        _areas(runs, ground, found, rows["told_areas"], now), _milestones(runs, ground, record, now),
        sum(row["confirmed_at"] is None for row in ground.rows), int(ground.critical.sum()),
        int(ground.life_support.sum()), busy, len(ground.crew_rows) - busy,
        float(ground.outages.repair_minutes[waits].sum()) / 60,
    )  # fmt: skip


def _waits(ground: StormGround) -> np.ndarray:
    waits = np.ones(len(ground.rows), np.bool_)
    waits[ground.crews.busy_with[ground.crews.busy_with >= 0]] = False
    return waits


def _forecast(runs: StormRuns, ground: StormGround) -> CurveForecast | None:
    """Until the last customer of nine runs in ten; from now on."""
    last = np.nan if not ground.counted.sum() else runs.when_left(np.zeros(1), ground.counted)[2][0]
    if not np.isfinite(last):
        return None
    return runs.curve(np.linspace(0.0, max(1.05 * float(last), 1.0), POINTS), ground.counted)


def _priorities(ground: StormGround, plan: Schedule, runs: StormRuns, now: dt.datetime) -> list[StormPriority]:
    middle = runs.estimates().p50 if len(ground.rows) else np.empty(0)
    made = [_priority(ground, plan, float(middle[place]), place, now) for place in range(len(ground.rows))]
    return sorted(made, key=lambda one: (one.order is None, one.order or 0, one.crew is None, -one.customers))


def _priority(ground: StormGround, plan: Schedule, middle: float, place: int, now: dt.datetime) -> StormPriority:
    crew, order, minutes = int(plan.crew[place]), int(plan.order[place]), float(ground.outages.repair_minutes[place])
    hours = (ground.times.mobilise_minutes + minutes) / 60
    arrives, customers = float(plan.arrives_minutes[place]), int(ground.outages.customers[place])
    crew_row = None if crew == NOBODY else ground.crew_rows[crew]
    is_free = crew_row is not None and order >= 0 and crew_row["status"] == "available"
    is_next = is_free and not (plan.crew[(plan.order >= 0) & (plan.order < order)] == crew).any()
    return StormPriority(
        ground.rows[place], order + 1 if order >= 0 else None, customers, int(ground.critical[place]),
        int(ground.life_support[place]), customers / hours, minutes, _known(float(ground.crew_hours[place])),
        crew_row, is_next, _later(now, arrives) if arrives > 0 else None, _later(now, middle),
    )  # fmt: skip


def _areas(
    runs: StormRuns, ground: StormGround, found: StormTables, told: Sequence[Mapping[str, Any]], now: dt.datetime
) -> list[StormAreaTimes]:
    substations, given = found.network.rows.substations, {row["substation_id"]: row for row in told}
    own = np.array([is_own_word(row) for row in ground.rows], np.bool_)
    made = []
    for one in runs.areas(AREA_SHARE, 1.0) if len(ground.rows) else []:
        row = given.get(one.area, {"estimated_restoration_at": None, "set_by": None})
        made.append(StormAreaTimes(
            one.area, str(substations["substation_name"][substations.index(one.area)]), one.outages, one.customers,
            _told(now, one.told_minutes), _told(now, one.last_minutes), row["estimated_restoration_at"], row["set_by"],
            int(own[ground.outages.area == one.area].sum()),
        ))  # fmt: skip
    return sorted(made, key=lambda one: -one.customers)


def _milestones(runs: StormRuns, ground: StormGround, record: StormRecord, now: dt.datetime) -> list[StormMilestone]:
    limits = np.array([np.floor((1 - share) * record.affected + 1e-6) for share in SHARES])
    nothing = np.full(len(SHARES), np.nan)
    found = runs.when_left(limits, ground.counted) if ground.counted.sum() else (nothing,) * 3
    made = []
    for place, share in enumerate(SHARES):
        reached = record.reached_at(share)
        ahead = [None if reached is not None else _later(now, float(minutes[place])) for minutes in found]
        made.append(StormMilestone(share, reached, *ahead))
    return made


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _later(now: dt.datetime, minutes: float) -> dt.datetime | None:
    return now + dt.timedelta(minutes=minutes) if np.isfinite(minutes) else None


def _told(now: dt.datetime, minutes: float) -> dt.datetime | None:
    """Rounded up to the next half hour of the clock, as it is told."""
    return round_up(now + dt.timedelta(minutes=minutes), TOLD_MINUTES) if np.isfinite(minutes) else None
