"""Puts the districts' streets together into one connected graph: clipped, stitched, crossed by highways."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from data_sources.demo.city import density as land
from data_sources.demo.city import geography as geo
from data_sources.demo.city import places
from data_sources.demo.city import streets as base
from data_sources.demo.city.geography import Bools, Floats
from data_sources.demo.city.streets import Ints, Streets

STITCH_REACH_M: Final = 520.0
MERGE_M: Final = 38.0
ROAD_CLEARANCE_M: Final = 75.0
ROAD_STEP_M: Final = 420.0


def build_streets(area: tuple[tuple[float, float], ...], seed: int) -> Streets:
    """The street graph of a service area given as a ring of lon/lat.

    Returns:
        One connected graph, every drawn point of which lies at least `EDGE_MARGIN_M` inside the ring.
    """
    ring = geo.to_plane(area)
    graph = _clipped(*_all_districts(ring, seed), ring)
    graph = _without_barred(graph)
    graph = _stitched(graph)
    graph = _with_highways(graph, ring)
    graph = _merged(graph)
    return _finished(graph, ring, seed)


class _Draft:
    """Arrays of a graph in the making (positions, districts, levels; edges with kind, level and shape)."""

    def __init__(
        self,
        place: Floats,
        district: Ints,
        level: Ints,
        ends: Ints,
        kind: Ints,
        shape: Floats,
        loose: Ints,
        loose_kind: Ints,
    ) -> None:
        """Keep the arrays; `loose` lists nodes whose street went on into another district."""
        self.place, self.district, self.level = place, district, level
        self.ends, self.kind, self.shape = ends, kind, shape
        self.loose, self.loose_kind = loose, loose_kind

    def keep_edges(self, keep: Bools) -> None:
        """Drop edges; nodes left alone go at the end."""
        self.ends, self.kind, self.shape = self.ends[keep], self.kind[keep], self.shape[keep]

    def add_edges(self, ends: Ints, kind: Ints | int) -> None:
        """Add straight edges between nodes."""
        t = np.linspace(0.0, 1.0, 9)[None, :, None]
        a, b = self.place[ends[:, 0], None, :], self.place[ends[:, 1], None, :]
        self.ends = np.concatenate([self.ends, ends])
        self.kind = np.concatenate([self.kind, np.broadcast_to(kind, len(ends))])
        self.shape = np.concatenate([self.shape, a + (b - a) * t])


def _used(draft: _Draft) -> Ints:
    """Nodes that an edge touches, ascending."""
    touched = np.zeros(len(draft.place), dtype=bool)
    touched[draft.ends.ravel()] = True
    return np.flatnonzero(touched)


def _all_districts(ring: Floats, seed: int) -> tuple[Floats, list[tuple[Ints, Floats, Ints]], int]:
    """District centres and their streets, each a tuple (edges, shapes, levels)."""
    rng = np.random.default_rng((seed, 40))
    centres, angles = base.districts(ring, rng)
    streets = []
    for index, angle in enumerate(angles):
        lattice = base.lattice_of(centres, float(angle), ring, seed, index)
        streets.append(base.district_edges(lattice, np.random.default_rng((seed, 42, index))))
    return centres, streets, seed


def _clipped(centres: Floats, streets: list[tuple[Ints, Floats, Ints]], seed: int, ring: Floats) -> _Draft:
    """One numbering of all nodes; streets outside the ring, in parks, or in another's district are cut."""
    edges = np.concatenate([s[0] for s in streets])
    shape = np.concatenate([s[1] for s in streets])
    level = np.concatenate([s[2] for s in streets])
    district = np.repeat(np.arange(len(streets)), [len(s[0]) for s in streets])
    key = np.concatenate([_key(district, edges[:, 0], edges[:, 1]), _key(district, edges[:, 2], edges[:, 3])])
    _, first, index = np.unique(key, return_index=True, return_inverse=True)
    place = np.concatenate([shape[:, 0], shape[:, -1]])[first]
    owner = np.concatenate([district, district])[first]
    node_level = np.zeros(len(first), np.int64)
    np.maximum.at(node_level, index, np.concatenate([level, level]))
    ours = base.owner_of(place, centres, seed) == owner
    fine = geo.inside_with_margin(place, ring, base.EDGE_MARGIN_M) & ~land.is_empty(place)
    ends = index.reshape(2, -1).T
    whole = (ours & fine)[ends].all(axis=1)
    cut = fine[ends].all(axis=1) & (ours[ends].sum(axis=1) == 1)
    stub = np.where(ours[ends[cut, 0]], ends[cut, 0], ends[cut, 1])
    draft = _Draft(place, owner, node_level, ends, edges[:, 4], shape, stub, edges[cut, 4])
    draft.keep_edges(whole)
    return draft


