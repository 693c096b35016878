from __future__ import annotations

import pytest

from data_sources.postgres.source import PostgresSource
from tests.data_sources.studies.dispatch.boards import MORNING, BoardDesk
from tests.data_sources.towns import load_town


@pytest.fixture
def board(empty_source: PostgresSource) -> BoardDesk:
    load_town(empty_source, 2)
    found = BoardDesk(empty_source)
    found.now = MORNING
    found.change(
        "UPDATE flux.crews SET shift_start = '07:00', shift_end = '17:00', lon = -95.4 + 0.05 * crew_id, lat = 29.7"
    )
    return found
