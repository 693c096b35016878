"""First live rows of a network that came without a power flow: mean loads, nominal voltages, supply as switched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.topology import Topology
from data_sources.importers.imported import SCHEMAS

POWER_FACTOR = 0.95
NOMINAL_V = 120.0
SQRT3 = 3**0.5

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def status_tables(tables: Mapping[str, pa.Table], load_kw: Floats, now: dt.datetime) -> dict[str, pa.Table]:
    """Tables `transformer_status` and `feeder_status`.

    Args:
        tables: the network with ids counted from 1.
        load_kw: present load of each transformer, in the order of its table.
        now: time of the estimate.
    """
    transformers, feeders = tables["transformers"], tables["feeders"]
    reached = _reached(tables)
    rated = _floats(transformers, "rated_kva")
    is_fed = reached[_ints(transformers, "node_id") - 1]
    load = np.where(is_fed, load_kw, 0.0)
    of_service = np.where(np.array(transformers["kind"].to_pylist()) == "service", load, 0.0)
    sums = np.bincount(_ints(transformers, "feeder_id") - 1, weights=of_service, minlength=feeders.num_rows)
    kva, kv = sums / POWER_FACTOR, _floats(feeders, "voltage_kv")
    fed_heads = reached[_ints(feeders, "head_node_id") - 1]
    return {
        "transformer_status": _table("transformer_status", transformers, now, {
            "load_kw": load, "load_pct": 100 * np.abs(load) / POWER_FACTOR / rated,
            "voltage_v": np.where(is_fed, NOMINAL_V, 0.0), "is_energized": is_fed,
        }),
        "feeder_status": _table("feeder_status", feeders, now, {
            "load_kw": sums, "load_pct": 100 * kva / np.maximum(_floats(feeders, "rated_kva"), 1e-9),
            "current_a": kva / (SQRT3 * kv), "voltage_kv": kv, "power_factor": np.full(len(kv), POWER_FACTOR),
            "is_energized": fed_heads,
        }),
    }  # fmt: skip


def _table(name: str, parents: pa.Table, now: dt.datetime, values: Mapping[str, NDArray[np.generic]]) -> pa.Table:
    columns = {key: parents[key] for key in SCHEMAS[name].names if key.endswith("_id")}
    times = pa.array([now] * parents.num_rows, pa.timestamp("us", tz="UTC"))
    return pa.table({**columns, **values, "updated_at": times}).select(SCHEMAS[name].names).cast(SCHEMAS[name])


def _reached(tables: Mapping[str, pa.Table]) -> Bools:
    """Nodes with supply as the devices are now; every feeder's head node has a source."""
    segments, transformers, devices = tables["segments"], tables["transformers"], tables["devices"]
    joins = transformers["secondary_node_id"].is_valid()
    joined = transformers.filter(joins)
    start = np.concatenate([_ints(segments, "from_node_id"), _ints(joined, "node_id")]) - 1
    end = np.concatenate([_ints(segments, "to_node_id"), _ints(joined, "secondary_node_id")]) - 1
    closed = np.ones(len(start), dtype=bool)
    is_open = devices["is_open"].to_numpy(zero_copy_only=False).astype(bool)
    closed[_ints(devices, "segment_id")[is_open] - 1] = False
    roots = _ints(tables["feeders"], "head_node_id") - 1
    return Topology(tables["nodes"].num_rows, start, end, closed, roots).is_reached


def _ints(table: pa.Table, column: str) -> NDArray[np.int64]:
    values: NDArray[np.int64] = table[column].to_numpy().astype(np.int64)
    return values


def _floats(table: pa.Table, column: str) -> Floats:
    values: Floats = table[column].to_numpy().astype(np.float64)
    return values
