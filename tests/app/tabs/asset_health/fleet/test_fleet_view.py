"""The view of the fleet without a browser, on the small demo: what is chosen and brushed, in figures, list and map."""

from __future__ import annotations

import numpy as np
import pytest

from app.tabs.asset_health.fleet.view import FleetView
from data_sources.assets import AssetRef
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.app.tabs.asset_health.desk import AssetSession
from tests.assessed import assess, unassess


@pytest.fixture(scope="module")
def assessed(copy_of: object, demo_template: str) -> object:
    with copy_of(demo_template) as source:  # type: ignore[operator]
        assess(source)
        yield source


def session(source: PostgresSource, **own: object) -> AssetSession:
    return AssetSession(source, FleetView, **own)


def listed(one: AssetSession) -> int:
    """How many assets the list says that it has."""
    return one.view.table.whole()().num_rows


def test_all_assets_are_listed_by_risk_and_counted(assessed: PostgresSource) -> None:
    one = session(assessed)
    table = one.view.table.whole()()
    rows = assessed.fetch(Query.of("asset_health", utility_id=1))
    assert table.num_rows == rows.num_rows > 1000
    assert set(table["kind"].to_pylist()) == {"transformer", "pole"}
    risk = np.asarray(table["risk_customer_minutes"].to_numpy())
    assert (np.diff(risk) <= 0).all()
    assert f"{rows.num_rows:,}" in one.view.figures.html
    health = np.asarray(rows["health_score"].to_numpy())
    assert f"{int((health < 50).sum()):,}" in one.view.figures.html
    assert f"{int(np.isnan(health).sum()):,}" in one.view.figures.html


def test_kind_band_and_place_narrow_what_is_shown(assessed: PostgresSource) -> None:
    one = session(assessed)
    rows = assessed.fetch(Query.of("asset_health", utility_id=1)).to_pandas()
    one.own.fleet_kind = "pole"
    assert listed(one) == (rows["asset_kind"] == "pole").sum()
    one.own.fleet_band = "poor"
    assert listed(one) == ((rows["asset_kind"] == "pole") & (rows["health_score"] < 50)).sum()
    one.own.param.update(fleet_kind="assets", fleet_band="all")
    feeder = int(rows["feeder_id"].iloc[0])
    one.state.selection.change(scope="feeder", scope_id=feeder)
    assert listed(one) == (rows["feeder_id"] == feeder).sum()
    one.state.selection.change(scope="substation", scope_id=1)
    assert (rows["feeder_id"] == feeder).sum() < listed(one) < len(rows)


def test_a_brush_in_the_address_narrows_list_figures_and_map_and_a_click_clears_it(assessed: PostgresSource) -> None:
    one = session(assessed, fleet_h_brush=[20.0, 40.0])
    health = np.asarray(assessed.fetch(Query.of("asset_health", utility_id=1))["health_score"].to_numpy())
    wanted = int(((health >= 20) & (health <= 40)).sum())
    assert listed(one) == wanted
    assert "Brushed" in one.view.figures.html
    assert f"of {len(health):,} shown" in one.view.figures.html
    assert int(one.view.map.stage._renderer.layers[0].is_drawn.sum()) == wanted
    assert "Health 20 to 40 of 100" in one.view.bar.html
    one.view.bar.model._on_message({"action": "unbrush", "value": "histogram"})
    assert one.own.fleet_h_brush == []
    assert listed(one) == len(health)


def test_another_quantity_lets_go_of_what_was_brushed_on_the_old_one(assessed: PostgresSource) -> None:
    one = session(assessed, fleet_h_brush=[20.0, 40.0], fleet_xy_brush=[0.0, -9.0, 9.0, 9.0])
    one.view.histogram.heading.model._on_message({"action": "fleet_h", "value": "age"})
    assert (one.own.fleet_h, one.own.fleet_h_brush) == ("age", [])
    assert one.own.fleet_xy_brush == [0.0, -9.0, 9.0, 9.0]


def test_vegetation_is_a_list_of_spans_with_charts_of_their_own(assessed: PostgresSource) -> None:
    one = session(assessed)
    one.view.map.tools.model._on_message({"action": "colour", "value": "vegetation"})
    assert (one.own.fleet_kind, one.own.fleet_colour) == ("segment", "vegetation")
    table = one.view.table.whole()()
    assert table.num_rows == assessed.fetch(Query.of("vegetation_spans", utility_id=1)).num_rows
    assert (np.diff(np.asarray(table["vegetation_risk"].to_numpy())) <= 0).all()
    assert "Clearance" in one.view.table.html
    assert "Vegetation risk" in one.view.histogram.heading.html
    one.view.bar.model._on_message({"action": "kind", "value": "assets"})
    assert (one.own.fleet_kind, one.own.fleet_colour) == ("assets", "health")


def test_sorting_by_a_heading_and_filtering_by_name(assessed: PostgresSource) -> None:
    one = session(assessed, fleet_kind="transformer")
    send = one.view.table.model._on_message
    send({"action": "sort", "value": "age_years"})
    ages = np.asarray(one.view.table.whole()()["age_years"].to_pandas())
    known = ages[np.isfinite(ages)]
    assert (np.diff(known) <= 0).all()
    assert np.isnan(ages[len(known) :]).all()
    name = one.view.table.whole()()["name"][5].as_py()
    send({"action": "needle", "value": name.lower()})
    assert name in one.view.table.whole()()["name"].to_pylist()
    assert listed(one) < 20


def test_a_row_picks_its_asset_for_all_tabs_and_what_is_picked_elsewhere_is_marked(assessed: PostgresSource) -> None:
    one = session(assessed)
    fleet = one.view.book.fleet
    row = fleet.row_of(AssetRef("pole", int(fleet.asset_id[-1 - len(fleet) // 8])))
    row = int(np.flatnonzero(fleet.is_of("pole"))[3])
    one.view.table.model._on_message({"action": "row", "value": str(row)})
    assert one.state.selection.asset == fleet.ref(row)
    other = fleet.ref(0)
    one.state.selection.change(asset=other)
    assert one.view.table.picked == "0"


def test_a_new_assessment_is_shown_and_brushes_stay(copy_of: object, demo_template: str) -> None:
    with copy_of(demo_template) as source:  # type: ignore[operator]
        unassess(source)
        one = session(source, fleet_h_brush=[20.0, 40.0])
        assert "No asset was assessed yet" in one.view.list.veil.html
        assess(source)
        one.look_again()
        health = np.asarray(source.fetch(Query.of("asset_health", utility_id=1))["health_score"].to_numpy())
        assert listed(one) == int(((health >= 20) & (health <= 40)).sum())
        assert one.view.list.veil.html == ""


def test_a_fleet_of_which_nothing_is_known_says_so(copy_of: object, demo_template: str) -> None:
    with copy_of(demo_template) as source:  # type: ignore[operator]
        assess(source, known=False)
        one = session(source)
        assert "not known of any" in one.view.figures.html
        assert "Not known" in one.view.table.html
        one.own.fleet_band = "unknown"
        assert listed(one) == len(one.view.book.fleet) - int(one.view.book.fleet.is_of("segment").sum())
        one.own.fleet_band = "good"
        assert "No asset is as chosen above" in one.view.list.veil.html


def test_sessions_that_look_at_the_same_rows_share_one_fleet(assessed: PostgresSource) -> None:
    from data_sources.cache import CachedSource
    from tests.app.looping import GivenVersions

    cached = CachedSource(assessed, GivenVersions())
    assert session(cached).view.book.fleet is session(cached).view.book.fleet  # type: ignore[arg-type]
