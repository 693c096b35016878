"""The whole tab on a real database, without a browser: its parts follow the rows and the shared selection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

import pyarrow as pa
import pytest

from app.live import RETRY_SECONDS, LiveLoop
from app.maps import Maps
from app.state import AppState
from app.tabs.operations import OperationsTab
from app.threads import all_kinds
from data_sources.assets import AssetRef
from data_sources.errors import SourceUnavailable
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Health, Sources
from tests.app.looping import GivenVersions
from tests.handmade import insert, insert_utility, outage


class AtOnce(Executor):
    """Runs every task in place."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class Breakable:
    """The real source, with a switch."""

    dialect = "postgres"

    def __init__(self, source: PostgresSource) -> None:
        self.source, self.is_broken = source, False

    def fetch(self, query: Query) -> pa.Table:
        if self.is_broken:
            raise SourceUnavailable("PostgreSQL went away.")
        return self.source.fetch(query)

    def health(self) -> Health:
        return Health(
            "PostgreSQL", not self.is_broken, dt.datetime.now(dt.UTC), "PostgreSQL went away." * self.is_broken
        )


class Desk:
    """One session in front of the tab."""

    def __init__(self, source: PostgresSource, utility_id: int | None = 1) -> None:
        self.source = Breakable(source)
        self.versions = GivenVersions()
        sources = Sources(live=self.source)
        self.now = 0.0
        self.loop = LiveLoop(
            sources, self.versions, lambda function: function(), all_kinds(AtOnce()), clock=lambda: self.now
        )
        self.state = AppState(utility_id=utility_id)
        maps = Maps(self.source, self.versions, "off")
        maps.threads = all_kinds(AtOnce())
        self.tab = OperationsTab(state=self.state, sources=sources, feed=self.versions, loop=self.loop, maps=maps)
        self.tab.is_shown = True
        self.view = self.tab.__panel__()
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            self.loop.look()

    def change(self) -> None:
        self.versions.number += 1
        self.settle()


@pytest.fixture
def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def desk(empty_source: PostgresSource, now: dt.datetime) -> Iterator[Desk]:
    insert_utility(empty_source)
    rows = [
        outage(1, now - dt.timedelta(minutes=90), None, 640, device_id=2, crew_id=5),
        outage(2, now - dt.timedelta(minutes=2), None, 12, transformer_id=2, feeder_id=2, lon=-95.355, lat=29.745),
    ]
    insert(empty_source, "outages", rows)
    event = {
        "utility_id": 1,
        "kind": "device_opened",
        "severity": "bad",
        "message": "FUS-1 opened",
        "lon": -95.35,
        "lat": 29.75,
    }
    insert(empty_source, "events", [event | {"happened_at": now}])
    desk = Desk(empty_source)
    yield desk
    desk.loop.close()


def test_everything_is_there_after_one_look(desk: Desk) -> None:
    cards = {card.key: card for card in desk.tab.kpis.row.cards}
    assert cards["outages"].value == "2"
    assert cards["customers"].value == "652"
    assert cards["crews"].value == "2 / 3"
    assert [row["outage_id"] for row in desk.tab.outages.rows] == [1, 2]
    assert "FUS-1 opened" in desk.tab.events.html
    assert desk.tab.failure is None


def test_a_change_in_the_database_reaches_every_part(desk: Desk, now: dt.datetime) -> None:
    with desk.source.source.connection() as connection:
        connection.execute("UPDATE flux.outages SET restored_at = now(), customers_out = 0 WHERE outage_id = 1")
    desk.change()
    assert [row["outage_id"] for row in desk.tab.outages.rows] == [2]
    assert {card.key: card.value for card in desk.tab.kpis.row.cards}["customers"] == "12"


def test_a_selection_fills_the_panel_and_esc_empties_it(desk: Desk) -> None:
    desk.state.selection.change(asset=AssetRef("transformer", 1))
    desk.settle()
    details = desk.tab.details.panel.details
    assert details.row["name"] == "TX-1"
    assert [row["name"] for row in details.children] == ["MTR-1", "MTR-2"]
    assert (details.trace.customers, details.trace.critical_customers) == (2, (("ACC-102", "life_support"),))
    assert "SUB-001" in desk.tab.details.panel.html
    desk.state.selection.change(asset=None)
    desk.settle()
    assert desk.tab.details.panel.html == ""


