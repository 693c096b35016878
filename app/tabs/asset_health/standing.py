"""StandingLine: what the figures of a view rest on: source, age, badges, and the method in a fold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from app import theme
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView

SHEET: Final = "asset_plans"  # the look of the views that plan, compare and look back
SIMULATED: Final = "Simulated: shows the mechanism, not the accuracy"
Chapters = Sequence[tuple[str, Sequence[str]]]


class StandingLine(HtmlView):
    """A line under the bar of a view.

    Args:
        params: of the view.
    """

    def __init__(self, **params: Any) -> None:
        """Says nothing yet."""
        super().__init__(css_classes=["asset-standing"], **params)
        self.model.stylesheets = [theme.stylesheet(sheet) for sheet in ("base", "board", SHEET)]
        self.show(())  # keeps its room, so that nothing moves when there is something to say

    def show(
        self, words: Sequence[object], chapters: Chapters = (), *links: Markup, is_simulated: bool = False
    ) -> None:
        """Show these.

        Args:
            words: sentences, one after the other.
            chapters: titles and sentences of the fold.
            links: files that say the same.
            is_simulated: it rests on made-up rows.
        """
        badge = el("span", SIMULATED, cls="badge is-attention") if is_simulated else None
        told = el("span", [el("span", one, " ") for one in words], cls="secondary standing-words")
        self.write(el("div", badge, told, links, _fold(chapters) if chapters else None, cls="standing"))


def _fold(chapters: Chapters) -> Markup:
    parts = [
        el("section", el("h2", title), el("ul", [el("li", sentence) for sentence in sentences]))
        for title, sentences in chapters
    ]
    head = el("summary", icon("chevron"), "Method and limits", cls="tool")
    return el("details", head, el("div", parts, cls="method"), cls="method-fold")


def file_link(address: str, title: str) -> Markup:
    """A file of the REST API, saved by a click."""
    return el("a", title, href=address, download=True, cls="button")
