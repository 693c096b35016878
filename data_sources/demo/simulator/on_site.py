"""What a crew finds where an outage was presumed: the device that opened, another one, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import numpy as np

from data_sources.commands.command import Command
from data_sources.commands.receipt import Receipt
from data_sources.demo.simulator.crews import CrewClock
from data_sources.demo.simulator.faults import strike
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.world import Intent, TrueFault, World
from data_sources.outages.life import CancelOutage, ConfirmOutage, MergeOutage, MovePrediction, RestoreOutage, SetCause
from data_sources.outages.states import Outage


def find(world: World, clock: CrewClock, now: dt.datetime, settings: SimulatorSettings) -> Iterator[Intent]:
    """Crews that have looked for long enough say what they found."""
    working = {crew.outage_id: crew for crew in world.crews if crew.status == "working"}
    for outage, fault in (*world.presumed_works(), *world.works()):
        crew = working.get(outage.outage_id)
        if crew is None or outage.state != "on_site" or clock.seconds(crew, now) < settings.find_s:
            continue
        if (wish := _found(world, outage, fault, now, settings)) is not None:
            yield wish


def merge_parts(world: World) -> Iterator[Intent]:
    """What others presume or confirmed behind a fault that a crew has found belongs to its outage."""
    claimed = {fault.outage_id for fault in world.faults if not fault.is_nothing}
    for whole, fault in world.works():
        if not fault.is_hidden or whole.state != "on_site" or not fault.is_at(whole):
            continue
        for part in (*world.presumed, *world.state.outages):
            if part.outage_id in claimed or part.feeder != whole.feeder:
                continue
            reach = world.reach(part)
            if len(reach) and np.isin(reach, world.reach(fault)).all():
                yield Intent.of(MergeOutage(outage_id=part.outage_id, into_id=whole.outage_id), part, fault)


def _found(
    world: World, outage: Outage, fault: TrueFault, now: dt.datetime, settings: SimulatorSettings
) -> Intent | None:
    number, is_presumed = outage.outage_id, outage in world.presumed
    if fault.is_nothing:
        nothing: Command = RestoreOutage(outage_id=number, is_closing=True)
        if is_presumed:
            nothing = CancelOutage(outage_id=number, reason="The crew found supply on.")
        return Intent.of(nothing, outage, fault, partial(_over, fault, now))
    if is_presumed:
        return Intent.of(_confirmation(world, outage, fault), outage, fault)
    if not world.is_found(outage, fault):
        return _put_right(world, outage, fault, settings)
    if outage.cause == "unknown" and fault.is_hidden and fault.cause != "unknown":
        return Intent.of(SetCause.of(outage_id=number, cause=fault.cause), outage, fault)
    return None


def _confirmation(world: World, outage: Outage, fault: TrueFault) -> Command:
    """Of a presumed outage, at the device that really opened; it is moved first to a transformer that failed."""
    if fault.transformer >= 0 and not fault.is_at(outage):
        transformer_id = int(world.state.network.transformers.ids[fault.transformer])
        return MovePrediction(outage_id=outage.outage_id, transformer_id=transformer_id, reason="Found by the crew.")
    device_id = None if fault.is_at(outage) else int(world.state.network.devices.ids[fault.device])
    return ConfirmOutage(outage_id=outage.outage_id, device_id=device_id, started_at=fault.struck_at)


def _put_right(world: World, outage: Outage, fault: TrueFault, settings: SimulatorSettings) -> Intent:
    """An outage that was confirmed elsewhere: who has supply is said to have it, or the true device is reported."""
    if len(live := np.setdiff1d(outage.owned, world.reach(fault))):
        ids = tuple(world.state.network.transformers.ids[live].tolist())
        return Intent.of(RestoreOutage(outage_id=outage.outage_id, transformer_ids=ids), outage, fault)
    return strike(world, fault, fault.struck_at, settings, note="Found by the crew on site.")


def _over(fault: TrueFault, now: dt.datetime, _receipt: Receipt) -> None:
    fault.cleared_at = now
