"""The switching plan of a trunk outage: which devices to move so that some get supply before the repair is done."""

from __future__ import annotations

from data_sources.network.isolation import isolation_study
from data_sources.network.rows import Floats
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Outage


def plan_moves(state: OperatingState, outage: Outage, load_kw: Floats) -> dict[int, bool]:
    """Device moves (id to is_open) that give some customers supply and leave some to the crew; empty: nothing to do.

    They are the steps of an isolation study, in its order, as far as somebody stays out. Feeders that an outage keeps
    busy do not help.

    Args:
        state: the state now, the outage's device open.
        outage: at a trunk device, with a known segment.
        load_kw: what each transformer would take, shape (transformers,).
    """
    if outage.fault_segment < 0 or outage.device < 0:
        return {}
    network = state.network
    before = state.open_devices - {int(network.devices.ids[outage.device])}
    topology = network.topology(before)
    if topology.child[outage.fault_segment] < 0 or not topology.is_bridge[outage.fault_segment]:
        return {}  # dark for another reason, or fed from two sides: a study has nothing to say
    segment_id = int(network.segments.ids[outage.fault_segment])
    found = isolation_study(network, segment_id, before, load_kw, idle_feeders=state.busy_feeders())
    if found.tripped != outage.device:
        return {}
    useful = [k for k, step in enumerate(found.steps, 1) if step.customers_restored and step.customers_out]
    kept = found.steps[: max(useful, default=0)]
    return {int(network.devices.ids[step.device]): step.action == "open" for step in kept}
