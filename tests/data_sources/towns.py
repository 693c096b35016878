"""Small hand-made utilities for tests: a few feeders whose every id can be worked out on paper.

Feeder f of `town` (f = 0, 1, …) has head node 100 f + 1 and trunk nodes 100 f + 2 … 100 f + 1 + TRUNK; each trunk node
n but the last has a lateral of two nodes, n + 20 and n + 40, with one transformer each. Ids of segments are the id of
the node they lead to; transformers and nodes share ids; meters are 10 x transformer + 0 … 3, the last one without a
customer. Devices: breaker 1 on the first trunk segment, recloser 2 on the fourth, switch 3 on the sixth, fuses
100 + n + 20 on the first segment of each lateral, all plus 1000 f. Tie 500 + f joins the trunk ends of feeders f and
f + 1 (f even) on segment 90 + 100 f.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import numpy as np
import pyarrow as pa

from data_sources.postgres.bulk import copy_in_all
from data_sources.postgres.source import PostgresSource

TRUNK = 8
LON, LAT, STEP = -95.4, 29.7, 0.002
AT = dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)


class _Rows:
    """Collects rows by table; every row gets its utility."""

    def __init__(self, utility_id: int) -> None:
        self.utility_id = utility_id
        self.tables: dict[str, list[dict[str, Any]]] = {}
        self.places: dict[int, tuple[float, float]] = {}

    def add(self, table: str, **values: Any) -> None:
        self.tables.setdefault(table, []).append({"utility_id": self.utility_id, **values})

    def node(self, node_id: int, lon: float, lat: float) -> None:
        self.places[node_id] = (lon, lat)
        self.add("nodes", node_id=node_id, node_name=f"N{node_id}", lon=lon, lat=lat)

    def segment(self, segment_id: int, feeder_id: int, a: int, b: int) -> None:
        path = np.round(np.array([self.places[a], self.places[b]]) * 1e7).astype("<i4").tobytes()
        self.add(
            "segments", segment_id=segment_id, feeder_id=feeder_id, segment_name=f"S{segment_id}", from_node_id=a,
            to_node_id=b, phases="ABC", voltage_kv=12.47, length_m=200.0, is_underground=False, conductor="336 ACSR",
            rated_a=400.0, installed_year=1990, path=path,
        )  # fmt: skip

    def device(self, device_id: int, feeder_id: int, segment_id: int, kind: str, other: int | None = None) -> None:
        is_open = kind == "tie"
        lon, lat = self.places.get(segment_id, (LON, LAT))
        self.add(
            "devices", device_id=device_id, feeder_id=feeder_id, segment_id=segment_id, other_feeder_id=other,
            device_name=f"{kind.upper()}-{device_id}", kind=kind, phases="ABC", rated_a=600.0,
            is_normally_open=is_open, is_open=is_open, lon=lon, lat=lat,
        )  # fmt: skip

    def transformer(self, node_id: int, feeder_id: int) -> None:
        lon, lat = self.places[node_id]
        self.add(
            "transformers", transformer_id=node_id, feeder_id=feeder_id, node_id=node_id, secondary_node_id=None,
            pole_id=node_id, transformer_name=f"TX-{node_id}", kind="service", phases="A", rated_kva=50.0,
            primary_kv=7.2, secondary_v=240.0, is_underground=False, installed_year=1995, health_score=70.0,
            peak_load_kw=30.0, customers_served=3, lon=lon, lat=lat,
        )  # fmt: skip
        self.add(
            "poles", pole_id=node_id, feeder_id=feeder_id, node_id=node_id, pole_name=f"P{node_id}", lon=lon, lat=lat,
            material="wood", height_m=12.0, installed_year=1990, health_score=80.0,
        )  # fmt: skip
        self.add(
            "transformer_status", transformer_id=node_id, feeder_id=feeder_id, load_kw=20.0, load_pct=42.0,
            voltage_v=120.0, is_energized=True, updated_at=AT,
        )  # fmt: skip
        for k in range(4):
            self._meter(10 * node_id + k, node_id, feeder_id, is_active=k < 3)

    def _meter(self, meter_id: int, node_id: int, feeder_id: int, *, is_active: bool) -> None:
        lon, lat = self.places[node_id]
        self.add(
            "meters", meter_id=meter_id, feeder_id=feeder_id, transformer_id=node_id, node_id=node_id,
            meter_name=f"MTR-{meter_id}", lon=lon, lat=lat, phases="A", nominal_voltage_v=240.0,
            customer_class="residential", monthly_kwh=1100.0, has_solar=False, has_ev=False, is_active=is_active,
        )  # fmt: skip
        self.add(
            "customers", customer_id=meter_id, meter_id=meter_id, account_number=f"A{meter_id}",
            customer_class="residential", is_active=is_active,
            critical_kind="hospital" if meter_id % 100 == 30 else None,
        )  # fmt: skip


def _feeder(rows: _Rows, f: int) -> None:
    base, feeder_id = 100 * f, f + 1
    lat = LAT + 5 * STEP * f
    for k in range(TRUNK + 1):
        rows.node(base + 1 + k, LON + STEP * k, lat)
    for k in range(1, TRUNK + 1):
        rows.segment(base + 1 + k, feeder_id, base + k, base + 1 + k)
    for n in range(base + 2, base + 1 + TRUNK):
        lon = rows.places[n][0]
        rows.node(n + 20, lon, lat + STEP)
        rows.node(n + 40, lon, lat + 2 * STEP)
        rows.segment(n + 20, feeder_id, n, n + 20)
        rows.segment(n + 40, feeder_id, n + 40, n + 20)  # drawn against the flow
        rows.device(1000 * f + n - base + 120, feeder_id, n + 20, "fuse")
        rows.transformer(n + 20, feeder_id)
        rows.transformer(n + 40, feeder_id)
    for number, segment, kind in ((1, 2, "breaker"), (2, 5, "recloser"), (3, 7, "switch")):
        rows.device(1000 * f + number, feeder_id, base + segment, kind)
    rows.add(
        "feeders", feeder_id=feeder_id, substation_id=1, feeder_name=f"F{feeder_id:04d}", voltage_kv=12.47,
        head_node_id=base + 1, rated_a=600.0, rated_kva=12000.0, peak_load_kw=420.0,
    )  # fmt: skip
    rows.add(
        "feeder_status", feeder_id=feeder_id, load_kw=280.0, load_pct=2.4, current_a=14.0, voltage_kv=12.47,
        power_factor=0.97, is_energized=True, updated_at=AT,
    )  # fmt: skip
    units = 2 * (TRUNK - 1)
    segments = TRUNK + units + (f % 2 == 0)  # the tie's segment belongs to the first of the pair
    rows.add(
        "feeder_summary", feeder_id=feeder_id, substation_id=1, segments=segments, poles=units,
        transformers=units, meters=4 * units, customers_served=3 * units, length_km=0.2 * segments,
        average_health_score=70.0,
    )  # fmt: skip


def town(feeders: int = 2, *, utility_id: int = 1, crews: int = 3) -> dict[str, pa.Table]:
    """The tables of a town, parents first; see the module for its ids."""
    rows = _Rows(utility_id)
    area = [[LON - 0.1, LAT - 0.1], [LON + 0.1, LAT - 0.1], [LON + 0.1, LAT + 0.2], [LON - 0.1, LAT + 0.2]]
    rows.add(
        "utilities", utility_name=f"Town {utility_id}", time_zone="America/Chicago", is_demo=True, seed=1,
        service_area=json.dumps({"type": "Polygon", "coordinates": [[*area, area[0]]]}), source_note="made by hand",
    )  # fmt: skip
    rows.add(
        "substations", substation_id=1, substation_name="SUB-001", lon=LON, lat=LAT, voltage_kv=138.0, capacity_mva=50.0
    )
    for f in range(feeders):
        _feeder(rows, f)
    for f in range(0, feeders - 1, 2):
        rows.segment(90 + 100 * f, f + 1, 100 * f + 1 + TRUNK, 100 * (f + 1) + 1 + TRUNK)
        rows.device(500 + f, f + 1, 90 + 100 * f, "tie", other=f + 2)
    for k in range(1, crews + 1):
        rows.add(
            "crews", crew_id=k, crew_name=f"Crew {k}", kind="line", status="available", members=2, outage_id=None,
            lon=LON, lat=LAT, updated_at=AT,
        )  # fmt: skip
    for hour in range(-2, 48):
        rows.add(
            "weather", observed_at=AT + dt.timedelta(hours=hour), temperature_c=33.0, humidity_pct=60.0, wind_mps=5.0,
            is_simulated=True,
        )  # fmt: skip
    order = ("utilities", "substations", "feeders", "nodes")
    names = [*order, *(name for name in rows.tables if name not in order)]
    return {name: pa.Table.from_pylist(rows.tables[name]) for name in names}


def load_town(source: PostgresSource, feeders: int = 2, **options: Any) -> None:
    """Write a town into a migrated database."""
    with source.transaction("test", "load town") as connection:
        copy_in_all(connection, town(feeders, **options))
