"""Who really has supply, whatever the operator's model says: faults that nothing reports, outages that are none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_sources.demo.simulator.world import TrueFault, World
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Ints

REPORTING_KINDS = ("breaker", "recloser")


@dataclass(frozen=True, slots=True)
class Truth:
    """Shapes (transformers,).

    Attributes:
        is_energized: which transformers have supply.
        fed_by: row of the feeder that feeds each of them, or -1.
    """

    is_energized: Bools
    fed_by: Ints


def truth_of(world: World) -> Truth:
    """What is so: the operating state, but for what it does not know and for what it is wrong about.

    A confirmed outage is wrong where it is elsewhere than its fault: only who is behind the fault is out.
    """
    state, unknown = world.state, _unknown(world)
    if not unknown:
        return Truth(state.is_energized, state.fed_by)
    lasting = {outage.outage_id: outage for outage in state.outages}
    live, fed_by = state.is_energized.copy(), state.fed_by.copy()
    for fault in unknown:
        if (outage := lasting.get(fault.outage_id or 0)) is not None:
            live[outage.owned] = True
    for fault in unknown:
        live[world.reach(fault)] = False
    regained = live & (fed_by < 0)
    fed_by[regained] = state.network.rows.feeders.indexes(state.network.transformers["feeder_id"][regained])
    fed_by[~live] = -1
    return Truth(live, fed_by)


def _unknown(world: World) -> list[TrueFault]:
    """Faults that no confirmed outage says just so, and those that are none."""
    lasting = {outage.outage_id: outage for outage in world.state.outages}
    found = []
    for fault in world.faults:
        outage = lasting.get(fault.outage_id or 0)
        is_meant = (fault.is_hidden or fault.is_nothing) and fault.cleared_at is None
        if is_meant and not (outage is not None and fault.is_at(outage)):
            found.append(fault)
    return found


def telemetry_of(network: Network, said: dict[int, bool]) -> Bools:
    """Which devices report by themselves that they opened, shape (devices,).

    Args:
        network: the graph.
        said: of some devices by id; of the others their kind says it.
    """
    reports: Bools = np.isin(network.devices["kind"], REPORTING_KINDS)
    if said:
        reports[network.devices.indexes(np.array(list(said)))] = list(said.values())
    return reports
