"""Several outages at once: cause, priority, estimate or end of those that are ticked, each a command of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from app import formats
from app.tabs.outage_management import form_html
from app.tabs.outage_management.active import forms
from app.tabs.outage_management.active.actions import ACTIONS
from app.tabs.outage_management.active.book import OutageBook
from app.tabs.outage_management.active.forms import Around
from app.tabs.outage_management.desk import UNKNOWN, CommandDesk, Done
from app.tabs.outage_management.fields import Field, Form, local_text
from app.tabs.outage_management.view import OutageView
from app.widgets.data_table import DataTable
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.commands.run import Order
from data_sources.errors import CommandError, InvalidCommand

OFFERED: Final = ("cause", "priority", "estimate", "close")
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
    """

    def __init__(
        self, view: OutageView, book: OutageBook, desk: CommandDesk, table: DataTable, bar: HtmlView,
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
            el("button", ACTIONS[slug].title, type="button", cls="button", data_action="form", data_value=slug,
               aria_pressed="true" if slug == self._open else "false")
            for slug in OFFERED
        ]  # fmt: skip
        none = el("button", "None", type="button", cls="button", data_action="untick", title="Untick all rows")
        head = el("div", el("b", f"{len(rows):,} ticked"), picks, none, cls="bulk-head")
        return el("div", head, self._said, self._form(len(rows)), cls="bulk")

    def _form(self, count: int) -> Markup | None:
        if not self._open:
            return None
        fields = _fields(self._open, self._around())
        words = f"{ACTIONS[self._open].title} of {formats.count_of(count, 'outage')}"
        warning = "They leave this list, and their crews are let go." if self._open == "close" else ""
        button = f"Close {formats.count_of(count, 'outage')}" if self._open == "close" else words
        shown = Form(self._open, words, button, fields, warning)
        return form_html.form(shown, self._around().zone, 0, f"bulk-{self._open}-{self._turn}", error=self._error)

    def _around(self) -> Around:
        return Around(self._view.state.time_zone, dt.datetime.now(dt.UTC))

    def _rows(self) -> list[dict[str, Any]]:
        ticked = self._table.ticked
        return [row for row in self._book.outages or () if str(row["outage_id"]) in ticked]

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
                Order(forms.command_of(self._open, row["outage_id"], typed, self._around()), row["version"],
                      f"{message['key']}-{row['outage_id']}")
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
    lost: list[CommandError] = done.errors
    if lost:
        words.append(
            el("p", f"{len(lost):,} not done: {' '.join(map(str, lost[:SAID]))}", cls="form-error", role="alert")
        )
    return el("div", words)


def _fields(slug: str, around: Around) -> list[Field]:
    if slug == "cause":
        return [forms.cause_field("unknown")]
    if slug == "priority":
        return [forms.priority_field("")]
    if slug == "close":
        return [Field("note", "Note", "text", is_needed=False)]
    at = local_text(around.now + dt.timedelta(hours=2), around.zone)
    return [
        Field("estimated_restoration_at", "Supply is back at", "time", value=at),
        Field("reason", "Reason", "text", hint="Others see it, and no rule changes the estimates after that."),
    ]
