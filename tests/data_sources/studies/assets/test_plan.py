"""Plans of an assessment: what they buy is this year's risk less that of new units."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.analytics.health.classes import CLASSES
from data_sources.postgres.source import PostgresSource
from data_sources.studies.assets.plan import NotAssessed, PlanRequest, asset_plan
from data_sources.studies.assets.writing import write_assessment
from tests.data_sources.towns import load_town

AT = dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)


def test_what_a_plan_buys(empty_source: PostgresSource) -> None:
    """All 28 poles of one age fall to what the assumed hazard of wood gives a new one: 1 - exp(-(1 / 85)^4)."""
    load_town(empty_source, 2)
    with pytest.raises(NotAssessed, match="not assessed yet"):
        asset_plan(empty_source, 1, PlanRequest(1e6))
    write_assessment(empty_source, 1, AT)
    plan = asset_plan(empty_source, 1, PlanRequest(1e9, kinds=("pole",)))
    assert plan.places.num_rows == 28
    new = -np.expm1(-((1 / 85) ** 4))
    now = plan.failures / 28
    assert plan.gain_failures == pytest.approx(plan.failures - 28 * new, rel=1e-5)
    assert plan.gain_customer_minutes == pytest.approx(plan.risk_customer_minutes * (1 - new / now), rel=1e-5)
    assert plan.gain_saidi_minutes == pytest.approx(plan.gain_customer_minutes / 84)
    assert next(one for one in CLASSES if one.name == "wood pole").prior.scale_years == 85
    wanted = asset_plan(empty_source, 1, PlanRequest(9_100.0, "customer_minutes", ("pole",), feeder_id=2))
    assert wanted.spent == 9_000
    assert wanted.rows["feeder_id"].to_pylist() == [2, 2]
    assert wanted.rows["customers"].to_pylist() == [6, 6]  # the poles with most customers behind them
