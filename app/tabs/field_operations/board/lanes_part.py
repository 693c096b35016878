"""The lanes with the choices over them: what is picked, dropped and proposed there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.desk.live_view import PARTS, LiveView
from app.tabs.field_operations.board import lanes_html
from app.tabs.field_operations.board.book import BoardBook
from app.tabs.field_operations.board.giving import Giving
from app.tabs.field_operations.board.lanes_html import LaneAxis
from app.tabs.field_operations.board.state import HOURS
from app.widgets.board import Board, BoardHtml, segments
from app.widgets.column import words as spelled
from app.widgets.html import Markup, el
from data_sources.studies.dispatch.ground import SKILLS
from data_sources.studies.dispatch.lanes import Lane


class LanesPart:
    """Lanes, and what waits beside them; it writes `own.board_order`, `board_skill` and `board_hours`.

    Args:
        view: gives choices and the zone.
        book: the board.
        giving: gives what a drop means; holds the proposal.
        on_crew: takes the crew whose name is clicked.
    """

    def __init__(self, view: LiveView, book: BoardBook, giving: Giving, on_crew: Callable[[int], None]) -> None:
        """A skeleton before the board came."""
        self._view, self._own, self._book, self._giving = view, view.own, book, giving
        self.body = BoardHtml(css_classes=["grow"])
        for sheet in (PARTS, "field_board"):
            self.body.dress(sheet)
        self.board = Board(self.body, "linked-list")
        heading = self.board.heading
        for sheet in (PARTS, "field_board"):
            heading.dress(sheet)
        heading.on("hours", lambda hours: self._own.param.update(board_hours=str(hours)))
        heading.on("skill", lambda skill: self._own.param.update(board_skill=str(skill)))
        heading.on("propose", lambda _value: giving.propose())
        self.body.on("pick", lambda number: self._own.param.update(board_order=int(number)))
        self.body.on("crew", lambda number: on_crew(int(number)))
        self.body.on("assign", self._dropped)
        self.body.on("unassign", lambda message: giving.unassign(int(message["what"]), str(message["key"])))
        view.watch(self._draw, book, "lanes")
        view.watch(self._draw, view.own, ["board_order", "board_hours", "board_skill"])
        view.watch(self._draw, giving, "proposal")
        view.watch(self._draw_heading, giving, "is_busy")
        self._draw()

    def shown(self) -> list[Lane]:
        """Lanes of the crews that have the skill chosen, those on shift first; as proposed while something is."""
        skill = self._own.board_skill
        proposal = self._giving.proposal
        lanes = self._book.lanes if proposal is None else proposal.lanes
        found = [one for one in lanes if not skill or skill in one.crew["skills"].split(",")]
        return sorted(found, key=lambda one: (one.crew["status"] == "off_shift", one.crew["crew_name"]))

    def _dropped(self, message: Any) -> None:
        ground = self._book.ground
        if ground is not None and isinstance(message, dict):
            at = self._axis().at(float(message["along"]))
            self._giving.drop(int(message["what"]), int(message["on"]), at, str(message["key"]))

    def _axis(self) -> LaneAxis:
        ground = self._book.ground
        assert ground is not None
        return LaneAxis.around(ground.now, int(self._own.board_hours), self._view.state.time_zone)

    def _draw(self) -> None:
        self._draw_heading()
        book = self._book
        if book.ground is None:
            return
        self.board.veil.clear()
        self.body.write(
            lanes_html.board(
                self._axis(), self.shown(), book.waiting, book.count, self._own.board_order, self._giving.proposal,
                can_change=self._giving.can_change,
            )
        )  # fmt: skip

    def _draw_heading(self) -> None:
        self.board.heading.show(
            "Dispatch board", "drives and works as they will be by estimate; drag an order to a crew, or pick it",
            self._choices(), is_simulated=self._view.is_simulated,
        )  # fmt: skip

    def _choices(self) -> Markup:
        skill = self._own.board_skill
        options = [("", "All skills"), *((one, spelled(one)) for one in SKILLS)]
        items = [el("option", text, value=key, selected=key == skill) for key, text in options]
        choice = el("select", items, data_change="skill", data_rev=skill, aria_label="Skill")
        propose = el(
            "button", "Suggest for all", type="button", cls="button is-primary", data_action="propose",
            disabled=self._giving.is_busy or self._book.ground is None,
        )  # fmt: skip
        hours = segments("hours", "Hours shown", [(one, f"{one} h") for one in HOURS], self._own.board_hours)
        return el("div", choice, hours, propose if self._giving.can_change else None, cls="board-choices")
