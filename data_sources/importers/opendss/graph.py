"""From an OpenDSS circuit to a tree: what feeds what.

Lines, series reactors, series capacitors and transformers are edges between buses; the sources are the roots. Disabled
elements and those opened in the model do not conduct. A breadth-first forest from the roots says what feeds what. Buses
that are not reached (behind an open switch) hang on the way they would be fed if every switch were closed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from data_sources.analytics.topology import Topology
from data_sources.errors import ImportRefused
from data_sources.importers.opendss.model import Element, Model

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Edge:
    """A two-ended element, or one winding pair of a transformer.

    Attributes:
        element: what it is.
        ends: bus indexes (terminal 0 and `winding`).
        winding: the terminal of the second end.
        is_closed: whether it conducts in the model's own state.
    """

    element: Element
    ends: tuple[int, int]
    winding: int
    is_closed: bool


@dataclass
class Tree:
    """Who feeds whom.

    Attributes:
        order: buses, parents before children.
        parent_edge: index of the feeding edge of each bus, -1 at a root.
        parent_bus: index of the feeding bus, -1 at a root.
        is_fed: whether the bus has supply in the model's own state.
        loop_edges: closed edges that close a loop.
    """

    order: list[int]
    parent_edge: list[int]
    parent_bus: list[int]
    is_fed: list[bool]
    loop_edges: list[int]


def is_series(element: Element) -> bool:
    """Whether it joins two buses (a shunt has one bus, or the ground as its second)."""
    return len(element.buses) > 1 and element.buses[0] != element.buses[1]


def edges_of(model: Model) -> list[Edge]:
    """All edges in the order of the model; a transformer with two secondary buses makes two."""
    edges = []
    for element in model.of("Line", "Reactor", "Capacitor", "Transformer", "AutoTrans"):
        if not is_series(element):
            continue
        is_closed = element.is_enabled and not element.is_open
        first = model.bus_index.get(element.buses[0])
        seen = {element.buses[0]}
        for winding, bus in enumerate(element.buses[1:], start=1):
            second = model.bus_index.get(bus)
            if bus in seen or first is None or second is None:
                continue
            seen.add(bus)
            edges.append(Edge(element, (first, second), winding, is_closed))
    return edges


def grow(model: Model, edges: list[Edge]) -> tuple[list[int], Tree]:
    """The roots (buses of the sources) and the forest below them.

    Raises:
        ImportRefused: the model has no source.
    """
    sources = [element for element in model.of("Vsource", "Isource") if element.is_enabled]
    roots = sorted({model.bus_index[element.buses[0]] for element in sources if element.buses[0] in model.bus_index})
    if not roots:
        raise ImportRefused(f"{model.circuit} has no source (Vsource) that is in service.")
    ends = np.array([edge.ends for edge in edges], dtype=np.int64).reshape(-1, 2)
    closed = np.array([edge.is_closed for edge in edges], dtype=bool)
    fed = Topology(len(model.buses), ends[:, 0], ends[:, 1], closed, roots)
    everywhere = roots + _island_roots(len(model.buses), ends, roots)
    would = Topology(len(model.buses), ends[:, 0], ends[:, 1], np.ones(len(edges), bool), everywhere)
    parent_edge = np.where(fed.is_reached, fed.parent_edge, would.parent_edge)
    parent_bus = np.where(fed.is_reached, fed.parent_node, would.parent_node)
    order = [*fed.order.tolist(), *(bus for bus in would.order.tolist() if not fed.is_reached[bus])]
    is_fed, loops = fed.is_reached.tolist(), fed.loop_edges.tolist()
    return roots, Tree(order, parent_edge.tolist(), parent_bus.tolist(), is_fed, loops)


def _island_roots(bus_count: int, ends: Ints, roots: list[int]) -> list[int]:
    """One bus of each part that no edge, open or closed, joins to a source."""
    links = coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(bus_count, bus_count))
    _, part = connected_components(links, directed=False)
    _, first = np.unique(part, return_index=True)
    with_source = set(part[roots].tolist())
    return [int(bus) for bus in first if int(part[bus]) not in with_source]
