"""Plans of an assessment: what they buy is this year's risk less that of new units."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.analytics.health.classes import CLASSES
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.studies.assets.plan import NoSuchPlace, NotAssessed, PlanRequest, asset_plan
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


def test_a_plan_for_several_years_and_one_substation(empty_source: PostgresSource) -> None:
    """Over five years a pole of the town fails as the class's hazard says, told a year in the mean."""
    load_town(empty_source, 2)
    write_assessment(empty_source, 1, AT)
    one = asset_plan(empty_source, 1, PlanRequest(1e9, kinds=("pole",)))
    plan = asset_plan(empty_source, 1, PlanRequest(1e9, kinds=("pole",), years=5))
    new = -np.expm1(-((5 / 85) ** 4)) / 5
    assert plan.failures > one.failures  # they grow older
    assert plan.gain_failures == pytest.approx(plan.failures - 28 * new, rel=1e-5)
    spent, gained = plan.curve
    assert (spent[-1], gained[-1]) == (pytest.approx(plan.spent), pytest.approx(plan.gain_cost))
    feeder = asset_plan(empty_source, 1, PlanRequest(1e9, feeder_id=2))
    places = empty_source.fetch(Query.of("filter_choices", utility_id=1)).to_pylist()
    substation = next(row["substation_id"] for row in places if (row["kind"], row["asset_id"]) == ("feeder", 2))
    below = [row["asset_id"] for row in places if row["kind"] == "feeder" and row["substation_id"] == substation]
    found = asset_plan(empty_source, 1, PlanRequest(1e9, substation_id=substation))
    assert set(found.rows["feeder_id"].to_pylist()) <= set(below)
    assert found.places.num_rows >= feeder.places.num_rows > 0
    with pytest.raises(NoSuchPlace, match="no feeder 999 in this network"):
        asset_plan(empty_source, 1, PlanRequest(1e9, feeder_id=999))
    with pytest.raises(NoSuchPlace, match="no substation 999"):
        asset_plan(empty_source, 1, PlanRequest(1e9, substation_id=999))
    with pytest.raises(ValueError, match="from 1 to 30, not 0"):
        PlanRequest(1.0, years=0)
