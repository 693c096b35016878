"""Betweenness of every node of a graph, exactly: through how many shortest paths between two others it lies.

Method
    1. Trees that hang on the rest are taken off leaf by leaf. What lies in them follows from subtree sizes in closed
       form: with T nodes hanging on a node, in parts of t_i, (T^2 - sum t_i^2) / 2 pairs meet in it and T times the
       others of its component pass through. What is left (the 2-core) has every node count for those that hung on it.
    2. Over the 2-core: U. Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical Sociology
       25 (2001), one search a node, each node weighted by how many it stands for. Nodes with two neighbours form chains
       between junctions; searches run over junctions alone, and what passes the nodes of a chain is added a stretch at
       a time.

Limits
    Paths are counted by edges, not by length or impedance. Power takes all ways at once, and in a radial network the
    way that switches leave: betweenness says what is central to the drawing, not what carries the load.

The feeders of a utility joined by their ties are a forest with some hundred loops: of 66,019 nodes of the full-size
demo the core holds 9,834, and 666 of them are junctions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data_sources.analytics.cascade.betweenness_kernels import core_betweenness, peel
from data_sources.analytics.topology import Bools, Ints
from data_sources.analytics.topology_kernels import adjacency

Floats = NDArray[np.float64]


class Central:
    """Betweenness of the nodes of an undirected graph; parallel edges count once, an edge to itself not at all.

    Args:
        node_count: nodes are numbered 0 .. node_count - 1.
        from_node: one end of each edge, shape (edges,).
        to_node: its other end, shape (edges,).

    Attributes:
        between: pairs of other nodes whose shortest path passes, shared out where there are several, shape (nodes,).
        component_size: nodes of each node's component, itself included, shape (nodes,).
        core_nodes: how many nodes step 2 had to search from.
    """

    def __init__(self, node_count: int, from_node: ArrayLike, to_node: ArrayLike) -> None:
        """Computes at once."""
        ends = _simple(np.asarray(from_node, np.int64), np.asarray(to_node, np.int64))
        first, neighbour, _ = adjacency(node_count, ends[:, 0], ends[:, 1])
        in_core, below, squares, self.component_size = peel(first, neighbour)
        others = self.component_size - 1 - below
        self.between: Floats = (below.astype(np.float64) ** 2 - squares) / 2 + below * others
        self.core_nodes = int(in_core.sum())
        self._add_core(ends, in_core, below + 1)

    @property
    def with_ends(self) -> Floats:
        """The same, the pairs that a node is an end of included: the load of Motter and Lai (2002), shape (nodes,)."""
        return np.asarray(self.between + self.component_size - 1, np.float64)

    def _add_core(self, ends: Ints, in_core: Bools, weight: Ints) -> None:
        nodes = np.flatnonzero(in_core)
        number = np.full(len(in_core), -1, np.int64)
        number[nodes] = np.arange(len(nodes))
        inner = number[ends[in_core[ends].all(axis=1)]]
        first, neighbour, _ = adjacency(len(nodes), inner[:, 0], inner[:, 1])
        self.between[nodes] += core_betweenness(first, neighbour, weight[nodes].astype(np.float64))


def _simple(from_node: Ints, to_node: Ints) -> Ints:
    """Each edge once, shape (edges, 2)."""
    pairs = np.sort(np.stack([from_node, to_node], axis=1).reshape(-1, 2), axis=1)
    unique: Ints = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    return unique
