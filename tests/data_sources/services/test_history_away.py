"""A server that starts while the disk of its history is away: it says so, touches nothing, and goes on when it is back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from data_sources.errors import FluxError, SourceUnavailable
from data_sources.pipeline.begun import begin_anew, expecting
from data_sources.postgres.source import PostgresSource
from data_sources.services.exports import Exports
from data_sources.services.heat import Heat
from data_sources.services.service import ServiceState, Turns
from data_sources.services.upkeep import Upkeep, identity
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Attempt, Warehouse
from tests.handmade import insert_utility

NOW = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
FEEDERS = "SELECT count(*) AS feeders FROM feeders"


def opened(source: PostgresSource, folder: Path) -> Warehouse:
    """As each start of a server opens it."""
    return expecting(source, Warehouse(folder))


def looks(source: PostgresSource, warehouse: Warehouse) -> list[Turns]:
    found = (Exports(source, warehouse), Upkeep(source, warehouse), Heat(source, warehouse))
    return [Turns(one, source, lambda _state: None) for one in found]


def states(turns: list[Turns]) -> list[ServiceState]:
    for one in turns:
        one.look(NOW)
    return [one.state for one in turns]


@pytest.fixture
def folder(empty_source: PostgresSource, tmp_path: Path) -> Path:
    """Of a history that a server began and left."""
    insert_utility(empty_source)
    folder = tmp_path / "warehouse"
    server = looks(empty_source, opened(empty_source, folder))
    assert [state.doing for state in states(server)] == ["leads"] * 3
    for one in server:
        one._resign()
    return folder


@pytest.mark.parametrize("is_many", [False, True])
def test_whoever_writes_first_notes_it_without_the_exports(
    empty_source: PostgresSource, tmp_path: Path, is_many: bool
) -> None:
    insert_utility(empty_source)
    folder = tmp_path / "warehouse"
    writer = opened(empty_source, folder)
    with Attempt(writer) as attempt:
        (attempt if is_many else writer).commit(lambda manifest: manifest)
    folder.rename(tmp_path / "aside")
    folder.mkdir()
    with pytest.raises(SourceUnavailable, match="is away"):
        opened(empty_source, folder).commit(lambda manifest: manifest)
    assert list(folder.iterdir()) == []


def _missing(folder: Path, aside: Path) -> None:
    folder.rename(aside)


def _empty_mount(folder: Path, aside: Path) -> None:
    folder.rename(aside)
    folder.mkdir()


@pytest.mark.parametrize("take_away", [_missing, _empty_mount])
def test_a_history_that_is_away_at_the_start_is_told_and_heals(
    empty_source: PostgresSource, folder: Path, tmp_path: Path, take_away: Callable[[Path, Path], None]
) -> None:
    before, aside = identity(Warehouse(folder)), tmp_path / "aside"
    take_away(folder, aside)
    warehouse = opened(empty_source, folder)
    history = DuckSource(warehouse)
    with pytest.raises(SourceUnavailable, match=r"^The history is away: its folder is empty or not there"):
        history.run(FEEDERS, {})
    assert not history.health().is_up
    assert "is away" in history.health().message
    server = looks(empty_source, warehouse)
    for state in states(server):
        assert state.doing == "paused"
        assert "is away" in state.error
    assert not folder.exists() or not list(folder.iterdir())  # nothing in the wrong place
    if folder.exists():
        folder.rmdir()
    aside.rename(folder)
    assert [(state.doing, state.error) for state in states(server)] == [("leads", "")] * 3
    assert history.run(FEEDERS, {})["feeders"].to_pylist() == [2]
    assert history.health().is_up
    assert identity(warehouse) == before


def test_another_process_takes_it_for_as_little_empty(
    empty_source: PostgresSource, folder: Path, tmp_path: Path
) -> None:
    """Long questions are asked in processes of their own, which open the same history."""
    folder.rename(tmp_path / "aside")
    make, given = DuckSource(opened(empty_source, folder)).__reduce__()
    again, where = given[0].__reduce__()
    with pytest.raises(SourceUnavailable, match="is away"):
        make(again(*where), *given[1:]).run(FEEDERS, {})


def test_one_that_is_lost_for_good_is_begun_anew_on_purpose(
    empty_source: PostgresSource, folder: Path, tmp_path: Path
) -> None:
    """A server that waits takes the new one at once; none is begun over one that is there."""
    folder.rename(tmp_path / "lost")
    server = looks(empty_source, opened(empty_source, folder))
    assert {state.doing for state in states(server)} == {"paused"}
    begin_anew(opened(empty_source, folder))
    assert {state.doing for state in states(server)} == {"leads"}
    assert DuckSource(opened(empty_source, folder)).run(FEEDERS, {})["feeders"].to_pylist() == [2]
    with pytest.raises(FluxError, match="There is a history in"):
        begin_anew(opened(empty_source, folder))


def test_a_folder_in_which_none_was_begun_is_new(empty_source: PostgresSource, folder: Path, tmp_path: Path) -> None:
    """A second server beside the same database, or the same with another FLUXOPS_HOME."""
    assert folder.exists()
    assert {state.doing for state in states(looks(empty_source, opened(empty_source, tmp_path / "other")))} == {"leads"}
