"""A utility small enough to check by hand: one substation, two feeders, 2,000 customers on the books, a few assets.

SUB-001 ── F0001: breaker BRK-1 ─ SEG-1 ─ SEG-2 (fuse FUS-1) ─ TX-1 ─ MTR-1, MTR-2 (life support)
        └─ F0002: SEG-3 ─ SEG-4 ─ TX-2 (pad-mounted) ─ MTR-3 (hospital), MTR-4 (no active account)
A tie TIE-1 on SEG-4 is open towards F0001.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa

from data_sources.postgres.bulk import copy_in
from data_sources.postgres.source import PostgresSource

AREA = (
    '{"type": "Polygon", "coordinates": [[[-95.4, 29.7], [-95.3, 29.7], [-95.3, 29.8], [-95.4, 29.8], [-95.4, 29.7]]]}'
)
NOW = dt.datetime(2026, 7, 15, 18, 0, tzinfo=dt.UTC)  # 13:00 CDT
NODES = {1: (-95.36, 29.75), 2: (-95.355, 29.75), 3: (-95.35, 29.75), 4: (-95.36, 29.745), 5: (-95.355, 29.745)}


def insert(source: PostgresSource, table: str, rows: list[dict[str, Any]]) -> None:
    """Append rows given as dictionaries; a column that some rows leave out is NULL there."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with source.connection() as connection:
        copy_in(connection, table, pa.table({column: [row.get(column) for row in rows] for column in columns}))


def keep_elsewhere(source: PostgresSource, where: str = "true") -> None:
    """Delete outages that from now on are in a history alone: as a move does, which takes none back."""
    with source.connection() as connection:
        going = "DELETE FROM flux.outages USING set_config('flux.is_moving', 'on', true) WHERE "
        connection.execute((going + where).encode())


def insert_utility(
    source: PostgresSource,
    *,
    utility_id: int = 1,
    time_zone: str = "America/Chicago",
    served: tuple[int, int] = (1200, 800),
) -> None:
    """Insert the utility drawn above; its other ids are the drawn ones plus 100 x (utility_id - 1)."""
    for table, rows in utility_rows(utility_id, time_zone, served).items():
        insert(source, table, rows)


def utility_rows(utility_id: int, time_zone: str, served: tuple[int, int]) -> dict[str, list[dict[str, Any]]]:
    """The rows by table, parents first."""
    o = 100 * (utility_id - 1)
    mine = {"utility_id": utility_id}
    utility = {
        "utility_name": f"Handmade {utility_id}", "time_zone": time_zone, "service_area": AREA, "source_note": "by hand",
    }  # fmt: skip
    return {
        "utilities": [mine | utility],
        **_grid(mine, o),
        **_assets(mine, o),
        "customers": _customers(mine, o),
        "devices": [
            _device(mine, o, 1, 1, 1, "BRK-1", "breaker", None, False),
            _device(mine, o, 2, 1, 2, "FUS-1", "fuse", None, False),
            _device(mine, o, 3, 2, 4, "TIE-1", "tie", 1 + o, True),
        ],
        **_status(mine, o),
        "feeder_summary": _summary(mine, o, served),
        "crews": _crews(mine, o),
    }


def _grid(mine: dict[str, Any], o: int) -> dict[str, list[dict[str, Any]]]:
    """Where current flows: substation, feeders, nodes and segments."""
    substation = {
        "substation_id": 1 + o, "substation_name": "SUB-001", "lon": -95.361, "lat": 29.7501, "voltage_kv": 138.0,
        "capacity_mva": 60.0,
    }  # fmt: skip
    feeders = [
        {
            "feeder_id": f + o, "substation_id": 1 + o, "feeder_name": f"F000{f}", "voltage_kv": 12.47,
            "head_node_id": (1, 4)[f - 1] + o, "rated_a": 600.0, "rated_kva": 12000.0, "peak_load_kw": 5000.0 * f,
        }
        for f in (1, 2)
    ]  # fmt: skip
    return {
        "substations": [mine | substation],
        "feeders": [mine | feeder for feeder in feeders],
        "nodes": [mine | {"node_id": n + o, "node_name": f"N{n}", "lon": x, "lat": y} for n, (x, y) in NODES.items()],
        "segments": [_segment(mine, o, *row) for row in ((1, 1, 1, 2), (2, 1, 2, 3), (3, 2, 1, 4), (4, 2, 4, 5))],
    }


