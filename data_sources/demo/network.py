"""The electrical network over the street forest: exact counts, ties, phases, cables, conductors, numbering.

Numbering: substations along a space-filling curve, feeders by substation, nodes by feeder and distance from the
source, segments by feeder and far node (ties after the radial ones), so that every level is one contiguous range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from data_sources.demo import density as land
from data_sources.demo import streets as base
from data_sources.demo.forest import OUTER_KM, Forest, hop_levels, leaves_first, subtree_sums
from data_sources.demo.geography import Bools, Floats
from data_sources.demo.streets import Ints, Streets

THREE_PHASE_METERS: Final = 150.0  # more than this downstream asks for all three phases
TWO_PHASE_METERS: Final = 105.0
EXPRESS, TIE = 10, 11  # kinds of segment beyond the street kinds


@dataclass(slots=True)
class Grid:
    """The network in its final numbering; indexes are zero-based, ids are index + 1.

    Attributes:
        yard: substations, metres, (s, 2).
        feeder_substation: (f,).
        head: node index of each feeder's head, (f,).
        place: node positions, metres, (n, 2).
        level: how finely built around the node, (n,).
        density: land-use density at the node, (n,).
        load: expected meters at the node, (n,).
        node_feeder: (n,).
        parent: node towards the source, -1 at heads, (n,).
        parent_segment: radial segment to the parent, -1 at heads, (n,).
        seg_feeder: (m,).
        seg_from: node nearer the source, (m,).
        seg_to: the other node, (m,).
        seg_kind: street kind, or EXPRESS, or TIE, (m,).
        seg_other: feeder at the far side of a tie, else -1, (m,).
        shape: nine points from `seg_from` to `seg_to`, metres, (m, 9, 2).
        phases: bit mask A=1, B=2, C=4, (m,).
        underground: (m,).
        year: installed, (m,).
        feeder_kv: line to line, (f,).
    """

    yard: Floats
    feeder_substation: Ints
    head: Ints
    place: Floats
    level: Ints
    density: Floats
    load: Floats
    node_feeder: Ints
    parent: Ints
    parent_segment: Ints
    seg_feeder: Ints
    seg_from: Ints
    seg_to: Ints
    seg_kind: Ints
    seg_other: Ints
    shape: Floats
    phases: Ints
    underground: Bools
    year: Ints
    feeder_kv: Floats

    @property
    def feeders(self) -> int:
        """How many feeders."""
        return len(self.head)

    def length_m(self) -> Floats:
        """Length of each segment along its drawing, metres."""
        step = np.diff(self.shape, axis=1)
        length: Floats = np.hypot(step[..., 0], step[..., 1]).sum(axis=1)
        return length


def build_grid(streets: Streets, forest: Forest, load: Floats, segments: int, seed: int) -> Grid:
    """Cut or split the forest to exactly `segments` line segments (ties included) and number everything."""
    rng = np.random.default_rng((seed, 61))
    tie_edges = _ties(streets, forest, load)
    wanted = segments - len(tie_edges)
    stays = _pruned(streets, forest, tie_edges, load, wanted, rng)
    grid = _numbered(streets, forest, load, tie_edges, stays)
    grid = _split_to(grid, segments)
    _decide_cables(grid, seed)
    _decide_phases(grid)
    grid.feeder_kv = _voltages(grid, rng)
    return grid


def _ties(streets: Streets, forest: Forest, load: Floats) -> Ints:
    """Street edges that join two feeders: one to four a feeder, short, on arterials, near the trunks."""
    a, b = forest.feeder[streets.u], forest.feeder[streets.v]
    edge = np.flatnonzero((a != b) & (a >= 0) & (b >= 0))
    carried = subtree_sums(forest.parent, load)
    reach = np.minimum(carried[streets.u[edge]], carried[streets.v[edge]])
    score = streets.length_m()[edge] - 90.0 * np.log(np.maximum(reach, 1.0))
    score -= 250.0 * np.isin(streets.kind[edge], (base.ARTERIAL, base.FRONTAGE))
    edge = edge[np.argsort(score, kind="stable")]
    count, pairs, chosen = np.zeros(len(forest.start), np.int64), set[tuple[int, int]](), list[int]()
    limits = ((1, 1), (2, 2), (3, 2))  # first everybody gets one, then a second, a few a third
    for low, high in limits:
        for k, (f, g) in zip(edge.tolist(), zip(a[edge].tolist(), b[edge].tolist(), strict=True), strict=True):
            pair = (min(f, g), max(f, g))
            if pair in pairs or min(count[f], count[g]) >= high or max(count[f], count[g]) > low:
                continue
            pairs.add(pair)
            chosen.append(k)
            count[f] += 1
            count[g] += 1
    return np.array(chosen)


def _pruned(streets: Streets, forest: Forest, ties: Ints, load: Floats, wanted: int,
            rng: np.random.Generator) -> Bools:
    """Which street nodes stay so that at most `wanted` do; sparse dead ends go first."""
    served = forest.feeder >= 0
    protected = np.zeros(len(served), dtype=bool)
    protected[forest.start] = protected[streets.u[ties]] = protected[streets.v[ties]] = True
    worth = rng.random(len(load)) + np.array([0.35, 0.45, 0.2, 0.4, 0.6, 0.9])[streets.level]
    return leaves_first(forest.parent, served, protected, worth, int(served.sum()) - wanted)


def _express(streets: Streets, forest: Forest) -> Floats:
    """Nine points from each substation to its feeders' starts, along the streets, shape (f, 9, 2)."""
    cost = streets.length_m() * np.where(np.isin(streets.kind, (base.ARTERIAL, base.FRONTAGE)), 0.7, 1.0)
    n = len(streets.place)
    both = (np.concatenate([streets.u, streets.v]), np.concatenate([streets.v, streets.u]))
    graph = csr_array((np.tile(cost, 2), both), shape=(n, n))
    door = cKDTree(streets.place).query(forest.yard)[1]
    paths = np.empty((len(forest.start), 9, 2))
    for s, source in enumerate(door):
        mine = np.flatnonzero(forest.feeder_substation == s)
        reach = np.hypot(*(streets.place[forest.start[mine]] - forest.yard[s]).T).max()
        back = dijkstra(graph, indices=int(source), return_predecessors=True, limit=1.5 * reach + 1_500.0)[1]
        for rank, f in enumerate(mine.tolist()):
            walk = [int(forest.start[f])]
            while walk[-1] != source and back[walk[-1]] >= 0:
                walk.append(int(back[walk[-1]]))
            yard = forest.yard[s] + (14.0 * (rank - (len(mine) - 1) / 2.0), 0.0)
            paths[f] = _nine(np.vstack([yard, streets.place[walk[::-1]]]))
    return paths


