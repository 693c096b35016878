"""Partial restoration after a trunk fault: isolate the fault by switches, feed what is sound from both sides.

Upstream, the nearest switch before the fault opens and the tripped device closes again. Downstream, the first switch
behind the fault opens on each branch, and one tie closes behind it if the feeder on its other side is whole and can
carry the section. Each section hangs on exactly one tie, so radial stays radial; a plan whose topology shows a loop or
a live fault is dropped whole. Sections are not split further, and a device on the faulted segment itself isolates it
on the upstream side only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.simulator.world import Incident, World
from data_sources.network.rows import Ints

Floats = NDArray[np.float64]

SWITCHABLE = ("switch", "sectionaliser", "recloser", "breaker")
LOAD_LIMIT = 0.9  # share of the helping feeder's rating that may be used, at this power factor
POWER_FACTOR = 0.95


def plan(world: World, incident: Incident, load_kw: Floats) -> dict[int, bool]:
    """Device moves (id to is_open) that give some customers supply and leave some to the crew; empty: nothing to do.

    Args:
        world: the state now, the incident's device open.
        incident: an outage at a trunk device with a known segment.
        load_kw: what each transformer would take, shape (transformers,).
    """
    if incident.fault_segment < 0 or incident.device < 0:
        return {}
    below = _downstream_moves(world, incident, load_kw)
    above = _upstream_moves(world, incident)
    for moves in ({**above, **below}, above, below):
        if moves and _is_sound(world, incident, moves):
            return moves
    return {}


def _upstream_moves(world: World, incident: Incident) -> dict[int, bool]:
    network = world.network
    own_edge = int(network.device_segment[incident.device])
    on_way = _switches_by_edge(world)
    for edge in world.normal.upstream(int(world.normal.child[incident.fault_segment])).tolist():
        if edge == own_edge:
            return {}
        if edge in on_way:
            return {int(network.devices.ids[on_way[edge]]): True, int(network.devices.ids[incident.device]): False}
    return {}


def _downstream_moves(world: World, incident: Incident, load_kw: Floats) -> dict[int, bool]:
    network, normal = world.network, world.normal
    moves: dict[int, bool] = {}
    spare = _spare_kw(world, load_kw)
    for device in _first_switches_below(world, incident):
        section = normal.downstream(int(network.device_segment[device]))
        units = world.transformers_in(section)
        needed = float(load_kw[units].sum())
        tie, helper = _best_tie(world, section, spare)
        if tie >= 0 and needed <= spare[helper] and world.customers(units) > 0:
            spare[helper] -= needed
            moves[int(network.devices.ids[device])] = True
            moves[int(network.devices.ids[tie])] = False
    return moves


def _first_switches_below(world: World, incident: Incident) -> list[int]:
    """Closed switches behind the fault with no other between."""
    normal = world.normal
    on_edge = _switches_by_edge(world)
    inside = set(normal.downstream_edges(incident.fault_segment).tolist()) - {incident.fault_segment}
    first = []
    for edge in inside & on_edge.keys():
        way = normal.upstream(int(normal.child[edge])).tolist()[1:]
        before_fault = way[: way.index(incident.fault_segment)]
        if not any(other in on_edge for other in before_fault):
            first.append(on_edge[edge])
    return sorted(first)


def _switches_by_edge(world: World) -> dict[int, int]:
    """Edge to device, of devices that are closed now and may be opened without load."""
    network = world.network
    rows = np.flatnonzero(np.isin(network.devices["kind"], SWITCHABLE))
    return {int(network.device_segment[row]): int(row) for row in rows if not world.is_open(int(row))}


def _best_tie(world: World, section: Ints, spare: Floats) -> tuple[int, int]:
    """(tie, feeder that helps): the tie into the section from the feeder with most to spare; (-1, -1) without one."""
    network = world.network
    is_inside = np.zeros(len(network.rows.nodes), dtype=np.bool_)
    is_inside[section] = True
    feeding = network.feeding_feeder(world.open_devices)
    busy = world.busy_feeders()
    best = (-1, -1)
    for tie in np.flatnonzero(network.devices["kind"] == "tie").tolist():
        edge = network.device_segment[tie]
        ends = network.from_node[edge], network.to_node[edge]
        if not world.is_open(tie) or is_inside[ends[0]] == is_inside[ends[1]]:
            continue
        feeder_id = int(feeding[ends[1] if is_inside[ends[0]] else ends[0]])
        if feeder_id < 0 or (helper := network.rows.feeders.index(feeder_id)) in busy:
            continue
        if best[0] < 0 or spare[helper] > spare[best[1]]:
            best = tie, helper
    return best


def _spare_kw(world: World, load_kw: Floats) -> Floats:
    feeders = world.network.rows.feeders
    fed = world.fed_by >= 0
    carried = np.bincount(world.fed_by[fed], weights=load_kw[fed], minlength=len(feeders))
    return np.asarray(LOAD_LIMIT * POWER_FACTOR * feeders["rated_kva"] - carried, dtype=np.float64)


def _is_sound(world: World, incident: Incident, moves: dict[int, bool]) -> bool:
    """Radial, the fault dead, somebody back and somebody left."""
    network = world.network
    opened = (world.open_devices | {k for k, v in moves.items() if v}) - {k for k, v in moves.items() if not v}
    after = network.topology(opened)
    fault = incident.fault_segment
    ends = after.is_reached[[network.from_node[fault], network.to_node[fault]]]
    is_fault_live = bool(ends.any()) if after.is_closed[fault] else bool(ends.all())
    still_dark = incident.owned[~after.is_reached[network.transformers["node"][incident.owned]]]
    left = world.customers(still_dark)
    return not len(after.loop_edges) and not is_fault_live and 0 < left < incident.customers_out
