"""The switching plan of a trunk outage: which devices to move so that some get supply before the repair is done."""

from __future__ import annotations

import numpy as np

from data_sources.analytics.restoration import FaultedCircuit, SwitchingPlan, is_sound, plans
from data_sources.network.rows import Floats, Ints
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Outage

SWITCHABLE = ("switch", "sectionaliser", "recloser", "breaker")
LOAD_LIMIT = 0.9  # share of the helping feeder's rating that may be used, at this power factor
POWER_FACTOR = 0.95


def plan_moves(state: OperatingState, outage: Outage, load_kw: Floats) -> dict[int, bool]:
    """Device moves (id to is_open) that give some customers supply and leave some to the crew; empty: nothing to do.

    Args:
        state: the state now, the outage's device open.
        outage: at a trunk device, with a known segment.
        load_kw: what each transformer would take, shape (transformers,).
    """
    if outage.fault_segment < 0 or outage.device < 0:
        return {}
    ids, is_open = state.network.devices.ids, state.is_open()
    kind = state.network.devices["kind"]
    switches = np.flatnonzero(np.isin(kind, SWITCHABLE) & ~is_open)
    ties = np.flatnonzero((kind == "tie") & is_open)
    for plan in plans(_circuit(state, outage, switches, ties, load_kw)):
        moves = _moves(plan, ids[switches], ids[ties], int(ids[outage.device]))
        if _is_sound(state, outage, moves):
            return moves
    return {}


def _circuit(state: OperatingState, outage: Outage, switches: Ints, ties: Ints, load_kw: Floats) -> FaultedCircuit:
    network = state.network
    node, nodes = network.transformers["node"], len(network.rows.nodes)
    feeder_ids = network.feeding_feeder(state.open_devices)
    feeding = np.full(nodes, -1, dtype=np.int64)
    feeding[feeder_ids >= 0] = network.rows.feeders.indexes(feeder_ids[feeder_ids >= 0])
    edges = network.device_segment[ties]
    return FaultedCircuit(
        normal=state.normal,
        fault_edge=outage.fault_segment,
        tripped_edge=int(network.device_segment[outage.device]),
        switch_edges=network.device_segment[switches],
        tie_ends=np.stack([network.from_node[edges], network.to_node[edges]], axis=1),
        feeding=feeding,
        spare_kw=_spare_kw(state, load_kw),
        load_kw=np.bincount(node, weights=load_kw, minlength=nodes).astype(np.float64),
        customers=np.bincount(node, weights=network.transformer_customers, minlength=nodes).astype(np.int64),
    )


def _spare_kw(state: OperatingState, load_kw: Floats) -> Floats:
    """What each feeder can take on; nothing where an outage keeps it busy."""
    feeders = state.network.rows.feeders
    fed = state.fed_by >= 0
    carried = np.bincount(state.fed_by[fed], weights=load_kw[fed], minlength=len(feeders))
    spare = np.asarray(LOAD_LIMIT * POWER_FACTOR * feeders["rated_kva"] - carried, dtype=np.float64)
    spare[list(state.busy_feeders())] = 0.0
    return spare


def _moves(plan: SwitchingPlan, switch_ids: Ints, tie_ids: Ints, tripped_id: int) -> dict[int, bool]:
    moves = {int(device_id): True for device_id in switch_ids[plan.opens]}
    moves |= {int(device_id): False for device_id in tie_ids[plan.closes]}
    return moves | ({tripped_id: False} if plan.recloses else {})


def _is_sound(state: OperatingState, outage: Outage, moves: dict[int, bool]) -> bool:
    opened = (state.open_devices | {k for k, v in moves.items() if v}) - {k for k, v in moves.items() if not v}
    network = state.network
    nodes = network.transformers["node"][outage.owned]
    customers = network.transformer_customers[outage.owned]
    return is_sound(network.topology(opened), outage.fault_segment, nodes, customers)
