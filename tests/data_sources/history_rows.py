"""A history small enough to read: two feeders, four transformers, twelve meters, three local days with a 23-hour one.

The days are 7 to 9 March 2026 in Chicago; on the 8th the clocks go forward. In the readings:

- meter 3 exports at noon, meter 7 reads nothing (a dead one: zeros), meter 11 is inactive and has no readings;
- meter 5 misses an hour on the second day, of which one quarter is estimated later and one read late (overrides);
- on the third day meter 9 runs 9 % below and meter 12 runs 6 % above nominal; meter 2 is on 240 V.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import READINGS, arrow_schema, definitions

ZONE = ZoneInfo("America/Chicago")
DAYS = [dt.date(2026, 3, 7), dt.date(2026, 3, 8), dt.date(2026, 3, 9)]
FROM_AT = dt.datetime(2026, 3, 7, 6)  # UTC; midnight in Chicago before the clocks go forward
TO_AT = dt.datetime(2026, 3, 10, 5)
QUARTER = dt.timedelta(minutes=15)
GAP_FROM = dt.datetime(2026, 3, 8, 18)
FEEDER_OF = {1: 1, 2: 1, 3: 2, 4: 2}  # transformer: feeder
METERS = range(1, 13)


def transformer_of(meter_id: int) -> int:
    return (meter_id - 1) // 3 + 1


def nominal_v(meter_id: int) -> float:
    return 240.0 if meter_id == 2 else 120.0


def reading_day(at: dt.datetime) -> dt.date:
    return at.replace(tzinfo=dt.UTC).astimezone(ZONE).date()


def instants() -> Iterator[dt.datetime]:
    at = FROM_AT
    while at < TO_AT:
        yield at
        at += QUARTER


def reading(meter_id: int, at: dt.datetime, quality: str = "actual", **changes: Any) -> dict[str, Any]:
    """One reading; what flows follows the hour and the meter, exact in single precision."""
    hour = (at.hour + at.minute / 60 - 6) % 24
    used = round(0.1 * meter_id + 0.5 + 0.4 * math.sin(hour / 24 * 2 * math.pi), 3) if meter_id != 7 else 0.0
    exported = round(0.75 * math.sin((hour - 6) / 12 * math.pi), 3) if meter_id == 3 and 6 < hour < 18 else 0.0
    off = {9: 0.91, 12: 1.06} if reading_day(at) == DAYS[2] else {}
    share = off.get(meter_id, 1 - 0.002 * meter_id)
    row = {
        "meter_id": meter_id, "interval_start_at": at, "interval_minutes": 15, "reading_day": reading_day(at),
        "energy_delivered_kwh": used, "energy_received_kwh": exported, "reactive_kvarh": round(used * 0.3, 3),
        "voltage_v": round(nominal_v(meter_id) * share, 1), "quality": quality,
        "ingested_at": at + dt.timedelta(minutes=40),
    }  # fmt: skip
    return {**row, **changes}


def missing(meter_id: int, at: dt.datetime) -> dict[str, Any]:
    nothing = dict.fromkeys(("energy_delivered_kwh", "energy_received_kwh", "reactive_kvarh", "voltage_v"))
    return reading(meter_id, at, "missing", **nothing)


def is_gap(meter_id: int, at: dt.datetime) -> bool:
    return meter_id == 5 and GAP_FROM <= at < GAP_FROM + 4 * QUARTER


def first_readings() -> list[dict[str, Any]]:
    """As the readings came the first time."""
    return [
        missing(meter_id, at) if is_gap(meter_id, at) else reading(meter_id, at)
        for meter_id in METERS
        if meter_id != 11
        for at in instants()
    ]


def later_readings() -> list[dict[str, Any]]:
    """What came later and wins: an estimate, a late read, and a correction."""
    late = GAP_FROM + dt.timedelta(days=1)
    return [
        reading(5, GAP_FROM, "estimated", ingested_at=late),
        reading(5, GAP_FROM + QUARTER, "actual", ingested_at=late),
        reading(6, GAP_FROM, "edited", energy_delivered_kwh=4.25, ingested_at=late),
    ]


def losing_readings() -> list[dict[str, Any]]:
    """Versions that must never win: an estimate of what was read, and an older copy."""
    late = GAP_FROM + dt.timedelta(days=2)
    return [
        reading(8, GAP_FROM, "estimated", energy_delivered_kwh=99.0, ingested_at=late),
        reading(6, GAP_FROM, "actual", energy_delivered_kwh=77.0, ingested_at=GAP_FROM + dt.timedelta(minutes=20)),
    ]


def network_rows() -> dict[str, list[dict[str, Any]]]:
    return {
        "utilities": [
            {"utility_id": 1, "utility_name": "Prairie Power", "time_zone": ZONE.key, "is_demo": True},
            {"utility_id": 2, "utility_name": "Elsewhere", "time_zone": "UTC", "is_demo": False},
        ],
        "substations": [
            {"substation_id": 1, "utility_id": 1, "substation_name": "SUB-001", "lon": -95.4, "lat": 29.7,
             "voltage_kv": 138.0, "capacity_mva": 40.0},
        ],
        "feeders": [
            {"feeder_id": number, "utility_id": 1, "substation_id": 1, "feeder_name": f"F000{number}",
             "voltage_kv": 12.5, "rated_kva": 9000.0, "peak_load_kw": 5000.0 + number}
            for number in (1, 2)
        ],
        "transformers": [
            {"transformer_id": number, "utility_id": 1, "feeder_id": feeder, "pole_id": number if number < 3 else None,
             "transformer_name": f"TX-000{feeder}-00{number}", "kind": "service", "phases": "A", "rated_kva": 25.0,
             "installed_year": 1990 + number, "health_score": 80.0 - number, "lon": -95.4 + number / 100, "lat": 29.7}
            for number, feeder in FEEDER_OF.items()
        ],
        "poles": [
            {"pole_id": number, "utility_id": 1, "feeder_id": 1, "pole_name": f"P-00{number}", "material": "wood",
             "installed_year": 1985, "health_score": 60.0, "lon": -95.4, "lat": 29.7}
            for number in (1, 2)
        ],
        "meters": [
            {"meter_id": number, "utility_id": 1, "feeder_id": FEEDER_OF[transformer_of(number)],
             "transformer_id": transformer_of(number), "meter_name": f"MTR-{number:04d}", "phases": "A",
             "nominal_voltage_v": nominal_v(number), "customer_class": "commercial" if number == 2 else "residential",
             "has_solar": number == 3, "has_ev": number == 4, "is_active": number != 11}
            for number in METERS
        ],
        "customers": [
            {"customer_id": 100 + number, "utility_id": 1, "meter_id": number, "account_number": f"A-{number}",
             "customer_class": "residential", "is_active": number != 11,
             "critical_kind": "hospital" if number == 2 else None}
            for number in METERS
        ],
        "metered_transformers": [{"transformer_id": 1}, {"transformer_id": 3}],
    }  # fmt: skip


def measured_rows() -> dict[str, list[dict[str, Any]]]:
    """What feeder heads and metered transformers measured: the meters' net and four per cent lost on the way."""
    heads: dict[tuple[int, dt.datetime], list[dict[str, Any]]] = {}
    tops: dict[tuple[int, dt.datetime], list[dict[str, Any]]] = {}
    for row in [reading(meter_id, at) for meter_id in METERS if meter_id != 11 for at in instants()]:
        transformer = transformer_of(row["meter_id"])
        heads.setdefault((FEEDER_OF[transformer], row["interval_start_at"]), []).append(row)
        tops.setdefault((transformer, row["interval_start_at"]), []).append(row)
    return {
        "feeder_head_readings": [_measured("feeder_id", *key, rows) for key, rows in heads.items()],
        "transformer_meter_readings": [
            _measured("transformer_id", *key, rows) for key, rows in tops.items() if key[0] in (1, 3)
        ],
    }


