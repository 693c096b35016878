"""The view of vegetation without a browser: the work list, its totals by feeder and what is on the map."""

from __future__ import annotations

import numpy as np
import pytest

from app.tabs.asset_health.vegetation.view import VegetationView
from data_sources.assets import AssetRef
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.app.tabs.asset_health.planning import PlanningSession, say
from tests.data_sources.towns import load_town

SPANS = """
INSERT INTO flux.vegetation_risk (
    segment_id, utility_id, assessed_at, risk, level, required_clearance_m, clearance_m, trim_in_years, customers,
    is_simulated
)
SELECT
    segment_id, utility_id, '2026-07-15T20:00Z', risk, level, 2.4, clearance, trim, customers, false
FROM (
    SELECT *, row_number() OVER (ORDER BY segment_id) AS n FROM flux.segments WHERE utility_id = 1
) AS s
JOIN (
    VALUES (1, 0.9, 'critical', 1.0, 0.0, 30), (2, 0.7, 'high', 2.9, 0.5, 20), (3, 0.4, 'moderate', 6.0, 4.0, 10),
           (4, 'NaN', 'unknown', 'NaN', 'NaN', 5)
) AS v (n, risk, level, clearance, trim, customers) USING (n)
"""


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    """Four surveyed spans: one due, one within a year, one later, one of which nothing is known."""
    load_town(empty_source, 2)
    with empty_source.connection() as connection:
        connection.execute(SPANS)
    return empty_source


def shown(one: PlanningSession) -> list[str]:
    return one.view.table.whole()["level"].to_pylist()


def test_what_is_due_first_stands_at_the_top_and_what_is_not_known_last(town: PostgresSource) -> None:
    one = PlanningSession(town, VegetationView, trim_within="all")
    assert shown(one) == ["critical", "high", "moderate", "unknown"]
    assert "due</td>" in one.view.table.html
    assert "not known</td>" in one.view.table.html
    rows = town.fetch(Query.of("vegetation_risk", utility_id=1))
    km = float(np.asarray(rows["length_m"].to_numpy(), float).sum()) / 1000
    assert f"{km:,.1f}" in one.view.figures.html
    places = one.view.map.stage._renderer.layers[0]
    assert int(places.is_drawn.sum()) == 4


def test_time_and_level_narrow_list_totals_and_map(town: PostgresSource) -> None:
    one = PlanningSession(town, VegetationView)
    assert shown(one) == ["critical", "high"]  # within a year, as it opens
    say(one.view.bar, "trim_within", "0")
    assert shown(one) == ["critical"]
    assert int(one.view.map.stage._renderer.layers[0].is_drawn.sum()) == 1
    say(one.view.bar, "trim_within", "all")
    say(one.view.bar, "trim_level", "unknown")
    assert shown(one) == ["unknown"]
    say(one.view.bar, "trim_within", "3")
    assert "Nothing is to be trimmed as chosen" in one.view.list_board.veil.html


def test_totals_by_feeder_add_up_and_open_the_feeder(town: PostgresSource) -> None:
    one = PlanningSession(town, VegetationView, trim_within="all")
    feeders, spans = one.view.feeders.whole(), one.view.table.whole()
    assert sum(feeders["spans"].to_pylist()) == spans.num_rows == 4
    assert sum(feeders["length_m"].to_pylist()) == pytest.approx(sum(spans["length_m"].to_pylist()))
    assert (sum(feeders["due"].to_pylist()), sum(feeders["critical"].to_pylist())) == (1, 1)
    feeder = one.view.feeders.shown["feeder_id"][0].as_py()
    say(one.view.feeders, "row", str(feeder))
    assert (one.state.selection.scope, one.state.selection.scope_id) == ("feeder", feeder)
    assert one.view.feeders.whole().num_rows == 1


def test_a_row_picks_its_span_for_all_tabs(town: PostgresSource) -> None:
    one = PlanningSession(town, VegetationView)
    key = one.view.table.shown["segment_id"][0].as_py()
    say(one.view.table, "row", str(key))
    assert one.state.selection.asset == AssetRef("segment", key)
    assert one.view.table.picked == str(key)


def test_without_a_survey_it_says_how_to_get_one(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    one = PlanningSession(empty_source, VegetationView)
    assert "No vegetation was surveyed here" in one.view.list_board.veil.html
    assert "fluxops import vegetation" in one.view.feeder_board.veil.html
