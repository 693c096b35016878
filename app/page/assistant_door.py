"""AssistantDoor: the button in the header that opens the assistant beside the tab in front; nothing is made before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app import theme, ways
from app.slot import Slot
from app.state import AppState
from app.tab import Tab
from app.widgets.html import el, icon
from app.widgets.html_view import HtmlView


class AssistantDoor(HtmlView):
    """The button; `place` is where the drawer stands.

    Args:
        make: makes the drawer for this session.
        state: says which tab is in front: in the assistant's own there is no drawer.
    """

    def __init__(self, make: Callable[[], Tab], state: AppState) -> None:
        """Closed, and empty."""
        super().__init__(css_classes=["flux-assistant"], room="frame")
        self.model.param.update(sizing_mode=None, align="center")
        self._state, self._is_open = state, False
        self._drawer: Tab | None = None
        self._make = make
        self.slot = Slot(
            "The assistant", self._made, still_works="The tabs go on.", time_zone=lambda: state.time_zone,
            css_classes=["flux-drawer"], stylesheets=[theme.stylesheet("frame")],
        )  # fmt: skip
        self.slot.view.visible = False
        self.on("assistant", lambda _value: self.toggle())
        state.param.watch(lambda *_: self._on_tab(), "tab")
        self._draw()

    @property
    def place(self) -> Any:
        """Where the drawer stands."""
        return self.slot.view

    def toggle(self) -> None:
        """Open it, or close it."""
        if self._state.tab == ways.ASSISTANT:
            return
        self._show(not self._is_open)
        if self._is_open and self._drawer is not None:
            self._drawer.take_focus()  # type: ignore[attr-defined]  # of a drawer

    def _made(self) -> Tab:
        drawer = self._drawer = self._make()
        drawer.own.param.watch(lambda *_: self._show(False), "left")
        return drawer

    def _on_tab(self) -> None:
        if self._state.tab == ways.ASSISTANT:
            self._show(False)
        self._draw()

    def _show(self, is_open: bool) -> None:
        self._is_open = is_open
        if is_open:
            self.slot.show()
        else:
            self.slot.hide()
        self.slot.view.visible = is_open
        self._draw()

    def _draw(self) -> None:
        if self._state.tab == ways.ASSISTANT:
            self.write()
            return
        self.write(el(
            "button", icon("chat"), el("span", "Assistant", cls="door-word"), type="button", data_action="assistant",
            data_hotkey=ways.ASSISTANT_KEY, aria_expanded="true" if self._is_open else "false",
            aria_keyshortcuts="Alt+Q", title="Ask the assistant (Alt+Q)", aria_label="Assistant",
        ))  # fmt: skip
