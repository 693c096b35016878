"""AssistantDrawer: the assistant beside any tab, which knows what is selected there; it can be widened into its tab."""

from __future__ import annotations

from typing import Any

from app import ways
from app.chat.chat import Chat, talk_of
from app.chat.html import ChatHtml
from app.chat.state import ChatState
from app.state import WayOn
from app.tab import Tab
from app.widgets.html import el, icon
from app.widgets.states import EmptyState


class AssistantDrawer(Tab):
    """One a session, made when it is first opened. Closed by `on_leave`."""

    title = "Assistant"
    State = ChatState

    def build(self) -> Any:
        """Its head over the conversation."""
        if self.assistant is None:
            return EmptyState("No assistant", "None is set up on this server.")
        self._head = ChatHtml(["drawer-head"])
        self._head.on("new", lambda _value: talk_of(self).begin_anew())
        self._head.on("widen", lambda _value: self._widen())
        self._head.on("leave", lambda _value: self._leave())
        self.chat = Chat(self, self._head)
        self.watch(self._draw, talk_of(self), "revision")
        self._draw()
        return self.chat

    def take_focus(self) -> None:
        """Put the cursor into its field."""
        if self.assistant is not None:
            self.chat.take_focus()

    def _draw(self) -> None:
        is_running = talk_of(self).is_running
        tools = [
            _tool("new", "add", "New conversation"), _tool("widen", "widen", "Open in its own tab"),
            # Esc stops an answer first.
            _tool("leave", "close", "Close the assistant (Esc)", data_escape=not is_running),
        ]  # fmt: skip
        self._head.write(el("header", icon("chat"), el("h2", "Assistant"), el("span", tools, cls="drawer-tools"),
                            cls="panel-head"))  # fmt: skip

    def _widen(self) -> None:
        self._leave()
        self.state.way_on = WayOn(ways.ASSISTANT)

    def _leave(self) -> None:
        self.own.param.trigger("left")


def _tool(action: str, name: str, label: str, **more: Any) -> Any:
    return el("button", icon(name), type="button", cls="tool is-bare", data_action=action, aria_label=label,
              title=label, **more)  # fmt: skip
