"""A town whose assets are listed by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_sources.importers.assets.load import AssetLoad, load_list
from data_sources.importers.lists.options import ListOptions
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import load_town

Load = Callable[..., AssetLoad]
Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    """Transformers TX-22 … of 50 kVA from 1995, poles P22 … of wood from 1990, sections S2 …"""
    load_town(empty_source)
    return empty_source


@pytest.fixture
def load(town: PostgresSource, tmp_path: Path) -> Load:
    """Loads a list of that text."""

    def one(what: str, text: str | bytes, name: str = "list.csv", **said: Any) -> AssetLoad:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_list(town, path, what, ListOptions(**said), actor="test")

    return one


@pytest.fixture
def ask(town: PostgresSource) -> Ask:
    """Rows of any statement."""

    def rows(text: str) -> list[tuple[Any, ...]]:
        with town.connection() as connection:
            return connection.execute(text.encode()).fetchall()

    return rows
