"""The view of replays without a browser: periods, instants, what is picked, what is said where there is nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from app.live import LiveLoop
from app.maps import Maps
from app.state import AppState
from app.tabs.outage_management.replay.asked import NoPeriod, wish_of
from app.tabs.outage_management.replay.view import ReplayView
from app.tabs.outage_management.tab import OutageManagementTab
from app.threads import all_kinds
from data_sources.assets import AssetRef
from data_sources.postgres.source import PostgresSource
from data_sources.source import Source, Sources
from layers.layer import Hit
from tests.app.looping import GivenVersions
from tests.app.tabs.ami_analytics.desk import AtOnce
from tests.handmade import insert, insert_utility, outage

ZONE = "America/Chicago"
UTC = dt.UTC
BEGIN = dt.datetime(2026, 3, 1, 6, tzinfo=UTC)  # midnight in Chicago
HOUR = dt.timedelta(hours=1)
CHOSEN = {"replay_from": dt.datetime(2026, 3, 1, 6), "replay_to": dt.datetime(2026, 3, 2, 6)}


class Session:
    """One session with the view in front."""

    def __init__(self, live: Source, **own: Any) -> None:
        sources, self.versions = Sources(live=live, history=None), GivenVersions()
        self.loop = LiveLoop(sources, self.versions, lambda function: function(), all_kinds(AtOnce()))
        self.state = AppState(utility_id=1, time_zone=ZONE)
        maps = Maps(live, self.versions, "off")
        maps.threads = all_kinds(AtOnce())
        self.tab = OutageManagementTab(
            state=self.state, sources=sources, feed=self.versions, loop=self.loop, maps=maps,
            own=OutageManagementTab.State(view="replay", **own),
        )  # fmt: skip
        self.own = self.tab.own
        self.view = ReplayView(self.tab)
        self.view.is_shown = True
        self.view.__panel__()
        self.settle()

    def settle(self) -> None:
        for _ in range(5):
            self.loop.look()

    def go(self, index: int) -> None:
        self.view.map.film.player._handle_msg({"index": index})
        grid = self.view.map.stage.grid
        assert grid is not None
        grid.step = grid.style.step  # as if it were drawn: without a browser a map has no size
        self.settle()


@pytest.fixture
def source(empty_source: PostgresSource) -> PostgresSource:
    """Two outages of one day: 30 customers from 01:00 to 03:00, 20 from 02:00 to 06:00, local."""
    insert_utility(empty_source, served=(1200, 800))
    insert(
        empty_source, "outages",
        [
            outage(11, BEGIN + HOUR, 120, 30) | {"transformer_id": 1, "kind": "unplanned"},
            outage(12, BEGIN + 2 * HOUR, 240, 20) | {"transformer_id": 2, "kind": "unplanned", "feeder_id": 2},
        ],
    )  # fmt: skip
    return empty_source


def figures(session: Session) -> str:
    return session.view.figures.html


def test_it_opens_when_most_were_out_and_every_frame_has_its_figures(source: PostgresSource) -> None:
    session = Session(source, **CHOSEN)
    player = session.view.map.film.player
    assert len(player.labels) == 721  # every two minutes
    assert player.labels[player.shown] == "1 Mar 02:00 CST"
    assert ">50<" in figures(session)
    session.go(0)
    assert player.labels[player.shown] == "1 Mar 00:00 CST"
    assert ">0<" in figures(session)
    assert "yet to come" in figures(session)
    session.go(150)  # 05:00
    assert ">20<" in figures(session)
    assert ">30<" in figures(session)  # restored since the peak
    assert session.own.replay_at == dt.datetime(2026, 3, 1, 11)


def on_chart(session: Session, name: str) -> list[float]:
    """The values of a line that are known."""
    values = np.asarray(session.view.curve.source.data[name], float)
    return values[np.isfinite(values)].tolist()


def test_a_peak_between_two_frames_is_on_the_chart(source: PostgresSource) -> None:
    """400 customers for 30 seconds: frames are two minutes apart, so that none of them is in it."""
    short = outage(13, BEGIN + 4 * HOUR + dt.timedelta(seconds=30), 0.5, 400) | {"transformer_id": 1}
    insert(source, "outages", [short | {"kind": "unplanned"}])
    session = Session(source, **CHOSEN)
    assert "peak 420 at 1 Mar 04:00 CST" in figures(session)
    assert max(on_chart(session, "left0")) == 420
    assert session.view.curve.figure.y_range.end > 420


def test_what_is_corrected_in_a_past_period_shows(source: PostgresSource) -> None:
    """Its answer was kept for good, once it had been read."""
    assert "peak 50 at 1 Mar 02:00 CST" in figures(Session(source, **CHOSEN))
    with source.connection() as connection:
        connection.execute(b"UPDATE flux.outages SET customers_interrupted = 25 WHERE outage_id = 11")
    assert "peak 45 at 1 Mar 02:00 CST" in figures(Session(source, **CHOSEN))


def test_saidi_so_far_is_reckoned_at_every_step(source: PostgresSource) -> None:
    session = Session(source, **CHOSEN)
    assert max(on_chart(session, "right0")) == pytest.approx((30 * 120 + 20 * 240) / 2000)


def test_a_substation_or_feeder_chosen_is_replayed_alone(source: PostgresSource) -> None:
    """Both feeders hang on substation 1; outage 11 is of feeder 1, outage 12 of feeder 2 with 800 customers."""
    session = Session(source, **CHOSEN)
    bar = session.view.bar
    assert ">2 outages; as of " in bar.html
    assert "; whole utility" in bar.html
    bar.model._handle_msg({"action": "feeder", "value": "2"})
    session.settle()
    assert (session.state.selection.scope, session.state.selection.scope_id) == ("feeder", 2)
    assert ">1 outage; as of " in bar.html
    assert "; F0002" in bar.html
    assert session.view.outages.shown is not None
    assert session.view.outages.shown["outage_id"].to_pylist() == [12]
    assert "of 800" in figures(session)
    assert max(on_chart(session, "left0")) == 20
    assert max(on_chart(session, "right0")) == pytest.approx(20 * 240 / 800)
    bar.model._handle_msg({"action": "feeder", "value": ""})  # all feeders of its substation
    session.settle()
    assert session.state.selection.scope == "substation"
    assert ">2 outages; " in bar.html
    bar.model._handle_msg({"action": "substation", "value": ""})
    session.settle()
    assert ">2 outages; " in bar.html
    assert "; whole utility" in bar.html


def test_the_map_goes_to_the_feeder_chosen_and_back(source: PostgresSource) -> None:
    session = Session(source, **CHOSEN)
    grid = session.view.map.stage.grid
    assert grid is not None
    grid._size_changed("inner_width", None, 600)
    grid._size_changed("inner_height", None, 400)
    everything = grid.viewport
    assert everything is not None
    session.state.selection.change(scope="feeder", scope_id=1)
    session.settle()
    assert grid.viewport != everything
    session.state.selection.change(scope="utility", scope_id=None)
    session.settle()
    assert grid.viewport == everything


def test_the_largest_day_of_a_feeder_is_its_own(source: PostgresSource) -> None:
    later = outage(13, BEGIN + 72 * HOUR, 60, 21) | {"transformer_id": 2, "kind": "unplanned", "feeder_id": 2}
    insert(source, "outages", [later])
    session = Session(source, replay_period="largest")
    assert session.view.map.film.player.labels[0] == "1 Mar 00:00 CST"
    session.state.selection.change(scope="feeder", scope_id=2)
    session.settle()
    assert session.view.map.film.player.labels[0] == "4 Mar 00:00 CST"


def test_frames_that_look_alike_ask_for_no_picture(source: PostgresSource) -> None:
    session = Session(source, **CHOSEN)
    grid = session.view.map.stage.grid
    assert grid is not None
    session.go(100)
    step = grid.style.step
    session.go(101)
    assert (grid.style.step, session.view.map.film.player.shown) == (step, session.view.map.film.player.index)


def test_playing_is_told_and_ends_when_the_view_is_left(source: PostgresSource) -> None:
    session = Session(source, **CHOSEN)
    player = session.view.map.film.player
    player._handle_msg({"play": True})
    assert player.is_playing
    player._handle_msg({"speed": 12})
    assert player.speed == 12
    session.view.is_shown = False
    assert not player.is_playing


def test_a_row_goes_to_where_and_when_it_began(source: PostgresSource) -> None:
    session = Session(source, **CHOSEN)
    session.view.outages.model._handle_msg({"action": "row", "value": "12"})
    session.settle()
    assert session.own.replay_outage == 12
    assert session.own.replay_at == dt.datetime(2026, 3, 1, 8)
    assert "Outage 12" in session.view.card.html
    assert "Timeline" in session.view.card.html  # PostgreSQL still has it


def test_a_tap_finds_the_outage_of_that_instant_only(source: PostgresSource) -> None:
    session = Session(source, **CHOSEN)
    session.go(45)  # 01:30
    session.view.map.stage.picked = Hit("transformers", 1, 0.0, AssetRef("transformer", 1))
    assert session.own.replay_outage == 11
    session.view.map.stage.picked = Hit("transformers", 2, 0.0, AssetRef("transformer", 2))
    assert session.own.replay_outage is None


def test_an_outage_that_is_not_of_the_period_is_said_so(source: PostgresSource) -> None:
    session = Session(source, replay_outage=99, **CHOSEN)
    assert "not among those of this period" in session.view.card.html


def test_a_record_that_names_no_transformers_says_so(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    place = {"kind": "unplanned", "lon": -95.1, "lat": 29.9}
    insert(empty_source, "outages", [outage(21, BEGIN + HOUR, 120, 30) | place])
    session = Session(empty_source, **CHOSEN)
    assert "this record names none" in figures(session)
    session.view.map.stage.picked = Hit("outage_places", 21, 0.0, AssetRef("outage", 21))
    assert session.own.replay_outage == 21
    assert "Outage 21" in session.view.card.html


def test_the_largest_day_is_found_in_the_record(source: PostgresSource) -> None:
    session = Session(source, replay_period="largest")
    assert session.view.map.film.player.labels[0] == "1 Mar 00:00 CST"
    assert session.view.map.film.player.labels[-1] == "2 Mar 00:00 CST"
    assert 'value="2026-03-01T00:00"' in session.view.bar.html


def test_a_period_without_outages_and_one_before_the_record(source: PostgresSource) -> None:
    session = Session(source, replay_from=dt.datetime(2026, 5, 1), replay_to=dt.datetime(2026, 5, 2))
    assert "Nobody was without supply in this period" in session.view.map.stage.notice.html
    before = Session(source, replay_from=dt.datetime(2019, 5, 1), replay_to=dt.datetime(2019, 5, 2))
    assert "Nothing is on record before 1 Mar 2026" in before.view.map.stage.notice.html
    assert "Nothing is on record before" in before.view.outages.html


@pytest.mark.parametrize(
    ("first", "end", "words"),
    [
        (dt.datetime(2026, 3, 2), dt.datetime(2026, 3, 1), "ends before it begins"),
        (dt.datetime(2026, 3, 2), None, "a beginning and an end"),
        (dt.datetime(2150, 1, 1), dt.datetime(2151, 1, 1), "yet to come"),
    ],
)
def test_what_is_no_period_is_said(
    source: PostgresSource, first: dt.datetime | None, end: dt.datetime | None, words: str
) -> None:
    session = Session(source, replay_from=first, replay_to=end)
    assert words in session.view.bar.html
    assert session.view.map.film.player.labels == []
    session.own.param.update(replay_from=CHOSEN["replay_from"], replay_to=CHOSEN["replay_to"])
    session.settle()
    assert words not in session.view.bar.html
    assert len(session.view.map.film.player.labels) == 721


def test_a_live_period_grows_by_whole_minutes_and_a_closed_one_does_not() -> None:
    now = dt.datetime(2026, 3, 5, 12, 0, 40, tzinfo=UTC)

    def asked(period: str, chosen: tuple[dt.datetime | None, dt.datetime | None], at: dt.datetime) -> Any:
        return wish_of(1, ZONE, period, chosen, at)

    day = asked("last_24h", (None, None), now)
    assert (day.to_at, day.from_at) == (now.replace(second=0), now.replace(second=0) - 24 * HOUR)
    assert asked("last_24h", (None, None), now + dt.timedelta(minutes=1)) != day
    year = asked("this_year", (None, None), now)
    assert year.from_at == dt.datetime(2026, 1, 1, 6, tzinfo=UTC)
    assert asked("this_year", (None, None), now + dt.timedelta(minutes=4)) == year
    closed = asked("last_24h", (CHOSEN["replay_from"], CHOSEN["replay_to"]), now)
    later = asked("last_24h", (CHOSEN["replay_from"], CHOSEN["replay_to"]), now + dt.timedelta(minutes=30))
    assert (closed.from_at, closed.to_at) == (later.from_at, later.to_at)
    assert closed == asked("last_24h", (CHOSEN["replay_from"], CHOSEN["replay_to"]), now + dt.timedelta(minutes=4))
    assert closed.to_at == CHOSEN["replay_to"].replace(tzinfo=UTC)
    reaching = asked("last_24h", (CHOSEN["replay_from"], dt.datetime(2030, 1, 1)), now)
    assert reaching.to_at == dt.datetime(2026, 3, 5, 12, tzinfo=UTC)
    with pytest.raises(NoPeriod):
        asked("last_24h", (now.replace(tzinfo=None), dt.datetime(2030, 1, 1)), now)
