"""Orders that are due in some days, or were made in a period, are what independent statements say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.assistant.periods import DAY, days_of
from app.assistant.tools import Catalogue
from app.tabs.asset_health.tools import ASSET_HEALTH_TOOLS
from app.tabs.field_operations.tools import FIELD_TOOLS
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.assistant.built_in.test_planner import arguments_of, ask, text_of, tool_of

CATALOGUE = Catalogue((*FIELD_TOOLS, *ASSET_HEALTH_TOOLS))
DUE = """
    SELECT count(*) FROM flux.work_orders
    WHERE utility_id = 1 AND completed_at IS NULL AND status <> 'cancelled' AND status <> 'completed'
    AND due_on BETWEEN %s AND %s AND work_type LIKE %s AND coalesce(asset_kind, '') LIKE %s
"""


def known(source: PostgresSource, statement: str, *values: object) -> Any:
    with source.connection() as connection:
        return connection.execute(statement.encode(), values).fetchone()[0]


def count(source: PostgresSource, tool: str, **values: Any) -> int:
    (found,) = CATALOGUE.get(tool).call(turn(source), {"is_count": True, **values}).table["how_many"].to_pylist()
    return int(found)


@pytest.mark.parametrize(
    "days", ["today", "tomorrow", "this_week", "next_week", "this_month", "next_month", "last_month", "next_30_days"]
)
def test_orders_due_in_days_are_the_known_ones(demo: PostgresSource, days: str) -> None:
    span = days_of(days, turn(demo).today)
    for kind, asset in (("", ""), ("inspection", ""), ("vegetation", ""), ("replacement", "transformer"), ("", "pole")):
        meant = known(demo, DUE, span.first, span.last, kind or "%", asset or "%")
        assert count(demo, "due_orders", days=days, kind=kind, asset_kind=asset) == meant, (kind, asset)


def test_orders_due_are_those_of_all_days_where_no_days_are_said(demo: PostgresSource) -> None:
    found = CATALOGUE.get("due_orders").call(turn(demo), {}).table
    assert len(found) == known(demo, DUE, dt.date(1900, 1, 1), dt.date(2999, 1, 1), "%", "%") > 0
    assert found["due_on"].to_pylist() == sorted(found["due_on"].to_pylist())


@pytest.mark.parametrize("period", ["today", "this_week", "last_month", "this_year"])
def test_orders_made_in_a_period_are_the_known_ones(demo: PostgresSource, period: str) -> None:
    span = turn(demo).span(period)
    statement = "SELECT count(*) FROM flux.work_orders WHERE utility_id = 1 AND created_at >= %s AND created_at < %s"
    assert count(demo, "created_orders", period=period) == known(demo, statement, span.from_at, span.to_at)


def test_the_oldest_order_is_the_one_that_was_made_first(demo: PostgresSource) -> None:
    meant = known(
        demo, "SELECT work_order_id FROM flux.work_orders WHERE utility_id = 1 AND status NOT IN ('completed', "
        "'cancelled') ORDER BY created_at, work_order_id LIMIT 1",
    )  # fmt: skip
    assert str(meant) in text_of(ask(demo, "oldest open work order"))


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("jobs due this week", "this_week"), ("orders due tomorrow", "tomorrow"), ("work orders due next week", "next_week"),
        ("inspections that have to be done this month", "this_month"), ("what needs to be done today", "today"),
        ("orders due in the next 14 days", "next_14_days"), ("orders falling due next month", "next_month"),
    ],
)  # fmt: skip
def test_what_is_due_is_asked_of_its_days(demo: PostgresSource, words: str, days: str) -> None:
    events = ask(demo, words)
    assert (tool_of(events), arguments_of(events)["days"]) == ("due_orders", days)


def test_a_weekday_and_a_month_of_what_is_due_are_the_coming_ones(demo: PostgresSource) -> None:
    today = turn(demo).today
    friday = today + DAY * ((4 - today.weekday()) % 7)
    assert arguments_of(ask(demo, "orders due on friday"))["days"] == friday.isoformat()
    month = (today.replace(day=1) + 31 * DAY).replace(day=1)
    assert arguments_of(ask(demo, f"orders due in {month:%B}"))["days"] == f"{month:%Y-%m}"


@pytest.mark.parametrize(
    ("words", "tool", "sets"),
    [
        ("how many poles need replacement", "due_orders", {"kind": "replacement", "asset_kind": "pole"}),
        ("which transformers have to be replaced", "due_orders", {"kind": "replacement", "asset_kind": "transformer"}),
        ("poles due for inspection", "due_orders", {"kind": "inspection", "asset_kind": "pole"}),
        ("how many spans need trimming on F0005", "spans_between", {"within_years": 1, "place": "F0005"}),
        ("how many spans should be trimmed", "spans_between", {"within_years": 1}),
        ("spans needing trim", "spans_between", {"within_years": 1}),
        ("spans that are overdue for trimming", "spans_between", {"within_years": 0}),
        ("work orders raised yesterday", "created_orders", {"period": "yesterday"}),
        ("how many inspections were opened this month", "created_orders", {"kind": "inspection"}),
        ("alarms that need to be acknowledged", "open_alarms", {"state": "unacknowledged"}),
        ("how many orders need a crew", "open_orders", {"crew": "none"}),
        ("planned outages next week", "coming_outages", {"days": "next_week", "state": "planned"}),
    ],
)  # fmt: skip
def test_what_is_needed_is_never_dropped(demo: PostgresSource, words: str, tool: str, sets: dict[str, object]) -> None:
    events = ask(demo, words)
    assert tool_of(events) == tool
    assert sets.items() <= arguments_of(events).items()


def test_what_nobody_plans_to_replace_is_refused(demo: PostgresSource) -> None:
    assert tool_of(ask(demo, "how many meters should be replaced")) == ""
