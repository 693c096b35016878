"""Boards: a table or chart with its heading, and what stands in its place while there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import panel as pn
from panel.viewable import Viewer

from app import theme
from app.follow import FollowStatus
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView
from app.widgets.states import empty_state, skeleton

SHEET = "board"


class BoardHtml(HtmlView):
    """A view in HTML with the rules of the common parts and those of boards."""

    def __init__(self, **params: Any) -> None:
        """Starts empty."""
        super().__init__(**params)
        self.model.stylesheets = [theme.stylesheet("base"), theme.stylesheet(SHEET)]

    def dress(self, sheet: str) -> None:
        """Follow the rules of one more stylesheet in assets/css."""
        self.model.stylesheets = [*self.model.stylesheets, theme.stylesheet(sheet)]


def segments(action: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Markup:
    """A few choices side by side, one of them on; `on(action, …)` hears the key of the one clicked."""
    buttons = [
        el("button", text, type="button", data_action=action, data_value=key,
           aria_pressed="true" if key == chosen else "false")
        for key, text in options
    ]  # fmt: skip
    return el("div", buttons, cls="segmented", role="group", aria_label=label)


class Heading(BoardHtml):
    """The heading of a board: title, a line about it, choices."""

    def show(self, title: str, line: str = "", *choices: Markup, is_simulated: bool = False) -> None:
        """Show these."""
        badge = el("span", "Simulated", cls="badge is-attention") if is_simulated else None
        name = el("span", title, cls="board-title", title=title)
        words = el(
            "div", el("h2", name, badge), line and el("span", line, cls="secondary", title=line), cls="board-words"
        )
        self.write(el("header", words, *choices, cls="board-head"))


class Veil(BoardHtml):
    """What stands over the body of a board: bars before the first answer, why there is none, a line of progress."""

    def clear(self) -> None:
        """Nothing: the body is seen."""
        self.write()

    def wait(self, is_first: bool) -> None:
        """Bars at first; a thin line over what is still shown later."""
        self.write(el("div", skeleton(6), cls="veil") if is_first else el("i", cls="veil-line"))

    def empty(self, title: str, hint: str) -> None:
        """What would be here and how to get it."""
        self.write(el("div", empty_state(title, hint), cls="veil"))

    def failed(self, message: str) -> None:
        """What failed, with a way to try again (action "retry")."""
        again = el("button", icon("reset"), "Try again", type="button", cls="button", data_action="retry")
        words = el(
            "div", el("p", "No answer", cls="empty-title"), el("p", message, cls="empty-hint"), again, cls="empty"
        )
        self.write(el("div", words, cls="veil", role="alert"))

    def stale(self, message: str) -> None:
        """The history is away; what was shown stays, dimmed."""
        self.write(el("p", el("i", cls="dot is-stale"), message, cls="veil-stale", role="status"))


class Board(Viewer):
    """One table or chart with its heading and tools.

    Args:
        body: what is shown when there is something.
        name: class by which the stylesheet of the view places it; several are told apart by blanks.
        tools: small widgets at the right of the heading, such as export and "Show the SQL".
        none: title and hint that stand there for an answer that holds nothing; None to show it as it is.
    """

    def __init__(
        self, body: Any, name: str, tools: Sequence[Any] = (), *, none: tuple[str, str] | None = None, **params: Any
    ) -> None:
        """Starts as a skeleton."""
        super().__init__(**params)  # type: ignore[no-untyped-call]  # Panel's is bare
        self._none = none
        self.heading = Heading(css_classes=["board-heading"])
        self.veil = Veil(css_classes=["board-veil"])
        self._body = box("board-body", body, self.veil)
        self.view = box("board", row("board-top", self.heading, *tools), self._body)
        self.view.css_classes = ["board", *name.split()]
        self.veil.wait(is_first=True)

    def __panel__(self) -> Any:
        """What Panel puts into the page."""
        return self.view

    def tell(self, status: FollowStatus) -> None:
        """Take where an answer stands; what was shown before is dimmed, not removed."""
        if status.stage == "ready" or (status.stage == "empty" and self._none is None):
            self._dim(False)
            self.veil.clear()
        elif status.stage == "empty" and self._none is not None:
            self.empty(*self._none)
        elif status.stage == "idle" and status.title:
            self.empty(status.title, status.message)
        elif status.stage == "failed":
            self.veil.failed(status.message)
        elif status.stage == "stale" and status.has_answer:
            self._dim(True)
            self.veil.stale(status.message)
        elif status.stage == "stale":
            self.veil.failed(status.message)
        else:
            self._dim(status.has_answer)
            self.veil.wait(is_first=not status.has_answer)

    def empty(self, title: str, hint: str = "") -> None:
        """Say what would be here and how to get it."""
        self._dim(False)
        self.veil.empty(title, hint)

    def _dim(self, is_dim: bool) -> None:
        wanted = ["board-body", "is-dim"] if is_dim else ["board-body"]
        if self._body.css_classes != wanted:
            self._body.css_classes = wanted


def box(name: str, *parts: Any, sheets: Sequence[str] = ()) -> pn.Column:
    """Parts in a column that a stylesheet lays out by a class.

    Args:
        name: the class; several are told apart by blanks.
        parts: from the top down.
        sheets: stylesheets in assets/css besides the boards' own.
    """
    return pn.Column(
        *parts, css_classes=name.split(), stylesheets=[theme.stylesheet(sheet) for sheet in (SHEET, *sheets)],
        sizing_mode="stretch_both", margin=0,
    )  # fmt: skip


def row(name: str, *parts: Any) -> pn.Row:
    """Parts side by side, laid out by the class `name`."""
    return pn.Row(
        *parts, css_classes=[name], stylesheets=[theme.stylesheet(SHEET)], sizing_mode="stretch_width", margin=0
    )


def pane(figure: Any, *, is_scrolled: bool = False, name: str = "grow") -> Any:
    """A figure that fills its board, or scrolls in it.

    Args:
        figure: of Bokeh.
        is_scrolled: it may be higher than the board.
        name: class by which a sheet places it; the figure's own, since Panel's pane hands none of its classes on.
    """
    figure.css_classes = [name]
    shown: Any = pn.pane.Bokeh(figure, sizing_mode="stretch_both", margin=0)  # type: ignore[no-untyped-call]
    return box("scrolled", shown) if is_scrolled else shown
