"""How simulated outages get better and end: reclosing, switching, repair, each when its time has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from data_sources.commands.receipt import Receipt
from data_sources.demo.simulator.world import Intent, TrueFault, World
from data_sources.network.rows import Floats
from data_sources.outages.life import RestoreOutage, SwitchForOutage
from data_sources.outages.parallels import parallels
from data_sources.outages.restoration import plan_moves
from data_sources.outages.states import Outage
from data_sources.outages.steps import put_back

OVERDUE = dt.timedelta(minutes=15)  # an outage this far over its estimate ended while nobody simulated

USUAL = dt.timedelta(hours=1)  # of what was confirmed without an estimate


def end_due(world: World, now: dt.datetime) -> Iterator[Intent]:
    """End every outage whose repair is done, unless a person holds its device, or what would have to open first."""
    for outage, fault in world.works():
        if fault.ends_at is not None and fault.ends_at <= now and not _is_held(world, outage):
            yield _end(outage, fault, now)


def end_overdue(world: World, now: dt.datetime) -> Iterator[Intent]:
    """End what was over while nobody simulated, when it was; what a person estimates or sends crews to goes on."""
    for outage, fault in world.works():
        ended = fault.ends_at or outage.estimated_at or (fault.struck_at + USUAL if fault.is_hidden else None)
        by_rule = outage.estimated_by == outage.dispatched_by == "rule"
        if ended is not None and ended < now - OVERDUE and by_rule and not _is_held(world, outage):
            last = max([outage.started_at, *(one.restored_at or one.out_at for one in outage.groups)])
            yield _end(outage, fault, max(last, ended))


def switch_due(world: World, now: dt.datetime, load_kw: Floats) -> Iterator[Intent]:
    """Try partial restoration where its time has come."""
    for outage, fault in world.works():
        if fault.switch_at is None or fault.switch_at > now or outage.outage_id in world.restored:
            continue
        outage.fault_segment = fault.segment
        moves = plan_moves(world.state, outage, load_kw)
        if not moves or world.held & moves.keys() or _joins(world, moves):
            fault.switch_at = None
            continue
        command = SwitchForOutage(
            outage_id=outage.outage_id,
            open_device_ids=_moved(moves, is_open=True), close_device_ids=_moved(moves, is_open=False),
        )  # fmt: skip
        yield Intent.of(command, outage, fault, partial(_switched, fault))


def _end(outage: Outage, fault: TrueFault, at: dt.datetime) -> Intent:
    command = RestoreOutage(outage_id=outage.outage_id, restored_at=at, is_closing=True)
    return Intent.of(command, outage, fault, partial(_cleared, fault, at))


def _cleared(fault: TrueFault, at: dt.datetime, _receipt: Receipt) -> None:
    fault.cleared_at = at


def _switched(fault: TrueFault, _receipt: Receipt) -> None:
    fault.switch_at = None


def _moved(moves: dict[int, bool], *, is_open: bool) -> tuple[int, ...] | None:
    return tuple(device_id for device_id, way in moves.items() if way == is_open) or None


def _is_held(world: World, outage: Outage) -> bool:
    own = {int(world.state.network.devices.ids[outage.device])} if outage.device >= 0 else set()
    if world.held & (own | outage.switched.keys()):
        return True
    return bool(world.held) and _joins(world, put_back(world.state, outage))


def _joins(world: World, moves: dict[int, bool]) -> bool:
    """Whether moves would connect two energized parts, since a person switched something there: left to persons."""
    return bool(parallels(world.state.network, world.state.open_devices, moves))
