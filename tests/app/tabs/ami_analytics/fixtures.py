"""Fixtures of the views' tests: the hand-made history written once, and a desk in front of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from tests.app.tabs.ami_analytics.desk import Desk
from tests.data_sources.history_rows import write_warehouse
from tests.handmade import insert_utility


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    """Three days of twelve meters; nobody writes to it."""
    return write_warehouse(tmp_path_factory.mktemp("views") / "warehouse")


@pytest.fixture
def desk(empty_source: PostgresSource, history: DuckSource) -> Iterator[Desk]:
    """A session over it, for one test."""
    insert_utility(empty_source)
    desk = Desk(empty_source, history)
    yield desk
    desk.loop.close()
