from __future__ import annotations

import pytest

from data_sources.postgres.source import PostgresSource
from tests.data_sources.field.desk import FieldDesk
from tests.data_sources.towns import load_town


@pytest.fixture
def desk(empty_source: PostgresSource) -> FieldDesk:
    load_town(empty_source, 2)
    return FieldDesk(empty_source)
