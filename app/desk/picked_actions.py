"""What is done with one picked thing: the form that is open, the command it gives, and what came of the last one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from app.desk import fields, form_html
from app.desk.action_buttons import Group, buttons
from app.desk.command_desk import UNKNOWN, CommandDesk, Done
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.commands.command import Command
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Order
from data_sources.errors import Conflict, FluxError, InvalidCommand

Row = Mapping[str, Any]
LOOK_AGAIN = " Nothing was done. Look again, then send it if it still holds."


class PickedActions:
    """The actions of one thing at a time; a subclass keeps `_row`, which has a `version`, up to date.

    Args:
        desk: runs the commands.
        panel: whose clicks are heard: `form` opens and closes a form, `do` sends it or a button that needs none.
        redraw: called when something else is to be shown.

    Attributes:
        key: the column of a thing's number.
        whenever: slugs of what holds whatever version the thing has meanwhile.
        on_conflict: said after the reason where the thing has another version than the one that was seen.
        send_look: class of a button that sends without a form.
    """

    key: ClassVar[str]
    whenever: ClassVar[frozenset[str]] = frozenset()
    on_conflict: ClassVar[str] = ""
    send_look: ClassVar[str] = "button"

    def __init__(self, desk: CommandDesk, panel: HtmlView, redraw: Callable[[], None]) -> None:
        """Nothing is picked, and no form is open."""
        self._desk, self._redraw = desk, redraw
        self._row: Row | None = None
        self._open, self._turn, self._version, self._is_busy = "", 0, 0, False
        self._error: tuple[str, str] = ("", "")
        self._said = Markup("")
        panel.on("form", self._choose)
        panel.on("do", self._send)

    # What subclasses say ---------------------------------------------------------------------------------------------

    def _slugs(self, row: Row) -> Collection[str]:
        """What can be done with it now, by whoever looks."""
        raise NotImplementedError

    def _form_of(self, slug: str, row: Row) -> fields.Form:
        """The form of an action."""
        raise NotImplementedError

    def _command(self, slug: str, row: Row, typed: fields.Typed) -> Command:
        """What was typed, as a command.

        Raises:
            InvalidCommand: something is missing or cannot be read; names the field.
        """
        raise NotImplementedError

    def _opened(self, row: Row) -> None:
        """Hears that a form was opened or closed, before it is shown."""

    def _told(self, receipt: Receipt) -> str:
        """What was done, in a sentence."""
        return f"{receipt.command.replace('_', ' ').capitalize()}: done."

    # What is shown ---------------------------------------------------------------------------------------------------

    def _area(self, row: Row, groups: Sequence[Group], zone: str, why: str = "") -> Markup:
        """Buttons, why there are no more of them, what came of the last one, and the form that is open."""
        number = row[self.key]
        bar = (
            buttons(groups, row["version"], number, self._turn, self._open, cls=self.send_look)
            if any(groups) else None
        )  # fmt: skip
        return el(
            "div", bar, why and el("p", why, cls="secondary"), self._said, self._form(row, zone), cls="action-area"
        )

    def _form(self, row: Row, zone: str) -> Markup | None:
        if not self._open:
            return None
        number = row[self.key]
        return form_html.form(
            self._form_of(self._open, row), zone, self._version, f"{number}-{self._open}-{self._turn}",
            error=self._error, about=number, takes_focus=True,
        )  # fmt: skip

    def _shut(self) -> None:
        """No form is open, and nothing came of anything: another thing, or a command was done."""
        self._open, self._error, self._said, self._is_busy = "", ("", ""), Markup(""), False
        self._turn += 1

    # What is done ----------------------------------------------------------------------------------------------------

    def _choose(self, slug: Any) -> None:
        """Open a form, or close the one that is open."""
        row = self._row
        if not row:
            return
        self._open = str(slug) if slug in self._slugs(row) and slug != self._open else ""
        self._error, self._said = ("", ""), Markup("")
        self._turn, self._version = self._turn + 1, row["version"]
        self._opened(row)
        self._redraw()

    def _send(self, message: Any) -> None:
        """A form was sent, or a button that needs none."""
        row = self._row
        if not row or not isinstance(message, dict) or self._is_busy or not self._desk.can_change:
            return
        typed = message.get("values") or {}
        try:
            slug, version = fields.one(typed, "slug"), int(fields.one(typed, "version"))
            if slug not in self._slugs(row):
                raise InvalidCommand("That cannot be done with it any more.")
            asked = {name: given for name, given in typed.items() if name not in ("slug", "version")}
            command = self._command(slug, row, asked)
        except (InvalidCommand, ValueError) as error:
            self._complain(error)
            return
        self._give(Order(command, None if slug in self.whenever else version, str(message.get("key"))))

    def _give(self, order: Order, *, is_exact: bool = False) -> None:
        self._is_busy = True
        self._desk.give([order], self._take, is_exact=is_exact)

    def _take(self, done: Done) -> None:
        self._is_busy = False
        if done.receipts:
            self._shut()
            self._said = el("p", self._told(done.receipts[0]), cls="form-done", role="status")
            self._redraw()
            return
        error: FluxError = done.errors[0] if done.errors else FluxError(UNKNOWN)
        if isinstance(error, Conflict):  # what was typed stays, and may be sent again over the version that was told
            self._version = error.version
            error = FluxError(f"{error}{self.on_conflict}")
        self._complain(error)

    def _complain(self, error: Exception) -> None:
        name = error.field if isinstance(error, InvalidCommand) else ""
        self._error = name, str(error)
        self._said = Markup("") if self._open else el("p", str(error), cls="form-error", role="alert")
        self._redraw()
