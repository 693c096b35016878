"""Who has supply where devices open some of their phases only: a fuse on one phase of three, one pole of a recloser.

A transformer is interrupted when it loses one of its phases: IEEE 1366 defines an interruption as the total loss
of power on one or more normally energized conductors. So a bank on three phases is out with any of them, and its
customers with it; which of them hang on a phase that is left is told by `downstream`, and no part of an outage's count.

Most networks hold no such device, or none that is open: then the one forest without regard to phases says all.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import numpy as np

from data_sources.analytics.phases import ALL_PHASES, PHASE_BITS
from data_sources.analytics.topology import Topology
from data_sources.network.downstream import supply_book
from data_sources.network.graph import KEPT_NETWORKS, Network
from data_sources.network.rows import Bools, Ints


@lru_cache(maxsize=KEPT_NETWORKS)
def opens_in_part(network: Network) -> Bools:
    """Which devices leave a phase of their segment closed when they open, shape (devices,)."""
    own = network.devices["phase_mask"]
    carried = network.segments["phase_mask"][network.device_segment] & ALL_PHASES
    carried = np.where(carried, carried, ALL_PHASES)
    return np.asarray((own > 0) & ((carried & ~own) > 0))


def supply(network: Network, open_device_ids: Collection[int]) -> tuple[Topology, Bools]:
    """The forest of the edges that still conduct a phase, and which transformers have all of theirs.

    Args:
        network: of the utility.
        open_device_ids: what is open.

    Returns:
        The forest, and a mask over the transformers, shape (transformers,).
    """
    node = network.transformers["node"]
    opened = network.devices.indexes(np.fromiter(open_device_ids, np.int64, len(open_device_ids)))
    if not opens_in_part(network)[opened].any():
        topology = network.topology(open_device_ids)
        return topology, topology.is_reached[node]
    book = supply_book(network)
    forests = book.forests(open_device_ids)
    has_all = np.ones(len(node), np.bool_)
    for bit, forest in zip(PHASE_BITS.values(), forests, strict=True):
        has_all &= ((book.unit_phases & bit) == 0) | forest.is_reached[node]
    edges = network.device_segment[opened]
    conducts = forests.a.is_closed[edges] | forests.b.is_closed[edges] | forests.c.is_closed[edges]
    return network.topology(network.devices.ids[opened[~conducts]].tolist()), has_all


def units_behind(network: Network, device: int) -> Ints:
    """Rows of the transformers that lose a phase when a device opens in the network as built."""
    edge = network.device_segment[device]
    if opens_in_part(network)[device]:
        state = supply_book(network).state(network.normally_open)
        return state.units.below(np.array([edge]), int(network.devices["phase_mask"][device])).things
    is_below = np.zeros(len(network.rows.nodes), dtype=np.bool_)
    is_below[network.topology().downstream(int(edge))] = True
    return np.flatnonzero(is_below[network.transformers["node"]])


def phases_lost(network: Network, units: Ints, device: int) -> str | None:
    """The phases that transformers lost, e.g. "AC"; None where nobody tells.

    Args:
        network: of the utility.
        units: rows of the transformers.
        device: row of what opened, or -1; it takes no more than its own phases.
    """
    hang = supply_book(network).unit_phases[units] & ALL_PHASES
    own = int(network.devices["phase_mask"][device]) or ALL_PHASES if device >= 0 else ALL_PHASES
    lost = int(np.bitwise_or.reduce(hang, initial=0))
    bits = lost & own or lost  # lost by other switching of the same outage
    return "".join(name for name, bit in PHASE_BITS.items() if bits & bit) or None
