"""How a view is laid out whose table and map are linked both ways, with what is picked in a column of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import panel as pn

from app.desk.live_view import PARTS
from app.widgets.board import Board, BoardHtml, box

LINKED = "linked"  # its look


def linked(slug: str, *parts: Any) -> pn.Column:
    """The parts of a view, placed by their classes: `linked-figures`, `linked-list`, `linked-map`, `linked-detail`.

    Args:
        slug: of the view; its class, and the name of its own look.
        parts: in any order.
    """
    return box(f"view {LINKED} {slug}", *parts, sheets=(LINKED, slug))


def linked_list(slug: str, table: Any, tools: Sequence[Any], sheets: Sequence[str] = ()) -> tuple[BoardHtml, Board]:
    """The list of a view: the choices over its table, and the board of both.

    Args:
        slug: of the view.
        table: the table.
        tools: of the board.
        sheets: further looks of the choices.
    """
    choices = BoardHtml(css_classes=["linked-choices"])
    for sheet in (PARTS, LINKED, *sheets):
        choices.dress(sheet)
    return choices, Board(box("stacked", choices, table, sheets=(LINKED,)), f"linked-list {slug}-list", tools)
