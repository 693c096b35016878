"""Ways on from one tab to another: what is opened there, by the minute, in the utility's own days."""

from __future__ import annotations

import datetime as dt

import pytest

from app import ways
from app.state import AppState, WayOn

BEGUN = dt.datetime(2026, 3, 8, 7, 30, 20, tzinfo=dt.UTC)  # half an hour before the clocks go forward, in Chicago
OVER = BEGUN + dt.timedelta(minutes=90)


@pytest.mark.parametrize(("kind", "view"), [("meter", "meter"), ("transformer", "load"), ("feeder", "load")])
def test_readings_around_an_outage_are_opened_by_the_minute(kind: str, view: str) -> None:
    state = AppState(utility_id=1, time_zone="America/Chicago")
    ways.open_readings(state, kind, 7, BEGUN, OVER)
    assert (state.selection.scope, state.selection.scope_id) == (kind, 7)
    # four hours before is the evening of the 7th, four hours after the morning of the 8th
    assert (state.selection.first_day, state.selection.end_day) == (dt.date(2026, 3, 7), dt.date(2026, 3, 9))
    assert state.way_on == WayOn(
        "ami-analytics", (("view", view), ("from_at", "2026-03-08T03:30:00"), ("to_at", "2026-03-08T13:01:00"))
    )


def test_an_outage_is_picked_for_the_tab_that_manages_it() -> None:
    state = AppState(utility_id=1)
    ways.open_outage(state, 12)
    assert str(state.selection.asset) == "outage:12"
    assert state.tab == "outage-management"


def test_replay_is_opened_at_the_moment_an_outage_began() -> None:
    state = AppState(utility_id=1)
    ways.open_replay(state, 2_023_000_041, BEGUN, OVER)
    assert state.way_on == WayOn(
        "outage-management",
        (
            ("view", "replay"), ("replay_from", "2026-03-08T03:30:00"), ("replay_to", "2026-03-08T13:00:00"),
            ("replay_at", "2026-03-08T07:31:00"), ("replay_outage", "2023000041"),
        ),
    )  # fmt: skip


def test_an_order_is_opened_in_field_operations() -> None:
    state = AppState(utility_id=1)
    ways.open_order(state, 40_000_012)
    assert state.way_on == WayOn("field-operations", (("view", "orders"), ("order", "40000012")))


def test_all_orders_of_an_asset_are_listed_in_field_operations() -> None:
    """Open or over, of any kind: a filter set before does not hide them."""
    state = AppState(utility_id=1)
    ways.open_orders_of(state, "TX-0003-008")
    assert state.way_on is not None
    assert state.way_on.tab == "field-operations"
    assert dict(state.way_on.texts) == {
        "view": "orders", "orders_shown": "all", "orders_type": "", "orders_status": "",
        "orders_filter": "TX-0003-008",
    }  # fmt: skip
