"""The detail of an outage that is only in the history: found there, told, and opened in Replay; session without a browser."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.live import LiveLoop
from app.maps import Maps
from app.state import AppState
from app.tabs.outage_management.active.view import ActiveView
from app.tabs.outage_management.tab import OutageManagementTab
from app.threads import all_kinds
from data_sources.postgres.source import PostgresSource
from data_sources.source import Source, Sources
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.app.looping import GivenVersions
from tests.app.tabs.ami_analytics.desk import AtOnce
from tests.data_sources.history_rows import table
from tests.handmade import NOW, insert, insert_utility, outage

PAST = {
    "outage_id": 2024000234, "utility_id": 1, "feeder_id": 1, "started_at": dt.datetime(2024, 5, 1, 12),
    "restored_at": dt.datetime(2024, 5, 2, 1, 30), "cause": "tree", "customers_interrupted": 3,
    "customer_minutes": 2430.0, "is_simulated": True,
}  # fmt: skip


class Session:
    """One session with the view in front."""

    def __init__(self, live: PostgresSource, history: Source | None) -> None:
        sources, versions = Sources(live=live, history=history), GivenVersions()
        self.loop = LiveLoop(sources, versions, lambda function: function(), all_kinds(AtOnce()))
        maps = Maps(live, versions, "off")
        maps.threads = all_kinds(AtOnce())
        self.tab = OutageManagementTab(
            state=AppState(utility_id=1, time_zone="America/Chicago"), sources=sources, feed=versions, loop=self.loop,
            maps=maps, own=OutageManagementTab.State(view="active"),
        )  # fmt: skip
        self.view = ActiveView(self.tab)
        self.view.is_shown = True
        self.view.__panel__()

    def pick(self, outage_id: int | None) -> str:
        self.tab.own.outage = outage_id
        for _ in range(5):
            self.loop.look()
        return self.view.detail.panel.html


@pytest.fixture
def source(empty_source: PostgresSource) -> PostgresSource:
    insert_utility(empty_source)
    insert(empty_source, "outages", [outage(1, NOW, 90, 3) | {"kind": "unplanned"}])
    return empty_source


@pytest.fixture
def history(tmp_path: Path) -> DuckSource:
    warehouse = Warehouse(tmp_path)
    part = warehouse.write("outage_events", table("outage_events", [PAST]), role="table")
    warehouse.commit(lambda manifest: manifest.with_table("outage_events", part))
    return DuckSource(warehouse)


def test_one_of_the_history_is_told_and_opened_in_replay(source: PostgresSource, history: DuckSource) -> None:
    session = Session(source, history)
    for _ in range(2):  # picked, left and picked again
        assert "Outage 2024000234 is in the history; see Replay" in session.pick(2024000234)
        assert "Customers interrupted" in session.pick(1)
    assert "There is no outage 77" in session.pick(77)
    session.pick(None)
    assert "There is no outage 77" in session.pick(77)
    session.pick(2024000234)
    session.view.detail.panel._take({"action": "replay", "value": None})
    own = session.tab.own
    assert (own.view, own.replay_outage) == ("replay", 2024000234)
    assert own.replay_from < PAST["started_at"] < PAST["restored_at"] < own.replay_to


def test_without_a_history_there_is_none(source: PostgresSource) -> None:
    assert "There is no outage 2024000234" in Session(source, None).pick(2024000234)
