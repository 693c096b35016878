"""A night in a town of two feeders."""

from __future__ import annotations

import pytest

from data_sources.postgres.source import PostgresSource
from tests.data_sources.services.telling import Night
from tests.data_sources.towns import load_town


@pytest.fixture
def night(empty_source: PostgresSource) -> Night:
    load_town(empty_source, 2)
    with empty_source.connection() as connection:  # nobody hears of its breakers and reclosers
        connection.execute("UPDATE flux.devices SET has_telemetry = false")
    return Night(empty_source)
