"""The outage history as rows of flux.outages and flux.interruptions."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.analytics.topology import Topology
from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import history, rows
from data_sources.demo.utility.assets.lives import Lives, minutes_into_year
from data_sources.demo.utility.devices import Devices
from data_sources.demo.utility.exposed import Exposed, transformer_risk
from data_sources.demo.utility.grid import TIE, Grid
from data_sources.demo.utility.history import OutageYear, UnitsFailed, outage_year
from data_sources.demo.utility.live import crew_count
from data_sources.demo.utility.outage_groups import Groups, groups_of
from data_sources.demo.utility.service import TransformerPlaces

SUSTAINED_MINUTES: Final = 5.0
INTERRUPTED = "interruptions"


def outage_tables(
    grid: Grid, devices: Devices, made: TransformerPlaces, units: Lives, served: Ints, as_of: dt.date, seed: int
) -> dict[str, pa.Table]:
    """Outages of last year and of this one up to the end of yesterday, and who was interrupted in them."""
    exposed = _exposed(grid, devices, made, units, served, as_of)
    crews = crew_count(grid.feeders)
    found: dict[str, list[pa.Table]] = {"outages": [], INTERRUPTED: []}
    first = 1
    for year, until in ((as_of.year - 1, dt.date(as_of.year, 1, 1)), (as_of.year, as_of)):
        if until > dt.date(year, 1, 1):
            past = outage_year(exposed, year, until, crews, seed, _failed(units, year))
            groups = groups_of(past, served)
            place = np.where(past.device[:, None] >= 0, devices.place[past.device], made.place[past.transformer])
            found["outages"].append(_outages(past, groups, place, first, crews, seed))
            found[INTERRUPTED].append(_interruptions(past, groups, first))
            first += len(past.device)
    return {name: pa.concat_tables(parts) for name, parts in found.items()}


def _failed(units: Lives, year: int) -> UnitsFailed:
    chosen = units.failed.during(year)
    return UnitsFailed(units.failed.position[chosen], minutes_into_year(units.failed.at[chosen]))


def _exposed(
    grid: Grid, devices: Devices, made: TransformerPlaces, units: Lives, served: Ints, as_of: dt.date
) -> Exposed:
    topology = Topology(len(grid.place), grid.seg_from, grid.seg_to, grid.seg_kind != TIE, grid.head)
    return Exposed.of(
        topology, devices.kind, grid.seg_feeder[devices.segment], grid.seg_to[devices.segment], made.node, served,
        grid.node_feeder[made.node], transformer_risk(as_of.year, units.installed_year, made.peak_kw, made.rated_kva),
        grid.feeder_substation,
    )  # fmt: skip


def _outages(past: OutageYear, groups: Groups, place: Floats, first: int, crews: int, seed: int) -> pa.Table:
    """Rows of flux.outages, numbered from `first`; one with somebody back within five minutes is judged when loaded."""
    rng = np.random.default_rng((seed, 141, first))
    count = len(past.device)
    length = np.round(past.minutes * 60.0).astype("timedelta64[s]")
    guess = np.ceil(past.minutes * rng.uniform(0.8, 1.5, count) / 15.0) * 900.0
    lon, lat = rows.where(place)
    crew = np.where(past.minutes > SUSTAINED_MINUTES, rng.integers(1, crews + 1, count), -1)
    none = np.zeros(count, np.int64)
    minutes = np.bincount(groups.outage, groups.customers * groups.seconds / 60.0, count)
    minutes[past.is_momentary] = (past.customers * length.astype(np.float64) / 60.0)[past.is_momentary]
    has_brief = np.bincount(groups.outage, groups.seconds <= 60.0 * SUSTAINED_MINUTES, count) > 0
    return rows.table(
        outage_id=("big", np.arange(first, first + count)),
        utility_id=("int", none + 1),
        feeder_id=("int", past.feeder + 1),
        device_id=rows.nullable("int", np.where(past.device >= 0, past.device + 1, -1)),
        transformer_id=rows.nullable("int", np.where(past.transformer >= 0, past.transformer + 1, -1)),
        started_at=("time", past.started),
        restored_at=("time", past.started + length),
        estimated_restoration_at=("time", past.started + guess.astype("timedelta64[s]")),
        kind=rows.picked(history.KINDS, past.kind),
        cause=rows.picked(history.CAUSES, past.cause),
        customers_interrupted=("int", past.customers),
        customers_out=("int", none),
        customer_minutes=("double", minutes),
        has_interruptions=("bool", ~past.is_momentary & ~has_brief),
        stepped_at=("time", past.started + length),
        crew_id=rows.nullable("int", crew),
        lon=("double", lon),
        lat=("double", lat),
        is_simulated=("bool", none == 0),
    )


def _interruptions(past: OutageYear, groups: Groups, first: int) -> pa.Table:
    """Rows of flux.interruptions of outages numbered from `first`."""
    out_at = past.started[groups.outage]
    transformers = pa.array((groups.transformer + 1).astype(np.int32))
    return rows.table(
        outage_id=("big", first + groups.outage),
        out_at=("time", out_at),
        restored_at=("time", out_at + groups.seconds.astype("timedelta64[s]")),
        customers=("int", groups.customers),
        transformer_ids=pa.ListArray.from_arrays(pa.array(groups.first.astype(np.int32)), transformers),
    )
