"""A small utility's meters, and readings to land, for the tests of the pipeline."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa

from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import arrow_schema, reading_schema

ZONE = "America/Chicago"
NOON = dt.datetime(2026, 7, 8, 17, 0)  # noon of a summer's day there, in UTC


def make_warehouse(root: Path, meters: int = 12) -> Warehouse:
    """Four meters a transformer, two transformers a feeder; odd meters at 240 V, even ones at 480 V."""
    warehouse = Warehouse(root)
    ids = range(1, meters + 1)
    columns = {
        "meter_id": ids, "utility_id": [1] * meters, "feeder_id": [1 + (i - 1) // 8 for i in ids],
        "transformer_id": [1 + (i - 1) // 4 for i in ids], "meter_name": [f"MTR-{i}" for i in ids], "phases": ["A"] * meters,
        "nominal_voltage_v": [240.0 if i % 2 else 480.0 for i in ids], "customer_class": ["residential"] * meters,
        "has_solar": [False] * meters, "has_ev": [False] * meters, "is_active": [True] * meters,
    }  # fmt: skip
    utilities = {"utility_id": [1], "utility_name": ["Small"], "time_zone": [ZONE], "is_demo": [True]}
    parts = {
        "meters": warehouse.write("meters", _table("meters", columns), role="table"),
        "utilities": warehouse.write("utilities", _table("utilities", utilities), role="table"),
    }
    warehouse.commit(lambda m: m.with_table("meters", parts["meters"]).with_table("utilities", parts["utilities"]))
    return warehouse


def reading(meter_id: int, start_at: dt.datetime, kwh: float | None = 0.5, **changed: object) -> dict[str, object]:
    """One plausible reading."""
    return {
        "meter_id": meter_id, "interval_start_at": start_at, "interval_minutes": 15, "energy_delivered_kwh": kwh,
        "energy_received_kwh": 0.0, "reactive_kvarh": 0.1, "voltage_v": 240.0 if meter_id % 2 else 480.0,
        "quality": "actual",
    } | changed  # fmt: skip


def missing(meter_id: int, start_at: dt.datetime) -> dict[str, object]:
    """One gap that the head-end reported."""
    empty = dict.fromkeys(("energy_received_kwh", "reactive_kvarh", "voltage_v"))
    return reading(meter_id, start_at, None, quality="missing", **empty)


def table(*rows: dict[str, object]) -> pa.Table:
    """Rows as land() takes them."""
    return pa.Table.from_pylist(list(rows), schema=reading_schema())


def rows_of(warehouse: Warehouse, name: str, order: str) -> list[dict[str, object]]:
    """What a history question would see of a table."""
    return tables_of(warehouse, name, order=order)[name]


def tables_of(warehouse: Warehouse, *names: str, order: str = "1, 2, 3, 4") -> dict[str, list[dict[str, object]]]:
    """What a history question would see of some tables; the first four columns hold every table's key."""
    source = DuckSource(warehouse, threads=1)
    try:
        return {name: source.run(f"SELECT * FROM {name} ORDER BY {order}", {}).to_pylist() for name in names}
    finally:
        source.close()


def _table(name: str, columns: dict[str, object]) -> pa.Table:
    return pa.table(columns).cast(arrow_schema(name))
