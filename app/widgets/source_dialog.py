"""SourceDialog: where a figure comes from: its rule in words, its parts as a table, the statement that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import param

from app.widgets.freshness import Freshness
from app.widgets.html import Markup, el, icon, running_time
from app.widgets.html_view import HtmlView
from app.widgets.states import empty_state, skeleton
from data_sources.statements import statement

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table.

    Attributes:
        key: the column of the rows it sorts by.
        title: its heading, with the unit.
        write: a row's cell as text.
        is_number: figures stand to the right.
    """

    key: str
    title: str
    write: Callable[[Row], str]
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one figure comes from.

    Attributes:
        title: the figure's name.
        figure: the figure itself with its unit.
        rule: how it is reckoned, in a sentence or two.
        freshness: source, age, query.
        columns: of the table of its parts.
        rows: its parts; None while they are on their way.
        part: what one row is, in the plural.
    """

    title: str
    figure: Markup
    rule: str
    freshness: Freshness
    columns: Sequence[Column]
    rows: Sequence[Row] | None = None
    part: str = "feeders"


class SourceDialog(HtmlView):
    """A dialog over the page; Esc closes it. Empty while nothing is asked."""

    provenance = param.ClassSelector(
        class_=Provenance, default=None, allow_None=True, doc="What is shown; None for nothing."
    )
    sort_by = param.String(default="", doc="Column that the table is sorted by; empty for the order of the rows.")
    is_descending = param.Boolean(default=True, doc="Largest first.")

    def __init__(self, **params: Any) -> None:
        """Starts closed."""
        super().__init__(**params)
        self.on("close", self._close)
        self.on("sort", self._sort)
        self._draw()

    def _close(self, _value: Any) -> None:
        self.param.update(provenance=None, sort_by="", is_descending=True)

    def _sort(self, key: Any) -> None:
        is_descending = not self.is_descending if key == self.sort_by else True
        self.param.update(sort_by=str(key), is_descending=is_descending)

    @param.depends("provenance", "sort_by", "is_descending", watch=True)
    def _draw(self) -> None:
        if self.provenance is None:
            self.write()
            return
        shown: Provenance = self.provenance
        self.write(
            el(
                "dialog",
                self._head(shown),
                self._table(shown),
                _statement(shown),
                cls="source",
                data_modal=True,
                data_key="source",
            )
        )

    def _head(self, shown: Provenance) -> Markup:
        close = el("form", el("button", icon("close"), cls="tool is-bare", aria_label="Close"), method="dialog")
        fresh = shown.freshness
        age = el(
            "p",
            fresh.source,
            fresh.is_simulated and " (simulated)",
            ", ",
            running_time(fresh.at, "ago"),
            cls="secondary",
        )
        return el(
            "header",
            el("div", el("h2", shown.title), el("b", shown.figure), cls="source-title"),
            close,
            el("p", shown.rule),
            age,
        )

    def _table(self, shown: Provenance) -> Markup:
        if shown.rows is None:
            return skeleton(8)
        if not shown.rows:
            return empty_state(f"No {shown.part} on record")
        rows = list(shown.rows)
        if self.sort_by:
            known = [row for row in rows if row[self.sort_by] is not None]
            known.sort(key=lambda row: row[self.sort_by], reverse=self.is_descending)
            rows = known + [row for row in rows if row[self.sort_by] is None]
        head = el("thead", el("tr", [self._heading(column) for column in shown.columns]))
        body = el("tbody", [el("tr", [_cell(column, row) for column in shown.columns]) for row in rows])
        return el(
            "div",
            el("div", el("table", head, body), cls="table-scroll"),
            el("p", f"{len(rows):,} {shown.part}", cls="secondary"),
        )

    def _heading(self, column: Column) -> Markup:
        order = None if column.key != self.sort_by else "descending" if self.is_descending else "ascending"
        button = el("button", column.title, type="button", data_action="sort", data_value=column.key)
        return el("th", button, cls="is-number" if column.is_number else "", aria_sort=order, scope="col")


def _cell(column: Column, row: Row) -> Markup:
    return el("td", column.write(row), cls="is-number" if column.is_number else "")


def _statement(shown: Provenance) -> Markup:
    text = statement(shown.freshness.query).text
    return el(
        "details",
        el("summary", icon("chevron"), f"Statement {shown.freshness.query}.sql"),
        el("pre", el("code", text)),
        cls="source-sql",
    )
