"""A closed period is kept, and made anew once anything of it is another: corrected, taken back, or written elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pytest

from app.tabs.outage_management.replay.asked import ReplayAnswer, answer, wish_of
from data_sources.importers.outages.load import load_outages
from data_sources.importers.outages.options import OutageOptions
from data_sources.importers.outages.unload import unload_outages
from data_sources.pipeline.exports import export_changes
from data_sources.pipeline.moving import MovedOutages, move_outages
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.handmade import NOW, insert, insert_utility, outage

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
BEGAN = (NOW - 9 * DAY).replace(second=0, microsecond=0)


@pytest.fixture
def source(empty_source: PostgresSource) -> PostgresSource:
    insert_utility(empty_source, served=(1200, 800))
    return empty_source


def replayed(source: PostgresSource, sources: Sources, began: dt.datetime, versions: Hashable = ()) -> ReplayAnswer:
    """The two days around an instant."""
    first, end = ((began + days * DAY).replace(tzinfo=None) for days in (-1, 1))
    return answer(source, sources, wish_of(1, "UTC", "own", (first, end), NOW), versions)


def customers(source: PostgresSource) -> list[Any]:
    return replayed(source, Sources(source), BEGAN).record.outages["customers"].to_pylist()


def imported(source: PostgresSource, path: Path, count: int) -> str:
    end = BEGAN + 2 * HOUR
    path.write_text(
        f"start,end,customers,cause,circuit\n{BEGAN:%Y-%m-%d %H:%M},{end:%Y-%m-%d %H:%M},{count},tree,F0001\n"
    )
    return load_outages(source, [path], OutageOptions(time_zone="UTC"), actor="maria").load_id


def test_a_list_that_comes_again_corrected_is_replayed_as_it_is_now(source: PostgresSource, tmp_path: Path) -> None:
    load_id = imported(source, tmp_path / "list.csv", 900)
    assert customers(source) == [900]
    unload_outages(source, load_id, actor="maria")
    assert customers(source) == []
    imported(source, tmp_path / "list.csv", 90)
    assert customers(source) == [90]


def test_a_moved_outage_that_is_taken_back_is_replayed_no_more(source: PostgresSource, tmp_path: Path) -> None:
    began, kind = NOW - 400 * DAY, {"kind": "unplanned"}
    insert(source, "outages", [outage(2, began, 90, 30) | kind, outage(3, began + HOUR, 90, 11) | kind])
    warehouse = Warehouse(tmp_path / "warehouse")
    export_changes(source, warehouse)
    assert move_outages(source, warehouse, 1, NOW - 300 * DAY, 20) == MovedOutages(2, (), ())
    history = DuckSource(warehouse)
    both = Sources(source, history)
    try:
        assert sorted(replayed(source, both, began).record.outages["outage_id"].to_pylist()) == [2, 3]
        with source.connection() as connection:
            connection.execute(b"DELETE FROM flux.moved_outages WHERE outage_id = 2")
        export_changes(source, warehouse)
        assert replayed(source, both, began).record.outages["outage_id"].to_pylist() == [3]
    finally:
        history.close()


def test_a_closed_period_is_kept_until_what_the_history_holds_is_another(source: PostgresSource) -> None:
    insert(source, "outages", [outage(2, BEGAN, 90, 30) | {"kind": "unplanned"}])
    first = replayed(source, Sources(source), BEGAN, (1, 1))
    assert replayed(source, Sources(source), BEGAN, (1, 1)) is first
    assert replayed(source, Sources(source), BEGAN, (2, 1)) is not first
