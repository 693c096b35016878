"""The two databases of a server, told apart from others."""

from __future__ import annotations

from pathlib import Path

from app.databases import tell_apart
from data_sources.cache import CachedSource
from data_sources.pipeline.exports import database_id
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.belonging import MOVED_FROM
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.app.looping import GivenVersions


def test_a_history_of_another_database_says_so_and_one_s_own_does_not(
    empty_source: PostgresSource, tmp_path: Path
) -> None:
    """As a server has it: behind answers that are kept."""
    warehouse = Warehouse(tmp_path / "warehouse")
    history = CachedSource(DuckSource(warehouse), GivenVersions())
    tell_apart(empty_source, history)
    warehouse.commit(lambda manifest: manifest.with_notes(**{MOVED_FROM: "another"}))
    assert "another database; they are left out" in history.health().message
    warehouse.commit(lambda manifest: manifest.with_notes(**{MOVED_FROM: database_id(empty_source)}))
    assert history.health().message == ""
    history.close()
