"""BoardBook: the rows of the board, kept fresh, and what a worker makes of them."""

from __future__ import annotations

import datetime as dt
import time
from functools import partial
from typing import Any, ClassVar, Final

import param
import pyarrow as pa

from app.desk.live_view import LiveView
from data_sources.query import Query
from data_sources.studies.dispatch.ground import BoardGround, BoardRows, board_ground, board_kmh
from data_sources.studies.dispatch.lanes import Lane, lanes

MOST: Final = 300  # orders that wait: as many as one looks through
AGES_S: Final = 30.0  # then the present has moved on

Row = dict[str, Any]


class BoardBook(param.Parameterized):
    """The board as it is now.

    Args:
        view: gives the utility, and keeps the rows fresh.

    Attributes:
        waiting: orders without a crew, the most urgent first; fewer than `count`, where there are more than a page.
        count: of all that wait.
    """

    ground = param.ClassSelector(
        class_=BoardGround, default=None, allow_None=True, doc="As arrays; None before it came."
    )
    lanes: Any = param.List(default=[], item_type=Lane, doc="Of all crews; set after the ground.")

    _queries: ClassVar[tuple[str, ...]] = ("orders_of_crews", "orders_without_crew", "crews_on_board", "dispatch_rules")

    def __init__(self, view: LiveView) -> None:
        """Knows nothing yet."""
        super().__init__()
        self._view = view
        self._rows: dict[str, list[Row]] = {}
        self._made_at = 0.0
        self.waiting: list[Row] = []
        self.count = 0
        for name in self._queries:
            view.live(partial(self._query, name), partial(self._take, name))
        view.watch(self._forget, view.state, "utility_id")
        view.each_look(self._age)

    def row(self, work_order_id: int | None) -> Row | None:
        """An order of the board; None where it is not on it."""
        known = [*self._rows.get("orders_of_crews", ()), *self._rows.get("orders_without_crew", ())]
        return next((row for row in known if row["work_order_id"] == work_order_id), None)

    def crew(self, crew_id: int) -> Row | None:
        """A crew of the board."""
        return next((row for row in self._rows.get("crews_on_board", ()) if row["crew_id"] == crew_id), None)

    @property
    def crews(self) -> list[Row]:
        """All crews."""
        return self._rows.get("crews_on_board", [])

    def _query(self, name: str) -> Query | None:
        utility_id = self._view.state.utility_id
        if utility_id is None:
            return None
        own = {"skill": self._view.own.board_skill, "most": MOST} if name == "orders_without_crew" else {}
        return Query.of(name, utility_id=utility_id, **own)

    def _take(self, name: str, found: pa.Table) -> None:
        self._rows[name] = found.to_pylist()
        self._make()

    def _forget(self) -> None:
        """One utility's board is none of another's."""
        self._rows = {}

    def _age(self) -> None:
        if time.monotonic() - self._made_at > AGES_S:
            self._make()

    def _make(self) -> None:
        if len(self._rows) < len(self._queries):
            return
        self._made_at = time.monotonic()
        rows = BoardRows(
            self._rows["orders_of_crews"], self._rows["orders_without_crew"], self._rows["crews_on_board"],
            board_kmh(self._rows["dispatch_rules"][0]), self._view.state.time_zone,
        )  # fmt: skip

        def make() -> tuple[BoardGround, list[Lane]]:
            ground = board_ground(rows, dt.datetime.now(dt.UTC))
            return ground, lanes(ground)

        self._view.work(make, self._made, key="board")

    def _made(self, found: tuple[BoardGround, list[Lane]]) -> None:
        self.waiting = self._rows.get("orders_without_crew", [])
        self.count = self.waiting[0]["waiting"] if self.waiting else 0
        self.ground, self.lanes = found
