"""Assets of a place together: as numpy sums the rows that the Fleet view shows, and as the bench counts them."""

from __future__ import annotations

import numpy as np
import pytest

from app.tabs.asset_health.tools.fleet_figures import (
    CLASSES_BY_HEALTH,
    FEEDERS_BY_ASSETS,
    FLEET_HEALTH,
    SUBSTATIONS_BY_ASSETS,
)
from data_sources.fleet import Fleet
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from layers.colours.scales import HEALTH
from tests.app.assistant.asking import turn
from tests.app.tabs.asset_health.tools.town import known


@pytest.fixture(scope="module")
def fleet(town: PostgresSource) -> Fleet:
    return Fleet.of(*(town.fetch(Query.of(name, utility_id=1)) for name in ("asset_health", "vegetation_spans")))


@pytest.mark.parametrize("kind", ["", "transformer", "pole"])
def test_it_is_what_the_fleet_view_shows(town: PostgresSource, fleet: Fleet, kind: str) -> None:
    (row,) = FLEET_HEALTH.call(turn(town), {"kind": kind}).table.to_pylist()
    mask = fleet.is_of(*((kind,) if kind else ("transformer", "pole")))
    health = fleet.numbers["health_score"][mask]
    bands = np.bincount(HEALTH.band(health), minlength=4)
    assert [row[name] for name in ("poor", "fair", "good", "unknown")] == bands.tolist()
    assert row["assets"] == mask.sum() == row["known"] + row["unknown"]
    assert row["health_score"] == pytest.approx(float(np.nanmean(health)), rel=1e-5)
    for name, own in (
        ("failures_expected", "failure_probability"), ("risk_cost", "risk_cost"), ("replacement_cost", "replacement_cost"),
        ("risk_customer_minutes", "risk_customer_minutes"),
    ):  # fmt: skip
        assert row[name] == pytest.approx(float(np.nansum(fleet.numbers[own][mask].astype(np.float64))), rel=1e-5)


@pytest.mark.parametrize("place", ["", "SUB-003", "F0002"])
def test_it_is_what_the_bench_knows(town: PostgresSource, place: str) -> None:
    ((row),) = known(town, "counts", place=place)
    found = FLEET_HEALTH.call(turn(town), {"kind": "transformer", "place": place, "quantity": "risk_cost"})
    assert found.table["risk_cost"].to_pylist() == [pytest.approx(row["transformer_risk_cost"], rel=1e-4)]
    assert found.table["health_score"].to_pylist() == [pytest.approx(row["transformer_health"], rel=1e-6)]
    assert found.column("risk_cost").unit == "US$/yr"


def test_feeders_and_substations_stand_in_their_order(town: PostgresSource) -> None:
    feeders = FEEDERS_BY_ASSETS.call(turn(town), {"by": "risk_cost", "order": "most", "n": 1000}).table
    values = feeders["risk_cost"].to_numpy()
    assert (np.diff(values) <= 0).all()
    whole = FLEET_HEALTH.call(turn(town), {}).table["risk_cost"][0].as_py()
    assert values.sum() == pytest.approx(whole)
    first = FEEDERS_BY_ASSETS.call(turn(town), {"by": "health_score", "n": 1, "kind": "transformer"})
    name = first.table["name"][0].as_py()
    own = FLEET_HEALTH.call(turn(town), {"place": name, "kind": "transformer"}).table["health_score"][0].as_py()
    assert first.table["health_score"].to_pylist() == [own]
    assert first.title == "Feeders by mean health of their transformers, lowest first"
    assert first.goes[0].lon is not None
    substations = SUBSTATIONS_BY_ASSETS.call(turn(town), {"by": "failures_expected", "order": "most", "n": 1000}).table
    assert substations["failures_expected"].to_numpy().sum() == pytest.approx(
        FLEET_HEALTH.call(turn(town), {}).table["failures_expected"][0].as_py()
    )


def test_what_is_known_of_no_feeder_ranks_none(demo: PostgresSource) -> None:
    found = FEEDERS_BY_ASSETS.call(turn(demo), {"by": "hot", "order": "most"})
    assert found.table.num_rows == 0
    assert "feeders of which it is not known: left out." in found.note


def test_classes(town: PostgresSource) -> None:
    found = CLASSES_BY_HEALTH.call(turn(town), {"kind": "pole", "place": "SUB-001"})
    assert set(found.table["name"].to_pylist()) <= {"wood pole", "steel pole", "concrete pole", "other pole"}
    whole = FLEET_HEALTH.call(turn(town), {"kind": "pole", "place": "SUB-001"}).table
    assert sum(found.table["assets"].to_pylist()) == whole["assets"][0].as_py()


def test_before_any_assessment_nothing_is_said(empty_source: PostgresSource) -> None:
    found = CLASSES_BY_HEALTH.call(turn(empty_source), {})
    assert found.table.num_rows == 0
    assert found.note == "No asset here was assessed yet."
