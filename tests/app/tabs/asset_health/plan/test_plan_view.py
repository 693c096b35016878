"""The view of the plan without a browser: what is asked, what it buys, and the orders made of it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from app.tabs.asset_health.plan.view import PlanView
from data_sources.assets import AssetRef
from data_sources.commands.principal import Principal
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.studies.assets.plan import PlanRequest, asset_plan
from data_sources.studies.assets.writing import write_assessment
from tests.app.tabs.asset_health.planning import PlanningSession, say
from tests.data_sources.towns import load_town

AT = dt.datetime(2026, 7, 15, 20, 0, tzinfo=dt.UTC)


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source, 2)
    write_assessment(empty_source, 1, AT)
    return empty_source


def session(source: PostgresSource, **own: object) -> PlanningSession:
    return PlanningSession(source, PlanView, **own)


def test_the_plan_of_the_bar_is_the_one_of_the_study(town: PostgresSource) -> None:
    one = session(town, plan_budget=50_000.0)
    wanted = asset_plan(town, 1, PlanRequest(50_000.0))
    table = one.view.table.whole()
    assert table["asset_name"].to_pylist() == wanted.rows["asset_name"].to_pylist()
    assert f"{wanted.rows.num_rows:,}" in one.view.figures.html
    assert f"{wanted.gain_saidi_minutes:,.2f}" in one.view.figures.html
    assert "HiGHS" in one.view.standing.html
    assert ("not the accuracy" in one.view.standing.html) == wanted.is_simulated
    assert (
        "plan.pdf?utility_id=1&amp;budget=50000.0&amp;goal=cost&amp;kinds=transformer,pole&amp;years=1"
        in one.view.standing.html
    )
    spent, gained = wanted.curve
    assert spent[-1] >= wanted.spent
    assert np.interp(wanted.spent, spent, gained) >= wanted.gain_cost - 1e-6


def test_budget_kind_goal_years_and_place_make_another_plan(town: PostgresSource) -> None:
    one = session(town, plan_budget=50_000.0)
    say(one.view.bar, "plan_budget", "9,100")
    say(one.view.bar, "kind", "pole")
    say(one.view.bar, "goal", "customer_minutes")
    say(one.view.bar, "years", "5")
    one.state.selection.change(scope="feeder", scope_id=2)
    one.look()
    wanted = asset_plan(town, 1, PlanRequest(9_100.0, "customer_minutes", ("pole",), 2, None, 5))
    assert one.view.table.whole()["asset_name"].to_pylist() == wanted.rows["asset_name"].to_pylist()
    assert set(one.view.plan.rows["feeder_id"].to_pylist()) == {2}
    assert "Risk of 5 years ahead" in one.view.standing.html
    assert one.view.curve.figure.yaxis[0].axis_label == "min a year"
    assert "customer-minutes less at most" in one.view.curve_board.heading.html


def test_a_budget_that_is_none_is_said_under_its_field_and_changes_nothing(town: PostgresSource) -> None:
    one = session(town, plan_budget=50_000.0)
    for typed in ("a lot", "-5", "1e15"):
        say(one.view.bar, "plan_budget", typed)
        assert "from 0 to 1,000,000,000,000" in one.view.bar.html
        assert one.own.plan_budget == 50_000.0
    say(one.view.bar, "plan_budget_slider", "100")  # the middle of 10,000 to 1,000,000,000 by factors
    assert one.own.plan_budget == 3_200_000.0
    assert "field-error" not in one.view.bar.html


def test_a_budget_for_nothing_says_so(town: PostgresSource) -> None:
    one = session(town, plan_budget=10.0)
    assert "Nothing is replaced" in one.view.list_board.veil.html
    assert "Make work orders" not in one.view.list_board.heading.html


def test_before_an_assessment_it_says_what_is_missing(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    one = session(empty_source)
    assert "not assessed yet" in one.view.list_board.veil.html
    write_assessment(empty_source, 1, AT)
    say(one.view.list_board.veil, "retry")
    one.look_again()
    assert one.view.table.whole().num_rows > 0


def test_a_row_picks_its_asset_for_all_tabs(town: PostgresSource) -> None:
    one = session(town, plan_budget=50_000.0)
    key = one.view.table.shown["key"][1].as_py()
    say(one.view.table, "row", key)
    assert one.state.selection.asset == AssetRef.parse(key)
    assert one.view.table.picked == key


def test_orders_of_the_plan_best_first_and_none_twice(town: PostgresSource) -> None:
    one = session(town, plan_budget=50_000.0)
    names = one.view.table.whole()["asset_name"].to_pylist()
    say(one.view.list_board.heading, "orders")
    values = {"count": ["3"], "priority": ["2"], "due_on": ["2026-12-24"]}
    for _ in range(2):  # sent twice, as after a lost connection
        say(one.view.orders, "do", {"key": "abc", "values": values})
    one.look_again()
    assert "3 work orders made" in one.view.orders.html
    rows = town.fetch(Query.of("orders_of_plans", utility_id=1))
    assert rows.num_rows == 3
    facts = [town.fetch(Query.of("work_order_facts", utility_id=1, work_order_id=number)).to_pylist()[0]
             for number in sorted(rows["work_order_id"].to_pylist())]  # fmt: skip
    assert [row["asset_name"] for row in facts] == names[:3]
    assert {(row["work_type"], row["priority"], str(row["due_on"])) for row in facts} == {
        ("replacement", 2, "2026-12-24")
    }
    assert "customers behind it" in facts[0]["description"]
    assert f"3 of {len(names):,} have an order open" in one.view.list_board.heading.html
    assert one.view.table.shown["has_order"].to_pylist()[:4] == [True, True, True, False]


def test_how_many_orders_is_checked_under_the_field(town: PostgresSource) -> None:
    one = session(town, plan_budget=50_000.0)
    say(one.view.list_board.heading, "orders")
    say(one.view.orders, "do", {"key": "k", "values": {"count": ["0"], "priority": ["3"]}})
    assert "Give a whole number from 1 to" in one.view.orders.html
    assert town.fetch(Query.of("orders_of_plans", utility_id=1)).num_rows == 0


def test_who_looks_on_is_offered_no_orders(town: PostgresSource) -> None:
    one = PlanningSession(town, PlanView, by=Principal("lea", "viewer"), plan_budget=50_000.0)
    assert "Make work orders" not in one.view.list_board.heading.html


def test_a_feeder_that_is_not_there_is_let_go_of(town: PostgresSource) -> None:
    """An address may name one: the plan is then of the whole utility, as its lists say."""
    one = session(town, plan_budget=50_000.0)
    for kind in ("feeder", "substation"):
        one.state.selection.change(scope=kind, scope_id=9_999)
        one.look()
        assert (one.state.selection.scope, one.state.selection.scope_id) == ("utility", None)
        assert one.view.plan.places.num_rows > 0
