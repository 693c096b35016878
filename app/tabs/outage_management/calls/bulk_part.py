"""Several calls at once: those that are ticked are attached to one outage, or closed, each by a command of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from app import formats
from app.tabs.outage_management import form_html
from app.tabs.outage_management.calls import forms
from app.tabs.outage_management.calls.book import CallBook
from app.tabs.outage_management.calls.outage_choices import OutageChoices
from app.tabs.outage_management.desk import UNKNOWN, CommandDesk, Done
from app.tabs.outage_management.view import OutageView
from app.widgets.data_table import DataTable
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.commands.run import Order
from data_sources.errors import InvalidCommand

OFFERED: Final = ("attach", "close")
SAID: Final = 3  # of what was not done; the timeline of each says the rest


class CallBulkPart:
    """What is done with the rows that are ticked; `draw` gives its HTML.

    Args:
        view: gives the zone.
        book: the rows, with the versions that are shown.
        desk: runs the commands.
        table: whose rows are ticked.
        bar: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    def __init__(
        self, view: OutageView, book: CallBook, desk: CommandDesk, table: DataTable, bar: HtmlView,
        redraw: Callable[[], None],
    ) -> None:  # fmt: skip
        """No form is open."""
        self._view, self._book, self._desk, self._table, self._redraw = view, book, desk, table, redraw
        self._open, self._turn, self._is_busy = "", 0, False
        self._error: tuple[str, str] = ("", "")
        self._said = Markup("")
        self._outages = OutageChoices(view, lambda: self._open == "attach", redraw)
        bar.on("form", self._choose)
        bar.on("do", self._send)
        bar.on("untick", lambda _value: table.param.update(ticked=frozenset()))
        table.param.watch(self._on_ticked, "ticked")

    def draw(self) -> Markup | None:
        """Nothing while no row is ticked and nothing is to be said."""
        rows = self._rows()
        if not rows:
            return el("div", self._said, cls="bulk") if self._said else None
        picks = [
            el("button", forms.CALL_ACTIONS[slug].title, type="button", cls="button", data_action="form",
               data_value=slug, aria_pressed="true" if slug == self._open else "false")
            for slug in OFFERED
        ]  # fmt: skip
        none = el("button", "None", type="button", cls="button", data_action="untick", title="Untick all rows")
        head = el("div", el("b", f"{len(rows):,} ticked"), picks, none, cls="bulk-head")
        return el("div", head, self._said, self._form(rows), cls="bulk")

    def _form(self, rows: list[dict[str, Any]]) -> Markup | None:
        if not self._open:
            return None
        title = f"{forms.CALL_ACTIONS[self._open].title} {formats.count_of(len(rows), 'call')}"
        shown = forms.form_of(self._open, title, self._outages.near(rows[0]["lon"], rows[0]["lat"]))
        zone = self._view.state.time_zone
        return form_html.form(shown, zone, 0, f"bulk-{self._open}-{self._turn}", error=self._error)

    def _rows(self) -> list[dict[str, Any]]:
        ticked = self._table.ticked
        return [row for row in self._book.calls or () if str(row["call_id"]) in ticked]

    def _on_ticked(self, *_events: Any) -> None:
        self._said = Markup("")
        if not self._table.ticked:
            self._open = ""
        self._redraw()

    def _choose(self, slug: Any) -> None:
        self._open = "" if slug not in OFFERED or slug == self._open else str(slug)
        self._error, self._said = ("", ""), Markup("")
        self._turn += 1
        self._redraw()

    def _send(self, message: Any) -> None:
        rows = self._rows()
        if not isinstance(message, dict) or not self._open or not rows or self._is_busy or not self._desk.can_change:
            return
        typed = {name: given for name, given in message["values"].items() if name not in ("slug", "version")}
        try:
            orders = [
                Order(forms.command_of(self._open, row["call_id"], typed), row["version"],
                      f"{message['key']}-{row['call_id']}")
                for row in rows
            ]  # fmt: skip
        except InvalidCommand as error:
            self._error = error.field, str(error)
            self._redraw()
            return
        self._is_busy = True
        self._desk.give(orders, self._take)

    def _take(self, done: Done) -> None:
        """Those that were done are ticked no longer; the others stay, with the reason."""
        self._is_busy = False
        if not done.outcomes:
            self._error = "", UNKNOWN
            self._redraw()
            return
        over = {str(receipt.target.id) for receipt in done.receipts}
        self._table.ticked = self._table.ticked - over
        self._open, self._error = "", ("", "")
        self._turn += 1
        self._said = told(done)
        self._redraw()


def told(done: Done) -> Markup:
    """What came of it: how many were done, and why the first few others were not."""
    words = [el("p", f"{len(done.receipts):,} done.", cls="form-done", role="status")] if done.receipts else []
    if lost := done.errors:
        words.append(
            el("p", f"{len(lost):,} not done: {' '.join(map(str, lost[:SAID]))}", cls="form-error", role="alert")
        )
    return el("div", words)
