"""What a view shows when there is nothing yet, or nothing at all; what failed is for app.widgets.error_card."""

from __future__ import annotations

from typing import Any

from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView


def empty_state(title: str, hint: str = "") -> Markup:
    """What would be here and how to get it.

    Args:
        title: what is not there, in a few words.
        hint: how it comes, in a sentence.
    """
    return el("div", el("p", title, cls="empty-title"), hint and el("p", hint, cls="empty-hint"), cls="empty")


def skeleton(lines: int) -> Markup:
    """Grey bars where rows will be, for the first paint."""
    return el("div", [el("i", cls="skeleton-line") for _ in range(lines)], cls="skeleton", aria_busy="true")


class EmptyState(HtmlView):
    """A view that says what would be here and how to get it."""

    def __init__(self, title: str, hint: str = "", **params: Any) -> None:
        """See `empty_state`."""
        super().__init__(**params)
        self.say(title, hint)

    def say(self, title: str, hint: str = "") -> None:
        """Say something else."""
        self.write(empty_state(title, hint))