def _key(district: Ints, i: Ints, j: Ints) -> Ints:
    """One integer for a lattice node of a district."""
    return (district << 40) | ((i + (1 << 19)) << 20) | (j + (1 << 19))


def _crosses(start: Floats, end: Floats, line: Floats) -> Bools:
    """Which straight edges cross a polyline."""
    hit = np.zeros(len(start), dtype=bool)
    low, high = line.min(axis=0) - base.MILE_M, line.max(axis=0) + base.MILE_M
    near = np.flatnonzero(((start > low) & (start < high)).all(axis=1))
    start, span = start[near], (end - start)[near]
    end = end[near]
    for a, b in pairwise(line):
        side_a = span[:, 0] * (a[1] - start[:, 1]) - span[:, 1] * (a[0] - start[:, 0])
        side_b = span[:, 0] * (b[1] - start[:, 1]) - span[:, 1] * (b[0] - start[:, 0])
        way = b - a
        side_s = way[0] * (start[:, 1] - a[1]) - way[1] * (start[:, 0] - a[0])
        side_e = way[0] * (end[:, 1] - a[1]) - way[1] * (end[:, 0] - a[0])
        hit[near] |= (side_a * side_b < 0) & (side_s * side_e < 0)
    return hit


def _without_barred(draft: _Draft) -> _Draft:
    """Cut local streets at highways and bayous; keep highway land free of them."""
    start, end = draft.place[draft.ends[:, 0]], draft.place[draft.ends[:, 1]]
    barred = np.zeros(len(start), dtype=bool)
    for line in [*places.ROADS.values(), *places.BAYOUS]:
        barred |= _crosses(start, end, geo.to_plane(line))
    close = np.isfinite(land.distance_to_roads(draft.place, ROAD_CLEARANCE_M))
    local = draft.kind != base.ARTERIAL
    draft.keep_edges(~(local & (barred | close[draft.ends].any(axis=1))))
    return draft


def _stitched(draft: _Draft) -> _Draft:
    """Join streets that end at a seam to the nearest street of the next district."""
    used = _used(draft)
    loose = np.isin(draft.loose, used)
    stub, kind = draft.loose[loose], draft.loose_kind[loose]
    stub, first = np.unique(stub, return_index=True)
    kind = kind[first]
    gap, near = cKDTree(draft.place[used]).query(draft.place[stub], k=8, distance_upper_bound=STITCH_REACH_M)
    other = used[np.minimum(near, len(used) - 1)]
    valid = np.isfinite(gap) & (draft.district[other] != draft.district[stub][:, None])
    pick = np.argmax(valid, axis=1)
    some = valid.any(axis=1)
    ends = np.stack([stub, other[np.arange(len(stub)), pick]], axis=1)[some]
    ends = np.unique(np.sort(ends, axis=1), axis=0)
    kinds = dict(zip(stub.tolist(), kind.tolist(), strict=True))
    arterial = np.array([kinds.get(a) == base.ARTERIAL or kinds.get(b) == base.ARTERIAL for a, b in ends.tolist()])
    draft.add_edges(ends, np.where(arterial, base.ARTERIAL, base.STITCH))
    return draft


