"""The reliability view without a browser: what a person chooses, and what the page then holds; tasks run in place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.live import LiveLoop
from app.maps import Maps
from app.state import AppState
from app.tabs.outage_management.reliability.view import ReliabilityView
from app.tabs.outage_management.tab import OutageManagementTab
from app.threads import all_kinds
from data_sources.analytics.clock import local_day
from data_sources.assets import AssetRef
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Source, Sources
from tests.app.looping import GivenVersions
from tests.app.tabs.ami_analytics.desk import AtOnce
from tests.handmade import insert_utility


class Session:
    """One session with the view in front."""

    def __init__(self, live: Source, **own: Any) -> None:
        sources, versions = Sources(live=live, history=None), GivenVersions()
        self.loop = LiveLoop(sources, versions, lambda function: function(), all_kinds(AtOnce()))
        self.state = AppState(utility_id=1, time_zone="America/Chicago")
        self.tab = OutageManagementTab(
            state=self.state, sources=sources, feed=versions, loop=self.loop, maps=Maps(live, versions, "off"),
            own=OutageManagementTab.State(view="reliability", **own),
        )  # fmt: skip
        self.view = ReliabilityView(self.tab)
        self.view.is_shown = True
        self.view.__panel__()
        self.settle()

    def settle(self) -> None:
        for _ in range(5):
            self.loop.look()


@pytest.fixture
def session(demo: PostgresSource) -> Session:
    return Session(demo)


def test_it_says_what_the_operations_dashboard_says(session: Session, demo: PostgresSource) -> None:
    (row,) = demo.fetch(Query.of("kpis", utility_id=1, as_of=None)).to_pylist()
    view = session.view
    table = {one["index"]: one for one in view.indices.rows.to_pylist()}
    assert table["SAIFI"]["all_in"] == pytest.approx(row["saifi"], rel=0.02)  # as_of is a whole five minutes
    assert table["SAIDI"]["all_in"] == pytest.approx(row["saidi_minutes"], rel=0.02)
    assert "Simulated" in view.bar.html
    assert f"{row['customers_served']:,} customers served" in view.bar.html


def test_a_row_opens_the_feeder_in_all_tabs(session: Session) -> None:
    view = session.view
    worst = view.feeders.rows["group_id"][0].as_py()
    view.feeders._take({"action": "row", "value": str(worst)})
    session.settle()
    assert (session.state.selection.scope, session.state.selection.scope_id) == ("feeder", worst)
    assert session.state.selection.asset == AssetRef("feeder", worst)
    assert view.feeders.picked == str(worst)


def test_the_bar_chooses_period_and_scope(session: Session) -> None:
    view = session.view
    this_year = view.figures.html
    view.bar._take({"action": "period", "value": "last_12_months"})
    session.settle()
    assert view.own.reliability_period == "last_12_months"
    assert view.figures.html != this_year
    view.bar._take({"action": "substation", "value": "1"})
    view.bar._take({"action": "feeder", "value": "1"})
    view.bar._take({"action": "feeder", "value": ""})
    session.settle()
    assert (session.state.selection.scope, session.state.selection.scope_id) == ("substation", 1)
    view.bar._take({"action": "substation", "value": ""})
    assert session.state.selection.scope == "utility"


def test_days_of_ones_own_are_half_open_and_go_before_a_year(session: Session) -> None:
    view, own = session.view, session.tab.own
    view.bar._take({"action": "first_day", "value": "2026-03-01"})
    view.bar._take({"action": "last_day", "value": "2026-03-31"})
    session.settle()
    assert (own.reliability_first_day, own.reliability_end_day) == (dt.date(2026, 3, 1), dt.date(2026, 4, 1))
    assert "1 to 31 Mar 2026" in view.boards[0].heading.html
    assert 'aria-pressed="true"' not in view.bar.html
    view.bar._take({"action": "period", "value": "year_to_date"})
    assert (own.reliability_first_day, own.reliability_end_day) == (None, None)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((dt.date(2026, 3, 2), dt.date(2026, 3, 2)), "ends before it begins"),
        ((None, dt.date(2026, 3, 2)), "a first and a last day"),
        ((dt.date(2150, 1, 1), dt.date(2150, 2, 1)), "yet to come"),
    ],
)
def test_days_that_are_no_period_are_said(
    demo: PostgresSource, days: tuple[dt.date | None, dt.date | None], words: str
) -> None:
    view = Session(demo, reliability_first_day=days[0], reliability_end_day=days[1]).view
    assert words in view.bar.html
    assert words in view.boards[0].veil.html
    view.bar._take({"action": "first_day", "value": "soon"})
    assert "no day between" in view.bar.html


def test_a_day_of_the_calendar_opens_in_replay(session: Session) -> None:
    """By a click on its cell, by the button of a major event day or by the field of days."""
    view, own = session.view, session.tab.own
    day = view.calendar.source.data["at"][40]
    row = view.calendar.source.data["row"][40]
    chosen = view.calendar.key_at(float(day), float(row))
    view.calendar.tapped = chosen
    assert own.view == "replay"
    assert own.replay_to - own.replay_from <= dt.timedelta(hours=25)
    assert local_day(own.replay_from, "America/Chicago") == chosen
    view.boards[1].heading._take({"action": "day", "value": "2026-02-03"})
    assert (own.replay_from, own.replay_to) == (dt.datetime(2026, 2, 3, 6), dt.datetime(2026, 2, 4, 6))
    view.boards[1].heading._take({"action": "day", "value": "0001-01-01"})
    assert own.replay_from == dt.datetime(2026, 2, 3, 6)
    assert view.calendar.key_at(float(day), 3.0) is None


def test_below_a_feeder_it_says_what_is_shown_and_what_the_transformer_went_through(session: Session) -> None:
    view, selection = session.view, session.state.selection
    selection.change(scope="transformer", scope_id=1)
    session.settle()
    assert "indices are those of the whole utility" in view.bar.html
    selection.change(scope="meter", scope_id=1)
    session.settle()
    assert "The meter picked has no indices of its own" in view.bar.html


def test_all_sessions_share_one_record(demo: PostgresSource) -> None:
    one, other = Session(demo), Session(demo)
    assert one.view.bar.answer.record is other.view.bar.answer.record


def test_nothing_on_record_says_how_outages_come(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    boards = Session(empty_source).view.boards
    assert all("fluxops import outages" in board.veil.html for board in boards)
