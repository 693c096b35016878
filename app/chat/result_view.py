"""ResultView: the rows of a result as a table that is sorted and saved, with its chart above; how they came below."""

from __future__ import annotations

from typing import Any, Final

import panel as pn
from panel.viewable import Viewer

from app import theme
from app.assistant.results import ToolResult
from app.chat.answer_html import basis
from app.chat.chart_view import bars_of, chart_of
from app.chat.html import ChatHtml
from app.widgets.board import Board, box, pane
from app.widgets.data_table import DataTable
from app.widgets.export import Export
from app.widgets.sql_note import SqlNote

ROWS_SEEN: Final = 8  # more of them scroll
SEARCHED_FROM: Final = 20  # rows; fewer need no filter
PAGED_BY: Final = 50


def _named(result: ToolResult) -> str:
    """What a file holds, in its name and its picture's title."""
    return f"{result.title}: {result.cut_words}" if result.cut_words else result.title


class ResultView(Viewer):
    """One result.

    Args:
        result: with rows.
        tokens: colours of its chart.
        zone: IANA name of the zone of its times.
        said: the answer's own text.
    """

    def __init__(self, result: ToolResult, tokens: theme.Tokens, zone: str, said: str = "") -> None:
        """Draws it."""
        super().__init__()  # type: ignore[no-untyped-call]  # Panel's is bare
        self.result, self._tokens, self._zone = result, tokens, zone
        self._chart_place = box("answer-chart-place", sheets=("chat",))
        self._basis = ChatHtml(["answer-basis"])
        self._basis.write(basis(result, zone, said))
        parts = [self._chart_place, *([self._table()] if result.columns else []), self._basis]
        self.view = pn.Column(
            *parts, css_classes=["answer-result"], stylesheets=[theme.stylesheet("chat")],
            sizing_mode="stretch_both", margin=0,
        )  # fmt: skip
        self._draw_chart()

    def __panel__(self) -> Any:
        """What Panel puts into the page."""
        return self.view

    def recolour(self, tokens: theme.Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self._draw_chart()

    def _table(self) -> Board:
        result = self.result
        texts = [one.key for one in result.columns if one.kind in ("text", "words")]
        rows = result.table.num_rows
        table = DataTable(
            result.columns, result.columns[0].key, search=texts if rows > SEARCHED_FROM else (), part="rows",
            page_rows=PAGED_BY, time_zone=self._zone,
        )  # fmt: skip
        table.show(result.table)
        tools = [
            Export(table.whole, _named(result)),
            SqlNote(lambda: result.asked, is_simulated=lambda: result.is_simulated, rows=lambda: rows),
        ]
        board = Board(table, f"answer-table rows-{min(max(rows, 1), ROWS_SEEN)}", tools)
        cut = f"{result.cut_words[:1].upper()}{result.cut_words[1:]}"
        board.heading.show(result.title, cut, is_simulated=False)
        board.veil.clear()
        return board

    def _draw_chart(self) -> None:
        figure = chart_of(self.result, self._tokens, self._zone)
        if figure is None:
            self._chart_place.visible = False
            return
        spec, tools = self.result.chart, []
        assert spec is not None
        if not self.result.columns:
            tools.append(Export(lambda: self.result.table, self.result.title, figure))
        high = "is-tall" if bars_of(self.result) > ROWS_SEEN else ""
        board = Board(pane(figure), f"answer-chart {high}", tools)
        board.heading.show(spec.title)
        board.veil.clear()
        self._chart_place[:] = [board.view]
