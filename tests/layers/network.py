"""A small network made of a formula, as the map's queries would answer it; seeded, so always the same."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data_sources.statements import statement
from layers.map_frames import build_snapshot
from layers.projection import to_lonlat, to_mercator
from layers.registry import BUILT_IN
from layers.snapshot import Snapshot

FEEDERS, PER_FEEDER = 6, 40


def tables(seed: int = 5) -> dict[str, pa.Table]:
    """Two substations, six feeders that run side by side, three places on every segment."""
    rng = np.random.default_rng(seed)
    cx, cy = (float(v) for v in to_mercator(-95.37, 29.76))
    feeder = np.repeat(np.arange(FEEDERS), PER_FEEDER)
    step = np.tile(np.arange(PER_FEEDER), FEEDERS)
    x0, y0 = cx + step * 100.0, cy + feeder * 300.0
    ends = np.stack([x0, y0, x0 + 60, y0 + 40, x0 + 100, y0], axis=1).reshape(-1, 3, 2)
    lon, lat = to_lonlat(ends[..., 0], ends[..., 1])
    paths = np.round(np.stack([lon, lat], axis=-1) * 1e7).astype("<i4").reshape(len(feeder), -1)
    count = len(feeder)
    place = np.repeat(np.arange(count), 3)
    px, py = x0[place] + rng.uniform(0, 100, count * 3), y0[place] + rng.uniform(0, 40, count * 3)
    plon, plat = to_lonlat(px, py)
    ids = pa.array(np.arange(1, count * 3 + 1), pa.int32())
    places = {"feeder_id": pa.array(feeder[place] + 1, pa.int32()), "lon": plon, "lat": plat}
    return {
        "substations": pa.table(
            {
                "substation_id": pa.array([1, 2], pa.int32()),
                "substation_name": ["SUB-001", "SUB-002"],
                "lon": [-95.37, -95.36],
                "lat": [29.76, 29.77],
                "voltage_kv": pa.array([138, 138], pa.float32()),
                "capacity_mva": pa.array([40, 60], pa.float32()),
            }
        ),
        "feeders": pa.table(
            {
                "feeder_id": pa.array(np.arange(1, FEEDERS + 1), pa.int32()),
                "substation_id": pa.array([1, 1, 1, 2, 2, 2], pa.int32()),
                "feeder_name": [f"F{i:04d}" for i in range(1, FEEDERS + 1)],
                "voltage_kv": pa.array([12.47, 12.47, 12.47, 12.47, 34.5, 34.5], pa.float32()),
                "load_kw": pa.array([1000.0] * FEEDERS, pa.float32()),
                "load_pct": pa.array([10, 40, 60, 80, 95, 110], pa.float32()),
                "is_energized": [True, True, True, True, True, False],
            }
        ),
        "segments": pa.table(
            {
                "segment_id": pa.array(np.arange(1, count + 1), pa.int32()),
                "feeder_id": pa.array(feeder + 1, pa.int32()),
                "segment_name": [f"L-{i}" for i in range(count)],
                "voltage_kv": pa.array(np.where(feeder < 4, 12.47, 34.5), pa.float32()),
                "phases": np.where(step % 2 == 0, "ABC", "A").tolist(),
                "is_underground": pa.array(step % 4 == 0),
                "path": pa.array([row.tobytes() for row in paths], pa.binary()),
            }
        ),
        "poles": pa.table(
            {
                "pole_id": ids,
                "pole_name": [f"P-{i}" for i in range(count * 3)],
                "health_score": pa.array(rng.uniform(20, 100, count * 3), pa.float32()),
                **places,
            }
        ),
        "transformers": pa.table(
            {
                "transformer_id": ids,
                "transformer_name": [f"TX-{i}" for i in range(count * 3)],
                "rated_kva": pa.array(rng.choice([25, 50, 100], count * 3), pa.float32()),
                "health_score": pa.array(rng.uniform(20, 100, count * 3), pa.float32()),
                "is_underground": pa.array(rng.random(count * 3) < 0.3),
                "customers_served": pa.array(rng.integers(1, 9, count * 3), pa.int32()),
                "load_pct": pa.array(rng.uniform(10, 130, count * 3), pa.float32()),
                "is_energized": pa.array(feeder[place] != 5),
                **places,
            }
        ),
        "meters": pa.table(
            {
                "meter_id": ids,
                "transformer_id": ids,
                "meter_name": [f"MTR-{i}" for i in range(count * 3)],
                "monthly_kwh": pa.array(rng.uniform(50, 9000, count * 3), pa.float32()),
                **places,
                "lat": plat + 2e-4,  # some 22 m north of its transformer
            }
        ),
    }


def outages() -> pa.Table:
    """One active outage, as its statement answers it."""
    schema = statement("active_outages").result
    assert schema is not None
    known = {
        "outage_id": 4,
        "lon": -95.365,
        "lat": 29.765,
        "customers_out": 1284,
        "cause": "tree_contact",
        "feeder_id": 1,
    }
    return pa.Table.from_pylist([{name: known.get(name) for name in schema.names}], schema)


def answers() -> dict[str, pa.Table]:
    """The answers of the map's statements, by their names."""
    return {**{f"map_{name}": table for name, table in tables().items()}, "active_outages": outages()}


def snapshot(version: int = 1) -> Snapshot:
    """The network as the map holds it."""
    found = answers()
    rows = {layer.name: found[layer.statement] for layer in BUILT_IN if layer.statement}
    return build_snapshot(1, found["map_feeders"], rows, version)
