"""Voltage exceptions by meter, transformer, feeder and day (statements), and of one meter exactly (episodes)."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from data_sources.analytics import voltage
from data_sources.analytics.ansi_c84 import ServiceRange
from data_sources.analytics.clock import naive_utc
from data_sources.history.scope import Scope, floats, instants, table
from data_sources.query import Query
from data_sources.source import Source


def meters_query(
    scope: Scope, first_day: dt.date, end_day: dt.date, *, service_range: ServiceRange = "A", limit: int = 100,
    offset: int = 0,
) -> Query:  # fmt: skip
    """One page of the meters outside the range, most minutes first; `exception_meters` counts all of them."""
    return _page("ami_voltage_meters", scope, first_day, end_day, service_range, limit, offset)


def transformers_query(
    scope: Scope, first_day: dt.date, end_day: dt.date, *, service_range: ServiceRange = "A", limit: int = 100,
    offset: int = 0,
) -> Query:  # fmt: skip
    """One page of the transformers with meters outside the range, most meter-minutes first."""
    return _page("ami_voltage_transformers", scope, first_day, end_day, service_range, limit, offset)


def feeders_query(scope: Scope, first_day: dt.date, end_day: dt.date, *, service_range: ServiceRange = "A") -> Query:
    """Feeders with meters outside the range, most meter-minutes first."""
    return Query.of(
        "ami_voltage_feeders", first_day=first_day, end_day=end_day, service_range=service_range, **scope.meter_binds
    )


def days_query(scope: Scope, first_day: dt.date, end_day: dt.date, *, service_range: ServiceRange = "A") -> Query:
    """Meters and meter-minutes outside the range, day by day."""
    return Query.of(
        "ami_voltage_by_day", first_day=first_day, end_day=end_day, service_range=service_range, **scope.meter_binds
    )


def episodes_query(meter_id: int, from_at: dt.datetime, to_at: dt.datetime) -> Query:
    """The voltage of one meter's intervals."""
    return Query.of("ami_voltage_readings", meter_id=meter_id, from_at=naive_utc(from_at), to_at=naive_utc(to_at))


def episodes(
    source: Source, meter_id: int, from_at: dt.datetime, to_at: dt.datetime, *, service_range: ServiceRange = "A"
) -> pa.Table:
    """When one meter was outside the range.

    Returns:
        started_at, ended_at (UTC), minutes, direction ("low", "high"), worst_pct (% of nominal), worst_v.
    """
    rows = source.fetch(episodes_query(meter_id, from_at, to_at))
    found = voltage.episodes(
        instants(rows["interval_start_at"]),
        floats(rows["interval_minutes"]),
        floats(rows["voltage_pct"]),
        service_range,
    )
    nominal_v = floats(rows["nominal_voltage_v"])[:1] if rows.num_rows else np.zeros(1)
    return table(
        {
            "started_at": found.started_at,
            "ended_at": found.ended_at,
            "minutes": found.minutes,
            "direction": np.where(found.is_high, "high", "low"),
            "worst_pct": found.worst_pct,
            "worst_v": found.worst_pct * nominal_v / 100.0,
        }
    )


def _page(
    name: str, scope: Scope, first_day: dt.date, end_day: dt.date, service_range: str, limit: int, offset: int
) -> Query:
    return Query.of(
        name, first_day=first_day, end_day=end_day, service_range=service_range, limit=limit, offset=offset,
        **scope.meter_binds,
    )  # fmt: skip
