"""Substations, feeder territories and the radial tree of each feeder over the street graph.

Method: substations are weighted k-means centres of the load; each gets 2 to 6 feeder starts around it in different
directions; territories and trees come at once from one shortest-path forest in which arterials are cheap, so trunks
follow arterials and laterals hang off them like combs. Start offsets are adjusted until feeders carry about what
they should. Because the forest is one of shortest paths in a nearly planar graph, feeders do not criss-cross.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from data_sources.demo.city import streets as base
from data_sources.demo.city.geography import Bools, Floats
from data_sources.demo.city.streets import Ints, Streets

# Cost of a metre by street kind: trunks want arterials, laterals want to run along the rows of a block.
COST: Final = np.array([0.46, 1.0, 1.32, 0.55, 0.9])
ROUNDS: Final = 44
RELIEF_ROUNDS: Final = (12, 18, 24)
RELIEF_REACH_M: Final = 9_000.0
PACE: Final = 0.5
OUTER_KM: Final = 27.0  # beyond it substations may supply 34.5 kV feeders


@dataclass(frozen=True, slots=True)
class Forest:
    """One tree a feeder over street nodes.

    Attributes:
        yard: substation positions, metres, shape (s, 2).
        feeder_substation: substation of each feeder, shape (f,).
        start: first street node of each feeder, shape (f,).
        feeder: feeder of each street node, -1 where not served, shape (n,).
        parent: next street node towards the start, -1 at starts and where not served.
        parent_edge: street edge to the parent, -1 likewise.
    """

    yard: Floats
    feeder_substation: Ints
    start: Ints
    feeder: Ints
    parent: Ints
    parent_edge: Ints


def build_forest(streets: Streets, load: Floats, substations: int, feeders: int, seed: int) -> Forest:
    """Place substations and feeders for node loads, shape (n,), and grow the trees."""
    rng = np.random.default_rng((seed, 51))
    yard = _substations(streets, load, substations, rng)
    per_substation = _feeders_each(streets, load, yard, feeders)
    start, owner = _starts(streets, load, yard, per_substation, rng)
    start, feeder, parent, edge = _grown(streets, load, start, owner, yard, rng)
    return Forest(yard, owner, start, feeder, parent, edge)


def _substations(streets: Streets, load: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Weighted k-means (Lloyd) over node loads, then beside the nearest arterial corner."""
    weight = np.maximum(load, 1e-9) ** 0.85
    pick = rng.choice(len(load), size=min(len(load), 24_000), replace=False, p=weight / weight.sum())
    sample = streets.place[pick]
    centre = sample[rng.choice(len(sample), count, replace=False)]
    for _ in range(25):
        nearest = cKDTree(centre).query(sample)[1]
        total = np.bincount(nearest, minlength=count)
        for axis in (0, 1):
            mean = np.bincount(nearest, sample[:, axis], minlength=count) / np.maximum(total, 1)
            centre[:, axis] = np.where(total > 0, mean, centre[:, axis])
    trunk = np.unique(np.concatenate([streets.u, streets.v])[np.tile(streets.kind == base.ARTERIAL, 2)])
    corner = streets.place[trunk[cKDTree(streets.place[trunk]).query(centre)[1]]]
    inward = centre - corner
    reach = np.hypot(*inward.T)[:, None]
    return np.asarray(corner + np.where(reach > 1.0, inward / np.maximum(reach, 1.0), 0.7) * 90.0)


def _feeders_each(streets: Streets, load: Floats, yard: Floats, feeders: int) -> Ints:
    """How many feeders each substation gets: by load, 2 to 6, exact in total."""
    nearest = cKDTree(yard).query(streets.place)[1]
    wanted = np.bincount(nearest, load, minlength=len(yard))
    wanted *= feeders / wanted.sum()
    count = np.clip(np.round(wanted), 2, 6).astype(np.int64)
    while count.sum() != feeders:
        step = 1 if count.sum() < feeders else -1
        open_to = (count < 6) if step > 0 else (count > 2)
        gap = np.where(open_to, (wanted - count) * step, -np.inf)
        count[gap.argmax()] += step
    return count


