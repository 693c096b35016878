"""The simulator's picture of one utility: switching state, outages, crews. Pure: no database, no clock.

Things are named by their row in the network's tables; ids appear only where rows are written. The picture is rebuilt
from the database at every start (sim_store.py), so it holds nothing that a restart may not lose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from data_sources.analytics.topology import Topology
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Ints

CrewStatus = Literal["available", "assigned", "en_route", "working", "off_shift"]

TRUNK_KINDS = ("breaker", "recloser")


@dataclass(eq=False, slots=True)
class Crew:
    """A field crew and the outage it works on."""

    crew_id: int
    name: str
    kind: str
    status: CrewStatus
    lon: float
    lat: float
    incident: Incident | None = None
    since: dt.datetime | None = None
    is_called_out: bool = False


@dataclass(eq=False, slots=True)
class Incident:
    """An outage in the making, or one that lasts.

    Attributes:
        outage_id: its row; 0 before it is written.
        feeder: row of the feeder it is counted for.
        device: row of the device that opened, or -1.
        transformer: row of the transformer that failed, or -1.
        fault_segment: row of the faulted segment, or -1.
        owned: rows of the transformers that lost supply in it and have not got it back.
        switched: devices moved since, to isolate and to feed from elsewhere: id to is_open.
        is_temporary: the fault clears by itself; the device closes again at `ends_at`.
        is_repaired: the failed transformer is back in service.
        ends_at: when the repair is done (None before the crew is at work).
        switch_at: when partial restoration is tried (None: not, or done).
        dispatch_at: from when on a crew may be sent.
    """

    feeder: int
    device: int
    transformer: int
    fault_segment: int
    started_at: dt.datetime
    stepped_at: dt.datetime
    estimated_at: dt.datetime
    cause: str
    lon: float
    lat: float
    owned: Ints
    customers_interrupted: int
    customers_out: int
    customer_minutes: float = 0.0
    restored_at: dt.datetime | None = None
    outage_id: int = 0
    crew: Crew | None = None
    switched: dict[int, bool] = field(default_factory=dict)
    is_temporary: bool = False
    is_underground: bool = False
    is_repaired: bool = False
    ends_at: dt.datetime | None = None
    switch_at: dt.datetime | None = None
    dispatch_at: dt.datetime | None = None

    def step(self, customers_out: int, now: dt.datetime) -> None:
        """Accrue customer minutes (IEEE 1366 CMI) up to now, from when on `customers_out` are out.

        A clock that was set back does not undo minutes: time stands still until it has caught up.
        """
        now = max(now, self.stepped_at)
        self.customer_minutes += self.customers_out * (now - self.stepped_at).total_seconds() / 60
        self.customers_out, self.stepped_at = customers_out, now
        if customers_out == 0:
            self.restored_at = now


@dataclass(frozen=True, slots=True)
class Restored:
    """Transformers of an outage that just got supply again, while it may go on: their rows, and who feeds them now."""

    incident: Incident
    transformers: Ints
    fed_by: Ints
    at: dt.datetime

    @property
    def seconds_dark(self) -> float:
        """How long they had none."""
        return (self.at - self.incident.started_at).total_seconds()


@dataclass(slots=True)
class Changes:
    """What one step did and the database must be told."""

    devices: dict[int, bool] = field(default_factory=dict)
    incidents: list[Incident] = field(default_factory=list)
    crews: list[Crew] = field(default_factory=list)
    restored: list[Restored] = field(default_factory=list)

    @property
    def steps(self) -> list[Restored]:
        """What came back before its outage was over."""
        return [one for one in self.restored if one.incident.restored_at is None]

    def touch(self, incident: Incident) -> None:
        """The outage's row changed."""
        if incident not in self.incidents:
            self.incidents.append(incident)

    def touch_crew(self, crew: Crew) -> None:
        """The crew's row changed."""
        if crew not in self.crews:
            self.crews.append(crew)

    @property
    def is_transition(self) -> bool:
        """Whether more than a crew's place changed."""
        return bool(self.devices or self.incidents)


