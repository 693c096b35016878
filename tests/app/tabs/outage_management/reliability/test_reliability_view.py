"""The reliability view without a browser: what a person chooses, and what the page then holds; tasks run in place."""

from __future__ import annotations

from typing import Any

import pytest

from app.live import LiveLoop
from app.maps import Maps
from app.state import AppState
from app.tabs.outage_management.reliability.view import ReliabilityView
from app.tabs.outage_management.tab import OutageManagementTab
from app.threads import all_kinds
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


def test_nothing_on_record_says_how_outages_come(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    boards = Session(empty_source).view.boards
    assert all("fluxops import outages" in board.veil.html for board in boards)
