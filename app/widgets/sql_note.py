"""SqlNote: "Show the SQL": the statements behind a chart or table, what was bound, source, age, rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app import formats
from app.widgets.html import Markup, el, icon, running_time
from app.widgets.html_view import HtmlView
from data_sources.query import Query, WrittenQuery
from data_sources.source import Health


@dataclass(frozen=True, slots=True)
class Answered:
    """One statement that was answered.

    Attributes:
        query: the statement and what was bound.
        rows: how many rows came; None where it was not counted.
        at: aware time of the answer; None where it was not kept.
    """

    query: Query
    rows: int | None = None
    at: dt.datetime | None = None


class SqlNote(HtmlView):
    """A small button and the dialog it opens; Esc closes it.

    Args:
        get: what is behind the figures now.
        health: of the source that answered; None where it is not known.
        is_simulated: whether the rows were made by the simulator.
        rows: how many rows are shown now; None where nothing is.
        params: of the view.
    """

    def __init__(
        self, get: Callable[[], Sequence[Query | Answered]], health: Callable[[], Health | None] = lambda: None,
        is_simulated: Callable[[], bool] = lambda: False, rows: Callable[[], int | None] = lambda: None, **params: Any,
    ) -> None:  # fmt: skip
        """Starts closed."""
        super().__init__(css_classes=["sql-note"], **params)
        self.model.sizing_mode = None
        self._get, self._health, self._is_simulated, self._rows = get, health, is_simulated, rows
        self.on("sql", lambda _value: self._draw(is_open=True))
        self.on("close", lambda _value: self._draw(is_open=False))
        self._draw(is_open=False)

    def _draw(self, is_open: bool) -> None:
        button = el("button", "SQL", type="button", cls="export-button", data_action="sql", title="Show the SQL")
        self.write(button, is_open and self._dialog())

    def _dialog(self) -> Markup:
        asked = [part if isinstance(part, Answered) else Answered(part) for part in self._get()]
        close = el("form", el("button", icon("close"), cls="tool is-bare", aria_label="Close"), method="dialog")
        body = [statement_part(part) for part in asked] or el("p", "Nothing has been asked yet.")
        count = formats.count_of(len(asked), "statement")
        if (rows := self._rows()) is not None:
            count += f", {formats.count_of(rows, 'row')} shown"
        head = el(
            "header",
            el("div", el("h2", "The SQL behind this"), el("span", count, cls="secondary"), cls="source-title"),
            close,
            self._from(),
        )
        return el(
            "dialog", head, el("div", body, cls="sql-list", tabindex=0), cls="source", data_modal=True, data_key="sql"
        )

    def _from(self) -> Markup:
        health = self._health()
        badge = el("span", "Simulated", cls="badge is-attention") if self._is_simulated() else None
        if health is None:
            return el("p", badge, cls="secondary")
        state = "" if health.is_up else f" Away: {health.message}"
        return el(
            "p",
            health.name,
            ", last answer ",
            running_time(health.last_ok_at, "ago"),
            ".",
            state,
            " ",
            badge,
            cls="secondary",
        )


def statement_part(part: Answered) -> Markup:
    """One statement: its name, how many rows it gave when, what was bound, its text."""
    bound = [el("div", el("dt", f":{name}"), el("dd", _value(value))) for name, value in part.query.params]
    rows = "" if part.rows is None else f"{part.rows:,} row" if part.rows == 1 else f"{part.rows:,} rows"
    counted = rows and el("span", rows, cls="secondary")
    age = None if part.at is None else el("span", "answered ", running_time(part.at, "ago"), cls="secondary")
    return el(
        "section",
        el("header", el("h3", _title(part.query)), counted, age, cls="sql-head"),
        bound and el("dl", bound, cls="sql-binds"),
        el("pre", el("code", part.query.statement.text.strip()), tabindex=0),
    )


def _title(query: Query) -> str:
    return query.name if isinstance(query, WrittenQuery) else f"{query.name}.sql"


def _value(value: object) -> str:
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
