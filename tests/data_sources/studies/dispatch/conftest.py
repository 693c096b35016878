from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.studies.dispatch.ground import BoardGround, BoardRows, board_ground
from tests.data_sources.field.desk import FieldDesk
from tests.data_sources.towns import load_town

ZONE = "America/Chicago"
MORNING = dt.datetime(2026, 7, 15, 14, 0, tzinfo=dt.UTC)  # 09:00 CDT


class BoardDesk(FieldDesk):
    """Somebody who plans a board of three crews, at nine in the morning."""

    def rows(self, name: str, **values: Any) -> list[dict[str, Any]]:
        return self.source.fetch(Query.of(name, utility_id=1, **values)).to_pylist()

    def ground(self) -> BoardGround:
        rows = BoardRows(
            self.rows("orders_of_crews"), self.rows("orders_without_crew", skill="", most=300),
            self.rows("crews_on_board"), self.rows("dispatch_rules")[0]["crew_kmh"], ZONE,
        )  # fmt: skip
        return board_ground(rows, self.now)

    def change(self, statement: str) -> None:
        with self.source.connection() as connection:
            connection.execute(statement)


@pytest.fixture
def board(empty_source: PostgresSource) -> BoardDesk:
    load_town(empty_source, 2)
    found = BoardDesk(empty_source)
    found.now = MORNING
    found.change(
        "UPDATE flux.crews SET shift_start = '07:00', shift_end = '17:00', lon = -95.4 + 0.05 * crew_id, lat = 29.7"
    )
    return found
