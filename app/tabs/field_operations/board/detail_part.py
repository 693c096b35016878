"""The panel beside the board: the picked order with the crews for it, else the proposal, else a hint."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app import ways
from app.desk import fields
from app.desk.live_view import PARTS, LiveView
from app.tabs.field_operations.board import detail_html
from app.tabs.field_operations.board.book import BoardBook
from app.tabs.field_operations.board.giving import Giving
from app.widgets.board import BoardHtml
from data_sources.errors import InvalidCommand
from data_sources.studies.dispatch.ground import BoardGround
from data_sources.studies.dispatch.suggestions import SuggestedCrews, suggested_crews


class BoardDetail:
    """The panel.

    Args:
        view: gives the choice, workers and ways to other views.
        book: the board.
        giving: gives what is chosen here.
    """

    def __init__(self, view: LiveView, book: BoardBook, giving: Giving) -> None:
        """Nothing is picked."""
        self._view, self._own, self._book, self._giving = view, view.own, book, giving
        self._found: SuggestedCrews | None = None
        self._looked: tuple[int | None, BoardGround | None] = (None, None)
        self._is_waiting, self._turn = False, 0
        self._error: tuple[str, str] = ("", "")
        self.panel = BoardHtml(css_classes=["linked-detail"])
        for sheet in ("widgets", PARTS, "field_board"):
            self.panel.dress(sheet)
        self._bind()
        self._look()

    def _bind(self) -> None:
        panel, own, giving = self.panel, self._own, self._giving
        panel.on("close", lambda _value: own.param.update(board_order=None))
        panel.on("pick", lambda number: own.param.update(board_order=int(number)))
        panel.on("orders", lambda number: own.param.update(view="orders", order=int(number)))
        panel.on("outage", lambda number: ways.open_outage(self._view.state, int(number)))
        panel.on("unassign", lambda number: giving.unassign(int(number), f"unassign-{number}-{self._version()}"))
        panel.on("give", self._give)
        panel.on("hand", self._by_hand)
        panel.on("discard", lambda _value: giving.discard())
        panel.on("apply", lambda message: giving.apply(str(message["key"])))
        self._view.watch(self._look, self._book, "lanes")
        self._view.watch(self._picked, own, "board_order")
        self._view.watch(self._draw, giving, ["proposal", "is_busy"])
        self._view.watch(self._told, giving, "said")

    # What is shown -------------------------------------------------------------------------------------------------

    def _picked(self) -> None:
        self._found, self._error, self._turn = None, ("", ""), self._turn + 1
        self._look()

    def _told(self) -> None:
        if self._giving.said[0] == "done":
            self._turn += 1
        self._draw()

    def _look(self) -> None:
        """Look for crews again when the board or the choice changed."""
        number, ground = self._own.board_order, self._book.ground
        if number is not None and ground is not None and (number, ground) != self._looked:
            self._looked = number, ground
            self._is_waiting = self._found is None
            self._view.work(lambda: suggested_crews(ground, number), self._take, key="suggest")
        self._draw()

    def _take(self, found: SuggestedCrews | None) -> None:
        self._is_waiting = False
        self._found = found if found is None or found.work_order_id == self._own.board_order else None
        self._draw()

    def _draw(self) -> None:
        self.panel.write(detail_html.panel(self._body(), self._giving.said))

    def _body(self) -> list[Any]:
        ground, zone = self._book.ground, self._view.state.time_zone
        row = self._book.row(self._own.board_order)
        if row is not None and ground is not None:
            return self._order(row, ground, zone)
        if self._giving.proposal is not None and ground is not None:
            proposal, is_demo = self._giving.proposal, self._view.is_simulated
            found = detail_html.proposal(
                proposal, zone, ground.travel, ground.now, is_busy=self._giving.is_busy, is_demo=is_demo
            )
            return list(found)
        return list(detail_html.nothing(ground.travel if ground else None, self._view.is_simulated))

    def _order(self, row: dict[str, Any], ground: BoardGround, zone: str) -> list[Any]:
        can_change = self._giving.can_change and row["status"] in ("created", "scheduled", "assigned", "on_hold")
        key = f"hand-{row['work_order_id']}-{self._turn}"
        form = detail_html.by_hand(row, self._book.crews, zone, key, self._error) if can_change else None
        crew = None if row["crew_id"] is None else self._book.crew(row["crew_id"])
        return list(
            detail_html.order(
                row, crew, self._found, is_waiting=self._is_waiting, form=form, time_zone=zone, travel=ground.travel,
                can_change=can_change, turn=self._turn, is_demo=self._view.is_simulated,
                now=ground.now,
            )
        )  # fmt: skip

    # What is given -------------------------------------------------------------------------------------------------

    def _version(self) -> int:
        row = self._book.row(self._own.board_order)
        return 0 if row is None else int(row["version"])

    def _give(self, message: Any) -> None:
        """A suggestion is taken."""
        typed, number = message["values"], self._own.board_order
        if number is not None:
            at = dt.datetime.fromisoformat(fields.one(typed, "at"))
            self._giving.assign(number, int(fields.one(typed, "crew_id")), at, str(message["key"]))

    def _by_hand(self, message: Any) -> None:
        typed, number = message["values"], self._own.board_order
        if number is None:
            return
        try:
            crew_id = int(fields.one(typed, "crew_id", "Choose a crew."))
            text = fields.one(typed, "at")
            at = fields.moment(text, self._view.state.time_zone, "at") if text else None
        except InvalidCommand as error:
            self._error = error.field, str(error)
            self._draw()
            return
        self._error = ("", "")
        self._giving.assign(number, crew_id, at, str(message["key"]))
