"""What others did is noticed and gone on from: outages they reported, closed or merged, devices they moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from data_sources.commands.run import Order
from data_sources.demo.simulator.faults import fault_at, schedule, strike
from data_sources.demo.simulator.hidden import is_explained
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.world import Intent, TrueFault, World
from data_sources.network.graph import Network
from data_sources.outages.life import FreeCrew, ReportOutage
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Outage

OVER = ("closed", "cancelled", "merged", "gone")


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an outage that does not last: its state, "gone" without a row, and what it was merged into."""

    state: str
    merged_into: int | None = None


def adopt(world: World, now: dt.datetime, rng: np.random.Generator, settings: SimulatorSettings) -> None:
    """Outages that others reported have a fault too, which crews find; a device opened by hand has none."""
    known = {fault.outage_id for fault in world.faults}
    for outage in world.state.outages:
        if outage.outage_id in known or world.is_by_hand(outage):
            continue
        if is_explained(world, outage):
            continue  # it is a part of what a hidden fault caused, or more than that
        fault = TrueFault(
            outage.device, outage.transformer, nearest_segment(world.state, outage), outage.started_at, outage.cause,
            outage.lon, outage.lat, outage_id=outage.outage_id,
        )  # fmt: skip
        schedule(world.state.network, fault, now, rng, settings)
        fault.switch_at = None if any(one.restored_at for one in outage.groups) else fault.switch_at
        world.faults.append(fault)


def follow(world: World, fates: Mapping[int, Fate], now: dt.datetime) -> None:
    """Crews that were let go, and faults whose outage was merged, or ended by somebody before the repair was done."""
    for outage, fault in world.works():
        if outage.crew_id is None and not fault.is_temporary:
            fault.ends_at = None  # nobody works on it
    for fault in world.faults:
        fate = fates.get(fault.outage_id or 0)
        if fate is None or fate.state not in OVER:
            continue
        if fault.is_nothing:
            fault.cleared_at = now
        elif fate.merged_into is not None:
            fault.outage_id = fate.merged_into
        elif fault.is_hidden and fate.state in ("cancelled", "gone"):
            fault.outage_id = None  # it is there all the same
        elif fault.is_temporary or fault.segment < 0 or fault.ends_at is not None:
            fault.cleared_at = now
        else:
            fault.outage_id = None


def trip_again(world: World, now: dt.datetime, settings: SimulatorSettings) -> Iterator[Intent]:
    """A fault that is still there takes its section out again when somebody gives it supply."""
    known = {outage.outage_id for outage in (*world.state.outages, *world.presumed)}
    for fault in world.faults:
        if fault.cleared_at or fault.is_temporary or fault.segment < 0 or fault.outage_id in known:
            continue
        if fault.is_hidden and fault.outage_id is None:
            continue  # nobody gave it supply
        if found := fault_at(world.state, fault.segment, now, "unknown"):
            fault.device = found.device
            yield strike(world, fault, now, settings)


def tell_dark(world: World, now: dt.datetime) -> Iterator[Intent]:
    """A device that somebody opened past all commands leaves people dark: that is an outage like any other."""
    state = world.state
    if not state.customers(np.flatnonzero(dark := state.unowned())):
        return
    for device_id in sorted(state.open_devices - state.network.normally_open):
        row = state.network.devices.index(device_id)
        behind = state.behind_device(row)
        if state.customers(behind[dark[behind]]) and all(one.device != row for one in state.outages):
            command = ReportOutage(utility_id=state.network.utility_id, device_id=device_id, cause="switching")
            yield Intent(Order(command), TrueFault(row, -1, -1, now, "switching", 0.0, 0.0))
            dark[behind] = False


def free_crews(world: World, fates: Mapping[int, Fate]) -> list[Order]:
    """Crews whose outage somebody ended without letting them go."""
    over = {outage_id for outage_id, fate in fates.items() if fate.state in OVER}
    return [Order(FreeCrew(crew_id=crew.crew_id)) for crew in world.crews if crew.outage_id in over]


def nearest_segment(state: OperatingState, outage: Outage) -> int:
    """The segment behind an outage's device that is nearest to its place, or -1."""
    network: Network = state.network
    if outage.device < 0:
        return -1
    edges = state.normal.downstream_edges(int(network.device_segment[outage.device]))
    edges = edges[edges < len(network.segments)]
    nodes, segments = network.rows.nodes, network.segments
    middle = [(nodes[axis][segments["from_node"][edges]] + nodes[axis][segments["to_node"][edges]]) / 2
              for axis in ("lon", "lat")]  # fmt: skip
    return int(edges[np.argmin((middle[0] - outage.lon) ** 2 + (middle[1] - outage.lat) ** 2)])