def _nine(line: Floats) -> Floats:
    """A polyline as exactly nine points: all its corners if they fit, the sharpest of them if not."""
    inner = np.arange(1, len(line) - 1)
    step = np.diff(line, axis=0)
    turn = np.abs(step[:-1, 0] * step[1:, 1] - step[:-1, 1] * step[1:, 0])
    sharp = np.sort(inner[np.argsort(-turn, kind="stable")[:7]])
    line = line[np.concatenate([[0], sharp, [len(line) - 1]])]
    while len(line) < 9:
        longest = int(np.hypot(*np.diff(line, axis=0).T).argmax())
        line = np.insert(line, longest + 1, 0.5 * (line[longest] + line[longest + 1]), axis=0)
    return line


def morton(points: Floats) -> NDArray[np.uint64]:
    """Position of each point along a Z-order curve over the points' own bounding box, 16 bits an axis."""
    low, high = points.min(axis=0), points.max(axis=0)
    scaled = ((points - low) / np.maximum(high - low, 1e-12) * 65_535.0).astype(np.uint64)
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        scaled = (scaled | (scaled << np.uint64(shift))) & np.uint64(mask)
    code: NDArray[np.uint64] = scaled[:, 0] | (scaled[:, 1] << np.uint64(1))
    return code


def _numbered(streets: Streets, forest: Forest, load: Floats, ties: Ints, stays: Bools) -> Grid:
    """Bring substations, feeders, nodes and segments into their final order."""
    sub_rank = np.empty(len(forest.yard), np.int64)
    sub_rank[np.argsort(morton(forest.yard), kind="stable")] = np.arange(len(forest.yard))
    feeder_order = np.argsort(sub_rank[forest.feeder_substation], kind="stable")
    new_feeder = np.empty(len(feeder_order), np.int64)
    new_feeder[feeder_order] = np.arange(len(feeder_order))
    f, old = len(new_feeder), np.flatnonzero(stays)
    depth = np.empty(len(stays), np.int64)
    for hops, level in enumerate(hop_levels(np.where(stays, forest.parent, -1))):
        depth[level] = hops
    owner = np.concatenate([np.arange(f), new_feeder[forest.feeder[old]]])
    order = np.lexsort((np.concatenate([np.full(f, -1), old]), np.concatenate([np.full(f, -1), depth[old]]), owner))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    index = np.full(len(stays), -1)
    index[old] = rank[f:]
    express = _express(streets, forest)
    child = old
    parent = np.where(forest.parent[child] >= 0, index[forest.parent[child]], rank[:f][owner[f:]])
    kind = np.where(forest.parent[child] >= 0, streets.kind[forest.parent_edge[child]], EXPRESS)
    shape = _towards(streets, forest.parent_edge[child], child)
    heads = np.flatnonzero(kind == EXPRESS)
    shape[heads] = express[forest.feeder[child[heads]]]
    tie_a, tie_b = forest.feeder[streets.u[ties]], forest.feeder[streets.v[ties]]
    seg = {
        "feeder": np.concatenate([owner[f:], new_feeder[tie_a]]),
        "from": np.concatenate([parent, index[streets.u[ties]]]),
        "to": np.concatenate([index[child], index[streets.v[ties]]]),
        "kind": np.concatenate([kind, np.full(len(ties), TIE)]),
        "other": np.concatenate([np.full(len(child), -1), new_feeder[tie_b]]),
    }
    shape = np.concatenate([shape, streets.shape[ties]])
    by = np.lexsort((seg["to"], seg["kind"] == TIE, seg["feeder"]))
    place = np.concatenate([express[feeder_order][:, 0], streets.place[old]])[order]
    blank = np.zeros(len(by), np.int64)
    grid = Grid(
        forest.yard[np.argsort(sub_rank)], sub_rank[forest.feeder_substation][feeder_order], rank[:f], place,
        np.concatenate([np.full(f, 3), streets.level[old]])[order],
        np.concatenate([np.zeros(f), streets.density[old]])[order],
        np.concatenate([np.zeros(f), load[old]])[order], owner[order], np.empty(0), np.empty(0),
        seg["feeder"][by], seg["from"][by], seg["to"][by], seg["kind"][by], seg["other"][by], shape[by],
        blank, blank.astype(bool), blank, np.empty(0))
    return _with_parents(grid)


