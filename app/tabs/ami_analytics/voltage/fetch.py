"""What Voltage asks and gets: exceptions by level, their places, their days, and the transformer or meter chosen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from app import formats
from app.scope_bar.ground import ChosenPlace, Ground, place_of, scope_of
from app.tabs.ami_analytics.voltage import rows
from app.widgets.point_map import Points
from data_sources.analytics.ansi_c84 import SERVICE_RANGES, ServiceRange
from data_sources.history import voltage
from data_sources.query import Query
from data_sources.source import Source

LISTED = 1000  # rows of a list at most; the worst come first, and all of them are counted
LARGEST_PX, SMALLEST_PX = 26.0, 9.0


@dataclass(frozen=True, slots=True)
class VoltageWish:
    """What is asked."""

    ground: Ground
    service_range: ServiceRange
    level: str


@dataclass(frozen=True, slots=True, eq=False)
class VoltageAnswer:
    """What came: rows of the level, of the transformers for the map, of the days for both ranges; the place chosen."""

    listed: pa.Table
    places: pa.Table
    days: dict[ServiceRange, pa.Table]
    meters: int
    queries: tuple[Query, ...]
    place: ChosenPlace | None


def fetch(source: Source, wish: VoltageWish) -> VoltageAnswer:
    """Runs in a worker."""
    place = place_of(source, wish.ground)
    scope = place.scope if place is not None else scope_of(source, wish.ground)
    first, end, own = wish.ground.first_day, wish.ground.end_day, wish.service_range
    days = {name: voltage.days_query(scope, first, end, service_range=name) for name in SERVICE_RANGES}
    places = voltage.transformers_query(scope, first, end, service_range=own, limit=LISTED)
    meters = voltage.meters_query(scope, first, end, service_range=own, limit=LISTED)
    by_level = {
        "meter": meters, "transformer": places,
        "feeder": voltage.feeders_query(scope, first, end, service_range=own),
    }  # fmt: skip
    listed = by_level[wish.level]
    met = source.fetch(meters)
    return VoltageAnswer(
        listed=source.fetch(listed),
        places=source.fetch(places),
        days={name: source.fetch(query) for name, query in days.items()},
        meters=met["exception_meters"][0].as_py() if met.num_rows else 0,
        queries=(listed, places, *days.values()),
        place=place,
    )


def points_of(places: pa.Table, service_range: ServiceRange) -> Points:
    """Transformers as marks, the area of a mark in proportion to its meter-hours."""
    worst = rows.with_worst(places, service_range)
    minutes = worst["minutes"].to_numpy().astype(float)
    size = LARGEST_PX * np.sqrt(minutes / minutes.max()) if len(minutes) else minutes
    listed = worst.to_pylist()
    return Points(
        keys=worst["transformer_id"].to_numpy().astype(np.int64),
        lon=worst["lon"].to_numpy(),
        lat=worst["lat"].to_numpy(),
        size_px=np.maximum(size, SMALLEST_PX),
        is_high=worst["worst_pct"].to_numpy() > 100.0,
        names=[row["transformer_name"] for row in listed],
        words=rows.point_words(listed),
        worst=[formats.percent(row["worst_pct"], 1) + " of nominal" for row in listed],
    )
