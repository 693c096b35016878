"""One OpenDSS circuit with its places, tree and layout: what all row makers share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data_sources.importers.coordinates import Floats
from data_sources.importers.imported import Ledger
from data_sources.importers.opendss.graph import Edge, Tree, edges_of, grow
from data_sources.importers.opendss.layout import Layout, LayoutFinder
from data_sources.importers.opendss.model import Model
from data_sources.importers.opendss.places import places
from data_sources.importers.opendss.voltages import account_voltages, behind_delta, on_rated_bases, service_pu

SQRT3 = 3**0.5
PHASE_BITS = {"A": 1, "B": 2, "C": 4}


@dataclass
class Circuit:
    """The model with everything derived from it.

    Attributes:
        lon: of each bus, degrees.
        lat: of each bus, degrees.
        feeder_rank: feeder id (from 1) of each feeder of the layout, numbered by substation, supply circuits first.
        ledger: what became what.
        now: the time every live row carries.
    """

    model: Model
    edges: list[Edge]
    tree: Tree
    layout: Layout
    finder: LayoutFinder
    lon: Floats
    lat: Floats
    ledger: Ledger
    feeder_rank: list[int] = field(default_factory=list)
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC).replace(microsecond=0))

    def edge_feeder_id(self, edge: int) -> int:
        """Feeder id of an edge."""
        return self.feeder_rank[self.layout.edge_feeder[edge]]

    def bus_feeder_id(self, bus: int) -> int:
        """Feeder id of a bus."""
        return self.feeder_rank[self.layout.bus_feeder[bus]]

    def kv_line_to_line(self, bus: int) -> float:
        """Base voltage of a bus in kV, line to line."""
        return self.model.buses[bus].kv_base * SQRT3

    def voltage_pu(self, bus: int) -> float:
        """Voltage of a bus in the solved power flow per unit, 1 where there is none."""
        if not self.model.has_converged:
            return 1.0
        return service_pu(self.model.buses[bus], self.is_behind_delta[bus])

    def upper_terminal(self, edge: int) -> int:
        """The terminal of an edge's element on the feeding side."""
        found = self.edges[edge]
        return 0 if self.finder.child_of(edge) == found.ends[1] else found.winding

    @cached_property
    def is_behind_delta(self) -> list[bool]:
        """Of each bus whether a delta winding feeds it: nothing there holds the neutral."""
        return behind_delta(self.model, self.edges, self.tree)

    @cached_property
    def service_above(self) -> list[int]:
        """Edge of the service transformer that feeds each bus; -1 where a transformer of another kind or none does."""
        above = [-1] * len(self.model.buses)
        for bus in self.tree.order:
            edge = self.tree.parent_edge[bus]
            if edge >= 0:
                kind = self.layout.kinds.get(edge, "")
                feeding = edge if kind == "service" else -1
                above[bus] = feeding if kind else above[self.tree.parent_bus[bus]]
        return above

    @cached_property
    def split_phase(self) -> list[str]:
        """Primary phase of the single-phase service transformer that feeds a bus; "" where three-phase or primary."""
        phase = [""] * len(self.model.buses)
        for bus in self.tree.order:
            edge = self.tree.parent_edge[bus]
            if edge in self.layout.kinds:
                element = self.edges[edge].element
                is_split = self.layout.kinds[edge] == "service" and element.phase_count == 1
                phase[bus] = element.phases(self.upper_terminal(edge)) if is_split else ""
            elif edge >= 0:
                phase[bus] = phase[self.tree.parent_bus[bus]]
        return phase

    @cached_property
    def units_beside(self) -> dict[tuple[int, int], list[int]]:
        """Transformer edges between the same two buses (single-phase units of one bank)."""
        beside: dict[tuple[int, int], list[int]] = {}
        for edge in self.layout.kinds:
            a, b = self.edges[edge].ends
            beside.setdefault((min(a, b), max(a, b)), []).append(edge)
        return beside

    def parallel_to(self, edge: int) -> list[int]:
        """The edge and the other closed ones between the same two buses: units of a bank, lines of one phase each."""
        a, b = self.edges[edge].ends
        beside = self._edges_beside[min(a, b), max(a, b)]
        return [edge, *(other for other in beside if other != edge and self.edges[other].is_closed)]

    @cached_property
    def _edges_beside(self) -> dict[tuple[int, int], list[int]]:
        beside: dict[tuple[int, int], list[int]] = {}
        for index, edge in enumerate(self.edges):
            a, b = edge.ends
            beside.setdefault((min(a, b), max(a, b)), []).append(index)
        return beside

    def sum_below(self, at_bus: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums over the subtree of each bus, shape like `at_bus` (buses, …)."""
        sums = at_bus.copy()
        for bus in reversed(self.tree.order):
            if self.tree.parent_bus[bus] >= 0:
                sums[self.tree.parent_bus[bus]] += sums[bus]
        return sums


def phase_mask(phases: str) -> int:
    """Phases as bits: A 1, B 2, C 4."""
    return sum(PHASE_BITS.get(letter, 0) for letter in phases)


def build_circuit(model: Model, crs: str | None) -> Circuit:
    """Place the buses, grow the tree, find substations and feeders.

    Raises:
        ImportRefused: planar coordinates without CRS, buses far from all with coordinates, or no source.
    """
    ledger = Ledger()
    edges = edges_of(model)
    lon, lat = places(model, edges, crs, ledger)
    roots, tree = grow(model, edges)
    model = on_rated_bases(model, edges, tree, ledger)
    finder = LayoutFinder(model, edges, roots, tree, lon, lat)
    layout = finder.find()
    circuit = Circuit(model, edges, tree, layout, finder, lon, lat, ledger)
    order = sorted(range(len(layout.heads)), key=lambda f: (layout.feeder_substation[f], not layout.is_supply[f], f))
    rank = [0] * len(order)
    for position, feeder in enumerate(order):
        rank[feeder] = position + 1
    circuit.feeder_rank = rank
    account_voltages(model, tree.is_fed, circuit.is_behind_delta, ledger)
    return circuit
