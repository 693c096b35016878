"""What simulated crews do once they are sent, by whomever: they drive, arrive, and work for a while."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import numpy as np

from data_sources.commands.receipt import Receipt
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.world import Intent, TrueFault, World
from data_sources.outages.crews import dispatch, distance_m, round_up, work_minutes
from data_sources.outages.life import AssignCrew, CrewEnRoute, CrewOnSite
from data_sources.outages.states import Crew, Outage

ARRIVED_M = 60.0


class CrewClock:
    """Since when each crew has been doing what it does, as far as this process saw."""

    def __init__(self) -> None:
        """Nobody was seen yet."""
        self._seen: dict[int, tuple[str, dt.datetime]] = {}

    def seconds(self, crew: Crew, now: dt.datetime) -> float:
        """How long it has been doing that."""
        status, since = self._seen.get(crew.crew_id, ("", now))
        if status != crew.status:
            self._seen[crew.crew_id] = crew.status, now
            return 0.0
        return (now - since).total_seconds()


def dispatch_due(world: World, now: dt.datetime, settings: SimulatorSettings) -> Iterator[Intent]:
    """Send crews to the outages that have been known for long enough, unless a person decides about their crews."""
    waiting = {
        outage: fault
        for outage, fault in (*world.works(), *world.presumed_works())
        if outage.crew_id is None and outage.dispatched_by == "rule"
        and fault.dispatch_at is not None and fault.dispatch_at <= now
    }  # fmt: skip
    for sent in dispatch(world.state.network, waiting, world.crews, now, settings.dispatch_rules):
        command = AssignCrew(
            outage_id=sent.outage.outage_id, crew_id=sent.crew.crew_id, estimated_restoration_at=sent.estimated_at
        )
        yield Intent.of(command, sent.outage, waiting[sent.outage])


def advance(
    world: World, clock: CrewClock, now: dt.datetime, seconds: float, rng: np.random.Generator,
    settings: SimulatorSettings,
) -> Iterator[Intent]:  # fmt: skip
    """Move crews along (their places change at once), and let those that arrive start work."""
    works = (*world.works(), *world.presumed_works())
    by_id = {outage.outage_id: (outage, fault) for outage, fault in works}
    for crew in world.crews:
        waited = clock.seconds(crew, now)
        if crew.outage_id not in by_id:
            continue
        outage, fault = by_id[crew.outage_id]
        if crew.status == "assigned" and waited >= settings.assigned_s and outage.state == "crew_assigned":
            yield Intent.of(CrewEnRoute(outage_id=outage.outage_id), outage, fault)
        elif crew.status == "en_route":
            _drive(crew, outage, seconds * settings.travel_kmh / 3.6)
            if distance_m(crew, outage) <= ARRIVED_M and outage.state == "en_route":
                yield _arrive(world, outage, fault, now, rng, settings)
        elif crew.status == "working" and fault.ends_at is None and _is_clear(world, outage, fault):
            _start_work(fault, now + _work(world, outage, rng, settings))


def _arrive(
    world: World, outage: Outage, fault: TrueFault, now: dt.datetime, rng: np.random.Generator,
    settings: SimulatorSettings,
) -> Intent:  # fmt: skip
    work = _work(world, outage, rng, settings)
    told = round_up(now + work * float(rng.uniform(0.9, 1.25)))
    command = CrewOnSite(outage_id=outage.outage_id, estimated_restoration_at=told)
    if not _is_clear(world, outage, fault):
        return Intent.of(command, outage, fault)
    return Intent.of(command, outage, fault, partial(_start_work, fault, now + work))


def _is_clear(world: World, outage: Outage, fault: TrueFault) -> bool:
    """Whether a crew knows what to mend: it is confirmed, and confirmed where it is."""
    return outage not in world.presumed and not fault.is_nothing and world.is_found(outage, fault)


def _start_work(fault: TrueFault, ends_at: dt.datetime, _receipt: Receipt | None = None) -> None:
    fault.ends_at = ends_at


def _work(world: World, outage: Outage, rng: np.random.Generator, settings: SimulatorSettings) -> dt.timedelta:
    median = work_minutes(world.state.network, outage, settings.repair_minutes)
    return dt.timedelta(minutes=median * float(np.exp(rng.normal(0, 0.35))))


def _drive(crew: Crew, outage: Outage, metres: float) -> None:
    distance = distance_m(crew, outage)
    share = 1.0 if distance <= metres else metres / distance
    crew.lon += (outage.lon - crew.lon) * share
    crew.lat += (outage.lat - crew.lat) * share
