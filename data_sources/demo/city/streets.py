"""The street graph of the demo city: mile squares in districts of their own orientation, filled by density.

Method: the plane is cut into districts (a warped Voronoi diagram); each has a lattice of mile squares at its own
angle. A square's edges are arterials; inside it gets a pattern of local streets by density: fine straight grid,
curving subdivision with cut-throughs removed, half-built subdivision, farm roads, nothing. Districts are stitched
where their streets meet, highways get frontage roads, bayous stop local streets.
Drawback: no real street is meant; curves come from a smooth bend of each square rather than from parcels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from data_sources.demo.city import density as land
from data_sources.demo.city import geography as geo
from data_sources.demo.city import places
from data_sources.demo.city.geography import Bools, Floats

Ints = NDArray[np.int64]

MILE_M: Final = 1609.344
UNITS: Final = 48  # lattice units a mile, so that 2, 3, 4, 6, 8, 12 and 16 blocks a mile fall on whole units
UNIT_M: Final = MILE_M / UNITS
EDGE_MARGIN_M: Final = 260.0
ARTERIAL, LOCAL, CROSS, FRONTAGE, STITCH = range(5)

# What fills a square, by level 0 (nothing) to 5 (downtown): blocks along the streets, streets a mile.
BLOCKS: Final = ((0, 0), (2, 1), (4, 6), (6, 8), (8, 12), (12, 16))
_SAMPLED: Final = ((0, 0), (0, 1), (1, 0), (1, 1))
LEVEL_FLOORS: Final = (0.045, 0.21, 0.355, 0.63, 1.08)


@dataclass(frozen=True, slots=True)
class Streets:
    """A street graph: nodes in the plane and undirected edges, each drawn by a few points.

    Attributes:
        place: node positions in metres, shape (n, 2).
        level: 0 to 5, how finely built the node's square is, shape (n,).
        density: land-use density at the node, shape (n,).
        u: first node of each edge, shape (m,).
        v: second node.
        kind: ARTERIAL, LOCAL, CROSS, FRONTAGE or STITCH.
        shape: nine points along each edge from u to v, metres, shape (m, 9, 2).
    """

    place: Floats
    level: Ints
    density: Floats
    u: Ints
    v: Ints
    kind: Ints
    shape: Floats

    def length_m(self) -> Floats:
        """Length along each edge, metres, shape (m,)."""
        step = np.diff(self.shape, axis=1)
        length: Floats = np.hypot(step[..., 0], step[..., 1]).sum(axis=1)
        return length


@dataclass(frozen=True, slots=True)
class Lattice:
    """One district's lattice: where it is anchored, its angle, and per square the level and the bend."""

    centre: Floats
    angle: float
    low: int  # squares run from low (inclusive) in both directions
    level: Ints  # (k, k) by square
    swap: Bools  # streets run north-south in the lattice's own frame
    bend: Floats  # (k, k, 4): amplitude in metres and three phases
    seed: int

    def plane(self, i: Floats | Ints, j: Floats | Ints, cell_i: Ints, cell_j: Ints) -> Floats:
        """Lattice units to metres; the square says which bend applies (none on its edges)."""
        bend = self.bend[cell_i - self.low, cell_j - self.low]
        s, t = i / UNITS - cell_i, j / UNITS - cell_j
        window = np.sin(np.pi * s) * np.sin(np.pi * t) * bend[..., 0]
        x = i * UNIT_M + window * np.sin(2.0 * np.pi * t + bend[..., 1])
        y = j * UNIT_M + window * np.sin(2.0 * np.pi * s + bend[..., 2])
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        turned = np.stack([x * cos - y * sin, x * sin + y * cos], axis=-1) + self.centre
        return _warp(turned, self.seed)


def _warp(points: Floats, seed: int) -> Floats:
    """Bend everything gently, so that arterials are not ruled lines (calm near downtown)."""
    flat = points.reshape(-1, 2)
    reach = 330.0 * np.clip(land.radius_km(flat) / 22.0, 0.1, 1.0)
    dx = reach * land.smooth_noise(flat, 11_000.0, (seed, 21), waves=4)
    dy = reach * land.smooth_noise(flat, 11_000.0, (seed, 22), waves=4)
    return (flat + np.stack([dx, dy], axis=1)).reshape(points.shape)


