"""A utility of meters of constant power that are read at different lengths: what every answer must be is known.

Its feeder head and its one transformer are measured every quarter of an hour, without a loss.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_sources.analytics.clock import midnight_utc
from data_sources.pipeline.rollups.rollups import rebuild_rollups
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import READINGS, arrow_schema

Meters = Sequence[tuple[int, float]]  # minutes of an interval, kW
Came = Callable[[int, dt.datetime, int], bool]  # meter, start and minutes of an interval: whether it was read
DAY = dt.timedelta(days=1)


def everything(_meter_id: int, _start_at: dt.datetime, _minutes: int) -> bool:
    """Nothing is missing."""
    return True


def write_mixed(
    root: Path,
    meters: Meters,
    zone: str,
    first_day: dt.date,
    days: int,
    *,
    came: Came = everything,
    more: Callable[[dt.date], list[dict[str, Any]]] = lambda _day: [],
) -> DuckSource:
    """Meters 1, 2, … of one transformer; nothing is there of an interval that did not come; `more` readings by day."""
    warehouse = Warehouse(root)
    wanted = [first_day + DAY * number for number in range(days)]
    for name, rows in network(meters, zone).items():
        _put(warehouse, name, rows)
    total = sum(kw for _, kw in meters)
    for name, key in (("feeder_head_readings", "feeder_id"), ("transformer_meter_readings", "transformer_id")):
        rows = [
            {key: 1, "interval_start_at": at, "interval_minutes": 15, "reading_day": day,
             "energy_delivered_kwh": total / 4, "reactive_kvarh": 0.0, "voltage_v": 121.0}
            for day in wanted
            for at in starts(day, zone, 15)
        ]  # fmt: skip
        _put(warehouse, name, rows)
    for day in wanted:
        rows = [row for number, meter in enumerate(meters, 1) for row in readings(number, *meter, day, zone, came)]
        rows = sorted(rows + more(day), key=lambda row: (row["meter_id"], row["interval_start_at"]))
        part = warehouse.write(READINGS, _table(READINGS, rows), role="settled", day=str(day))
        warehouse.commit(lambda manifest, part=part: manifest.with_part(READINGS, part))
        rebuild_rollups(warehouse, day)
    return DuckSource(warehouse, threads=1)


def starts(day: dt.date, zone: str, minutes: int) -> list[dt.datetime]:
    """Starts of a local day's intervals, naive UTC."""
    first, step = midnight_utc(day, zone), dt.timedelta(minutes=minutes)
    return [first + step * number for number in range((midnight_utc(day + DAY, zone) - first) // step)]


def readings(
    meter_id: int, minutes: int, kw: float, day: dt.date, zone: str, came: Came = everything
) -> list[dict[str, Any]]:
    """A day of one meter."""
    return [
        {"meter_id": meter_id, "interval_start_at": at, "interval_minutes": minutes, "reading_day": day,
         "energy_delivered_kwh": kw * minutes / 60, "energy_received_kwh": 0.0, "reactive_kvarh": 0.0,
         "voltage_v": 120.0, "quality": "actual", "ingested_at": at + dt.timedelta(hours=1)}
        for at in starts(day, zone, minutes)
        if came(meter_id, at, minutes)
    ]  # fmt: skip


def network(meters: Meters, zone: str) -> dict[str, list[dict[str, Any]]]:
    """One of everything, and the meters."""
    return {
        "utilities": [{"utility_id": 1, "utility_name": "Mixed", "time_zone": zone, "is_demo": False}],
        "substations": [{"substation_id": 1, "utility_id": 1, "substation_name": "SUB-001", "lon": 0.0, "lat": 0.0}],
        "feeders": [{"feeder_id": 1, "utility_id": 1, "substation_id": 1, "feeder_name": "F0001"}],
        "transformers": [
            {"transformer_id": 1, "utility_id": 1, "feeder_id": 1, "transformer_name": "TX-1", "kind": "service",
             "phases": "A", "rated_kva": 50.0, "lon": 0.0, "lat": 0.0}
        ],
        "meters": [
            {"meter_id": number, "utility_id": 1, "feeder_id": 1, "transformer_id": 1, "meter_name": f"MTR-{number}",
             "phases": "A", "nominal_voltage_v": 120.0, "customer_class": "residential", "has_solar": False,
             "has_ev": False, "is_active": True}
            for number in range(1, len(meters) + 1)
        ],
        "metered_transformers": [{"transformer_id": 1}],
    }  # fmt: skip


def _put(warehouse: Warehouse, name: str, rows: list[dict[str, Any]]) -> None:
    part = warehouse.write(name, _table(name, rows), role="table")
    warehouse.commit(lambda manifest: manifest.with_table(name, part))


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    schema = arrow_schema(name)
    return pa.Table.from_pylist([{**dict.fromkeys(schema.names), **row} for row in rows], schema)