def _measured(name: str, number: int, at: dt.datetime, rows: list[dict[str, Any]]) -> dict[str, Any]:
    net = sum(row["energy_delivered_kwh"] - row["energy_received_kwh"] for row in rows)
    return {
        name: number, "interval_start_at": at, "interval_minutes": 15, "reading_day": reading_day(at),
        "energy_delivered_kwh": round(1.04 * net, 3), "reactive_kvarh": round(0.31 * net, 3), "voltage_v": 121.0,
    }  # fmt: skip


def outage(
    outage_id: int,
    feeder: int,
    transformer: int | None,
    at: dt.datetime,
    minutes: int | None,
    cause: str,
    **changes: Any,
) -> dict[str, Any]:
    return {
        "outage_id": outage_id, "utility_id": 1, "feeder_id": feeder, "transformer_id": transformer, "started_at": at,
        "restored_at": None if minutes is None else at + dt.timedelta(minutes=minutes), "cause": cause,
        "customers_interrupted": 3, "customer_minutes": 3.0 * (minutes or 30), "is_simulated": True, **changes,
    }  # fmt: skip


def stepped_outage(outage_id: int, at: dt.datetime) -> list[dict[str, Any]]:
    """Two transformers of feeder 2; the first is switched over within four minutes."""
    more = {"device_id": 9, "kind": "planned", "out_at": at, "phases": "ABC"}
    return [
        outage(outage_id, 2, transformer, at, minutes, "maintenance", step=step, kva=25.0, **more)
        for step, transformer, minutes in ((1, 3, 4), (2, 4, 70))
    ]


