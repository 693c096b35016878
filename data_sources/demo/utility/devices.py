"""Ratings and switchgear: cables by load, feeder and substation ratings, breakers to fuses at sensible places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.load_model import POWER_FACTOR
from data_sources.demo.utility.forest import hop_levels, subtree_sums
from data_sources.demo.utility.grid import EXPRESS, TIE, Grid
from data_sources.demo.utility.service import at_share

KINDS: Final = ("breaker", "recloser", "sectionaliser", "fuse", "switch", "tie")
BREAKER, RECLOSER, SECTIONALISER, FUSE, SWITCH, TIE_SWITCH = range(6)
# Ampacities are rounded from manufacturers' tables (75 degrees C, summer).
OVERHEAD: Final = (
    ("#2 ACSR", 180.0),
    ("1/0 ACSR", 240.0),
    ("4/0 ACSR", 350.0),
    ("336 ACSR", 530.0),
    ("477 ACSR", 670.0),
    ("795 ACSR", 910.0),
)
UNDERGROUND: Final = (
    ("#2 AL XLPE", 155.0),
    ("1/0 AL XLPE", 205.0),
    ("4/0 AL XLPE", 300.0),
    ("500 AL XLPE", 460.0),
    ("750 AL XLPE", 590.0),
    ("1000 CU XLPE", 920.0),
)
FEEDER_A: Final = np.array(
    [60.0, 100.0, 140.0, 200.0, 250.0, 300.0, 350.0, 400.0, 480.0, 560.0, 600.0, 720.0, 800.0, 900.0]
)
SUBSTATION_MVA: Final = np.array(
    [5.0, 7.5, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0, 75.0, 80.0, 100.0, 120.0, 150.0]
)
SWITCH_EVERY_M: Final = 1_500.0


@dataclass(frozen=True, slots=True)
class Ratings:
    """Peaks and ratings of lines, feeders and substations."""

    conductor: NDArray[np.str_]
    rated_a: Floats  # (m,)
    feeder_peak_kw: Floats
    feeder_a: Floats
    feeder_kva: Floats
    substation_mva: Floats
    substation_kv: Floats


@dataclass(frozen=True, slots=True)
class Devices:
    """Switchgear in order of feeder and segment; `meters` counts active service points behind each (ties: 0)."""

    segment: Ints
    kind: Ints
    rated_a: Floats
    place: Floats
    customers: Ints


def rate(grid: Grid, node_kw: Floats, seed: int) -> Ratings:
    """Choose cables and ratings for the peak loads at nodes, shape (n,)."""
    rng = np.random.default_rng((seed, 91))
    below = subtree_sums(grid.parent, node_kw)
    radial = grid.seg_kind != TIE
    kva = np.where(radial, below[grid.seg_to], 0.0) / POWER_FACTOR
    wires = np.array([0, 1, 1, 2, 1, 2, 2, 3])[grid.phases]
    amps = kva / wires / (grid.feeder_kv[grid.seg_feeder] / np.sqrt(3.0))
    peak = below[grid.head]
    share = np.clip(0.64 + 0.13 * rng.standard_normal(grid.feeders), 0.44, 0.90)
    wanted = peak / POWER_FACTOR / share / (np.sqrt(3.0) * grid.feeder_kv)
    feeder_a = FEEDER_A[np.minimum(np.searchsorted(FEEDER_A, wanted), len(FEEDER_A) - 1)]
    floor = np.where(grid.seg_kind == EXPRESS, feeder_a[grid.seg_feeder], np.where(grid.phases == 7, 230.0, 0.0))
    floor = np.where(grid.seg_kind == TIE, 500.0, floor)
    trunk = (grid.phases == 7) & (below[grid.seg_to] > 0.35 * peak[grid.seg_feeder])
    floor = np.where(trunk, np.minimum(feeder_a[grid.seg_feeder], 530.0), floor)
    conductor, rated = _cable(np.maximum(amps * 1.2, floor), grid)
    sub_peak = np.bincount(grid.feeder_substation, peak) / POWER_FACTOR / 1000.0
    wanted_mva = sub_peak / np.clip(0.66 + 0.10 * rng.standard_normal(len(sub_peak)), 0.48, 0.88)
    size = SUBSTATION_MVA[np.minimum(np.searchsorted(SUBSTATION_MVA, wanted_mva), len(SUBSTATION_MVA) - 1)]
    old = (np.hypot(*grid.yard.T) < 14_000.0) & (rng.random(len(size)) < 0.45)
    return Ratings(
        conductor, rated, peak, feeder_a, np.sqrt(3.0) * grid.feeder_kv * feeder_a, size, np.where(old, 69.0, 138.0)
    )


def _cable(amps: Floats, grid: Grid) -> tuple[NDArray[np.str_], Floats]:
    """The smallest cable or conductor that carries the current."""
    name, rated = np.empty(len(amps), "U12"), np.empty(len(amps))
    for mask, table in ((grid.underground, UNDERGROUND), (~grid.underground, OVERHEAD)):
        size = np.array([row[1] for row in table])
        pick = np.minimum(np.searchsorted(size, amps[mask]), len(size) - 1)
        name[mask] = np.array([row[0] for row in table])[pick]
        rated[mask] = size[pick]
    return name, rated


def place_devices(grid: Grid, ratings: Ratings, node_customers: Floats) -> Devices:
    """Breakers at heads, reclosers and sectionalisers on trunks, switches along them, fuses at taps, ties."""
    below = subtree_sums(grid.parent, node_customers)
    kind = np.full(len(grid.seg_from), -1)
    behind = below[grid.seg_to]
    line = grid.phases == 7
    radial = grid.seg_kind != TIE
    kind[_every_so_often(grid, line & radial)] = SWITCH
    kind[_taps(grid, behind)] = FUSE
    share = behind / np.maximum(below[grid.head][grid.seg_feeder], 1.0)
    for wanted, what in ((0.14, SECTIONALISER), (0.09, SECTIONALISER), (0.26, RECLOSER), (0.50, RECLOSER)):
        kind[_nearest_share(grid, share, wanted, line & radial & (grid.seg_kind != EXPRESS))] = what
    kind[grid.seg_kind == EXPRESS] = BREAKER
    kind[~radial] = TIE_SWITCH
    segment = np.flatnonzero(kind >= 0)
    kind = kind[segment]
    point, _ = at_share(grid.shape[segment], np.select([kind == TIE_SWITCH, kind == BREAKER], [0.5, 0.01], 0.07))
    fuse = np.array([15.0, 25.0, 40.0, 65.0, 100.0, 140.0, 200.0])
    load = behind[segment] * 4.5 / 7.2
    rated = np.select(
        [kind == BREAKER, kind == FUSE, kind == RECLOSER],
        [
            np.where(ratings.feeder_a[grid.seg_feeder[segment]] > 600.0, 1200.0, 800.0),
            fuse[np.minimum(np.searchsorted(fuse, 1.6 * load), 6)],
            560.0,
        ],
        600.0,
    )
    customers = np.where(kind == TIE_SWITCH, 0, behind[segment]).astype(np.int64)
    return Devices(segment, kind, rated, point, customers)


def _taps(grid: Grid, behind: Floats) -> Ints:
    """Segments where a lateral leaves the three-phase line and is worth a fuse."""
    up = grid.parent_segment[grid.seg_from]
    above = np.where(up >= 0, grid.phases[up], 7)
    tap: Ints = np.flatnonzero((grid.phases != 7) & (above == 7) & (behind >= 4.0))
    return tap


def _nearest_share(grid: Grid, share: Floats, wanted: float, allowed: NDArray[np.bool_]) -> Ints:
    """In each feeder, the allowed segment behind which about that share of the customers lies."""
    gap = np.where(allowed & (share < 0.80), np.abs(share - wanted), 9.0)
    order = np.lexsort((gap, grid.seg_feeder))
    first = order[np.searchsorted(grid.seg_feeder[order], np.arange(grid.feeders))]
    chosen: Ints = first[gap[first] < 0.12]
    return chosen


def _every_so_often(grid: Grid, allowed: NDArray[np.bool_]) -> Ints:
    """Three-phase segments on which the distance from the head passes a multiple of `SWITCH_EVERY_M`."""
    far = np.zeros(len(grid.place))
    length = grid.length_m()
    for level in hop_levels(grid.parent)[1:]:
        far[level] = far[grid.parent[level]] + length[grid.parent_segment[level]]
    passes = np.floor(far[grid.seg_from] / SWITCH_EVERY_M) != np.floor(far[grid.seg_to] / SWITCH_EVERY_M)
    chosen: Ints = np.flatnonzero(allowed & passes & (grid.seg_kind != EXPRESS))
    return chosen
