"""Replacement plans: those of the study that the Plan view shows, within the budget."""

from __future__ import annotations

import pytest

from app.assistant.refusals import NoAnswer
from app.tabs.asset_health.tools.planning import REPLACEMENT_LIST, REPLACEMENT_PLAN
from data_sources.postgres.source import PostgresSource
from data_sources.studies.assets.plan import PlanRequest, asset_plan
from tests.app.assistant.asking import turn


@pytest.mark.parametrize(
    ("values", "request_"),
    [
        ({"budget": 2e5}, PlanRequest(2e5)),
        ({"budget": 5e5, "goal": "customer_minutes", "years": 5}, PlanRequest(5e5, "customer_minutes", years=5)),
        ({"budget": 1e5, "kind": "pole", "place": "F0002"}, PlanRequest(1e5, kinds=("pole",), feeder_id=2)),
    ],
)
def test_it_is_the_plan_of_the_study(demo: PostgresSource, values: dict[str, object], request_: PlanRequest) -> None:
    plan = asset_plan(demo, 1, request_)
    found = REPLACEMENT_PLAN.call(turn(demo), values)
    (row,) = found.table.to_pylist()
    assert row["replaced"] == plan.rows.num_rows == row["transformers"] + row["poles"]
    assert (row["spent_usd"], row["gain_cost"], row["gain_failures"]) == (
        plan.spent,
        plan.gain_cost,
        plan.gain_failures,
    )
    assert row["spent_usd"] <= row["budget_usd"]
    listed = REPLACEMENT_LIST.call(turn(demo), values | {"n": 1000})
    assert listed.table["name"].to_pylist() == plan.rows["asset_name"].to_pylist()
    assert sum(listed.table["replacement_cost"].to_pylist()) == pytest.approx(plan.spent)
    assert "No plan for this budget saves more" in found.note
    texts = dict(found.goes[0].texts)
    assert (texts["view"], float(texts["plan_budget"])) == ("plan", values["budget"])


def test_for_nothing_nothing_is_replaced(demo: PostgresSource) -> None:
    found = REPLACEMENT_PLAN.call(turn(demo), {"budget": 0})
    assert found.table["replaced"].to_pylist() == [0]
    assert "Nothing that lowers the risk" in found.note


def test_before_any_assessment(empty_source: PostgresSource) -> None:
    with pytest.raises(NoAnswer, match="not assessed yet"):
        REPLACEMENT_PLAN.call(turn(empty_source), {})
