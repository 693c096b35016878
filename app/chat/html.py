"""ChatHtml: a view in HTML with the rules of the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app import theme
from app.widgets.html_view import HtmlView

SHEETS = ("base", "widgets", "desk_parts", "chat")


class ChatHtml(HtmlView):
    """One part of a conversation."""

    def __init__(self, css_classes: Sequence[str] = (), **params: Any) -> None:
        """Starts empty."""
        super().__init__(css_classes=css_classes, **params)
        self.model.stylesheets = [theme.stylesheet(sheet) for sheet in SHEETS]
