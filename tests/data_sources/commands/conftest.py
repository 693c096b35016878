"""Commands over a town of three feeders, and an outage in it."""

from __future__ import annotations

import pytest

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import ReportOutage
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import load_town


@pytest.fixture
def commands(empty_source: PostgresSource) -> Commands:
    load_town(empty_source, 3)
    return Commands(empty_source)


@pytest.fixture
def outage_id(commands: Commands) -> int:
    """An outage at version 1."""
    return commands.run(ReportOutage(utility_id=1, device_id=122), by=Principal("maria", "operator")).target.id
