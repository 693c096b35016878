"""Vegetation beside a utility's lines: what its surveys mean today, and who is out where a tree falls into the line."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data_sources.analytics.health.vegetation import Vegetation, vegetation
from data_sources.network.graph import Network
from data_sources.network.rows import Ints
from data_sources.studies.assets.record import EPOCH_YEAR, YEAR_DAYS

COLUMNS = ("distance_m", "canopy_radius_m", "tree_height_m", "growth_m_per_year")


def beside_lines(network: Network, rows: pa.Table, now: float) -> tuple[Vegetation, Ints]:
    """What surveys mean, and the customers that a fault of each segment interrupts.

    Args:
        network: of the utility.
        rows: of `vegetation`.
        now: year to assess for.
    """
    surveyed = EPOCH_YEAR + rows["surveyed_on"].cast(pa.int32()).to_numpy() / YEAR_DAYS
    distance, radius, height, growth = (rows[name].to_numpy().astype(np.float64) for name in COLUMNS)
    kv = rows["voltage_kv"].to_numpy().astype(np.float64)
    found = vegetation(distance, radius, height, growth, np.maximum(now - surveyed, 0), kv)
    topology = network.topology()
    edges = network.segments.indexes(rows["segment_id"].to_numpy())
    customers = topology.downstream_sums(topology.running_sum(network.customers_at), edges)
    return found, customers.astype(np.int64)
