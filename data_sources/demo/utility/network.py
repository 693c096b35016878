"""The electrical network over the street forest: exact counts, ties, phases and cables."""

from __future__ import annotations

from typing import Final

import numpy as np

from data_sources.demo.city import density as land
from data_sources.demo.city import streets as base
from data_sources.demo.city.geography import Bools, Floats
from data_sources.demo.city.streets import Ints, Streets
from data_sources.demo.utility.forest import OUTER_KM, Forest, hop_levels, leaves_first, subtree_sums
from data_sources.demo.utility.grid import EXPRESS, TIE, Grid
from data_sources.demo.utility.numbering import numbered, split_to

THREE_PHASE_METERS: Final = 150.0  # more than this downstream asks for all three phases
TWO_PHASE_METERS: Final = 105.0


def build_grid(streets: Streets, forest: Forest, load: Floats, segments: int, seed: int) -> Grid:
    """Cut or split the forest to exactly `segments` line segments (ties included) and number everything."""
    rng = np.random.default_rng((seed, 61))
    tie_edges = _ties(streets, forest, load)
    wanted = segments - len(tie_edges)
    stays = _pruned(streets, forest, tie_edges, load, wanted, rng)
    grid = numbered(streets, forest, load, tie_edges, stays)
    grid = split_to(grid, segments)
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


def _pruned(streets: Streets, forest: Forest, ties: Ints, load: Floats, wanted: int, rng: np.random.Generator) -> Bools:
    """Which street nodes stay so that at most `wanted` do; sparse dead ends go first."""
    served = forest.feeder >= 0
    protected = np.zeros(len(served), dtype=bool)
    protected[forest.start] = protected[streets.u[ties]] = protected[streets.v[ties]] = True
    worth = rng.random(len(load)) + np.array([0.35, 0.45, 0.2, 0.4, 0.6, 0.9])[streets.level]
    return leaves_first(forest.parent, served, protected, worth, int(served.sum()) - wanted)


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
    first = built + rng.exponential(2.0, len(built))
    year = np.where(renewed, rng.uniform(np.minimum(built + 18.0, 2020.0), 2025.0), first)
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