def other_rows() -> dict[str, list[dict[str, Any]]]:
    hours = range(0, 71)
    return {
        "outage_events": [
            outage(1, 1, 1, dt.datetime(2026, 3, 7, 20), 90, "animal"),
            outage(2, 2, None, dt.datetime(2026, 3, 9, 22), None, "storm", is_simulated=False),
            outage(3, 1, None, dt.datetime(2026, 3, 8, 3), 4, "storm"),
            *stepped_outage(4, dt.datetime(2026, 3, 8, 23)),
            outage(5, 1, 2, GAP_FROM + dt.timedelta(minutes=40), 5, "tree"),  # in the first of two missing quarters
        ],
        "weather": [
            {"utility_id": 1, "observed_at": FROM_AT + dt.timedelta(hours=hour),
             "temperature_c": round(15 + 8 * math.sin(hour / 24 * 2 * math.pi), 1), "humidity_pct": 60.0,
             "wind_mps": 3.5, "is_simulated": True}
            for hour in hours
        ],
        "weather_forecasts": [
            {"utility_id": 1, "issued_at": FROM_AT + dt.timedelta(days=day), "forecast_at":
             FROM_AT + dt.timedelta(days=day, hours=hour), "temperature_c": 15.5 + hour / 8, "is_simulated": day > 0}
            for day in range(-1, 3)
            for hour in range(0, 49, 6)
        ],
        "asset_health_history": [
            {"asset_kind": "transformer", "asset_id": 1, "assessed_on": dt.date(2025, 3, 1), "health_score": 81.5},
        ],
        "sap_work_orders": [
            {"work_order_id": 1, "utility_id": 1, "asset_kind": "transformer", "asset_id": 1, "feeder_id": 1,
             "work_type": "inspection", "status": "completed", "created_at": dt.datetime(2026, 1, 5, 9),
             "completed_at": dt.datetime(2026, 1, 6, 9), "labour_hours": 2.5},
        ],
        **thermal_rows(),
        "demo_ground_truth": [
            {"meter_id": 7, "kind": "dead", "started_on": dt.date(2026, 3, 1), "ended_on": None,
             "true_transformer_id": None, "recorded_transformer_id": 3},
            {"meter_id": 10, "kind": "wrong_transformer", "started_on": dt.date(2026, 3, 1), "ended_on": None,
             "true_transformer_id": 3, "recorded_transformer_id": 4},
        ],
    }  # fmt: skip


