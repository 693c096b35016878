"""How simulated outages get better and end: reclosing, switching, repair, each when its time has come."""

from __future__ import annotations

import datetime as dt

from data_sources.demo.simulator.incidents import World
from data_sources.network.rows import Floats
from data_sources.outages.crews import release
from data_sources.outages.restoration import plan_moves
from data_sources.outages.states import Changes
from data_sources.outages.steps import apply, finish


def end_due(world: World, now: dt.datetime, changes: Changes) -> None:
    """End every outage whose time has come, and let its crew go."""
    for incident in list(world.outages):
        if incident.ends_at is not None and incident.ends_at <= now:
            finish(world, incident, now, changes)
            release(incident, now, changes)


def switch_due(world: World, now: dt.datetime, load_kw: Floats, changes: Changes) -> None:
    """Try partial restoration where its time has come."""
    for incident in list(world.outages):
        if incident.switch_at is None or incident.switch_at > now:
            continue
        incident.switch_at = None
        if moves := plan_moves(world, incident, load_kw):
            own = int(world.network.devices.ids[incident.device])
            incident.switched = {device_id: is_open for device_id, is_open in moves.items() if device_id != own}
            apply(world, moves, now, changes)
