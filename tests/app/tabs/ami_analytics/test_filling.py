"""While a demo's readings are being made the tab says how many days are there; that nobody makes the rest; nothing then."""

from __future__ import annotations

import datetime as dt
import json
import threading
from pathlib import Path

import pytest

from app.tabs.ami_analytics.filling import Filling
from data_sources.demo.ami.fill import PROGRESS
from data_sources.demo.ami.worker import DemoReadings
from data_sources.postgres.source import PostgresSource, execute
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.app.tabs.ami_analytics.desk import Desk
from tests.handmade import insert_utility


@pytest.fixture
def desk(empty_source: PostgresSource, tmp_path: Path) -> Desk:
    insert_utility(empty_source)
    return Desk(empty_source, DuckSource(Warehouse(tmp_path / "warehouse")))


def told(
    desk: Desk, source: PostgresSource, done: int, *, age: dt.timedelta = dt.timedelta(), utility_id: int = 1
) -> str:
    """What stands there after a worker has said so much."""
    detail = {"utility_id": utility_id, "days_done": done, "days_planned": 28, "text": "", "updated_at": ""}
    with source.connection() as connection:
        execute(connection, "heartbeat", service="history", now=dt.datetime.now(dt.UTC) - age,
                detail=json.dumps(detail))  # fmt: skip
    return shown(desk)


def shown(desk: Desk) -> str:
    filling = Filling(desk.tab, desk.tab.known)
    desk.settle()
    return filling.html


def test_it_says_how_many_days_are_there(desk: Desk, empty_source: PostgresSource) -> None:
    html = told(desk, empty_source, 3)
    assert "3 of 28 days are there" in html
    assert '<progress value="3" max="28"' in html


def test_it_is_silent_when_all_are_or_it_is_another_utility(desk: Desk, empty_source: PostgresSource) -> None:
    assert told(desk, empty_source, 28) == ""
    assert told(desk, empty_source, 3, utility_id=2) == ""


def test_a_minute_after_the_last_word_nobody_is_said_to_make_them(desk: Desk, empty_source: PostgresSource) -> None:
    """It said for a quarter of an hour that readings are being made, by a server that had FLUXOPS_DEMO_HISTORY=false."""
    html = told(desk, empty_source, 3, age=dt.timedelta(seconds=70))
    assert "3 of 28 days of simulated readings are there; nobody makes the rest just now" in html
    assert "progress" not in html


def test_no_readings_are_promised_that_nobody_makes(desk: Desk, empty_source: PostgresSource) -> None:
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.utilities SET is_demo = true")
    told(desk, empty_source, 0, age=dt.timedelta(hours=2))
    title, hint = desk.tab.known.nothing_yet()
    assert title == "No readings yet"
    assert "FLUXOPS_DEMO_HISTORY" in hint


def test_readings_that_are_being_made_are_promised(desk: Desk, empty_source: PostgresSource) -> None:
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.utilities SET is_demo = true")
    told(desk, empty_source, 0)
    assert desk.tab.known.nothing_yet()[0] == "Readings are being made"


def test_the_worker_tells_what_the_manifest_holds(desk: Desk, empty_source: PostgresSource, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    progress = {"text": "Readings", "days_done": 5, "days_planned": 28, "updated_at": "2026-11-28T00:00:00+00:00"}
    warehouse.commit(lambda manifest: manifest.with_notes(**{PROGRESS: json.dumps(progress)}))
    DemoReadings(empty_source, warehouse, threading.Event()).tell(1, "Readings", 0.2)
    assert "5 of 28 days are there" in shown(desk)
