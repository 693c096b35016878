"""The seeded demo utility: one call makes every table, the same bytes for the same seed and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from data_sources.demo.city import geography as geo
from data_sources.demo.city import places
from data_sources.demo.city.geography import Floats
from data_sources.demo.city.street_graph import build_streets
from data_sources.demo.city.streets import Ints, Streets
from data_sources.demo.utility import live, network_tables, rows
from data_sources.demo.utility.assets.known import Known, known_of
from data_sources.demo.utility.assets.stock import Stock, build_stock
from data_sources.demo.utility.devices import Devices, Ratings, place_devices, rate
from data_sources.demo.utility.forest import build_forest
from data_sources.demo.utility.grid import Grid
from data_sources.demo.utility.network import build_grid
from data_sources.demo.utility.orders.table import order_table
from data_sources.demo.utility.outage_table import outage_tables
from data_sources.demo.utility.service import MeterPlaces, PolePlaces, TransformerPlaces, build_service
from data_sources.demo.weather.forecasts import issued_forecasts
from data_sources.demo.weather.hours import hourly_weather

Progress = Callable[[str, float], None]

# Expected meters at a node by how finely its square is built; only ratios matter.
METERS_BY_LEVEL: Final = np.array([0.2, 1.4, 5.5, 9.0, 11.0, 19.0])


@dataclass(frozen=True, slots=True)
class UtilitySize:
    """Exact counts of one size of the demo."""

    area: tuple[tuple[float, float], ...]
    substations: int
    feeders: int
    segments: int
    poles: int
    transformers: int
    meters: int
    customers: int
    orders: int


SCALES: Final[dict[str, UtilitySize]] = {
    "full": UtilitySize(places.FULL_AREA, 110, 420, 66_000, 62_038, 91_554, 596_906, 686_000, 250_000),
    "small": UtilitySize(places.SMALL_AREA, 3, 8, 1_200, 1_100, 1_700, 11_000, 12_600, 4_400),
}


def today() -> dt.date:
    """The current date in the demo utility's time zone."""
    return dt.datetime.now(ZoneInfo(geo.TIME_ZONE)).date()


def build_demo(
    scale: Literal["full", "small"],
    seed: int = 7,
    as_of: dt.date | None = None,
    progress: Progress | None = None,
    at: dt.datetime | None = None,
) -> dict[str, pa.Table]:
    """Make the demo utility, live rows and all; see `build_rows`."""
    at = at or midnight(as_of or today())
    tables = build_rows(scale, seed, as_of, progress, at)
    return tables | live.live_tables(tables, live.built_network(tables), at)