def thermal_rows() -> dict[str, list[dict[str, Any]]]:
    """Hand-made temperatures of transformers 1 to 3: one aged most, one was hottest, one is known by half."""
    hours = [FROM_AT + dt.timedelta(hours=hour) for hour in range(24)]
    day = {"utility_id": 1, "hours_without_weather": 0, "partial_hours": 1, "settling_hours": 7, "implausible_hours": 0}
    return {
        "thermal_stress": [
            {"transformer_id": number, "hour_start_at": at, "hot_spot_c": 60.0 + 10 * number + at.hour,
             "aging_factor": 0.25 * number}
            for number in (1, 2, 3) for at in hours
        ],
        "transformer_thermal_day": [
            day | {"transformer_id": number, "feeder_id": FEEDER_OF[number], "reading_day": one,
                   "aged_hours": 6.0 * number, "hot_spot_max_c": 130.0 - 20 * number, "top_oil_max_c": 90.0,
                   "peak_load_pct": 50.0 + 10 * number, "known_hours": 12 if number == 3 else 24,
                   "unknown_hours": 12 if number == 3 else 0, "hours_above_110_c": 3 - number, "hours_above_140_c": 0}
            for number in (1, 2, 3) for one in DAYS[:2]
        ],
        "transformer_thermal_made": [
            {"utility_id": 1, "reading_day": one, "inputs": "abc", "end_state": "def"} for one in DAYS[:2]
        ],
        "transformer_thermal_state": [
            {"transformer_id": number, "utility_id": 1, "reading_day": DAYS[1], "top_oil_c": 55.5, "gradient_k": 11.25,
             "counter_gradient_k": 0.0, "assumed_share": 0.0, "last_load_pu": 0.5, "last_ambient_c": 21.0}
            for number in (1, 2, 3)
        ],
    }  # fmt: skip


def table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    schema = arrow_schema(name)
    return pa.Table.from_pylist([{**dict.fromkeys(schema.names), **row} for row in rows], schema)


def written_tables() -> dict[str, pa.Table]:
    """Every table that is written rather than computed, but for the readings themselves."""
    rows = {**network_rows(), **measured_rows(), **other_rows()}
    return {name: table(name, found) for name, found in rows.items()}


def raw_readings() -> pa.Table:
    """Every version that ever landed."""
    return table(f"{READINGS}_raw", [*first_readings(), *later_readings(), *losing_readings()])


def write_warehouse(root: Path, until: dt.datetime | None = None) -> DuckSource:
    """The embedded warehouse of these rows, its rollups computed by the DDL's own SELECTs; readings before a moment alone."""
    warehouse = Warehouse(root)
    parts = {name: warehouse.write(name, rows, role="table") for name, rows in written_tables().items()}
    settled = [warehouse.write(READINGS, rows, role="settled", day=str(day)) for day, rows in _by_day(until)]
    later = [row for row in later_readings() if _is_before(row, until)]
    override = warehouse.write(READINGS, table(READINGS, later), role="override")
    warehouse.commit(lambda manifest: _with_all(manifest, parts).with_table(READINGS, *settled, override))
    source = DuckSource(warehouse)
    for name, definition in definitions().items():
        if definition.rollup is not None and name != READINGS:
            part = warehouse.write(name, source.run(definition.rollup, {}), role="rollup")
            warehouse.commit(lambda manifest, name=name, part=part: manifest.with_table(name, part))
    return source


def _is_before(row: dict[str, Any], until: dt.datetime | None) -> bool:
    return until is None or row["interval_start_at"] < until


def _by_day(until: dt.datetime | None) -> Iterator[tuple[dt.date, pa.Table]]:
    rows = [row for row in first_readings() if _is_before(row, until)]
    for day in DAYS:
        yield day, table(READINGS, [row for row in rows if row["reading_day"] == day])


def _with_all(manifest: Any, parts: dict[str, Any]) -> Any:
    for name, part in parts.items():
        manifest = manifest.with_table(name, part)
    return manifest
