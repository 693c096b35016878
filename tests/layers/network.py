"""A small network made of a formula, as the map's queries would answer it; seeded, so always the same."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.statements import statement
from layers.map_frames import build_snapshot
from layers.projection import to_lonlat, to_mercator
from layers.registry import BUILT_IN
from layers.snapshot import Snapshot

FEEDERS, PER_FEEDER = 6, 40


class Ground(NamedTuple):
    """Where everything is, in order of the segments; three places on every segment.

    Attributes:
        feeder: row of each segment's feeder.
        step: how far out on its feeder each segment is.
        paths: of each segment, three points as pairs of int32.
        place: row of each place's segment.
        lon: of each place.
        lat: likewise.
    """

    feeder: NDArray[np.int64]
    step: NDArray[np.int64]
    paths: NDArray[np.int32]
    place: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def tables(seed: int = 5) -> dict[str, pa.Table]:
    """Two substations, six feeders that run side by side, three places on every segment."""
    rng = np.random.default_rng(seed)
    ground = _ground(rng)
    ids = pa.array(np.arange(1, len(ground.place) + 1), pa.int32())
    feeder_id = pa.array(ground.feeder[ground.place] + 1, pa.int32())
    places = {"feeder_id": feeder_id, "lon": ground.lon, "lat": ground.lat}
    return {
        "substations": _substations(),
        "feeders": _feeders(),
        "segments": _segments(ground),
        "poles": _poles(ids, places, rng),
        "transformers": _transformers(ids, places, ground, rng),
        "meters": _meters(ids, places, rng),
    }


def _ground(rng: np.random.Generator) -> Ground:
    cx, cy = (float(v) for v in to_mercator(-95.37, 29.76))
    feeder = np.repeat(np.arange(FEEDERS), PER_FEEDER)
    step = np.tile(np.arange(PER_FEEDER), FEEDERS)
    x0, y0 = cx + step * 100.0, cy + feeder * 300.0
    ends = np.stack([x0, y0, x0 + 60, y0 + 40, x0 + 100, y0], axis=1).reshape(-1, 3, 2)
    lon, lat = to_lonlat(ends[..., 0], ends[..., 1])
    paths = np.round(np.stack([lon, lat], axis=-1) * 1e7).astype("<i4").reshape(len(feeder), -1)
    place = np.repeat(np.arange(len(feeder)), 3)
    px, py = x0[place] + rng.uniform(0, 100, len(place)), y0[place] + rng.uniform(0, 40, len(place))
    return Ground(feeder, step, paths, place, *to_lonlat(px, py))


def _substations() -> pa.Table:
    return pa.table({
        "substation_id": pa.array([1, 2], pa.int32()), "substation_name": ["SUB-001", "SUB-002"],
        "lon": [-95.37, -95.36], "lat": [29.76, 29.77], "voltage_kv": pa.array([138, 138], pa.float32()),
        "capacity_mva": pa.array([40, 60], pa.float32()),
    })  # fmt: skip


def _feeders() -> pa.Table:
    return pa.table({
        "feeder_id": pa.array(np.arange(1, FEEDERS + 1), pa.int32()),
        "substation_id": pa.array([1, 1, 1, 2, 2, 2], pa.int32()),
        "feeder_name": [f"F{i:04d}" for i in range(1, FEEDERS + 1)],
        "voltage_kv": pa.array([12.47, 12.47, 12.47, 12.47, 34.5, 34.5], pa.float32()),
        "load_kw": pa.array([1000.0] * FEEDERS, pa.float32()),
        "load_pct": pa.array([10, 40, 60, 80, 95, 110], pa.float32()),
        "is_energized": [True, True, True, True, True, False],
    })  # fmt: skip


def _segments(ground: Ground) -> pa.Table:
    count = len(ground.feeder)
    return pa.table({
        "segment_id": pa.array(np.arange(1, count + 1), pa.int32()),
        "feeder_id": pa.array(ground.feeder + 1, pa.int32()),
        "segment_name": [f"L-{i}" for i in range(count)],
        "voltage_kv": pa.array(np.where(ground.feeder < 4, 12.47, 34.5), pa.float32()),
        "phases": np.where(ground.step % 2 == 0, "ABC", "A").tolist(),
        "is_underground": pa.array(ground.step % 4 == 0),
        "path": pa.array([row.tobytes() for row in ground.paths], pa.binary()),
    })  # fmt: skip


def _poles(ids: pa.Array, places: dict[str, Any], rng: np.random.Generator) -> pa.Table:
    return pa.table({
        "pole_id": ids, "pole_name": [f"P-{i}" for i in range(len(ids))],
        "health_score": pa.array(rng.uniform(20, 100, len(ids)), pa.float32()), **places,
    })  # fmt: skip


def _transformers(ids: pa.Array, places: dict[str, Any], ground: Ground, rng: np.random.Generator) -> pa.Table:
    count = len(ids)
    return pa.table({
        "transformer_id": ids, "transformer_name": [f"TX-{i}" for i in range(count)],
        "rated_kva": pa.array(rng.choice([25, 50, 100], count), pa.float32()),
        "health_score": pa.array(rng.uniform(20, 100, count), pa.float32()),
        "is_underground": pa.array(rng.random(count) < 0.3),
        "customers_served": pa.array(rng.integers(1, 9, count), pa.int32()),
        "load_pct": pa.array(rng.uniform(10, 130, count), pa.float32()),
        "is_energized": pa.array(ground.feeder[ground.place] != 5),
        **places,
    })  # fmt: skip


def _meters(ids: pa.Array, places: dict[str, Any], rng: np.random.Generator) -> pa.Table:
    """Some 22 m north of their transformers."""
    return pa.table({
        "meter_id": ids, "transformer_id": ids, "meter_name": [f"MTR-{i}" for i in range(len(ids))],
        "monthly_kwh": pa.array(rng.uniform(50, 9000, len(ids)), pa.float32()), **places,
        "lat": places["lat"] + 2e-4,
    })  # fmt: skip


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
