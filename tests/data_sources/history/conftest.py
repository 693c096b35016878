"""A small history in real Parquet files behind the real embedded engine: two feeders, rollups run from their DDL."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import arrow_schema, definitions
from tests.data_sources.analytics.feeder_world import World, make_world

UTILITY = 1
ZONE = "America/Chicago"
FIRST = dt.date(2026, 7, 6)
END = dt.date(2026, 7, 20)


@pytest.fixture(scope="session")
def world() -> World:
    """Feeder 1: faults planted, a third of its transformers metered."""
    return make_world(transformers=24, per_transformer=5, seed=8, thefts=3, stuck=2, moved=3, metered_share=0.34)


@pytest.fixture(scope="session")
def history(world: World, tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    """The world as feeder 1 of a warehouse, beside an empty feeder 2."""
    warehouse = Warehouse(tmp_path_factory.mktemp("warehouse"))
    source = DuckSource(warehouse, threads=1)
    for name, table in tables(world).items():
        put(warehouse, name, table)
    for name, definition in definitions().items():
        if definition.rollup and name != "ami_interval_readings":
            put(warehouse, name, source.run(definition.rollup, {}))
    return source


def put(warehouse: Warehouse, name: str, table: pa.Table) -> None:
    part = warehouse.write(name, table, role="table")
    warehouse.commit(lambda manifest: manifest.with_part(name, part))


def tables(world: World) -> dict[str, pa.Table]:
    r = world.readings
    meters, steps = r.delivered_kwh.shape
    transformers = np.union1d(r.transformers, 100 + np.array(list(world.planted.moved.values())))
    start = np.tile(r.start_at, meters)
    day = (start + np.timedelta64(r.utc_offset_s, "s")).astype("datetime64[D]")
    return {
        "utilities": rows("utilities", utility_id=[UTILITY], utility_name=["Test"], time_zone=[ZONE], is_demo=[True]),
        "feeders": rows(
            "feeders", feeder_id=[1, 2], utility_id=[1, 1], substation_id=[1, 2], feeder_name=["F0001", "F0002"],
            voltage_kv=[12.5, 12.5], rated_kva=[8e3, 8e3], peak_load_kw=[5e3, 5e3],
        ),
        "transformers": rows(
            "transformers", transformer_id=transformers, utility_id=1, feeder_id=1, pole_id=1,
            transformer_name=[f"TX-{t}" for t in transformers], kind="service", phases="A", rated_kva=25.0,
            installed_year=2000, health_score=90.0, lon=-95.0, lat=29.7,
        ),
        "meters": rows(
            "meters", meter_id=r.meter_id, utility_id=1, feeder_id=1, transformer_id=r.transformer_id,
            meter_name=[f"MTR-{m}" for m in r.meter_id], phases="A", nominal_voltage_v=240.0,
            customer_class="residential", has_solar=False, has_ev=False, is_active=True,
        ),
        "metered_transformers": rows("metered_transformers", transformer_id=r.measured_id),
        "demo_ground_truth": truth(world),
        "weather": weather(),
        "weather_forecasts": weather_forecasts(),
        "ami_interval_readings": rows(
            "ami_interval_readings", meter_id=np.repeat(r.meter_id, steps), interval_start_at=start,
            interval_minutes=15, reading_day=day, energy_delivered_kwh=flat(r.delivered_kwh),
            energy_received_kwh=flat(r.received_kwh), reactive_kvarh=flat(0.3 * r.delivered_kwh),
            voltage_v=flat(2.4 * r.voltage_pct),
            quality=np.where(np.isnan(r.delivered_kwh.ravel()), "missing", "actual"),
            ingested_at=start + np.timedelta64(2, "h"),
        ),
        "feeder_head_readings": rows(
            "feeder_head_readings", feeder_id=1, interval_start_at=r.start_at, interval_minutes=15,
            reading_day=day[:steps], energy_delivered_kwh=r.head_kwh, reactive_kvarh=0.0, voltage_v=124.0,
        ),
        "transformer_meter_readings": rows(
            "transformer_meter_readings", transformer_id=np.repeat(r.measured_id, steps),
            interval_start_at=np.tile(r.start_at, len(r.measured_id)), interval_minutes=15,
            reading_day=np.tile(day[:steps], len(r.measured_id)), energy_delivered_kwh=r.measured_kwh.ravel(),
            reactive_kvarh=0.0, voltage_v=122.0,
        ),
    }  # fmt: skip


def truth(world: World) -> pa.Table:
    r, planted = world.readings, world.planted
    found = [(row, "theft", None) for row in planted.theft] + [(row, "stuck", None) for row in planted.stuck]
    found += [(row, "wrong_transformer", 100 + true) for row, true in planted.moved.items()]
    return rows(
        "demo_ground_truth", meter_id=[1000 + row for row, _, _ in found], kind=[kind for _, kind, _ in found],
        started_on=dt.date(2026, 1, 1), ended_on=pa.nulls(len(found), pa.date32()),
        true_transformer_id=[true for *_, true in found],
        recorded_transformer_id=[int(r.transformer_id[row]) for row, _, _ in found],
    )  # fmt: skip


def weather() -> pa.Table:
    at = np.datetime64("2026-07-01T00", "s") + np.arange(24 * 30) * np.timedelta64(1, "h")
    degrees = 28 + 5 * np.sin(2 * np.pi * (np.arange(len(at)) - 14) / 24)
    return rows(
        "weather",
        utility_id=1,
        observed_at=at,
        temperature_c=degrees,
        humidity_pct=60.0,
        wind_mps=3.0,
        is_simulated=True,
    )


def weather_forecasts() -> pa.Table:
    """An issue at every 00:00 UTC but the last two days', 3 degrees too warm, every 6 hours for 8 days."""
    issues = np.datetime64("2026-07-05T00", "s") + np.arange(14) * np.timedelta64(1, "D")
    issued = np.repeat(issues, 33)
    about = issued + np.tile(np.arange(33) * np.timedelta64(6, "h"), 14)
    hour = (about - np.datetime64("2026-07-01T00", "s")).astype(np.int64) / 3600
    degrees = 31 + 5 * np.sin(2 * np.pi * (hour - 14) / 24)
    return rows(
        "weather_forecasts", utility_id=1, issued_at=issued, forecast_at=about, temperature_c=degrees,
        is_simulated=True,
    )  # fmt: skip


def rows(table: str, **columns: object) -> pa.Table:
    """Columns with the table's types; a single value stands for a column of it."""
    schema = arrow_schema(table)
    length = max(len(c) for c in columns.values() if hasattr(c, "__len__") and not isinstance(c, str))  # type: ignore[arg-type]
    made = {}
    for field in schema:
        value = columns[field.name]
        if isinstance(value, str) or not hasattr(value, "__len__"):
            value = [value] * length
        if isinstance(value, np.ndarray) and value.dtype.kind == "M" and pa.types.is_timestamp(field.type):
            value = value.astype("datetime64[us]")
        made[field.name] = value if isinstance(value, pa.Array) else pa.array(value, from_pandas=True)
    return pa.table(made).cast(schema)


def flat(values: np.ndarray) -> np.ndarray:
    return np.asarray(values, np.float32).ravel()
