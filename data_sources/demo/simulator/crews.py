"""What simulated crews do once they are sent: they drive, arrive, and work for a while."""

from __future__ import annotations

import datetime as dt

import numpy as np

from data_sources.demo.simulator.incidents import Incident, World
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.outages.crews import dispatch, distance_m, round_up, work_minutes
from data_sources.outages.states import Changes, Crew

ARRIVED_M = 60.0


def dispatch_due(world: World, now: dt.datetime, settings: SimulatorSettings, changes: Changes) -> None:
    """Send crews to the outages that have been known for long enough."""
    waiting = [i for i in world.outages if i.crew is None and i.dispatch_at is not None and i.dispatch_at <= now]
    dispatch(world, waiting, now, settings.dispatch_rules, changes)


def advance(
    world: World, now: dt.datetime, seconds: float, rng: np.random.Generator, settings: SimulatorSettings,
    changes: Changes,
) -> None:  # fmt: skip
    """Move crews along and let those that arrive start work."""
    by_crew = {id(incident.crew): incident for incident in world.outages if incident.crew is not None}
    for crew in world.crews:
        incident = by_crew.get(id(crew))
        if incident is None or crew.since is None:
            continue
        if crew.status == "assigned" and (now - crew.since).total_seconds() >= settings.assigned_s:
            crew.status, crew.since = "en_route", now
            changes.touch_crew(crew)
        elif crew.status == "en_route":
            _drive(crew, incident, seconds * settings.travel_kmh / 3.6)
            changes.touch_crew(crew)
            if distance_m(crew, incident) <= ARRIVED_M:
                _arrive(world, crew, incident, now, rng, settings, changes)


def _arrive(
    world: World, crew: Crew, incident: Incident, now: dt.datetime, rng: np.random.Generator,
    settings: SimulatorSettings, changes: Changes,
) -> None:  # fmt: skip
    crew.status, crew.since = "working", now
    minutes = work_minutes(world, incident, settings.repair_minutes) * float(np.exp(rng.normal(0, 0.35)))
    incident.ends_at = now + dt.timedelta(minutes=minutes)
    incident.estimated_at = round_up(now + dt.timedelta(minutes=minutes * float(rng.uniform(0.9, 1.25))))
    changes.touch(incident)


def _drive(crew: Crew, incident: Incident, metres: float) -> None:
    distance = distance_m(crew, incident)
    share = 1.0 if distance <= metres else metres / distance
    crew.lon += (incident.lon - crew.lon) * share
    crew.lat += (incident.lat - crew.lat) * share
