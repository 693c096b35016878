"""The table of trouble calls with the choice over it, and what is done with several at once."""

from __future__ import annotations

from typing import Any

from app.tabs.outage_management.calls import rows
from app.tabs.outage_management.calls.book import CallBook
from app.tabs.outage_management.calls.bulk_part import CallBulkPart
from app.tabs.outage_management.calls.words import CALL_GROUPS
from app.tabs.outage_management.desk import CommandDesk
from app.tabs.outage_management.view import PARTS, OutageView
from app.widgets.board import Board, BoardHtml, box
from app.widgets.data_table import DataTable
from app.widgets.html import Markup, el, icon

SHEET = "calls"
NONE = ("No open calls", "Nobody waits for an answer.")
NONE_CHOSEN = ("No call is like that", "Choose all open calls to see the others.")


class CallListPart:
    """The table; it writes `own.call` and `own.call_group`.

    Args:
        view: gives state, tools and what ends with it.
        book: the rows.
        desk: runs the commands for those that are ticked.
    """

    def __init__(self, view: OutageView, book: CallBook, desk: CommandDesk) -> None:
        """A skeleton before the first answer."""
        self._view, self._own, self._book = view, view.own, book
        self.table = DataTable(
            rows.columns(view.state.time_zone), "call_id", search=rows.SEARCHED, part="calls",
            filter_words="Filter by any word", css_classes=["grow"], can_tick=desk.can_change,
        )  # fmt: skip
        self.choices = BoardHtml(css_classes=["calls-choices"])
        self.choices.dress(PARTS)
        self.choices.dress(SHEET)
        new = el("button", "New call", type="button", cls="button is-last", data_action="new")
        self._new = new if desk.can_change else None
        self.bulk = CallBulkPart(view, book, desk, self.table, self.choices, self._draw_choices)
        self.board = Board(
            box("stacked", self.choices, self.table, sheets=(SHEET,)), "calls-list",
            view.tools(self.table.whole, "trouble_calls", lambda: book.queries),
        )  # fmt: skip
        self._bind()

    def _bind(self) -> None:
        view, own = self._view, self._own
        self.table.on("row", lambda key: own.param.update(call=int(key)))
        self.choices.on("all_outages", lambda _value: own.param.update(call_outage=None))
        self.choices.on("group", lambda value: own.param.update(call_group=value))
        view.watch(self._draw, self._book, ["calls", "closed", "is_stale"])
        view.watch(self._draw, own, ["call_group", "call_outage"])
        view.watch(self._mark, own, "call")
        view.watch(lambda: self.table.use(rows.columns(view.state.time_zone)), view.state, "time_zone")
        self._mark()
        self._draw()

    def _mark(self) -> None:
        self.table.mark(self._own.call)

    def _draw(self) -> None:
        found = self._book.calls
        self._draw_choices()
        self.board.heading.show("Trouble calls", "open, oldest first", is_simulated=self._book.is_simulated)
        if found is None:
            return
        listed = [*found, *self._book.closed]
        made = rows.table(rows.chosen(listed, self._own.call_group, self._own.call_outage), self._book.schema)
        self.table.param.update(rows=made, none=NONE_CHOSEN if found else NONE, is_stale=self._book.is_stale)
        self.board.veil.clear()

    def _draw_choices(self) -> None:
        self.choices.write(el("div", self._groups(), self._of_outage(), self._new, cls="choices"), self.bulk.draw())

    def _of_outage(self) -> Markup | None:
        """That the calls of one outage alone are listed, and the way back to all of them."""
        outage_id = self._own.call_outage
        if outage_id is None:
            return None
        return el("button", f"Outage {outage_id}, closed calls too", icon("close"), type="button", cls="chip is-way",
                  data_action="all_outages", title="List the calls of all outages")  # fmt: skip

    def _groups(self) -> Markup:
        group: Any = self._own.call_group
        items = [el("option", title, value=key, selected=key == group) for key, (title, _) in CALL_GROUPS.items()]
        return el("select", items, data_change="group", data_rev=group, aria_label="Calls")
