"""The page of an asset without a browser, on the small demo: what it says is what the database says, or that nobody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from app.tabs.asset_health.asset.rows import happened, happened_file, past
from app.tabs.asset_health.asset.view import PageView
from data_sources.assets import AssetRef
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.app.tabs.asset_health.desk import AssetSession
from tests.assessed import assess
from tests.data_sources.demo.simulator.simulating import rows

ZONE = "America/Chicago"


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
    listed = happened(pa.Table.from_pylist(seen), pa.table({}), ZONE)
    assert listed["day"].to_pylist() == [dt.date(2016, 1, 1), None]


def test_a_day_is_told_as_a_day_and_a_moment_with_its_clock() -> None:
    """An inspection of 9 June has no time of day, on the page or in the file; a failure of 23:30 is of its local day."""
    seen = {"inspected_on": dt.date(2026, 6, 9), "condition_score": 89.0, "remaining_strength_pct": float("nan")}
    seen |= {"result": "good", "note": "", "source": ""}
    failed = {"failed_at": dt.datetime(2026, 6, 9, 4, 30, tzinfo=dt.UTC), "mode": "", "installed_year": 0}
    failed |= {"outage_id": -1, "source": ""}
    listed = happened(pa.Table.from_pylist([seen]), pa.Table.from_pylist([failed]), ZONE)
    assert listed["when"].to_pylist() == ["Tue 9 Jun 2026", "8 Jun 2026 23:30 CDT"]
    file = happened_file(listed)
    assert file is not None
    assert file["day"].to_pylist() == [dt.date(2026, 6, 9), dt.date(2026, 6, 8)]
    assert file["failed_at"].to_pylist() == [None, failed["failed_at"]]


def test_health_over_the_years_ends_with_the_present_assessment() -> None:
    """As it is in the figures above: what was kept of the same day or later gives way to it."""
    kept = pa.table(
        {
            "assessed_on": pa.array([dt.date(2026, 10, 1), dt.date(2026, 11, 28)]),
            "health_score": pa.array([90.5, 89.0], pa.float32()),
        }
    )
    at = dt.datetime(2026, 11, 29, 5, 0, tzinfo=dt.UTC)  # 28 November in Chicago
    found = past(kept, {"health_score": 86.0}, at, ZONE)
    assert found["assessed_on"].to_pylist() == [dt.date(2026, 10, 1), dt.date(2026, 11, 28)]
    assert found["health_score"].to_pylist() == [90.5, 86.0]
    assert found["is_present"].to_pylist() == [False, True]
    assert past(kept, {"health_score": float("nan")}, at, ZONE)["is_present"].to_pylist() == [False, False]


@pytest.mark.parametrize("kind", ["transformer", "pole"])
def test_what_an_address_names_and_never_was_is_said(assessed: PostgresSource, kind: str) -> None:
    one = page(assessed, kind, 999_999)
    assert f"There is no {kind} 999999 in this network" in one.view.head.html
    assert "Not assessed yet" not in one.view.head.html
