"""The supply grid of a utility at the level at which load is moved: system, substation transformers, sections, ties.

Node 0 is the transmission system, which never fails and has no limit. A bank is what transforms at one substation. A
section is what hangs together without a switch between: it is fed or dark as a whole. An edge is what joins two of
them: the supply of a bank, the head of a feeder, a segment with a switch on it, a tie. Edges carry ratings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data_sources.analytics.cascade.betweenness import Floats
from data_sources.analytics.topology import Bools, Ints
from data_sources.analytics.topology_kernels import adjacency

SYSTEM = 0
IS_SYSTEM, IS_BANK, IS_HEAD, IS_SECTION = range(4)
OF_BANK, OF_HEAD, OF_SWITCH = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class SupplyGrid:
    """Nodes and edges; immutable.

    Attributes:
        kind: IS_SYSTEM, IS_BANK, IS_HEAD (a section with a feeder's head in it) or IS_SECTION, shape (nodes,).
        load_kw: what hangs on each node itself, shape (nodes,).
        customers: likewise.
        from_node: one end of each edge, shape (edges,).
        to_node: its other end, shape (edges,).
        edge_kind: OF_BANK (a transformer), OF_HEAD or OF_SWITCH (ties too), shape (edges,); the first two feed from
            `from_node` to `to_node` only.
        rated_kw: rating of each edge at the power factor of the load, infinite where none is known, shape (edges,).
        is_closed: conducts now, shape (edges,).
        is_tie: open now, and may be closed to help, shape (edges,).
    """

    kind: Ints
    load_kw: Floats
    customers: Ints
    from_node: Ints
    to_node: Ints
    edge_kind: Ints
    rated_kw: Floats
    is_closed: Bools
    is_tie: Bools

    def __post_init__(self) -> None:
        """Refuse what is no grid."""
        nodes, edges = len(self.kind), len(self.from_node)
        if not len(self.load_kw) == len(self.customers) == nodes or any(
            len(column) != edges for column in (self.to_node, self.rated_kw, self.is_closed, self.is_tie)
        ):
            raise ValueError("Columns of a grid's nodes, and of its edges, must have one length.")
        if not nodes or self.kind[SYSTEM] != IS_SYSTEM or (self.kind[1:] == IS_SYSTEM).any():
            raise ValueError("Node 0, and no other, is the system.")
        if not np.isfinite(self.load_kw).all() or (self.load_kw < 0).any():
            raise ValueError("The load of every node must be known, and not negative.")
        if np.isnan(self.rated_kw).any() or (self.rated_kw < 0).any():
            raise ValueError("A rating is not negative; infinite where it is not known.")

    def __len__(self) -> int:
        """How many nodes."""
        return len(self.kind)

    def adjacency(self) -> tuple[Ints, Ints, Ints]:
        """The edge ends of each node, see `topology_kernels.adjacency`."""
        found: tuple[Ints, Ints, Ints] = adjacency(len(self), self.from_node, self.to_node)
        return found

    def with_loads(self, load_kw: Floats) -> SupplyGrid:
        """The same grid with other loads."""
        return replace(self, load_kw=load_kw)

    def with_ratings(self, rated_kw: Floats) -> SupplyGrid:
        """The same grid with other ratings."""
        return replace(self, rated_kw=rated_kw)

    def without_ties(self, edges: Ints) -> SupplyGrid:
        """The same grid, some ties of which stay open."""
        is_tie = self.is_tie.copy()
        is_tie[edges] = False
        return replace(self, is_tie=is_tie)

    def with_tie(self, a: int, b: int, rated_kw: float) -> SupplyGrid:
        """The same grid with one more tie, the last of its edges."""
        return replace(
            self, from_node=np.append(self.from_node, a), to_node=np.append(self.to_node, b),
            edge_kind=np.append(self.edge_kind, OF_SWITCH), rated_kw=np.append(self.rated_kw, rated_kw),
            is_closed=np.append(self.is_closed, False), is_tie=np.append(self.is_tie, True),
        )  # fmt: skip
