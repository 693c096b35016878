"""One OpenDSS circuit with its places, tree and layout: what all row makers share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data_sources.errors import ImportRefused
from data_sources.importers.coordinates import Floats, to_lon_lat
from data_sources.importers.imported import Ledger
from data_sources.importers.opendss.graph import Edge, Tree, edges_of, grow
from data_sources.importers.opendss.layout import Layout, LayoutFinder
from data_sources.importers.opendss.model import Model

SQRT3 = 3**0.5
PHASE_BITS = {"A": 1, "B": 2, "C": 4}
# Up to this share of buses without coordinates is placed between its neighbours; more is refused.
UNPLACED_SHARE = 0.01


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

    def upper_terminal(self, edge: int) -> int:
        """The terminal of an edge's element on the feeding side."""
        found = self.edges[edge]
        return 0 if self.finder.child_of(edge) == found.ends[1] else found.winding

    @cached_property
    def transformer_above(self) -> list[int]:
        """Edge of the nearest transformer upstream of each bus, -1 without one."""
        above = [-1] * len(self.model.buses)
        for bus in self.tree.order:
            edge = self.tree.parent_edge[bus]
            if edge >= 0:
                above[bus] = edge if edge in self.layout.kinds else above[self.tree.parent_bus[bus]]
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
        ImportRefused: planar coordinates without CRS, too many buses without coordinates, or no source.
    """
    ledger = Ledger()
    edges = edges_of(model)
    lon, lat = _places(model, edges, crs, ledger)
    roots, tree = grow(model, edges)
    finder = LayoutFinder(model, edges, roots, tree, lon, lat)
    layout = finder.find()
    circuit = Circuit(model, edges, tree, layout, finder, lon, lat, ledger)
    order = sorted(range(len(layout.heads)), key=lambda f: (layout.feeder_substation[f], not layout.is_supply[f], f))
    rank = [0] * len(order)
    for position, feeder in enumerate(order):
        rank[feeder] = position + 1
    circuit.feeder_rank = rank
    return circuit


def _places(model: Model, edges: list[Edge], crs: str | None, ledger: Ledger) -> tuple[Floats, Floats]:
    placed = np.array([bus.is_placed for bus in model.buses])
    missing = np.flatnonzero(~placed)
    if len(missing) >= UNPLACED_SHARE * len(placed) and len(missing):
        examples = ", ".join(model.buses[index].name.upper() for index in missing[:5])
        raise ImportRefused(
            f"{len(missing):,} of {len(placed):,} buses have no coordinates ({examples}); add them with BusCoords or "
            f"LatLongCoords (up to {UNPLACED_SHARE:.0%} would be placed between their neighbours)."
        )
    x, y = np.array([bus.x for bus in model.buses]), np.array([bus.y for bus in model.buses])
    lon, lat, note = to_lon_lat(x[placed], y[placed], crs, model.circuit)
    all_lon, all_lat = np.full(len(placed), np.nan), np.full(len(placed), np.nan)
    all_lon[placed], all_lat[placed] = lon, lat
    _fill_between(all_lon, all_lat, edges)
    ledger.add("Bus", "node", note, int(placed.sum()))
    if len(missing):
        ledger.add("Bus", "node", "no coordinates: placed between its neighbours", len(missing))
    return all_lon, all_lat


def _fill_between(lon: Floats, lat: Floats, edges: list[Edge]) -> None:
    """Give each unplaced bus the middle of its placed neighbours; what is joined to nothing the centre of all."""
    while True:
        unplaced = set(np.flatnonzero(np.isnan(lon)).tolist())
        near: dict[int, list[int]] = {}
        for edge in edges:
            for bus, other in (edge.ends, edge.ends[::-1]):
                if bus in unplaced and other not in unplaced:
                    near.setdefault(bus, []).append(other)
        if not near:
            break
        for bus, others in near.items():
            lon[bus], lat[bus] = lon[others].mean(), lat[others].mean()
    alone = np.isnan(lon)
    lon[alone], lat[alone] = np.nanmean(lon), np.nanmean(lat)
