"""An assessment in the database: one number everywhere, what is unknown stays unknown, who is out behind a pole."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from data_sources.analytics.health.risk import RiskParameters
from data_sources.checks.integrity import check_utility
from data_sources.network.graph import load_network
from data_sources.network.trace import trace
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.studies.assets.ground import affected, asset_tables, assets
from data_sources.studies.assets.writing import assessment_inputs, write_assessment
from tests.data_sources.towns import load_town

NOW = dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)


def run(source: PostgresSource, text: str) -> list[tuple[Any, ...]]:
    with source.connection() as connection:
        cursor = connection.execute(text.encode())
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    """Two feeders; pole 22 is inspected, transformer 42 has neither age nor inspection, a tree stands beside segment 22."""
    load_town(empty_source, 2)
    run(empty_source, "UPDATE flux.transformers SET installed_year = 0 WHERE transformer_id = 42")
    run(
        empty_source,
        "INSERT INTO flux.inspections (utility_id, asset_kind, asset_id, inspected_on, result, condition_score, "
        "remaining_strength_pct) VALUES (1, 'pole', 22, '2026-07-01', 'poor', 40, 60)",
    )
    run(
        empty_source,
        "INSERT INTO flux.vegetation (segment_id, utility_id, distance_m, canopy_radius_m, tree_height_m, "
        "growth_m_per_year, surveyed_on) VALUES (22, 1, 5, 2, 12, 0.4, '2026-07-15')",
    )
    return empty_source


def test_one_number_everywhere(town: PostgresSource) -> None:
    written = write_assessment(town, 1, NOW)
    assert (written.assets, written.unknown, written.places) == (56, 1, 1)
    apart = (
        "SELECT count(*) FROM flux.asset_health AS h JOIN flux.{0}s AS a ON a.{0}_id = h.asset_id AND h.asset_kind = '{0}' "
        "WHERE a.health_score IS DISTINCT FROM h.health_score"
    )
    assert run(town, apart.format("transformer")) == run(town, apart.format("pole")) == [(0,)]
    mean = "SELECT avg(flux.known(health_score)) FROM (SELECT feeder_id, health_score FROM flux.transformers UNION ALL SELECT feeder_id, health_score FROM flux.poles) AS a WHERE feeder_id = 1"
    kept = run(town, "SELECT average_health_score FROM flux.feeder_summary WHERE feeder_id = 1")[0][0]
    assert kept == pytest.approx(run(town, mean)[0][0], rel=1e-6)
    rows = town.fetch(Query.of("asset_health", utility_id=1))
    assert rows.num_rows == 56
    assert rows["asset_kind"].to_pylist()[:28] == ["transformer"] * 28
    errors = [one for one in check_utility(town, 1) if one.severity == "error" and one.count]
    assert not [one for one in errors if "health" in str(one) or one.check.startswith("values")]


def test_a_screen_that_would_show_another_number_is_found(town: PostgresSource) -> None:
    write_assessment(town, 1, NOW)
    run(town, "UPDATE flux.poles SET health_score = 1 WHERE pole_id IN (22, 23)")
    found = {one.check: one for one in check_utility(town, 1)}
    wrong = found["references: asset_health.health_score (pole)"]
    assert (wrong.count, wrong.severity) == (2, "error")
    assert "22, 23" in wrong.examples
    assert found["references: asset_health.health_score (transformer)"].severity == "ok"


def test_what_is_unknown_stays_unknown_and_widens_the_band(town: PostgresSource) -> None:
    write_assessment(town, 1, NOW)
    rows = {(r["asset_kind"], r["asset_id"]): r for r in town.fetch(Query.of("asset_health", utility_id=1)).to_pylist()}
    unknown, known, pole = rows[("transformer", 42)], rows[("transformer", 43)], rows[("pole", 22)]
    assert np.isnan(
        [unknown[n] for n in ("health_score", "age_years", "part_age", "part_condition", "peak_load_pct")]
    ).all()
    assert unknown["failure_probability"] > 0
    wide, usual = (r["failure_probability_high"] / r["failure_probability_low"] for r in (unknown, known))
    assert wide > 5 * usual
    assert known["health_high"] - known["health_low"] > 50  # age alone is known of it
    assert pole["health_high"] - pole["health_low"] < 20
    assert pole["part_condition"] < 25  # 60 % of the strength: below two thirds
    assert pole["failure_probability"] > rows[("pole", 23)]["failure_probability"]


def test_risk_of_a_pole_and_its_customers(town: PostgresSource) -> None:
    """Behind pole 22 hang transformers 22 and 42, of three customers each; a wood pole takes six hours."""
    write_assessment(town, 1, NOW)
    row = next(
        r
        for r in town.fetch(Query.of("asset_health", utility_id=1)).to_pylist()
        if (r["asset_kind"], r["asset_id"]) == ("pole", 22)
    )
    assert (row["customers"], row["critical_customers"]) == (6, 0)
    assert row["risk_customer_minutes"] == pytest.approx(row["failure_probability"] * 6 * 6 * 60, rel=1e-5)
    hour = 6 * RiskParameters().customer_hour_cost["residential"]
    assert row["risk_cost"] == pytest.approx(row["failure_probability"] * (hour * 6 + 1.5 * 4500), rel=1e-5)


def test_vegetation_is_assessed(town: PostgresSource) -> None:
    """0.7 (1 - 3 / 15.6) + 0.3 * 0.4 = 0.685: high; 3 m left, 2.4 needed, 0.4 m a year: 1.5 years; six customers."""
    write_assessment(town, 1, NOW)
    found = run(
        town,
        "SELECT risk, level, required_clearance_m, clearance_m, trim_in_years, customers FROM flux.vegetation_risk",
    )
    assert found == [
        (
            pytest.approx(0.68538, abs=1e-4),
            "high",
            pytest.approx(2.4),
            pytest.approx(3, abs=0.01),
            pytest.approx(1.5, abs=0.02),
            6,
        )
    ]


def test_customers_behind_every_pole_are_those_of_a_trace(demo: PostgresSource) -> None:
    utility_id = demo.fetch(Query.of("utilities")).to_pylist()[0]["utility_id"]
    network, tables = load_network(demo, utility_id), asset_tables(demo, utility_id)
    found = assets(network, tables)
    who = affected(network, found, tables, RiskParameters())
    for row in range(found.transformers, len(found), 37):
        traced = trace(network, "pole", int(found.ids[row]), "downstream", network.normally_open)
        assert who.customers[row] == traced.customers, found.ids[row]
    served = tables["transformers"]["customers_served"].to_numpy()
    assert (who.customers[: found.transformers] == served).all()
    assert who.critical[: found.transformers].sum() == len(network.rows.critical_customers)


def test_what_it_is_made_of_has_a_mark(town: PostgresSource) -> None:
    before = assessment_inputs(town, 1)
    assert assessment_inputs(town, 1) == before
    run(town, "UPDATE flux.inspections SET condition_score = 41")
    changed = assessment_inputs(town, 1)
    assert changed != before
    run(town, "DELETE FROM flux.inspections")
    assert assessment_inputs(town, 1) != changed
    write_assessment(town, 1, NOW)
    write_assessment(town, 1, NOW)  # a second one takes the place of the first
    assert run(town, "SELECT count(*), count(DISTINCT asset_id) FROM flux.asset_health WHERE asset_kind = 'pole'") == [
        (28, 28)
    ]
    kept = town.fetch(Query.of("asset_assessment", utility_id=1)).to_pylist()[0]
    assert kept["inputs"] == assessment_inputs(town, 1)
    assert kept["back_test"] is None