class World:
    """The state that the decisions read and change.

    Args:
        network: the utility's graph.
        open_devices: ids of the devices open now.
        incidents: outages that last.
        crews: all crews.

    Attributes:
        topology: the forest of fed nodes now.
        is_energized: which transformers have supply, shape (transformers,).
        fed_by: row of the feeder that feeds each transformer, or -1, shape (transformers,).
    """

    def __init__(
        self, network: Network, open_devices: Collection[int], incidents: list[Incident], crews: list[Crew]
    ) -> None:
        """Works out who has supply."""
        self.network = network
        self.open_devices = set(open_devices)
        self.incidents = incidents
        self.crews = crews
        self.topology: Topology
        self.is_energized: Bools
        self.fed_by: Ints
        self.refresh()

    @property
    def normal(self) -> Topology:
        """The forest as the network is built."""
        return self.network.topology()

    def refresh(self) -> None:
        """Work out again who has supply."""
        network = self.network
        self.topology = network.topology(self.open_devices)
        node = network.transformers["node"]
        self.is_energized = self.topology.is_reached[node].copy()
        failed = [i.transformer for i in self.incidents if i.transformer >= 0 and not i.is_repaired]
        self.is_energized[failed] = False
        feeder_ids = network.feeding_feeder(self.open_devices)[node]
        self.fed_by = np.full(len(node), -1, dtype=np.int64)
        has_feeder = self.is_energized & (feeder_ids >= 0)
        self.fed_by[has_feeder] = network.rows.feeders.indexes(feeder_ids[has_feeder])

    def apply(self, moves: dict[int, bool], now: dt.datetime, changes: Changes) -> None:
        """Open and close devices (id to is_open), then step every outage whose customers came back."""
        for device_id, is_open in moves.items():
            (self.open_devices.add if is_open else self.open_devices.discard)(device_id)
            changes.devices[device_id] = is_open
        self.refresh()
        for incident in self.incidents:
            self.settle(incident, now, changes)

    def settle(self, incident: Incident, now: dt.datetime, changes: Changes) -> None:
        """Take transformers that have supply again off an outage."""
        dark = incident.owned[~self.is_energized[incident.owned]]
        if len(dark) < len(incident.owned):
            back = np.setdiff1d(incident.owned, dark)
            changes.restored.append(Restored(incident, back, self.fed_by[back], now))
            incident.owned = dark
            customers = self.customers(dark)
            if customers != incident.customers_out:
                incident.step(customers, now)
                changes.touch(incident)

    def customers(self, transformers: Ints) -> int:
        """Active customers behind some transformers."""
        return int(self.network.transformer_customers[transformers].sum())

    def transformers_in(self, nodes: Ints) -> Ints:
        """Rows of the transformers at some nodes."""
        is_inside = np.zeros(len(self.network.rows.nodes), dtype=np.bool_)
        is_inside[nodes] = True
        return np.flatnonzero(is_inside[self.network.transformers["node"]])

    def busy_feeders(self) -> set[int]:
        """Feeders with an outage at a trunk device, and those that help out: left alone until it is over."""
        busy = set()
        devices = self.network.devices
        for incident in self.incidents:
            if incident.device >= 0 and devices["kind"][incident.device] in TRUNK_KINDS:
                busy.add(incident.feeder)
            for device_id in incident.switched:
                busy |= self.feeders_of(devices.index(device_id))
        return busy

    def feeders_of(self, device: int) -> set[int]:
        """Rows of the feeder of a device and, for a tie, of the one on its other side."""
        devices, feeders = self.network.devices, self.network.rows.feeders
        ids = {int(devices["feeder_id"][device]), int(devices["other_feeder_id"][device])} - {-1}
        return {feeders.index(feeder_id) for feeder_id in ids}

    def is_open(self, device: int) -> bool:
        """Whether a device's row is open now."""
        return int(self.network.devices.ids[device]) in self.open_devices
