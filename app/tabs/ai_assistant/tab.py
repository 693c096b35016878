"""AiAssistantTab: the conversations that were kept, and the one that goes on beside them."""

from __future__ import annotations

from typing import Any, ClassVar

import panel as pn

from app import theme
from app.chat.chat import Chat, talk_of
from app.chat.drawer import AssistantDrawer
from app.chat.kept_list import KeptList
from app.chat.state import ChatState
from app.tab import Tab
from app.tabs.ai_assistant.tools.documents import DOCUMENT_TOOLS
from app.widgets.states import EmptyState


class AiAssistantTab(Tab):
    """What somebody asks, and what is answered."""

    title = "AI Assistant"
    State = ChatState
    tools = DOCUMENT_TOOLS
    steps = ("conversation",)
    drawer: ClassVar[type[Tab] | None] = AssistantDrawer

    def build(self) -> Any:
        """The conversation, and the list beside it: who goes by keyboard comes to the field first."""
        if self.assistant is None:
            return EmptyState("No assistant", "None is set up on this server.")
        self.chat = Chat(self)
        self.list = KeptList(self, talk_of(self))
        return pn.Row(
            self.chat, self.list, css_classes=["chat-tab"], stylesheets=[theme.stylesheet("chat")],
            sizing_mode="stretch_both", margin=0,
        )  # fmt: skip