def districts(ring: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """District centres, metres, and their angles: most streets run north, some follow the nearest highway."""
    centres = [geo.to_plane((lon, lat)) for lon, lat, _, _ in places.CENTRES]
    low, high = ring.min(axis=0), ring.max(axis=0)
    for point in rng.uniform(geo.to_plane((-96.05, 29.2)), geo.to_plane((-94.8, 30.42)), (400, 2)):
        room = 5_600.0 + 0.10 * float(np.hypot(*point))
        if all(np.hypot(*(point - other)) > room for other in centres):
            centres.append(point)
    placed = np.array(centres)
    angles = np.where(
        rng.random(len(placed)) < 0.62, rng.normal(0.0, 0.035, len(placed)), rng.uniform(-0.75, 0.75, len(placed))
    )
    angles[0] = np.deg2rad(-33.0)
    near = ((placed > low - 14_000.0) & (placed < high + 14_000.0)).all(axis=1)
    return placed[near], angles[near]


def owner_of(points: Floats, centres: Floats, seed: int) -> Ints:
    """The district of each point: nearest centre after a wobble, so that seams are not straight."""
    wobble = np.stack(
        [land.smooth_noise(points, 5_000.0, (seed, 31), 4), land.smooth_noise(points, 5_000.0, (seed, 32), 4)], axis=1
    )
    return np.asarray(cKDTree(centres).query(points + 450.0 * wobble)[1], np.int64)


def _levels(centre: Floats, rng: np.random.Generator, seed: int) -> Ints:
    """How finely each square is built: by density with some luck, coarser where nobody lives."""
    dense = land.density(centre, seed) * np.exp(rng.normal(0.0, 0.20, len(centre)))
    level = np.searchsorted(LEVEL_FLOORS, dense, side="right").astype(np.int64)
    farm_road = (level == 0) & ~land.is_empty(centre) & (rng.random(len(centre)) < 0.42)
    return np.where(farm_road, 1, level)


def lattice_of(centres: Floats, angle: float, ring: Floats, seed: int, index: int) -> Lattice:
    """Squares of one district: those it owns a corner or the middle of; the rest of the frame stays empty."""
    centre = centres[index]
    gaps = np.sort(np.hypot(*(centres - centre).T))
    reach_m = float(np.clip(0.9 * gaps[min(4, len(gaps) - 1)], 6_000.0, 14_000.0))
    rng = np.random.default_rng((seed, 41, index))
    half = int(np.ceil(reach_m / MILE_M))
    cells = np.arange(-half, half)
    ci, cj = (a.ravel() for a in np.meshgrid(cells, cells, indexing="ij"))
    blank = Lattice(
        centre,
        angle,
        -half,
        np.zeros((1, 1), np.int64),
        np.zeros((1, 1), bool),
        np.zeros((2 * half, 2 * half, 4)),
        seed,
    )
    middle = blank.plane(ci * UNITS + UNITS // 2, cj * UNITS + UNITS // 2, ci, cj)
    corners = [blank.plane((ci + a) * UNITS, (cj + b) * UNITS, ci, cj) for a, b in _SAMPLED]
    points = np.concatenate([middle, *corners])
    mine = ((owner_of(points, centres, seed) == index) & geo.inside_polygon(points, ring)).reshape(5, -1).any(axis=0)
    level = np.zeros(len(ci), np.int64)
    level[mine] = _levels(middle[mine], rng, seed)
    bend = rng.uniform(0.0, 2.0 * np.pi, (len(ci), 4))
    curvy = np.choose(level, [0.0, 90.0, 150.0, 130.0, 12.0, 0.0])
    bend[:, 0] = curvy * rng.uniform(0.3, 1.0, len(ci))
    shape = (2 * half, 2 * half)
    return Lattice(
        centre,
        angle,
        -half,
        level.reshape(shape),
        (rng.random(len(ci)) < 0.5).reshape(shape),
        bend.reshape(*shape, 4),
        seed,
    )


def _local_edges(blocks: int, rows: int) -> Ints:
    """Local streets of one square: rows (i0, j0, i1, j1, kind) in lattice units; rows run along i."""
    step, gap = UNITS // blocks, UNITS // rows
    a, b = np.meshgrid(np.arange(blocks) * step, np.arange(1, rows) * gap, indexing="ij")
    along = np.stack([a, b, a + step, b, np.full_like(a, LOCAL)], axis=-1).reshape(-1, 5)
    a, b = np.meshgrid(np.arange(1, blocks) * step, np.arange(rows) * gap, indexing="ij")
    across = np.stack([a, b, a, b + gap, np.full_like(a, CROSS)], axis=-1).reshape(-1, 5)
    return np.concatenate([along, across]).astype(np.int64)


def _kept_edges(level: int, template: Ints, cells: int, rng: np.random.Generator) -> Bools:
    """Which streets of which squares exist, shape (squares, streets): suburbs lose most cut-throughs."""
    lost_across = (0.0, 0.55, 0.72, 0.66, 0.10, 0.02)[level]
    lost_along = (0.0, 0.60, 0.06, 0.07, 0.03, 0.01)[level]
    chance = np.where(template[:, 4] == CROSS, lost_across, lost_along)
    keep = rng.random((cells, len(template))) >= chance
    if level == 2:  # half built: one corner or side of the square is still fields
        cut = rng.choice([16, 24, 32, 48], (cells, 2))
        flip = rng.random((cells, 2)) < 0.5
        for axis in (0, 1):
            top = np.maximum(template[:, axis], template[:, axis + 2])
            bottom = np.minimum(template[:, axis], template[:, axis + 2])
            near, far = top[None, :] <= cut[:, axis, None], bottom[None, :] >= UNITS - cut[:, axis, None]
            keep &= np.where(flip[:, axis, None], far, near)
    return keep


def _inner_streets(lattice: Lattice, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Local streets of all squares: (i0, j0, i1, j1, kind) in lattice units, and each street's square (n, 2)."""
    edges, cells = [np.empty((0, 5), np.int64)], [np.empty((0, 2), np.int64)]
    for level in range(1, 6):
        for swap in (False, True):
            cell = np.argwhere((lattice.level == level) & (lattice.swap == swap)) + lattice.low
            if not len(cell):
                continue
            template = _local_edges(*BLOCKS[level])
            keep = _kept_edges(level, template, len(cell), rng)
            local = template[:, [1, 0, 3, 2, 4]] if swap else template
            corner = np.concatenate([cell, cell, np.zeros((len(cell), 1), np.int64)], axis=1) * UNITS
            edges.append((corner[:, None, :] + local[None, :, :])[keep])
            cells.append(np.repeat(cell, keep.sum(axis=1), axis=0))
    return np.concatenate(edges), np.concatenate(cells)


def _arterials(lattice: Lattice, inner: Ints) -> Ints:
    """Edges of squares, cut wherever a local street meets them: (i0, j0, i1, j1, ARTERIAL)."""
    found = [np.empty((0, 5), np.int64)]
    ends = np.concatenate([inner[:, :2], inner[:, 2:4]])
    built = np.pad(lattice.level > 0, 1)
    for axis in (0, 1):
        line = built | np.roll(built, 1, axis=axis)  # the side below each square exists if a neighbour is built
        side = np.argwhere(line[1:, 1:]) + lattice.low
        step = np.array([0, 1]) if axis == 0 else np.array([1, 0])
        corners = np.concatenate([side, side + step]) * UNITS
        halves = side * UNITS + step * (UNITS // 2)
        points = np.unique(np.concatenate([corners, halves, ends[ends[:, axis] % UNITS == 0]]), axis=0)
        order = np.lexsort((points[:, 1 - axis], points[:, axis]))
        points = points[order]
        first, second = points[:-1], points[1:]
        square = np.where(step == 1, first // UNITS, first // UNITS) - lattice.low + 1
        size = line.shape[0]
        exists = np.zeros(len(first), dtype=bool)
        fits = ((square >= 0) & (square < size)).all(axis=1)
        exists[fits] = line[square[fits, 0], square[fits, 1]]
        joined = (first[:, axis] == second[:, axis]) & (second[:, 1 - axis] - first[:, 1 - axis] <= UNITS) & exists
        found.append(np.concatenate([first[joined], second[joined], np.full((joined.sum(), 1), ARTERIAL)], axis=1))
    return np.concatenate(found)


def _shapes(lattice: Lattice, edges: Ints, cells: Ints) -> Floats:
    """Nine points along each edge, metres, shape (n, 9, 2)."""
    t = np.linspace(0.0, 1.0, 9)
    i = edges[:, 0:1] + (edges[:, 2:3] - edges[:, 0:1]) * t
    j = edges[:, 1:2] + (edges[:, 3:4] - edges[:, 1:2]) * t
    return lattice.plane(i, j, cells[:, 0:1], cells[:, 1:2])


def district_edges(lattice: Lattice, rng: np.random.Generator) -> tuple[Ints, Floats, Ints]:
    """All streets of one district's lattice: edges, their shapes, and the level of their square."""
    inner, cells = _inner_streets(lattice, rng)
    outer = _arterials(lattice, inner)
    low, top = lattice.low, lattice.low + lattice.level.shape[0] - 1
    outer_cells = np.clip(np.minimum(outer[:, 0:2], outer[:, 2:4]) // UNITS, low, top)
    edges, cells = np.concatenate([inner, outer]), np.concatenate([cells, outer_cells])
    level = lattice.level[cells[:, 0] - low, cells[:, 1] - low]
    return edges, _shapes(lattice, edges, cells), level
