"""Somebody who plans a board."""

from __future__ import annotations

import datetime as dt
from typing import Any

from data_sources.query import Query
from data_sources.studies.dispatch.ground import BoardGround, BoardRows, board_ground, board_kmh
from tests.data_sources.field.desk import FieldDesk

ZONE = "America/Chicago"
MORNING = dt.datetime(2026, 7, 15, 14, 0, tzinfo=dt.UTC)  # 09:00 CDT


class BoardDesk(FieldDesk):
    """Somebody who plans a board of three crews, at nine in the morning."""

    def rows(self, name: str, **values: Any) -> list[dict[str, Any]]:
        return self.source.fetch(Query.of(name, utility_id=1, **values)).to_pylist()

    def ground(self) -> BoardGround:
        rows = BoardRows(
            self.rows("orders_of_crews"), self.rows("orders_without_crew", skill="", most=300),
            self.rows("crews_on_board"), board_kmh(self.rows("dispatch_rules")[0]), ZONE,
        )  # fmt: skip
        return board_ground(rows, self.now)

    def change(self, statement: str) -> None:
        with self.source.connection() as connection:
            connection.execute(statement)
