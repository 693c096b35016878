"""How a view is laid out whose table and map are linked both ways, with what is picked in a column of its own."""

from __future__ import annotations

from typing import Any

import panel as pn

from app import theme

LINKED = "linked"  # its look


def linked(slug: str, *parts: Any) -> pn.Column:
    """The parts of a view, placed by their classes: `linked-figures`, `linked-list`, `linked-map`, `linked-detail`.

    Args:
        slug: of the view; its class, and the name of its own look.
        parts: in any order.
    """
    return pn.Column(
        *parts, css_classes=[LINKED, slug], stylesheets=[theme.stylesheet(name) for name in ("board", LINKED, slug)],
        sizing_mode="stretch_both", margin=0,
    )  # fmt: skip
