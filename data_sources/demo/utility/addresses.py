"""Service addresses: every street of the demo has a made-up name, and house numbers run along it.

Method: at each node the two line sections that go most nearly straight on belong to one street; a chain of such
sections is a street, and the way along it from one of its ends numbers its houses, odd ones on one side. Who shares a
number (flats, a house behind a house) gets a unit. No name or address is anybody's.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from data_sources.demo.city.geography import Bools, Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import rows
from data_sources.demo.utility.grid import EXPRESS, Grid
from data_sources.demo.utility.service import MeterPlaces, TransformerPlaces, rank_in_group

STRAIGHT: Final = -0.85  # cosine between the outgoing ways of two sections that are one street (32 degrees)
FIRST_NUMBER: Final = 100
STEP_M: Final = 6.0  # of the street for the next number on one side
HEADS: Final = (
    "Acorn", "Agate", "Alder", "Amber", "Apple", "Arbor", "Ash", "Aspen", "Autumn", "Badger", "Bayberry", "Beacon",
    "Birch", "Blue", "Bluebonnet", "Briar", "Bright", "Canyon", "Cedar", "Cherry", "Chestnut", "Clear", "Cobalt",
    "Copper", "Coral", "Crimson", "Crystal", "Cypress", "Dogwood", "Dove", "Echo", "Elder", "Elm", "Ember",
    "Falcon", "Fern", "Flint", "Fox", "Garnet", "Golden", "Granite", "Harvest", "Hazel", "Heather", "Heron",
    "Hickory", "Holly", "Honey", "Indigo", "Iron", "Ivory", "Jasper", "Juniper", "Kestrel", "Lark", "Laurel",
    "Lavender", "Lily", "Linden", "Magnolia", "Maple", "Marigold", "Meadow", "Mesa", "Misty", "Moon", "Mossy",
    "Oak", "Olive", "Orchard", "Osage", "Pebble", "Pecan", "Pepper", "Pine", "Plum", "Prairie", "Quail", "Raven",
    "Redbud", "River", "Robin", "Rose", "Saffron", "Sage", "Shady", "Silver", "Sparrow", "Spring", "Stone",
    "Summer", "Sunset", "Swallow", "Sycamore", "Teal", "Thistle", "Violet", "Walnut", "Willow", "Winter",
)  # fmt: skip
TAILS: Final = (
    "", " Bend", " Branch", " Bridge", " Brook", " Creek", " Crest", " Crossing", " Dale", " Falls", " Field",
    " Forest", " Gate", " Glen", " Grove", " Harbor", " Hill", " Hollow", " Knoll", " Lake", " Ledge", " Meadow",
    " Mill", " Park", " Point", " Ridge", " Run", " Shadow", " Spring", " Terrace", " Trail", " Vale", " View",
    " Wood",
)  # fmt: skip
KINDS: Final = (" Avenue", " Boulevard", " Court", " Drive", " Lane", " Road", " Street", " Way")


def service_addresses(grid: Grid, made: TransformerPlaces, read: MeterPlaces, seed: int) -> tuple[pa.Array, pa.Array]:
    """Name of the street and whole address of each meter, two text columns of one length."""
    street, start = _streets(grid)
    segment = grid.parent_segment[made.node][read.transformer]
    metres, is_left = _along(grid, segment, start, read.place)
    number = FIRST_NUMBER + 2 * (metres / STEP_M).astype(np.int64) + is_left
    name = _names(int(street.max()) + 1, seed).take(pa.array(street[segment]))
    return name, pc.binary_join_element_wise(
        pc.cast(pa.array(number), pa.string()), name, _unit(street[segment], number), " ", null_handling="skip"
    )


def _streets(grid: Grid) -> tuple[Ints, Floats]:
    """Street of each segment, and the metres from the street's end to its two ends, shape (m, 2): from and to."""
    count, length = len(grid.seg_from), np.maximum(grid.length_m(), 1.0)
    a, b = _joined(grid)
    of_a, of_b = a // 2, b // 2
    linked = coo_array((np.ones(len(a)), (of_a, of_b)), shape=(count, count))
    street = connected_components(linked, directed=False)[1].astype(np.int64)
    # The two ends of a segment are places 2 s and 2 s + 1; joined ends are one place (a hair apart, for the solver).
    ends = np.arange(2 * count)
    ways = coo_array(
        (np.concatenate([length, np.full(len(a), 1e-6)]),
         (np.concatenate([ends[::2], a]), np.concatenate([ends[1::2], b]))),
        shape=(2 * count, 2 * count),
    ).tocsr()  # fmt: skip
    free = np.setdiff1d(ends, np.concatenate([a, b]))
    free_street = street[free // 2]
    _, first = np.unique(free_street, return_index=True)
    ringed = np.setdiff1d(np.arange(street.max() + 1), free_street)  # a street that is a ring begins anywhere
    ring_start = 2 * np.unique(street, return_index=True)[1][ringed]
    metres = dijkstra(ways, directed=False, indices=np.concatenate([free[first], ring_start]), min_only=True)
    return street, metres.reshape(count, 2)


def _joined(grid: Grid) -> tuple[Ints, Ints]:
    """Ends of segments that go straight on into each other: each is the straightest for the other."""
    out = np.stack([grid.shape[:, 1] - grid.shape[:, 0], grid.shape[:, 7] - grid.shape[:, 8]], axis=1).reshape(-1, 2)
    out = out / np.maximum(np.hypot(out[:, 0], out[:, 1]), 1e-9)[:, None]
    node = np.stack([grid.seg_from, grid.seg_to], axis=1).ravel()
    is_street = np.repeat(grid.seg_kind != EXPRESS, 2)
    ends = np.flatnonzero(is_street)
    ends = ends[np.argsort(node[ends], kind="stable")]
    best, mate = np.full(len(out), STRAIGHT), np.full(len(out), -1)
    for step in range(1, int(np.bincount(node[ends]).max(initial=1))):
        a, b = ends[:-step], ends[step:]
        cosine = (out[a] * out[b]).sum(axis=1)
        for one, other in ((a, b), (b, a)):
            better = (node[a] == node[b]) & (cosine < best[one])
            best[one[better]], mate[one[better]] = cosine[better], other[better]
    ends = ends[mate[ends] > ends]
    ends = ends[mate[mate[ends]] == ends]
    return ends, mate[ends]


def _along(grid: Grid, segment: Ints, start: Floats, place: Floats) -> tuple[Floats, Bools]:
    """Metres along the street, and whether a place lies left of it, both seen from the street's end."""
    a, b = grid.shape[segment, 0], grid.shape[segment, 8]
    way = b - a
    off = place - a
    share = np.clip((off * way).sum(axis=1) / np.maximum((way**2).sum(axis=1), 1.0), 0.0, 1.0)
    near, far = start[segment, 0], start[segment, 1]
    is_left = (way[:, 0] * off[:, 1] - way[:, 1] * off[:, 0] > 0) ^ (far < near)
    return near + share * (far - near), is_left


def _names(count: int, seed: int) -> pa.Array:
    """So many names of streets; none twice while there are enough of them."""
    many = len(HEADS) * len(TAILS) * len(KINDS)
    pick = np.random.default_rng((seed, 112)).permutation(many)[np.arange(count) % many]
    head, rest = np.divmod(pick, len(TAILS) * len(KINDS))
    tail, kind = np.divmod(rest, len(KINDS))
    return pc.binary_join_element_wise(
        *(rows.picked(*one) for one in ((HEADS, head), (TAILS, tail), (KINDS, kind))), ""
    )


def _unit(street: Ints, number: Ints) -> pa.Array:
    """Unit 2 and so on for those at a number that is taken; NULL for the first."""
    key = street * 100_000 + number
    order = np.argsort(key, kind="stable")
    rank = np.empty(len(key), np.int64)
    rank[order] = rank_in_group(key[order])
    unit = pc.binary_join_element_wise("Unit", pc.cast(pa.array(rank + 1), pa.string()), " ")
    return pc.if_else(pa.array(rank > 0), unit, pa.scalar(None, pa.string()))
