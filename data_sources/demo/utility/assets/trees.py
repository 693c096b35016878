"""Trees beside the demo's overhead lines, as a survey found them.

Suburbs are full of trees, fields and downtown are not. Trees are cut back every five years, feeder by feeder, to what
is required and what they grow until the next time, some more and some less; trunks near the line were felled, but for a
few. The survey is flown in the last twelve months before the present. About one in nine is then closer than required.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.demo.city import density as land
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import rows
from data_sources.demo.utility.assets.lives import instants
from data_sources.demo.utility.grid import TIE, Grid

CHANCE: Final = np.array([0.30, 0.40, 0.75, 0.70, 0.55, 0.12])  # of trees beside a segment, by how finely it is built
HEIGHT_M: Final = np.array([9.0, 10.0, 12.0, 13.0, 11.0, 8.0])  # usual, likewise
TRIM_YEARS: Final = 5.0
CUT_TO_M: Final = 5.2  # canopy to line after a cut: 2.4 m required, and 0.5 m a year until the next one
CUT_SPREAD: Final = 0.2
FELLED_M: Final = 3.0
LEFT_SHARE: Final = 0.02
GROVE_M: Final = 1_800.0


def vegetation_table(grid: Grid, until: float, seed: int) -> pa.Table:
    """Rows of flux.vegetation.

    Args:
        grid: the network.
        until: the present, in years.
        seed: of the demo.
    """
    rng = np.random.default_rng((seed, 138))
    segment = _beside_trees(grid, seed, rng)
    count, level = len(segment), grid.level[grid.seg_to[segment]]
    height = np.clip(HEIGHT_M[level] * np.exp(0.3 * rng.standard_normal(count)), 3.0, 32.0)
    distance = np.minimum(FELLED_M + rng.gamma(3.0, 1.5, count), 15.0)
    distance = np.where(rng.random(count) < LEFT_SHARE, rng.uniform(0.6, FELLED_M, count), distance)
    growth = np.clip(0.5 * np.exp(0.35 * rng.standard_normal(count)), 0.1, 1.4)
    surveyed = until - rng.random(grid.feeders)[grid.seg_feeder[segment]]
    since_cut = (TRIM_YEARS * rng.random(grid.feeders))[grid.seg_feeder[segment]]
    cut_to = CUT_TO_M * np.exp(CUT_SPREAD * rng.standard_normal(count))
    grown_back = np.maximum(distance - cut_to, 0.3) + growth * since_cut
    canopy = np.minimum(height * rng.uniform(0.18, 0.3, count), grown_back)
    return rows.table(
        segment_id=("int", segment + 1),
        utility_id=("int", np.ones(count)),
        distance_m=("real", distance.round(1)),
        canopy_radius_m=("real", canopy.round(1)),
        tree_height_m=("real", height.round(1)),
        growth_m_per_year=("real", growth.round(2)),
        surveyed_on=pa.array(instants(surveyed).astype("datetime64[D]")),
        is_simulated=pa.repeat(True, count),
    )


def _beside_trees(grid: Grid, seed: int, rng: np.random.Generator) -> Ints:
    """Overhead segments with trees; groves are where neighbours have them too."""
    overhead = np.flatnonzero(~grid.underground & (grid.seg_kind != TIE))
    middle = grid.shape[overhead, 4]
    chance = CHANCE[grid.level[grid.seg_to[overhead]]] + 0.25 * land.smooth_noise(middle, GROVE_M, (seed, 139))
    return overhead[rng.random(len(overhead)) < chance]
