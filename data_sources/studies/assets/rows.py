"""An assessment as rows of the live database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa

from data_sources.analytics.health.back_test import BackTest
from data_sources.analytics.health.classes import CLASSES, FACTORS, PARTS, WEIGHTS_SOURCE
from data_sources.analytics.health.hazard import SCALE, SHAPE, Hazard
from data_sources.analytics.health.risk import RiskParameters
from data_sources.analytics.health.vegetation import Vegetation
from data_sources.network.rows import Floats, Ints
from data_sources.studies.assets.assessment import Assessment


def health_rows(found: Assessment, utility_id: int, at: dt.datetime, *, is_simulated: bool) -> pa.Table:
    """Rows of flux.asset_health."""
    best, low, high = found.probability
    count = len(found.assets)
    numbers: dict[str, Floats] = {
        "health_score": found.health.score.round(1), "health_low": found.health.low, "health_high": found.health.high,
        "age_years": found.age_years,
        **{f"part_{name}": found.parts[:, k] for k, name in enumerate(PARTS)},
        "failure_probability": best, "failure_probability_low": low, "failure_probability_high": high,
        "outage_hours": found.outage_hours, "risk_customer_minutes": found.risk.customer_minutes,
        "risk_cost": found.risk.cost, "replacement_cost": found.risk.replacement_cost,
        "loss_of_life_pct": found.stress.loss_of_life_pct, "hot_spot_max_c": found.stress.hot_spot_max_c,
        "peak_load_pct": found.stress.peak_load_pct,
        "inspection_age_years": found.record.now - found.inspected.at,
        "remaining_strength_pct": found.inspected.strength_pct,
    }  # fmt: skip
    names = pa.array([one.name for one in CLASSES])
    kinds = pa.array(["transformer", "pole"])
    return pa.table(
        {
            "asset_kind": kinds.take(pa.array(found.assets.is_pole.astype(np.int8))),
            "asset_id": pa.array(found.assets.ids.astype(np.int32)),
            "utility_id": pa.array(np.full(count, utility_id, np.int32)),
            "assessed_at": _moments(at, count),
            "asset_class": names.take(pa.array(found.assets.number)),
            **{name: pa.array(values.astype(np.float32)) for name, values in numbers.items()},
            "customers": pa.array(found.affected.customers.astype(np.int32)),
            "critical_customers": pa.array(found.affected.critical.astype(np.int32)),
            "is_simulated": pa.array(np.full(count, is_simulated)),
        }
    )


def vegetation_rows(
    found: Vegetation, segment_ids: Ints, customers: Ints, is_simulated: pa.ChunkedArray, utility_id: int,
    at: dt.datetime,
) -> pa.Table:  # fmt: skip
    """Rows of flux.vegetation_risk, one a surveyed segment."""
    count = len(segment_ids)
    numbers = {
        "risk": found.risk, "required_clearance_m": found.required_clearance_m, "clearance_m": found.clearance_m,
        "trim_in_years": found.trim_in_years,
    }  # fmt: skip
    return pa.table(
        {
            "segment_id": pa.array(segment_ids.astype(np.int32)),
            "utility_id": pa.array(np.full(count, utility_id, np.int32)),
            "assessed_at": _moments(at, count),
            "level": pa.array(found.level),
            **{name: pa.array(values.astype(np.float32)) for name, values in numbers.items()},
            "customers": pa.array(customers.astype(np.int32)),
            "is_simulated": is_simulated,
        }
    )


def parameters_told(parameters: RiskParameters) -> dict[str, Any]:
    """What an assessment was made with, for people: weights, lives, costs and durations, each with its source."""
    classes = {
        one.name: {
            "expected_life_years": one.expected_life_years, "source": one.source,
            "weights": dict(zip(PARTS, one.weights, strict=True)),
        }
        for one in CLASSES
    }  # fmt: skip
    return {"classes": classes, "weights_source": WEIGHTS_SOURCE, "risk": asdict(parameters)}


def hazards_told(hazards: list[Hazard]) -> dict[str, Any]:
    """The hazard of each class: parameters with their 95 % bands, and whether fitted or assumed."""
    return {one.name: _hazard(hazard, one.prior.source) for one, hazard in zip(CLASSES, hazards, strict=True)}


def _hazard(hazard: Hazard, prior: str) -> dict[str, Any]:
    effects = zip(FACTORS, hazard.effects.tolist(), (hazard.band(2 + k) for k in range(len(FACTORS))), strict=True)
    return {
        "shape": hazard.shape, "shape_band": hazard.band(SHAPE), "scale_years": hazard.scale_years,
        "scale_band": hazard.band(SCALE), "failures": hazard.failures, "unit_years": hazard.unit_years,
        "undated_failures": hazard.undated_failures, "is_assumed": hazard.is_assumed,
        "is_shape_assumed": hazard.is_shape_assumed, "prior": prior if hazard.is_shape_assumed else None,
        "effects": {name: {"ratio": ratio, "band": band} for name, ratio, band in effects},
        "by_age": hazard.by_age.tolist(), "estimate": hazard.estimate.tolist(),
        "covariance": hazard.covariance.tolist(), "usual_ratio": hazard.usual_ratio,
    }  # fmt: skip


def back_test_told(judged: Mapping[str, BackTest]) -> dict[str, Any] | None:
    """The back-test by kind; None where nothing could be judged."""
    told = {
        name: {
            "ranked": one.ranked, "failed": one.failed, "lift_at_10_pct": one.lift, "area": one.area,
            "area_band": one.area_band, "share": one.share.tolist(), "gained": one.gained.tolist(),
        }
        for name, one in judged.items()
    }  # fmt: skip
    return told or None


def _moments(at: dt.datetime, count: int) -> pa.Array:
    return pa.array([at], pa.timestamp("us", tz="UTC")).take(pa.array(np.zeros(count, np.int8)))
