"""Trees beside the demo's overhead lines, as a survey found them.

Suburbs are full of trees, fields and downtown are not. Trees are cut back every five years, feeder by feeder, to a
clearance that they grow back into; the survey is flown in the last twelve months before the present.
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
CUT_TO_M: Final = 3.0  # canopy to line after a cut: what utilities of the Gulf coast cut to
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
    distance = np.clip(rng.gamma(4.0, 1.3, count), 0.6, 15.0)
    growth = np.clip(0.5 * np.exp(0.35 * rng.standard_normal(count)), 0.1, 1.4)
    surveyed = until - rng.random(grid.feeders)[grid.seg_feeder[segment]]
    since_cut = (TRIM_YEARS * rng.random(grid.feeders))[grid.seg_feeder[segment]]
    grown_back = np.maximum(distance - CUT_TO_M, 0.3) + growth * since_cut
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
