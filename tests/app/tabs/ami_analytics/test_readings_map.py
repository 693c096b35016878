"""The map of readings on a real database and a real history, without a browser: its parts follow day, time, meter."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from app.live import LiveLoop
from app.maps import Maps
from app.page.address import read, write
from app.page.tab_states import TabStates
from app.state import AppState
from app.tabs.ami_analytics.readings_map.days import offered_days
from app.tabs.ami_analytics.readings_map.view import ReadingsMapView
from app.tabs.ami_analytics.tab import AmiAnalyticsTab
from app.tabs.ami_analytics.view import AmiView
from app.threads import all_kinds
from data_sources.assets import AssetRef
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Sources
from data_sources.warehouse.duckdb import DuckSource
from layers.style import MapStyle
from tests.app.ami_history import DAYS, SILENT, kw_of, write_history
from tests.app.looping import GivenVersions
from tests.app.tabs.operations.test_operations_tab import AtOnce

pytestmark = pytest.mark.filterwarnings("ignore:Arrow output on a DB-API result")
ZONE = "America/Chicago"


@pytest.fixture(scope="module")
def history(demo: PostgresSource, tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    return write_history(demo, tmp_path_factory.mktemp("readings"))


class Watched(AmiAnalyticsTab):
    """The tab, with the view in front at hand."""

    def _load(self, slug: str) -> AmiView:
        self.front = super()._load(slug)
        return self.front


class Desk:
    """One session in front of the map of readings."""

    def __init__(self, live: PostgresSource, history: DuckSource | None, query: str = "") -> None:
        self.versions = GivenVersions()
        sources = Sources(live=live, history=history)
        self.loop = LiveLoop(sources, self.versions, lambda function: function(), all_kinds(AtOnce()))
        self.state = AppState(utility_id=1, time_zone=ZONE)
        self.states = TabStates(["ami-analytics"], self.state.selection, lambda parts: self.refused.extend(parts))
        self.refused = read(f"ami.view=map&{query}", self.state, self.states)
        self.selection, self.own = self.state.selection, self.states.of("ami-analytics", AmiAnalyticsTab)
        maps = Maps(live, self.versions, "off")
        maps.threads = all_kinds(AtOnce())
        self.tab = Watched(
            state=self.state, sources=sources, feed=self.versions, loop=self.loop, maps=maps, own=self.own
        )
        self.tab.is_shown = True
        self.page = self.tab.__panel__()
        assert isinstance(self.tab.front, ReadingsMapView)
        self.view = self.tab.front

    def open(self) -> Desk:
        """As a browser does: tell the size of the map, and that the time bar is there."""
        grid = self.view.film.grid
        if grid is not None:
            for attr, size in (("inner_width", 800), ("inner_height", 500)):
                grid._size_changed(attr, None, size)
        self.tell("hello", True)
        for _ in range(4):
            self.loop.look()
        return self

    def tell(self, name: str, value: object) -> None:
        self.view.film.player._handle_msg({name: value})

    @property
    def facts(self) -> str:
        return self.view.over.legend.html


@pytest.fixture
def desk(demo: PostgresSource, history: DuckSource) -> Desk:
    return Desk(demo, history).open()


def meters_of(live: PostgresSource) -> np.ndarray:
    return live.fetch(Query.of("map_meters", utility_id=1))["meter_id"].to_numpy()


def test_the_newest_day_is_shown_at_the_evening_peak(desk: Desk, demo: PostgresSource) -> None:
    player = desk.view.film.player
    assert player.day == "2026-08-14"
    assert [day for day, _ in player.days] == ["2026-08-14", "2026-08-13"]
    assert len(player.labels) == 96
    assert player.labels[72] == "18:00 CDT"
    assert (player.index, player.shown) == (72, 72)
    assert player.is_ready
    count = len(meters_of(demo))
    assert f"{count:,}" in desk.facts
    assert "18:00 CDT, 14 Aug 2026" in desk.facts
    assert "1 without a reading" in desk.facts


def test_the_load_in_view_is_the_sum_of_the_meters(desk: Desk, demo: PostgresSource) -> None:
    places = [place for place in range(len(meters_of(demo))) if place != SILENT]
    stats = desk.view.film.grid.readings
    assert stats.total == pytest.approx(sum(kw_of(place, 72) for place in places), rel=1e-4)
    assert stats.low == pytest.approx(kw_of(0, 72), abs=1e-3)
    assert stats.high == pytest.approx(kw_of(6, 72), abs=1e-3)


def test_the_slider_moves_the_picture_and_the_address(desk: Desk) -> None:
    before = desk.view.film.grid.image.data["url"]
    desk.tell("index", 10)
    assert desk.view.film.player.shown == 10
    assert desk.view.film.grid.image.data["url"] != before
    assert "02:30 CDT" in desk.facts
    assert "ami-analytics.at=2026-08-14T07:30:00" in write(desk.state, desk.states)


def test_an_address_opens_day_time_and_quantity(demo: PostgresSource, history: DuckSource) -> None:
    desk = Desk(demo, history, "ami.quantity=voltage&ami.at=2026-08-13T15:00:00").open()
    assert (desk.view.film.player.day, desk.view.film.player.shown) == ("2026-08-13", 40)
    assert "% of nominal" in desk.facts
    assert "10:00 CDT, 13 Aug 2026" in desk.facts


def test_another_day_keeps_the_time_of_day(desk: Desk) -> None:
    desk.tell("index", 10)
    desk.tell("day", "2026-08-13")
    desk.loop.look()
    assert (desk.view.film.player.day, desk.view.film.player.shown) == ("2026-08-13", 10)
    assert "without a reading" not in desk.facts
    desk.tell("day", "not a day")
    assert desk.view.film.player.day == "2026-08-13"


def test_playing_draws_ahead_and_stops_when_left(desk: Desk) -> None:
    desk.tell("play", True)
    assert desk.view.film.player.is_playing
    desk.tell("index", 20)
    renderer = desk.view.film.days.renderer
    styles = [part for _, key in renderer._pictures._kept for part in key if isinstance(part, MapStyle)]
    kept = {style.reading.slot for style in styles if style.reading is not None}
    assert {20, 21, 22} <= kept
    desk.own.quantity = "load_factor"
    assert not desk.view.film.player.is_playing
    assert desk.view.film.player.is_of_day
    desk.own.quantity = "consumption"
    desk.tell("play", True)
    desk.tab.is_shown = False
    assert not desk.view.film.player.is_playing
    assert not desk.view.film.player.is_active


def test_quantities_of_the_day_do_not_ask_for_an_instant(desk: Desk, demo: PostgresSource) -> None:
    """A tenth of the meters had 24 of 96 reads estimated: 25 %; their band is 25 to 50 %."""
    desk.own.quantity = "estimated"
    stats = desk.view.film.grid.readings
    estimated = len(range(0, len(meters_of(demo)), 10))
    assert stats.bands[5] == estimated
    assert stats.bands[0] == stats.meters - estimated - 1
    assert "14 Aug 2026" in desk.facts


def test_a_meter_chosen_shows_its_day(desk: Desk, demo: PostgresSource) -> None:
    meter = int(meters_of(demo)[5])
    desk.view._tapped(AssetRef("meter", meter))
    desk.loop.look()
    assert (desk.selection.scope, desk.selection.scope_id) == ("meter", meter)
    card = desk.view.meter.card.html
    assert "Actual read" in card
    assert f"{kw_of(5, 72):.3f} kW" in card
    assert "18:00 CDT" in card
    desk.tell("index", 8)
    assert f"{kw_of(5, 8):.3f} kW" in desk.view.meter.card.html
    desk.view._tapped(None)
    assert desk.view.meter.card.html == ""
    assert desk.selection.scope == "utility"


def test_a_meter_without_reads_says_so(desk: Desk, demo: PostgresSource) -> None:
    desk.view._tapped(AssetRef("meter", int(meters_of(demo)[SILENT])))
    desk.loop.look()
    assert "Missing" in desk.view.meter.card.html
    assert "not read on this day" in desk.view.meter.card.html


def test_what_is_in_view_can_be_taken_away(desk: Desk, demo: PostgresSource) -> None:
    taken = desk.view.over.taken()
    assert taken is not None
    table = taken()
    assert table is not None
    rows = {row["meter_id"]: row for row in table.to_pylist()}
    ids = meters_of(demo)
    assert len(rows) == len(ids)
    row = rows[int(ids[5])]
    assert row["net_kw"] == pytest.approx(kw_of(5, 72), abs=1e-3)
    assert row["quality"] == "actual"
    assert row["interval_start_at"] == dt.datetime(2026, 8, 14, 23, tzinfo=dt.UTC)
    assert rows[int(ids[SILENT])]["net_kw"] is None
    assert [query.name for query in desk.view.over.queries()] == [
        "ami_map_day",
        "ami_map_meter_day",
        "ami_day_of_meters",
    ]


def test_colours_follow_theme_and_palette(desk: Desk) -> None:
    before, legend = desk.view.film.grid.image.data["url"], desk.facts
    desk.state.param.update(theme="light", palette="colour_blind")
    assert desk.view.film.grid.image.data["url"] != before
    assert desk.facts != legend


def test_without_a_history_the_view_says_what_would_be_here(demo: PostgresSource) -> None:
    desk = Desk(demo, None).open()
    assert "No history is connected" in desk.view.empty.html


def test_days_offered_are_those_of_the_period() -> None:
    days = [DAYS[1], DAYS[0], dt.date(2025, 8, 14)]
    assert offered_days(days, None, None, newest=2) == days[:2]
    assert offered_days(days, DAYS[0], DAYS[1]) == [DAYS[0]]
    assert offered_days(days, dt.date(2024, 1, 1), dt.date(2024, 2, 1)) == days