def midnight(day: dt.date) -> dt.datetime:
    """The start of a day in the demo utility's time zone."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(geo.TIME_ZONE))


def build_rows(
    scale: Literal["full", "small"],
    seed: int,
    as_of: dt.date | None,
    progress: Progress | None,
    at: dt.datetime,
) -> dict[str, pa.Table]:
    """Make everything but what the meters carry at the moment, which `live.live_tables` tells from these.

    Args:
        scale: "full" (596,906 meters) or "small" (a piece of the same city, 11,000 meters).
        seed: everything random follows from it.
        as_of: "today" of the history; by default today in Houston.
        progress: told what is being done and how far it is, 0 to 1.
        at: instant of the status rows and end of the system history.

    Returns:
        Arrow tables by table name, columns and types as in the schema; utility_id is 1, ids run from 1.
    """
    as_of = as_of or today()
    tell, size = progress or (lambda _what, _share: None), SCALES[scale]
    tell("laying out streets", 0.0)
    streets = build_streets(size.area, seed)
    load = _expected_meters(streets, size.meters, seed)
    tell("growing feeders", 0.35)
    forest = build_forest(streets, load, size.substations, size.feeders, seed)
    grid = build_grid(streets, forest, load, size.segments, seed)
    tell("placing transformers and meters", 0.55)
    made = _Made.on(grid, size, as_of, seed)
    tell("writing network tables", 0.65)
    tables = {"utilities": network_tables.utilities(size.area, scale, seed, as_of)}
    past = outage_tables(made.grid, made.devices, made.transformers, made.stock.transformers, made.served, as_of, seed)
    known = known_of(made.grid, made.devices, made.poles, made.transformers, made.stock, past["outages"], seed)
    tables |= _network(made, known, size, at, seed)
    tell("writing history", 0.9)
    tables |= _live(made, tables, as_of, at, seed) | past | known.tables
    tables["work_orders"] = order_table(tables, size.orders, at, seed)
    tell("done", 1.0)
    return tables


@dataclass(frozen=True, slots=True)
class _Made:
    """Everything built and grown old, before it is tables; `served` counts active service points a transformer."""

    grid: Grid
    poles: PolePlaces
    transformers: TransformerPlaces
    meters: MeterPlaces
    served: Ints
    ratings: Ratings
    devices: Devices
    stock: Stock

    @classmethod
    def on(cls, grid: Grid, size: UtilitySize, as_of: dt.date, seed: int) -> _Made:
        """Equip the grid."""
        poles, transformers, meters = build_service(grid, size.transformers, size.meters, size.poles, seed)
        served = np.bincount(meters.transformer, meters.is_active, minlength=size.transformers)
        nodes = len(grid.place)
        node_kw = np.bincount(transformers.node, transformers.peak_kw, minlength=nodes).astype(np.float64)
        node_customers = np.bincount(transformers.node, served, minlength=nodes).astype(np.float64)
        ratings = rate(grid, node_kw, seed)
        devices = place_devices(grid, ratings, node_customers)
        stock = build_stock(grid, poles, transformers, as_of, seed)
        return cls(grid, poles, transformers, meters, served.astype(np.int64), ratings, devices, stock)


def _network(made: _Made, known: Known, size: UtilitySize, at: dt.datetime, seed: int) -> dict[str, pa.Table]:
    """Tables of the network as built."""
    grid = made.grid
    return {
        "substations": network_tables.substations(grid, made.ratings),
        "feeders": network_tables.feeders(grid, made.ratings),
        "nodes": network_tables.nodes(grid),
        "segments": network_tables.segments(grid, made.ratings),
        "poles": network_tables.poles(grid, made.poles, made.stock, known.pole_scores),
        "transformers": network_tables.transformers(
            grid, made.transformers, made.served, made.stock, known.transformer_scores
        ),
        "meters": network_tables.meters(grid, made.transformers, made.meters),
        "customers": network_tables.customers(grid, made.transformers, made.meters, size.customers, seed),
        "devices": network_tables.devices(grid, made.devices, at),
    }


def _live(made: _Made, tables: dict[str, pa.Table], as_of: dt.date, at: dt.datetime, seed: int) -> dict[str, pa.Table]:
    """Tables of what changes, but for the outages."""
    return {
        "feeder_summary": network_tables.feeder_summary(made.grid, tables),
        "crews": live.crew_table(made.grid.yard, made.grid.feeders, at, seed),
        "weather": weather_table(as_of, seed),
        "weather_forecasts": weather_forecast_table(as_of, seed),
    }


def _expected_meters(streets: Streets, meters: int, seed: int) -> Floats:
    """Expected meters at each street node."""
    rng = np.random.default_rng((seed, 2))
    luck = np.exp(0.3 * rng.standard_normal(len(streets.level)))
    load = METERS_BY_LEVEL[streets.level] * (0.35 + streets.density) * luck
    scaled: Floats = load * (meters / load.sum())
    return scaled


def weather_table(as_of: dt.date, seed: int) -> pa.Table:
    """Hourly simulated weather from January 1 of last year to a week after `as_of`."""
    observed, temperature, humidity, wind = hourly_weather(as_of, seed)
    count = len(observed)
    return rows.table(
        utility_id=("int", np.ones(count, np.int64)),
        observed_at=("time", observed),
        temperature_c=("real", temperature.round(2)),
        humidity_pct=("real", humidity.round(1)),
        wind_mps=("real", wind.round(2)),
        is_simulated=("bool", np.ones(count, bool)),
    )


def weather_forecast_table(as_of: dt.date, seed: int) -> pa.Table:
    """Simulated weather forecasts, one issue a day, as `issued_forecasts` gives them."""
    issued, about, temperature = issued_forecasts(as_of, seed)
    count = len(issued)
    return rows.table(
        utility_id=("int", np.ones(count, np.int64)),
        issued_at=("time", issued),
        forecast_at=("time", about),
        temperature_c=("real", temperature.round(1)),
        is_simulated=("bool", np.ones(count, bool)),
    )
