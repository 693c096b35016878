"""The detail of the picked alarm: follows it in the database, and does what can be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from app.desk import fields, form_html
from app.desk.command_desk import UNKNOWN, CommandDesk, Done
from app.desk.live_view import LiveView
from app.tabs.field_operations.alarms import detail_html, forms
from app.tabs.field_operations.alarms.book import AlarmBook
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.assets import AssetRef
from data_sources.commands.run import Order
from data_sources.errors import Conflict, FluxError, InvalidCommand
from data_sources.query import Query

Row = Mapping[str, Any]


class AlarmDetailPart:
    """One alarm at a time; `draw` gives its HTML.

    Args:
        view: gives the state, the selection and live rows.
        book: says whether the database is away.
        desk: runs the commands.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    def __init__(
        self, view: LiveView, book: AlarmBook, desk: CommandDesk, panel: HtmlView, redraw: Callable[[], None]
    ) -> None:  # fmt: skip
        """Empty while none is picked."""
        self._view, self._own, self._book, self._desk, self._redraw = view, view.own, book, desk, redraw
        self._row: Row | None = None
        self._steps: list[Row] | None = None
        self._open, self._turn, self._version, self._is_busy = "", 0, 0, False
        self._error: tuple[str, str] = ("", "")
        self._said = Markup("")
        view.live(lambda: self._query("one_alarm"), self._take_row)
        view.live(lambda: self._query("steps_of_alarm"), self._take_steps)
        view.watch(self.forget, view.own, "alarm")
        panel.on("form", self._choose)
        panel.on("do", self._send)
        panel.on("close", lambda _value: self._own.param.update(alarm=None))
        panel.on("select", lambda value: view.selection.change(asset=AssetRef.parse(str(value))))

    def forget(self) -> None:
        """Another alarm, or none."""
        self._row, self._steps = None, None
        self._open, self._error, self._said, self._is_busy = "", ("", ""), Markup(""), False
        self._turn += 1
        self._redraw()

    def draw(self) -> Markup:
        """The panel."""
        return detail_html.panel(
            self._own.alarm, self._row, self._steps if self._row else None, self._do(), self._view.state.time_zone,
            is_stale=self._book.is_stale,
        )  # fmt: skip

    # What is known ------------------------------------------------------------------------------------------------

    def _query(self, name: str) -> Query | None:
        return None if self._own.alarm is None else Query.of(name, alarm_id=self._own.alarm)

    def _take_row(self, found: pa.Table) -> None:
        rows = [row for row in found.to_pylist() if row["utility_id"] == self._view.state.utility_id]
        self._row = rows[0] if rows else {}
        self._redraw()

    def _take_steps(self, found: pa.Table) -> None:
        self._steps = found.to_pylist()
        self._redraw()

    # What is done -------------------------------------------------------------------------------------------------

    def _do(self) -> Markup | None:
        row = self._row
        if not row:
            return None
        if not self._desk.can_change:
            who = self._desk.principal
            return el("p", f"{who.name} looks on as {who.role}: to change an alarm takes an operator.", cls="secondary")
        bar = detail_html.buttons(row, forms.allowed(row), self._turn, self._open)
        return el("div", bar, self._said, self._form(row), cls="outage-do")

    def _form(self, row: Row) -> Markup | None:
        if not self._open:
            return None
        key, zone = f"{row['alarm_id']}-{self._open}-{self._turn}", self._view.state.time_zone
        shown = forms.form_of(self._open, row)
        return form_html.form(
            shown, zone, self._version, key, error=self._error, about=row["alarm_id"], takes_focus=True
        )  # fmt: skip

    def _choose(self, slug: Any) -> None:
        """Open a form, or close the one that is open."""
        if not self._row:
            return
        is_known = slug in forms.allowed(self._row) and slug != self._open
        self._open = str(slug) if is_known else ""
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
            command = forms.command_of(slug, row["alarm_id"], asked, dt.datetime.now(dt.UTC))
        except (InvalidCommand, ValueError) as error:
            self._complain(error)
            return
        self._is_busy = True
        # Values come and go meanwhile: to have seen it, and to say something of it, does not depend on them.
        expected = None if slug in ("acknowledge", "comment") else version
        self._desk.give([Order(command, expected, str(message.get("key")))], self._take)

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
