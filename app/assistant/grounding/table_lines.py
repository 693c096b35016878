"""Lines of a table in a text, as Markdown writes them: their cells, and which of them a place is in."""

from __future__ import annotations

import re
from collections.abc import Collection


def is_table_line(line: str) -> bool:
    """`| F0001 | 121 |`."""
    return line.lstrip().startswith("|") and line.count("|") > 1


def cells_of(line: str) -> list[str]:
    """The texts between a line's bars."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def cell_at(line: str, place: int) -> tuple[int, int]:
    """The number of the cell that a place of a line is in, and where its text begins."""
    before = line[:place]
    start = before.rfind("|") + 1
    return before.count("|") - 1, start + len(line[start:]) - len(line[start:].lstrip())


def without(text: str, names: Collection[str]) -> str:
    """A text without names and marks, so that its words stand side by side."""
    for name in names:
        text = re.sub(re.escape(name), " ", text, flags=re.IGNORECASE)
    return re.sub(r"[^\w\s%()'-]", " ", text).strip()
