"""The seeded demo utility: one call makes every table, the same bytes for the same seed and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from data_sources.demo import devices as gear
from data_sources.demo import geography as geo
from data_sources.demo import history, live, network_tables, rows
from data_sources.demo.devices import Devices, place_devices, rate
from data_sources.demo.forest import build_forest
from data_sources.demo.geography import Floats
from data_sources.demo.history import Exposed, build_history
from data_sources.demo.network import Grid, build_grid
from data_sources.demo.service import Meters, Transformers, build_service
from data_sources.demo.street_graph import build_streets
from data_sources.demo.streets import Streets
from data_sources.demo.weather import hourly_weather

Progress = Callable[[str, float], None]

# Expected meters at a node by how finely its square is built; only ratios matter.
METERS_BY_LEVEL: Final = np.array([0.2, 1.4, 5.5, 9.0, 11.0, 19.0])


@dataclass(frozen=True, slots=True)
class Scale:
    """Exact counts of one size of the demo."""

    area: tuple[tuple[float, float], ...]
    substations: int
    feeders: int
    segments: int
    poles: int
    transformers: int
    meters: int
    customers: int


SCALES: Final[dict[str, Scale]] = {
    "full": Scale(geo.FULL_AREA, 110, 420, 66_000, 62_038, 91_554, 596_906, 686_000),
    "small": Scale(geo.SMALL_AREA, 3, 8, 1_200, 1_100, 1_700, 11_000, 12_600),
}


def today() -> dt.date:
    """The current date in the demo utility's time zone."""
    return dt.datetime.now(ZoneInfo(geo.TIME_ZONE)).date()


def build_demo(
    scale: Literal["full", "small"], seed: int = 7, as_of: dt.date | None = None, progress: Progress | None = None,
    at: dt.datetime | None = None,
) -> dict[str, pa.Table]:
    """Make the demo utility.

    Args:
        scale: "full" (596,906 meters) or "small" (a piece of the same city, 11,000 meters).
        seed: everything random follows from it.
        as_of: "today" of the history; by default today in Houston.
        progress: told what is being done and how far it is, 0 to 1.
        at: instant of the status rows and end of the system history; by default the start of `as_of` in Houston, so
            that nothing lies in the future.

    Returns:
        Arrow tables by table name, columns and types as in the schema; utility_id is 1, ids run from 1.
    """
    as_of = as_of or today()
    at = at or dt.datetime.combine(as_of, dt.time(), ZoneInfo(geo.TIME_ZONE))
    tell, size = progress or (lambda _what, _share: None), SCALES[scale]
    tell("laying out streets", 0.0)
    streets = build_streets(size.area, seed)
    load = _expected_meters(streets, size.meters, seed)
    tell("growing feeders", 0.35)
    forest = build_forest(streets, load, size.substations, size.feeders, seed)
    grid = build_grid(streets, forest, load, size.segments, seed)
    tell("placing transformers and meters", 0.55)
    stand, transformers, meters = build_service(grid, size.transformers, size.meters, size.poles, seed)
    served = np.bincount(meters.transformer, meters.is_active, minlength=size.transformers).astype(np.int64)
    ratings = rate(grid, np.bincount(transformers.node, transformers.peak_kw, minlength=len(grid.place)), seed)
    devices = place_devices(grid, ratings, np.bincount(transformers.node, served, minlength=len(grid.place)))
    tell("writing network tables", 0.65)
    tables = {
        "utilities": network_tables.utilities(size.area, scale, seed, as_of),
        "substations": network_tables.substations(grid, ratings),
        "feeders": network_tables.feeders(grid, ratings),
        "nodes": network_tables.nodes(grid),
        "segments": network_tables.segments(grid, ratings),
        "poles": network_tables.poles(grid, stand, as_of, seed),
        "transformers": network_tables.transformers(grid, transformers, served, as_of, seed),
        "meters": network_tables.meters(grid, transformers, meters),
        "customers": network_tables.customers(meters, size.customers, seed),
        "devices": network_tables.devices(grid, devices, at),
    }
    tell("writing history", 0.9)
    loads = _loads(grid, transformers, ratings.feeder_kva)
    tables["transformer_status"], tables["feeder_status"] = live.status_tables(loads, at, as_of, seed)
    tables["feeder_summary"] = network_tables.feeder_summary(grid, tables)
    tables["crews"] = live.crew_table(grid.yard, grid.feeders, at, seed)
    tables["outages"] = _outages(grid, devices, transformers, served, as_of, seed)
    tables["weather"] = weather_table(as_of, seed)
    tables["system_history"] = live.system_history(loads, at, as_of, seed)
    tell("done", 1.0)
    return tables