def _highway_points(line: Floats) -> Floats:
    """Points each `ROAD_STEP_M` along a polyline, its corners rounded off."""
    for _ in range(2):  # corner cutting (Chaikin)
        inner = np.stack([0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]], axis=1)
        line = np.concatenate([line[:1], inner.reshape(-1, 2), line[-1:]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0.0, along[-1], max(2, int(along[-1] / ROAD_STEP_M) + 1))
    return np.stack([np.interp(at, along, line[:, k]) for k in (0, 1)], axis=1)


def _with_highways(draft: _Draft, ring: Floats) -> _Draft:
    """Add frontage roads along the highways and join them to the streets on both sides."""
    for line in places.ROADS.values():
        points = _highway_points(geo.to_plane(line))
        fine = geo.inside_with_margin(points, ring, base.EDGE_MARGIN_M) & ~land.is_empty(points)
        used = _used(draft)
        gap, near = cKDTree(draft.place[used]).query(points, k=10, distance_upper_bound=480.0)
        number = len(draft.place) + np.arange(len(points))
        draft.place = np.concatenate([draft.place, points])
        draft.district = np.concatenate([draft.district, np.full(len(points), -1)])
        draft.level = np.concatenate([draft.level, np.full(len(points), 3)])
        chain = np.stack([number[:-1], number[1:]], axis=1)[fine[:-1] & fine[1:]]
        way = np.gradient(points, axis=0)
        other = used[np.minimum(near, len(used) - 1)]
        span = draft.place[other] - points[:, None, :]
        side = np.sign(way[:, None, 0] * span[..., 1] - way[:, None, 1] * span[..., 0])
        joins = [chain]
        for which in (-1.0, 1.0):
            valid = np.isfinite(gap) & (side == which) & fine[:, None]
            pick, some = np.argmax(valid, axis=1), valid.any(axis=1)
            joins.append(np.stack([number, other[np.arange(len(points)), pick]], axis=1)[some])
        kinds = np.concatenate([np.full(len(chain), base.FRONTAGE), np.full(sum(map(len, joins[1:])), base.STITCH)])
        draft.add_edges(np.concatenate(joins), kinds)
    return draft


def _merged(draft: _Draft) -> _Draft:
    """Take nodes that nearly coincide as one; edges keep their drawing but for the moved end."""
    used = _used(draft)
    pairs = cKDTree(draft.place[used]).query_pairs(MERGE_M, output_type="ndarray")
    pairs = used[pairs]
    _, group = connected_components(
        coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(draft.place),) * 2), directed=False
    )
    _, first = np.unique(group, return_index=True)
    target = first[group]
    moved = target[draft.ends]
    t = np.linspace(0.0, 1.0, 9)[None, :, None]
    shift_a = draft.place[moved[:, 0]] - draft.place[draft.ends[:, 0]]
    shift_b = draft.place[moved[:, 1]] - draft.place[draft.ends[:, 1]]
    draft.shape = draft.shape + shift_a[:, None, :] * (1.0 - t) + shift_b[:, None, :] * t
    draft.ends = moved
    return draft


def _finished(draft: _Draft, ring: Floats, seed: int) -> Streets:
    """Drop double edges, edges that leave the area and everything off the largest connected part."""
    ends = np.sort(draft.ends, axis=1)
    flipped = ends[:, 0] != draft.ends[:, 0]
    shape = np.where(flipped[:, None, None], draft.shape[:, ::-1], draft.shape)
    samples = shape[:, ::2].reshape(-1, 2)
    inside = geo.inside_with_margin(samples, ring, 0.8 * base.EDGE_MARGIN_M).reshape(-1, 5).all(axis=1)
    keep = np.flatnonzero(inside & (ends[:, 0] != ends[:, 1]))
    _, first = np.unique(ends[keep, 0] * len(draft.place) + ends[keep, 1], return_index=True)
    keep = keep[first]
    ends, n = ends[keep], len(draft.place)
    _, part = connected_components(coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n, n)), False)
    main = part == np.bincount(part[ends[:, 0]]).argmax()
    keep, ends = keep[main[ends[:, 0]]], ends[main[ends[:, 0]]]
    used, index = np.unique(ends, return_inverse=True)
    index = index.reshape(ends.shape)
    place = draft.place[used]
    return Streets(
        place, draft.level[used], land.density(place, seed), index[:, 0], index[:, 1], draft.kind[keep], shape[keep]
    )
