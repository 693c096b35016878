"""What the boards are furnished with: tables by column kind, export and "Show the SQL", panes for figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import panel as pn
import pyarrow as pa

from app import formats, theme
from app.tabs.ami_analytics.board import box
from app.tabs.ami_analytics.view import AmiView
from app.widgets.data_table import DataTable, Row, TableColumn
from app.widgets.export import Export
from app.widgets.html import Markup, el
from app.widgets.sql_note import SqlNote
from data_sources.query import Query

Kind = Literal["text", "number", "day", "time", "duration", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a findings table.

    Attributes:
        key: of the Arrow table.
        title: heading with its unit.
        kind: how its cells are written.
        decimals: of numbers.
    """

    key: str
    title: str
    kind: Kind
    decimals: int = 0


class FindingsTable(DataTable):
    """A DataTable that writes times in the utility's zone.

    Attributes:
        time_zone: IANA name.
    """

    def __init__(self, columns: Sequence[Column], key: str, part: str, can_pick: bool) -> None:
        """Starts as a skeleton."""
        self.time_zone = "UTC"
        written = [
            TableColumn(column.key, column.title, self._writer(column), column.kind in ("number", "duration"))
            for column in columns
        ]
        search = [column.key for column in columns if column.kind == "text"] if can_pick else []
        super().__init__(written, key, search=search, part=part, css_classes=["grow"])
        self.model.stylesheets = [*self.model.stylesheets, theme.stylesheet("ami_findings")]

    def _writer(self, column: Column) -> Callable[[Row], str | Markup]:
        return lambda row: _cell(row[column.key], column, self.time_zone)

    def show(self, rows: pa.Table) -> None:
        """Show these rows; sorting and filter stay."""
        self.rows = rows

    def mark(self, key: int | None) -> None:
        """Mark the row of that key."""
        self.picked = "" if key is None else str(key)


def table_of(
    columns: Sequence[Column], key: str = "", on_pick: Callable[[Any], None] | None = None, part: str = "rows"
) -> FindingsTable:
    """A table; a click on a row calls `on_pick` with its key."""
    made = FindingsTable(columns, key or columns[0].key, part, on_pick is not None)
    if on_pick is not None:
        made.on("row", on_pick)
    return made


class Tools:
    """Export and "Show the SQL" of one board.

    Args:
        view: gives the history's health.
        get_table: the rows now shown.
        name: of the exported file.
        get_queries: the statements behind them.
        figure: offered as PNG.
    """

    def __init__(
        self, view: AmiView, get_table: Callable[[], pa.Table | None], name: str,
        get_queries: Callable[[], list[Query]], figure: Any = None,
    ) -> None:  # fmt: skip
        """Builds both."""

        def count() -> int | None:
            table = get_table()
            return None if table is None else table.num_rows

        tab = view.tab
        note = SqlNote(get_queries, tab.history_health, is_simulated=lambda: tab.is_simulated, rows=count)
        self.views = (Export(get_table, name, figure), note)


def pane(figure: Any, *, is_scrolled: bool = False) -> Any:
    """A figure that fills its board, or scrolls in it.

    Its classes are given here: Panel's pane takes over the figure's own stylesheets, and fails, when they change later.
    """
    shown: Any = pn.pane.Bokeh(  # type: ignore[no-untyped-call]  # Panel's pane has no annotations
        figure, sizing_mode="stretch_both", margin=0, css_classes=["grow"]
    )
    return box("scrolled", shown) if is_scrolled else shown


def _cell(value: Any, column: Column, time_zone: str) -> str | Markup:
    if value is None:
        return formats.NOTHING
    if column.kind == "number":
        return formats.number(value, column.decimals)
    if column.kind == "duration":
        return formats.duration(value)
    if column.kind == "time":
        return formats.day_and_clock(value, time_zone)
    if column.kind == "flag":
        return el("span", "Flagged", cls="badge is-attention") if value else Markup("")
    if column.kind == "day":
        return _day(value)
    text = str(value)
    return text[:1].upper() + text[1:]


def _day(value: dt.date) -> str:
    return f"{value:%a} {value.day} {value:%b %Y}"
