"""The table of active outages with the choices over it."""

from __future__ import annotations

from typing import Any

from app.tabs.outage_management.active import rows
from app.tabs.outage_management.active.book import OutageBook
from app.tabs.outage_management.active.bulk_part import BulkPart
from app.tabs.outage_management.active.words import STATE_GROUPS, score_line
from app.tabs.outage_management.desk import CommandDesk
from app.tabs.outage_management.view import PARTS, OutageView
from app.widgets.board import Board, BoardHtml, box
from app.widgets.data_table import DataTable
from app.widgets.html import Markup, el

SHEET = "active"
NONE = ("No outages", "Everybody has supply, and nothing is predicted or planned.")
NONE_CHOSEN = ("No outage is like that", "Choose all states and all priorities to see the others.")
PRIORITIES = [("all", "All priorities"), ("high", "High"), ("medium", "Medium"), ("low", "Low")]


class ListPart:
    """The table; it writes `own.outage`, `own.outage_states` and `own.outage_priority`.

    Args:
        view: gives state, tools and what ends with it.
        book: the rows.
        desk: runs the commands for those that are ticked.
    """

    def __init__(self, view: OutageView, book: OutageBook, desk: CommandDesk) -> None:
        """A skeleton before the first answer."""
        self._view, self._own, self._book = view, view.own, book
        self.table = DataTable(
            rows.columns(view.state.time_zone), "outage_id", search=rows.SEARCHED, part="outages",
            filter_words="Filter by any word", css_classes=["grow"], can_tick=desk.can_change,
        )  # fmt: skip
        self.choices = BoardHtml(css_classes=["active-choices"])
        self.choices.dress(PARTS)
        self.choices.dress(SHEET)
        new = el("button", "New outage", type="button", cls="button is-last", data_action="new")
        self._new = new if desk.can_change else None
        self.bulk = BulkPart(view, book, desk, self.table, self.choices, self._draw_choices)
        self.board = Board(
            box("stacked", self.choices, self.table, sheets=(SHEET,)), "active-list",
            view.tools(self.table.whole, "outages", lambda: book.queries),
        )  # fmt: skip
        self._bind()

    def _bind(self) -> None:
        view, own = self._view, self._own
        self.table.on("row", lambda key: own.param.update(outage=int(key)))
        self.choices.on("states", lambda value: own.param.update(outage_states=value))
        self.choices.on("priority", lambda value: own.param.update(outage_priority=value))
        view.watch(self._draw, self._book, ["outages", "is_stale", "score"])
        view.watch(self._draw, own, ["outage_states", "outage_priority"])
        view.watch(self._mark, own, "outage")
        view.watch(self._rezone, view.state, "time_zone")
        self._mark()
        self._draw()

    def _rezone(self) -> None:
        self.table.use(rows.columns(self._view.state.time_zone))

    def _mark(self) -> None:
        self.table.mark(self._own.outage)

    def _draw(self) -> None:
        own, found = self._own, self._book.outages
        self._draw_choices()
        line = score_line(self._book.score)
        self.board.heading.show("Outages", line or "not closed", is_simulated=self._book.is_simulated)
        if found is None:
            return
        shown = rows.chosen(found, own.outage_states, own.outage_priority)
        made = rows.table(shown, self._book.schema)
        self.table.param.update(rows=made, none=NONE_CHOSEN if found else NONE, is_stale=self._book.is_stale)
        self.board.veil.clear()

    def _draw_choices(self) -> None:
        self.choices.write(el("div", self._states(), self._priorities(), self._new, cls="choices"), self.bulk.draw())

    def _states(self) -> Markup:
        options = [(slug, title) for slug, (title, _) in STATE_GROUPS.items()]
        return choice("states", "State", options, self._own.outage_states)

    def _priorities(self) -> Markup:
        return choice("priority", "Priority", PRIORITIES, self._own.outage_priority)


def choice(action: str, label: str, options: list[tuple[str, str]], chosen: Any) -> Markup:
    """A list to choose one of; `on(action, …)` hears the key."""
    items = [el("option", text, value=key, selected=key == chosen) for key, text in options]
    return el("select", items, data_change=action, data_rev=chosen, aria_label=label)
