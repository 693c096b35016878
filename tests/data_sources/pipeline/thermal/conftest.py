from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.postgres.source import PostgresSource
from tests.data_sources.pipeline.thermal.heat_world import HeatWorld
from tests.handmade import insert_utility


@pytest.fixture
def world(empty_source: PostgresSource, tmp_path: Path) -> HeatWorld:
    """Without a load or a weather."""
    insert_utility(empty_source)
    return HeatWorld(empty_source, tmp_path / "warehouse")
