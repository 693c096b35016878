"""Substations and feeders of an OpenDSS circuit, found in its tree.

Method
    1. Substations are the places of substation transformers (closer than 500 m together: one substation); without
       any, the source's place is one.
    2. A feeder has its breaker at each energy meter's line; without meters, at each line that leaves the low-voltage
       bus of the last substation transformer (behind regulators there), or the source bus where there is no such
       transformer. The yard between that transformer (or source) and the breaker belongs to the feeder where there is
       one, and is a bus circuit of its own where there are several or where something in it draws load. What lies
       above is one supply circuit a source.

Limits
    In a meshed model the feeder of a thing is the one with fewer edges to the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from data_sources.analytics.ground import distance_m
from data_sources.importers.coordinates import Floats
from data_sources.importers.opendss.graph import Edge, Tree
from data_sources.importers.opendss.model import Element, Model

SAME_SUBSTATION_M = 500.0
TRANSMISSION_KV = 30.0
LOW_VOLTAGE_KV = 1.0


def transformer_kind(element: Element, regulated: frozenset[str]) -> str:
    """substation, regulator, service or step, by voltage and by what controls it."""
    kvs = element.numbers("kVs") or [0.0]
    high, low = max(kvs), min(kvs)
    if element.is_yes("Sub"):
        return "substation"
    if low < LOW_VOLTAGE_KV:
        return "service"
    if high >= TRANSMISSION_KV and low < 0.9 * high:
        return "substation"
    if element.name.lower() in regulated and low >= 0.8 * high:
        return "regulator"
    return "step"


@dataclass
class Layout:
    """Substations and feeders found in a circuit.

    Attributes:
        kinds: kind of each transformer edge by edge index.
        substation_edges: for each substation the edges of its transformers (empty: the place of the source).
        heads: head edge of each feeder (of a bus circuit the substation transformer); -1 for a supply circuit.
        head_bus: the bus the feeder starts from, its yard included.
        feeder_substation: index of each feeder's substation.
        is_supply: whether the feeder is a supply or bus circuit.
        edge_feeder: feeder of each edge.
        bus_feeder: feeder of each bus.
    """

    kinds: dict[int, str]
    substation_edges: list[list[int]]
    heads: list[int]
    head_bus: list[int]
    feeder_substation: list[int]
    is_supply: list[bool]
    edge_feeder: list[int]
    bus_feeder: list[int]


class LayoutFinder:
    """Finds substations and feeders; the rules are those of the module's text."""

    def __init__(self, model: Model, edges: list[Edge], roots: list[int], tree: Tree, lon: Floats, lat: Floats) -> None:
        """Nothing is searched yet."""
        self.model, self.edges, self.roots, self.tree, self.lon, self.lat = model, edges, roots, tree, lon, lat
        self.children: list[list[int]] = [[] for _ in model.buses]
        for bus in tree.order:
            if tree.parent_bus[bus] >= 0:
                self.children[tree.parent_bus[bus]].append(bus)

    def find(self) -> Layout:
        """Substations, then heads, then the feeder of every edge and bus."""
        kinds = self._kinds()
        last, is_above = self._last_substation_buses(kinds)
        heads = self._heads(kinds, last, is_above)
        layout = Layout(kinds, self._substations(kinds), heads, [], [], [], [], [])
        layout.head_bus = [self.upper_end(edge) for edge in heads]
        layout.is_supply = [False] * len(heads)
        self._assign(layout, last)
        starts = [
            self.child_of(head) if head >= 0 else bus for head, bus in zip(layout.heads, layout.head_bus, strict=True)
        ]
        layout.feeder_substation = [self._substation_of(layout, bus) for bus in starts]
        return layout

    def child_of(self, edge: int) -> int:
        """The fed end of an edge; the second end where neither feeds the other."""
        first, second = self.edges[edge].ends
        return first if self.tree.parent_bus[first] == second and self.tree.parent_bus[second] != first else second

    def upper_end(self, edge: int) -> int:
        """The feeding end of an edge."""
        ends = self.edges[edge].ends
        return ends[0] if self.child_of(edge) == ends[1] else ends[1]

    def _kinds(self) -> dict[int, str]:
        regulated = frozenset(e.properties.get("Transformer", "").lower() for e in self.model.of("RegControl"))
        kinds = {
            index: transformer_kind(edge.element, regulated)
            for index, edge in enumerate(self.edges)
            if edge.element.kind in ("Transformer", "AutoTrans")
        }
        for edge in self._below_marked_substation():
            if kinds.get(edge) == "substation" and not self.edges[edge].element.is_yes("Sub"):
                kinds[edge] = "step"
        return kinds

    def _below_marked_substation(self) -> list[int]:
        """Edges fed through a transformer that the model marks as a substation's (Sub=yes): its feeders."""
        is_below = [False] * len(self.model.buses)
        for bus in self.tree.order:
            if (edge := self.tree.parent_edge[bus]) >= 0:
                is_below[bus] = is_below[self.tree.parent_bus[bus]] or self.edges[edge].element.is_yes("Sub")
        return [edge for edge in range(len(self.edges)) if is_below[self.upper_end(edge)]]

    def _last_substation_buses(self, kinds: dict[int, str]) -> tuple[list[int], list[bool]]:
        """Secondary buses of substation transformers with no other below, the sources where there is none.

        Also, for each bus, whether there is a substation transformer below it.
        """
        below = [False] * len(self.model.buses)
        last = []
        for bus in reversed(self.tree.order):
            edge = self.tree.parent_edge[bus]
            is_substation = edge >= 0 and kinds.get(edge) == "substation"
            if is_substation and not below[bus]:
                last.append(bus)
            if edge >= 0 and (is_substation or below[bus]):
                below[self.tree.parent_bus[bus]] = True
        covered = {self._root_of(bus) for bus in last}
        return [*(root for root in self.roots if root not in covered), *reversed(last)], below

    def _root_of(self, bus: int) -> int:
        return self._way_up(bus)[-1]

    def _heads(self, kinds: dict[int, str], last: list[int], is_above: list[bool]) -> list[int]:
        """Metered lines, and the lines that leave a substation where neither they nor what they feed is metered.

        A meter at or above a substation transformer measures the substation, not a feeder.
        """
        edges = (edge for edge in self._metered_edges() if kinds.get(edge) != "substation")
        metered = {edge for edge in edges if not is_above[self.child_of(edge)]}
        feeds_meter = {bus for edge in metered for bus in self._way_up(self.child_of(edge))}
        heads = set(metered)
        for edge in self._outgoing_edges(last):
            child = self.child_of(edge)
            is_metered = any(self.tree.parent_edge[bus] in metered for bus in self._way_up(child))
            if child not in feeds_meter and not is_metered:
                heads.add(edge)
        position = {bus: place for place, bus in enumerate(self.tree.order)}
        return sorted(heads, key=lambda edge: position[self.child_of(edge)])

    def _way_up(self, bus: int) -> list[int]:
        """The bus and those it is fed through."""
        way = [bus]
        while self.tree.parent_bus[way[-1]] >= 0:
            way.append(self.tree.parent_bus[way[-1]])
        return way

    def _metered_edges(self) -> list[int]:
        index = {f"{e.element.kind}.{e.element.name}".lower(): i for i, e in reversed(list(enumerate(self.edges)))}
        metered = (m.properties.get("Element", "").lower() for m in self.model.of("EnergyMeter") if m.is_enabled)
        return [index[name] for name in metered if name in index and self.edges[index[name]].is_closed]

    def _outgoing_edges(self, starts: list[int]) -> list[int]:
        heads = []
        for start in starts:
            waiting = [start]
            while waiting:
                bus = waiting.pop()
                for child in self.children[bus]:
                    edge = self.tree.parent_edge[child]
                    if not self.tree.is_fed[child]:
                        continue
                    if self.edges[edge].element.kind == "Line":
                        heads.append(edge)
                    elif not self._is_service(edge):
                        waiting.append(child)  # past regulators and series reactors
        return heads

    def _is_service(self, edge: int) -> bool:
        element = self.edges[edge].element
        return element.kind == "Transformer" and min(element.numbers("kVs") or [0.0]) < LOW_VOLTAGE_KV

    def _substations(self, kinds: dict[int, str]) -> list[list[int]]:
        groups: list[list[int]] = []
        position = {bus: place for place, bus in enumerate(self.tree.order)}
        transformers = [edge for edge, kind in kinds.items() if kind == "substation"]
        for edge in sorted(transformers, key=lambda e: position[self.child_of(e)]):
            near = [group for group in groups if any(self._is_near(edge, other) for other in group)]
            merged = [edge for group in near for edge in group] + [edge]
            groups = [group for group in groups if group not in near] + [merged]
        groups.sort(key=lambda group: min(position[self.child_of(edge)] for edge in group))
        covered = {self._root_of(self.child_of(edge)) for group in groups for edge in group}
        return [*([[]] if any(root not in covered for root in self.roots) else []), *groups]

    def _is_near(self, edge: int, other: int) -> bool:
        a, b = self.edges[edge].ends[0], self.edges[other].ends[0]
        return float(distance_m(self.lon[a], self.lat[a], self.lon[b], self.lat[b])) <= SAME_SUBSTATION_M

    def _assign(self, layout: Layout, last: list[int]) -> None:
        """Hand feeders down the tree, then up to the substation transformers, then to supply circuits."""
        bus_feeder = [-1] * len(self.model.buses)
        head_of = {edge: feeder for feeder, edge in enumerate(layout.heads)}
        for bus in self.tree.order:
            edge, parent = self.tree.parent_edge[bus], self.tree.parent_bus[bus]
            bus_feeder[bus] = head_of[edge] if edge in head_of else bus_feeder[parent] if parent >= 0 else -1
        for bus in last:
            self._claim_yard(layout, bus, bus_feeder)
        self._supply(layout, bus_feeder)
        layout.bus_feeder = bus_feeder
        head_of = {edge: feeder for feeder, edge in enumerate(layout.heads) if edge >= 0}
        layout.edge_feeder = [
            head_of[edge] if edge in head_of else bus_feeder[self.child_of(edge)] for edge in range(len(self.edges))
        ]

    @cached_property
    def _draws_load(self) -> set[int]:
        """Buses with a load or a plant in service."""
        found = self.model.of("Load", "Generator", "PVSystem", "Storage")
        return {self.model.bus_index[element.buses[0]] for element in found if element.is_enabled}

    def _claim_yard(self, layout: Layout, start: int, bus_feeder: list[int]) -> None:
        """What lies between a substation transformer and the breakers goes to the one feeder, or to a bus circuit."""
        yard: list[int] = []
        found: set[int] = set()
        waiting = [start]
        while waiting:
            bus = waiting.pop()
            if bus_feeder[bus] >= 0:
                found.add(bus_feeder[bus])
                continue
            yard.append(bus)
            waiting.extend(self.children[bus])
        if not yard or not found:
            return
        entry = self.tree.parent_edge[start]
        upper = self.tree.parent_bus[start] if entry >= 0 else start
        if len(found) == 1 and not self._draws_load.intersection(yard):
            owner = found.pop()
            layout.head_bus[owner] = upper
        elif entry >= 0:
            owner = len(layout.heads)
            layout.heads.append(entry)
            layout.head_bus.append(upper)
            layout.is_supply.append(True)
        else:
            return
        for bus in yard:
            bus_feeder[bus] = owner

    def _supply(self, layout: Layout, bus_feeder: list[int]) -> None:
        """One circuit a root for what no feeder claimed; a root alone that draws no load needs none."""
        owner: dict[int, int] = {}
        for bus in self.tree.order:
            is_root = self.tree.parent_bus[bus] < 0
            if bus_feeder[bus] >= 0 or (is_root and layout.heads and bus not in self._draws_load):
                continue
            root = self._root_of(bus)
            if root not in owner:
                owner[root] = len(layout.heads)
                layout.heads.append(-1)
                layout.head_bus.append(root)
                layout.is_supply.append(True)
            bus_feeder[bus] = owner[root]
        for root in (bus for bus in self.tree.order if bus_feeder[bus] < 0):
            below = next((bus_feeder[child] for child in self.children[root] if bus_feeder[child] >= 0), 0)
            bus_feeder[root] = owner.get(root, below)

    def _substation_of(self, layout: Layout, bus: int) -> int:
        """Up to the nearest substation transformer; from the source down to the first one."""
        place = {edge: index for index, group in enumerate(layout.substation_edges) for edge in group}
        while self.tree.parent_bus[bus] >= 0:
            if (edge := self.tree.parent_edge[bus]) in place:
                return place[edge]
            bus = self.tree.parent_bus[bus]
        waiting = [bus]
        while waiting:
            waiting_edges = [self.tree.parent_edge[child] for bus in waiting for child in self.children[bus]]
            if found := [place[edge] for edge in waiting_edges if edge in place]:
                return found[0]
            waiting = [child for bus in waiting for child in self.children[bus]]
        return 0
