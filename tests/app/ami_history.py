"""A history for the small demo's meters, made of a formula: quick to write, known to the watt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa

from data_sources.pipeline.rollups.rollups import rebuild_rollups
from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import READINGS, arrow_schema

DAYS = (dt.date(2026, 8, 13), dt.date(2026, 8, 14))
MIDNIGHT_UTC_HOUR = 5  # in Houston in August
SILENT = 3  # the meter with this place in the list reads nothing on the second day


def kw_of(place: int, slot: int) -> float:
    """What the meter at a place in the list of meters uses in a quarter of an hour of either day."""
    return round((1 + place % 7) * (4 + slot % 24) / 100 * 4, 3)


def write_history(live: Source, root: Path) -> DuckSource:
    """Two days of all meters of utility 1: quarters of an hour, 240 V less a volt for every 10 kW."""
    warehouse = Warehouse(root)
    meters = live.fetch(Query.of("map_meters", utility_id=1))
    feeders = live.fetch(Query.of("map_feeders", utility_id=1))
    parts = {
        "meters": warehouse.write("meters", _meters(meters), role="table"),
        "feeders": warehouse.write("feeders", _feeders(feeders), role="table"),
    }
    warehouse.commit(lambda manifest: manifest.with_table("meters", parts["meters"]))
    warehouse.commit(lambda manifest: manifest.with_table("feeders", parts["feeders"]))
    for day in DAYS:
        part = warehouse.write(READINGS, _readings(meters["meter_id"].to_numpy(), day), role="settled", day=str(day))
        warehouse.commit(lambda manifest, part=part: manifest.with_part(READINGS, part))
        rebuild_rollups(warehouse, day)
    return DuckSource(warehouse)


def _readings(meter_id: np.ndarray, day: dt.date) -> pa.Table:
    count = len(meter_id)
    start = np.datetime64(f"{day}T{MIDNIGHT_UTC_HOUR:02}:00", "us") + np.arange(96) * np.timedelta64(15, "m")
    place, slot = np.repeat(np.arange(count), 96), np.tile(np.arange(96), count)
    kwh = np.round((1 + place % 7) * (4 + slot % 24) / 100, 3)
    is_missing = (place == SILENT) & (day == DAYS[1])
    is_estimated = (place % 10 == 0) & (slot < 24)
    quality = np.where(is_missing, "missing", np.where(is_estimated, "estimated", "actual"))
    at = np.tile(start, count)
    columns = {
        "meter_id": np.repeat(meter_id, 96), "interval_start_at": at, "interval_minutes": np.full(len(at), 15),
        "reading_day": np.full(len(at), np.datetime64(day)), "energy_delivered_kwh": pa.array(kwh, mask=is_missing),
        "energy_received_kwh": pa.array(np.zeros(len(at)), mask=is_missing),
        "reactive_kvarh": pa.array(kwh * 0.2, mask=is_missing),
        "voltage_v": pa.array(240 - kwh * 0.4, mask=is_missing), "quality": quality,
        "ingested_at": at + np.timedelta64(1, "h"),
    }  # fmt: skip
    schema = arrow_schema(READINGS)
    return pa.table({name: pa.array(columns[name]).cast(schema.field(name).type) for name in schema.names})


def _meters(rows: pa.Table) -> pa.Table:
    return _filled("meters", rows, utility_id=1, phases="A", nominal_voltage_v=240.0, customer_class="residential",
                   has_solar=False, has_ev=False, is_active=True)  # fmt: skip


def _feeders(rows: pa.Table) -> pa.Table:
    return _filled("feeders", rows, utility_id=1, rated_kva=9000.0, peak_load_kw=5000.0)


def _filled(name: str, rows: pa.Table, **constants: object) -> pa.Table:
    schema = arrow_schema(name)
    columns = {
        field.name: pa.array([constants[field.name]] * rows.num_rows).cast(field.type)
        if field.name in constants
        else rows[field.name].cast(field.type)
        for field in schema
    }
    return pa.table(columns)