@pytest.mark.parametrize("kind", ["substation", "feeder", "segment", "pole", "transformer", "meter", "device"])
def test_every_kind_can_be_selected(desk: Desk, kind: Any) -> None:
    desk.state.selection.change(asset=AssetRef(kind, 1))
    desk.settle()
    details = desk.tab.details.panel.details
    assert details.row["asset_id"] == 1
    assert details.trace is not None
    assert desk.tab.failure is None


def test_downstream_of_a_meter_is_nothing_and_that_is_said(desk: Desk) -> None:
    """The button was lit, and nothing else happened."""
    desk.state.selection.change(asset=AssetRef("meter", 1))
    desk.settle()
    panel = desk.tab.details.panel
    panel.traced = "upstream"
    assert "Nothing is downstream" not in panel.html
    panel.traced = "downstream"
    assert "Nothing is downstream of a meter" in panel.html


def test_selecting_what_is_not_there_says_so(desk: Desk) -> None:
    desk.state.selection.change(asset=AssetRef("meter", 999))
    desk.settle()
    assert "There is no meter 999 in this network." in desk.tab.details.panel.html
    assert desk.tab.failure is None


def test_a_chip_selects_its_parent_and_a_trace_goes_on_the_map(desk: Desk) -> None:
    desk.state.selection.change(asset=AssetRef("meter", 1))
    desk.settle()
    desk.tab.details.panel._take({"action": "trace", "value": "upstream"})
    assert desk.tab.details.panel.traced == "upstream"
    desk.tab.details.panel._take({"action": "select", "value": "feeder:1"})
    assert desk.state.selection.asset == AssetRef("feeder", 1)
    assert desk.tab.details.panel.traced == "", "a trace belongs to its selection"


def test_clicking_an_outage_marks_it_and_keeps_the_list(desk: Desk) -> None:
    desk.state.selection.change(asset=AssetRef("meter", 1))
    desk.tab.outages._take({"action": "fly", "value": "2"})
    assert desk.tab.outages.selected == 2
    assert desk.state.selection.asset is None
    desk.tab.map._tapped(AssetRef("outage", 1))
    assert desk.tab.outages.selected == 1


def test_the_map_waits_for_the_utility_of_the_session(empty_source: PostgresSource) -> None:
    """It showed the first utility of all, whichever the address names."""
    insert_utility(empty_source)
    insert_utility(empty_source, utility_id=2, time_zone="Europe/Berlin")
    desk = Desk(empty_source, utility_id=None)
    assert desk.tab.map.stage.grid is None
    desk.state.utility_id = 2
    assert desk.tab.map.stage.grid is not None
    desk.loop.close()


def test_a_card_opens_where_its_figure_comes_from(desk: Desk) -> None:
    desk.tab.kpis.row._take({"action": "source", "value": "customers"})
    html = desk.tab.kpis.dialog.html
    assert "flux.outages" in html
    assert "F0001" in html
    assert "640" in html
    desk.tab.kpis.row._take({"action": "source", "value": "crews"})
    assert "Crew 5" in desk.tab.kpis.dialog.html


def test_controls_write_the_state_and_follow_it(desk: Desk) -> None:
    controls = desk.tab.map.controls
    controls._take({"action": "layer", "value": ["meters", False]})
    controls._take({"action": "colour", "value": "load"})
    controls._take({"action": "band", "value": ["load:over", True]})
    assert "meters" not in desk.state.layers
    assert desk.state.colour_by == "load"
    assert desk.state.filters == {"load": frozenset({"over"})}
    assert "Showing only: Above 100 %" in desk.tab.map.stage.notice.html
    controls._take({"action": "clear_filters", "value": None})
    assert desk.tab.map.stage.notice.html == ""
    controls._take({"action": "menu", "value": "filters"})
    desk.settle()
    assert "F0002" in controls.html


