"""A utility's assets assessed: health, probability of failure, who would be out, and the risk, each with its band."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from data_sources.analytics.health.classes import CLASSES
from data_sources.analytics.health.hazard import Hazard
from data_sources.analytics.health.index import HealthScores, health
from data_sources.analytics.health.parts import (
    age_part,
    kin_part,
    life_part,
    loading_part,
    strength_part,
    voltage_part,
)
from data_sources.analytics.health.poles import strength_today_pct
from data_sources.analytics.health.risk import Affected, AssetRisk, RiskParameters, replacement_costs, risk
from data_sources.network.graph import Network
from data_sources.network.rows import Floats
from data_sources.studies.assets.factors import Usual, unit_factors
from data_sources.studies.assets.ground import StandingAssets, affected, assets
from data_sources.studies.assets.hazards import fit_hazards, kin_ratios, probabilities
from data_sources.studies.assets.record import AssetRecord, Inspected
from data_sources.studies.assets.stress import Stress

LEAST_HOURS = 10
"""Failures with a known outage before the record's own mean is taken for how long one lasts."""


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """What is found, each array of shape (assets,) or (assets, parts).

    Attributes:
        assets: judged.
        parts: of the health score, in the order of `PARTS`.
        health: scores with their band.
        age_years: NaN not known.
        inspected: latest inspections; `strength_pct` as it is thought to be now.
        probability: of failure within a year: best, low, high.
        affected: who would be out.
        outage_hours: for how long.
        risk: in customer-minutes and US$ a year.
        stress: of the last year.
        hazards: by class.
        record: of inspections and failures.
        parameters: of the risk.
    """

    assets: StandingAssets
    parts: Floats
    health: HealthScores
    age_years: Floats
    inspected: Inspected
    probability: tuple[Floats, Floats, Floats]
    affected: Affected
    outage_hours: Floats
    risk: AssetRisk
    stress: Stress
    hazards: list[Hazard]
    record: AssetRecord
    parameters: RiskParameters = field(default_factory=RiskParameters)


def assess(
    network: Network,
    tables: Mapping[str, pa.Table],
    now: float,
    stress: Callable[[StandingAssets], Stress],
    parameters: RiskParameters | None = None,
) -> Assessment:
    """Assess the transformers and poles of a network.

    Args:
        network: of the utility.
        tables: as of `asset_tables`.
        now: year to assess for (`record.year_of`).
        stress: tells how hard assets were used.
        parameters: of the risk.
    """
    chosen = parameters or RiskParameters()
    found = assets(network, tables)
    return judge(found, tables, now, affected(network, found, tables, chosen), stress, chosen)


def judge(
    found: StandingAssets,
    tables: Mapping[str, pa.Table],
    now: float,
    who: Affected,
    stress: Callable[[StandingAssets], Stress],
    parameters: RiskParameters,
) -> Assessment:
    """Assess assets of which is known who would be out; arguments as of `assess`."""
    record, used = AssetRecord(found, tables, now), stress(found)
    usual = Usual.of(record, used.peak_load_pct)
    hazards = fit_hazards(record, used.peak_load_pct, usual)
    standing = np.arange(len(found))
    age = np.maximum(now - record.units.begin[standing], 0.0)
    seen = record.inspected(now, standing)
    z, spread = unit_factors(record, used.peak_load_pct, usual, standing, now)
    probability = probabilities(hazards, found.number, age, z, spread)
    seen = _today(seen, age, now)
    parts = _parts(record, hazards, seen, age, used)
    weights = np.array([one.weights for one in CLASSES])[found.number]
    scores = health(parts, weights, now - seen.at)
    hours = _hours(record, parameters)[found.number]
    costs = replacement_costs(found.number, found.rated_kva, parameters)
    found_risk = risk(probability[0], who, hours, costs, parameters.unplanned_factor)
    return Assessment(
        found, parts, scores, age, seen, probability, who, hours, found_risk, used, hazards, record, parameters
    )


def _today(seen: Inspected, age: Floats, now: float) -> Inspected:
    """Strength as it is thought to be now, and the condition no better than that."""
    since = now - seen.at
    strength = strength_today_pct(seen.strength_pct, age - since, since)
    return Inspected(np.fmin(seen.condition, strength_part(strength)), strength, seen.at)


def _parts(record: AssetRecord, hazards: list[Hazard], seen: Inspected, age: Floats, used: Stress) -> Floats:
    return np.column_stack(
        [
            age_part(age, record.assets.expected_life_years), seen.condition, loading_part(used.peak_load_pct),
            life_part(used.loss_of_life_pct, age), voltage_part(used.voltage_exceptions_pct),
            kin_part(kin_ratios(record, hazards)),
        ]
    )  # fmt: skip


def _hours(record: AssetRecord, parameters: RiskParameters) -> Floats:
    """Hours until service is back, by class: the record's own mean where it has enough of them."""
    known = ~np.isnan(record.failed_hours)
    number = record.assets.number[record.failed_asset]
    found = []
    for row, one in enumerate(CLASSES):
        own = record.failed_hours[known & (number == row)]
        found.append(float(own.mean()) if len(own) >= LEAST_HOURS else parameters.outage_hours[one.name])
    return np.array(found)
