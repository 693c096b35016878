"""A table of the view with a bar over it: what is asked, what can be done with the rows that are ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.desk.command_desk import CommandDesk
from app.desk.live_view import PARTS
from app.tabs.outage_management.storm.asking import Asking
from app.tabs.outage_management.view import OutageView
from app.widgets.board import Board, BoardHtml, box
from app.widgets.data_table import DataTable
from app.widgets.html import Markup, el

SHEET = "storm"


class ListedPart:
    """Base of such parts: `board` is put into the view; a subclass fills the table and says what stands in the bar.

    Args:
        view: gives tools and what ends with it.
        desk: runs the commands.
        table: the rows.
        key: the column that tells rows apart.
        file: name of the exported file.
        queries: the statements behind the rows.
    """

    def __init__(
        self, view: OutageView, desk: CommandDesk, table: DataTable, key: str, file: str, queries: Any
    ) -> None:  # fmt: skip
        """An empty bar."""
        self.view, self.desk, self.table, self._key = view, desk, table, key
        self.bar = BoardHtml(css_classes=["storm-bar"])
        for sheet in (PARTS, SHEET):
            self.bar.dress(sheet)
        self.asking = Asking(view, desk, self.bar, self.draw_bar)
        body = box("storm-stack", self.bar, table, sheets=(SHEET,))
        self.board = Board(body, "storm-part", view.tools(table.whole, file, queries))
        self.bar.on("untick", lambda _value: table.param.update(ticked=frozenset()))
        table.param.watch(lambda *_: self.draw_bar(), "ticked")

    def bar_parts(self) -> Sequence[Markup | None]:
        """What stands in the bar beside the form; nothing for no bar."""
        raise NotImplementedError

    def draw_bar(self) -> None:
        """Write the bar again."""
        parts, asked = [one for one in self.bar_parts() if one], self.asking.draw()
        head = el("div", parts, cls="bulk-head") if parts else None
        self.bar.write(el("div", head, asked, cls="bulk") if head or asked else None)

    def ticked(self) -> list[dict[str, Any]]:
        """The rows that are ticked."""
        rows, ticked = self.table.rows, self.table.ticked
        return [] if rows is None else [row for row in rows.to_pylist() if str(row[self._key]) in ticked]

    def ticked_words(self, count: int) -> list[Markup]:
        """How many rows are ticked, with a way to untick them."""
        none = el("button", "None", type="button", cls="button", data_action="untick", title="Untick all rows")
        return [el("b", f"{count:,} ticked"), none]


def button(action: str, words: str, title: str = "") -> Markup:
    """A button of the bar."""
    return el("button", words, type="button", cls="button", data_action=action, title=title or None)