def test_a_dead_source_dims_and_says_so_then_heals(desk: Desk) -> None:
    desk.source.is_broken = True
    desk.change()
    assert "PostgreSQL went away." in desk.tab.map.stage.notice.html
    assert "is-stale" in desk.tab.outages.html
    assert "640" in desk.tab.outages.html, "old rows stay"
    assert all(card.freshness.is_stale for card in desk.tab.kpis.row.cards)
    assert desk.tab.failure is None
    desk.source.is_broken = False
    for binding in desk.tab._bindings:
        binding.not_before = 0.0
    desk.change()
    desk.settle()
    assert desk.tab.map.stage.notice.html == ""
    assert "is-stale" not in desk.tab.outages.html


def test_another_utility_shows_its_own(desk: Desk, empty_source: PostgresSource) -> None:
    insert_utility(empty_source, utility_id=2, time_zone="Europe/Berlin")
    desk.change()
    desk.state.selection.clear()
    desk.state.utility_id = 2
    desk.settle()
    assert desk.tab.outages.rows == []
    assert desk.tab.outages.time_zone == "Europe/Berlin"
    assert {card.key: card.value for card in desk.tab.kpis.row.cards}["outages"] == "0"


def test_where_a_figure_comes_from_is_told_when_an_absent_source_is_back(desk: Desk) -> None:
    desk.source.is_broken = True
    desk.tab.kpis.row._take({"action": "source", "value": "outages"})
    desk.settle()
    assert desk.tab.failure is None
    assert "PostgreSQL went away." in desk.tab.kpis.dialog.html
    desk.source.is_broken = False
    desk.now += RETRY_SECONDS
    desk.settle()
    assert "PostgreSQL went away." not in desk.tab.kpis.dialog.html
    assert "2 feeders" in desk.tab.kpis.dialog.html


def test_an_asset_picked_while_the_source_is_away_is_traced_when_it_is_back(desk: Desk) -> None:
    desk.source.is_broken = True
    desk.state.selection.change(asset=AssetRef("feeder", 1))
    desk.settle()
    assert desk.tab.failure is None
    assert desk.tab.details.panel.details.trace is None
    desk.source.is_broken = False
    desk.now += RETRY_SECONDS
    desk.settle()
    assert desk.tab.details.panel.details.trace is not None


def test_details_tell_outages_past_and_present_and_lead_on(
    desk: Desk, empty_source: PostgresSource, now: dt.datetime
) -> None:
    past = outage(3, now - dt.timedelta(days=3), 75, 12, transformer_id=2, feeder_id=2, kind="unplanned")
    insert(empty_source, "outages", [past])
    desk.state.selection.change(asset=AssetRef("meter", 3))  # it hangs on transformer 2
    desk.change()
    panel = desk.tab.details.panel
    assert "Out for" in panel.html
    assert "outage 2" in panel.html
    assert "1 h 15 min" in panel.html
    assert "its feeder&#x27;s mean" in panel.html
    panel._take({"action": "outages"})
    assert (desk.state.selection.scope, desk.state.selection.scope_id) == ("meter", 3)
    assert desk.state.way_on.texts == (("view", "outages"),)
    panel._take({"action": "outage", "value": "3"})
    assert desk.state.selection.asset == AssetRef("outage", 3)
    assert desk.state.tab == "outage-management"


def test_details_of_a_feeder_follow_its_outages(desk: Desk, empty_source: PostgresSource, now: dt.datetime) -> None:
    desk.state.selection.change(asset=AssetRef("feeder", 1))
    desk.settle()
    assert "outage 1" in desk.tab.details.panel.html
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.outages SET restored_at = now(), customers_out = 0 WHERE outage_id = 1")
    desk.change()
    assert "Out for" not in desk.tab.details.panel.html


def test_an_outage_tapped_on_the_map_stands_first_in_detail_and_opens(desk: Desk) -> None:
    desk.tab.map._tapped(AssetRef("outage", 2))
    html = desk.tab.outages.html
    assert html.index('data-value="2"') < html.index('data-value="1"')  # the smaller one, before the largest
    assert "Outage</dt><dd>2, confirmed" in html
    assert "Customers interrupted" in html
    desk.tab.outages._take({"action": "manage", "value": "2"})
    assert desk.state.selection.asset == AssetRef("outage", 2)
    assert desk.state.tab == "outage-management"
