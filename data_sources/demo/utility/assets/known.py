"""All that is known of the demo's assets as rows: inspections, failures, nameplates, what grows beside lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.demo.city.geography import Floats
from data_sources.demo.utility.assets.failures import device_above, failure_table, in_outages
from data_sources.demo.utility.assets.inspections import inspected
from data_sources.demo.utility.assets.nameplates import nameplate_table
from data_sources.demo.utility.assets.stock import Stock
from data_sources.demo.utility.assets.trees import vegetation_table
from data_sources.demo.utility.devices import Devices
from data_sources.demo.utility.grid import Grid
from data_sources.demo.utility.service import PolePlaces, TransformerPlaces

AS_NEW: Final = 98.0  # condition of what was not inspected since it was put up


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of all assets.

    Attributes:
        tables: rows by table.
        transformer_scores: condition of each as last inspected, shape (transformers,).
        pole_scores: likewise.
    """

    tables: dict[str, pa.Table]
    transformer_scores: Floats
    pole_scores: Floats


def known_of(
    grid: Grid, devices: Devices, stand: PolePlaces, made: TransformerPlaces, stock: Stock, outages: pa.Table, seed: int
) -> Known:  # fmt: skip
    """Rows of flux.inspections, flux.asset_failures, flux.asset_nameplates and flux.vegetation."""
    zone = device_above(grid, devices)[stand.node]
    stock = replace(stock, poles=in_outages(stock.poles, zone, outages))
    units, poles = stock.transformers, stock.poles
    units_seen, unit_scores = inspected("transformer", units, grid.node_feeder[made.node], seed)
    poles_seen, pole_scores = inspected("pole", poles, grid.seg_feeder[stand.segment], seed)
    tables = {
        "inspections": pa.concat_tables([units_seen, poles_seen]),
        "asset_failures": failure_table(stock, zone, outages, made.rated_kva, seed),
        "asset_nameplates": nameplate_table(units, made.rated_kva, made.phases, seed),
        "vegetation": vegetation_table(grid, units.until, seed),
    }
    return Known(tables, *(np.where(np.isnan(found), AS_NEW, found) for found in (unit_scores, pole_scores)))
