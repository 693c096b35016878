"""Asking: one form at a time in an HTML part, the commands that what was typed makes, and what came of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from app.desk import form_html
from app.desk.command_desk import UNKNOWN, CommandDesk, Done
from app.desk.fields import Form, Typed
from app.tabs.outage_management.view import OutageView
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.commands.command import Command
from data_sources.commands.run import Order
from data_sources.errors import InvalidCommand

SAID: Final = 3  # of what was not done


class Wanted(NamedTuple):
    """A command and the version of its target as it was seen."""

    command: Command
    version: int | None = None


Make = Callable[[Typed], Sequence[Wanted]]


class Asking:
    """The form that is open, if any; `draw` gives its HTML, or what came of the last one.

    Args:
        view: gives the zone of times.
        desk: runs the commands.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    def __init__(self, view: OutageView, desk: CommandDesk, panel: HtmlView, redraw: Callable[[], None]) -> None:
        """No form is open."""
        self._view, self._desk, self._redraw = view, desk, redraw
        self._form: Form | None = None
        self._make: Make = lambda _typed: ()
        self._turn, self._is_busy = 0, False
        self._error: tuple[str, str] = ("", "")
        self._said = Markup("")
        panel.on("asking-back", lambda _value: self.close())
        panel.on("asking-do", self._send)

    @property
    def slug(self) -> str:
        """Of the form that is open; empty for none."""
        return self._form.slug if self._form is not None else ""

    def open(self, form: Form, make: Make) -> None:
        """Open a form in the place of any other."""
        self._form, self._make, self._error, self._said = form, make, ("", ""), Markup("")
        self._turn += 1
        self._redraw()

    def close(self) -> None:
        """Nothing is asked any more."""
        self._form, self._error, self._said = None, ("", ""), Markup("")
        self._redraw()

    @property
    def said(self) -> Markup | None:
        """What came of the last command, while no form is open; None for nothing."""
        return self._said or None

    def draw(self) -> Markup | None:
        """The form, or what came of the last command; None for neither."""
        return self.form() or self.said

    def form(self) -> Markup | None:
        """The form that is open; None for none."""
        if self._form is None:
            return None
        key = f"{self._form.slug}-{self._turn}-{id(self)}"
        return form_html.form(
            self._form, self._view.state.time_zone, 0, key, error=self._error, sent="asking-do", back="asking-back",
            takes_focus=True,
        )  # fmt: skip

    def give(self, wanted: Sequence[Wanted], key: str = "") -> None:
        """Give commands at once, without a form."""
        if self._is_busy or not wanted or not self._desk.can_change:
            return
        self._is_busy, key = True, key or uuid.uuid4().hex
        orders = [Order(one.command, one.version, f"{key}-{place}") for place, one in enumerate(wanted)]
        self._desk.give(orders, self._take)

    def _send(self, message: Any) -> None:
        if self._form is None or not isinstance(message, dict):
            return
        try:
            wanted = self._make(message["values"])
        except InvalidCommand as error:
            self._error = error.field, str(error)
            self._redraw()
            return
        self.give(wanted, str(message["key"]))

    def _take(self, done: Done) -> None:
        self._is_busy = False
        if not done.outcomes or (not done.receipts and self._form is not None):
            self._error = "", " ".join(map(str, done.errors[:SAID])) or UNKNOWN
        else:
            self._turn += 1
            self._form, self._error, self._said = None, ("", ""), told(done, f"said-{self._turn}")
        self._redraw()


def told(done: Done, key: str) -> Markup:
    """What came of it: how many were done, and why the first few others were not; each time with a key of its own."""
    count = len(done.receipts)
    words = [el("p", "Done." if count == 1 else f"{count:,} done.", cls="form-done", role="status")] if count else []
    if done.errors:
        why = " ".join(map(str, done.errors[:SAID]))
        words.append(el("p", f"{len(done.errors):,} not done: {why}", cls="form-error", role="alert"))
    return el("div", words, cls="storm-said", data_key=key)
