"""From the forest to numbered nodes and segments, with feeders' getaways and exact segment counts.

Numbering: substations along a space-filling curve, feeders by substation, nodes by feeder and distance from the
source, segments by feeder and far node (ties after the radial ones), so that every level is one contiguous range.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from data_sources.demo.city import streets as base
from data_sources.demo.city.geography import Bools, Floats, morton
from data_sources.demo.city.streets import Ints, Streets
from data_sources.demo.utility.forest import Forest, hop_levels
from data_sources.demo.utility.grid import EXPRESS, TIE, Grid


def _express(streets: Streets, forest: Forest) -> Floats:
    """Nine points from each substation to its feeders' starts, along the streets, shape (f, 9, 2)."""
    cost = streets.length_m() * np.where(np.isin(streets.kind, (base.ARTERIAL, base.FRONTAGE)), 0.7, 1.0)
    n = len(streets.place)
    both = (np.concatenate([streets.u, streets.v]), np.concatenate([streets.v, streets.u]))
    graph = csr_array((np.tile(cost, 2), both), shape=(n, n))
    door = cKDTree(streets.place).query(forest.yard)[1]
    paths = np.empty((len(forest.start), 9, 2))
    for s, source in enumerate(np.atleast_1d(door).tolist()):
        mine = np.flatnonzero(forest.feeder_substation == s)
        reach = np.hypot(*(streets.place[forest.start[mine]] - forest.yard[s]).T).max()
        back = dijkstra(graph, indices=np.array(source), return_predecessors=True, limit=1.5 * reach + 1_500.0)[1]
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


def _ranked(order: Ints) -> Ints:
    """Where each row goes when rows are taken in `order`."""
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank


def numbered(streets: Streets, forest: Forest, load: Floats, ties: Ints, stays: Bools) -> Grid:
    """Bring substations, feeders, nodes and segments into their final order."""
    sub_order = np.argsort(morton(forest.yard), kind="stable")
    sub_rank = _ranked(sub_order)
    feeder_order = np.argsort(sub_rank[forest.feeder_substation], kind="stable")
    new_feeder, f, old = _ranked(feeder_order), len(feeder_order), np.flatnonzero(stays)
    depth = np.empty(len(stays), np.int64)
    for hops, level in enumerate(hop_levels(np.where(stays, forest.parent, -1))):
        depth[level] = hops
    owner = np.concatenate([np.arange(f), new_feeder[forest.feeder[old]]])
    first = np.full(f, -1)  # heads come before the street nodes of their feeder
    order = np.lexsort((np.concatenate([first, old]), np.concatenate([first, depth[old]]), owner))
    rank = _ranked(order)
    index = np.full(len(stays), -1)
    index[old] = rank[f:]
    express = _express(streets, forest)
    segments = _segments(streets, forest, ties, old, index, rank[:f], new_feeder, express)
    place = np.concatenate([express[feeder_order][:, 0], streets.place[old]])[order]
    n, m = len(order), len(segments[0])
    return with_parents(
        Grid(
            forest.yard[sub_order],
            sub_rank[forest.feeder_substation][feeder_order],
            rank[:f],
            place,
            np.concatenate([np.full(f, 3), streets.level[old]])[order],
            np.concatenate([np.zeros(f), streets.density[old]])[order],
            np.concatenate([np.zeros(f), load[old]])[order],
            owner[order],
            np.full(n, -1),
            np.full(n, -1),
            *segments,
            np.zeros(m, np.int64),
            np.zeros(m, bool),
            np.zeros(m, np.int64),
            np.zeros(f),
        )
    )


def _segments(
    streets: Streets,
    forest: Forest,
    ties: Ints,
    child: Ints,
    index: Ints,
    head: Ints,
    new_feeder: Ints,
    express: Floats,
) -> tuple[Ints, Ints, Ints, Ints, Ints, Floats]:
    """Feeder, from, to, kind, other feeder and drawing of every segment, in final order."""
    parent, edge = forest.parent[child], forest.parent_edge[child]
    feeder = new_feeder[forest.feeder[child]]
    kind = np.where(parent >= 0, streets.kind[edge], EXPRESS)
    shape = _towards(streets, edge, child)
    heads = np.flatnonzero(kind == EXPRESS)
    shape[heads] = express[forest.feeder[child[heads]]]
    tie_u, tie_v = streets.u[ties], streets.v[ties]
    feeder = np.concatenate([feeder, new_feeder[forest.feeder[tie_u]]])
    start = np.concatenate([np.where(parent >= 0, index[parent], head[feeder[: len(child)]]), index[tie_u]])
    end = np.concatenate([index[child], index[tie_v]])
    kind = np.concatenate([kind, np.full(len(ties), TIE)])
    other = np.concatenate([np.full(len(child), -1), new_feeder[forest.feeder[tie_v]]])
    by = np.lexsort((end, kind == TIE, feeder))
    return feeder[by], start[by], end[by], kind[by], other[by], np.concatenate([shape, streets.shape[ties]])[by]


