"""A utility small enough to know by heart.

Substation 1 feeds feeders 1 (sound) and 2 (overloaded); substation 2 feeds feeder 3 (ageing); substation 3 feeds none.
Each feeder: a chain of three nodes and two segments, three poles, two transformers, four meters.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import numpy as np
import pyarrow as pa

from data_sources.postgres.bulk import copy_in
from data_sources.postgres.source import PostgresSource

NOW = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
LOADS = {1: 40.0, 2: 90.0, 3: 60.0}
HEALTHS = {1: 95.0, 2: 80.0, 3: 65.0}
FEEDERS = (1, 2, 3)
NAN = float("nan")


def path_bytes(*vertices: tuple[float, float]) -> bytes:
    return np.rint(np.array(vertices) * 1e7).astype("<i4").tobytes()


def place(feeder: int, step: float) -> tuple[float, float]:
    return round(-95.4 + 0.1 * feeder + 0.01 * step, 7), round(29.7 + 0.001 * step, 7)


def _network() -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("nodes", "segments", "poles", "transformers", "meters")
    }
    for feeder in FEEDERS:
        for step in range(3):
            number = 10 * feeder + step
            lon, lat = place(feeder, step)
            rows["nodes"].append({"node_id": number, "node_name": f"N{number}", "lon": lon, "lat": lat})
            rows["poles"].append(
                {
                    "pole_id": number,
                    "feeder_id": feeder,
                    "node_id": number,
                    "pole_name": f"P{number}",
                    "lon": lon,
                    "lat": lat,
                    "material": "wood",
                    "height_m": 12.0,
                    "installed_year": 1990,
                    "health_score": 40.0 + 20 * step,
                }
            )
        for step in range(2):
            _add_span(rows, feeder, step)
    return rows


def _add_span(rows: dict[str, list[dict[str, Any]]], feeder: int, step: int) -> None:
    number = 10 * feeder + step
    secondary = 30 if number == 31 else None  # one transformer has a node of its own on its low side
    rows["segments"].append(_segment(number, feeder, step))
    rows["transformers"].append(_transformer(number, feeder, step, secondary))
    rows["meters"] += [_meter(meter, number, feeder, step, secondary) for meter in (2 * number, 2 * number + 1)]


def _segment(number: int, feeder: int, step: int) -> dict[str, Any]:
    first, last = place(feeder, step), place(feeder, step + 1)
    return {
        "segment_id": number, "feeder_id": feeder, "segment_name": f"S{number}", "from_node_id": number,
        "to_node_id": number + 1, "phases": "ABC", "voltage_kv": 12.47, "length_m": 1000.04, "is_underground": step == 1,
        "conductor": "477", "rated_a": 400.0, "installed_year": 2001, "path": path_bytes(first, (first[0], last[1]), last),
    }  # fmt: skip


def _transformer(number: int, feeder: int, step: int, secondary: int | None) -> dict[str, Any]:
    lon, lat = place(feeder, step + 1)
    return {
        "transformer_id": number, "feeder_id": feeder, "node_id": number + 1, "secondary_node_id": secondary,
        "pole_id": number + 1, "transformer_name": f'TX "{number}"', "kind": "service", "phases": "A", "rated_kva": 50.0,
        "primary_kv": 7.2, "secondary_v": 240.0, "is_underground": False, "installed_year": 2001, "health_score": 90.0,
        "peak_load_kw": 30.0, "customers_served": 2, "lon": lon, "lat": lat,
    }  # fmt: skip


def _meter(meter: int, transformer: int, feeder: int, step: int, secondary: int | None) -> dict[str, Any]:
    lon, lat = place(feeder, step + 1)
    return {
        "meter_id": meter, "feeder_id": feeder, "transformer_id": transformer, "node_id": secondary or transformer + 1,
        "meter_name": f"M{meter}", "lon": lon + 0.001, "lat": lat, "phases": "A", "nominal_voltage_v": 240.0,
        "customer_class": "residential", "monthly_kwh": 900.0, "has_solar": False, "has_ev": False,
        "is_active": meter != 21,
    }  # fmt: skip


def _state() -> dict[str, list[dict[str, Any]]]:
    return {
        "feeder_status": [
            {
                "feeder_id": f,
                "load_kw": 50 * LOADS[f],
                "load_pct": LOADS[f],
                "current_a": 100.0,
                "voltage_kv": 12.47,
                "power_factor": 0.95,
                "is_energized": True,
                "updated_at": NOW,
            }
            for f in FEEDERS
        ],
        "feeder_summary": [
            {
                "feeder_id": f,
                "substation_id": 1 if f < 3 else 2,
                "segments": 2,
                "poles": 3,
                "transformers": 2,
                "meters": 4,
                "customers_served": 4,
                "length_km": 2.0,
                "average_health_score": HEALTHS[f],
            }
            for f in FEEDERS
        ],
        "transformer_status": [
            {
                "transformer_id": 10 * f + step,
                "feeder_id": f,
                "load_kw": 20.0,
                "load_pct": 30.0 + 30 * step,
                "voltage_v": 121.0,
                "is_energized": (f, step) != (3, 0),
                "updated_at": NOW,
            }
            for f in FEEDERS
            for step in range(2)
        ],
        "crews": [
            {
                "crew_id": n,
                "crew_name": f"C{n}",
                "kind": "line",
                "status": status,
                "members": 3,
                "outage_id": None,
                "lon": -95.3,
                "lat": 29.7,
                "updated_at": NOW,
            }
            for n, status in enumerate(("available", "working", "off_shift"), 1)
        ],
    }


def _frame() -> dict[str, list[dict[str, Any]]]:
    area = '{"type":"Polygon","coordinates":[[[-96,29],[-95,29],[-95,30],[-96,30],[-96,29]]]}'
    return {
        "utilities": [
            {
                "utility_name": "Hand-made Power",
                "time_zone": "America/Chicago",
                "service_area": area,
                "source_note": "a test",
            }
        ],
        "substations": [
            {
                "substation_id": n,
                "substation_name": f"SUB-{n}",
                "lon": -95.4 + 0.1 * n,
                "lat": 29.7,
                "voltage_kv": 138.0,
                "capacity_mva": 40.0,
            }
            for n in (1, 2, 3)
        ],
        "feeders": [
            {
                "feeder_id": f,
                "substation_id": 1 if f < 3 else 2,
                "feeder_name": f"F{f:04d}",
                "voltage_kv": 12.47,
                "head_node_id": 10 * f,
                "rated_a": 400.0,
                "rated_kva": 8000.0,
                "peak_load_kw": 5000.0,
            }
            for f in FEEDERS
        ],
    }


def _assessed() -> dict[str, list[dict[str, Any]]]:
    """A transformer of which all is known, one of which little is, and a pole; a tree beside a segment."""
    parts = dict.fromkeys(("part_age", "part_condition", "part_loading", "part_life", "part_voltage", "part_kin"), 80.0)
    known = {
        "assessed_at": NOW, "asset_kind": "transformer", "asset_id": 10, "asset_class": "pole-mount transformer",
        "health_score": 90.0, "health_low": 85.0, "health_high": 92.0, "age_years": 25.0, **parts,
        "failure_probability": 0.01, "failure_probability_low": 0.005, "failure_probability_high": 0.02, "customers": 2,
        "critical_customers": 0, "outage_hours": 4.0, "risk_customer_minutes": 4.8, "risk_cost": 73.5,
        "replacement_cost": 4750.0, "loss_of_life_pct": 0.4, "hot_spot_max_c": 91.0, "peak_load_pct": 88.0,
        "inspection_age_years": 1.0, "remaining_strength_pct": NAN, "is_simulated": False,
    }  # fmt: skip
    unknown = dict.fromkeys(
        (*parts, "health_score", "health_low", "health_high", "age_years", "loss_of_life_pct", "hot_spot_max_c", "peak_load_pct"), NAN
    )  # fmt: skip
    pole = {"asset_kind": "pole", "asset_class": "wood pole", "replacement_cost": 4500.0, "risk_cost": 900.0}
    class_of = {
        "estimate": [1.1, 4.0, 0.0, 0.0],
        "is_assumed": True,
        "failures": 0,
        "unit_years": 0,
        "prior": "Assumed.",
    }
    return {
        "asset_health": [known, {**known, "asset_id": 11, **unknown, "risk_cost": 80.0}, {**known, **pole}],
        "asset_assessments": [{
            "assessed_at": NOW, "inputs": "x", "parameters": "{}", "back_test": None, "is_simulated": False,
            "hazards": json.dumps({"pole-mount transformer": class_of, "wood pole": class_of}),
        }],
        "vegetation_risk": [
            {"segment_id": number, "assessed_at": NOW, "risk": risk, "level": level, "required_clearance_m": 2.4,
             "clearance_m": clearance, "trim_in_years": trim, "customers": 2, "is_simulated": False}
            for number, risk, level, clearance, trim in (
                (10, 0.7, "high", 3.0, 1.5), (11, NAN, "unknown", NAN, NAN), (20, 0.9, "critical", 1.0, 0.0),
            )
        ],
    }  # fmt: skip


def load_rows(source: PostgresSource, utility_id: int = 7) -> None:
    """Put the utility into an empty database."""
    with source.transaction("test", "load") as connection:
        for table, rows in {**_frame(), **_network(), **_state(), **_assessed()}.items():
            scoped = [{"utility_id": utility_id, **row} for row in rows]
            copy_in(connection, table, pa.Table.from_pylist(scoped))


def add_outage(
    source: PostgresSource, *, minutes_ago: float, customers: int, restored_after: float | None = None
) -> None:
    """One outage of feeder 1 that began some minutes ago, over after some minutes or still lasting."""
    started = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=minutes_ago)
    ended = None if restored_after is None else started + dt.timedelta(minutes=restored_after)
    row = {
        "utility_id": 7,
        "feeder_id": 1,
        "started_at": started,
        "restored_at": ended,
        "cause": "tree",
        "customers_interrupted": customers,
        "customers_out": 0 if ended else customers,
        "customer_minutes": customers * restored_after if restored_after else 0.0,
        "stepped_at": ended or started,
        "lon": -95.3,
        "lat": 29.7,
    }
    with source.transaction("test", "outage") as connection:
        copy_in(connection, "outages", pa.Table.from_pylist([row]))
