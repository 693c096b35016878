"""The operating state of one utility's network: what is open, who has supply, which outages last."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from data_sources.analytics.topology import Topology
from data_sources.network.graph import Network
from data_sources.network.poles import supply, units_behind
from data_sources.network.rows import Bools, Ints
from data_sources.outages.states import TRUNK_KINDS, Outage


class OperatingState:
    """The state that decisions read, and that steps change (steps.py).

    Args:
        network: the utility's graph.
        open_devices: ids of the devices open now.
        outages: those that last.

    Attributes:
        topology: the forest of fed nodes now, over what still conducts a phase.
        is_energized: which transformers have supply, on all their phases, shape (transformers,).
        fed_by: row of the feeder that feeds each transformer, or -1, shape (transformers,).
    """

    def __init__(self, network: Network, open_devices: Collection[int], outages: Sequence[Outage]) -> None:
        """Works out who has supply."""
        self.network = network
        self.open_devices = set(open_devices)
        self.outages = list(outages)
        self.topology: Topology
        self.is_energized: Bools
        self.fed_by: Ints
        self.refresh()

    @property
    def normal(self) -> Topology:
        """The forest as the network is built."""
        return self.network.topology()

    def refresh(self) -> None:
        """Work out again who has supply: by the network, or, where a person says so, in spite of it (a generator)."""
        network = self.network
        self.topology, has_supply = supply(network, self.open_devices)
        node = network.transformers["node"]
        self.is_energized = has_supply.copy()
        failed = [one.transformer for one in self.outages if one.transformer >= 0 and not one.is_repaired]
        self.is_energized[failed] = False
        feeder_ids = network.feeding(self.topology)[node]
        self.fed_by = np.full(len(node), -1, dtype=np.int64)
        has_feeder = self.is_energized & (feeder_ids >= 0)
        self.fed_by[has_feeder] = network.rows.feeders.indexes(feeder_ids[has_feeder])
        for outage in self.outages:
            self.is_energized[outage.fed_apart] = True
        for outage in self.outages:
            self.is_energized[outage.owned] &= has_supply[outage.owned]
        self.is_energized[failed] = False

    def customers(self, transformers: Ints) -> int:
        """Active customers behind some transformers."""
        return int(self.network.transformer_customers[transformers].sum())

    def transformers_in(self, nodes: Ints) -> Ints:
        """Rows of the transformers at some nodes."""
        is_inside = np.zeros(len(self.network.rows.nodes), dtype=np.bool_)
        is_inside[nodes] = True
        return np.flatnonzero(is_inside[self.network.transformers["node"]])

    def behind(self, outage: Outage) -> Ints:
        """Rows of the transformers that an outage's device or failed transformer feeds in the network as built."""
        if outage.transformer >= 0:
            return np.array([outage.transformer])
        return self.behind_device(outage.device)

    def behind_device(self, device: int) -> Ints:
        """Rows of the transformers that a device feeds in the network as built; none for -1."""
        return units_behind(self.network, device) if device >= 0 else np.empty(0, dtype=np.int64)

    def unowned(self) -> Bools:
        """Which transformers are dark without being counted in an outage, shape (transformers,)."""
        free: Bools = ~self.is_energized
        for outage in self.outages:
            free[outage.owned] = False
        return free

    def busy_feeders(self) -> set[int]:
        """Feeders with an outage at a trunk device, and those that help out: left alone until it is over."""
        busy = set()
        for outage in self.outages:
            if self.is_trunk(outage):
                busy.add(outage.feeder)
            for device_id in outage.switched:
                busy |= self.feeders_of(self.network.devices.index(device_id))
        return busy

    def is_trunk(self, outage: Outage) -> bool:
        """Whether a trunk device opened in an outage."""
        return outage.device >= 0 and self.network.devices["kind"][outage.device] in TRUNK_KINDS

    def feeders_of(self, device: int) -> set[int]:
        """Rows of the feeder of a device and, for a tie, of the one on its other side."""
        devices, feeders = self.network.devices, self.network.rows.feeders
        ids = {int(devices["feeder_id"][device]), int(devices["other_feeder_id"][device])} - {-1}
        return {feeders.index(feeder_id) for feeder_id in ids}

    def is_open(self) -> Bools:
        """Which devices are open now, shape (devices,)."""
        return np.isin(self.network.devices.ids, np.fromiter(self.open_devices, np.int64, len(self.open_devices)))
