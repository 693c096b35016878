"""Who is sent where: the outage that matters most gets the nearest crew that is free and fit for it."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from data_sources.demo.simulator.faults import round_up
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.world import Changes, Crew, Incident, World

METRES_PER_DEGREE = 111_320.0
ARRIVED_M = 60.0


def dispatch(world: World, now: dt.datetime, settings: SimulatorSettings, changes: Changes) -> None:
    """Send free crews to waiting outages, most customers first."""
    waiting = [i for i in world.incidents if i.crew is None and i.dispatch_at is not None and i.dispatch_at <= now]
    for incident in sorted(waiting, key=lambda i: (-i.customers_out, i.started_at)):
        free = [crew for crew in world.crews if crew.status == "available"]
        if not free and (now - incident.started_at).total_seconds() >= settings.call_out_s:
            free = [crew for crew in world.crews if crew.status == "off_shift"]
        if not free:
            continue
        crew = min(free, key=lambda c: (_misfit(c, incident), _distance_m(c, incident)))
        crew.is_called_out = crew.status == "off_shift"
        crew.status, crew.incident, crew.since, incident.crew = "assigned", incident, now, crew
        drive = _distance_m(crew, incident) / 1000 / settings.travel_kmh * 60
        guess = now + dt.timedelta(minutes=drive + 1.4 * work_minutes(world, incident, settings))
        incident.estimated_at = round_up(guess)
        changes.touch_crew(crew)
        changes.touch(incident)


def advance(
    world: World, now: dt.datetime, seconds: float, rng: np.random.Generator, settings: SimulatorSettings,
    changes: Changes,
) -> None:  # fmt: skip
    """Move crews along and let those that arrive start work."""
    for crew in world.crews:
        if crew.incident is None or crew.since is None:
            continue
        if crew.status == "assigned" and (now - crew.since).total_seconds() >= settings.assigned_s:
            crew.status, crew.since = "en_route", now
            changes.touch_crew(crew)
        elif crew.status == "en_route":
            _drive(crew, crew.incident, seconds * settings.travel_kmh / 3.6)
            changes.touch_crew(crew)
            if _distance_m(crew, crew.incident) <= ARRIVED_M:
                _arrive(world, crew, crew.incident, now, rng, settings, changes)


def release(incident: Incident, now: dt.datetime, changes: Changes) -> None:
    """The work is done: the crew is free where it stands, or off again if it was called in."""
    if incident.crew is not None:
        crew = incident.crew
        crew.status = "off_shift" if crew.is_called_out else "available"
        crew.incident, crew.since, crew.is_called_out = None, now, False
        changes.touch_crew(crew)


def work_minutes(world: World, incident: Incident, settings: SimulatorSettings) -> float:
    """Median time of the work on site."""
    factor = 1.6 if incident.is_underground else 1.0
    if incident.transformer >= 0:
        factor *= 1.3
    elif incident.device >= 0 and world.network.devices["kind"][incident.device] != "fuse":
        factor *= 1.5
    return settings.repair_minutes * factor


def _arrive(
    world: World, crew: Crew, incident: Incident, now: dt.datetime, rng: np.random.Generator,
    settings: SimulatorSettings, changes: Changes,
) -> None:  # fmt: skip
    crew.status, crew.since = "working", now
    minutes = work_minutes(world, incident, settings) * float(np.exp(rng.normal(0, 0.35)))
    incident.ends_at = now + dt.timedelta(minutes=minutes)
    incident.estimated_at = round_up(now + dt.timedelta(minutes=minutes * float(rng.uniform(0.9, 1.25))))
    changes.touch(incident)


def _misfit(crew: Crew, incident: Incident) -> int:
    """0: made for it, 1: can do it, 2: only if nobody else is free."""
    if incident.is_underground:
        return 0 if crew.kind == "underground" else 1
    if crew.kind == "vegetation":
        return 0 if incident.cause in ("vegetation", "wind") else 2
    return 1 if crew.kind == "underground" else 0


def _distance_m(crew: Crew, incident: Incident) -> float:
    east = (incident.lon - crew.lon) * math.cos(math.radians(incident.lat))
    return math.hypot(east, incident.lat - crew.lat) * METRES_PER_DEGREE


def _drive(crew: Crew, incident: Incident, metres: float) -> None:
    distance = _distance_m(crew, incident)
    share = 1.0 if distance <= metres else metres / distance
    crew.lon += (incident.lon - crew.lon) * share
    crew.lat += (incident.lat - crew.lat) * share
