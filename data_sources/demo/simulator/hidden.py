"""Faults that nothing reports: presumed from messages by others, told of by more calls, at worst found by a patrol.

Whatever happens, none stays hidden for ever: where nobody presumes it, or the service of predictions is away, somebody
in the field reports it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from data_sources.demo.simulator.faults import feeder_of, latest_dispatch, schedule, strike
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.world import Intent, TrueFault, World
from data_sources.outages.states import Outage

FORGOTTEN = dt.timedelta(minutes=15)  # a fault of which nobody heard was found and mended while nobody simulated


def recognise(world: World, now: dt.datetime, rng: np.random.Generator, settings: SimulatorSettings) -> None:
    """Which outage became of each hidden fault: the one at its place, or else the smallest that shares customers."""
    others = {fault.outage_id for fault in world.faults if not fault.is_hidden and not fault.is_nothing}
    there = {
        one.outage_id: one
        for one in (*world.state.outages, *world.presumed)
        if one.outage_id not in others and not world.is_by_hand(one)
    }
    for fault in _hidden(world):
        linked = there.get(fault.outage_id or 0)
        if linked is None or not fault.is_at(linked):
            linked = _outage_of(world, fault, there) or linked
        if linked is not None:
            _follow_outage(world, fault, linked, now, rng, settings)


def suspect(world: World, now: dt.datetime, rng: np.random.Generator, settings: SimulatorSettings) -> None:
    """What others presume where there is no fault: a crew that is sent there finds nothing."""
    known = {fault.outage_id for fault in world.faults}
    for outage in world.presumed:
        if outage.outage_id in known or is_explained(world, outage):
            continue
        nothing = TrueFault(
            outage.device, outage.transformer, -1, outage.started_at, "unknown", outage.lon, outage.lat,
            outage_id=outage.outage_id, is_nothing=True, dispatch_at=now + _delay(rng, settings.presumed_dispatch_s),
        )  # fmt: skip
        world.faults.append(nothing)


def is_explained(world: World, outage: Outage) -> bool:
    """Whether an outage shares customers with a hidden fault that is there."""
    return any(_shares(world, outage, fault) for fault in _hidden(world))


def report_due(world: World, now: dt.datetime, settings: SimulatorSettings, *, is_predicted: bool) -> Iterator[Intent]:
    """What nobody presumed for too long is reported from the field.

    Args:
        world: the present.
        now: its time.
        settings: after how long.
        is_predicted: somebody presumes outages from messages; else a call from the field comes soon.
    """
    patience = settings.patrol_s if is_predicted else settings.field_report_s
    for fault in unfound(world):
        if (now - fault.struck_at).total_seconds() >= patience:
            by = "a patrol" if is_predicted else "a call from the field"
            yield strike(world, fault, fault.struck_at, settings, note=f"Reported by {by}: {fault.cause}.")


def lose_patience(world: World, now: dt.datetime, settings: SimulatorSettings) -> list[TrueFault]:
    """Faults of which too few told: more of those behind them call from now on."""
    due = dt.timedelta(seconds=settings.more_calls_s)
    found = [one for one in unfound(world) if one.noticed_at is None and now - one.struck_at >= due]
    for fault in found:
        fault.noticed_at = now
    return found


def forget(world: World, now: dt.datetime) -> None:
    """Hidden faults that struck long before a simulator begins were found and mended while nobody simulated."""
    lasting = {outage.outage_id for outage in world.state.outages}
    for fault in _hidden(world):
        if fault.outage_id not in lasting and now - fault.struck_at > FORGOTTEN:
            fault.cleared_at = now


def unfound(world: World) -> list[TrueFault]:
    """Hidden faults of which no outage tells yet."""
    return [fault for fault in _hidden(world) if fault.outage_id is None]


def _hidden(world: World) -> list[TrueFault]:
    return [fault for fault in world.faults if fault.is_hidden and fault.cleared_at is None]


def _outage_of(world: World, fault: TrueFault, there: dict[int, Outage]) -> Outage | None:
    taken = {one.outage_id for one in _hidden(world) if one is not fault}
    sizes: dict[int, int] = {}
    for outage in there.values():
        if outage.outage_id in taken:
            continue
        if fault.is_at(outage):
            return outage
        if _shares(world, outage, fault):
            sizes[outage.outage_id] = len(world.reach(outage))
    best = min(sizes, key=lambda number: (sizes[number], number), default=None)
    return None if best is None or fault.outage_id in there else there[best]


def _shares(world: World, outage: Outage, fault: TrueFault) -> bool:
    """Whether some are behind both."""
    is_near = outage.feeder == feeder_of(world.state.network, fault)
    return is_near and bool(np.isin(world.reach(outage), world.reach(fault)).any())


def _follow_outage(
    world: World, fault: TrueFault, outage: Outage, now: dt.datetime, rng: np.random.Generator,
    settings: SimulatorSettings,
) -> None:  # fmt: skip
    """Keep what scores need of it, and when a crew may be sent: soon after it was confirmed, later before that."""
    is_new, fault.outage_id = fault.outage_id != outage.outage_id, outage.outage_id
    if outage not in world.presumed:
        if fault.is_right_first is False:
            fault.is_right_first = fault.presumed_at is not None and fault.is_at(outage)
        if fault.dispatch_at is None or fault.dispatch_at > now + latest_dispatch(settings):
            schedule(world.state.network, fault, now, rng, settings)
        return
    if fault.is_at(outage) and outage.state != "on_site":  # a crew that moves it there has found it, and nobody before
        fault.presumed_at = fault.presumed_at or now
    if is_new:
        fault.dispatch_at, fault.is_right_first = now + _delay(rng, settings.presumed_dispatch_s), False


def _delay(rng: np.random.Generator, mean_s: float) -> dt.timedelta:
    return dt.timedelta(seconds=float(rng.uniform(0.4, 1.6)) * mean_s)
