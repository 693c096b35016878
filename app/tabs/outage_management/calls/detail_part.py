"""The detail of the picked call: follows it in the database, and does what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from app.desk import fields, form_html
from app.desk.command_desk import UNKNOWN, CommandDesk, Done
from app.tabs.outage_management.calls import detail_html, forms
from app.tabs.outage_management.calls.book import CallBook
from app.tabs.outage_management.calls.outage_choices import OutageChoices
from app.tabs.outage_management.view import OutageView
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.assets import AssetRef
from data_sources.commands.run import Order
from data_sources.errors import Conflict, FluxError, InvalidCommand
from data_sources.outages.calls.accounts import sees_people
from data_sources.query import Query

Row = Mapping[str, Any]


class CallDetailPart:
    """One call at a time; `draw` gives its HTML.

    Args:
        view: gives the state, the selection and live rows.
        book: says whether the database is away.
        desk: runs the commands.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    def __init__(
        self, view: OutageView, book: CallBook, desk: CommandDesk, panel: HtmlView, redraw: Callable[[], None]
    ) -> None:
        """Empty while none is picked."""
        self._view, self._own, self._book, self._desk, self._redraw = view, view.own, book, desk, redraw
        self._row: Row | None = None
        self._audit: list[Row] | None = None
        self._open, self._turn, self._version, self._is_busy = "", 0, 0, False
        self._error: tuple[str, str] = ("", "")
        self._said = Markup("")
        self._outages = OutageChoices(view, lambda: self._open == "attach", redraw)
        view.live(self._query, self._take_row)
        view.live(self._audit_query, self._take_audit)
        view.watch(self.forget, view.own, "call")
        self._bind(panel)

    def _bind(self, panel: HtmlView) -> None:
        panel.on("form", self._choose)
        panel.on("do", self._send)
        panel.on("close", lambda _value: self._own.param.update(call=None))
        panel.on("select", lambda value: self._view.selection.change(asset=AssetRef.parse(str(value))))
        panel.on("outage", lambda value: self._view.selection.change(asset=AssetRef("outage", int(value))))

    def forget(self) -> None:
        """Another call, or none."""
        self._row, self._audit = None, None
        self._open, self._error, self._said, self._is_busy = "", ("", ""), Markup(""), False
        self._turn += 1
        self._redraw()

    # What is known ------------------------------------------------------------------------------------------------

    def _query(self) -> Query | None:
        utility_id, call_id = self._view.state.utility_id, self._own.call
        if utility_id is None or call_id is None:
            return None
        sees = sees_people(self._desk.principal)
        return Query.of("one_call", call_id=call_id, utility_id=utility_id, sees_people=sees)

    def _audit_query(self) -> Query | None:
        call_id = self._own.call
        return None if call_id is None else Query.of("call_audit", call_id=call_id)

    def _take_row(self, found: pa.Table) -> None:
        rows = found.to_pylist()
        self._row = rows[0] if rows else {}
        self._redraw()

    def _take_audit(self, found: pa.Table) -> None:
        self._audit = found.to_pylist()
        self._redraw()

    # What is shown ------------------------------------------------------------------------------------------------

    def draw(self) -> Markup:
        """The panel."""
        return detail_html.panel(
            self._own.call, self._row, self._audit if self._row else None, self._do(), self._view.state.time_zone,
            is_stale=self._book.is_stale,
        )  # fmt: skip

    def _do(self) -> Markup | None:
        row = self._row
        if not row:
            return None
        if not self._desk.can_change:
            who = self._desk.principal
            return el("p", f"{who.name} looks on as {who.role}: to change a call takes an operator.", cls="secondary")
        slugs = forms.allowed(row)
        bar = detail_html.buttons(row, slugs, self._turn, self._open) if slugs else None
        return el("div", bar, self._said, self._form(row), cls="outage-do")

    def _form(self, row: Row) -> Markup | None:
        if not self._open:
            return None
        title = f"{forms.CALL_ACTIONS[self._open].title}: call {row['call_id']}"
        shown = forms.form_of(self._open, title, self._outages.near(row["lon"], row["lat"]), row)
        key = f"{row['call_id']}-{self._open}-{self._turn}"
        zone = self._view.state.time_zone
        return form_html.form(
            shown, zone, self._version, key, error=self._error, about=row["call_id"], takes_focus=True
        )

    # What is done -------------------------------------------------------------------------------------------------

    def _choose(self, slug: Any) -> None:
        """Open a form, or close the one that is open."""
        if not self._row:
            return
        self._open = "" if not slug or slug == self._open else str(slug)
        self._error, self._said = ("", ""), Markup("")
        self._turn, self._version = self._turn + 1, self._row["version"]
        self._redraw()

    def _send(self, message: Any) -> None:
        """A form was sent, or a button that needs none."""
        row = self._row
        if not row or not isinstance(message, dict) or self._is_busy or not self._desk.can_change:
            return
        typed = message.get("values") or {}
        try:
            slug, version = fields.one(typed, "slug"), int(fields.one(typed, "version"))
            if slug not in forms.allowed(row):
                raise InvalidCommand("That cannot be done with it any more.")
            asked = {name: given for name, given in typed.items() if name not in ("slug", "version")}
            command = forms.command_of(slug, row["call_id"], asked)
        except (InvalidCommand, ValueError) as error:
            self._complain(error)
            return
        self._is_busy = True
        self._desk.give([Order(command, version, str(message.get("key")))], self._take)

    def _take(self, done: Done) -> None:
        self._is_busy = False
        if done.receipts:
            self._open, self._error = "", ("", "")
            self._turn += 1
            name = done.receipts[0].command.replace("_", " ").capitalize()
            self._said = el("p", f"{name}: done.", cls="form-done", role="status")
            self._redraw()
            return
        error = done.errors[0] if done.errors else FluxError(UNKNOWN)
        if isinstance(error, Conflict):
            self._version = error.version
        self._complain(error)

    def _complain(self, error: Exception) -> None:
        name = error.field if isinstance(error, InvalidCommand) else ""
        self._error = name, str(error)
        self._said = Markup("") if self._open else el("p", str(error), cls="form-error", role="alert")
        self._redraw()
