"""The outage history as rows of flux.outages."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from data_sources.demo.city.streets import Ints
from data_sources.demo.load_model import POWER_FACTOR
from data_sources.demo.utility import history, rows
from data_sources.demo.utility.devices import Devices
from data_sources.demo.utility.grid import Grid
from data_sources.demo.utility.history import Exposed, build_history
from data_sources.demo.utility.live import crew_count
from data_sources.demo.utility.service import TransformerPlaces


def outage_table(
    grid: Grid, devices: Devices, made: TransformerPlaces, served: Ints, as_of: dt.date, seed: int
) -> pa.Table:
    """The outage history as a table."""
    age = as_of.year - made.year
    loading = made.peak_kw / POWER_FACTOR / made.rated_kva
    exposed = Exposed(
        devices.kind,
        devices.customers,
        grid.seg_feeder[devices.segment],
        devices.place,
        served,
        grid.node_feeder[made.node],
        made.place,
        1.0 + age / 20.0 + np.clip(loading - 0.9, 0.0, 1.0) * 4.0,
    )
    past = build_history(exposed, as_of, seed)
    rng = np.random.default_rng((seed, 141))
    count = len(past.device)
    length = np.round(past.minutes * 60.0).astype("timedelta64[s]")
    guess = np.ceil(past.minutes * rng.uniform(0.8, 1.5, count) / 15.0) * 900.0
    lon, lat = rows.where(past.place)
    crew = np.where(past.minutes > 5.0, rng.integers(1, crew_count(grid.feeders) + 1, count), -1)
    none = np.zeros(count, np.int64)
    return rows.table(
        outage_id=("big", np.arange(1, count + 1)),
        utility_id=("int", none + 1),
        feeder_id=("int", past.feeder + 1),
        device_id=rows.nullable("int", np.where(past.device >= 0, past.device + 1, -1)),
        transformer_id=rows.nullable("int", np.where(past.transformer >= 0, past.transformer + 1, -1)),
        started_at=("time", past.started),
        restored_at=("time", past.started + length),
        estimated_restoration_at=("time", past.started + guess.astype("timedelta64[s]")),
        cause=rows.picked(history.CAUSES, past.cause),
        customers_interrupted=("int", past.customers),
        customers_out=("int", none),
        customer_minutes=("double", (past.customers * length.astype(np.float64) / 60.0).round(3)),
        stepped_at=("time", past.started + length),
        crew_id=rows.nullable("int", crew),
        lon=("double", lon),
        lat=("double", lat),
        is_simulated=("bool", none == 0),
    )
