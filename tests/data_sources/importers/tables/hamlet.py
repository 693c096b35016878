"""A hamlet in plain tables, with keys as somebody's own system has them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

Rows = list[dict[str, Any]]


# A substation, one feeder of two spans, a transformer and two meters; keys as somebody's own system has them.
HAMLET: dict[str, Rows] = {
    "substations": [{"substation_id": "Nord", "lon": 9.90, "lat": 53.50}],
    "feeders": [{"feeder_id": "N/1", "substation_id": "Nord", "voltage_kv": 20}],
    "nodes": [
        {"node_id": "a", "lon": 9.900, "lat": 53.500}, {"node_id": "b", "lon": 9.901, "lat": 53.500},
        {"node_id": "c", "lon": 9.902, "lat": 53.501},
    ],
    "segments": [
        {"segment_id": "s1", "feeder_id": "N/1", "from_node_id": "a", "to_node_id": "b"},
        {"segment_id": "s2", "feeder_id": "N/1", "from_node_id": "b", "to_node_id": "c"},
    ],
    "transformers": [{"transformer_id": "T-7", "rated_kva": 100, "node_id": "c"}],
    "meters": [
        {"meter_id": "M1", "transformer_id": "T-7", "monthly_kwh": 730},
        {"meter_id": "M2", "transformer_id": "T-7", "monthly_kwh": 1460},
    ],
    "devices": [{"device_id": "Q0", "segment_id": "s1", "kind": "breaker"}],
}  # fmt: skip


def write(folder: Path, changes: dict[str, Rows | None] | None = None) -> Path:
    """The hamlet as CSV, some tables exchanged (None: left out)."""
    folder.mkdir(exist_ok=True)
    for table, rows in (HAMLET | (changes or {})).items():
        if rows is None:
            continue
        keys = list(dict.fromkeys(key for one in rows for key in one))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, keys)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def changed(table: str, index: int, **values: Any) -> dict[str, Rows | None]:
    rows = [dict(one) for one in HAMLET[table]]
    rows[index] |= values
    return {table: rows}


def wkt(path: bytes) -> str:
    points = np.frombuffer(path, "<i4").reshape(-1, 2) * 1e-7
    return "LINESTRING (" + ", ".join(f"{x:.7f} {y:.7f}" for x, y in points) + ")"
