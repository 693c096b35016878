"""The cascade of network science, beside the one of load transfer: Motter and Lai over the same supply grid.

Method: A. E. Motter and Y.-C. Lai, "Cascade-based attacks on complex networks", Physical Review E 66 (2002) 065102: the
load of a node is the number of shortest paths through it, ends included; it carries (1 + tolerance) of its load in the
whole network. One node (or several) fails; whatever then carries more than it can fails at once, round by round.

Limits: nothing here is a kilowatt. It tells how much a drawing hangs on its centre; how much load a tie takes it does
not know. Compare `transfer`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from data_sources.analytics.cascade.betweenness import Central, Floats
from data_sources.analytics.topology import Bools, Ints

ROUNDING = 1e-9  # loads are sums of fractions: as much more than its capacity is no overload


class Breakdown(NamedTuple):
    """What is left of a graph.

    Attributes:
        wave: round in which each node failed, 0 for the first one; -1 where it stands, shape (nodes,).
        load: shortest paths through each node of the whole graph, ends included, shape (nodes,).
        largest_component: nodes of the largest part that still hangs together.
    """

    wave: Ints
    load: Floats
    largest_component: int


def motter_lai(
    node_count: int, from_node: ArrayLike, to_node: ArrayLike, tolerance: float, first: ArrayLike | None = None
) -> Breakdown:
    """Let one node fail and follow.

    Args:
        node_count: nodes are numbered 0 .. node_count - 1.
        from_node: one end of each edge, shape (edges,).
        to_node: its other end, shape (edges,).
        tolerance: what a node carries beyond its load in the whole graph, as a share of it, 0 or more.
        first: the node, or nodes, that fail first; the most loaded one when left out.
    """
    a, b = np.asarray(from_node, np.int64), np.asarray(to_node, np.int64)
    now = Central(node_count, a, b)
    load = now.with_ends
    capacity = (1 + tolerance) * load * (1 + ROUNDING)
    wave = np.full(node_count, -1, np.int64)
    fails: Bools = np.isin(np.arange(node_count), np.argmax(load) if first is None else first)
    while fails.any():
        wave[fails] = wave.max() + 1
        stays = (wave[a] < 0) & (wave[b] < 0)
        now = Central(node_count, a[stays], b[stays])
        fails = (wave < 0) & (now.with_ends > capacity)
    return Breakdown(wave, load, int(now.component_size[wave < 0].max(initial=0)))