def _starts(
    streets: Streets, load: Floats, yard: Floats, per_substation: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Street nodes where feeders begin to serve: one a load cluster, on the side that faces the substation."""
    owner = np.repeat(np.arange(len(yard)), per_substation)
    centre = _clusters(streets, load, yard, per_substation, rng)
    on_trunk = np.zeros(len(streets.place), dtype=bool)
    trunk_edges = np.isin(streets.kind, (base.ARTERIAL, base.FRONTAGE))
    on_trunk[streets.u[trunk_edges]] = on_trunk[streets.v[trunk_edges]] = True
    trunk = np.flatnonzero(on_trunk)
    aim = centre + 0.45 * (yard[owner] - centre)
    near = trunk[cKDTree(streets.place[trunk]).query(aim, k=24)[1]]
    taken, starts = set[int](), list[int]()
    for choices in near.tolist():
        pick = next(node for node in choices if node not in taken)
        taken.add(pick)
        starts.append(pick)
    return np.array(starts), owner


def _clusters(streets: Streets, load: Floats, yard: Floats, per_substation: Ints, rng: np.random.Generator) -> Floats:
    """Centres of load clusters, one a feeder, begun on a circle around each substation."""
    count = int(per_substation.sum())
    pick = rng.choice(len(load), size=min(len(load), 30_000), replace=False, p=(load + 1e-9) / (load + 1e-9).sum())
    sample = streets.place[pick]
    gap = np.asarray(cKDTree(yard).query(yard, k=2)[0])[:, 1] if len(yard) > 1 else np.array([2_000.0])
    rank = np.arange(count) - np.repeat(np.cumsum(per_substation) - per_substation, per_substation)
    angle = 2.0 * np.pi * rank / np.repeat(per_substation, per_substation) + np.repeat(
        rng.uniform(0, 6.3, len(yard)), per_substation
    )
    ray = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    centre = np.repeat(yard, per_substation, axis=0) + 0.3 * np.repeat(gap, per_substation)[:, None] * ray
    for _ in range(14):
        nearest = cKDTree(centre).query(sample)[1]
        total = np.bincount(nearest, minlength=count)
        mean = np.stack([np.bincount(nearest, sample[:, k], minlength=count) for k in (0, 1)], axis=1)
        centre = np.where(total[:, None] > 0, 0.3 * centre + 0.7 * mean / np.maximum(total, 1)[:, None], centre)
    return np.asarray(centre)


def _grown(
    streets: Streets, load: Floats, start: Ints, owner: Ints, yard: Floats, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints, Ints]:
    """Grow the forest from all starts, moving start offsets until loads are near their targets.

    Returns:
        The starts (a few are moved to relieve overloaded neighbours), feeder, parent and parent edge of each node.
    """
    n, f = len(streets.place), len(start)
    cost = streets.length_m() * COST[streets.kind] * rng.uniform(0.97, 1.03, len(streets.u))
    target = np.where(np.hypot(*yard[owner].T) > OUTER_KM * 1000.0, 1.25, 1.0) * np.exp(rng.normal(0.0, 0.16, f))
    target *= load.sum() / target.sum()
    paths, offset, room = _Paths(streets, cost, start), np.full(f, 20_000.0), _room(streets, start)
    best = (np.inf, offset, start)
    for turn in range(ROUNDS):
        distance, parent = paths.from_starts(offset)
        root = _roots(parent, start, n)
        carried = np.bincount(root, load, minlength=f)
        excess = np.log(np.maximum(carried, 0.03 * target) / target)
        swallowed = parent[start] < n  # its own start is reached sooner from a neighbour's
        score = float(np.square(excess).mean()) + 10.0 * float(swallowed.sum())
        best = min(best, (score, offset.copy(), start), key=lambda found: found[0])
        moved = offset + PACE * (0.97**turn) * room * np.clip(excess, -1.5, 1.5)
        offset = np.clip(np.where(swallowed, distance[start] - 0.5 * room, moved), 1.0, None)
        if turn in RELIEF_ROUNDS:
            old, start = start, _relieved(streets, load, start, root, excess)
            paths, room = _Paths(streets, cost, start), _room(streets, start)
            offset = np.where(start != old, distance[start] - 0.8 * room, offset)
    start = best[2]
    parent = _Paths(streets, cost, start).from_starts(best[1])[1]
    edge = _edge_to_parent(streets, parent, n)
    return start, _roots(parent, start, n), np.where(parent < n, parent, -1), edge


def _room(streets: Streets, start: Ints) -> Floats:
    """How far a start's offset may move at a time: a share of the distance to the next start, metres."""
    gap = np.asarray(cKDTree(streets.place[start]).query(streets.place[start], k=2)[0])
    return np.asarray(0.2 * gap[:, 1])


def _relieved(streets: Streets, load: Floats, start: Ints, root: Ints, excess: Floats) -> Ints:
    """Move starts that found little to serve into the far half of the nearest overloaded feeder."""
    start = start.copy()
    idle, busy = np.flatnonzero(excess < -0.75), set(np.flatnonzero(excess > 0.45).tolist())
    for feeder in idle[np.argsort(excess[idle], kind="stable")].tolist():
        others = np.array(sorted(busy), np.int64)
        gap = np.hypot(*(streets.place[start[others]] - streets.place[start[feeder]]).T)
        if not len(others) or gap.min() > RELIEF_REACH_M:
            continue
        near = int(others[gap.argmin()])
        busy.discard(near)
        nodes = np.flatnonzero(root == near)
        away = np.hypot(*(streets.place[nodes] - streets.place[start[near]]).T)
        far = nodes[away >= np.average(away, weights=load[nodes])]
        middle = np.average(streets.place[far], axis=0, weights=load[far])
        free = far[~np.isin(far, start)]
        start[feeder] = free[np.hypot(*(streets.place[free] - middle).T).argmin()]
    return start


class _Paths:
    """Shortest paths from a source node n that reaches each start at the price of its offset."""

    def __init__(self, streets: Streets, cost: Floats, start: Ints) -> None:
        """Build both directions of every street once; only the offsets change between calls."""
        self._n, f = len(streets.place), len(start)
        rows = np.concatenate([streets.u, streets.v, np.full(f, self._n)])
        columns = np.concatenate([streets.v, streets.u, start])
        size = (self._n + 1, self._n + 1)
        order = csr_array((np.arange(1.0, len(rows) + 1.0), (rows, columns)), shape=size)
        self._slot = order.data.astype(np.int64) - 1
        self._cost = np.concatenate([cost, cost, np.zeros(f)])
        self._graph = order

    def from_starts(self, offset: Floats) -> tuple[Floats, Ints]:
        """Distance and parent of each node; the parent of a start is n."""
        self._cost[-len(offset) :] = offset
        self._graph.data[:] = self._cost[self._slot]
        distance, parent = dijkstra(self._graph, indices=np.array(self._n), return_predecessors=True)
        return distance[: self._n], parent.astype(np.int64)[: self._n]


def _roots(parent: Ints, start: Ints, n: int) -> Ints:
    """The feeder of each node, by pointer jumping; a start not reached directly belongs to its neighbour's feeder."""
    jump = np.where(parent == n, np.arange(n), parent)
    while True:
        further = jump[jump]
        if (further == jump).all():
            break
        jump = further
    number = np.full(n, -1)
    number[start] = np.arange(len(start))
    return number[jump]


def _edge_to_parent(streets: Streets, parent: Ints, n: int) -> Ints:
    """The street edge between each node and its parent, -1 for starts."""
    key = np.concatenate([streets.u * n + streets.v, streets.v * n + streets.u])
    edge = np.tile(np.arange(len(streets.u)), 2)
    order = np.argsort(key)
    child = np.flatnonzero(parent < n)
    found = np.full(n, -1)
    found[child] = edge[order[np.searchsorted(key[order], child * n + parent[child])]]
    return found


def hop_levels(parent: Ints) -> list[Ints]:
    """Nodes by hops from their root (parent -1), nearest first; the levels of a bottom-up or top-down sweep."""
    n = len(parent)
    depth, jump = (parent >= 0).astype(np.int64), np.where(parent >= 0, parent, np.arange(n))
    while True:
        step = depth[jump]
        if not step.any():
            break
        depth, jump = depth + step, jump[jump]
    order = np.argsort(depth, kind="stable")
    return np.split(order, np.cumsum(np.bincount(depth))[:-1])


def subtree_sums(parent: Ints, value: Floats) -> Floats:
    """Sum of `value` over each node's subtree, itself included."""
    total = value.astype(np.float64).copy()
    for level in reversed(hop_levels(parent)[1:]):
        np.add.at(total, parent[level], total[level])
    return total


def leaves_first(parent: Ints, served: Bools, protected: Bools, worth: Floats, drop: int) -> Bools:
    """Which nodes stay when `drop` nodes are cut, always leaves, the least worth first; protected ones stay."""
    stays = served.copy()
    while drop > 0:
        children = np.bincount(parent[stays & (parent >= 0)], minlength=len(parent))
        leaf = np.flatnonzero(stays & (children == 0) & ~protected)
        if not len(leaf):
            raise ValueError(f"{drop} nodes too many and no leaf left to cut")
        cut = leaf[np.argsort(worth[leaf], kind="stable")[: min(drop, max(1, len(leaf) // 6))]]
        stays[cut] = False
        drop -= len(cut)
    return stays
