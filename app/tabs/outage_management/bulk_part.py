"""BulkPart: several rows at once: what is done with those that are ticked, each by a command of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final

from app.desk import form_html
from app.desk.command_desk import UNKNOWN, CommandDesk, Done
from app.desk.fields import Form, Typed
from app.tabs.outage_management.book import RowBook
from app.tabs.outage_management.view import OutageView
from app.widgets.data_table import DataTable
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.commands.command import Command
from data_sources.commands.run import Order
from data_sources.errors import InvalidCommand

SAID: Final = 3  # of what was not done; the timeline of each says the rest


class BulkPart:
    """What is done with the rows that are ticked; `draw` gives its HTML.

    Args:
        view: gives the zone.
        book: the rows, with the versions that are shown.
        desk: runs the commands.
        table: whose rows are ticked.
        bar: whose clicks are heard.
        redraw: called when something else is to be shown.

    Attributes:
        offered: title of each action, by its slug.
    """

    offered: ClassVar[dict[str, str]] = {}

    def __init__(
        self, view: OutageView, book: RowBook, desk: CommandDesk, table: DataTable, bar: HtmlView,
        redraw: Callable[[], None],
    ) -> None:  # fmt: skip
        """No form is open."""
        self._view, self._book, self._desk, self._table, self._redraw = view, book, desk, table, redraw
        self._open, self._turn, self._is_busy = "", 0, False
        self._error: tuple[str, str] = ("", "")
        self._said = Markup("")
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
            el("button", title, type="button", cls="button", data_action="form", data_value=slug,
               aria_pressed="true" if slug == self._open else "false")
            for slug, title in self.offered.items()
        ]  # fmt: skip
        none = el("button", "None", type="button", cls="button", data_action="untick", title="Untick all rows")
        head = el("div", el("b", f"{len(rows):,} ticked"), picks, none, cls="bulk-head")
        return el("div", head, self._said, self._form(rows), cls="bulk")

    # What subclasses say ---------------------------------------------------------------------------------------------

    def _form_of(self, slug: str, rows: list[dict[str, Any]]) -> Form:
        """The form of an action for some rows."""
        raise NotImplementedError

    def _command(self, slug: str, key: int, typed: Typed) -> Command:
        """What is done with one row.

        Raises:
            InvalidCommand: what was typed cannot be done with any.
        """
        raise NotImplementedError

    # What is shown and heard -----------------------------------------------------------------------------------------

    def _form(self, rows: list[dict[str, Any]]) -> Markup | None:
        if not self._open:
            return None
        shown, zone = self._form_of(self._open, rows), self._view.state.time_zone
        return form_html.form(shown, zone, 0, f"bulk-{self._open}-{self._turn}", error=self._error, takes_focus=True)

    def _rows(self) -> list[dict[str, Any]]:
        return self._book.ticked(self._table.ticked)

    def _on_ticked(self, *_events: Any) -> None:
        self._said = Markup("")
        if not self._table.ticked:
            self._open = ""
        self._redraw()

    def _choose(self, slug: Any) -> None:
        self._open = "" if slug not in self.offered or slug == self._open else str(slug)
        self._error, self._said = ("", ""), Markup("")
        self._turn += 1
        self._redraw()

    def _send(self, message: Any) -> None:
        rows = self._rows()
        if not isinstance(message, dict) or not self._open or not rows or self._is_busy or not self._desk.can_change:
            return
        typed = {name: given for name, given in message["values"].items() if name not in ("slug", "version")}
        keys = [row[self._book.key] for row in rows]
        try:
            orders = [
                Order(self._command(self._open, key, typed), row["version"], f"{message['key']}-{key}")
                for key, row in zip(keys, rows, strict=True)
            ]
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
