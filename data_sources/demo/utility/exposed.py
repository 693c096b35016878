"""What of a network can fail, and which transformers each failure leaves without supply, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_sources.analytics.topology import Topology
from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.load_model import POWER_FACTOR
from data_sources.demo.utility import devices as gear

SWITCHED = (gear.RECLOSER, gear.SECTIONALISER, gear.SWITCH)  # what a crew or a motor cuts a trunk with


@dataclass(frozen=True, slots=True, eq=False)
class Exposed:
    """Devices and transformers by index; a device's transformers lie together in depth-first order.

    Attributes:
        kind: of each device, shape (devices,).
        feeder: of each device, by index.
        first: where its transformers begin in `units`, likewise.
        end: where they end, likewise.
        units: transformers in depth-first order, shape (transformers,).
        place: of each transformer in it, likewise.
        customers: active service points of each transformer, likewise.
        transformer_feeder: by index, likewise.
        risk: relative chance to fail, likewise.
        substation: of each feeder, by index, shape (feeders,).
        switches: devices that a trunk is cut with, in order of `first`.
    """

    kind: Ints
    feeder: Ints
    first: Ints
    end: Ints
    units: Ints
    place: Ints
    customers: Ints
    transformer_feeder: Ints
    risk: Floats
    substation: Ints
    switches: Ints

    @classmethod
    def of(
        cls, topology: Topology, kind: Ints, feeder: Ints, fed_node: Ints, transformer_node: Ints,
        customers: Ints, transformer_feeder: Ints, risk: Floats, substation: Ints,
    ) -> Exposed:  # fmt: skip
        """From a network as built; `fed_node` is the far end of each device's segment."""
        start = topology.start[transformer_node]
        units = np.argsort(start, kind="stable")
        place = np.empty_like(units)
        place[units] = np.arange(len(units))
        is_tie = kind == gear.TIE_SWITCH
        first, end = (
            np.where(is_tie, 0, np.searchsorted(start[units], side[fed_node]))
            for side in (topology.start, topology.stop)
        )
        switches = np.flatnonzero(np.isin(kind, SWITCHED) & (end > first))
        switches = switches[np.argsort(first[switches], kind="stable")]
        return cls(kind, feeder, first, end, units, place, customers, transformer_feeder, risk, substation, switches)

    @property
    def served(self) -> float:
        """Active service points of all."""
        return float(self.customers.sum())

    def before(self) -> Ints:
        """Customers of all units before each place, shape (transformers + 1,)."""
        return np.concatenate([[0], np.cumsum(self.customers[self.units])])

    def behind(self) -> Ints:
        """Customers behind each device, shape (devices,)."""
        sums = self.before()
        return np.asarray(sums[self.end] - sums[self.first], np.int64)

    def switched_inside(self, device: int) -> Ints:
        """Devices below one on its trunk that have customers behind them, but not all of its."""
        first, end = self.first[device], self.end[device]
        low, high = np.searchsorted(self.first[self.switches], (first, end))
        near = self.switches[low:high]
        is_inside = (self.end[near] <= end) & (self.end[near] - self.first[near] < end - first)
        return np.asarray(near[is_inside], np.int64)

    def zone(self) -> Ints:
        """The device next above each transformer, -1 without one, by place, shape (transformers,)."""
        found = np.full(len(self.units), -1)
        for device in np.argsort(-(self.end - self.first), kind="stable").tolist():
            if self.kind[device] != gear.TIE_SWITCH:
                found[self.first[device] : self.end[device]] = device
        return found


def transformer_risk(year: int, installed: Ints | Floats, peak_kw: Floats, rated_kva: Floats) -> Floats:
    """Age and load make trouble at transformers; relative to a new one below its rating."""
    loading = peak_kw / POWER_FACTOR / rated_kva
    return 1.0 + np.maximum(year - installed, 0.0) / 20.0 + np.clip(loading - 0.9, 0.0, 1.0) * 4.0