def _assets(mine: dict[str, Any], o: int) -> dict[str, list[dict[str, Any]]]:
    """What hangs on the grid: poles, transformers and meters."""
    poles = [
        {
            "pole_id": p + o, "feeder_id": 1 + o, "node_id": p + 1 + o, "pole_name": f"POLE-{p}", "lon": NODES[p + 1][0],
            "lat": NODES[p + 1][1], "material": "wood", "height_m": 12.2, "installed_year": 1987,
            "health_score": (88.0, 41.5)[p - 1],
        }
        for p in (1, 2)
    ]  # fmt: skip
    return {
        "poles": [mine | pole for pole in poles],
        "transformers": [_transformer(mine, o, 1, 1, 3, 2), _transformer(mine, o, 2, 2, 5, None)],
        "meters": [_meter(mine, o, m) for m in (1, 2, 3, 4)],
    }


def _customers(mine: dict[str, Any], o: int) -> list[dict[str, Any]]:
    """Who is served, who is critical, and two accounts that are closed."""
    known = (
        (1, 1, True, None), (2, 2, True, "life_support"), (3, 3, True, "hospital"), (4, 4, False, None),
        (5, 1, False, None),
    )  # fmt: skip
    return [
        mine
        | {
            "customer_id": c + o, "meter_id": m + o, "account_number": f"ACC-10{c}", "customer_class": "residential",
            "is_active": active, "critical_kind": critical,
        }
        for c, m, active, critical in known
    ]  # fmt: skip


def _status(mine: dict[str, Any], o: int) -> dict[str, list[dict[str, Any]]]:
    """What is measured now."""
    transformers = [
        {
            "transformer_id": t + o, "feeder_id": t + o, "load_kw": 30.0 * t, "load_pct": 64.0 + 50 * (t - 1),
            "voltage_v": 121.4, "is_energized": True, "updated_at": NOW,
        }
        for t in (1, 2)
    ]  # fmt: skip
    feeders = [
        {
            "feeder_id": f + o, "load_kw": 2000.0 + 1000 * f, "load_pct": 40.0, "current_a": 180.0, "voltage_kv": 12.4,
            "power_factor": 0.97, "is_energized": True, "updated_at": NOW,
        }
        for f in (1, 2)
    ]  # fmt: skip
    return {
        "transformer_status": [mine | one for one in transformers], "feeder_status": [mine | one for one in feeders],
    }  # fmt: skip


def _summary(mine: dict[str, Any], o: int, served: tuple[int, int]) -> list[dict[str, Any]]:
    """What each feeder counts; `served` customers, whoever has an account."""
    return [
        mine
        | {
            "feeder_id": f + o, "substation_id": 1 + o, "segments": 2, "poles": 2 if f == 1 else 0, "transformers": 1,
            "meters": 2, "customers_served": served[f - 1], "length_km": 1.2, "average_health_score": 77.0,
        }
        for f in (1, 2)
    ]  # fmt: skip


def _crews(mine: dict[str, Any], o: int) -> list[dict[str, Any]]:
    """One or two of each status."""
    statuses = ("available", "available", "assigned", "en_route", "working", "off_shift")
    return [
        mine
        | {
            "crew_id": c + o, "crew_name": f"Crew {c}", "kind": "line", "status": status, "members": 3, "lon": -95.35,
            "lat": 29.75, "updated_at": NOW,
        }
        for c, status in enumerate(statuses, 1)
    ]  # fmt: skip


def outage(
    outage_id: int, started_at: dt.datetime, minutes: float | None, customers: int, **changes: Any
) -> dict[str, Any]:
    """One outage of feeder 1: over after `minutes`, or lasting (None) with all its customers out since the start."""
    restored_at = None if minutes is None else started_at + dt.timedelta(minutes=minutes)
    row = {
        "outage_id": outage_id,
        "utility_id": 1,
        "feeder_id": 1,
        "started_at": started_at,
        "restored_at": restored_at,
        "cause": "tree",
        "customers_interrupted": customers,
        "customers_out": customers if minutes is None else 0,
        "customer_minutes": 0.0 if minutes is None else minutes * customers,
        "stepped_at": restored_at or started_at,
        "lon": -95.35,
        "lat": 29.75,
    }
    return row | changes


