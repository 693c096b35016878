"""How outages get better and end: reclosing, switching, repair."""

from __future__ import annotations

import datetime as dt

import numpy as np

from data_sources.demo.simulator.crews import release
from data_sources.demo.simulator.switching import Floats, plan
from data_sources.demo.simulator.world import Changes, Incident, World


def end_due(world: World, now: dt.datetime, changes: Changes) -> None:
    """End every outage whose time has come."""
    for incident in list(world.incidents):
        if incident.ends_at is not None and incident.ends_at <= now:
            finish(world, incident, now, changes)


def finish(world: World, incident: Incident, now: dt.datetime, changes: Changes) -> None:
    """Put everything back as built; whoever is dark after that belongs to an outage above this one."""
    moves = {device_id: not is_open for device_id, is_open in incident.switched.items()}
    if incident.device >= 0:
        moves[int(world.network.devices.ids[incident.device])] = False
    incident.switched, incident.is_repaired = {}, True
    world.apply(moves, now, changes)
    if len(incident.owned):
        _hand_over(world, incident, now, changes)
    if incident.customers_out:
        incident.step(0, now)
    world.incidents.remove(incident)
    release(incident, now, changes)
    changes.touch(incident)


def switch_due(world: World, now: dt.datetime, load_kw: Floats, changes: Changes) -> None:
    """Try partial restoration where its time has come."""
    for incident in list(world.incidents):
        if incident.switch_at is None or incident.switch_at > now:
            continue
        incident.switch_at = None
        moves = plan(world, incident, load_kw)
        if not moves:
            continue
        own = int(world.network.devices.ids[incident.device])
        incident.switched = {device_id: is_open for device_id, is_open in moves.items() if device_id != own}
        world.apply(moves, now, changes)


def _hand_over(world: World, incident: Incident, now: dt.datetime, changes: Changes) -> None:
    """Give what stays dark to the outage whose device lies above; only rows of others' making get here."""
    left = incident.owned
    incident.owned = left[:0]
    for other in world.incidents:
        if other is incident or other.device < 0 or not len(left):
            continue
        edge = int(world.network.device_segment[other.device])
        taken = left[np.isin(left, world.transformers_in(world.normal.downstream(edge)))]
        if len(taken):
            other.owned = np.union1d(other.owned, taken)
            other.customers_interrupted += world.customers(taken)
            other.step(world.customers(other.owned), now)
            changes.touch(other)
            left = np.setdiff1d(left, taken)
