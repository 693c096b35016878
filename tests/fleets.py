"""Fleets made by hand: arrays as `Fleet.of` takes them from the database, with what a test wants to say of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from data_sources.fleet import OF_ASSETS, OF_SPANS, Fleet


def assets_table(count: int, **columns: Any) -> pa.Table:
    """Rows of asset_health.sql: transformers and poles in turn around Houston; what is not given is not known."""
    given: dict[str, Any] = {name: np.full(count, np.nan, np.float32) for name in OF_ASSETS}
    given |= {
        "asset_kind": pa.array(["transformer", "pole"] * (count // 2) + ["transformer"] * (count % 2), pa.string()),
        "asset_id": np.arange(count, dtype=np.int32), "feeder_id": np.ones(count, np.int32),
        "lon": -95.4 + np.linspace(0, 0.2, count), "lat": 29.7 + np.linspace(0, 0.1, count),
        "asset_name": pa.array([f"A-{number:04}" for number in range(count)], pa.string()), "asset_class": pa.array(["class"] * count, pa.string()),
        "is_simulated": pa.array([True] * count, pa.bool_()),
    }  # fmt: skip
    return pa.table(given | {name: _array(name, values) for name, values in columns.items()})


def spans_table(count: int = 0, **columns: Any) -> pa.Table:
    """Rows of vegetation_spans.sql."""
    given: dict[str, Any] = {name: np.full(count, np.nan, np.float32) for name in OF_SPANS}
    given |= {
        "segment_id": np.arange(count, dtype=np.int32), "feeder_id": np.ones(count, np.int32),
        "lon": np.full(count, -95.3), "lat": np.full(count, 29.8),
        "segment_name": pa.array([f"S-{number:04}" for number in range(count)], pa.string()),
        "span_class": pa.array(["overhead span"] * count, pa.string()), "is_simulated": pa.array([False] * count, pa.bool_()),
    }  # fmt: skip
    return pa.table(given | {name: _array(name, values) for name, values in columns.items()})


def fleet_of(count: int, spans: int = 0, **columns: Any) -> Fleet:
    """A fleet of so many assets and spans."""
    return Fleet.of(assets_table(count, **columns), spans_table(spans))


def random_fleet(count: int, seed: int = 1) -> Fleet:
    """A fleet with values of all kinds, some of them not known."""
    rng = np.random.default_rng(seed)
    health = rng.uniform(0, 100, count)
    health[rng.random(count) < 0.05] = np.nan
    return fleet_of(
        count, health_score=health, age_years=rng.integers(0, 70, count), failure_probability=10 ** rng.normal(-2, 0.5, count),
        customers=rng.integers(0, 30, count), outage_hours=rng.uniform(2, 8, count), peak_load_pct=rng.uniform(20, 150, count),
        risk_customer_minutes=10 ** rng.normal(1, 1, count), lon=rng.normal(-95.4, 0.3, count), lat=rng.normal(29.7, 0.2, count),
    )  # fmt: skip


def _array(name: str, values: Any) -> Any:
    """As the database would give it: numbers of OF_ASSETS and OF_SPANS are float32."""
    return np.asarray(values, np.float32) if name in (*OF_ASSETS, *OF_SPANS) else values
