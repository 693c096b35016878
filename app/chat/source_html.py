"""Where a number of an answer comes from: a tip beside it, and the dialog that a click opens. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from app import formats
from app.assistant.results import CellRef, ToolResult
from app.widgets.column import Column
from app.widgets.html import Markup, el, icon, known_facts
from app.widgets.sql_note import Answered, statement_part
from data_sources.errors import QueryError


def column_of(result: ToolResult, key: str) -> Column:
    """How a column is written; plainly where it is not one that is shown."""
    return next((one for one in result.columns if one.key == key), Column(key, key.replace("_", " ").capitalize()))


def row_of(result: ToolResult, row: int) -> Mapping[str, Any] | None:
    """A row of a result; None where it is not there."""
    found: list[Mapping[str, Any]] = result.table.slice(row, 1).to_pylist() if row >= 0 else []
    return found[0] if found else None


def age(result: ToolResult, zone: str) -> str:
    """`as of 14:05 CDT`, or when it was asked."""
    if result.as_of is not None:
        return f"as of {formats.day_and_clock(result.as_of, zone)}"
    asked = [one.at for one in result.asked if one.at is not None]
    return f"asked {formats.day_and_clock(asked[-1], zone)}" if asked else ""


def origin(result: ToolResult, zone: str) -> str:
    """Source and time in a line."""
    simulated = " (simulated)" if result.is_simulated else ""
    return ", ".join(part for part in (f"{result.source or 'the page itself'}{simulated}", age(result, zone)) if part)


def tip(result: ToolResult, cell: CellRef, zone: str) -> Markup:
    """What a pointer over a number is told."""
    asked = result.asked[-1].query.name + ".sql" if result.asked else ""
    about = ", ".join(part for part in (result.place, result.period) if part)
    return el(
        "span", el("b", column_of(result, cell.key).heading), about and el("span", about),
        el("span", origin(result, zone)), asked and el("code", asked), cls="tip", role="tooltip",
    )  # fmt: skip


def dialog(result: ToolResult, cell: CellRef | None, zone: str, key: str) -> Markup:
    """Figure, how it is reckoned, the row it stands in, and the statements behind it.

    Args:
        result: where it comes from.
        cell: which of its cells; None for the result as a whole.
        zone: IANA name of the zone of its times.
        key: tells this opening from others.
    """
    row = None if cell is None else row_of(result, cell.row)
    figure = None
    title = result.title
    if cell is not None:
        column = column_of(result, cell.key)
        title = column.title
        if row is not None and cell.key in row:
            figure = el("b", _written(column, row, zone))
    close = el("form", el("button", icon("close"), cls="tool is-bare", aria_label="Close"), method="dialog")
    about = " · ".join(part for part in (result.title, result.place, result.period) if part)
    badge = el("span", "Simulated", cls="badge is-attention") if result.is_simulated else None
    head = el(
        "header", el("div", el("h2", title), figure, cls="source-title"), close, el("p", about),
        result.note and el("p", result.note), el("p", origin(result, zone), ". ", badge, cls="secondary"),
    )  # fmt: skip
    facts = None
    if row is not None:
        facts = known_facts((one.title, _written(one, row, zone)) for one in result.columns if one.key in row)
    asked = [_statement(one) for one in _each_once(result.asked)] or el("p", "No statement was asked.", cls="secondary")
    body = el("div", facts, asked, cls="sql-list", tabindex=0)
    return el("dialog", head, body, cls="source", data_modal=True, data_key=key, id=f"source-{key}")


def _each_once(asked: Sequence[Answered]) -> list[Answered]:
    """Statements as they were asked, one that was asked again with the same values as its last time."""
    last: list[Answered] = []
    for one in asked:
        last = [other for other in last if other.query != one.query]
        last.append(one)
    return last


def _written(column: Column, row: Mapping[str, Any], zone: str) -> object:
    """With its unit, which has no heading here."""
    value, shown = row[column.key], column.cell(row, zone)
    is_known = value is not None and not (isinstance(value, float) and math.isnan(value))
    unit = column.unit or ("%" if column.kind == "share" else "")
    if isinstance(shown, Markup) or not unit or not is_known:
        return ("Yes" if value else "No") if column.kind == "flag" and is_known else shown
    return f"{shown} {unit}"


def _statement(asked: Any) -> Markup:
    try:
        return statement_part(asked)
    except QueryError:  # of a conversation that is older than the program
        return el("p", f"{asked.query.name}.sql is no longer there.", cls="secondary")
