"""The page of an asset without a browser, on the small demo: what it says is what the database says, or that nobody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from app.tabs.asset_health.asset.rows import happened
from app.tabs.asset_health.asset.view import PageView
from data_sources.assets import AssetRef
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.app.tabs.asset_health.desk import AssetSession
from tests.assessed import assess
from tests.data_sources.demo.simulator.simulating import rows


@pytest.fixture(scope="module")
def assessed(copy_of: Any, demo_template: str) -> Iterator[PostgresSource]:
    with copy_of(demo_template) as source:
        assess(source)
        yield source


def page(source: Any, kind: Any, asset_id: int) -> AssetSession:
    one = AssetSession(source, PageView)
    one.state.selection.change(asset=AssetRef(kind, asset_id))
    one.look()
    return one


def row_of(source: PostgresSource, kind: str, asset_id: int) -> dict[str, Any]:
    rows = source.fetch(Query.of("asset_health", utility_id=1)).to_pylist()
    return next(row for row in rows if (row["asset_kind"], row["asset_id"]) == (kind, asset_id))


def test_nothing_is_picked(assessed: PostgresSource) -> None:
    one = AssetSession(assessed, PageView)
    assert "No transformer or pole is picked" in one.view.head.html
    one.state.selection.change(asset=AssetRef("feeder", 1))
    one.look()
    assert "No transformer or pole is picked" in one.view.head.html


def test_a_transformer_is_told_with_its_figures_parts_and_nameplate(assessed: PostgresSource) -> None:
    wanted = row_of(assessed, "transformer", 5)
    one = page(assessed, "transformer", 5)
    assert wanted["asset_name"] in one.view.head.html
    assert f"{wanted['health_score']:.0f}" in one.view.figures.html
    consequence = wanted["customers"] * wanted["outage_hours"] * 60
    assert f"{consequence:,.0f}" in one.view.figures.html
    assert f"US$ {wanted['replacement_cost']:,.0f}" in one.view.figures.html
    assert one.view.parts.html.count("<meter") == sum(
        wanted[name] == wanted[name] for name in ("part_age", "part_condition", "part_loading", "part_life")
    )
    assert "Not known: widens the band" in one.view.parts.html  # voltage and kin
    assert f"{wanted['rated_kva']:,.0f} kVA" in one.view.facts.html
    meters = assessed.fetch(Query.of("children_transformer", utility_id=1, asset_id=5))
    assert one.view.behind.rows.num_rows == meters.num_rows > 0


def test_a_pole_has_strength_and_neither_heat_nor_meters(assessed: PostgresSource) -> None:
    one = page(assessed, "pole", 9)
    assert "Remaining strength" in one.view.figures.html
    assert "Hottest spot" not in one.view.figures.html
    assert "Loading" not in one.view.parts.html
    assert "No meter hangs on a pole itself" in one.view.meters.veil.html
    assert "A pole has none" in one.view.heat.board.veil.html


def test_inspections_failures_and_orders_are_listed_latest_first(assessed: PostgresSource) -> None:
    kind, asset_id = rows(assessed, "SELECT asset_kind, asset_id FROM flux.inspections ORDER BY inspection_id LIMIT 1")[
        0
    ]
    one = page(assessed, kind, asset_id)
    values = {"utility_id": 1, "asset_kind": kind, "asset_id": asset_id}
    inspections = assessed.fetch(Query.of("inspections_of_asset", **values)).num_rows
    failures = assessed.fetch(Query.of("failures_of_asset", **values)).num_rows
    listed = one.view.happened.rows
    assert listed.num_rows == inspections + failures > 0
    assert listed["at"].to_pylist() == sorted(listed["at"].to_pylist(), reverse=True)
    assert one.view.orders.rows.num_rows == assessed.fetch(Query.of("orders_of_asset", **values)).num_rows


def test_of_an_asset_of_which_nothing_is_known_all_of_it_is_said(copy_of: Any, demo_template: str) -> None:
    with copy_of(demo_template) as source:
        assess(source, known=False)
        one = page(source, "transformer", 5)
        assert "not known: no part of it is" in one.view.figures.html
        assert "<meter" not in one.view.parts.html
        assert ">nan" not in (one.view.figures.html + one.view.parts.html + one.view.facts.html).lower()


def test_another_asset_picked_elsewhere_is_shown_and_the_ways_lead_on(assessed: PostgresSource) -> None:
    one = page(assessed, "transformer", 5)
    one.state.selection.change(asset=AssetRef("transformer", 7))
    one.look()
    fleet = one.view.book.fleet
    row = fleet.row_of(AssetRef("transformer", 7))
    assert fleet.names[row].as_py() in one.view.head.html
    one.view.head.model._on_message({"action": "way", "value": "readings"})
    assert one.state.way_on.tab == "ami-analytics"
    assert (one.state.selection.scope, one.state.selection.scope_id) == ("transformer", 7)
    one.view.head.model._on_message({"action": "way", "value": "map"})
    assert one.state.tab == "operations-dashboard"


def test_without_a_history_that_is_said(assessed: PostgresSource) -> None:
    one = page(assessed, "transformer", 5)
    assert "No history is set up" in one.view.history_board.veil.html
    assert "No history is set up" in one.view.heat.board.veil.html


def test_an_inspection_of_no_known_day_stands_last() -> None:
    nothing = {
        "condition_score": 60.0,
        "remaining_strength_pct": float("nan"),
        "note": "",
        "source": "",
        "result": "fair",
    }
    seen = [nothing | {"inspected_on": None}, nothing | {"inspected_on": dt.date(2016, 1, 1)}]
    listed = happened(pa.Table.from_pylist(seen), pa.table({}))
    assert [at and at.year for at in listed["at"].to_pylist()] == [2016, None]
