"""A new order at what is selected on the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from app.desk import detail_html, form_html
from app.desk.command_desk import CommandDesk, OneCommand
from app.desk.live_view import LiveView
from app.tabs.field_operations.orders import forms
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from app.widgets.states import empty_state
from data_sources.commands.receipt import Receipt

AT_KINDS: Final = ("pole", "transformer", "device", "segment")
NOWHERE: Final = ("Where is it?", "Tap a pole, a transformer or a line on the map, or find one by the search above.")


class NewOrderPart:
    """The form of a new order; `draw` gives its HTML while it is asked for.

    Args:
        view: gives selection and workers.
        desk: runs the command.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    def __init__(self, view: LiveView, desk: CommandDesk, panel: HtmlView, redraw: Callable[[], None]) -> None:
        """Not asked for."""
        self._view, self._desk, self._redraw = view, desk, redraw
        self.is_open = False
        self._command, self._turn = OneCommand(desk, redraw), 0
        panel.on("new", lambda _value: self.open(not self.is_open))
        panel.on("create", self._send)
        view.watch(lambda: self._redraw() if self.is_open else None, view.selection, "asset")

    def open(self, is_open: bool) -> None:
        """Ask for a new order, or no longer."""
        self.is_open, self._command.error = is_open, ("", "")
        self._turn += 1
        if is_open:
            self._view.own.order = None
        self._redraw()

    def draw(self) -> Markup:
        """The panel."""
        head = detail_html.new_head("New order", detail_html.close("new", "Make no order"))
        return detail_html.panel(head, detail_html.scroll(self._body(), key="new"))

    def _body(self) -> list[Markup]:
        asset = self._view.selection.asset
        if asset is None or asset.kind not in AT_KINDS:
            return [empty_state(*NOWHERE)]
        about = el("p", f"At the {asset.kind} that is selected on the map.", cls="secondary")
        return [about, form_html.form(
            forms.new_form(), self._view.state.time_zone, 0, f"new-{asset}-{self._turn}", error=self._command.error,
            sent="create", back="new", about=asset,
        )]  # fmt: skip

    def _send(self, message: Any) -> None:
        utility_id, asset = self._view.state.utility_id, self._view.selection.asset
        if self._command.is_busy or utility_id is None or asset is None or not self._desk.can_change:
            return
        typed, zone = message["values"], self._view.state.time_zone
        self._command.give(
            lambda: forms.new_order(utility_id, asset.kind, asset.asset_id, typed, zone), message["key"], self._done
        )

    def _done(self, receipt: Receipt) -> None:
        self.open(False)
        self._view.own.order = receipt.target.id