def _towards(streets: Streets, edge: Ints, child: Ints) -> Floats:
    """Drawings of edges turned so that they end at the child; starts (edge -1) are filled by the caller."""
    shape = streets.shape[edge]
    away = streets.v[edge] != child
    return np.where(away[:, None, None], shape[:, ::-1], shape)


def _with_parents(grid: Grid) -> Grid:
    """Fill parent and parent_segment from the radial segments."""
    radial = np.flatnonzero(grid.seg_kind != TIE)
    grid.parent = np.full(len(grid.place), -1)
    grid.parent_segment = np.full(len(grid.place), -1)
    grid.parent[grid.seg_to[radial]] = grid.seg_from[radial]
    grid.parent_segment[grid.seg_to[radial]] = radial
    return grid


def _split_to(grid: Grid, segments: int) -> Grid:
    """Halve the longest radial segments until there are `segments`; a no-op when pruning met the count."""
    missing = segments - len(grid.seg_from)
    if missing <= 0:
        return grid
    length = np.where(np.isin(grid.seg_kind, (TIE, EXPRESS)), -1.0, grid.length_m())
    cut = np.sort(np.argsort(-length, kind="stable")[:missing])
    if len(cut) < missing:
        raise ValueError(f"the street graph is far too small for {segments} segments")
    t = np.linspace(0.0, 8.0, 17)
    low = np.minimum(t.astype(np.int64), 7)
    fine = grid.shape[cut][:, low] + (grid.shape[cut][:, low + 1] - grid.shape[cut][:, low]) * (t - low)[None, :, None]
    n, m = len(grid.place), len(grid.seg_from)
    middle, child = n + np.arange(missing), grid.seg_to[cut]
    order_key = np.concatenate([np.arange(n, dtype=np.float64), child - 0.5])
    order = np.argsort(order_key, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    copy = np.concatenate([np.arange(n), child])
    seg_copy = np.concatenate([np.arange(m), cut])
    shape = np.concatenate([grid.shape, fine[:, :9]])
    shape[cut] = fine[:, 8:]
    seg_from = np.concatenate([grid.seg_from, grid.seg_from[cut]])
    seg_to = np.concatenate([grid.seg_to, middle])
    seg_from[cut] = middle
    place = np.concatenate([grid.place, fine[:, 8]])[order]
    seg_from, seg_to = rank[seg_from], rank[seg_to]
    by = np.lexsort((seg_to, grid.seg_kind[seg_copy] == TIE, grid.seg_feeder[seg_copy]))
    load = grid.load[copy]
    load[middle] *= 0.5
    load[child] *= 0.5
    return _with_parents(Grid(
        grid.yard, grid.feeder_substation, rank[grid.head], place, grid.level[copy][order], grid.density[copy][order],
        load[order], grid.node_feeder[copy][order], grid.parent, grid.parent_segment,
        grid.seg_feeder[seg_copy][by], seg_from[by], seg_to[by], grid.seg_kind[seg_copy][by],
        grid.seg_other[seg_copy][by], shape[by], np.zeros(len(by), np.int64), np.zeros(len(by), bool),
        np.zeros(len(by), np.int64), grid.feeder_kv))


def _decide_cables(grid: Grid, seed: int) -> None:
    """Underground downtown, at getaways and on the local streets of newer subdivisions; the year follows the place."""
    middle = grid.shape[:, 4]
    built = land.built_year(middle, seed)
    local = ~np.isin(grid.seg_kind, (base.ARTERIAL, base.FRONTAGE, EXPRESS))
    subdivision = np.isin(grid.level[grid.seg_to], (2, 3)) & local
    taste = land.smooth_noise(middle, 2_600.0, (seed, 62))
    newer = subdivision & (built + 9.0 * taste > 1984.0)
    core = (land.radius_km(middle) < 1.9 + 0.3 * taste) | ((grid.level[grid.seg_to] == 5) & (taste > 0.85))
    grid.underground = newer | core | (grid.seg_kind == EXPRESS)
    rng = np.random.default_rng((seed, 63))
    renewed = rng.random(len(middle)) < np.clip((2026.0 - built) / 130.0, 0.05, 0.62)
    year = np.where(renewed, rng.uniform(np.minimum(built + 18.0, 2020.0), 2025.0), built + rng.exponential(2.0, len(built)))
    grid.year = np.clip(year, 1935, 2025).astype(np.int64)


def _decide_phases(grid: Grid) -> None:
    """Three phases on trunks and to ties, one or two on laterals, balanced over the phases of each feeder."""
    below = subtree_sums(grid.parent, grid.load)
    three = below > THREE_PHASE_METERS
    tie = grid.seg_kind == TIE
    trunk = np.concatenate([grid.seg_from[tie], grid.seg_to[tie], grid.seg_to[grid.seg_kind == EXPRESS]])
    while len(trunk):
        three[trunk] = True
        trunk = grid.parent[trunk]
        trunk = np.unique(trunk[(trunk >= 0) & ~three[np.maximum(trunk, 0)]])
    wires = np.where(three, 3, np.where(below > TWO_PHASE_METERS, 2, 1))
    mask = np.zeros(len(below), np.int64)
    mask[three] = 7
    up = np.maximum(grid.parent, 0)
    for count, choices in ((2, (3, 6, 5)), (1, (1, 2, 4))):
        root = np.flatnonzero((wires == count) & (grid.parent >= 0) & (wires[up] == 3))
        mask[root] = np.array(choices)[_balanced(grid.node_feeder[root], below[root])]
    single = np.array([1, 1, 2, 1, 4, 1, 2, 1])  # the first phase of a mask; its other phase alternates below
    for level in hop_levels(grid.parent)[1:]:
        todo = level[mask[level] == 0]
        above = mask[grid.parent[todo]]
        first = single[above]
        one = np.where(todo % 2 == 0, first, np.where(above == first, first, above - first))
        mask[todo] = np.where(wires[todo] == wires[grid.parent[todo]], above, one)
    grid.phases = np.where(tie, 7, mask[grid.seg_to])


def _balanced(feeder: Ints, size: Floats) -> Ints:
    """0, 1 or 2 for each lateral so that a feeder's three phases carry about the same."""
    order = np.lexsort((-size, feeder))
    first = np.searchsorted(feeder[order], feeder[order], side="left")
    rank = np.arange(len(order)) - first
    pick = np.empty(len(order), np.int64)
    pick[order] = np.array([0, 1, 2, 2, 1, 0])[(rank + feeder[order]) % 6]
    return pick


def _voltages(grid: Grid, rng: np.random.Generator) -> Floats:
    """12.47 kV, and 34.5 kV from about two thirds of the outer substations."""
    outer = np.hypot(*grid.yard.T) > OUTER_KM * 1000.0
    high = outer & (rng.random(len(grid.yard)) < 0.68)
    return np.where(high, 34.5, 12.47)[grid.feeder_substation]
