"""A document's passage: where it stands, and its own words."""

from __future__ import annotations

from app.assistant.events import Stated
from app.assistant.results import CellRef, ToolResult


def told_passages(result: ToolResult) -> list[Stated]:
    """Where the first passage stands, and its own words; each is a cell, as its numbers are the document's."""
    row = result.table.slice(0, 1).to_pylist()[0]

    def cell(key: str) -> Stated:
        return Stated(str(row[key]), CellRef(0, 0, key))

    heading = [Stated(", "), cell("heading")] if row["heading"] else []
    where = [cell("document"), Stated(f", {row['counts']} "), cell("page"), *heading]
    return [*where, Stated(": “"), cell("passage"), Stated("”")]
