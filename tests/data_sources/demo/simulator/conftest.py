"""A town that the simulator steps while people give commands."""

from __future__ import annotations

import pytest

from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import Story
from tests.data_sources.towns import load_town


@pytest.fixture
def story(empty_source: PostgresSource) -> Story:
    load_town(empty_source, 2)
    found = Story(empty_source)
    found.steps(1)
    return found