def _towards(streets: Streets, edge: Ints, child: Ints) -> Floats:
    """Drawings of edges turned so that they end at the child; starts (edge -1) are filled by the caller."""
    shape = streets.shape[edge]
    away = streets.v[edge] != child
    return np.where(away[:, None, None], shape[:, ::-1], shape)


def with_parents(grid: Grid) -> Grid:
    """Fill parent and parent_segment from the radial segments."""
    radial = np.flatnonzero(grid.seg_kind != TIE)
    grid.parent = np.full(len(grid.place), -1)
    grid.parent_segment = np.full(len(grid.place), -1)
    grid.parent[grid.seg_to[radial]] = grid.seg_from[radial]
    grid.parent_segment[grid.seg_to[radial]] = radial
    return grid


def split_to(grid: Grid, segments: int) -> Grid:
    """Halve the longest radial segments until there are `segments`; a no-op when pruning met the count."""
    missing = segments - len(grid.seg_from)
    if missing <= 0:
        return grid
    length = np.where(np.isin(grid.seg_kind, (TIE, EXPRESS)), -1.0, grid.length_m())
    cut = np.sort(np.argsort(-length, kind="stable")[:missing])
    if len(cut) < missing:
        raise ValueError(f"the street graph is far too small for {segments} segments")
    child = grid.seg_to[cut]
    before = np.concatenate([np.arange(len(grid.place), dtype=np.float64), child - 0.5])
    return with_parents(_renumbered(_halved(grid, cut), np.argsort(before, kind="stable")))


def _halved(grid: Grid, cut: Ints) -> Grid:
    """Each segment of `cut` as two, with new nodes and segments at the end; the load of its far node is shared."""
    t = np.linspace(0.0, 8.0, 17)
    low = np.minimum(t.astype(np.int64), 7)
    fine = grid.shape[cut][:, low] + (grid.shape[cut][:, low + 1] - grid.shape[cut][:, low]) * (t - low)[None, :, None]
    n, m, child = len(grid.place), len(grid.seg_from), grid.seg_to[cut]
    middle = n + np.arange(len(cut))
    node, segment = np.concatenate([np.arange(n), child]), np.concatenate([np.arange(m), cut])
    shape = np.concatenate([grid.shape, fine[:, :9]])
    shape[cut] = fine[:, 8:]
    seg_from = np.concatenate([grid.seg_from, grid.seg_from[cut]])
    seg_from[cut] = middle
    load = grid.load[node]
    load[middle] *= 0.5
    load[child] *= 0.5
    return replace(
        grid, place=np.concatenate([grid.place, fine[:, 8]]), level=grid.level[node], density=grid.density[node],
        load=load, node_feeder=grid.node_feeder[node], seg_feeder=grid.seg_feeder[segment], seg_from=seg_from,
        seg_to=np.concatenate([grid.seg_to, middle]), seg_kind=grid.seg_kind[segment],
        seg_other=grid.seg_other[segment], shape=shape,
    )  # fmt: skip


def _renumbered(grid: Grid, order: Ints) -> Grid:
    """The nodes in another order, the segments by feeder and far node; what is built on them starts anew."""
    rank = _ranked(order)
    seg_from, seg_to = rank[grid.seg_from], rank[grid.seg_to]
    by = np.lexsort((seg_to, grid.seg_kind == TIE, grid.seg_feeder))
    return replace(
        grid, head=rank[grid.head], place=grid.place[order], level=grid.level[order], density=grid.density[order],
        load=grid.load[order], node_feeder=grid.node_feeder[order], seg_feeder=grid.seg_feeder[by],
        seg_from=seg_from[by], seg_to=seg_to[by], seg_kind=grid.seg_kind[by], seg_other=grid.seg_other[by],
        shape=grid.shape[by], phases=np.zeros(len(by), np.int64), underground=np.zeros(len(by), bool),
        year=np.zeros(len(by), np.int64),
    )  # fmt: skip