def _expected_meters(streets: Streets, meters: int, seed: int) -> Floats:
    """Expected meters at each street node."""
    rng = np.random.default_rng((seed, 2))
    load = METERS_BY_LEVEL[streets.level] * (0.35 + streets.density) * np.exp(0.3 * rng.standard_normal(len(streets.level)))
    scaled: Floats = load * (meters / load.sum())
    return scaled


def _loads(grid: Grid, transformers: Transformers, feeder_kva: Floats) -> live.Loads:
    """What the load model needs, from the built network."""
    feeder = grid.node_feeder[transformers.node]
    far = live.distance_shares(feeder, transformers.place, grid.place[grid.head])
    return live.Loads(feeder, transformers.peak_kw, transformers.share, transformers.rated_kva, far, feeder_kva,
                      grid.feeder_kv)


def _outages(grid: Grid, devices: Devices, made: Transformers, served: Meters | np.ndarray, as_of: dt.date,
             seed: int) -> pa.Table:
    """The outage history as a table."""
    counts = np.asarray(served)
    age = as_of.year - made.year
    loading = made.peak_kw / 0.95 / made.rated_kva
    exposed = Exposed(
        devices.kind, devices.customers, grid.seg_feeder[devices.segment], devices.place, counts,
        grid.node_feeder[made.node], made.place, 1.0 + age / 20.0 + np.clip(loading - 0.9, 0.0, 1.0) * 4.0)
    past = build_history(exposed, as_of, seed)
    rng = np.random.default_rng((seed, 141))
    count = len(past.device)
    length = np.round(past.minutes * 60.0).astype("timedelta64[s]")
    guess = np.ceil(past.minutes * rng.uniform(0.8, 1.5, count) / 15.0) * 900.0
    lon, lat = rows.where(past.place)
    crews = max(5, round(grid.feeders / 7.0))
    crew = np.where(past.minutes > 5.0, rng.integers(1, crews + 1, count), -1)
    none = np.zeros(count, np.int64)
    return rows.table(
        outage_id=("big", np.arange(1, count + 1)), utility_id=("int", none + 1), feeder_id=("int", past.feeder + 1),
        device_id=rows.nullable("int", np.where(past.device >= 0, past.device + 1, -1)),
        transformer_id=rows.nullable("int", np.where(past.transformer >= 0, past.transformer + 1, -1)),
        started_at=("time", past.started), restored_at=("time", past.started + length),
        estimated_restoration_at=("time", past.started + guess.astype("timedelta64[s]")),
        cause=rows.picked(history.CAUSES, past.cause), customers_interrupted=("int", past.customers),
        customers_out=("int", none),
        customer_minutes=("double", (past.customers * length.astype(np.float64) / 60.0).round(3)),
        stepped_at=("time", past.started + length), crew_id=rows.nullable("int", crew), lon=("double", lon),
        lat=("double", lat), is_simulated=("bool", none == 0))


def weather_table(as_of: dt.date, seed: int) -> pa.Table:
    """Hourly simulated weather from January 1 of last year to a week after `as_of`."""
    observed, temperature, humidity, wind = hourly_weather(as_of, seed)
    count = len(observed)
    return rows.table(
        utility_id=("int", np.ones(count, np.int64)), observed_at=("time", observed),
        temperature_c=("real", temperature.round(2)), humidity_pct=("real", humidity.round(1)),
        wind_mps=("real", wind.round(2)), is_simulated=("bool", np.ones(count, bool)))


__all__ = ["SCALES", "Scale", "build_demo", "gear", "today", "weather_table"]
