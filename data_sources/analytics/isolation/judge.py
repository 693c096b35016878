"""Whether a switching state may stand: radial, the fault dead, nothing overloaded or too low that was not before."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from data_sources.analytics.ansi_c84 import ServiceRange, limits_pct
from data_sources.analytics.isolation.circuit import FaultArea
from data_sources.analytics.isolation.conductors import Floats
from data_sources.analytics.isolation.flow import RadialFlow, flow
from data_sources.analytics.topology import Bools, Topology

Objection = Literal["", "loop", "fault", "capacity", "loading", "voltage"]


class StudyRules(NamedTuple):
    """What a study goes by.

    Attributes:
        power_factor: of every load, lagging.
        source_pct: voltage held at the heads of feeders, % of nominal (a substation's regulator boosts at load).
        service_range: range of ANSI C84.1 that has to be kept; B is meant for such times.
        pickup_factor: loads that return take this many times what they took (cold load pick-up).
        is_voltage_checked: whether voltages and line ratings count, or spare capacity alone.
    """

    power_factor: float = 0.95
    source_pct: float = 104.0
    service_range: ServiceRange = "B"
    pickup_factor: float = 1.0
    is_voltage_checked: bool = True


class Standing(NamedTuple):
    """A switching state and what it carries."""

    topology: Topology
    flow: RadialFlow


class Judge:
    """Judges states of one area; what was too low or overloaded before the fault is not held against them."""

    def __init__(self, area: FaultArea, rules: StudyRules) -> None:
        """Works out the state before the fault."""
        self.area, self.rules = area, rules
        self.before = self.standing(area.topology)
        kv = float(np.median(area.lines.kv)) if len(area.lines.kv) else 1.0
        self.low_pct, _ = limits_pct(rules.service_range, 1000 * kv)
        is_lost = np.zeros(len(area.nodes), np.bool_)
        is_lost[area.lost] = True
        self._load_kw = np.where(is_lost, rules.pickup_factor, 1.0) * area.load_kw
        self._was_low = self._low(self.before.flow)
        self._was_overloaded = self.before.flow.loading_pct > 100.0
        self._lower = int(area.topology.child[area.fault])
        self._upper = int(area.topology.parent_node[self._lower])

    def standing(self, topology: Topology) -> Standing:
        """Loads and voltages of a state."""
        load = self.area.load_kw if topology is self.area.topology else self._load_kw
        return Standing(topology, flow(topology, self.area.lines, load, self.rules.power_factor, self.rules.source_pct))

    def feeder_kw(self, standing: Standing) -> Floats:
        """What each feeder of the area carries, shape (feeders,)."""
        topology, area = standing.topology, self.area
        through = standing.flow.through_kw
        fed = np.flatnonzero(topology.parent_node >= 0)
        first = fed[np.isin(topology.parent_node[fed], area.head_nodes)]
        first = first[np.isin(area.feeder_of[first], area.feeders)]
        feeder = np.searchsorted(area.feeders, area.feeder_of[first])
        return np.bincount(feeder, through[first], len(area.feeders)).astype(np.float64)

    def objection(self, standing: Standing) -> Objection:
        """Why a state may not stand; empty if it may."""
        topology = standing.topology
        if len(topology.loop_edges) > len(self.area.topology.loop_edges):
            return "loop"
        is_held_open = not topology.is_closed[self.area.fault]  # by a switch on it: its upper end may be live
        if topology.is_reached[self._lower] or (topology.is_reached[self._upper] and not is_held_open):
            return "fault"
        return self._overload(standing)

    def _overload(self, standing: Standing) -> Objection:
        carried, before = self.feeder_kw(standing), self.feeder_kw(self.before)
        if ((carried > self.area.limit_kw + 1e-6) & (carried > before + 1e-6)).any():
            return "capacity"
        if not self.rules.is_voltage_checked:
            return ""
        if ((standing.flow.loading_pct > 100.0) & ~self._was_overloaded).any():
            return "loading"
        return "voltage" if (self._low(standing.flow) & ~self._was_low).any() else ""

    def _low(self, of: RadialFlow) -> Bools:
        with np.errstate(invalid="ignore"):
            return np.asarray((of.voltage_pct < self.low_pct) & (self.area.customers > 0))
