"""The table of trouble calls with the choice over it."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk.choice import choice
from app.desk.command_desk import CommandDesk
from app.tabs.outage_management.calls import rows
from app.tabs.outage_management.calls.book import CallBook
from app.tabs.outage_management.calls.bulk_part import CallBulkPart
from app.tabs.outage_management.calls.words import CALL_GROUPS
from app.tabs.outage_management.list_part import ListPart
from app.tabs.outage_management.view import OutageView
from app.widgets.column import Column
from app.widgets.html import Markup, el, icon

NONE = ("No open calls", "Nobody waits for an answer.")
NONE_CHOSEN = ("No call is like that", "Choose all open calls to see the others.")


class CallListPart(ListPart):
    """The table; it writes `own.call` and `own.call_group`, and lets go of `own.call_outage`."""

    thing, part, file_name = "call", "calls", "trouble_calls"
    searched, bulk_part = rows.SEARCHED, CallBulkPart

    def __init__(self, view: OutageView, book: CallBook, desk: CommandDesk) -> None:
        """A skeleton before the first answer."""
        super().__init__(view, book, desk)
        self._book, own = book, self._own
        self.choices.on("all_outages", lambda _value: own.param.update(call_outage=None))
        self.choices.on("group", lambda value: own.param.update(call_group=value))
        view.watch(self._draw, book, ["calls", "closed", "is_stale"])
        view.watch(self._draw, own, ["call_group", "call_outage"])
        self._draw()

    def _columns(self, zone: str) -> Sequence[Column]:
        return rows.columns(zone)

    def _choices(self) -> Sequence[Markup | None]:
        groups = [(key, title) for key, (title, _) in CALL_GROUPS.items()]
        return choice("group", "Calls", groups, self._own.call_group), self._of_outage()

    def _of_outage(self) -> Markup | None:
        """That the calls of one outage alone are listed, and the way back to all of them."""
        outage_id = self._own.call_outage
        if outage_id is None:
            return None
        return el("button", f"Outage {outage_id}, closed calls too", icon("close"), type="button", cls="chip is-way",
                  data_action="all_outages", title="List the calls of all outages")  # fmt: skip

    def _draw(self) -> None:
        found = self._book.calls
        self._draw_choices()
        self.board.heading.show("Trouble calls", "open, oldest first", is_simulated=self._book.is_simulated)
        if found is None:
            return
        listed = [*found, *self._book.closed]
        made = rows.table(rows.chosen(listed, self._own.call_group, self._own.call_outage), self._book.schema)
        self._show(made, NONE_CHOSEN if found else NONE, is_stale=self._book.is_stale)
