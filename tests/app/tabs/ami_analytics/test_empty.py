"""Before any reading has landed, every view says so instead of showing bars for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.tabs.ami_analytics.completeness.view import CompletenessView
from app.tabs.ami_analytics.forecast.view import ForecastView
from app.tabs.ami_analytics.losses.view import LossesView
from app.tabs.ami_analytics.view import AmiView
from app.tabs.ami_analytics.voltage.view import VoltageView
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.app.tabs.ami_analytics.desk import Desk
from tests.handmade import insert_utility


@pytest.mark.parametrize("view", [VoltageView, LossesView, CompletenessView, ForecastView])
def test_an_empty_history_is_said_in_words(view: type[AmiView], empty_source: PostgresSource, tmp_path: Path) -> None:
    insert_utility(empty_source)
    desk = Desk(empty_source, DuckSource(Warehouse(tmp_path / "warehouse")))
    shown = desk.show(view)
    boards = {LossesView: lambda: shown.parts["feeders"].list, ForecastView: lambda: shown.lines}
    board = boards.get(view, lambda: shown.table)()
    title, hint = desk.tab.known.nothing_yet()
    assert title in board.veil.html
    assert hint.split("`")[0].strip() in board.veil.html
    assert desk.tab.failure is None
    desk.loop.close()


def test_a_history_that_is_away_is_said_to_be(empty_source: PostgresSource, tmp_path: Path) -> None:
    insert_utility(empty_source)
    warehouse = Warehouse(tmp_path / "not mounted")
    warehouse.expect()
    desk = Desk(empty_source, DuckSource(warehouse))
    shown = desk.show(VoltageView)
    title, hint = desk.tab.known.nothing_yet()
    assert title == "No readings just now"
    assert hint.startswith("The history is away")
    assert hint.split("`")[0].strip() in shown.table.veil.html
    assert not warehouse.root.exists()
    desk.loop.close()
