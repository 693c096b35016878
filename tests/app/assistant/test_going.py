"""Take me there: what a session looks at after a way of an answer is gone."""

from __future__ import annotations

import datetime as dt

import pytest

from app.assistant.going import apply, to_map, to_orders, to_page, to_readings
from app.assistant.results import Go, NamedAsset
from app.state import AppState, MapView, WayOn

TRANSFORMER = NamedAsset("transformer", 7, "TX-0001-007", -94.5, 39.1)
FEEDER = NamedAsset("feeder", 2, "F0002", -94.4, 39.0)
CREW = NamedAsset("crew", 3, "Crew-003", -94.2, 39.3)


@pytest.fixture
def state() -> AppState:
    return AppState(utility_id=1, time_zone="America/Chicago", tab="asset-health")


def test_the_map_flies_to_a_thing_that_nothing_hides(state: AppState) -> None:
    state.layers = frozenset({"feeders"})
    state.filters = {"feeder_id": 3}
    apply(to_map(TRANSFORMER), state)
    assert str(state.selection.asset) == "transformer:7"
    assert state.viewport == MapView(-94.5, 39.1, 600.0)
    assert state.layers == {"feeders", "transformers"}
    assert state.filters == {}
    assert state.tab == "operations-dashboard"


def test_a_crew_is_flown_to_and_what_is_picked_stays(state: AppState) -> None:
    apply(to_map(TRANSFORMER), state)
    apply(to_map(CREW), state)
    assert state.viewport == MapView(-94.2, 39.3, 1500.0)
    assert str(state.selection.asset) == "transformer:7"


def test_a_thing_without_a_place_is_selected(state: AppState) -> None:
    apply(to_map(NamedAsset("feeder", 2, "F0002")), state)
    assert (str(state.selection.asset), state.viewport, state.tab) == ("feeder:2", None, "operations-dashboard")


def test_layers_and_filters_are_set(state: AppState) -> None:
    go = Go(
        "Overloaded transformers of F0002", "operations-dashboard", lon=-94.4, lat=39.0, width_m=4000,
        layers=frozenset({"feeders", "transformers"}), filters=(("feeder_id", 2), ("load", ("over",))),
    )  # fmt: skip
    apply(go, state)
    assert state.layers == {"feeders", "transformers"}
    assert state.filters == {"feeder_id": 2, "load": frozenset({"over"})}


def test_readings_of_a_place_and_days(state: AppState) -> None:
    apply(to_readings(FEEDER, (dt.date(2026, 7, 1), dt.date(2026, 7, 4))), state)
    selection = state.selection
    assert (selection.scope, selection.scope_id) == ("feeder", 2)
    assert (selection.first_day, selection.end_day) == (dt.date(2026, 7, 1), dt.date(2026, 7, 4))
    assert state.way_on == WayOn("ami-analytics", (("view", "load"),))
    apply(to_readings(FEEDER, view="outages"), state)
    assert state.way_on == WayOn("ami-analytics", (("view", "outages"),))
    assert selection.first_day == dt.date(2026, 7, 1)
    with pytest.raises(ValueError, match="pole has no readings"):
        to_readings(NamedAsset("pole", 1, "P-000001"))


def test_the_page_of_an_asset_and_its_orders(state: AppState) -> None:
    apply(to_page(TRANSFORMER), state)
    assert str(state.selection.asset) == "transformer:7"
    assert state.way_on == WayOn("asset-health", (("view", "asset"),))
    apply(to_orders(TRANSFORMER), state)
    assert state.way_on is not None
    assert dict(state.way_on.texts)["orders_filter"] == "TX-0001-007"
    assert state.way_on.tab == "field-operations"
