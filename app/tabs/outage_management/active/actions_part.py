"""What can be done with the picked outage: buttons, the form that is open, and what came of the last command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from app import formats
from app.desk import fields, form_html
from app.desk.command_desk import UNKNOWN, CommandDesk, Done
from app.tabs.outage_management.active import buttons_html, crews, forms, predicted_html
from app.tabs.outage_management.active.actions import ACTIONS, allowed, why_fewer
from app.tabs.outage_management.active.book import OutageBook
from app.tabs.outage_management.active.forms import Around
from app.tabs.outage_management.view import OutageView
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.commands.run import Order
from data_sources.errors import Conflict, FluxError, InvalidCommand
from data_sources.network.graph import load_network
from data_sources.outages.life import TRANSITIONS, OutageCommand
from data_sources.outages.states import LASTING
from data_sources.outages.undoing import undo_of
from data_sources.query import Query

Row = Mapping[str, Any]
ACTION_OF = {command.name: ACTIONS[command.slug].title for command in TRANSITIONS}


class ActionsPart:
    """The actions of one outage at a time; `draw` gives their HTML.

    Args:
        view: gives state and workers.
        book: the other outages, for a merge.
        desk: runs the commands.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    def __init__(
        self, view: OutageView, book: OutageBook, desk: CommandDesk, panel: HtmlView, redraw: Callable[[], None]
    ) -> None:
        """No form is open."""
        self._view, self._book, self._desk, self._redraw = view, book, desk, redraw
        self._row: Row | None = None
        self._open, self._turn, self._version = "", 0, 0
        self._around = Around(view.state.time_zone, dt.datetime.now(dt.UTC))
        self._error: tuple[str, str] = ("", "")
        self._said = Markup("")
        self._is_busy = False
        self._crews: list[Row] = []
        view.live(self._crews_query, self._take_crews)
        panel.on("form", self._choose)
        panel.on("do", self._send)

    # What is shown -------------------------------------------------------------------------------------------------

    def draw(self, row: Row) -> Markup:
        """Buttons, form, and what came of the last one."""
        if self._row is None or self._row["outage_id"] != row["outage_id"]:
            self._forget()
        self._row = row
        by, can = self._desk.principal, self._desk.can_change
        actions = allowed(row, by) if can else []
        if self._open and self._open not in dict(actions):
            self._open = ""
        bar = (
            buttons_html.buttons(actions, row["version"], row["outage_id"], self._turn, self._open) if actions else None
        )
        why = why_fewer(row, by)
        return el("div", bar, why and el("p", why, cls="secondary"), self._said, self._form(row), cls="outage-do")

    def _form(self, row: Row) -> Markup | None:
        if not self._open:
            return None
        shown = forms.form_of(self._open, row, self._around)
        key = f"{row['outage_id']}-{self._open}-{self._turn}"
        return form_html.form(
            shown, self._around.zone, self._version, key, error=self._error, about=row["outage_id"], takes_focus=True
        )

    def _forget(self) -> None:
        self._open, self._error, self._said, self._is_busy = "", ("", ""), Markup(""), False
        self._turn += 1

    # What is done --------------------------------------------------------------------------------------------------

    def _choose(self, slug: Any) -> None:
        """Open a form, or close the one that is open."""
        row = self._row
        if row is None:
            return
        is_again = not slug or slug == self._open
        self._open, self._error, self._said = "" if is_again else str(slug), ("", ""), Markup("")
        self._turn, self._version = self._turn + 1, row["version"]
        self._around = self._look_around(row)
        self._redraw()
        if self._open in ("restore", "split", "switch", "move"):
            self._name_things(row)

    def _look_around(self, row: Row) -> Around:
        now = dt.datetime.now(dt.UTC)
        others = [
            (str(one["outage_id"]), f"{one['title']}, {one['place']}, {formats.count_of(one['affected'], 'customer')}")
            for one in self._book.outages or () if one["outage_id"] != row["outage_id"]
            and one["state"] in ("predicted", *LASTING)
        ]  # fmt: skip
        return Around(self._view.state.time_zone, now, crews.nearest(self._crews, row), others)

    def _name_things(self, row: Row) -> None:
        """Names of dark transformers and of devices, from the network; the form shows them when they come."""
        source, utility_id, turn = self._view.sources.live, self._view.state.utility_id, self._turn
        if utility_id is None:
            return

        def take(found: tuple[list[tuple[str, ...]], dict[str, int]]) -> None:
            if turn == self._turn:
                around = self._around
                self._around = Around(around.zone, around.now, around.crews, around.others, *found)
                self._redraw()

        self._view.work(lambda: crews.named(load_network(source, utility_id), row), take, key="names")

    def _send(self, message: Any) -> None:
        """A form was sent, or a button that needs none."""
        row = self._row
        if row is None or not isinstance(message, dict) or self._is_busy:
            return
        typed = message.get("values") or {}
        try:
            slug, version = fields.one(typed, "slug"), int(fields.one(typed, "version"))
            if slug not in dict(allowed(row, self._desk.principal)) or not self._desk.can_change:
                raise InvalidCommand("That cannot be done with it any more.")
            asked = {name: given for name, given in typed.items() if name not in ("slug", "version")}
            command = forms.command_of(slug, row["outage_id"], asked, self._around)
        except (InvalidCommand, ValueError) as error:
            self._complain(error)
            return
        self._is_busy = True
        self._desk.give([Order(command, version, str(message.get("key")))], self._take)

    def undo(self, row: Row, audit: Sequence[Row]) -> OutageCommand | None:
        """What would take the last step back, where it is this person's own and the role lets."""
        by = self._desk.principal
        command = undo_of(audit, row, by.name) if self._desk.can_change else None
        return command if command is not None and by.may(command.role) else None

    def take_back(self, row: Row, audit: Sequence[Row], audit_id: Any) -> None:
        """Take it back, over the version that was seen."""
        command = self.undo(row, audit)
        if command is None or self._is_busy:
            self._complain(FluxError("That step is not the last one any more, so it cannot be undone."))
            return
        self._is_busy = True
        key = f"undo-{row['outage_id']}-{audit_id}"
        self._desk.give([Order(command, row["version"], key)], self._take, is_exact=True)

    def put_elsewhere(self, row: Row, chosen: str) -> None:
        """Move a presumed outage to another explanation of its messages, over the version that was seen."""
        if self._is_busy or "move" not in dict(allowed(row, self._desk.principal)) or not self._desk.can_change:
            return
        command = predicted_html.other_place(row["outage_id"], chosen)
        self._is_busy = True
        key = f"move-{row['outage_id']}-{row['version']}-{chosen}"
        self._desk.give([Order(command, row["version"], key)], self._take)

    def _take(self, done: Done) -> None:
        self._is_busy = False
        if done.receipts:
            (receipt,) = done.receipts
            self._forget()
            words = f"{ACTION_OF.get(receipt.command, receipt.command)}: done, version {receipt.version}."
            self._said = el("p", f"{words} {receipt.warning}".rstrip(), cls="form-done", role="status")
        elif done.errors:
            self._lost(done.errors[0])
        else:
            self._complain(FluxError(UNKNOWN))
        self._redraw()

    def _lost(self, error: FluxError) -> None:
        """Say why; what was typed stays, and may be sent again over the version that was told."""
        if isinstance(error, Conflict):
            self._version = error.version
            self._complain(FluxError(f"{error} Nothing was done. Look again, then send it if it still holds."))
            return
        self._complain(error)

    def _complain(self, error: Exception) -> None:
        name = error.field if isinstance(error, InvalidCommand) else ""
        self._error = name, str(error)
        self._said = Markup("") if self._open else el("p", str(error), cls="form-error", role="alert")
        self._redraw()

    # Crews ---------------------------------------------------------------------------------------------------------

    def _crews_query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        wants = self._view.own.outage is not None and self._desk.can_change
        return Query.of("crews_and_outages", utility_id=utility_id) if wants and utility_id is not None else None

    def _take_crews(self, found: pa.Table) -> None:
        self._crews = found.to_pylist()
