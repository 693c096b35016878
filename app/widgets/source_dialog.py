"""SourceDialog: where a figure comes from: its rule in words, its parts as a table, the statement that answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import param

from app.widgets import table_html
from app.widgets.column import Column, Row
from app.widgets.data_table import falls
from app.widgets.freshness import Freshness
from app.widgets.html import Markup, el, icon, running_time
from app.widgets.html_view import HtmlView
from app.widgets.states import empty_state, skeleton
from data_sources.statements import statement


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
        note: why the rows are still on their way, where there is a reason.
    """

    title: str
    figure: Markup
    rule: str
    freshness: Freshness
    columns: Sequence[Column]
    rows: Sequence[Row] | None = None
    part: str = "feeders"
    note: str = ""


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
        columns = self.provenance.columns if self.provenance else ()
        is_descending = falls(columns, str(key), self.sort_by, is_descending=self.is_descending)
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
            return empty_state("No answer yet", shown.note) if shown.note else skeleton(8)
        if not shown.rows:
            return empty_state(f"No {shown.part} on record")
        rows = list(shown.rows)
        if self.sort_by:
            known = [row for row in rows if row[self.sort_by] is not None]
            known.sort(key=lambda row: row[self.sort_by], reverse=self.is_descending)
            rows = known + [row for row in rows if row[self.sort_by] is None]
        made = table_html.table(shown.columns, rows, sort_by=self.sort_by, is_descending=self.is_descending)
        return el(
            "div",
            el("div", made, cls="table-scroll", tabindex=0),
            el("p", table_html.counted(len(rows), shown.part), cls="secondary"),
        )


def _statement(shown: Provenance) -> Markup:
    text = statement(shown.freshness.query).text
    return el(
        "details",
        el("summary", icon("chevron"), f"Statement {shown.freshness.query}.sql"),
        el("pre", el("code", text), tabindex=0),
        cls="source-sql",
    )