def insert_outages_of_a_day(source: PostgresSource) -> None:
    """Five unplanned outages and a planned one, up to `NOW`: 4 lasts, restored in steps; 3 and 5 last as a whole.

    Of 4 are 100 customers back in 4 minutes, 150 in 40, and 50 still out.
    """
    minute = dt.timedelta(minutes=1)
    rows = [
        outage(1, NOW - 600 * minute, 90, 400), outage(2, NOW - 500 * minute, 5, 1000),
        outage(3, NOW - 60 * minute, None, 100), outage(4, NOW - 50 * minute, None, 300),
        outage(5, NOW - 3 * minute, None, 70), outage(6, NOW - 700 * minute, 30, 60) | {"kind": "planned"},
    ]  # fmt: skip
    insert(source, "outages", [{"kind": "unplanned"} | row for row in rows])
    insert(source, "interruptions", [
        {"outage_id": 4, "out_at": NOW - 50 * minute, "customers": customers,
         "restored_at": None if back is None else NOW - 50 * minute + back * minute}
        for customers, back in ((100, 4), (150, 40), (50, None))
    ])  # fmt: skip
    with source.connection() as connection:
        connection.execute("UPDATE flux.outages SET has_interruptions = true WHERE outage_id = 4")


def _segment(mine: dict[str, Any], o: int, segment: int, feeder: int, start: int, end: int) -> dict[str, Any]:
    path = np.round(np.array([NODES[start], NODES[end]]) * 1e7).astype("<i4")
    return mine | {
        "segment_id": segment + o,
        "feeder_id": feeder + o,
        "segment_name": f"SEG-{segment}",
        "from_node_id": start + o,
        "to_node_id": end + o,
        "phases": "ABC",
        "voltage_kv": 12.47,
        "length_m": 480.0,
        "is_underground": feeder == 2,
        "conductor": "ACSR 336",
        "rated_a": 530.0,
        "installed_year": 1999,
        "path": path.tobytes(),
    }


def _transformer(
    mine: dict[str, Any], o: int, transformer: int, feeder: int, node: int, pole: int | None
) -> dict[str, Any]:
    return mine | {
        "transformer_id": transformer + o,
        "feeder_id": feeder + o,
        "node_id": node + o,
        "secondary_node_id": None,
        "pole_id": pole + o if pole else None,
        "transformer_name": f"TX-{transformer}",
        "kind": "service",
        "phases": "A",
        "rated_kva": 50.0,
        "primary_kv": 7.2,
        "secondary_v": 240.0,
        "is_underground": pole is None,
        "installed_year": 2004,
        "health_score": 72.0,
        "peak_load_kw": 40.0,
        "customers_served": 3 - transformer,
        "lon": NODES[node][0],
        "lat": NODES[node][1],
    }


def _meter(mine: dict[str, Any], o: int, meter: int) -> dict[str, Any]:
    feeder = 1 if meter < 3 else 2
    return mine | {
        "meter_id": meter + o,
        "feeder_id": feeder + o,
        "transformer_id": feeder + o,
        "node_id": (3 if feeder == 1 else 5) + o,
        "meter_name": f"MTR-{meter}",
        "lon": -95.3501,
        "lat": 29.7502,
        "phases": "A",
        "nominal_voltage_v": 240.0,
        "customer_class": "residential",
        "monthly_kwh": 1100.0,
        "has_solar": meter == 2,
        "has_ev": False,
        "is_active": meter != 4,
    }


def _device(
    mine: dict[str, Any],
    o: int,
    device: int,
    feeder: int,
    segment: int,
    name: str,
    kind: str,
    other: int | None,
    is_open: bool,
) -> dict[str, Any]:
    return mine | {
        "device_id": device + o,
        "feeder_id": feeder + o,
        "segment_id": segment + o,
        "other_feeder_id": other,
        "device_name": name,
        "kind": kind,
        "phases": "ABC",
        "rated_a": 600.0,
        "is_normally_open": is_open,
        "is_open": is_open,
        "lon": -95.358,
        "lat": 29.75,
    }
